"""What is promised for any text at all."""

import json
import os
import subprocess
import sys

import pytest
from command import SAFE
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from texts import ANY_TEXT
from typer.testing import CliRunner

import quotex
from quotex.cli import app
from quotex.marks import strip_marks
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


@given(st.lists(ANY_TEXT, min_size=2, max_size=5), st.integers(1, 4))
def test_order_and_batch_size_change_nothing(texts: list[str], batch_size: int) -> None:
    found = list(quotex.extract_many(texts, batch_size=batch_size))
    assert list(quotex.extract_many(reversed(texts), batch_size=3))[::-1] == found


@given(ANY_TEXT)
def test_the_words_between_the_marks_are_the_texts_own(text: str) -> None:
    for attribution in quotex.extract(text):
        for span in attribution.quote.spans:
            assert strip_marks(span.text) in text[span.start : span.end]
        assert attribution.quote.content == " ".join(strip_marks(span.text) for span in attribution.quote.spans)


HUGE = {
    "straight marks": '"' * 100_000,
    "open marks": "“" * 100_000,
    "marks within marks": "“" * 50_000 + "no" + "”" * 50_000,
    "words within marks": "“no " * 3_000 + "” " * 3_000,
    "one line": "The bridge is safe. " * 50_000 + SAFE,
    "no blanks": "a" * 1_000_000,
    "no blanks and marks": "no“no”" * 3_000,
    "blanks": " \t\n" * 100_000,
    "HTML": '<p class="a">“No,” <b>Roe</b> said.</p>' * 200,
    "tokenized": "`` The bridge is safe , '' Ada Roe said . " * 100,
    "right to left": "\u202e“שלום,” \u202cAda Roe said. " * 100,
    "CJK": "「いいえ」と彼は言った。" * 500,
    "combining": "e\u0301\u0302\u200d“\u0301no\u200b” " * 300,
    "NUL and emoji": "\x00“🎈 no 🎈”\x00 said Roe. " * 200,
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_huge_texts_are_read_and_grounded(text: str) -> None:
    found = quotex.extract(text)
    assert all(text[span.start : span.end] == span.text for a in found for span in spans_of(a))
    assert [a.quote.start for a in found] == sorted(a.quote.start for a in found)


def test_another_process_gives_the_same_records(article: str) -> None:
    script = "import sys, json, quotex; print(json.dumps([quotex.to_dict(a) for a in quotex.extract(sys.argv[1])]))"
    for seed in ("0", "1"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        ran = subprocess.run([sys.executable, "-c", script, article], capture_output=True, env=environment, check=True)
        assert [quotex.from_dict(plain) for plain in json.loads(ran.stdout)] == quotex.extract(article)


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
