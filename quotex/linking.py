"""Link quotations to their sources: score every candidate mention, decide, and join stretches into utterances."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from spacy.tokens import Span

from quotex.article import Article
from quotex.features import Features
from quotex.layouts import stated_sources
from quotex.mentions import mention_span
from quotex.quotations import Stretch
from quotex.ranker import Ranker
from quotex.records import QuotationKind

#: A word weaker than this is no cue (the strength of a word that introduces quotations now and then).
_WEAKEST_CUE = 0.1
#: Probability of a candidate that a stretch does not see, when the stretches of a run are taken together.
_FLOOR = 1e-3
#: A stretch has a source of its own, whatever run it stands in, from this probability on.
_CLEAR = 0.5
#: How sure a source is that the layout or the end of an unclosed quotation states.
_STATED = 0.97


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
    mention: Span
    cue: int
    probability: float


def link(article: Article, ranker: Ranker) -> list[Link]:
    """The quotations of an article that have a source, in the order of the text."""
    stretches = article.stretches
    stated = stated_sources(article)
    candidates = [[] if k in stated else article.candidates(k) for k in range(len(stretches))]
    shares = _shares(article, ranker, candidates)
    for k in range(len(stretches)):
        if (head := article.source_within(k)) is not None:
            candidates[k], shares[k] = [head], np.array([1 - _STATED, _STATED])
    choices: list[_Choice] = []
    for run in _runs(stretches, stated):
        if run[0] in stated:
            choices += [_Choice(stretches[k], stated[run[0]], -1, _STATED) for k in run]
            continue
        for part in _parted(run, candidates, shares):
            if best := decide(part, candidates, shares):
                choices += [_choice(article, k, *best) for k in part]
    return [_as_link(article, utterance) for utterance in _utterances(article, choices)]


def _shares(article: Article, ranker: Ranker, candidates: Sequence[Sequence[int]]) -> list[NDArray[np.float64]]:
    """For each stretch the probability that it has no source, then those of its candidates."""
    shares: list[NDArray[np.float64]] = [np.ones(1)] * len(candidates)
    ranked = [k for k, heads in enumerate(candidates) if heads]
    rows = Features(article).rows(ranked, [candidates[k] for k in ranked])
    for k, found in zip(ranked, ranker.probabilities(rows), strict=True):
        shares[k] = found
    return shares


def _choice(article: Article, k: int, head: int, probability: float) -> _Choice:
    cue = article.strongest(article.cues_between(k, head), k)
    return _Choice(article.stretches[k], mention_span(article.doc[head]), cue, probability)


def decide(
    run: Sequence[int], candidates: Sequence[Sequence[int]], shares: Sequence[NDArray[np.float64]]
) -> tuple[int, float] | None:
    """The source of a quotation: the head of the mention and its probability; ``None`` where it has none.

    The stretches of a ``run`` are one quotation over paragraphs and decided once: the candidate that they together
    hold likeliest.
    """
    heads = sorted({head for k in run for head in candidates[k]})
    total = np.zeros(1 + len(heads))
    for k in run:
        known = dict(zip(candidates[k], shares[k][1:], strict=True))
        total += np.log([shares[k][0] + _FLOOR, *(known.get(head, 0.0) + _FLOOR for head in heads)])
    best = int(total.argmax())
    odds = np.exp((total - total.max()) / len(run))
    return (heads[best - 1], float(odds[best] / odds.sum())) if best else None


def _runs(stretches: Sequence[Stretch], stated: Mapping[int, Span]) -> list[list[int]]:
    """The stretches of each quotation that runs over paragraphs, by index; a stated source starts a new one."""
    runs: list[list[int]] = []
    last: dict[int, list[int]] = {}  # by depth
    for k, stretch in enumerate(stretches):
        if stretch.continues and stretch.depth in last and k not in stated:
            last[stretch.depth].append(k)
        else:
            last[stretch.depth] = [k]
            runs.append(last[stretch.depth])
    return runs


def _parted(
    run: Sequence[int], candidates: Sequence[Sequence[int]], shares: Sequence[NDArray[np.float64]]
) -> list[list[int]]:
    """A run in parts, where two stretches clearly have sources of their own: an unclosed mark had run them together."""
    parts: list[list[int]] = [[]]
    source = None
    for k in run:
        best = int(shares[k].argmax())
        if best and shares[k][best] >= _CLEAR:
            if source not in (None, candidates[k][best - 1]):
                parts.append([])
            source = candidates[k][best - 1]
        parts[-1].append(k)
    return parts


def _utterances(article: Article, choices: Iterable[_Choice]) -> list[list[_Choice]]:
    utterances: list[list[_Choice]] = []
    last: dict[int, list[_Choice]] = {}  # by depth: a nested quotation does not end the one around it
    for choice in sorted(choices, key=lambda choice: (choice.stretch.start, -choice.stretch.end)):
        depth = choice.stretch.depth
        if depth in last and _goes_on(article, last[depth][-1], choice):
            last[depth].append(choice)
        else:
            last[depth] = [choice]
            utterances.append(last[depth])
    return utterances


def _goes_on(article: Article, last: _Choice, choice: _Choice) -> bool:
    """Whether ``choice`` is the same utterance: it runs on, or follows in the paragraph without a cue of its own."""
    if last.mention.start != choice.mention.start:
        return False
    if choice.stretch.continues:
        return True
    between = article.text[last.stretch.end : choice.stretch.start]
    if last.cue != choice.cue or "\n" in between or kind_of(article.text, last.stretch) != "direct":
        return False
    return _is_interrupted(article.text, last.stretch, choice.stretch) or (
        kind_of(article.text, choice.stretch) == "direct" and not _tells_more(article, last.stretch, choice.stretch)
    )


def _is_interrupted(text: str, last: Stretch, stretch: Stretch) -> bool:
    """Whether a clause goes on behind the words that interrupt it: *“If they come,” Roe said, “we stay.”*"""
    between = text[last.end : stretch.start].rstrip()
    first = next((c for c in text[stretch.start : stretch.end] if c.isalnum()), "")
    return between.endswith(",") and first.islower() and text[last.start : last.end - 1].rstrip().endswith((",", "—"))


def _tells_more(article: Article, last: Stretch, stretch: Stretch) -> bool:
    """Whether more than one sentence stands between two stretches: what follows may be somebody else's answer."""
    start, end = bisect_left(article.start, last.end), bisect_left(article.start, stretch.start)
    return len({article.sentence[i] for i in range(start, end) if article.words[i][0].isalnum()}) > 1


def kind_of(text: str, stretch: Stretch) -> QuotationKind:
    """``direct`` where the quoted words stand as a clause or sentence of their own, else ``mixed``."""
    before = text[max(0, stretch.start - 3) : stretch.start].rstrip(" \t")
    first = next((c for c in text[stretch.start : stretch.end] if c.isalnum()), "")
    opens = not before or not (before[-1].isalnum() or before[-1] in "'’)%")
    return "direct" if opens and (first.isupper() or first.isdigit() or before[-1:] in ("", "\n", ":")) else "mixed"


def _as_link(article: Article, utterance: Sequence[_Choice]) -> Link:
    first = utterance[0]
    cue = first.cue
    return Link(
        spans=tuple((choice.stretch.start, choice.stretch.end) for choice in utterance),
        kind=kind_of(article.text, first.stretch),
        mention=first.mention,
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
