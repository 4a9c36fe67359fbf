"""Link quotations to their sources."""

from __future__ import annotations

from attrs import frozen
from spacy.tokens import Doc, Span

from quotex.records import QuotationKind


@frozen
class Link:
    """An utterance, the mention of its source, and the cue between them."""

    spans: tuple[tuple[int, int], ...]
    kind: QuotationKind
    mention: Span | None
    cue: Span | None
    confidence: float


def link(doc: Doc) -> list[Link]:
    """Baseline until the ranker is in: the nearest subject that follows or precedes on the line."""
    import re

    links = []
    for m in re.finditer(r'["“][^"“”\n]*["”]', doc.text):
        subjects = [t for t in doc if t.dep_ == "nsubj" and not (m.start() <= t.idx < m.end())]
        best = min(subjects, key=lambda t: abs(t.idx - m.end()), default=None)
        mention = doc[best.left_edge.i : best.i + 1] if best is not None else None
        cue = doc[best.head.i : best.head.i + 1] if best is not None else None
        links.append(Link(((m.start(), m.end()),), "direct", mention, cue, 0.5))
    return links
