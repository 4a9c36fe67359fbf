"""Which proper names of an article are one bearer's: *Matthew Miller* and *Miller*, *KCNA* and what it stands for."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from attrs import define, field

from spacy.tokens import Span

from quotex.lexicon import words
from quotex.names import Name
from quotex.nouns import Gender, bare, gender_of_name, gender_of_noun, is_organization, is_person
from quotex.records import SpeakerKind
from quotex.roles import roles_beside

_INITIAL = re.compile(r"[A-Z]\.")
_LABELS: dict[str, tuple[SpeakerKind, float]] = {
    "PERSON": ("person", 1), "ORG": ("organization", 1), "GPE": ("organization", 1.2), "LOC": ("organization", 0.5),
    "FAC": ("organization", 0.5), "NORP": ("group", 1), "WORK_OF_ART": ("document", 0.7), "LAW": ("document", 1),
}  # fmt: skip


@define(eq=False)
class Entity:
    """One bearer of names, or one person, group or thing that the article only describes."""

    names: list[Name] = field(factory=list)
    kind: SpeakerKind = "unknown"
    gender: Gender = ""
    descriptions: list[Span] = field(factory=list)

    @property
    def fullest(self) -> Name | None:
        """The fullest form of the name: in running text rather than in a heading, the first of several."""
        return max(self.names, key=lambda n: (not n.heading or len(n.words) > 1, len(n.words), not n.heading, -n.span.start), default=None)


def entities(names: Sequence[Name]) -> list[Entity]:
    """The bearers of the names of an article, in the order in which they are first named."""
    names = _plausible(names)
    kinds = _kinds(names)
    persons = [n for n in names if kinds[n.words] == "person"]
    found = _persons(persons)
    found += _organizations([n for n in names if kinds[n.words] != "person"], kinds)
    for entity in found:
        entity.names.sort(key=lambda name: name.span.start)
        entity.gender = _gender(entity) if entity.kind == "person" else ""
    return sorted(found, key=lambda entity: entity.names[0].span.start)


def _plausible(names: Sequence[Name]) -> list[Name]:
    """Names without bare titles (*the President*) and without headings that run on (*Obama Speech*).

    *Mr. King* stays, and *King* where the article has a *Jane King*.
    """
    surnames = {name.words[_last(name.words)] for name in names if len(name.words) > 1}
    single = {name.words[0] for name in names if len(name.words) == 1}
    text = {name.words for name in names if not name.heading}

    def holds(name: Name) -> bool:
        if len(name.words) > 1:
            return not name.heading or name.words in text or name.words[0] not in single
        if name.title in words("honorifics") or name.words[0] not in words("titles"):
            return True
        return name.words[0] in surnames and name.span[0].ent_type_ == "PERSON"

    return [name for name in names if holds(name)]


# -- kinds


def _kinds(names: Sequence[Name]) -> dict[tuple[str, ...], SpeakerKind]:
    """What each form names: by the entity labels, titles and nouns of all places where it stands."""
    votes: dict[tuple[str, ...], Counter[SpeakerKind]] = {}
    for name in names:
        votes.setdefault(name.words, Counter()).update(_evidence(name))
    kinds: dict[tuple[str, ...], SpeakerKind] = {
        form: max(vote, key=lambda kind: vote[kind]) if vote else "organization" for form, vote in votes.items()
    }
    first_full = {}  # surname or first word of a person -> where the full name stands first
    for name in names:
        if len(name.words) > 1 and kinds[name.words] == "person":
            for word in (name.words[0], name.words[_last(name.words)]):
                first_full.setdefault(word, name.span.start)
    for name in reversed(names):
        form = name.words
        if len(form) == 1 and form[0] in first_full and not is_organization(form[0]):
            places = sum(n.words == form and n.span[-1].ent_type_ == "GPE" for n in names)
            if first_full[form[0]] < name.span.start or places <= sum(n.words == form for n in names) / 2:
                kinds[form] = "person"  # Miller, where Matthew Miller is a person
    return kinds


def _evidence(name: Name) -> Counter[SpeakerKind]:
    vote: Counter[SpeakerKind] = Counter()
    doc, span = name.span.doc, name.span
    last = span[-1]
    if last.ent_type_ in _LABELS:
        kind, weight = _LABELS[last.ent_type_]
        vote[kind] += weight
    before = doc[span.start - 1] if span.start else None
    if name.title or (before is not None and before.tag_ == "NN" and is_person(bare(before.text))):
        vote["person"] += 2.5
    if len(name.words) > 1 and gender_of_name(name.words[0]) and not is_organization(name.words[-1]):
        vote["person"] += 1.5
    if len(name.words) == 1 and gender_of_name(name.words[0]):
        vote["person"] += 0.5
    if is_organization(name.words[-1]) or any(is_organization(w) for w in name.words if {"of", "for", "&"} & set(name.words)):
        vote["organization"] += 2
    if before is not None and before.lower_ == "the":
        vote["organization"] += 1
    if name.acronym:
        vote["organization"] += 0.7
    if span.end + 1 < len(doc) and doc[span.end].text == "," and doc[span.end + 1].text.isdigit() and len(doc[span.end + 1]) < 4:
        vote["person"] += 2  # Jane Roe, 43,
    if span.end < len(doc) and doc[span.end].lower_ == "who":
        vote["person"] += 1
    if len(name.words) > 1 and (name.words[-1] in words("suffixes") or _INITIAL.fullmatch(span[1].text)):
        vote["person"] += 2  # Vann R. Newkirk II
    if not name.heading and roles_beside(span):
        vote["person"] += 2
    return vote


def _gender(entity: Entity) -> Gender:
    vote: Counter[str] = Counter()
    for name in entity.names:
        told = gender_of_noun(name.title) if name.title else ""
        if told:
            vote[told] += 3
        if len(name.words) > 1:
            vote[gender_of_name(name.words[0])] += 1
        before = name.span.doc[name.span.start - 1] if name.span.start else None
        if before is not None and before.tag_ == "NN":
            vote[gender_of_noun(before.lower_)] += 2
    del vote[""]
    return max(vote, key=lambda gender: vote[gender], default="")  # type: ignore[return-value]


# -- persons


def _persons(names: Sequence[Name]) -> list[Entity]:
    """Full names first, the fullest first; then each shorter form joins the bearer it fits best, or stands alone."""
    found: list[Entity] = []
    full: dict[tuple[str, ...], Entity] = {}
    forms = {n.words for n in names if len(n.words) > 1}
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        full[form] = next((e for f, e in full.items() if _same_person(form, f)), None) or Entity(kind="person")
        if full[form] not in found:
            found.append(full[form])
    for name in names:
        if name.words in full:
            full[name.words].names.append(name)
    counts = {id(e): len(e.names) for e in found}
    by_word: dict[str, list[tuple[float, Entity]]] = {}
    for form, entity in full.items():
        last = _last(form)
        for i, word in enumerate(form):
            fit = 2.0 if i == last else 1.5 if i == 0 and not gender_of_name(form[0]) else 1.0 if i == 0 else 0.5
            by_word.setdefault(word, []).append((fit, entity))
    alone: dict[str, Entity] = {}
    single = [name for name in names if name.words not in full]
    for name in sorted(single, key=lambda name: not _addressed(name)):  # Mrs. Clinton tells more than Clinton
        word = name.words[0]
        choices = by_word.get(word, [])
        fits = [(_fit(name, fit, entity, counts), entity) for fit, entity in choices]
        best = max(fits, key=lambda f: f[0], default=None)
        if best is None or best[0] < 0:
            alone[word] = Entity(kind="person")
            found.append(alone[word])
            by_word.setdefault(word, []).append((2.0, alone[word]))
            best = 0.0, alone[word]
        best[1].names.append(name)
        counts[id(best[1])] = counts.get(id(best[1]), 0) + 1
    return found


def _addressed(name: Name) -> bool:
    return bool(gender_of_noun(name.title)) if name.title else False


def _fit(name: Name, fit: float, entity: Entity, counts: dict[int, int]) -> float:
    """How well a single word fits a bearer; below zero where the form of address tells another gender."""
    told = gender_of_noun(name.title) if name.title else ""
    gender = _gender(entity)
    if told and gender and told != gender:
        return -1.0
    first = min((n.span.start for n in entity.names), default=0)
    before = [n.span.start for n in entity.names if n.span.start <= name.span.start and len(n.words) > 1]
    near = bool(before) and name.span.start - before[-1] < 60
    return fit + 0.8 * math.log1p(counts.get(id(entity), 0)) + 1.0 * (first < name.span.start) + 0.5 * near


def _last(form: Sequence[str]) -> int:
    """Where the surname stands: the last word that is no suffix."""
    last = len(form) - 1
    while last > 0 and form[last] in words("suffixes"):
        last -= 1
    return last


def _same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names may be one person's: *John D. Podesta*, *John Podesta*, *J. Podesta*."""
    short, long = sorted((a[: _last(a) + 1], b[: _last(b) + 1]), key=len)
    if short == long or a[_last(a) + 1 :] != b[_last(b) + 1 :] and short[:-1] == long[:-1]:
        return a[_last(a) + 1 :] == b[_last(b) + 1 :] or short != long
    if short[-1] != long[-1]:
        return False
    return set(short) <= set(long) or _same_first(short[0], long[0])


def _same_first(a: str, b: str) -> bool:
    return a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b))


# -- organizations


def _organizations(names: Sequence[Name], kinds: dict[tuple[str, ...], SpeakerKind]) -> list[Entity]:
    by_form: dict[tuple[str, ...], Entity] = {}
    for name in names:
        entity = by_form.setdefault(name.words, Entity(kind=kinds[name.words]))
        entity.names.append(name)
    forms = sorted(by_form, key=lambda form: (-len(form), form))
    for form in reversed(forms):
        name = by_form[form].names[0]
        longer = next((f for f in forms if len(f) > len(form) and _stands_for(name, by_form[f].names[0])), None)
        if longer is not None and by_form[longer] is not by_form[form]:
            short = by_form[form]
            by_form[longer].names += short.names
            for f in [f for f, e in by_form.items() if e is short]:
                by_form[f] = by_form[longer]
    return list(dict.fromkeys(by_form.values()))


def _stands_for(short: Name, full: Name) -> bool:
    """Whether a name is short for another: *KCNA*, *the Bank*, *Edmunds* for *Edmunds Inc.*"""
    if short.acronym:
        letters = [w[0] for token in full.span if (w := token.text) and w[0].isupper()]
        initials = "".join(letters)
        return short.acronym == initials or (len(short.acronym) >= 3 and short.acronym in initials)
    if short.words[-1:] == full.words[-1:] and len(short.words) > 1 and len(short.span[-1]) <= 5 and short.span[-1].text.isupper():
        return True
    if len(short.words) == 1 and is_organization(short.words[0]):
        return short.words[0] in full.words and short.span[-1].ent_type_ != "GPE"
    label = short.span[-1].ent_type_
    return label == "ORG" and full.words[: len(short.words)] == short.words and is_organization(full.words[-1])
