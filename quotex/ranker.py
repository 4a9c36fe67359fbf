"""The learned ranker at run time: boosted trees as plain arrays, and the word strengths that go with them.

Nothing of the training library is needed here, and nothing is unpickled: the trees are a NumPy archive, the words JSON.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from attrs import asdict, frozen
from numpy.typing import NDArray

from quotex.features import NAMES
from quotex.strengths import Strengths

MODEL = Path(__file__).parent / "model"
#: How many rows are scored at a time: bounds the memory.
_ROWS = 2048
_TREES, _WORDS = "trees.npz", "words.json"


@frozen(eq=False)
class Ranker:
    """Trees over the features of (stretch, candidate) pairs; the arrays run over the nodes of all trees.

    A node without a feature (-1) is a leaf; ``roots`` are the first nodes of the trees. Trees: Friedman (2001), trained
    with a softmax over each stretch's candidates and the choice "no source" (Cao et al. 2007, ListNet).
    """

    feature: NDArray[np.int16]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    roots: NDArray[np.int32]
    depth: int
    names: tuple[str, ...]
    strengths: Strengths

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The score of each row of features."""
        parts = [self._scores(rows[i : i + _ROWS]) for i in range(0, len(rows), _ROWS)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _scores(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        node = np.tile(self.roots, (len(rows), 1))
        at = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            feature = self.feature[node]
            low = rows[at, feature] <= self.threshold[node]
            node = np.where(feature < 0, node, np.where(low, self.left[node], self.right[node]))
        total: NDArray[np.float64] = self.value[node].sum(axis=1, dtype=np.float64)
        return total

    def probabilities(self, groups: Sequence[NDArray[np.float32]]) -> list[NDArray[np.float64]]:
        """For each group of rows (the first is "no source") the probability of each row to be the right one."""
        if not groups:
            return []
        scores = self.scores(np.concatenate(groups))
        cuts = np.cumsum([len(group) for group in groups])[:-1]
        return [_softmax(part) for part in np.split(scores, cuts)]

    def save(self, folder: Path) -> None:
        """Write the model's two files into ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        arrays = {name: getattr(self, name) for name in ("feature", "threshold", "left", "right", "value", "roots")}
        np.savez_compressed(folder / _TREES, **arrays)
        words = {
            "names": self.names,
            "depth": self.depth,
            "strengths": asdict(self.strengths),
        }
        (folder / _WORDS).write_text(json.dumps(words, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    odds = np.exp(scores - scores.max())
    shares: NDArray[np.float64] = odds / odds.sum()
    return shares


@functools.cache
def load_ranker(folder: Path = MODEL) -> Ranker:
    """The ranker that :meth:`Ranker.save` wrote into ``folder``; loaded once.

    Raises:
        OSError: where the files cannot be read.
        ValueError: where they are of features that this version does not have.
    """
    words = json.loads((folder / _WORDS).read_text("utf-8"))
    if tuple(words.get("names", ())) != NAMES:
        raise ValueError(
            f"the weights in {folder} are of another version of quotex: make them anew with 'quotex train'"
        )
    with np.load(folder / _TREES, allow_pickle=False) as arrays:
        return Ranker(
            **{name: arrays[name] for name in arrays.files},
            depth=words["depth"],
            names=tuple(words["names"]),
            strengths=Strengths(**words["strengths"]),
        )
