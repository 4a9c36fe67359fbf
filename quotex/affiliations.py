"""The organization, party, team or country that a speaker belongs to, as the article states it.

==================  =================================================================
rule                example
==================  =================================================================
``_behind_noun``    head of *GUR*; the report from *Kotak Securities*; director, *Roe & Co.*
``_before_noun``    *U.S. State Department* spokesman; *Trump campaign* manager
``_said_short``     the company's director, the company being *Tyvak*
``_of_name``        Jane Roe of *Harvard*
``_party_code``     Sen. Ron Wyden *(D-Ore.)*
``_nationality``    *Russian* Foreign Minister: *Russia*, where the article names it
==================  =================================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from spacy.tokens import Doc, Span, Token

from quotex.coreference import Reading
from quotex.entities import Entity
from quotex.lexicon import words
from quotex.nouns import bare, is_organization, is_person
from quotex.roles import Role

_OF = frozenset({"of", "for", "at", "with", "from", "in", "to", "on", "by"})
_PARTY = re.compile(r"(?:[DRI]|Rep|Dem|GOP|Lab|Con|SNP|LD)(?:\s?[-–—]\s?[\w. ]+)?\.?|(?:Republican|Democrat|Independent)")


def affiliation_of(reading: Reading, entity: Entity, roles: Iterable[Role]) -> Span | None:
    """The affiliation of an entity, read off its roles, the best first, and off the places where it is named."""
    roles = list(roles)
    for rule in RULES:
        for span in rule(reading, entity, roles):
            return span
    return None


Rule = Callable[[Reading, Entity, "list[Role]"], Iterator[Span]]


def _behind_noun(reading: Reading, entity: Entity, roles: list[Role]) -> Iterator[Span]:
    for role in roles:
        for token in role.span.doc[role.at + 1 : role.span.end]:
            name = _organization_at(reading, token, entity)
            if name is not None and token.i > role.at:
                yield _within(name, role.at + 1, None)
        end = role.span.end  # director, Roe & Co.
        doc = role.span.doc
        if end + 1 < len(doc) and doc[end].text == "," and entity.kind == "person":
            name = _organization_at(reading, doc[end + 1], entity)
            if name is not None and name.root.ent_type_ != "GPE" and name.root.dep_ not in ("nsubj", "nsubjpass"):
                behind = name.end
                if behind < len(doc) and doc[behind].text in (",", "."):
                    yield name


def _before_noun(reading: Reading, entity: Entity, roles: list[Role]) -> Iterator[Span]:
    for role in roles:
        start = role.span.start
        run: list[Token] = []
        best: list[Token] = []
        for token in role.span.doc[start : role.at + 1]:
            if token.i < role.at and _part_of_name(token, bool(run)):
                run.append(token)
            else:
                best = _trimmed(run) or best
                run = []
        if best:
            span = role.span.doc[best[0].i : best[-1].i + 1]
            bearer = reading.referents.get(best[-1].i)
            if bearer is not None and bearer.kind == "person":
                owned = _owned(span, role.at)
                if owned is not None:
                    yield owned
                continue
            if not all(bare(t.text) in _demonyms() for t in span):
                yield span


def _owned(name: Span, before: int) -> Span | None:
    """What a person gives the name to: *Trump campaign*, *Hillary Clinton's campaign*."""
    doc, i = name.doc, name.end
    while i < before and doc[i].tag_ == "POS":
        i += 1
    while i < before and doc[i].tag_ in ("JJ", "NN") and not bare(doc[i].text) in words("person_organizations"):
        i += 1
    return doc[name.start : i + 1] if i < before and bare(doc[i].text) in words("person_organizations") else None


def _said_short(reading: Reading, entity: Entity, roles: list[Role]) -> Iterator[Span]:
    for role in roles:
        for token in role.span:
            other = reading.referents.get(token.i)
            if token.i != role.at and other not in (None, entity) and is_organization(bare(token.text)):
                if other is not None and other.kind == "organization" and other.fullest:
                    yield other.fullest.span


def _of_name(reading: Reading, entity: Entity, roles: list[Role]) -> Iterator[Span]:
    for name in entity.names:
        doc, at = name.span.doc, name.span.end
        if entity.kind == "person" and at + 1 < len(doc) and doc[at].lower_ in ("of", "at", "with", "from"):
            first = at + 1 + (doc[at + 1].tag_ == "DT")
            other = _organization_at(reading, doc[first], entity) if first < len(doc) else None
            if other is not None and other.root.ent_type_ not in ("GPE", "LOC"):
                yield other


def _party_code(reading: Reading, entity: Entity, roles: list[Role]) -> Iterator[Span]:
    for name in entity.names:
        doc, at = name.span.doc, name.span.end
        if entity.kind == "person" and at + 2 < len(doc) and doc[at].text == "(":
            close = next((t.i for t in doc[at : at + 8] if t.text == ")"), None)
            if close is not None and _PARTY.fullmatch(doc[at + 1 : close].text):
                yield doc[at + 1 : close]


def _nationality(reading: Reading, entity: Entity, roles: list[Role]) -> Iterator[Span]:
    for role in roles:
        for token in role.span.doc[role.span.start : role.at + 1]:
            country = _demonyms().get(bare(token.text))
            if country and token.text[0].isupper():
                yield next(
                    (n.span for e in reading.entities for n in e.names if " ".join(n.words) == country), None
                ) or token.doc[token.i : token.i + 1]
            if bare(token.text) in words("adjectival_parties") and token.text[0].isupper() and token.i <= role.at:
                yield token.doc[token.i : token.i + 1]


RULES: tuple[Rule, ...] = (_behind_noun, _before_noun, _said_short, _of_name, _party_code, _nationality)


def _demonyms() -> dict[str, str]:
    pairs = (pair.split(":") for pair in words("nationalities"))
    return {adjective: country for adjective, country in pairs}


def _organization_at(reading: Reading, token: Token, entity: Entity) -> Span | None:
    """The name of an organization or place that starts at a token."""
    if token.i not in reading.bearers:
        return None
    name, bearer = reading.bearers[token.i]
    return name.span if bearer is not entity and bearer.kind != "person" else None


def _within(name: Span, start: int, end: int | None) -> Span:
    return name.doc[max(name.start, start) : name.end if end is None else min(name.end, end)]


def _part_of_name(token: Token, inside: bool) -> bool:
    if token.tag_.startswith("NNP") or (token.text[0].isupper() and token.tag_ in ("JJ", "NN") and token.i and not token.is_sent_start):
        return True
    return inside and (token.lower_ in ("of", "and", "&", "-", "for") and token.i + 1 < len(token.doc) and token.nbor(1).tag_.startswith("NNP"))


def _trimmed(run: list[Token]) -> list[Token]:
    """A run of capitals without the words of the title: *White House* of *White House Press Secretary*."""
    skipped = words("title_modifiers") | words("titles") | words("adjectival_parties") | words("name_prefixes")
    while run and bare(run[-1].text) in skipped:
        run = run[:-1]
    while run and (bare(run[0].text) in skipped - words("adjectival_parties")):
        run = run[1:]
    return run
