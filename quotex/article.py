"""A parsed article as plain lists over its tokens, computed once and read by the features of every stretch.

Reads ``tag_``, ``dep_`` and ``head`` only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

import numpy as np
from spacy.tokens import Doc

from quotex.marks import CLOSING
from quotex.mentions import MENTION_TAGS, NOMINAL, is_mention
from quotex.quotations import Stretch
from quotex.strengths import Strengths, may_be_cue, stem
from quotex.tokens import paragraph_numbers, sentence_numbers, strings

#: How many candidates before and after a stretch are looked at, and how far away: keeps the search linear.
BEFORE, AFTER, REACH = 14, 10, 400
#: How many stretches may stand between one and its source.
_BETWEEN = 4
#: A word above this is a cue more often than not worth counting.
LIKELY_CUE = 0.3
_CLAUSAL = frozenset({"conj", "xcomp", "advcl", "ccomp", "pcomp", "parataxis", "prep", "dep"})
_NOUN_LINKS = frozenset({"appos", "conj", "compound", "nmod", "npadvmod"})
_LONGEST_CHAIN = 8
#: The clause that ends a quotation without a closing mark, in tokens, and how sure its cue must be.
_LONGEST_TAIL, _SURE_CUE = 10, 0.5
_HIGHEST = 30
#: How many of the words that hang on one word are looked at, and how many tokens beside a stretch for a word: what has
#: more is no sentence, and would be gone through for every mention.
_BRANCHES, _BESIDE = 40, 40
#: How many tokens an aside has at most, with its brackets.
_LONGEST_ASIDE = 10


class Article:
    """The tokens of a tagged and parsed Doc, its stretches, its mentions, and how they hang together."""

    def __init__(self, doc: Doc, text: str, stretches: Sequence[Stretch], strengths: Strengths) -> None:
        """Read a Doc, whose text is given since a Doc puts it together anew at every look."""
        self.doc, self.text, self.stretches, self.strengths = doc, text, stretches, strengths
        self.words, self.tags, self.deps = (strings(doc, layer) for layer in ("LOWER", "TAG", "DEP"))
        length, space, head = doc.to_array(["LENGTH", "SPACY", "HEAD"]).astype(np.int64).T
        self.start = np.cumsum(length + space) - length - space
        self.end = self.start + length
        self.heads: list[int] = (np.arange(len(doc)) + head.astype(np.int32)).tolist()
        self.children: list[list[int]] = [[] for _ in self.heads]
        for i, above in enumerate(self.heads):
            if above != i and len(self.children[above]) < _BRANCHES:
                self.children[above].append(i)
        self.sentence, self.paragraph = np.array(sentence_numbers(doc)), np.array(paragraph_numbers(doc))
        marks = np.array([(s.start, s.end) for s in stretches]).reshape(-1, 2)
        first, behind = np.searchsorted(self.end, marks[:, 0], "right"), np.searchsorted(self.start, marks[:, 1])
        self.bounds: list[tuple[int, int]] = list(zip(first.tolist(), behind.tolist(), strict=True))
        self.parent = _parents(stretches)
        self.outer, self.inner = self._stretches_around()
        self._sight = self._sights()
        self.cue = [
            strengths.of("cue", stem(w)) if may_be_cue(t) else 0.0 for w, t in zip(self.words, self.tags, strict=True)
        ]
        asides = _asides(self.words, self.tags)
        self.mentions = [
            i for i, tag in enumerate(self.tags) if tag in MENTION_TAGS and i not in asides and is_mention(doc[i])
        ]
        outside = [i for i in self.mentions if self.inner[i] < 0]
        self.named: Counter[str] = Counter(self.words[i] for i in outside)
        self.quoted: Counter[str] = Counter(
            self.words[i] for i in outside if self.deps[i] == "nsubj" and self.cue[self.heads[i]] > LIKELY_CUE
        )
        self._verbs: dict[int, list[int]] = {}
        self._above: dict[int, dict[int, int]] = {}
        self.hooks = [self._hook(k) for k in range(len(stretches))]

    def _stretches_around(self) -> tuple[list[int], list[int]]:
        """For each token the outermost and the innermost stretch around it, or -1."""
        outer, inner = [-1] * len(self.words), [-1] * len(self.words)
        for k, (a, b) in enumerate(self.bounds):
            for i in range(a, b):
                inner[i] = k
                outer[i] = k if outer[i] < 0 else outer[i]
        return outer, inner

    def _sights(self) -> dict[int, tuple[int, int]]:
        """For each stretch the tokens between which its source stands: few stretches beside it lie between."""
        beside: dict[int, list[int]] = {}
        for k, parent in enumerate(self.parent):
            beside.setdefault(parent, []).append(k)
        sights = {}
        for some in beside.values():
            for n, k in enumerate(some):
                low = self.bounds[some[n - 1 - _BETWEEN]][1] if n > _BETWEEN else 0
                high = self.bounds[some[n + 1 + _BETWEEN]][0] if n + 1 + _BETWEEN < len(some) else len(self.words)
                sights[k] = low, high
        return sights

    # -- candidates

    def candidates(self, k: int) -> list[int]:
        """Heads of the mentions that may be the source of stretch ``k``: those around it, outside other stretches.

        For a nested stretch those inside the stretch around it: whom the outer speaker quotes.
        """
        a, b = self.bounds[k]
        low, high = self._sight[k]
        before, after = bisect_left(self.mentions, a), bisect_left(self.mentions, b)
        first, last = max(bisect_left(self.mentions, low), before - REACH), bisect_left(self.mentions, high)
        left = self._visible(reversed(self.mentions[first:before]), self.parent[k])
        right = self._visible(self.mentions[after : min(last, after + REACH)], self.parent[k])
        return [*reversed(list(islice(left, BEFORE))), *islice(right, AFTER)]

    def _visible(self, mentions: Iterable[int], parent: int) -> Iterator[int]:
        return (i for i in mentions if self.inner[i] == parent)

    # -- cues

    def verbs(self, i: int) -> list[int]:
        """The words that could be the cue of mention ``i``: its governor and what hangs on that in the clause chain."""
        if i not in self._verbs:
            self._verbs[i] = self._chain(i)
        return self._verbs[i]

    def _chain(self, i: int) -> list[int]:
        noun = i
        for _ in range(3):
            if self.deps[noun] in _NOUN_LINKS and self.tags[self.heads[noun]] in NOMINAL:
                noun = self.heads[noun]
        top = self.heads[noun]
        if top == noun:
            return []
        chain, seen = [top], {top, noun}
        if self.deps[noun] in ("pobj", "poss") and self.heads[top] not in seen:
            chain.append(self.heads[top])
            seen.add(self.heads[top])
        for verb in chain:  # grows while it is read
            if len(chain) > _LONGEST_CHAIN:
                break
            more = [c for c in self.children[verb] if c not in seen and self.deps[c] in _CLAUSAL]
            more = [c for c in more if self.inner[c] == self.inner[i]]
            chain += more
            seen.update(more)
        return chain

    def cues_between(self, k: int, mention: int) -> list[int]:
        """The tokens that could be the cue between stretch ``k`` and a mention: its verbs outside the stretch.

        Where the mention hangs on the stretch, what that hangs on: *was called “a disgrace” by Roe*.
        """
        verbs, hook = self.verbs(mention), self.hooks[k][1]
        if any(self.inner[v] == k for v in verbs) and hook >= 0:
            verbs = [*verbs, *(v for v in (hook, self.heads[hook]) if v not in verbs and v != mention)]
        return [v for v in verbs if self.inner[v] == self.parent[k]]  # nor inside another quotation

    def strongest(self, cues: Sequence[int], k: int) -> int:
        """The strongest of some cues of stretch ``k``, all else equal the nearest; -1 where there is none."""
        hook = self.hooks[k][1]
        return max(cues, key=lambda v: self.cue[v] + 0.3 * (v == hook) - 0.01 * self.distance(v, k), default=-1)

    def source_within(self, k: int) -> int | None:
        """The mention at the end of a stretch whose closing mark is missing: *“We will sail, the mayor said.*"""
        a, b = self.bounds[k]
        tail = range(max(a, b - _LONGEST_TAIL), b)
        comma = next((i for i in reversed(tail) if self.words[i] == ","), None)
        if comma is None or self.text[self.stretches[k].end - 1] in CLOSING:
            return None
        behind = self.mentions[bisect_left(self.mentions, comma) : bisect_left(self.mentions, b)]
        subjects = (i for i in behind if self.deps[i] == "nsubj" and self.heads[i] > comma)
        return next((i for i in subjects if self.cue[self.heads[i]] > _SURE_CUE), None)

    # -- the tree

    def _hook(self, k: int) -> tuple[int, int]:
        """The weightiest word of stretch ``k`` that hangs outside of it, and what it hangs on (itself for a root).

        -1, -1 for a stretch of nothing but punctuation.
        """
        a, b = self.bounds[k]
        loose = [i for i in range(a, b) if not a <= self.heads[i] < b or self.heads[i] == i]
        loose = [i for i in loose if self.deps[i] != "punct"]
        root = max(loose, key=lambda i: self.doc[i].right_edge.i - self.doc[i].left_edge.i, default=-1)
        return root, self.heads[root] if root >= 0 else -1

    def above(self, i: int) -> dict[int, int]:
        """The tokens above token ``i``, itself included, with their distance."""
        if i not in self._above:
            at, found = i, {i: 0}
            while self.heads[at] not in found and len(found) < _HIGHEST:
                at = self.heads[at]
                found[at] = len(found)
            self._above[i] = found
        return self._above[i]

    def distance(self, i: int, k: int) -> int:
        """Tokens between token ``i`` and stretch ``k``."""
        a, b = self.bounds[k]
        return i - b if i >= b else a - 1 - i

    def word_from(self, i: int, step: int) -> int | None:
        """The nearest word from token ``i`` on in one direction (1 or -1)."""
        near = (j for j in range(i, i + step * _BESIDE, step) if 0 <= j < len(self.words))
        return next((j for j in near if self.words[j][:1].isalnum()), None)

    def paragraph_of(self, k: int) -> int:
        """The number of the paragraph that stretch ``k`` starts in."""
        return int(self.paragraph[min(self.bounds[k][0], len(self.paragraph) - 1)])

    def beside(self, k: int) -> tuple[int | None, int | None]:
        """The words before and after stretch ``k``."""
        a, b = self.bounds[k]
        return self.word_from(a - 1, -1), self.word_from(b, 1)


def _asides(words: Sequence[str], tags: Sequence[str]) -> set[int]:
    """The tokens in brackets without a verb: *(D-Ore.)*, *(KCNA)*; they are said of the source, and are none."""
    brackets = (i for i, word in enumerate(words) if word in ("(", ")"))
    pairs = ((a, b) for a, b in pairwise(brackets) if words[a] == "(" and words[b] == ")" and b - a < _LONGEST_ASIDE)
    return {i for a, b in pairs if not any(tag.startswith("VB") for tag in tags[a:b]) for i in range(a, b)}


def _parents(stretches: Sequence[Stretch]) -> list[int]:
    """The innermost stretch around each stretch, or -1."""
    parents: list[int] = []
    around: list[int] = []
    for k, stretch in enumerate(stretches):
        while around and stretches[around[-1]].end <= stretch.start:
            around.pop()
        parents.append(around[-1] if around else -1)
        around.append(k)
    return parents
