"""The organization, party, team or country that a speaker belongs to, as the article states it.

Each rule reads one role of the speaker, the surest first:

==================  =================================================================
rule                example
==================  =================================================================
``_seat``           Jane Roe, *Republican of Iowa*
``_behind_noun``    head of *GUR*; a report from *Poe Securities*
``_issuer``         a complaint filed by *Vermont*
``_next_to_role``   Jane Roe, director, *Roe & Co.*, said
``_before_noun``    *U.S. State Department* spokesman; *Roe campaign* manager
``_said_short``     the company's director, where the company is *Acme*
``_people``         *Russian* Foreign Minister: *Russia*, where the article names it
==================  =================================================================

The places where the speaker is named are read as well: the party code (Sen. Ron Wyden, *D-Ore.*) before any role, and
Jane Roe of *Harvard* after.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from quotex.coreference import Reading
from quotex.entities import Entity
from quotex.lexicon import pairs, words
from quotex.nouns import bare, is_organization
from quotex.phrases import text_at
from quotex.roles import Role

#: How well a preposition tells the organization that somebody works for.
_PREPOSITIONS = {
    "at": 2.0,
    "with": 1.5,
    "for": 1.2,
    "of": 1.0,
    "from": 1.0,
    "in": 0.5,
    "by": 0.5,
    "behind": 0.5,
    "on": 0.3,
    "to": 0.3,
}
_PARTY = re.compile(r"(?:[DRI]|Rep|Dem|GOP|Lab|Con|SNP|LD)(?:\s?[-–—]\s?[\w. ]+)?\.?|Republican|Democrat|Independent")
#: How far behind a name a party code ends, in tokens.
_LONGEST_CODE = 8

Rule = Callable[[Reading, Entity, Role], Iterator[Span]]


def affiliation_of(reading: Reading, entity: Entity, roles: Sequence[Role]) -> Span | None:
    """The affiliation of a speaker; ``None`` where the article states none."""
    stated = (span for role in roles for rule in RULES for span in rule(reading, entity, role) if not _is_common(span))
    strong = next(stated, None)
    if entity.kind != "person":
        return strong or next(_country(reading, entity), None)
    return next(_party_code(entity), None) or strong or next(_of_name(reading, entity, roles), None)


# -- the rules


def _behind_noun(reading: Reading, entity: Entity, role: Role) -> Iterator[Span]:
    doc = role.span.doc
    found: list[tuple[float, int, Span]] = []
    for token in doc[role.at + 1 : role.span.end]:
        name = _whole(_organization_at(reading, token, entity), role.span.end)
        if name is not None and (role.head in words("offices") or not _is_place(name)):
            sure = any(t.ent_type_ == "ORG" or is_organization(t.lower_) for t in name)
            found.append((_PREPOSITIONS.get(_preposition(doc, token.i, role.at), 0.0) + sure, -token.i, name))
        for owned in _owned(doc[token.i : token.i + 1], role.span.end) if token.i in reading.bearers else ():
            found.append((1.0, -token.i, owned))
    if found:
        yield max(found, key=lambda f: f[:2])[2]


def _whole(name: Span | None, end: int) -> Span | None:
    """A name that is the noun of its phrase: not *Paris* in *Paris agreement*; *Roe Motors company* is taken whole."""
    if name is None or name.end >= end or name.doc[name.end].tag_ not in ("NN", "NNS"):
        return name
    return (
        name.doc[name.start : name.end + 1]
        if is_organization(name.doc[name.end].lower_) and not _is_place(name)
        else None
    )


def _preposition(doc: Doc, at: int, floor: int) -> str:
    """The preposition before the noun phrase that holds token ``at``."""
    k = at - 1
    while k > floor and doc[k].tag_ in ("DT", "JJ", "NN", "PRP$"):
        k -= 1
    return doc[k].lower_


def _seat(reading: Reading, entity: Entity, role: Role) -> Iterator[Span]:
    if role.head in words("parties"):
        yield role.span[role.at - role.span.start :]


def _issuer(reading: Reading, entity: Entity, role: Role) -> Iterator[Span]:
    doc, at = role.span.doc, role.span.end
    if entity.kind != "document" or at + 2 >= len(doc):
        return
    at += doc[at].tag_ == "VBN"
    if doc[at].lower_ in ("by", "from", "of"):
        for token in doc[at + 1 : at + 4]:
            name = _organization_at(reading, token, entity)
            if name is not None:
                yield name
                return


def _next_to_role(reading: Reading, entity: Entity, role: Role) -> Iterator[Span]:
    doc, end = role.span.doc, role.span.end
    if entity.kind == "person" and end + 1 < len(doc) and doc[end].text == "," and role.behind_name:
        name = _organization_at(reading, doc[end + 1], entity)
        behind = doc[name.end].text if name is not None and name.end < len(doc) else "."
        if name is not None and behind in (",", ".") and doc[name.start].ent_type_ not in ("GPE", "PERSON"):
            yield name


def _before_noun(reading: Reading, entity: Entity, role: Role) -> Iterator[Span]:
    names = [role.span.doc[run[0].i : run[-1].i + 1] for run in _capitals(role)]
    for name in sorted(names, key=_is_place):  # Amnesty's Asia director
        if text_at(role.span.doc, name.end) == "-":
            continue  # Roe-era official
        if role.head in words("relations") and any(t.tag_ == "POS" for t in role.span.doc[name.end : role.at]):
            continue  # the Democratic nominee's daughter
        bearer = reading.referents.get(name[-1].i)
        if bearer is not None and bearer.kind == "person" and name[-1].tag_ != "NNPS":
            yield from _owned(name, role.at)
        elif not _is_people(name) and not (_is_place(name) and role.head not in words("offices")):
            yield name


def _owned(name: Span, before: int) -> Iterator[Span]:
    """What a person gives the name to: *Roe campaign*, *Jane Roe's campaign*."""
    doc = name.doc
    for i in range(name.end, min(before, name.end + 4)):
        if bare(doc[i].text) in words("person_organizations"):
            yield doc[name.start : i + 1]
            return


def _said_short(reading: Reading, entity: Entity, role: Role) -> Iterator[Span]:
    for token in role.span:
        other = reading.referents.get(token.i)
        if token.i != role.at and other is not None and other is not entity and is_organization(bare(token.text)):
            full = other.fullest
            if other.kind == "organization" and full is not None:
                yield full.span


def _people(reading: Reading, entity: Entity, role: Role) -> Iterator[Span]:
    if entity.kind == "person" and (role.head not in words("offices") or role.head in words("sports")):
        return
    for token in role.span.doc[role.span.start : role.at]:
        word = bare(token.text)
        if token.text[0].isupper() and word in words("adjectival_parties"):
            yield token.doc[token.i : token.i + 1]
        if token.text[0].isupper() and word in pairs("nationalities"):
            yield _country_of(reading, token)


RULES: tuple[Rule, ...] = (_seat, _behind_noun, _issuer, _next_to_role, _before_noun, _said_short, _people)


def _country(reading: Reading, entity: Entity) -> Iterator[Span]:
    """Whose an organization is: *France's* foreign ministry, the *French* foreign ministry."""
    for name in entity.names:
        doc, start = name.span.doc, name.span.start
        for token in name.span if name.span[-1].text.islower() else ():
            if token.lower_ in pairs("nationalities"):
                yield _country_of(reading, token)
            if token.tag_ == "POS":
                yield doc[start : token.i]
        if start > 1 and doc[start - 1].tag_ == "POS":
            owner, bearer = reading.ending.get(start - 1, (None, None))
            if owner is not None and bearer is not None and bearer.is_place:
                yield owner.span


def _country_of(reading: Reading, token: Token) -> Span:
    """The name of a people's country, where the article has it, else the adjective."""
    country = pairs("nationalities")[bare(token.text)]
    named = reading.by_form.get(country)
    return named.span if named else token.doc[token.i : token.i + 1]


def _party_code(entity: Entity) -> Iterator[Span]:
    for name in entity.names:
        doc, at = name.span.doc, name.span.end
        if at + 1 >= len(doc) or doc[at].text not in ("(", ","):
            continue
        closing = (")",) if doc[at].text == "(" else (",", ")")
        close = next((t.i for t in doc[at + 1 : at + _LONGEST_CODE] if t.text in closing), None)
        if close is not None and _PARTY.fullmatch(doc[at + 1 : close].text):
            yield doc[at + 1 : close]


def _of_name(reading: Reading, entity: Entity, roles: Sequence[Role]) -> Iterator[Span]:
    seated = any(role.head in words("offices") for role in roles)  # Senator Jane Roe of Ohio
    for name in entity.names:
        doc, at = name.span.doc, name.span.end
        at += at < len(doc) and doc[at].text == ","
        if at + 1 < len(doc) and doc[at].lower_ == "of" and not name.heading:
            first = at + 1 + (doc[at + 1].tag_ == "DT")
            other = _organization_at(reading, doc[first], entity) if first < len(doc) else None
            if other is not None and (seated or not _is_place(other)):
                yield other


# -- what stands in a role


def _organization_at(reading: Reading, token: Token, entity: Entity) -> Span | None:
    """The name of an organization or place that starts at a token."""
    if token.i not in reading.bearers:
        return None
    name, bearer = reading.bearers[token.i]
    return name.span if bearer is not entity and bearer.kind != "person" else None


def _capitals(role: Role) -> Iterator[list[Token]]:
    """The stretches of capitals before the noun of a role, without words of the title, the last first."""
    runs: list[list[Token]] = [[]]
    for token in role.span.doc[role.span.start : role.at]:
        if _is_capital(token) or (runs[-1] and _joins(token, role.at)):
            runs[-1].append(token)
        elif runs[-1]:
            runs.append([])
    yield from filter(None, (_without_title(run) for run in reversed(runs)))


def _is_capital(token: Token) -> bool:
    return token.text[0].isupper() and token.tag_ in ("NNP", "NNPS", "NN", "JJ", "NNS")


def _joins(token: Token, before: int) -> bool:
    if token.tag_ == "POS" and token.i + 1 < before and is_organization(token.nbor(1).lower_):
        return token.nbor(1).text[0].isupper()  # St. Brendan's Hospital
    if token.lower_ not in ("of", "and", "&", "-", "for") or token.i + 1 >= before:
        return False
    return token.nbor(1).text[0].isupper()


def _without_title(run: list[Token]) -> list[Token]:
    """*White House* of *White House Press Secretary*."""
    title = words("title_modifiers") | words("titles") | words("name_prefixes") | words("adjectival_parties")
    while run and (bare(run[-1].text) in title or not run[-1].text[0].isalnum()):
        run = run[:-1]
    if run and bare(run[0].text) == "chief":
        return []  # Chief Product Officer
    if all(token.tag_ == "JJ" or bare(token.text) in title | words("portfolios") for token in run):
        return []  # Chief Financial Officer, Energy minister
    while run and (
        bare(run[0].text) in words("name_prefixes") - words("adjectival_parties") or bare(run[0].text) in _RANKS
    ):
        run = run[1:]
    return run


_RANKS = frozenset({"senior", "top", "longtime", "veteran", "principal", "lead"})


def _is_common(name: Span) -> bool:
    """Whether a capital is all that makes a noun a name: *Police* Chief."""
    return len(name) == 1 and name.text.lower() in words("generic_organizations") | {"police"}


def _is_people(name: Span) -> bool:
    people = pairs("nationalities").keys() | words("adjectival_parties")
    return all(bare(token.text) in people for token in name if token.text[0].isalnum())


def _is_place(name: Span) -> bool:
    return name[-1].ent_type_ in ("GPE", "LOC") and not any(is_organization(token.lower_) for token in name)
