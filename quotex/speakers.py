"""Whom a mention refers to: name, kind, role and affiliation, from what the whole article says.

A first cut by surname, acronym, description and recency; the speakers of an article are few, and so are its names.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from attrs import field, frozen
from spacy.tokens import Doc, Span

from quotex import records
from quotex.lexicon import words
from quotex.records import Speaker, SpeakerKind
from quotex.roles import affiliation_of, described_role, name_runs, role_of

_PERSONAL = frozenset({"he", "she", "him", "her", "i", "who", "his"})
_PLURAL = frozenset({"they", "we", "them"})


@frozen(eq=False)
class _Names:
    """The proper names of an article, outside quotations, by their last word and in the order of the text."""

    doc: Doc
    spans: list[Span]
    by_word: dict[str, list[Span]]
    labels: dict[int, str] = field(factory=dict)  # token -> label of the entity around it

    def kind(self, name: Span) -> SpeakerKind:
        """What a name names: by its entity label, else by its last word."""
        label = self.labels.get(name.end - 1, "")
        if label == "PERSON":
            return "person"
        if label in ("ORG", "GPE", "NORP", "FAC") or name.root.lower_ in words("organization_nouns"):
            return "organization"
        return "document" if label in ("WORK_OF_ART", "LAW") else "person"


def resolve(doc: Doc, mentions: Sequence[Span], quoted: Sequence[tuple[int, int]]) -> list[Speaker]:
    """The speaker behind each mention.

    Args:
        doc: a tagged and parsed article; entities are used where it has them.
        mentions: noun phrases that quotations were linked to, in the order of the text.
        quoted: character offsets of the quoted stretches; names inside them are not looked at.
    """
    names = _names(doc, quoted)
    return [_speaker(names, mention) for mention in mentions]


def _names(doc: Doc, quoted: Sequence[tuple[int, int]]) -> _Names:
    inside = [False] * (len(doc.text) + 1)
    for start, end in quoted:
        inside[start:end] = [True] * (end - start)
    spans = [run for run in _trimmed(name_runs(doc[:])) if not inside[run.start_char]]
    by_word: dict[str, list[Span]] = {}
    for span in spans:
        for word in {token.lower_ for token in span}:
            by_word.setdefault(word, []).append(span)
    labels = {t.i: t.ent_type_ for t in doc if t.ent_type_} if doc.has_annotation("ENT_IOB") else {}
    return _Names(doc, spans, by_word, labels)


def _trimmed(runs: Sequence[Span]) -> Iterator[Span]:
    """Names without the titles before them."""
    for run in runs:
        start = run.start
        for i in range(run.start, run.end - 1):
            if run.doc[i].lower_.rstrip(".") in words("titles"):
                start = i + 1
        if run.doc[start].text[0].isalnum():
            yield run.doc[start : run.end]


def _speaker(names: _Names, mention: Span) -> Speaker:
    name = _name(names, mention)
    places = [n for n in names.by_word.get(name[-1].lower_, []) if n.text == name.text] if name is not None else []
    kind = names.kind(name) if name is not None else _described_kind(mention)
    role = role_of(names.doc, places) if kind == "person" else None
    if name is None and kind in ("person", "group"):
        role = described_role(mention)
    affiliation = affiliation_of(role) if role is not None else None
    return Speaker(_span(mention), _span_or_none(name), kind, _span_or_none(role), _span_or_none(affiliation))


def _span(span: Span) -> records.Span:
    return records.Span(span.start_char, span.end_char, span.text)


def _span_or_none(span: Span | None) -> records.Span | None:
    return None if span is None else _span(span)


def _name(names: _Names, mention: Span) -> Span | None:
    head = mention.root
    if head.lower_ in _PERSONAL:
        return _last_person(names, mention)
    if head.tag_.startswith("NNP"):
        return _fullest(names, mention)
    return _described(names, mention) if mention[0].lower_ == "the" else None


def _last_person(names: _Names, mention: Span) -> Span | None:
    """The person named last before a pronoun, subjects first."""
    at = bisect_right([n.start for n in names.spans], mention.start)
    near = [n for n in names.spans[max(0, at - 12) : at] if names.kind(n) == "person"]
    subjects = [n for n in near if n.root.dep_ in ("nsubj", "nsubjpass")]
    last = (subjects or near)[-1:]
    return _fullest(names, last[0]) if last else None


def _fullest(names: _Names, mention: Span) -> Span | None:
    """The longest name of the article that the proper name in the mention is a form of."""
    own = [n for n in _trimmed(name_runs(mention)) if n.start <= mention.root.i < n.end] or [mention[-1:]]
    short = own[-1]
    forms = [n for n in names.by_word.get(short[-1].lower_, []) if _is_form(short, n)]
    forms += [n for n in names.by_word.get(short[0].lower_, []) if n.text.startswith(short.text + " ")]
    if len(short) == 1 and short.text.isupper() and 1 < len(short.text) < 8:
        forms += [n for n in names.spans if "".join(t.text[0] for t in n if t.text[0].isupper()) == short.text]
    return max(forms, key=lambda n: (len(n), -n.start), default=short)


def _is_form(short: Span, full: Span) -> bool:
    """Whether the words of a name all stand in a longer one that ends alike."""
    return full[-1].lower_ == short[-1].lower_ and {t.lower_ for t in short} <= {t.lower_ for t in full}


def _described(names: _Names, mention: Span) -> Span | None:
    """The name that holds the noun of a description: *the embassy* for the *Russian Embassy in Pyongyang*."""
    found = [n for n in names.by_word.get(mention.root.lower_, []) if len(n) > 1 and n.start < mention.start]
    return _with_place(found[-1]) if found else None


def _with_place(name: Span) -> Span:
    doc, end = name.doc, name.end
    if end + 1 < len(doc) and doc[end].lower_ in ("in", "of") and doc[end + 1].tag_ == "NNP":
        end += 2
        while end < len(doc) and doc[end].tag_ == "NNP":
            end += 1
    return doc[name.start : end]


def _described_kind(mention: Span) -> SpeakerKind:
    head = mention.root.lower_
    kinds: tuple[tuple[str, SpeakerKind], ...] = (
        ("group_nouns", "group"),
        ("document_nouns", "document"),
        ("organization_nouns", "organization"),
    )
    for table, kind in kinds:
        if head in words(table):
            return kind
    if head in _PLURAL or mention.root.tag_ == "NNS":
        return "group"
    return "unknown" if head == "it" else "person"
