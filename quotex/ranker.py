"""The learned ranker at run time: boosted trees as plain arrays, and the word strengths that go with them.

Nothing of the training library is needed here, and nothing is unpickled: the trees are a NumPy archive, the words JSON.
"""

from __future__ import annotations

import functools
import io
import json
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
from attrs import asdict, field, frozen
from numpy.typing import NDArray

from quotex.features import NAMES, OF_PAIR, OF_STRETCH
from quotex.sealed import read_sealed, seal, write_sealed
from quotex.strengths import Strengths

MODEL = Path(__file__).parent / "model"
#: How many weights are held at a time.
LOADED = 4
#: How many rows are scored at a time: few enough for the processor's cache.
_ROWS = 128
#: Most leaves of a tree: one bit each.
LEAVES = 32
_ALL = np.uint32(0xFFFFFFFF)
_TREES, _WORDS = "trees.npz", "words.json"
_ARRAYS = ("feature", "threshold", "tree", "below", "value")


@frozen(eq=False)
class Ranker:
    """Trees over the features of (stretch, candidate) pairs.

    Trees: Friedman (2001), trained with a softmax over each stretch's candidates and the choice "no source" (Cao et al.
    2007, ListNet).

    Each branching of a tree is a ``feature``, a ``threshold``, the number of the ``tree`` and the leaves ``below`` it
    on the side of the smaller values, a bit each; ``value`` holds a row of leaves a tree. So no tree is walked: a row's
    leaf is the first that no branching rules out (Lucchese et al. 2015, QuickScorer).
    """

    feature: NDArray[np.int16]
    threshold: NDArray[np.float64]
    tree: NDArray[np.int16]
    below: NDArray[np.uint32]
    value: NDArray[np.float32]
    names: tuple[str, ...]
    strengths: Strengths
    _tables: list[tuple[int, NDArray[np.float64], NDArray[np.uint32]]] = field(init=False)

    @_tables.default
    def _possible_leaves(self) -> list[tuple[int, NDArray[np.float64], NDArray[np.uint32]]]:
        """For each feature its thresholds and, by how many of them a value exceeds, the leaves left in each tree."""
        tables = []
        for feature in np.unique(self.feature):
            of = self.feature == feature
            thresholds, place = np.unique(self.threshold[of], return_inverse=True)
            left = np.full((len(thresholds) + 1, len(self.value)), _ALL)
            np.bitwise_and.at(left, (place + 1, self.tree[of]), ~self.below[of])
            tables.append((int(feature), thresholds, np.bitwise_and.accumulate(left)))
        return tables

    def probabilities(self, groups: Sequence[NDArray[np.float32]]) -> list[NDArray[np.float64]]:
        """For each group of rows (the first is "no source") the probability of each row to be the right one."""
        if not groups:
            return []
        sizes = [len(group) for group in groups]
        of_stretch = self._left(np.array([group[0] for group in groups]), OF_STRETCH)  # alike in a group
        rows, stretch = np.concatenate(groups), np.repeat(np.arange(len(groups)), sizes)
        parts = (slice(i, i + _ROWS) for i in range(0, len(rows), _ROWS))
        scores = [self._scores(of_stretch[stretch[part]] & self._left(rows[part], OF_PAIR)) for part in parts]
        return [_softmax(part) for part in np.split(np.concatenate(scores), np.cumsum(sizes)[:-1])]

    def _left(self, rows: NDArray[np.float32], columns: Collection[int]) -> NDArray[np.uint32]:
        """For each row and tree the leaves that some of the columns do not rule out."""
        left = np.full((len(rows), len(self.value)), _ALL)
        for feature, thresholds, leaves in self._tables:
            if feature in columns:
                left &= leaves[np.searchsorted(thresholds, rows[:, feature])]
        return left

    def _scores(self, left: NDArray[np.uint32]) -> NDArray[np.float64]:
        first = np.frexp((left & -left).astype(np.float64))[1] - 1  # the place of the lowest bit
        total: NDArray[np.float64] = self.value[np.arange(len(self.value)), first].sum(axis=1, dtype=np.float64)
        return total

    def save(self, folder: Path) -> None:
        """Write the model's two files into ``folder``, and their digests."""
        folder.mkdir(parents=True, exist_ok=True)
        packed = io.BytesIO()
        np.savez_compressed(packed, **{name: getattr(self, name) for name in _ARRAYS})
        write_sealed(folder / _TREES, packed.getvalue())
        words = {"names": self.names, "strengths": asdict(self.strengths)}
        plain = json.dumps(words, ensure_ascii=False, indent=0, sort_keys=True) + "\n"
        write_sealed(folder / _WORDS, plain.encode("utf-8"))


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    odds = np.exp(scores - scores.max())
    shares: NDArray[np.float64] = odds / odds.sum()
    return shares


def load_ranker(folder: Path = MODEL) -> Ranker:
    """The ranker that :meth:`Ranker.save` wrote into ``folder``; loaded once, and again where it was written anew.

    Raises:
        OSError: where the files cannot be read.
        ValueError: where they are damaged, or of features that this version does not have.
    """
    return _load(folder.absolute(), seal(folder))


@functools.lru_cache(maxsize=LOADED)
def _load(folder: Path, written: str) -> Ranker:
    """The weights of a folder, anew where others were ``written`` there."""
    words = json.loads(read_sealed(folder / _WORDS))
    if tuple(words.get("names", ())) != NAMES:
        raise ValueError(
            f"the weights in {folder} are of another version of quotex: make them anew with 'quotex train'"
        )
    with np.load(io.BytesIO(read_sealed(folder / _TREES)), allow_pickle=False) as arrays:
        return Ranker(
            **{name: arrays[name] for name in _ARRAYS},
            names=tuple(words["names"]),
            strengths=Strengths(**words["strengths"]),
        )
