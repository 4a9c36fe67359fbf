"""What stands between two places of an article, counted once for all stretches and candidates."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from quotex.article import Article
from quotex.mentions import SUBJECTS

_STOPS = (".", "?", "!", ";")


class Counts:
    """How many tokens or characters of a sort stand before each place of an article: differences count between two."""

    def __init__(self, article: Article) -> None:
        """Count what the features ask for of an article."""
        words, tags = article.words, article.tags
        self.commas = _cumulated(word == "," for word in words)
        self.colons = _cumulated(word == ":" for word in words)
        self.stops = _cumulated(word in _STOPS for word in words)
        self.names = _cumulated(tag == "NNP" for tag in tags)
        outer = np.array([-1, *article.outer, -1])
        self.inside = (outer[1:] >= 0) & (outer[1:] == outer[:-1])  # a stretch that started before
        self.stretches = _cumulated((outer[1:-1] >= 0) & ~self.inside[:-1])
        self.lines, self.marks = (np.array([m.start() for m in re.finditer(p, article.text)]) for p in ("\n", '["“”]'))
        # Sorted by the innermost stretch around them, the tokens directly inside one stretch stand side by side.
        inner = np.array(article.inner, np.int64)
        order = np.argsort(inner, kind="stable")
        self._places = self._place(inner, np.arange(len(inner)))[order]
        self.verbs = _cumulated(tags[i].startswith("VB") for i in order)
        self.subjects = _cumulated(article.deps[i] in SUBJECTS for i in order)
        self._cues = np.append(np.array(article.cue)[order], 0.0)

    def _place(self, parents: NDArray[np.int64], tokens: NDArray[np.int64]) -> NDArray[np.int64]:
        """Numbers that sort tokens by the stretch that they are directly inside (-1 for none), then by the text."""
        return parents * len(self.inside) + tokens

    def directly(
        self, parents: NDArray[np.int64], low: NDArray[np.int64], stop: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Of the tokens between two, those directly inside a stretch: from where to where in ``verbs`` and the like."""
        first = np.searchsorted(self._places, self._place(parents, low))
        return first, np.searchsorted(self._places, self._place(parents, stop))

    def strongest_cues(self, first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.float64]:
        """The strength of the strongest cue from one place to another (exclusive); 0 where there is none."""
        strongest = np.maximum.reduceat(self._cues, np.column_stack([first, last]).ravel())[::2]
        return np.where(first < last, strongest, 0.0)


def _cumulated(flags: Iterable[bool]) -> NDArray[np.int64]:
    return np.cumsum([0, *flags])
