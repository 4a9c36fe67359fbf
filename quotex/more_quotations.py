"""More quotations to learn from: marks put around some words of speech that a corpus annotates without any.

*The mayor said the bridge would be closed for a year* teaches as well as *… would be “closed for a year”* which mention
is the source. It teaches nothing of stretches that have none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise
from random import Random
from typing import Any

from attrs import frozen

from quotex.marks import DOUBLE

#: Which share of the annotations without a mark get one in a copy of an article.
_SHARE = 0.5
#: Which share of those run to the end of what is said.
_TO_THE_END = 0.4
#: How many words they have at most.
_LONGEST = 12
_WORD = re.compile(r"\w(?:[^\s\n]*\w)?")
_MARK = re.compile("|".join(map(re.escape, DOUBLE)))

Offsets = Sequence[int]


@frozen
class Marked:
    """A copy of an article with more marks, and the characters where the quotations start that were none."""

    text: str
    attributions: Sequence[Mapping[str, Sequence[Offsets]]]
    made: frozenset[int]


def with_marks(text: str, attributions: Sequence[Mapping[str, Any]], random: Random) -> Marked:
    """A copy of an article in which other words of its indirect speech are quoted each time."""
    chosen: list[tuple[int, int]] = []
    aside = [span for a in attributions for span in (*a["source"], *a["cue"])]
    for attribution in attributions:
        if attribution["source"] and random.random() < _SHARE:
            words = _some_words(text, attribution["content"], random)
            if words and not _touches(*words, chosen) and not _touches(*words, aside):
                chosen.append(words)
    return _put(text, attributions, sorted(chosen))


def _some_words(text: str, content: Sequence[Offsets], random: Random) -> tuple[int, int] | None:
    start, end = max(content, key=lambda span: span[1] - span[0], default=(0, 0))
    words = [match.span() for match in _WORD.finditer(text, start, end)]
    if len(words) < 3 or "\n" in text[start:end] or any(_MARK.search(text, *span) for span in content):
        return None
    count = random.randint(1, min(_LONGEST, len(words) - 1))
    last = len(words) if random.random() < _TO_THE_END else random.randint(count + 1, len(words))
    close = words[last - 1][1]
    if last == len(words) and text[close : close + 1] in (".", ","):
        close += 1
    return words[last - count][0], close


def _touches(start: int, end: int, spans: Sequence[Offsets]) -> bool:
    return any(start < b and a < end for a, b in spans)


def _put(text: str, attributions: Sequence[Mapping[str, Any]], chosen: Sequence[tuple[int, int]]) -> Marked:
    """The article with marks, of the kind that it has, around each chosen span."""
    marks = '""' if text.count('"') > text.count("“") else "“”"
    places = [*chain(*chosen)]
    pieces = [text[a:b] for a, b in pairwise([0, *places, len(text)])]

    def moved(spans: Iterable[Offsets]) -> list[Offsets]:
        return [[place + bisect_left(places, place) for place in span] for span in spans]

    return Marked(
        "".join(piece + mark for piece, mark in zip(pieces, [*marks * len(chosen), ""], strict=True)),
        [{part: moved(attribution[part]) for part in ("source", "cue", "content")} for attribution in attributions],
        frozenset(start for start, _ in moved(chosen)),
    )
