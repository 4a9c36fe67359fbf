"""A text cut where marks on it start and end, so that it can be written as nested elements: one sweep, left to right.

Marks may nest, cross, coincide and run over paragraphs; elements may only nest. So a mark that crosses the end of
another, or of its paragraph, is cut there and goes on behind it. Marks that nest, which is nearly all of them, are
written once each, however deep, and the work grows with the length of the text and n log n of its marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappush
from typing import Generic, Protocol, TypeAlias, TypeVar

from attrs import frozen

from quotex.quotations import paragraphs


class Mark(Protocol):
    """Anything that covers a stretch of the text, in character offsets."""

    @property
    def start(self) -> int: ...  # noqa: D102

    @property
    def end(self) -> int: ...  # noqa: D102


M = TypeVar("M", bound=Mark)


@frozen
class Open(Generic[M]):
    """Here a mark starts, or, where ``again``, goes on behind the place where it had to be cut."""

    mark: M
    again: bool


@frozen
class Close(Generic[M]):
    """Here the mark that was opened last ends, or has to be cut."""

    mark: M


Piece: TypeAlias = "str | Open[M] | Close[M]"


def sweep(text: str, marks: Sequence[M]) -> Iterator[list[Piece[M]]]:
    """Each paragraph of ``text`` as its pieces: stretches of text, and where marks open and close between them.

    Of two marks that start together the longer is opened first; of two that coincide, the first in ``marks``.

    >>> from quotex.records import Span
    >>> bold, small = Span(0, 7, "Ada Roe"), Span(4, 7, "Roe")
    >>> [[piece if isinstance(piece, str) else type(piece).__name__ for piece in paragraph]
    ...  for paragraph in sweep("Ada Roe spoke.", [bold, small])]
    [['Open', 'Ada ', 'Open', 'Roe', 'Close', 'Close', ' spoke.']]
    """
    waiting = [(mark.start, -mark.end, number, False) for number, mark in enumerate(marks) if mark.start < mark.end]
    heapify(waiting)
    for start, end in paragraphs(text):
        yield list(_pieces(text, start, end, marks, waiting))


def _pieces(
    text: str, start: int, end: int, marks: Sequence[M], waiting: list[tuple[int, int, int, bool]]
) -> Iterator[Piece[M]]:
    """The pieces of one paragraph; what is left of marks that run over its end goes back to ``waiting``."""
    at = start
    opened: list[tuple[int, M]] = []  # where each ends; an inner one never ends behind an outer one
    while waiting and waiting[0][0] < end:
        begins, minus_ends, number, again = heappop(waiting)
        if begins < start:  # in the space between paragraphs
            if -minus_ends > start:
                heappush(waiting, (start, minus_ends, number, again))
            continue
        while opened and opened[-1][0] <= begins:
            ends, mark = opened.pop()
            yield from _stretch(text, at, ends)
            yield Close(mark)
            at = ends
        yield from _stretch(text, at, begins)
        at = begins
        limit = opened[-1][0] if opened else end
        if -minus_ends > limit:
            heappush(waiting, (limit, minus_ends, number, True))
        opened.append((min(-minus_ends, limit), marks[number]))
        yield Open(marks[number], again)
    for ends, mark in reversed(opened):
        yield from _stretch(text, at, ends)
        yield Close(mark)
        at = ends
    yield from _stretch(text, at, end)


def _stretch(text: str, start: int, end: int) -> Iterator[str]:
    if start < end:
        yield text[start:end]
