"""Whom a mention refers to: name, kind, role and affiliation, from what the whole article says.

The proper names of the article (:mod:`quotex.names`) make its entities (:mod:`quotex.entities`); pronouns and
descriptions are referred to them (:mod:`quotex.coreference`); roles and affiliations are gathered from every place
where the speaker stands (:mod:`quotex.roles`, :mod:`quotex.affiliations`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve
from spacy.tokens import Doc, Span

from quotex import records
from quotex.affiliations import affiliation_of
from quotex.antecedents import PLURAL, kind_of_noun
from quotex.coreference import Reading
from quotex.entities import Entity, entities
from quotex.lexicon import words
from quotex.names import find_names
from quotex.records import Speaker, SpeakerKind
from quotex.roles import Role, described_role

_PERSONAL = frozenset({"he", "she", "him", "her", "his", "i", "me", "who", "you"})
_SOMEONE = frozenset({"one", "someone", "somebody", "another", "anyone", "nobody"})
_FIRST_PLURAL = frozenset({"we", "us"})
#: A role of more words is not more specific.
_SPECIFIC = 8


def resolve(
    doc: Doc,
    mentions: Sequence[Span],
    quoted: Sequence[tuple[int, int]],
    weights: Mapping[str, Mapping[str, float]] | None = None,
) -> list[Speaker]:
    """The speaker behind each mention.

    Args:
        doc: a tagged and parsed article; entity labels are used where it has them.
        mentions: noun phrases that quotations were linked to, in the order of the text.
        quoted: character offsets of the quoted stretches; nobody is introduced inside them.
        weights: for pronouns and descriptions, where not the library's own.
    """
    spans = (doc.char_span(start, end, alignment_mode="expand") for start, end in quoted)
    inside = {i for span in spans if span is not None for i in range(span.start, span.end)}
    reading = Reading(doc, entities(find_names(doc)), inside, {mention.root.i for mention in mentions}, weights)
    known: dict[int, Speaker] = {}
    speakers = []
    for mention in mentions:
        entity = reading.referent(mention)
        if entity is None:
            speakers.append(Speaker(_span(mention), kind=_kind_of_unknown(mention)))
            continue
        if id(entity) not in known:
            known[id(entity)] = _speaker(reading, entity, mention)
        speakers.append(evolve(known[id(entity)], mention=_span(mention)))
    return speakers


def _speaker(reading: Reading, entity: Entity, mention: Span) -> Speaker:
    name, roles = entity.fullest, _roles(reading, entity, mention)
    affiliation = affiliation_of(reading, entity, roles)
    return Speaker(
        _span(mention),
        name=_span(name.span) if name else None,
        kind=entity.kind,
        role=_span(roles[0].span) if roles else None,
        affiliation=_span(affiliation) if affiliation else None,
    )


def _roles(reading: Reading, entity: Entity, mention: Span) -> list[Role]:
    """The roles of an entity, the surest and most specific first; of one without a name, at least its description."""
    roles = reading.roles.get(id(entity), [])
    if not roles and not entity.names:
        described = described_role(mention)
        roles = [described] if described else []
    if entity.kind != "person" and entity.names:  # the embassy is no role of the Russian Embassy
        named = {word for name in entity.names for word in name.words}
        roles = [role for role in roles if role.head not in named]
    return sorted(roles, key=lambda role: (-_worth(role), role.span.start))


def _worth(role: Role) -> float:
    """How sure and how specific a role is; offices and professions come before circumstances."""
    return role.trust + 0.1 * min(len(role.span), _SPECIFIC) + 0.3 * (role.head in words("offices"))


def _kind_of_unknown(mention: Span) -> SpeakerKind:
    word = mention.root.lower_
    if word in _PERSONAL or word in _SOMEONE:
        return "person"
    many = word in PLURAL or word in _FIRST_PLURAL or word in words("group_nouns") or mention.root.tag_ == "NNS"
    return "group" if many else kind_of_noun(mention.root)


def _span(span: Span) -> records.Span:
    """The record of a phrase, without a dash that the tokenizer leaves on its first word."""
    text = span.text.lstrip("-–—―") or span.text
    return records.Span(span.end_char - len(text), span.end_char, text)
