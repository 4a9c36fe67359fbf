"""The page, as its HTML stands; what a browser makes of it stands in test_browser.py."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from texts import ANY_TEXT

import quotex
from quotex.records import Attribution, Quotation, Span, Speaker

SAFE = "“The bridge is safe,” Mayor Ada Roe said."


class Outline(HTMLParser):
    """Tags that are open, all elements with their attributes, and the article without the numbers of speakers."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str | None]] = []  # with their classes
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.article = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "input", "rect"):
            self.open.append((tag, dict(attrs).get("class")))

    def handle_endtag(self, tag: str) -> None:
        if tag != "rect":
            assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if ("article", "text") in self.open and self.open[-1][1] != "ref":
            self.article += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [found for name, found in self.elements if name == tag and wanted.items() <= found.items()]


def outline(text: str, attributions: list[Attribution] | None = None, title: str = "T") -> Outline:
    found = quotex.extract(text) if attributions is None else attributions
    parsed = Outline(quotex.render(text, found, title=title).html)
    assert parsed.open == []
    return parsed


def test_a_page_is_its_html_and_saves_itself(tmp_path: Path) -> None:
    page = quotex.render(SAFE, quotex.extract(SAFE), title="The bridge")
    assert page.html == str(page)
    assert "<title>The bridge</title>" in page.html
    page.save(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text("utf-8") == page.html
    assert len(repr(page)) < 80


def test_the_example_article_is_shown_whole_with_its_quotations(article: str) -> None:
    page = outline(article)
    assert page.article.split() == article.split()
    assert len({mark["data-quote"] for mark in page.all("mark") if "data-quote" in mark}) == 5
    assert len(page.all("button", **{"class": "voice"})) == 4


def test_speakers_are_those_of_by_speaker_and_keep_one_number(article: str) -> None:
    html = quotex.render(article, quotex.extract(article)).html
    names = re.findall(r'<span class="name"><bdi>(.*?)</bdi>', html)
    assert names == [(s.name or s.mention).text for s, _ in quotex.by_speaker(quotex.extract(article)) if s]
    roe = next(m for m in Outline(html).all("mark") if m.get("data-quote") == "d1q3")
    assert roe["data-voice"] == "d1v3"
    assert "2 quotations · 35 words" in html


def test_a_record_points_at_where_name_and_role_stand(article: str) -> None:
    page = outline(article)
    places = {element["id"] for element in page.all("span") if "id" in element}
    links = [link for link in page.all("a") if "data-field" in link]
    assert {link["data-field"] for link in links} == {"cue", "mention", "name", "role", "affiliation"}
    assert {str(link["href"])[1:] for link in links} <= places


def test_words_of_nobody_in_particular_are_shown_without_a_speaker() -> None:
    quote = Quotation((Span.of(SAFE, 0, 21),), "direct")
    html = quotex.render(SAFE, [Attribution(quote, None, None, 0.5)]).html
    assert "Source left open" in html
    assert "1 quotation by 0 speakers" in html


def test_an_article_without_quotations_is_an_article() -> None:
    page = outline("Nobody spoke.")
    assert page.article.strip() == "Nobody spoke."
    assert page.all("aside") == []


def test_many_documents_have_an_index(article: str) -> None:
    documents = [("a.txt", article, quotex.extract(article)), ("b <b>.txt", "Nobody spoke.", [])]
    page = Outline(quotex.render_many(documents).html)
    links = [link["href"] for link in page.all("a")]
    assert [link for link in links if link in ("#d1", "#d2")][:2] == ["#d1", "#d2"]
    ids = [element["id"] for _, element in page.elements if "id" in element]
    assert len(ids) == len(set(ids))
    assert len(page.all("section", **{"class": "document"})) == 2


def test_no_document_at_all_is_a_page_too() -> None:
    assert "0 documents" in quotex.render_many([]).html


def test_records_of_another_text_are_refused() -> None:
    with pytest.raises(ValueError, match="these records are of another text: at 0–21 it has 'The bridge"):
        quotex.render("The bridge is closed, he said, and will be.", quotex.extract(SAFE))


def test_a_notebook_shows_the_page_in_a_frame_of_its_own() -> None:
    page = quotex.render(SAFE, quotex.extract(SAFE), title='"><script>alert(1)</script>')
    [(tag, attributes)] = Outline(page._repr_html_()).elements
    assert (tag, attributes["sandbox"]) == ("iframe", "allow-scripts")
    assert attributes["srcdoc"] == page.html


HOSTILE = [
    "<script>document.title='ran'</script>",
    "</script><script>document.title='ran'</script>",
    "</style><img src=x onerror=\"document.title='ran'\">",
    "\"><svg onload=document.title='ran'>",
    "' onfocus='document.title=1' autofocus='",
    "{{ 7 * 7 }}{% raw %}${7*7}",
    "&lt;b&gt; &amp;quot; &#60;i&#62;",
    "\u202eevil\u2066\u200f",
    "]]><!-- --><!DOCTYPE html>",
]


def everywhere(words: str) -> tuple[str, list[Attribution]]:
    """A text whose quotation, cue, mention, name, role and affiliation are all the same words."""
    text = "\n\n".join([words] * 6)
    quote, cue, mention, name, role, affiliation = (
        Span.of(text, n, n + len(words)) for n in range(0, len(text), len(words) + 2)
    )
    speaker = Speaker(mention, name, "person", role, affiliation)
    return text, [Attribution(Quotation((quote,), "direct"), cue, speaker, 0.9)]


@pytest.mark.parametrize("words", HOSTILE)
def test_text_is_text_in_every_position(words: str) -> None:
    text, attributions = everywhere(words)
    page, plain = outline(text, attributions, title=words), outline(*everywhere("words"), title="words")
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in plain.elements]
    assert [set(found) for _, found in page.elements] == [set(found) for _, found in plain.elements]


def test_what_turns_text_around_or_is_no_character_is_shown_as_such() -> None:
    assert outline("Roe \u202e\ud800\x00\x1b spoke.", []).article.strip() == "Roe \ufffd\ufffd\ufffd\ufffd spoke."


@given(ANY_TEXT)
def test_any_text_gives_a_page_that_holds_together_and_can_be_saved(text: str) -> None:
    page = quotex.render_many([(text, text, quotex.extract(text))])
    page.html.encode("utf-8")
    assert Outline(page.html).open == []
