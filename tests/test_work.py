"""Work grows with the text and no faster, whatever the text: counted in lines of Python that are run, never in time."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import quotex
from benchmarks.adversarial import FAMILIES, news

#: Twice the text may be so many times the work.
LARGEST = 2.7
SIZE = 3_000
#: Any text may be so many times the work of news of its length: lines of Python, and tokens that spaCy reads.
LINES, TOKENS = 5, 3


def lines_of_work(text: str) -> int:
    """How many lines of quotex are run to read a text."""
    count = 0

    def on_line(frame: FrameType, event: str, argument: Any) -> Callable[..., Any] | None:
        nonlocal count
        count += event == "line"
        return on_line

    def on_call(frame: FrameType, event: str, argument: Any) -> Callable[..., Any] | None:
        return on_line if "quotex" in frame.f_code.co_filename.split("/")[-2:] else None

    before = sys.gettrace()
    sys.settrace(on_call)
    try:
        quotex.extract(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("family", FAMILIES)
def test_twice_the_text_is_about_twice_the_work(family: str) -> None:
    quotex.extract(FAMILIES[family](SIZE))  # what is loaded and remembered once is no work of this text
    quotex.extract(FAMILIES[family](2 * SIZE))
    once, twice = lines_of_work(FAMILIES[family](SIZE)), lines_of_work(FAMILIES[family](2 * SIZE))
    assert twice <= LARGEST * once + 2_000


def work(text: str, counting: Language) -> tuple[int, int]:
    """The lines that are run to read a text, and the tokens that are given to a tagger, a parser or for entities."""
    READ.clear()
    quotex.extract(text, counting)  # which also loads what is loaded once
    return lines_of_work(text), sum(READ)


READ: list[int] = []


@Language.component("counting", assigns=["token.tag", "token.dep", "doc.ents"])
def counting_component(doc: Doc) -> Doc:
    READ.append(len(doc))
    return doc


@pytest.fixture(scope="module")
def counting() -> Language:
    """A pipeline with a component that counts what it is asked to read."""
    nlp = quotex.load()
    nlp.add_pipe("counting")
    nlp.disable_pipe("counting")
    return nlp


@pytest.fixture(scope="module")
def usual(counting: Language) -> tuple[int, int]:
    """The work of news."""
    lines, tokens = work(news(2 * SIZE), counting)
    assert tokens > 1_000
    return lines, tokens


@pytest.mark.parametrize("family", FAMILIES)
def test_no_text_is_much_more_work_than_news(family: str, counting: Language, usual: tuple[int, int]) -> None:
    lines, tokens = work(FAMILIES[family](2 * SIZE), counting)
    assert lines <= LINES * usual[0]
    assert tokens <= TOKENS * usual[1]
