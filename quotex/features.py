"""What the ranker looks at: numbers that describe a stretch, a candidate mention, and how the two lie to each other.

Categories are places in a list (a tree cuts between them); -1 stands for what is not there. Words enter only by their
strengths, so that an unseen word reads as the average word does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.vocab import Vocab

from quotex.article import Article
from quotex.counts import SUBJECTS, Counts
from quotex.marks import CLOSING
from quotex.mentions import NOMINAL
from quotex.quotations import find_stretches
from quotex.strengths import Strengths

_TAGS = ("NN NNS NNP VBD VBZ VBP VBG VBN VB IN DT PRP PRP$ JJ RB CC TO MD WP WDT CD NNPS POS RP EX WRB UH").split()
_NOUN_TAGS = "NNP PRP NN NNS NNPS CD DT WP JJ".split()
_DEPS = (
    "nsubj nsubjpass pobj dobj poss appos conj ROOT attr npadvmod nmod compound dep agent oprd dative ccomp relcl"
).split()
_ROOT_DEPS = (
    "ccomp ROOT dobj pobj nsubj attr conj compound amod parataxis oprd advcl nmod appos xcomp intj dep npadvmod relcl "
    "prep"
).split()
_HEAD_DEPS = "ROOT conj ccomp advcl relcl agent prep acl xcomp parataxis pcomp nsubj dobj pobj".split()
_PREPOSITIONS = "by to from of in for with on at as".split()
_PRONOUNS = "he she they it i we you who".split()
_FUNCTION_WORDS = (
    "a an the this that his her their its my our as of for to by in on at with from about and or but is was are were "
    "be not than like who which said"
).split()
_BEHIND_CUE = (",", ":", "that", "to", "it", "as", "the", "a", "him", "her", "them", "in", "on", "of", "“", '"', "''")
_DETERMINERS = "the a an his her their this that some many one".split()
_FIRST = frozenset("i we my our me us mine ours i’m i'm".split())
_SECOND = frozenset("you your yours".split())
_BEHIND_NOUN = (",", "(", ":", "'s", "’s", ".", "—")
_PASSIVE = ("auxpass", "nsubjpass", "agent")
_MARKS = "\"“”‘’'`„«»「」『』 "
#: Cuts for what may grow without end.
_WIDEST_GAP, _MOST_TOKENS, _MOST_READ, _MOST_CHARS = 500, 300, 60, 400
_MISSING = -999.0


class Features:
    """The features of the stretches and candidate mentions of one article."""

    def __init__(self, article: Article) -> None:
        """Read an article; what is counted between places in it is counted once."""
        self._article, self._counts = article, Counts(article)
        self._mentions: dict[int, list[float]] = {}

    def rows(self, k: int, mentions: Sequence[int]) -> NDArray[np.float32]:
        """The rows of features of stretch ``k``: "no source" first, then one row a candidate mention."""
        stretch = [*_stretch(self._article, k).values()]
        rows = np.full((1 + len(mentions), len(NAMES)), _MISSING, np.float32)
        rows[:, 0] = np.arange(1 + len(mentions)) > 0
        rows[:, 1 : 1 + len(stretch)] = stretch
        if mentions:
            pairs = _pairs(self._article, self._counts, k, mentions).values()
            alone = [self._mention(i) for i in mentions]
            rows[1:, 1 + len(stretch) :] = np.hstack([alone, np.column_stack([*pairs])])
        return rows

    def _mention(self, i: int) -> list[float]:
        if i not in self._mentions:
            self._mentions[i] = [*_mention(self._article, i).values()]
        return self._mentions[i]


def _place(names: Sequence[str], name: str) -> int:
    """The place of ``name`` in ``names``; behind the last for others, -1 for nothing."""
    return names.index(name) if name in names else len(names) if name else -1


# -- a stretch


def _stretch(article: Article, k: int) -> dict[str, float]:
    return {**_inside(article, k), **_around(article, k), **_position(article, k)}


def _inside(article: Article, k: int) -> dict[str, float]:
    """What stands between the marks."""
    stretch = article.stretches[k]
    a, b = article.bounds[k]
    body = article.text[stretch.start : stretch.end].strip(_MARKS)
    tags = [t for t, w in zip(article.tags[a:b], article.words[a:b], strict=True) if w[:1].isalpha()]
    alphabetic = [t.text for t in article.doc[a:b] if t.is_alpha]
    return {
        "q_words": len(alphabetic),
        "q_upper": float(body[:1].isupper()),
        "q_title": sum(w[0].isupper() for w in alphabetic) / (len(alphabetic) or 1),
        "q_caps": sum(w.isupper() for w in alphabetic) / (len(alphabetic) or 1),
        "q_end": _place(",.?!;:-—…", body[-1:]),
        "q_unclosed": float(article.text[stretch.end - 1] not in CLOSING),
        "q_single": float(article.text[stretch.start] in "‘'`"),
        "q_depth": stretch.depth,
        "q_continues": float(stretch.continues),
        "q_verbs": sum(t.startswith("VB") for t in tags),
        "q_finite": sum(t in ("VBD", "VBZ", "VBP", "MD") for t in tags),
        "q_pronouns": tags.count("PRP"),
        "q_first": sum(w in _FIRST for w in article.words[a:b]),
        "q_second": sum(w in _SECOND for w in article.words[a:b]),
        "q_nominal": sum(t in NOMINAL for t in tags) / (len(tags) or 1),
        "q_first_tag": _place(_TAGS, tags[0] if tags else ""),
        "q_last_tag": _place(_TAGS, tags[-1] if tags else ""),
    }


def _around(article: Article, k: int) -> dict[str, float]:
    """What stands beside the marks."""
    stretch = article.stretches[k]
    before = article.text[max(0, stretch.start - 40) : stretch.start]
    after = article.text[stretch.end : stretch.end + 40]
    found = {
        "q_before_char": _place(",:.;-—(\n", before.rstrip(" ")[-1:]),
        "q_after_char": _place(",.;:)—-\n ", after[:1]),
        "q_after_char2": _place(",.;:)—-(\n", after.strip(" ")[:1]),
        "q_before_visible": _place(',:.;-–—―("“”)?!', before.rstrip()[-1:]),
        "q_after_visible": _place(',:.;-–—―("“”)?!', after.lstrip()[:1]),
        "q_par_start": float(before.rstrip(" ")[-1:] in ("", "\n")),
        "q_par_end": float(after.strip(" .,)")[:1] in ("", "\n")),
    }
    here = article.paragraph_of(k)
    for side, i in zip(("before", "after"), article.beside(k), strict=True):
        found |= {
            f"q_{side}_tag": -1 if i is None else _place(_TAGS, article.tags[i]),
            f"q_{side}_word": -1 if i is None else article.strengths.of(side, article.words[i]),
            f"q_{side}_function": -1 if i is None else _place(_FUNCTION_WORDS, article.words[i]),
            f"q_{side}_cue": -1 if i is None else article.cue[i],
            f"q_{side}_same_par": float(i is not None and article.paragraph[i] == here),
        }
    return found


def _position(article: Article, k: int) -> dict[str, float]:
    """Where the stretch stands among the others."""
    stretches = article.stretches
    here = article.paragraph_of(k)
    near = range(max(0, k - 6), min(len(stretches), k + 7))
    same = [j for j in near if article.paragraph_of(j) == here]
    gaps = {
        side: min(_WIDEST_GAP, stretches[j].start - stretches[i].end) if i >= 0 and j < len(stretches) else -1
        for side, i, j in (("prev", k - 1, k), ("next", k, k + 1))
    }
    return {
        "q_in_par": len(same),
        "q_rank_in_par": sum(j < k for j in same),
        "q_gap_prev": gaps["prev"],
        "q_gap_next": gaps["next"],
    }


# -- a mention


def _mention(article: Article, i: int) -> dict[str, float]:
    word, tag, head = article.words[i], article.tags[i], article.heads[i]
    children = article.children[i]
    determiners = (article.words[j] for j in children if article.deps[j] in ("det", "poss") and j < i)
    behind = article.words[i + 1] if i + 1 < len(article.words) else ""
    return {
        "c_tag": _place(_NOUN_TAGS, tag),
        "c_pronoun": _place(_PRONOUNS, word),
        "c_dep": _place(_DEPS, article.deps[i]),
        "c_head_tag": _place(_TAGS, article.tags[head]),
        "c_head_dep": _place(_HEAD_DEPS, article.deps[head]),
        "c_head_cue": article.cue[head],
        "c_preposition": _place(_PREPOSITIONS, article.words[head]) if article.tags[head] in ("IN", "TO") else -1,
        "c_source": article.strengths.of("source", "NNP" if tag.startswith("NNP") else word),
        "c_upper": float(article.doc[i].text[0].isupper()),
        "c_left_name": float(i > 0 and article.tags[i - 1].startswith("NNP")),
        "c_children": len(children),
        "c_appos": float(any(article.deps[j] == "appos" for j in children)),
        "c_relcl": float(any(article.deps[j] in ("relcl", "acl") for j in children)),
        "c_det": _place(_DETERMINERS, next(determiners, "")),
        "c_named": article.named[word],
        "c_quoted": article.quoted[word],
        "c_behind": _place(_BEHIND_NOUN, behind),
    }


# -- the two together


def _pairs(article: Article, counts: Counts, k: int, mentions: Sequence[int]) -> dict[str, NDArray[np.float64]]:
    """The features of stretch ``k`` with each of the mentions, a column each."""
    a, b = article.bounds[k]
    heads = np.array(mentions)
    after, before = heads >= b, int((heads < a).sum())
    order = np.arange(len(heads))
    root = article.hooks[k][0]
    above = article.above(root) if root >= 0 else {}
    columns = {"p_rank": np.where(after, order - before, before - 1 - order), **_between(article, counts, k, heads)}
    cues = [_cue(article, k, mention, above) for mention in mentions]
    columns |= zip(cues[0], np.array([[*row.values()] for row in cues]).T, strict=True)
    cue, here = columns["p_cue"], columns["p_paragraphs"] == 0
    for name, side in (("p_rival_before", ~after), ("p_rival_after", after)):
        columns[name] = np.full(len(heads), cue[side & here].max(initial=-1))
    return columns | {"p_cue_lack": cue - cue.max()}


def _between(article: Article, counts: Counts, k: int, heads: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """The stretch of text between stretch ``k`` and each head."""
    a, b = article.bounds[k]
    first, last = min(a, len(article.words) - 1), max(b - 1, 0)
    after = heads >= b
    sign, edge = np.where(after, 1, -1), np.where(after, last, first)
    low, high = np.where(after, b, heads + 1), np.where(after, heads, a)
    stop = np.clip(high, low, low + _MOST_READ)
    start = np.where(after, article.end[last], article.end[heads])
    end = np.clip(np.where(after, article.start[heads], article.start[first]), start, start + _MOST_CHARS)
    parent = article.parent[k]
    verbs, subjects, cues = counts.open(parent)
    begin = article.bounds[parent][0] if parent >= 0 else 0

    def tokens(count: NDArray[np.int64], begin: int = 0) -> NDArray[np.int64]:
        between: NDArray[np.int64] = count[stop - begin] - count[low - begin]
        return between

    def characters(places: NDArray[np.int64]) -> NDArray[np.int64]:
        between: NDArray[np.int64] = np.searchsorted(places, end) - np.searchsorted(places, start)
        return between

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
        "p_verbs": tokens(verbs, begin),
        "p_subjects": tokens(subjects, begin),
        "p_gap_cue": np.array([max(cues[i:j], default=0.0) for i, j in zip(low - begin, stop - begin, strict=True)]),
        "p_adjacent": high - low <= 1,
    }


def _cue(article: Article, k: int, mention: int, above_stretch: Mapping[int, int]) -> dict[str, float]:
    """The likeliest cue between the two, and how the parse connects them."""
    a, b = article.bounds[k]
    root, hook = article.hooks[k]
    above_mention = article.above(mention)
    shared = [(d, above_stretch[i] + d) for i, d in above_mention.items() if i in above_stretch]
    found: dict[str, float] = {
        "p_head_hook": float(article.heads[mention] == hook),
        "p_is_hook": float(mention == hook),
        "p_above": above_stretch.get(mention, -1),
        "p_path": min((length for _, length in shared), default=-1),
        "p_up": shared[0][0] if shared else -1,
        "p_hook_verb": float(hook in article.verbs(mention)),
        "p_hook_cue": article.cue[hook] if hook >= 0 and not a <= hook < b else -1,
        "p_root_dep": _place(_ROOT_DEPS, article.deps[root]) if root >= 0 else -1,
    }
    cues = article.cues_between(k, mention)
    cue = article.strongest(cues, k)
    if cue < 0:
        return found | _NO_CUE
    low, high = (b, mention) if mention >= b else (mention + 1, a)
    subjects = [i for i in article.children[cue] if article.deps[i] in SUBJECTS]
    return found | {
        "p_cue": article.cue[cue],
        "p_cue_tag": _place(_TAGS, article.tags[cue]),
        "p_cue_dep": _place(_DEPS, article.deps[cue]),
        "p_cue_tokens": min(_MOST_READ, article.distance(cue, k)),
        "p_cue_after": float(cue >= b),
        "p_cue_is_hook": float(cue == hook),
        "p_cue_between": float(low <= cue < high),
        "p_cue_place": cues.index(cue),
        "p_cue_behind": _place(_BEHIND_CUE, article.words[cue + 1] if cue + 1 < len(article.words) else ""),
        "p_cue_subject": float(mention in subjects),
        "p_cue_others": float(len(subjects) > (mention in subjects)),
        "p_cue_passive": float(any(article.deps[i] in _PASSIVE for i in article.children[cue])),
    }


_NO_CUE = dict.fromkeys(
    (
        "p_cue p_cue_tag p_cue_dep p_cue_tokens p_cue_after p_cue_is_hook p_cue_between p_cue_place p_cue_behind "
        "p_cue_subject p_cue_others p_cue_passive"
    ).split(),
    -1.0,
)


def _names() -> tuple[str, ...]:
    """The names of the columns, read off a sentence, so that they cannot part from the code that computes them."""
    doc = Doc(
        Vocab(),
        ["Roe", "said", "“", "no", "”"],
        tags=["NNP", "VBD", "``", "UH", "''"],
        heads=[1, 1, 1, 1, 1],
        deps=["nsubj", "ROOT", "punct", "intj", "punct"],
    )
    unknown = Strengths({}, {}, {}, {}, dict.fromkeys(("cue", "source", "before", "after"), 0.0))
    article = Article(doc, doc.text, find_stretches(doc.text), unknown)
    return ("candidate", *_stretch(article, 0), *_mention(article, 0), *_pairs(article, Counts(article), 0, [0]))


#: The names of the columns of :meth:`Features.rows`.
NAMES = _names()
#: The columns that are alike for all candidates of a stretch, and the others.
OF_STRETCH = frozenset(n for n, name in enumerate(NAMES) if name.startswith("q_"))
OF_PAIR = frozenset(range(len(NAMES))) - OF_STRETCH
