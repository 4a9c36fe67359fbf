"""Whether confidences mean something: how sure attributions were, and how often they were right.

Everything here reads *trials*: pairs of the confidence of an answer and whether it was right.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen


@frozen
class Bin:
    """The attributions of confidences in a range: how many, how sure they are on average, and how many are right."""

    confidences: str
    count: int
    predicted: float
    observed: float


@frozen
class Threshold:
    """The least confidence from which on a share is right, and the share of all sourced segments answered right so."""

    right: float
    min_confidence: float
    kept: float


#: The edges of the bins of a reliability table, narrow where most confidences are, and the precisions people ask for.
_EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
WANTED = (0.95, 0.98)


def reliability(trials: Sequence[tuple[float, bool]]) -> Iterator[Bin]:
    """The table of predicted and observed, a row a bin that is not empty."""
    for low, high in itertools.pairwise(_EDGES):
        inside = [trial for trial in trials if low <= trial[0] < high or trial[0] == high == 1]
        if inside:
            predicted, observed = (sum(values) / len(inside) for values in zip(*inside, strict=True))
            yield Bin(f"{low:.2f}–{high:.2f}", len(inside), predicted, observed)


def threshold(trials: Sequence[tuple[float, bool]], sourced: int, right: float) -> Threshold:
    """From which confidence on a share is right, and how much of ``sourced`` segments that keeps."""
    kept, confidence = surest(trials, right)
    return Threshold(right, confidence, kept / sourced if sourced else 0.0)


def calibration_error(trials: Iterable[tuple[float, bool]]) -> float:
    """Expected calibration error (Naeini et al. 2015) of pairs of confidence and rightness, in ten bins."""
    bins: dict[int, list[float]] = {}
    total = 0
    for confidence, right in trials:
        bins.setdefault(min(9, int(10 * confidence)), []).append(confidence - right)
        total += 1
    return sum(abs(sum(gaps)) for gaps in bins.values()) / total


def surest(trials: Iterable[tuple[float, bool]], wanted: float = 0.95) -> tuple[int, float]:
    """The right ones among the most confident of which so many are right, and the least confidence of those.

    Those of equal confidence are taken together.
    """
    taken = hits = automatic = 0
    least = 1.0
    for confidence, tied in itertools.groupby(sorted(trials, reverse=True), key=lambda trial: trial[0]):
        outcomes = [right for _, right in tied]
        taken, hits = taken + len(outcomes), hits + sum(outcomes)
        if hits >= wanted * taken:
            automatic, least = hits, confidence
    return automatic, least
