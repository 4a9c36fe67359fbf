"""The features of a stretch and a candidate mention together: all pairs of an article at a time, a column each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from quotex.article import Article
from quotex.counts import Counts
from quotex.mentions import SUBJECTS

TAGS = ("NN NNS NNP VBD VBZ VBP VBG VBN VB IN DT PRP PRP$ JJ RB CC TO MD WP WDT CD NNPS POS RP EX WRB UH").split()
DEPS = (
    "nsubj nsubjpass pobj dobj poss appos conj ROOT attr npadvmod nmod compound dep agent oprd dative ccomp relcl"
).split()
_ROOT_DEPS = (
    "ccomp ROOT dobj pobj nsubj attr conj compound amod parataxis oprd advcl nmod appos xcomp intj dep npadvmod relcl "
    "prep"
).split()
_BEHIND_CUE = (",", ":", "that", "to", "it", "as", "the", "a", "him", "her", "them", "in", "on", "of", "“", '"', "''")
_PASSIVE = ("auxpass", "nsubjpass", "agent")
#: Cuts for what may grow without end.
_MOST_TOKENS, _MOST_READ, _MOST_CHARS = 300, 60, 400

_NO_CUE = (-1,) * 7

#: Numbers of pairs, by the names of the features.
_Columns: TypeAlias = "dict[str, NDArray[Any]]"


def place(names: Sequence[str], name: str) -> int:
    """The place of ``name`` in ``names``; behind the last for others, -1 for nothing."""
    return names.index(name) if name in names else len(names) if name else -1


class Pairs:
    """The features of stretches and mentions together in one article."""

    def __init__(self, article: Article) -> None:
        """Read an article; what is counted between places in it is counted once."""
        self._article, self._counts = article, Counts(article)
        self._cues: dict[int, _Cue] = {}

    def columns(self, stretches: Sequence[int], mentions: Sequence[Sequence[int]]) -> _Columns:
        """The features of each of some stretches with each of its candidate mentions, of which it has at least one."""
        sizes = [len(some) for some in mentions]
        k, heads = np.repeat(stretches, sizes), np.concatenate([np.array(some) for some in mentions])
        starts = np.cumsum([0, *sizes[:-1]])  # of the pairs of each stretch

        def most(values: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.repeat(np.maximum.reduceat(values, starts), sizes)

        after = heads >= np.array(self._article.bounds)[k, 1]
        order, before = np.arange(len(heads)) - np.repeat(starts, sizes), np.add.reduceat(~after, starts, dtype=int)
        first_after = np.repeat(before, sizes)
        columns = {"p_rank": np.where(after, order - first_after, first_after - 1 - order)}
        columns |= self._between(k, heads)
        columns |= self._connected(k, heads)
        cue, here = columns["p_cue"], columns["p_paragraphs"] == 0
        for name, side in (("p_rival_before", ~after), ("p_rival_after", after)):
            columns[name] = most(np.where(side & here, cue, -1))
        return columns | {"p_cue_lack": cue - most(cue)}

    def _between(self, k: NDArray[np.int64], heads: NDArray[np.int64]) -> _Columns:
        """The stretch of text between each stretch and head."""
        article, counts = self._article, self._counts
        a, b = np.array(article.bounds)[k].T
        first, last = np.minimum(a, len(article.words) - 1), np.maximum(b - 1, 0)
        after = heads >= b
        sign, edge = np.where(after, 1, -1), np.where(after, last, first)
        low, high = np.where(after, b, heads + 1), np.where(after, heads, a)
        stop = np.clip(high, low, low + _MOST_READ)
        start = np.where(after, article.end[last], article.end[heads])
        end = np.clip(np.where(after, article.start[heads], article.start[first]), start, start + _MOST_CHARS)
        inside = counts.directly(np.array(article.parent)[k], low, stop)

        def tokens(
            count: NDArray[np.int64], between: tuple[NDArray[np.int64], NDArray[np.int64]] = (low, stop)
        ) -> NDArray[np.int64]:
            number: NDArray[np.int64] = count[between[1]] - count[between[0]]
            return number

        def characters(places: NDArray[np.int64]) -> NDArray[np.int64]:
            number: NDArray[np.int64] = np.searchsorted(places, end) - np.searchsorted(places, start)
            return number

        return {
            "p_after": after,
            "p_tokens": np.clip(high - low, 0, _MOST_TOKENS),
            "p_chars": end - start,
            "p_sentences": sign * (article.sentence[heads] - article.sentence[edge]),
            "p_paragraphs": sign * (article.paragraph[heads] - article.paragraph[edge]),
            "p_lines": characters(counts.lines),
            "p_stretches": tokens(counts.stretches) + (counts.inside[low] & (low < stop)),
            "p_marks": characters(counts.marks),
            "p_commas": tokens(counts.commas),
            "p_colons": tokens(counts.colons),
            "p_stops": tokens(counts.stops),
            "p_names": tokens(counts.names),
            "p_verbs": tokens(counts.verbs, inside),
            "p_subjects": tokens(counts.subjects, inside),
            "p_gap_cue": counts.strongest_cues(*inside),
            "p_adjacent": high - low <= 1,
        }

    def _connected(self, k: NDArray[np.int64], heads: NDArray[np.int64]) -> _Columns:
        """How the parse connects each stretch and head, and the likeliest cue between the two."""
        article = self._article
        a, b = np.array(article.bounds)[k].T
        root, hook = np.array(article.hooks)[k].T
        tree = np.array([self._tree(*pair) for pair in zip(k.tolist(), heads.tolist(), strict=True)])
        above, path, up, of_hook, cue, rank, tag, dep, behind, subject, others, passive = tree.T
        strength = np.append(article.cue, -1.0)
        root_deps = [-1 if i < 0 else place(_ROOT_DEPS, article.deps[i]) for i, _ in article.hooks]
        found = cue >= 0
        low, high = np.where(heads >= b, b, heads + 1), np.where(heads >= b, heads, a)

        def of_cue(values: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.where(found, values, -1)

        return {
            "p_head_hook": np.array(article.heads)[heads] == hook,
            "p_is_hook": heads == hook,
            "p_above": above,
            "p_path": path,
            "p_up": up,
            "p_hook_verb": of_hook,
            "p_hook_cue": np.where((a <= hook) & (hook < b), -1, strength[hook]),
            "p_root_dep": np.array(root_deps)[k],
            "p_cue": strength[cue],
            "p_cue_tag": tag,
            "p_cue_dep": dep,
            "p_cue_tokens": of_cue(np.minimum(_MOST_READ, np.where(cue >= b, cue - b, a - 1 - cue))),
            "p_cue_after": of_cue(cue >= b),
            "p_cue_is_hook": of_cue(cue == hook),
            "p_cue_between": of_cue((low <= cue) & (cue < high)),
            "p_cue_place": rank,
            "p_cue_behind": behind,
            "p_cue_subject": subject,
            "p_cue_others": others,
            "p_cue_passive": passive,
        }

    def _tree(self, k: int, mention: int) -> tuple[int, ...]:
        """What is read off the parse for a stretch and a mention, in whole numbers."""
        article = self._article
        root, hook = article.hooks[k]
        above = article.above(root) if root >= 0 else {}
        shared = ((up, above[i] + up) for i, up in article.above(mention).items() if i in above)
        up, path = next(shared, (-1, -1))  # the first is the nearest to both
        cues = article.cues_between(k, mention)
        cue = article.strongest(cues, k)
        of_cue = (cues.index(cue), *self._cue(cue).to(mention)) if cue >= 0 else _NO_CUE
        return above.get(mention, -1), path, up, hook in article.verbs(mention), cue, *of_cue

    def _cue(self, i: int) -> _Cue:
        if i not in self._cues:
            article, children = self._article, self._article.children[i]
            self._cues[i] = _Cue(
                place(TAGS, article.tags[i]),
                place(DEPS, article.deps[i]),
                place(_BEHIND_CUE, article.words[i + 1] if i + 1 < len(article.words) else ""),
                [j for j in children if article.deps[j] in SUBJECTS],
                any(article.deps[j] in _PASSIVE for j in children),
            )
        return self._cues[i]


@frozen
class _Cue:
    """What there is to say of a word that may be the cue, whatever the pair: its tag, dependency, the word behind it
    (by their places), its subjects, and whether it is passive.
    """

    tag: int
    dep: int
    behind: int
    subjects: Sequence[int]
    passive: bool

    def to(self, mention: int) -> tuple[int, ...]:
        """The same as numbers, with whether a mention is its subject, and whether others are."""
        subject = mention in self.subjects
        return self.tag, self.dep, self.behind, subject, len(self.subjects) > subject, self.passive
