"""What the ranker looks at: numbers that describe a stretch, a candidate mention, and the two together.

Nothing here knows about training. Words enter only as strengths from a :class:`Lexicon` (how often a word was a cue, a
source, a neighbour of attributed words in the training corpora), so that unseen words read as the average word does.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from attrs import frozen
from spacy.tokens import Doc

from quotex.mentions import NOMINAL, is_mention
from quotex.quotations import Stretch

#: How many candidates before and after a stretch are looked at.
BEFORE, AFTER = 14, 10
_DEPS = (
    "nsubj nsubjpass pobj dobj poss appos conj ROOT attr npadvmod nmod compound dep agent oprd dative ccomp relcl"
).split()
_TAGS = ["NNP", "PRP", "NN", "NNS", "NNPS", "CD", "DT", "WP", "JJ"]
_PRONOUNS = ["he", "she", "they", "it", "i", "we", "you", "who"]
_CLAUSAL = frozenset({"conj", "xcomp", "advcl", "ccomp", "pcomp", "parataxis", "prep", "dep"})
_NOUN_LINKS = frozenset({"appos", "conj", "compound", "nmod", "npadvmod"})
_CONTENT_TAGS = ("VB", "NN", "IN", "JJ", "RB")
_FIRST = frozenset(["i", "we", "my", "our", "me", "us", "mine", "ours", "i’m", "i'm"])
_SECOND = frozenset(["you", "your", "yours"])


@frozen
class Lexicon:
    """Strengths of words, 0 to 1, learned from attribution corpora; ``get`` answers the prior for unknown words."""

    cue: Mapping[str, float]
    source: Mapping[str, float]
    before: Mapping[str, float]
    after: Mapping[str, float]
    priors: Mapping[str, float]

    def strength(self, table: str, word: str) -> float:
        """How strongly a word stands for ``table`` (``cue``, ``source``, ``before``, ``after``)."""
        strengths: Mapping[str, float] = getattr(self, table)
        return strengths.get(word, self.priors[table])


def _index(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else len(names)


_ENDINGS = ("ing", "ed", "es", "s", "e")
_IRREGULAR = {
    "admitted": "admit", "are": "be", "began": "begin", "came": "com", "cried": "cry", "cries": "cry", "denied": "deny",
    "denies": "deny", "felt": "feel", "gave": "giv", "is": "be", "knew": "know", "made": "mak", "meant": "mean",
    "quipped": "quip", "replied": "reply", "replies": "reply", "said": "say", "sang": "sing", "says": "say",
    "shot": "shoot", "spoke": "speak", "spoken": "speak", "swore": "swear", "testified": "testify",
    "testifies": "testify", "thought": "think", "told": "tell", "was": "be", "went": "go", "were": "be",
    "written": "writ", "wrote": "writ",
}  # fmt: skip


def content_word(tag: str) -> bool:
    """Whether a word of this tag can be a cue."""
    return tag.startswith(_CONTENT_TAGS)


def stem(word: str) -> str:
    """A rough stem of a lower-cased word: enough to put *argues*, *argued* and *arguing* together."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


class Article:
    """A parsed article as plain lists over its tokens, computed once and read by every pair."""

    def __init__(self, doc: Doc, stretches: Sequence[Stretch], lexicon: Lexicon) -> None:
        """Read a tagged and parsed Doc."""
        self.doc = doc
        self.text = doc.text
        self.stretches = stretches
        self.lexicon = lexicon
        n = len(doc)
        self.words = [t.lower_ for t in doc]
        self.stems = [stem(w) for w in self.words]
        self.tags = [t.tag_ for t in doc]
        self.deps = [t.dep_ for t in doc]
        self.heads = [t.head.i for t in doc]
        self.start = [t.idx for t in doc]
        self.end = [t.idx + len(t) for t in doc]
        self.sentence = _running(bool(t.is_sent_start) for t in doc)
        self.paragraph = _running(
            i > 0
            and "\n" in self.text[self.start[i - 1] : self.start[i]] + self.text[self.start[i] : self.start[i] + 1]
            and not doc[i].is_space
            for i in range(n)
        )
        self.bounds = [(bisect_right(self.end, s.start), bisect_left(self.start, s.end)) for s in stretches]
        self.outer = [-1] * n  # the outermost stretch around a token
        self.inner = [-1] * n  # the innermost one
        for k, (a, b) in enumerate(self.bounds):
            for i in range(a, b):
                self.inner[i] = k
                if self.outer[i] < 0:
                    self.outer[i] = k
        self.parent = _parents(stretches)
        self.cue = [
            lexicon.strength("cue", w) if content_word(t) else 0.0 for w, t in zip(self.stems, self.tags, strict=True)
        ]
        self.mentions = [i for i in range(n) if is_mention(doc[i])]
        counts: dict[str, int] = {}
        subjects: dict[str, int] = {}
        for i in self.mentions:
            if self.inner[i] >= 0:
                continue
            counts[self.words[i]] = counts.get(self.words[i], 0) + 1
            if self.deps[i] == "nsubj" and self.cue[self.heads[i]] > 0.3:
                subjects[self.words[i]] = subjects.get(self.words[i], 0) + 1
        self.counts, self.subjects = counts, subjects
        self.children: list[list[int]] = [[] for _ in range(n)]
        for i, h in enumerate(self.heads):
            if h != i:
                self.children[h].append(i)
        self.candidate = {i: self._candidate(i) for i in self.mentions}
        self.verbs = {i: self._verbs(i) for i in self.mentions}

    # -- candidates

    def candidates(self, k: int) -> list[int]:
        """Heads of the mentions that may be the source of stretch ``k``: those around it, outside other stretches."""
        a, b = self.bounds[k]
        level = self.parent[k]
        at = bisect_left(self.mentions, a)
        before, after = [], []
        for i in reversed(self.mentions[:at]) if at < 400 else reversed(self.mentions[at - 400 : at]):
            if self._visible(i, level):
                before.append(i)
                if len(before) == BEFORE:
                    break
        at = bisect_left(self.mentions, b)
        for i in self.mentions[at : at + 400]:
            if self._visible(i, level):
                after.append(i)
                if len(after) == AFTER:
                    break
        return before[::-1] + after

    def _visible(self, i: int, level: int) -> bool:
        return self.inner[i] == -1 or (level >= 0 and self.inner[i] == level)

    # -- features of a stretch

    def describe_stretch(self, k: int) -> dict[str, float]:
        """What stretch ``k`` looks like, and what stands around it."""
        s = self.stretches[k]
        a, b = self.bounds[k]
        text = self.text
        body = text[s.start : s.end].strip("\"“”‘’'`„«»「」『』 ")
        words = self.words[a:b]
        before = text[max(0, s.start - 40) : s.start].rstrip(" ")
        after = text[s.end : s.end + 40]
        prev = self._outside(a - 1, -1)
        nxt = self._outside(b, 1)
        here = self.paragraph[min(a, len(self.paragraph) - 1)]
        same = [
            j
            for j in range(max(0, k - 6), min(len(self.stretches), k + 7))
            if self.paragraph[min(self.bounds[j][0], len(self.paragraph) - 1)] == here
        ]
        tags = [t for t, w in zip(self.tags[a:b], words, strict=True) if w[:1].isalpha()]
        tokens = [t for t in self.doc[a:b] if t.is_alpha]
        closed = not s.end or text[s.end - 1] in "\"”’'»“」』"
        return {
            "q_words": len(tokens),
            "q_upper": float(body[:1].isupper()),
            "q_title": sum(t.text[0].isupper() for t in tokens) / (len(tokens) or 1),
            "q_caps": sum(t.text.isupper() for t in tokens) / (len(tokens) or 1),
            "q_end": _index(",.?!;:-—…", body[-1:]) if body else -1,
            "q_before_char": _index(",:.;—-(\n", before[-1:]) if before else -1,
            "q_after_char": _index(",.;:)—-\n ", after[:1]) if after else -1,
            "q_after_char2": _index(",.;:)—-(\n", after.strip(" ")[:1]) if after.strip(" ") else -1,
            "q_before_tag": _index(_AROUND, self.tags[prev]) if prev is not None else -1,
            "q_after_tag": _index(_AROUND, self.tags[nxt]) if nxt is not None else -1,
            "q_before_word": self.lexicon.strength("before", self.words[prev]) if prev is not None else -1,
            "q_after_word": self.lexicon.strength("after", self.words[nxt]) if nxt is not None else -1,
            "q_before_cue": self.cue[prev] if prev is not None else -1,
            "q_after_cue": self.cue[nxt] if nxt is not None else -1,
            "q_before_same_par": float(prev is not None and self.paragraph[prev] == here),
            "q_after_same_par": float(nxt is not None and self.paragraph[nxt] == here),
            "q_par_start": float(not before or before[-1] == "\n"),
            "q_par_end": float(not after.strip(" .,)") or after.strip(" .,)")[0] == "\n"),
            "q_depth": s.depth,
            "q_continues": float(s.continues),
            "q_unclosed": float(not closed),
            "q_single": float(text[s.start : s.start + 1] in "‘'`"),
            "q_verbs": sum(t.startswith("VB") for t in tags),
            "q_finite": sum(t in ("VBD", "VBZ", "VBP", "MD") for t in tags),
            "q_pronouns": sum(t == "PRP" for t in tags),
            "q_first": sum(w in _FIRST for w in words),
            "q_second": sum(w in _SECOND for w in words),
            "q_nominal": sum(t in NOMINAL for t in tags) / (len(tags) or 1),
            "q_first_tag": _index(_AROUND, tags[0]) if tags else -1,
            "q_last_tag": _index(_AROUND, tags[-1]) if tags else -1,
            "q_in_par": len(same),
            "q_rank_in_par": sum(j < k for j in same),
            "q_in_doc": len(self.stretches),
            "q_place": k / len(self.stretches),
            "q_par_index": here,
            "q_gap_prev": self._gap(k - 1, k),
            "q_gap_next": self._gap(k, k + 1),
        }

    def _gap(self, j: int, k: int) -> float:
        if j < 0 or k >= len(self.stretches):
            return -1
        return min(500, self.stretches[k].start - self.stretches[j].end)

    def _outside(self, i: int, step: int) -> int | None:
        """The nearest word from token ``i`` on in one direction."""
        while 0 <= i < len(self.words):
            if self.words[i][:1].isalnum():
                return i
            i += step
        return None

    def neighbours(self, k: int) -> tuple[str | None, str | None]:
        """The words before and after stretch ``k``."""
        a, b = self.bounds[k]
        before, after = self._outside(a - 1, -1), self._outside(b, 1)
        return (None if i is None else self.words[i] for i in (before, after))  # type: ignore[return-value]

    # -- features of a candidate

    def _candidate(self, i: int) -> dict[str, float]:
        word, head = self.words[i], self.heads[i]
        left = self.tags[i - 1] if i else ""
        kids = self.children[i]
        return {
            "c_tag": _index(_TAGS, self.tags[i]),
            "c_pronoun": _index(_PRONOUNS, word),
            "c_dep": _index(_DEPS, self.deps[i]),
            "c_head_tag": _index(_AROUND, self.tags[head]),
            "c_head_cue": self.cue[head],
            "c_source": self.lexicon.strength("source", word if self.tags[i][:3] != "NNP" else "NNP"),
            "c_upper": float(self.doc[i].text[:1].isupper()),
            "c_left_name": float(left.startswith("NNP")),
            "c_kids": len(kids),
            "c_appos": float(any(self.deps[j] == "appos" for j in kids)),
            "c_relcl": float(any(self.deps[j] in ("relcl", "acl") for j in kids)),
            "c_det": _index(
                ("the", "a", "an", "his", "her", "their", "this", "that", "some", "many", "one"),
                next((self.words[j] for j in kids if self.deps[j] in ("det", "poss") and j < i), ""),
            ),
            "c_count": self.counts.get(word, 0),
            "c_subject_count": self.subjects.get(word, 0),
            "c_next_comma": _index((",", "(", ":", "'s", "’s", ".", "—"), self.words[i + 1])
            if i + 1 < len(self.words)
            else -1,
            "c_colon": float(i + 1 < len(self.words) and self.words[i + 1] == ":"),
        }

    def _verbs(self, i: int) -> list[int]:
        """The words that could be the cue of mention ``i``: its governor and what hangs on that in the clause chain."""
        noun = i
        for _ in range(3):
            if self.deps[noun] in _NOUN_LINKS and self.tags[self.heads[noun]] in NOMINAL:
                noun = self.heads[noun]
        top = self.heads[noun]
        if top == noun:
            return []
        chain, seen = [top], {top, noun}
        if self.deps[noun] in ("pobj", "poss"):
            h = self.heads[top]
            if h not in seen:
                chain.append(h)
                seen.add(h)
        for v in chain:
            if len(chain) > 8:
                break
            for c in self.children[v]:
                if c not in seen and self.deps[c] in _CLAUSAL and self.inner[c] == self.inner[i]:
                    chain.append(c)
                    seen.add(c)
        return chain

    # -- features of the two together

    def external(self, k: int) -> tuple[int, int]:
        """The word of stretch ``k`` that hangs outside of it, and what it hangs on (itself for a root); or -1, -1."""
        a, b = self.bounds[k]
        best = (-1, -1)
        size = -1
        for i in range(a, b):
            h = self.heads[i]
            if (not a <= h < b or h == i) and self.deps[i] != "punct":
                weight = self.doc[i].right_edge.i - self.doc[i].left_edge.i
                if weight > size:
                    best, size = (i, h), weight
        return best

    def ancestors(self, i: int) -> dict[int, int]:
        """The words above token ``i``, itself included, with their distance."""
        found = {i: 0}
        while self.heads[i] not in found and len(found) < 30:
            found[self.heads[i]] = len(found)
            i = self.heads[i]
        return found

    def cue_of(self, k: int, head: int) -> int:
        """The token that is the cue between stretch ``k`` and the mention of ``head``, or -1."""
        return self._best_cue(self.verbs[head], *self.bounds[k], self.external(k)[1])

    def _best_cue(self, verbs: Sequence[int], a: int, b: int, hook: int) -> int:
        """The strongest of ``verbs``, all else equal the nearest to the stretch from token ``a`` to ``b``."""
        outside = (v for v in verbs if not a <= v < b)
        return max(outside, key=lambda v: self.cue[v] + 0.3 * (v == hook) - 0.01 * _distance(v, a, b), default=-1)

    def describe_pairs(self, k: int, candidates: Sequence[int]) -> list[dict[str, float]]:
        """How stretch ``k`` and each candidate lie to each other, in the order of the candidates."""
        a, b = self.bounds[k]
        root, hook = self.external(k)
        above = self.ancestors(root) if root >= 0 else {}
        anchor = min(max(a, 0), len(self.words) - 1)
        here_sentence, here_paragraph = self.sentence[anchor], self.paragraph[anchor]
        last = min(max(b - 1, 0), len(self.words) - 1)
        rows = []
        order_before = sum(c < a for c in candidates)
        for n, c in enumerate(candidates):
            after = c >= b
            rank = n - order_before if after else order_before - 1 - n
            lo, hi = (b, c) if after else (c + 1, a)
            gap_text = (
                self.text[self.end[last] : self.start[c]] if after else self.text[self.end[c] : self.start[anchor]]
            )
            gap_text = gap_text[:400]
            between = range(lo, hi)[:60]
            verbs = self.verbs.get(c, [])
            cue = self._best_cue(verbs, a, b, hook)
            mine = self.ancestors(c)
            common = min((above[x] + d for x, d in mine.items() if x in above), default=-1)
            gap_cue = max((self.cue[j] for j in between if self.inner[j] < 0), default=0.0)
            rows.append(
                {
                    "p_after": float(after),
                    "p_rank": rank,
                    "p_tokens": min(len(range(lo, hi)), 300),
                    "p_sentences": (self.sentence[c] - self.sentence[last])
                    if after
                    else here_sentence - self.sentence[c],
                    "p_paragraphs": (self.paragraph[c] - self.paragraph[last])
                    if after
                    else here_paragraph - self.paragraph[c],
                    "p_stretches": len({self.outer[j] for j in between if self.outer[j] >= 0}),
                    "p_commas": sum(self.words[j] == "," for j in between),
                    "p_stops": sum(self.words[j] in (".", "?", "!", ";") for j in between),
                    "p_colons": sum(self.words[j] == ":" for j in between),
                    "p_verbs": sum(self.tags[j].startswith("VB") for j in between if self.inner[j] < 0),
                    "p_subjects": sum(self.deps[j] in ("nsubj", "nsubjpass") and self.inner[j] < 0 for j in between),
                    "p_names": sum(self.tags[j] == "NNP" for j in between),
                    "p_quotes_in_gap": sum(ch in '"“”' for ch in gap_text),
                    "p_gap_cue": gap_cue,
                    "p_cue": self.cue[cue] if cue >= 0 else -1,
                    "p_cue_tag": _index(_AROUND, self.tags[cue]) if cue >= 0 else -1,
                    "p_cue_edge": min(60, _distance(cue, a, b)) if cue >= 0 else -1,
                    "p_cue_side": float(cue >= b) if cue >= 0 else -1,
                    "p_cue_hook": float(cue == hook) if cue >= 0 else -1,
                    "p_cue_between": float(cue in between) if cue >= 0 else -1,
                    "p_cue_place": verbs.index(cue) if cue >= 0 else -1,
                    "p_cue_dep": _index(_DEPS, self.deps[cue]) if cue >= 0 else -1,
                    "p_cue_comma": float(cue >= 0 and cue + 1 < len(self.words) and self.words[cue + 1] in (",", ":")),
                    "p_head_hook": float(self.heads[c] == hook),
                    "p_hook_is": float(c == hook),
                    "p_above": above.get(c, -1),
                    "p_path": common,
                    "p_up": next((d for x, d in mine.items() if x in above), -1),
                    "p_in_verbs": float(hook in verbs),
                    "p_root_dep": _index(_QUOTE_DEPS, self.deps[root]) if root >= 0 else -1,
                    "p_hook_cue": self.cue[hook] if hook >= 0 and not a <= hook < b else -1,
                    "p_adjacent": float(hi - lo <= 1),
                    "p_gap_chars": min(len(gap_text), 400),
                    "p_newlines": gap_text.count("\n"),
                }
            )
        _add_best(rows)
        return rows


def _distance(i: int, a: int, b: int) -> int:
    """Tokens between token ``i`` and the stretch from ``a`` to ``b`` (exclusive)."""
    return i - b if i >= b else a - 1 - i


def _add_best(rows: list[dict[str, float]]) -> None:
    """How a pair compares with its rivals."""
    top = max((r["p_cue"] for r in rows), default=0)
    near = {}
    for side in (0.0, 1.0):
        near[side] = max((r["p_cue"] for r in rows if r["p_after"] == side and r["p_paragraphs"] == 0), default=-1)
    for r in rows:
        r["p_cue_top"] = r["p_cue"] - top
        r["p_rival_before"] = near[0.0]
        r["p_rival_after"] = near[1.0]


_AROUND = ("NN NNS NNP VBD VBZ VBP VBG VBN VB IN DT PRP PRP$ JJ RB CC TO MD WP WDT CD NNPS POS RP EX WRB UH").split()
_QUOTE_DEPS = (
    "ccomp ROOT dobj pobj nsubj attr conj compound amod parataxis oprd advcl nmod appos xcomp intj dep "
    "npadvmod relcl prep"
).split()


def _running(flags: object) -> list[int]:
    total, out = 0, []
    for f in flags:  # type: ignore[attr-defined]
        total += bool(f)
        out.append(total)
    return out


def _parents(stretches: Sequence[Stretch]) -> list[int]:
    parents: list[int] = []
    around: list[int] = []
    for k, s in enumerate(stretches):
        while around and stretches[around[-1]].end <= s.start:
            around.pop()
        parents.append(around[-1] if around else -1)
        around.append(k)
    return parents
