"""What of a text is read: windows of a long one, and only what matters of each."""

from itertools import pairwise

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import quotex
from quotex.passages import MARGIN, WINDOW, windows
from quotex.records import Span, map_spans
from quotex.tokens import tokens_with_plain_blanks

NAMES = ("Ada Roe", "Tom Poe", "Ines Moe", "Karl Loe", "Rosa Doe")


def article(n: int) -> str:
    """A short article of its own, whose speaker is named in full, then by surname, then by a pronoun."""
    name = NAMES[n % len(NAMES)]
    return (
        f"Harbour {n} opened on Monday. {name}, the harbour master of dock {n}, cut the ribbon.\n\n"
        f"“We have waited {n} years,” {name} said.\n\nThe crowd cheered in the rain.\n\n"
        f"“It was worth it,” {name.split()[1]} added.\n\n"
    )


@pytest.fixture(scope="module")
def tokenizer() -> Language:
    nlp = spacy.blank("en")
    nlp.max_length = 10**9
    return nlp


def long_text(tokenizer: Language, windows: float) -> str:
    each = len(tokenizer(article(1000)))
    return "".join(article(1000 + n) for n in range(int(windows * WINDOW / each)))


def test_a_text_of_several_windows_gives_each_quotation_once_in_order(tokenizer: Language) -> None:
    text = long_text(tokenizer, 2.5)
    found = quotex.extract(text)
    assert len(found) == 2 * text.count("Harbour")
    assert all(before.quote.end <= after.quote.start for before, after in pairwise(found))
    assert all(text[a.quote.start : a.quote.end] == a.quote.spans[0].text for a in found)
    speakers = [a.speaker for a in found]
    assert all(s and s.name and text[s.name.start : s.name.end] == s.name.text for s in speakers)
    assert {s.name.text for s in speakers if s and s.name} == set(NAMES)


def test_windows_overlap_and_what_is_theirs_to_find_does_not(tokenizer: Language) -> None:
    doc = tokenizer(long_text(tokenizer, 2.5))
    found = list(windows(doc))
    assert len(found) == 3
    assert [window.core.start for window in found[1:]] == [window.core.stop for window in found[:-1]]
    assert (found[0].core.start, found[-1].core.stop) == (0, len(doc.text))
    for window in found:
        assert doc.text[window.offset :].startswith(window.text)
        assert window.page.text == window.text
        assert doc.text[window.core.start - 2 : window.core.start] in ("", "\n\n")  # where a paragraph ends
        assert len(window.page) <= WINDOW + 2 * MARGIN


def test_one_line_that_is_longer_than_a_window_is_read(tokenizer: Language) -> None:
    text = long_text(tokenizer, 1.5).replace("\n\n", " ")
    found = quotex.extract(text)
    assert len(found) > 0.9 * text.count("“")
    assert all(text[a.quote.start : a.quote.end] == a.quote.spans[0].text for a in found)


def test_a_parsed_doc_of_several_windows_is_read_as_it_is(tokenizer: Language) -> None:
    text = long_text(tokenizer, 1.2)
    nlp = quotex.load()
    for name in ("tok2vec", "tagger", "parser", "ner"):
        nlp.enable_pipe(name)
    doc = nlp(text)
    assert len(doc._.attributions) == text.count("“")
    assert doc.has_annotation("DEP")


def test_a_doc_of_one_window_is_not_copied_when_it_is_parsed(plain_nlp: Language) -> None:
    doc = plain_nlp(article(1))
    [window] = windows(doc)
    assert window.page is doc


@pytest.mark.parametrize("blank", ["\xa0", "\u2009", "\u202f"])
def test_no_break_and_thin_blanks_are_read_as_blanks_and_kept_in_the_records(blank: str) -> None:
    plain = "“We sail at noon,”~Sen.~Ada~Roe~of the harbour board said. She is “ready.”"
    [*expected] = quotex.extract(plain.replace("~", " "))
    [*found] = quotex.extract(plain.replace("~", blank))
    assert [a.speaker.name and a.speaker.name.text for a in found if a.speaker] == [f"Ada{blank}Roe"] * len(found)
    assert [map_spans(a, lambda s: Span(s.start, s.end, s.text.replace(blank, " "))) for a in found] == expected


def test_a_doc_with_blanks_in_a_row_keeps_its_characters(tokenizer: Language) -> None:
    doc = Doc(tokenizer.vocab, words=["Ada", "\xa0", "\u2009", "\xa0", "Roe"], spaces=[False] * 5)
    assert len(tokens_with_plain_blanks(doc).text) == len(doc.text)


@pytest.mark.parametrize("text", ["", " \n", "No quotation here.", "\n\n".join(["Nobody spoke."] * 9)])
def test_without_quotations_there_is_nothing_to_read(tokenizer: Language, text: str) -> None:
    assert list(windows(tokenizer(text))) == []


FAR = "Nothing else happened on the coast that day, and the ferry left on time.\n\n" * 20


def speaker_of(text: str) -> tuple[str | None, str | None]:
    [found] = quotex.extract(text)
    assert found.speaker
    return tuple(span and span.text for span in (found.speaker.name, found.speaker.role))


def test_name_and_role_are_found_far_from_the_quotation() -> None:
    text = f"Matilda Roe runs the ferry.\n\n{FAR}“It is late,” Roe said.\n\n{FAR}Roe is the mayor of Oslo."
    assert speaker_of(text) == ("Matilda Roe", "mayor of Oslo")


def test_what_an_acronym_is_short_for_is_found_far_from_the_quotation() -> None:
    text = f"The Coastal Rail News Agency has a new chief.\n\n{FAR}CRNA reported “a delay of nine hours.”"
    assert speaker_of(text)[0] == "Coastal Rail News Agency"


def test_reading_near_quotations_leaves_the_doc_untouched(nlp: Language) -> None:
    doc: Doc = nlp(article(1))
    assert [token.tag_ for token in doc] == [""] * len(doc)
