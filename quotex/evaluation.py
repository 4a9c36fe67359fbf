"""How right the attributions are: figures against an annotated corpus.

A corpus is JSONL (gzip accepted), one article a line, ``{"id", "text", …}`` with character offsets, in either form:

* attribution relations: ``"attributions": [{"source": [[start, end], …], "cue": […], "content": […]}]``;
* speakers: ``"quotes": [{"span": [start, end], "attributed": bool, "mention": [start, end] | null, "speaker": key |
  null}]`` and ``"speakers": {key: {"name", "aliases", "kind", "roles", "affiliations"}}``.

The unit is the segment: one stretch of text between double quotation marks, each paragraph of a quotation that runs on
for itself. An attribution answers for a segment when its spans cover at least half of it; of several the one that
covers most, then the tightest. An attribution without a speaker answers nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from quotex.agreement import GoldSpeaker, Offsets, covered, same_affiliation, same_mention, same_name, same_role
from quotex.annotated import read_annotated
from quotex.documents import read_jsonl
from quotex.records import Attribution, Span, Speaker, from_dict
from quotex.reliability import WANTED, Bin, Threshold, calibration_error, reliability, surest, threshold

# -- the gold


@frozen
class Segment:
    """A quoted segment, whether it is somebody's words, and then whose."""

    span: Offsets
    attributed: bool
    sources: tuple[Offsets, ...] = ()
    speaker: GoldSpeaker | None = None


@frozen
class Article:
    """An annotated article; ``knows_speakers`` tells the form of its corpus."""

    id: str
    text: str
    segments: tuple[Segment, ...]
    knows_speakers: bool


def read_corpus(path: Path) -> list[Article]:
    """The articles of a corpus in either form, or in one that :mod:`quotex.annotated` reads so.

    Raises:
        OSError: where the file cannot be read.
        ValueError: where a line is no article of a corpus; the message names file and line.
    """
    return [_article(place, plain) for place, plain in read_annotated(path)]


def read_predictions(path: Path) -> dict[str, list[Attribution]]:
    """The attributions of each document by its id, as ``quotex extract --format jsonl`` writes them.

    Raises:
        OSError: where the file cannot be read.
        ValueError: where a line is no such document; the message names file and line.
    """
    found = {}
    for place, plain in read_jsonl(path):
        try:
            found[plain["id"]] = [from_dict(attribution) for attribution in plain["attributions"]]
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{place}: not a line that quotex extract wrote ({error!r})") from error
    return found


def _article(place: str, plain: Any) -> Article:
    try:
        text, spans = plain["text"], quoted_segments(plain["text"])
        if "quotes" in plain:
            quotes, speakers = plain["quotes"], plain["speakers"]
            return Article(plain["id"], text, tuple(_from_quotes(span, quotes, speakers) for span in spans), True)
        relations = plain["attributions"]
        return Article(plain["id"], text, tuple(_from_relations(span, relations) for span in spans), False)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{place}: not an article of a corpus ({error!r})") from error


def _from_relations(span: Offsets, relations: Sequence[Mapping[str, Any]]) -> Segment:
    """The segment as the relation that covers most of it has it, where it covers half."""
    shares = [covered(span, _offsets(relation["content"])) for relation in relations]
    most = max(shares, default=0)
    if 2 * most < span[1] - span[0]:
        return Segment(span, attributed=False)
    return Segment(span, attributed=True, sources=_offsets(relations[shares.index(most)]["source"]))


def _from_quotes(
    span: Offsets, quotes: Sequence[Mapping[str, Any]], speakers: Mapping[str, Mapping[str, Any]]
) -> Segment:
    """The segment as the quote that covers most of it has it."""
    shares = [covered(span, _offsets([quote["span"]])) for quote in quotes]
    most = max(shares, default=0)
    quote = quotes[shares.index(most)] if most else None
    if quote is None or not quote["attributed"]:
        return Segment(span, attributed=False)
    sources = _offsets([quote["mention"]] if quote["mention"] else [])
    speaker = speakers.get(quote["speaker"]) if quote["speaker"] else None
    return Segment(span, attributed=True, sources=sources, speaker=_gold_speaker(speaker) if speaker else None)


def _gold_speaker(plain: Mapping[str, Any]) -> GoldSpeaker:
    aliases, roles, affiliations = (tuple(plain[key]) for key in ("aliases", "roles", "affiliations"))
    return GoldSpeaker(plain["name"], aliases, _KINDS.get(plain["kind"], plain["kind"]), roles, affiliations)


#: A corpus may tell speakers without a name apart; quotex does so by leaving out the name.
_KINDS = {"unnamed_person": "person", "unnamed_group": "group"}


def _offsets(spans: Iterable[Sequence[int]]) -> tuple[Offsets, ...]:
    return tuple((start, end) for start, end in spans)


def quoted_segments(text: str) -> Iterator[Offsets]:
    """The stretches with a word in them between double quotation marks, marks included.

    An open quotation ends with its paragraph or where another opens. A straight mark behind a digit, with no word
    behind it, is an inch and opens nothing.
    """
    return ((start, end) for start, end in _between_marks(text) if re.search(r"\w", text[start:end]))


def _between_marks(text: str) -> Iterator[Offsets]:
    opened: int | None = None
    for mark in re.finditer(r'["“”]|\n|\Z', text):
        at, kind = mark.start(), mark.group()
        if opened is not None:
            yield opened, mark.end() if kind in '"”' and kind else at
            opened = at if kind == "“" else None
        elif kind == "“" or (kind == '"' and not _is_inch(text, at)):
            opened = at


def _is_inch(text: str, at: int) -> bool:
    return text[at - 1 : at].isdigit() and not text[at + 1 : at + 2].isalnum()


# -- the answers


@frozen
class Answer:
    """A segment and the attribution, if any, that answers for it."""

    segment: Segment
    speaker: Speaker | None
    confidence: float = 0.0
    right: bool = False  # the mention is the gold source
    exact: bool = False  # a span of the quotation starts and ends with the segment


def answers(article: Article, attributions: Sequence[Attribution]) -> Iterator[Answer]:
    """For each segment of an article the answer that the attributions give."""
    for segment in article.segments:
        attribution = _answering(segment.span, attributions)
        if attribution is None or attribution.speaker is None:
            yield Answer(segment, None)
            continue
        mention = _extent(attribution.speaker.mention)
        right = same_mention(mention, segment.sources, segment.speaker, article.text)
        exact = any(_is_near(_extent(span), segment.span) for span in attribution.quote.spans)
        yield Answer(segment, attribution.speaker, attribution.confidence, right, exact)


def _answering(span: Offsets, attributions: Iterable[Attribution]) -> Attribution | None:
    best, rank = None, (0, 0, False)
    for attribution in attributions:
        spans = [_extent(part) for part in attribution.quote.spans]
        shared = covered(span, spans)
        own = shared, -sum(end - start for start, end in spans), attribution.speaker is not None
        inner = max(1, span[1] - span[0] - 2)  # the marks may be left out
        if 2 * shared >= inner and (best is None or own > rank):
            best, rank = attribution, own
    return best


def _extent(span: Span) -> Offsets:
    return span.start, span.end


def _is_near(span: Offsets, other: Offsets) -> bool:
    return abs(span[0] - other[0]) <= 2 and abs(span[1] - other[1]) <= 2


# -- the figures


@frozen
class Rates:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, hits: int, given: int, wanted: int) -> Rates:
        """The rates of ``hits`` among what was given and what was wanted."""
        precision, recall = _ratio(hits, given), _ratio(hits, wanted)
        return cls(precision, recall, _ratio(2 * precision * recall, precision + recall))


@frozen
class Figures:
    """The figures of a corpus; those of speakers are ``None`` where it does not annotate them.

    ``attribution``: segments whose mention is the gold source. ``detection``: segments that are somebody's words.
    ``unattributed``: segments that are nobody's (titles, terms, ironic quotes) and are left alone.
    ``accuracy_given_detected``: right mentions among the answered segments that have a source. ``boundary``: answered
    segments whose quotation starts and ends within two characters of theirs. ``ece``: expected calibration error of
    the confidences in ten bins. ``auto``: the largest share of the segments with a source that can be answered, most
    confident first, with 95% of them right. The rest are over segments that both sides attribute to a known speaker.
    """

    segments: int
    attribution: Rates
    detection: Rates
    unattributed: Rates
    accuracy_given_detected: float
    boundary: float
    ece: float | None
    auto: float | None
    name: float | None
    name_lenient: float | None
    kind: float | None
    role: Rates | None
    affiliation: Rates | None
    reliability: tuple[Bin, ...] = ()
    thresholds: tuple[Threshold, ...] = ()


def evaluate(articles: Sequence[Article], found: Iterable[Sequence[Attribution]]) -> Figures:
    """The figures of the attributions that were found in each of the articles."""
    every = [a for pair in zip(articles, found, strict=True) for a in answers(*pair)]
    return figures(every, speakers=any(article.knows_speakers for article in articles))


def figures(every: Sequence[Answer], *, speakers: bool) -> Figures:
    """The figures of the answers to every segment of a corpus."""
    answered = [a for a in every if a.speaker is not None]
    attributed = sum(a.segment.attributed for a in every)
    sourced = sum(bool(a.segment.sources) for a in every)
    with_source = sum(bool(a.segment.sources) for a in answered)
    on_nothing = sum(not a.segment.attributed for a in answered)
    right = sum(a.right for a in answered)
    nobodys = len(every) - attributed
    trials = [(a.confidence, a.right) for a in answered if a.segment.sources or not a.segment.attributed]
    known = [(a.speaker, a.segment.speaker) for a in answered if a.speaker and a.segment.speaker]
    return Figures(
        segments=len(every),
        attribution=Rates.of(right, with_source + on_nothing, sourced),
        detection=Rates.of(len(answered) - on_nothing, len(answered), attributed),
        unattributed=Rates.of(nobodys - on_nothing, len(every) - len(answered), nobodys),
        accuracy_given_detected=_ratio(right, with_source),
        boundary=_ratio(sum(a.exact for a in answered), len(answered)),
        ece=calibration_error(trials) if trials else None,
        auto=_ratio(surest(trials)[0], sourced) if trials else None,
        name=_mean(same_name(_text(s.name), gold) for s, gold in known) if speakers else None,
        name_lenient=_mean(same_name(_text(s.name), gold, lenient=True) for s, gold in known) if speakers else None,
        kind=_mean(s.kind == gold.kind for s, gold in known) if speakers else None,
        role=_agreement([(_text(s.role), gold.roles) for s, gold in known], same_role) if speakers else None,
        affiliation=_agreement([(_text(s.affiliation), gold.affiliations) for s, gold in known], same_affiliation)
        if speakers
        else None,
        reliability=tuple(reliability(trials)),
        thresholds=tuple(threshold(trials, sourced, right) for right in WANTED) if trials else (),
    )


def _agreement(pairs: Sequence[tuple[str | None, Sequence[str]]], same: Callable[[str, str], bool]) -> Rates:
    """Rates of what was given against all the ways in which the gold states it."""
    hits = sum(given is not None and any(same(given, gold) for gold in wanted) for given, wanted in pairs)
    return Rates.of(hits, sum(bool(given) for given, _ in pairs), sum(bool(wanted) for _, wanted in pairs))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _mean(outcomes: Iterable[bool]) -> float:
    listed = list(outcomes)
    return _ratio(sum(listed), len(listed))


def _text(span: Span | None) -> str | None:
    return span.text if span else None
