// The text of the page that does not stand out from what is behind it: WCAG 2.2 asks for 4.5 to 1 (level AA).
() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[0-9.]+/g).slice(0, 3).map((c) => c / 255)
      .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (e) => {
    const colour = getComputedStyle(e).backgroundColor;
    return colour === "rgba(0, 0, 0, 0)" ? behind(e.parentElement) : colour;
  };
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const all = "mark, a, p, span, small, strong, bdi, dt, dd, button, h1, h3, blockquote, footer";
  return [...document.querySelectorAll(all)].filter((e) => e.checkVisibility() && e.textContent.trim())
    .map((e) => [ratio(light(getComputedStyle(e).color), light(behind(e))), e.className, e.textContent.slice(0, 40)])
    .filter(([ratio]) => ratio < 4.5);
}
