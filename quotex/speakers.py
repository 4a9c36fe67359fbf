"""Whom a mention refers to: name, kind, role and affiliation, from what the whole article says."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span

from quotex import records
from quotex.antecedents import kind_of_noun
from quotex.coreference import Reading
from quotex.entities import Entity, entities
from quotex.lexicon import words
from quotex.names import find_names
from quotex.records import Speaker
from quotex.affiliations import affiliation_of
from quotex.roles import Role, described_role

_PERSONAL = frozenset({"he", "she", "him", "her", "i", "who", "his", "you"})
_PLURAL = frozenset({"they", "we", "them"})


def resolve(doc: Doc, mentions: Sequence[Span], quoted: Sequence[tuple[int, int]]) -> list[Speaker]:
    """The speaker behind each mention.

    Args:
        doc: a tagged and parsed article; entities are used where it has them.
        mentions: noun phrases that quotations were linked to, in the order of the text.
        quoted: character offsets of the quoted stretches.
    """
    inside = {t.i for start, end in quoted for t in _tokens(doc, start, end)}
    found = entities(find_names(doc))
    reading = Reading(doc, found, inside, {mention.root.i for mention in mentions})
    return [_speaker(reading, mention) for mention in mentions]


def _tokens(doc: Doc, start: int, end: int) -> Span:
    span = doc.char_span(start, end, alignment_mode="expand")
    return span if span is not None else doc[0:0]


def _speaker(reading: Reading, mention: Span) -> Speaker:
    entity = reading.referent(mention)
    if entity is None:
        return Speaker(_span(mention), kind=_kind_of_pronoun(mention))
    name = entity.fullest.span if entity.fullest else _place_name(entity)
    roles = _ranked(reading, entity, mention)
    if entity.kind == "organization" and name is not None:
        roles = [role for role in roles if role.head not in name.text.lower().split()]
    role = roles[0] if roles else None
    affiliation = affiliation_of(reading, entity, roles)
    return Speaker(
        _span(mention), _span_or_none(name), entity.kind, _span_or_none(role.span if role else None), _span_or_none(affiliation)
    )


def _place_name(entity: Entity) -> Span | None:
    return None


def _ranked(reading: Reading, entity: Entity, mention: Span) -> list[Role]:
    """The roles of an entity, the surest and most specific first."""
    roles = reading.roles.get(id(entity), [])
    if not roles and not entity.names:
        described = described_role(mention)
        roles = [described] if described is not None else []
    return sorted(roles, key=lambda role: (-_worth(role), role.span.start))


def _worth(role: Role) -> float:
    """How sure and how specific a role is; offices and professions come before circumstances."""
    return role.trust + 0.1 * min(len(role.span), 8) + 0.3 * (role.head in words("offices"))


def _kind_of_pronoun(mention: Span) -> records.SpeakerKind:
    word = mention.root.lower_
    if word in _PERSONAL:
        return "person"
    if word in _PLURAL or mention.root.tag_ == "NNS":
        return "group"
    return kind_of_noun(mention.root)


def _span(span: Span) -> records.Span:
    return records.Span(span.start_char, span.end_char, span.text)


def _span_or_none(span: Span | None) -> records.Span | None:
    return None if span is None else _span(span)
