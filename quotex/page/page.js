"use strict";
// Without this script the page is whole: the article, its speakers, and all records below it, as notes to the numbers.
// With it one record is shown at a time, a speaker can be chosen, and of many documents one is shown at a time.
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.className = "script";

  // -- the record of a quotation

  const shown = { record: null };

  function show(id) {
    const record = byId(id);
    if (!record || shown.record === record) return;
    hide();
    shown.record = record;
    record.classList.add("active");
    record.closest(".records").classList.add("open");
    root.classList.add("reading");
    for (const part of all(`[data-quote="${id}"]`)) part.classList.add("active");
    for (const link of all("[data-field]", record)) mark(link.hash.slice(1), link.dataset.field, record.dataset.hue);
    uncover(byId(`${id}-ref`), record.closest(".records"));
  }

  function uncover(ref, records) {
    const under = ref.getBoundingClientRect().bottom - records.getBoundingClientRect().top;
    if (under > 0 && matchMedia("(max-width: 56rem)").matches) scrollBy({ top: under + 24 });
  }

  function mark(id, field, hue) {
    if (field === "cue" || field === "mention") return; // underlined always
    const parts = all(`[data-at="${id}"]`);
    parts.forEach((part, n) => {
      part.dataset.was ??= part.dataset.hue;
      part.dataset.hue = hue;
      part.dataset.is = part.dataset.is ? `${part.dataset.is}, ${field}` : field;
      part.classList.add("shown");
      part.classList.toggle("again", n > 0);
    });
  }

  function hide() {
    if (!shown.record) return;
    for (const part of all(".quote.active, .record.active")) part.classList.remove("active");
    for (const part of all(".place.shown")) {
      part.classList.remove("shown", "again");
      part.dataset.hue = part.dataset.was;
      delete part.dataset.is;
    }
    shown.record.closest(".records").classList.remove("open");
    root.classList.remove("reading");
    shown.record = null;
  }

  // -- only one speaker's quotations

  function choose(button) {
    const section = button.closest(".document");
    const voice = button.getAttribute("aria-pressed") === "true" ? null : button.dataset.voice;
    for (const other of all(".voice", section)) other.setAttribute("aria-pressed", other.dataset.voice === voice);
    section.classList.toggle("filtered", voice !== null);
    for (const quote of all(".text .quote", section)) {
      quote.classList.toggle("unlit", voice !== null && quote.dataset.voice !== voice);
    }
    for (const ref of all(".text a.ref", section)) ref.tabIndex = ref.parentNode.classList.contains("unlit") ? -1 : 0;
    for (const place of all(".theirs", section)) place.classList.remove("theirs");
    if (voice === null) return;
    for (const quote of all(`.text .quote[data-voice="${voice}"]`, section)) {
      for (const link of all('[data-field="cue"], [data-field="mention"]', byId(quote.dataset.quote))) {
        for (const part of all(`[data-at="${link.hash.slice(1)}"]`)) part.classList.add("theirs");
      }
    }
    if (shown.record && byId(`${shown.record.id}-ref`).tabIndex < 0) hide();
  }

  // -- one document at a time

  const sections = all(".index, .document");

  function go(id) {
    const target = byId(id) ?? sections[0];
    const section = target?.closest(".index, .document");
    if (section) for (const other of sections) other.hidden = other !== section;
    if (shown.record && shown.record.closest(".document") !== section) hide();
    if (!byId(id)) return;
    if (target.classList.contains("record")) {
      show(id);
      target.focus({ preventScroll: true });
    } else if (target === section) {
      scrollTo({ top: 0, behavior: "instant" });
    } else {
      target.scrollIntoView({ block: "center" });
      if (target.matches("a, .text")) target.focus({ preventScroll: true });
    }
  }

  const search = document.querySelector(".find input");
  search?.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    const rows = all(".documents li");
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    document.querySelector(".find output").value = wanted ? `${rows.filter((row) => !row.hidden).length} found` : "";
  });

  // -- pointer and keyboard

  let soon = 0;
  let pointer = "";
  const place = (event) => `${event.clientX},${event.clientY}`;
  document.addEventListener("pointermove", (event) => { pointer = place(event); });
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse" || place(event) === pointer) return; // the page moved, not the pointer
    clearTimeout(soon);
    const quote = event.target.closest(".text .quote:not(.unlit)");
    if (quote) soon = setTimeout(show, 80, quote.dataset.quote);
    else if (event.target.closest(".panel")) hide(); // which the record may lie over
  });
  document.addEventListener("focusin", (event) => {
    const quote = event.target.matches("a.ref") && event.target.closest(".quote");
    if (quote) show(quote.dataset.quote);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const voice = event.target.closest("button.voice");
    const quote = event.target.closest(".text .quote");
    if (link) follow(event, link);
    else if (voice) choose(voice);
    else if (event.target.closest(".close")) back();
    else if (quote) show(quote.dataset.quote);
    else if (!event.target.closest(".records")) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (shown.record) back();
    else document.querySelector('.document:not([hidden]) .voice[aria-pressed="true"]')?.click();
  });

  function follow(event, link) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault(); // a page inside a notebook has no address to move in
    const id = link.hash.slice(1);
    if (link.closest(".index, .around") && location.protocol !== "about:") location.hash = id;
    else go(id);
  }

  function back() {
    const ref = byId(`${shown.record.id}-ref`);
    const inside = shown.record.closest(".records").contains(document.activeElement);
    hide();
    if (inside) {
      ref.addEventListener("focusin", (event) => event.stopPropagation(), { once: true });
      ref.focus({ preventScroll: true });
    }
  }

  addEventListener("hashchange", () => go(location.hash.slice(1)));
  if (sections.length > 1 || location.hash) go(location.hash.slice(1));
})();
