"""What the ranker looks at: numbers that describe a stretch, a candidate mention, and how the two lie to each other.

Categories are places in a list (a tree cuts between them); -1 stands for what is not there. Words enter only by their
strengths, so that an unseen word reads as the average word does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.vocab import Vocab

from quotex.article import Article
from quotex.marks import CLOSING
from quotex.mentions import NOMINAL
from quotex.pairs import DEPS, TAGS, Pairs, place
from quotex.quotations import find_stretches
from quotex.strengths import Strengths

_NOUN_TAGS = "NNP PRP NN NNS NNPS CD DT WP JJ".split()
_HEAD_DEPS = "ROOT conj ccomp advcl relcl agent prep acl xcomp parataxis pcomp nsubj dobj pobj".split()
_PREPOSITIONS = "by to from of in for with on at as".split()
_PRONOUNS = "he she they it i we you who".split()
_FUNCTION_WORDS = (
    "a an the this that his her their its my our as of for to by in on at with from about and or but is was are were "
    "be not than like who which said"
).split()
_DETERMINERS = "the a an his her their this that some many one".split()
_FIRST = frozenset("i we my our me us mine ours i’m i'm".split())
_SECOND = frozenset("you your yours".split())
_BEHIND_NOUN = (",", "(", ":", "'s", "’s", ".", "—")
_MARKS = "\"“”‘’'`„«»「」『』 "
#: A cut for what may grow without end.
_WIDEST_GAP = 500
_MISSING = -999.0


class Features:
    """The features of the stretches and candidate mentions of one article."""

    def __init__(self, article: Article) -> None:
        """Read an article; what is counted between places in it is counted once."""
        self._article, self._pairs = article, Pairs(article)
        self._mentions: dict[int, list[float]] = {}

    def rows(self, stretches: Sequence[int], mentions: Sequence[Sequence[int]]) -> list[NDArray[np.float32]]:
        """For each of some stretches its rows of features: "no source" first, then one row a candidate mention."""
        if not stretches:
            return []
        sizes = [1 + len(some) for some in mentions]
        starts = np.cumsum([0, *sizes])
        rows = np.full((starts[-1], len(NAMES)), _MISSING, np.float32)
        candidate = np.ones(len(rows), bool)
        candidate[starts[:-1]] = False
        rows[:, 0] = candidate
        of_stretch = [[*_stretch(self._article, k).values()] for k in stretches]
        rows[:, 1 : 1 + len(of_stretch[0])] = np.repeat(of_stretch, sizes, axis=0)
        if candidate.any():
            seen = [k for k, heads in enumerate(mentions) if heads]
            pairs = self._pairs.columns([stretches[k] for k in seen], [mentions[k] for k in seen])
            alone = [self._mention(i) for heads in mentions for i in heads]
            rows[candidate, 1 + len(of_stretch[0]) :] = np.hstack([alone, np.column_stack([*pairs.values()])])
        return np.split(rows, starts[1:-1])

    def _mention(self, i: int) -> list[float]:
        if i not in self._mentions:
            self._mentions[i] = [*_mention(self._article, i).values()]
        return self._mentions[i]


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
        "q_end": place(",.?!;:-—…", body[-1:]),
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
        "q_first_tag": place(TAGS, tags[0] if tags else ""),
        "q_last_tag": place(TAGS, tags[-1] if tags else ""),
    }


def _around(article: Article, k: int) -> dict[str, float]:
    """What stands beside the marks."""
    stretch = article.stretches[k]
    before = article.text[max(0, stretch.start - 40) : stretch.start]
    after = article.text[stretch.end : stretch.end + 40]
    found = {
        "q_before_char": place(",:.;-—(\n", before.rstrip(" ")[-1:]),
        "q_after_char": place(",.;:)—-\n ", after[:1]),
        "q_after_char2": place(",.;:)—-(\n", after.strip(" ")[:1]),
        "q_before_visible": place(',:.;-–—―("“”)?!', before.rstrip()[-1:]),
        "q_after_visible": place(',:.;-–—―("“”)?!', after.lstrip()[:1]),
        "q_par_start": float(before.rstrip(" ")[-1:] in ("", "\n")),
        "q_par_end": float(after.strip(" .,)")[:1] in ("", "\n")),
    }
    here = article.paragraph_of(k)
    for side, i in zip(("before", "after"), article.beside(k), strict=True):
        found |= {
            f"q_{side}_tag": -1 if i is None else place(TAGS, article.tags[i]),
            f"q_{side}_word": -1 if i is None else article.strengths.of(side, article.words[i]),
            f"q_{side}_function": -1 if i is None else place(_FUNCTION_WORDS, article.words[i]),
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
        "c_tag": place(_NOUN_TAGS, tag),
        "c_pronoun": place(_PRONOUNS, word),
        "c_dep": place(DEPS, article.deps[i]),
        "c_head_tag": place(TAGS, article.tags[head]),
        "c_head_dep": place(_HEAD_DEPS, article.deps[head]),
        "c_head_cue": article.cue[head],
        "c_preposition": place(_PREPOSITIONS, article.words[head]) if article.tags[head] in ("IN", "TO") else -1,
        "c_source": article.strengths.of("source", "NNP" if tag.startswith("NNP") else word),
        "c_upper": float(article.doc[i].text[0].isupper()),
        "c_left_name": float(i > 0 and article.tags[i - 1].startswith("NNP")),
        "c_children": len(children),
        "c_appos": float(any(article.deps[j] == "appos" for j in children)),
        "c_relcl": float(any(article.deps[j] in ("relcl", "acl") for j in children)),
        "c_det": place(_DETERMINERS, next(determiners, "")),
        "c_named": article.named[word],
        "c_quoted": article.quoted[word],
        "c_behind": place(_BEHIND_NOUN, behind),
    }


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
    return ("candidate", *_stretch(article, 0), *_mention(article, 0), *Pairs(article).columns([0], [[0]]))


#: The names of the columns of :meth:`Features.rows`.
NAMES = _names()
#: The columns that are alike for all candidates of a stretch, and the others.
OF_STRETCH = frozenset(n for n, name in enumerate(NAMES) if name.startswith("q_"))
OF_PAIR = frozenset(range(len(NAMES))) - OF_STRETCH
