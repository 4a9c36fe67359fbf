"""Work grows with the text and no faster, whatever the text: counted in lines of Python that are run, never in time."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

import quotex
from benchmarks.adversarial import FAMILIES

#: Twice the text may be so many times the work.
LARGEST = 2.7
SIZE = 3_000


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
