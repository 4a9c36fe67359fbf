"""The page in a real browser: Debian's Chromium, driven by Playwright."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from test_render import HOSTILE, everywhere

import quotex

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

playwright = pytest.importorskip("playwright.sync_api", reason="the extra 'test' is not installed: no Playwright")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium")

#: As root in a container, and without the calls home that a browser makes by itself.
FLAGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync""".split()

COUNCIL = """HARROW — The council spoke about the old bridge until midnight.
“They told me, ‘Wait for a letter,’ and I have waited eleven years,” Ada Roe, a retired pilot, told the council.
“The bridge is old, and everybody in this room knows how old it is.
“It is also safe, and I will cross it tomorrow,” said Mayor Tom Lind.
Jon Hale, chairman of the Traders' Guild, called it “a slow disaster.”
“We want numbers,” said Ines Moran, a spokeswoman for the Harbour Board. “Numbers, not poems.”
“I sold nets on that quay for forty years,” Oskar Finn, 81, said.
“Then sell them again,” replied Councillor Bea Strand.
“The water has risen by nine centimetres,” said Paul Ekman, a hydrologist.
“We are listening,” deputy mayor Rosa Whit said.
“Nobody here is listening,” said a police officer who asked not to be named.
"""

Show = Callable[..., "Page"]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def show(browser: "Browser", tmp_path: Path) -> Iterator[Show]:
    """Opens HTML in a window of its own. At the end nothing was asked of a network, and nothing went wrong."""
    faults: list[str] = []
    pages: list[Page] = []

    def show(html: str, **window: Any) -> "Page":
        path = tmp_path / f"{len(pages)}.html"
        path.write_text(html, "utf-8")
        page = browser.new_page(**{"viewport": {"width": 1280, "height": 900}, **window})
        pages.append(page)
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.on("request", lambda request: request.url == path.as_uri() or faults.append(request.url))
        page.goto(path.as_uri())
        return page

    yield show
    for page in pages:
        page.close()
    assert faults == []


@pytest.fixture(scope="module")
def council() -> str:
    return quotex.render(COUNCIL, quotex.extract(COUNCIL), title="The bridge").html


def speaker(page: "Page", name: str) -> "Locator":
    return page.locator("button.voice").filter(has_text=name)


def lit(page: "Page") -> set[str]:
    """The speakers whose quotations have a colour behind them."""
    colours = page.locator(".text .quote").evaluate_all(
        "quotes => quotes.map(quote => [quote.dataset.voice, getComputedStyle(quote).backgroundColor])"
    )
    return {voice for voice, colour in colours if colour != "rgba(0, 0, 0, 0)"}


def record(page: "Page") -> str:
    """What is shown of the record that is shown."""
    shown = page.locator(".record").filter(visible=True)
    return shown.inner_text() if shown.count() else ""


# -- speakers


def test_a_click_on_a_speaker_leaves_only_their_quotations_lit(show: Show, council: str) -> None:
    page = show(council)
    everyone = lit(page)
    assert len(everyone) > 8  # more than there are colours
    roe = speaker(page, "Ada Roe")
    roe.click()
    assert lit(page) == {roe.get_attribute("data-voice")}
    assert roe.get_attribute("aria-pressed") == "true"
    speaker(page, "Jon Hale").click()
    assert lit(page) == {speaker(page, "Jon Hale").get_attribute("data-voice")}
    speaker(page, "Jon Hale").click()
    assert lit(page) == everyone


def test_every_quotation_bears_the_number_of_its_speaker(show: Show, council: str) -> None:
    page = show(council)
    numbers = {
        button.get_attribute("data-voice"): button.locator(".chip").inner_text()
        for button in page.locator("button.voice").all()
    }
    assert len(set(numbers.values())) == len(numbers)
    for quote in page.locator(".text .quote").all():
        assert quote.locator("> .ref").inner_text() == numbers[quote.get_attribute("data-voice")]


def test_a_nested_quotation_stands_inside_the_one_that_holds_it(show: Show, council: str) -> None:
    inner = show(council).locator(".text .quote .quote")
    assert inner.inner_text().endswith("‘Wait for a letter,’")
    assert inner.evaluate("e => e.parentNode.closest('.quote').textContent").endswith("eleven years,”")


# -- records


def test_pointing_at_a_quotation_shows_its_record_and_where_name_and_role_stand(show: Show, council: str) -> None:
    page = show(council)
    assert record(page) == ""
    page.get_by_text("a slow disaster").first.hover()
    page.wait_for_selector(".record.active")
    assert all(words in record(page) for words in ("Jon Hale", "% sure", "called", "chairman of the Traders' Guild"))
    marked = page.locator(".place.shown").evaluate_all("all => all.map(e => [e.dataset.is, e.textContent])")
    assert ["name", "Jon Hale"] in marked
    assert ["role", "chairman of the Traders' Guild"] in marked
    speaker(page, "Ada Roe").hover()
    assert record(page) == ""
    assert page.locator(".place.shown").count() == 0


def test_a_record_does_not_move_the_article(show: Show, council: str) -> None:
    page = show(council)
    places = "[...document.querySelectorAll('.text p, .text .quote')].map(e => e.getBoundingClientRect().toJSON())"
    before = page.evaluate(places)
    page.get_by_text("a slow disaster").first.hover()
    page.wait_for_selector(".record.active")
    assert page.evaluate(places) == before


def test_a_link_of_a_record_goes_to_the_place_in_the_article(show: Show, article: str) -> None:
    page = show(quotex.render(article * 3, quotex.extract(article * 3)).html)
    page.locator(".text .quote").last.click()
    place = page.locator(".record.active a[data-field=name]")
    target = page.locator(f"[id='{str(place.get_attribute('href'))[1:]}']")
    place.click()
    page.wait_for_function("e => e.getBoundingClientRect().top > 0", arg=target.element_handle())
    playwright.expect(target).to_be_in_viewport()


# -- the keyboard


def test_the_keyboard_alone_reaches_everything(show: Show, council: str) -> None:
    page = show(council)
    press = page.keyboard.press
    focused = page.locator(":focus")
    press("Tab")
    assert focused.inner_text() == "Skip to the article"
    press("Tab")
    assert "Ada Roe" in focused.inner_text()
    press("Space")
    assert focused.get_attribute("aria-pressed") == "true"
    assert len(lit(page)) == 1
    for _ in range(page.locator("button.voice").count()):
        press("Tab")
    assert focused.get_attribute("aria-label") == "Quotation 1"
    assert "Ada Roe" in record(page)
    press("Enter")  # into the record, whose links are next
    press("Tab")
    assert focused.evaluate("e => e.closest('.record') !== null || e.matches('.close')")
    press("Escape")  # back to the quotation
    assert (focused.get_attribute("aria-label"), record(page)) == ("Quotation 1", "")
    press("Escape")  # and back to all speakers
    assert len(lit(page)) > 8


def test_a_pointer_that_lies_still_does_not_close_what_the_keyboard_opened(show: Show, council: str) -> None:
    page = show(council)
    page.mouse.move(1000, 500)
    page.locator("a.ref").last.focus()
    panel, over = page.locator(".panel"), {"pointerType": "mouse", "bubbles": True}
    panel.dispatch_event("pointerover", {**over, "clientX": 1000, "clientY": 500})  # the panel has moved under it
    assert "police officer" in record(page)
    panel.dispatch_event("pointerover", {**over, "clientX": 1000, "clientY": 501})
    assert record(page) == ""


def test_tab_goes_only_to_quotations_that_are_lit(show: Show, council: str) -> None:
    page = show(council)
    hale = speaker(page, "Jon Hale")
    hale.click()
    page.locator(".text").focus()
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("e => e.closest('.quote').dataset.voice") == hale.get_attribute("data-voice")


def test_the_skip_link_goes_to_the_article(show: Show, council: str) -> None:
    page = show(council)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("class") == "text"


def test_on_a_phone_a_record_does_not_cover_its_quotation(show: Show, council: str) -> None:
    page = show(council, viewport={"width": 360, "height": 740})
    for ref in page.locator("a.ref").all():
        ref.focus()
        page.wait_for_function(
            "e => e.getBoundingClientRect().bottom < document.querySelector('.records').getBoundingClientRect().top",
            arg=ref.element_handle(),
        )


# -- windows, themes and paper


@pytest.mark.parametrize("width", [360, 800, 1280])
def test_nothing_scrolls_sideways(show: Show, council: str, width: int) -> None:
    long = f"“{'w' * 300},” said Ada {'R' * 300}."
    many = [("x" * 300, long, quotex.extract(long)), ("b", COUNCIL, quotex.extract(COUNCIL))]
    for html in (council, quotex.render_many(many).html):
        page = show(html, viewport={"width": width, "height": 740})
        for _ in range(page.locator(".documents a").count() + 1):
            if page.locator(".text .quote").first.is_visible():
                page.locator(".text .quote").first.click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            if page.locator(".documents a").first.is_visible():
                page.locator(".documents a").first.click()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_text_stands_out_from_what_is_behind_it(show: Show, council: str, theme: str) -> None:
    too_faint = Path(__file__).with_name("contrast.js").read_text("utf-8")
    page = show(council, color_scheme=theme)
    assert page.evaluate(too_faint) == []
    page.locator("button.voice").last.click()
    page.locator(".text .quote:not(.unlit)").first.click()
    assert page.evaluate(too_faint) == []


def test_the_page_follows_the_theme_and_prints_on_white_with_all_records(show: Show, council: str) -> None:
    page = show(council, color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(21, 24, 27)"
    page.emulate_media(media="print")
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    assert page.locator(".record").filter(visible=True).count() == len(quotex.extract(COUNCIL))


def test_without_scripts_the_page_is_whole(show: Show, council: str) -> None:
    page = show(council, java_script_enabled=False)
    assert page.locator(".record").filter(visible=True).count() == len(quotex.extract(COUNCIL))
    assert page.locator(".quote").first.is_visible()


# -- many documents


@pytest.fixture(scope="module")
def many(article: str) -> str:
    texts = {"border.txt": article, "council.txt": COUNCIL, "nobody.txt": "Nobody spoke."}
    return quotex.render_many((name, text, quotex.extract(text)) for name, text in texts.items()).html


def test_the_index_leads_to_one_document_and_back(show: Show, many: str) -> None:
    page = show(many)
    headings = page.locator(".title").filter(visible=True)
    assert headings.all_inner_texts() == ["3 documents"]
    page.get_by_text("council.txt").first.click()
    assert headings.all_inner_texts() == ["council.txt"]
    speaker(page, "Jon Hale").click()
    assert len(lit(page)) > 4  # the other documents stay as they are
    page.get_by_text("Next →").filter(visible=True).click()
    assert headings.all_inner_texts() == ["nobody.txt"]
    page.go_back()
    page.go_back()
    assert headings.all_inner_texts() == ["3 documents"]


def test_the_index_finds_speakers(show: Show, many: str) -> None:
    page = show(many)
    page.get_by_label("Find").fill("tomas veld")
    assert page.locator(".documents a").filter(visible=True).all_inner_texts() == ["border.txt"]
    assert page.locator("output").inner_text() == "1 found"


def test_a_quotation_has_an_address(show: Show, many: str) -> None:
    page = show(many)
    page.goto(page.url + "#d2q1-ref")
    page.reload()
    assert page.locator(".title").filter(visible=True).all_inner_texts() == ["council.txt"]
    assert "Ada Roe" in record(page)


# -- hostile text, and notebooks


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_is_shown_and_does_not_run(show: Show, words: str) -> None:
    text, attributions = everywhere(words)
    page = show(quotex.render_many([(words, text, attributions), (words, text, attributions)]).html)
    assert page.title() == "Who is quoted"
    page.locator(".documents a").first.click()
    page.locator(".text .quote").first.click()
    shown = "".join("\ufffd" if c in "\u202e\u2066" else c for c in words)
    assert (
        page.locator(".record.active dd").first.text_content() == f"{shown} {len(words) * 2 + 4}–{len(words) * 3 + 4}"
    )
    assert page.locator("script, style, img, .text svg").count() == 2  # its own


def test_a_script_that_slipped_in_would_not_run(show: Show, council: str, browser: "Browser") -> None:
    """The page's policy admits its own script alone."""
    slipped = "<script>document.title = 'ran'</script><svg onload=\"document.title = 'ran'\"></svg>"
    page = browser.new_page()
    page.set_content(council.replace("<footer>", slipped + "<footer>"))
    assert page.title() == "The bridge"
    page.close()


@pytest.mark.parametrize("words", ["The bridge", *HOSTILE])
def test_in_a_notebook_the_page_works_and_keeps_to_itself(show: Show, words: str) -> None:
    text, attributions = everywhere(words)
    form = quotex.render(text, attributions, title=words)._repr_html_()
    page = show(f"<title>Notebook</title><style>p {{ color: rgb(1, 2, 3) }}</style><p>A cell</p>{form}<p>Another</p>")
    cells = "[...document.querySelectorAll('p')].map(p => getComputedStyle(p).color + getComputedStyle(p).font)"
    assert len(set(page.evaluate(cells))) == 1
    frame = page.frames[1]
    assert frame.evaluate("getComputedStyle(document.querySelector('.text p')).color") != "rgb(1, 2, 3)"
    frame.locator("button.voice").click()
    frame.locator(".text .quote").click()
    frame.locator(".record.active a[data-field=role]").click()
    assert (page.title(), frame.url) == ("Notebook", "about:srcdoc")
    assert frame.evaluate("() => { try { return parent.document.title } catch { return 'closed' } }") == "closed"
