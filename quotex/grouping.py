"""The records of an article by speaker."""

from __future__ import annotations

from collections.abc import Iterable

from quotex.records import Attribution, Span, Speaker


def by_speaker(attributions: Iterable[Attribution]) -> list[tuple[Speaker | None, tuple[Attribution, ...]]]:
    """The records of one article, grouped by who speaks; groups and records in the order in which they come.

    Each group is led by the speaker as first quoted. A speaker without a name is told apart by where the article
    describes them, so *a witness* and *another witness* are two. Records without a speaker are one group, led by
    ``None``.

    >>> from quotex.records import Quotation
    >>> def said(mention, start):
    ...     quote = Quotation((Span(start, start + 4, "“No”"),), "direct")
    ...     return Attribution(quote, None, Speaker(mention, name=Span(0, 7, "Ada Roe"), kind="person"), 0.9)
    >>> records = [said(Span(0, 7, "Ada Roe"), 20), said(Span(40, 43, "she"), 50)]
    >>> [(speaker.name.text, len(said)) for speaker, said in by_speaker(records)]
    [('Ada Roe', 2)]
    """
    groups: dict[Span | None, list[Attribution]] = {}
    for attribution in attributions:
        groups.setdefault(_key(attribution.speaker), []).append(attribution)
    return [(group[0].speaker, tuple(group)) for group in groups.values()]


def _key(speaker: Speaker | None) -> Span | None:
    """Where the article says who a speaker is."""
    return None if speaker is None else speaker.name or speaker.role or speaker.mention
