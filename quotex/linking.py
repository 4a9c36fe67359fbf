"""Link quotations to their sources: score every candidate mention, decide, and join stretches into utterances."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from quotex.features import Article, Lexicon
from quotex.mentions import mention_span
from quotex.quotations import Stretch, find_stretches
from quotex.ranker import Ranker, load_ranker
from quotex.records import QuotationKind

#: A word weaker than this is no cue (the strength of a word that introduces quotations now and then).
_WEAKEST_CUE = 0.1
_MISSING = -999.0


@frozen(eq=False)
class Link:
    """An utterance (character offsets of its stretches), the mention of its source and the cue between them."""

    spans: tuple[tuple[int, int], ...]
    kind: QuotationKind
    mention: Span
    cue: Span | None
    confidence: float


@frozen(eq=False)
class _Choice:
    stretch: Stretch
    head: int
    cue: int
    probability: float


def link(doc: Doc, ranker: Ranker | None = None) -> list[Link]:
    """The quotations of a tagged and parsed article that have a source, in the order of the text."""
    ranker = ranker or load_ranker()
    stretches = find_stretches(doc.text)
    if not stretches:
        return []
    article = Article(doc, stretches, ranker.lexicon)
    candidates = [article.candidates(k) for k in range(len(stretches))]
    groups = [pair_rows(article, k, heads) for k, heads in enumerate(candidates)]
    chosen = decide(stretches, candidates, ranker.probabilities(groups))
    choices = [
        _Choice(stretches[k], head, article.cue_of(k, head), probability) for k, (head, probability) in chosen.items()
    ]
    return [_as_link(article, utterance) for utterance in _utterances(article, choices)]


def pair_rows(article: Article, k: int, heads: Sequence[int]) -> NDArray[np.float32]:
    """The rows of features of stretch ``k``: "no source" first, then one row a candidate."""
    stretch = list(article.describe_stretch(k).values())
    pairs = article.describe_pairs(k, heads)
    width = len(stretch) + len(CANDIDATE_NAMES) + len(PAIR_NAMES)
    rows = np.full((1 + len(heads), 1 + width), _MISSING, np.float32)
    rows[:, 0] = np.arange(1 + len(heads)) > 0
    rows[:, 1 : 1 + len(stretch)] = stretch
    for n, (head, pair) in enumerate(zip(heads, pairs, strict=True), start=1):
        rows[n, 1 + len(stretch) :] = [*article.candidate[head].values(), *pair.values()]
    return rows


def decide(
    stretches: Sequence[Stretch], candidates: Sequence[Sequence[int]], shares: Sequence[NDArray[np.float64]]
) -> dict[int, tuple[int, float]]:
    """For each stretch that has a source the head of the mention and its probability.

    A quotation that runs over paragraphs is decided once: the candidate that its stretches together hold likeliest.
    """
    chosen: dict[int, tuple[int, float]] = {}
    for run in _runs(stretches):
        heads = sorted({head for k in run for head in candidates[k]})
        total = np.zeros(1 + len(heads))
        for k in run:
            known = dict(zip(candidates[k], shares[k][1:], strict=True))
            total += np.log([shares[k][0] + _FLOOR, *(known.get(head, 0.0) + _FLOOR for head in heads)])
        best = int(total.argmax())
        if best:
            odds = np.exp((total - total.max()) / len(run))
            chosen |= {k: (heads[best - 1], float(odds[best] / odds.sum())) for k in run}
    return chosen


#: Probability of a candidate that a stretch does not see, when the stretches of a run are taken together.
_FLOOR = 1e-3


def _runs(stretches: Sequence[Stretch]) -> list[list[int]]:
    runs: list[list[int]] = []
    for k, stretch in enumerate(stretches):
        if stretch.continues and runs and stretches[runs[-1][0]].depth == stretch.depth:
            runs[-1].append(k)
        else:
            runs.append([k])
    return runs


def _utterances(article: Article, choices: Sequence[_Choice]) -> list[list[_Choice]]:
    utterances: list[list[_Choice]] = []
    for choice in choices:
        if utterances and _goes_on(article, utterances[-1][-1], choice):
            utterances[-1].append(choice)
        else:
            utterances.append([choice])
    return utterances


def _goes_on(article: Article, last: _Choice, choice: _Choice) -> bool:
    """Whether ``choice`` is the same utterance: it runs on, or follows in the paragraph without a cue of its own."""
    if choice.stretch.continues:
        return True
    between = article.text[last.stretch.end : choice.stretch.start]
    return (
        (last.head, last.stretch.depth) == (choice.head, choice.stretch.depth)
        and "\n" not in between
        and last.stretch.end <= article.start[choice.head] < choice.stretch.start
        and kind_of(article.text, last.stretch) == kind_of(article.text, choice.stretch) == "direct"
    )


def kind_of(text: str, stretch: Stretch) -> QuotationKind:
    """``direct`` where the quoted words stand as a clause or sentence of their own, else ``mixed``."""
    before = text[max(0, stretch.start - 3) : stretch.start].rstrip(" \t\xa0")
    first = next((c for c in text[stretch.start : stretch.end] if c.isalnum()), "")
    opens = not before or not (before[-1].isalnum() or before[-1] in "'’)%")
    return "direct" if opens and (first.isupper() or first.isdigit() or before[-1:] in ("", "\n", ":")) else "mixed"


def _as_link(article: Article, utterance: Sequence[_Choice]) -> Link:
    first = utterance[0]
    cue = first.cue
    return Link(
        spans=tuple((choice.stretch.start, choice.stretch.end) for choice in utterance),
        kind=kind_of(article.text, first.stretch),
        mention=mention_span(article.doc[first.head]),
        cue=_cue_span(article, cue) if cue >= 0 and article.cue[cue] >= _WEAKEST_CUE else None,
        confidence=float(np.mean([choice.probability for choice in utterance])),
    )


def _cue_span(article: Article, cue: int) -> Span:
    following = article.words[cue + 1 : cue + 2]
    return (
        article.doc[cue : cue + 2]
        if article.words[cue] == "according" and following == ["to"]
        else article.doc[cue : cue + 1]
    )


def _names() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Names of the features, read off a sentence, so that they cannot part from the code that computes them."""
    from spacy.vocab import Vocab

    doc = Doc(
        Vocab(),
        ["Roe", "said", "“", "no", "”"],
        tags=["NNP", "VBD", "``", "UH", "''"],
        heads=[1, 1, 1, 1, 1],
        deps=["nsubj", "ROOT", "punct", "intj", "punct"],
    )
    empty = Lexicon({}, {}, {}, {}, dict.fromkeys(("cue", "source", "before", "after"), 0.0))
    article = Article(doc, find_stretches(doc.text), empty)
    return tuple(article.describe_stretch(0)), tuple(article.candidate[0]), tuple(article.describe_pairs(0, [0])[0])


STRETCH_NAMES, CANDIDATE_NAMES, PAIR_NAMES = _names()
