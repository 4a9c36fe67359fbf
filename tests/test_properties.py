"""What is promised for any text at all."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from texts import ANY_TEXT
from typer.testing import CliRunner

import quotex
from quotex.cli import app
from quotex.records import Attribution, Span


def spans_of(attribution: Attribution) -> list[Span]:
    """Every span that a record holds."""
    spans = [*attribution.quote.spans, attribution.cue]
    if attribution.speaker:
        speaker = attribution.speaker
        spans += [speaker.mention, speaker.name, speaker.role, speaker.affiliation]
    return [span for span in spans if span]


@given(ANY_TEXT)
def test_every_span_is_grounded_in_the_callers_text(text: str) -> None:
    for attribution in quotex.extract(text):
        for span in spans_of(attribution):
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == span.text


@given(ANY_TEXT)
def test_the_same_text_gives_the_same_records(text: str) -> None:
    assert quotex.extract(text) == quotex.extract(text)


@given(ANY_TEXT)
def test_records_come_in_the_order_of_the_text(text: str) -> None:
    starts = [attribution.quote.start for attribution in quotex.extract(text)]
    assert starts == sorted(starts)


@given(ANY_TEXT)
def test_records_survive_json(text: str) -> None:
    for attribution in quotex.extract(text):
        assert quotex.from_dict(json.loads(json.dumps(quotex.to_dict(attribution)))) == attribution


@given(st.lists(ANY_TEXT, max_size=4))
def test_a_text_is_read_alike_alone_and_among_others(texts: list[str]) -> None:
    assert list(quotex.extract_many(texts)) == [quotex.extract(text) for text in texts]


@given(text=ANY_TEXT.filter(lambda text: text.isascii() or text.encode("utf-8", "replace").decode() == text))
def test_a_pipeline_reads_as_extract_does(nlp: Language, text: str) -> None:
    assert list(nlp(text)._.attributions) == quotex.extract(text)


AWKWARD = [
    "",
    " \n ",
    "“No source at all.”",
    "“Unclosed, Ada Roe said.\n\nThe bridge is closed.",
    "\ud800 “The bridge is safe,” Ada Roe said. \udfff",
    "”“ ”” ““ “” said said said",
    "“The bridge\u2028is safe,” Ada Roe said.\r\n“It was never closed,” she added.\x00",
]


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_are_read_without_an_exception(text: str) -> None:
    assert isinstance(quotex.extract(text), list)


def test_the_command_line_gives_what_extract_gives(article: str) -> None:
    texts = [*AWKWARD, article]
    lines = "".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts))
    written = CliRunner().invoke(app, ["extract", "-"], input=lines).stdout.splitlines()
    documents = [json.loads(line) for line in written]
    assert [document["id"] for document in documents] == [str(n) for n in range(len(texts))]
    for document, text in zip(documents, texts, strict=True):
        assert [quotex.from_dict(plain) for plain in document["attributions"]] == quotex.extract(text)
