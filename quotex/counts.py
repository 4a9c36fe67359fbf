"""What stands between two places of an article, counted once for all stretches and candidates."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from quotex.article import Article

SUBJECTS = ("nsubj", "nsubjpass")
_STOPS = (".", "?", "!", ";")


class Counts:
    """How many tokens or characters of a sort stand before each place of an article: differences count between two."""

    def __init__(self, article: Article) -> None:
        """Count what the features ask for of an article."""
        self._article = article
        words, tags = article.words, article.tags
        self.commas = _cumulated(word == "," for word in words)
        self.colons = _cumulated(word == ":" for word in words)
        self.stops = _cumulated(word in _STOPS for word in words)
        self.names = _cumulated(tag == "NNP" for tag in tags)
        outer = np.array([-1, *article.outer, -1])
        self.inside = (outer[1:] >= 0) & (outer[1:] == outer[:-1])  # a stretch that started before
        self.stretches = _cumulated((outer[1:-1] >= 0) & ~self.inside[:-1])
        self.lines, self.marks = (np.array([m.start() for m in re.finditer(p, article.text)]) for p in ("\n", '["“”]'))
        self._open: dict[int, tuple[NDArray[np.int64], NDArray[np.int64], list[float]]] = {}

    def open(self, parent: int) -> tuple[NDArray[np.int64], NDArray[np.int64], list[float]]:
        """Of what is directly inside a stretch (outside all for -1), from its start on: verbs, subjects, cues."""
        if parent not in self._open:
            article = self._article
            within = slice(*article.bounds[parent]) if parent >= 0 else slice(None)
            inside = [inner == parent for inner in article.inner[within]]
            verbs = _cumulated(i and tag.startswith("VB") for i, tag in zip(inside, article.tags[within], strict=True))
            subjects = _cumulated(i and dep in SUBJECTS for i, dep in zip(inside, article.deps[within], strict=True))
            cues = [cue if i else 0.0 for i, cue in zip(inside, article.cue[within], strict=True)]
            self._open[parent] = verbs, subjects, cues
        return self._open[parent]


def _cumulated(flags: Iterable[bool]) -> NDArray[np.int64]:
    return np.cumsum([0, *flags])
