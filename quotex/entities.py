"""Which proper names of an article are one bearer's: *Matthew Miller* and *Miller*, *KCNA* and what it stands for.

=====================  ======================================================================
one bearer             example
=====================  ======================================================================
full names             *John Q. Public*, *John Public*; but *Roe Jr.* is not *Roe*
a single word          *Miller*; *Choe* for *Choe Son Hui*; *Mrs. Roe* is not *Bill Roe*
acronyms               *KCNA* for *Korean Central News Agency*
short forms            *the Bank* for *Bank of England*; *Acme* for *Acme Company*
=====================  ======================================================================
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from attrs import define, field
from spacy.tokens import Span

from quotex.lexicon import words
from quotex.names import Name
from quotex.nouns import Gender, bare, gender_of_name, gender_of_noun, is_organization, is_person
from quotex.phrases import text_at
from quotex.records import SpeakerKind
from quotex.short_forms import keys, short_forms

_INITIAL = re.compile(r"[A-Z]\.")
#: What an entity label says of a name, and how sure that is.
_LABELS: dict[str, tuple[SpeakerKind, float]] = {
    "PERSON": ("person", 1), "ORG": ("organization", 1), "GPE": ("organization", 1.2), "LOC": ("organization", 0.5),
    "FAC": ("organization", 0.5), "NORP": ("group", 1), "WORK_OF_ART": ("document", 0.7), "LAW": ("document", 1),
}  # fmt: skip
#: Marks between a name and what is said of its bearer.
_SET_OFF = (",", "–", "—", "(")
#: How strong the evidence of a kind is that needs no entity label.
_SURE = 1.5
#: How many full names of a bearer are looked at.
_FEW = 20
#: A full name that stands at most so many tokens before a single word speaks for it.
_NEAR = 60
#: How well a surname alone stands for its bearer.
_SURNAME = 2.0
#: Misspelt surnames: how many letters they have at least, and how alike the two spellings are (Ratcliff and Obershelp).
_LONG_ENOUGH, _NEARLY_ALIKE = 5, 0.8
#: How many persons who share a word, or surnames that share a letter, are looked at: no article has more of them.
_NAMESAKES = 20

Form = tuple[str, ...]


@define(eq=False)
class Entity:
    """One bearer of names, or one person, group or thing that the article only describes."""

    names: list[Name] = field(factory=list)
    kind: SpeakerKind = "unknown"
    gender: Gender = ""
    descriptions: list[Span] = field(factory=list)

    @functools.cached_property
    def is_place(self) -> bool:
        """Whether the labels of its names say that it is a country, a town or the like."""
        nouns = [name.span.root for name in self.names[:_FEW]]
        places = sum(noun.ent_type_ in ("GPE", "LOC") and not is_organization(noun.lower_) for noun in nouns)
        return 2 * places > len(nouns)

    @property
    def fullest(self) -> Name | None:
        """The fullest form of the name: in running text rather than in a heading, the first of several."""
        return max(self.names, key=lambda n: (len(n.words), not n.heading, -n.span.start), default=None)


def entities(names: Sequence[Name]) -> list[Entity]:
    """The bearers of the names of an article, in the order in which they are first named."""
    names = _plausible(names)
    kinds = _kinds(names)
    persons = [name for name in names if kinds[name.words] == "person"]
    others = [name for name in names if kinds[name.words] != "person"]
    found = [*_persons(persons), *_organizations(others, kinds)]
    for entity in found:
        entity.names.sort(key=lambda name: name.span.start)
    return sorted(found, key=lambda entity: entity.names[0].span.start)


def _plausible(names: Sequence[Name]) -> list[Name]:
    """Names without bare titles (*the President*) and without headings that run on (*Roe Speech*).

    *Mr. King* stays, and *King* where the article has a *Jane King*.
    """
    surnames = {_surname(name.words) for name in names if len(name.words) > 1}
    single = {name.words[0] for name in names if len(name.words) == 1}
    text = {name.words for name in names if not name.heading}

    def holds(name: Name) -> bool:
        if len(name.words) > 1:
            return not name.heading or name.words in text or name.words[0] not in single
        if name.title in words("honorifics") or name.words[0] not in words("titles"):
            return True
        return name.words[0] in surnames and name.span[0].ent_type_ == "PERSON"

    return [name for name in names if holds(name)]


def _surname(form: Form) -> str:
    """The last word of a name that is no suffix."""
    return _without_suffix(form)[-1]


def _without_suffix(form: Form) -> Form:
    while len(form) > 1 and form[-1] in words("suffixes"):
        form = form[:-1]
    return form


# -- kinds


def _kinds(names: Sequence[Name]) -> dict[Form, SpeakerKind]:
    """What each form names: by the evidence of all places where it stands."""
    votes, counts, places = _votes(names), Counter[Form](), Counter[Form]()
    for name in names:
        counts[name.words] += 1
        places[name.words] += name.span[-1].ent_type_ == "GPE"
    kinds: dict[Form, SpeakerKind] = {
        form: max(votes[form], key=votes[form].__getitem__, default="organization") for form in counts
    }
    surnames: set[str] = set()
    full: dict[str, int] = {}  # the first word and the surname of a person -> where the full name stands first
    for name in names:
        if len(name.words) > 1 and kinds[name.words] == "person":
            for word in (name.words[0], _surname(name.words)):
                full.setdefault(word, name.span.start)
            surnames.add(_surname(name.words))
    for name in names:
        word = name.words[0]
        place = 2 * places[name.words] > counts[name.words]
        known = len(name.words) == 1 and word in full and not is_organization(word)
        if known and (not place or (word in surnames and full[word] < name.span.start)):
            kinds[name.words] = "person"  # Miller, where Matthew Miller is a person
        elif len(name.words) == 1 and name.span.root.tag_ == "NNPS" and word.removesuffix("s") in full:
            kinds[name.words] = "group"  # the Millers
    return kinds


def _votes(names: Iterable[Name]) -> Mapping[Form, Counter[SpeakerKind]]:
    votes: defaultdict[Form, Counter[SpeakerKind]] = defaultdict(Counter)
    for name in names:
        for kind, weight in _evidence(name):
            votes[name.words][kind] += weight  # type: ignore[assignment]  # typeshed counts in whole numbers
    return votes


def telling_words(names: Sequence[Name]) -> set[int]:
    """The words (``orth``) of names that tell their kind by themselves or by what stands beside them."""
    sure = set()
    for form, kinds in _votes(names := _plausible(names)).items():
        (_, most), *others = kinds.most_common()
        if most >= _SURE and (not others or others[0][1] <= most / 3):
            sure.add(form)
    return {token.orth for name in names if name.words in sure for token in name.span}


def _evidence(name: Name) -> Iterator[tuple[SpeakerKind, float]]:
    """What speaks for a kind at one place where a name stands."""
    doc, span, form = name.span.doc, name.span, name.words
    before, many = text_at(doc, span.start - 1), len(form) > 1
    told = gender_of_name(form[0])
    organized = is_organization(form[-1]) or (bool({"of", "for", "&"} & set(form)) and any(map(is_organization, form)))
    if span[-1].ent_type_ in _LABELS:
        yield _LABELS[span[-1].ent_type_]
    elif span[-1].ent_iob_ == "O" and not many:
        yield "organization", 0.35  # a recognizer rarely misses a person
    if organized:
        yield "organization", 2.0  # Springfield Transit Authority, Bank of England
    after = bare(text_at(doc, span.end))
    if is_person(after) and doc[span.end].tag_ == "NN" and after not in words("relations") | words("retinue"):
        yield "organization", 1.5  # Acme founder Jane Roe; but Roe spokesman Tom Poe
    if before == "the":
        yield "organization", 1.0
    if name.acronym:
        yield "organization", 0.7
    if (name.title and not organized) or (span.start and doc[span.start - 1].tag_ == "NN" and is_person(bare(before))):
        yield "person", 2.5  # Sen. Roe, spokesman Roe; but the General Assembly
    if told and not (many and is_organization(form[-1])):
        yield "person", 1.5 if many else 0.5  # Jane Roe
    if many and (form[-1] in words("suffixes") or _INITIAL.fullmatch(span[1].text)):
        yield "person", 2.0  # John Q. Public, Roe Jr.
    if text_at(doc, span.end) == "," and text_at(doc, span.end + 1).isdigit() and len(doc[span.end + 1]) < 4:
        yield "person", 2.0  # Roe, 43,
    if text_at(doc, span.end + (text_at(doc, span.end) in _SET_OFF)) == "who":
        yield "person", 1.0  # Roe, who
    if many and not organized and not span[-1].ent_type_ and any(token.dep_ == "nsubj" for token in span):
        yield "person", 0.6  # Choe Son Hui arrived
    if not name.heading and name.roles:
        yield "person", 2.0


# -- persons


@define(eq=False)
class _Bearer:
    """A person while names are gathered: how often they were named so far, and where first."""

    entity: Entity
    first: int
    told: Counter[Gender] = field(factory=Counter)
    count: int = 0
    acts: bool = False  # is a subject somewhere

    def add(self, name: Name) -> None:
        self.entity.names.append(name)
        self.count += 1
        self.acts = self.acts or any(token.dep_ == "nsubj" for token in name.span)
        self.first = min(self.first, name.span.start)
        for gender, weight in _told(name):
            self.told[gender] += weight
        self.entity.gender = max(self.told, key=self.told.__getitem__, default="")


def _told(name: Name) -> Iterator[tuple[Gender, int]]:
    """What tells a bearer's gender at one place: the form of address, the first name, the noun before."""
    before = name.span.doc[name.span.start - 1] if name.span.start else None
    told: list[tuple[Gender, int]] = [(gender_of_noun(name.title), 3)]
    if len(name.words) > 1:
        told.append((gender_of_name(name.words[0]), 1))
    if before is not None and before.tag_ == "NN":
        told.append((gender_of_noun(before.lower_), 2))
    return ((gender, weight) for gender, weight in told if gender)


def _persons(names: Sequence[Name]) -> list[Entity]:
    """Full names first, the fullest first; then each single word joins the bearer it fits best, or stands alone."""
    full = _full_names(sorted({name.words for name in names if len(name.words) > 1}, key=lambda f: (-len(f), f)))
    bearers = list(dict.fromkeys(full.values()))
    for name in names:
        if name.words in full:
            full[name.words].add(name)
    by_word: defaultdict[str, list[tuple[float, _Bearer]]] = defaultdict(list)
    for form, bearer in full.items():
        for word in dict.fromkeys(form):
            by_word[word].append((_fit_of_word(word, form), bearer))
    surnames: defaultdict[str, list[str]] = defaultdict(list)
    for surname in sorted({_surname(form) for form in full}):
        surnames[surname[0]].append(surname)
    single = [name for name in names if name.words not in full]
    for name in sorted(single, key=lambda name: not gender_of_noun(name.title)):  # Mrs. Roe tells more than Roe
        word = name.words[0]
        known = word if word in by_word else _misspelt(word, surnames[word[0]][:_NAMESAKES])
        choices = [(_fit(name, fit, bearer), bearer) for fit, bearer in by_word[known][:_NAMESAKES]]
        fit, best = max(choices, key=lambda choice: choice[0], default=(-1.0, None))
        if best is None or fit < 0:
            best = _Bearer(Entity(kind="person"), name.span.start)
            bearers.append(best)
            by_word[word].append((_SURNAME, best))
        best.add(name)
    return [bearer.entity for bearer in bearers]


def _misspelt(word: str, surnames: Collection[str]) -> str:
    """The one of some surnames that an unknown word is a slip of, *McLenny* for *McClenney*; else the word."""
    near = get_close_matches(word, surnames, cutoff=_NEARLY_ALIKE) if len(word) >= _LONG_ENOUGH else []
    return near[0] if len(near) == 1 else word


def _full_names(forms: Sequence[Form]) -> dict[Form, _Bearer]:
    """The bearer of each full name; a form that may be short for a fuller one is the same person's."""
    bearers: dict[Form, _Bearer] = {}
    by_surname: defaultdict[str, list[Form]] = defaultdict(list)
    for form in forms:
        namesakes = by_surname[_surname(form)][:_NAMESAKES]
        fuller = next((f for f in namesakes if _same_person(form, f)), None)
        bearers[form] = bearers[fuller] if fuller else _Bearer(Entity(kind="person"), 10**9)
        by_surname[_surname(form)].append(form)
    return bearers


def _same_person(form: Form, fuller: Form) -> bool:
    """Whether two names of one surname may be one person's: *John Q. Public*, *John Public*, *J. Public*."""
    short, long = _without_suffix(form), _without_suffix(fuller)
    if short == long:
        return False  # they differ in the suffix: father and son
    first, other = short[0], long[0]
    initial = 1 in (len(first), len(other)) and first[0] == other[0]
    return set(short) <= set(long) or first == other or initial


def _fit_of_word(word: str, form: Form) -> float:
    """How well a word alone stands for a full name; family names come first in *Choe Son Hui*."""
    if word == _surname(form):
        return _SURNAME
    if word == form[0]:
        return 1.0 if gender_of_name(word) else 1.5
    return 0.5


def _fit(name: Name, fit: float, bearer: _Bearer) -> float:
    """How well a single word fits a bearer; below zero where the form of address tells another gender."""
    told = gender_of_noun(name.title)
    if told and bearer.entity.gender not in ("", told):
        return -1.0
    start = name.span.start
    near = any(0 <= start - n.span.start < _NEAR for n in bearer.entity.names[:_FEW] if len(n.words) > 1)
    return fit + 0.8 * math.log1p(bearer.count) + 1.0 * (bearer.first < start) + 0.5 * near + 0.3 * bearer.acts


# -- organizations


def _organizations(names: Sequence[Name], kinds: dict[Form, SpeakerKind]) -> list[Entity]:
    """One entity a form, shorter forms joined to the fullest one that they stand for."""
    by_form: dict[Form, Entity] = {}
    first: dict[Form, Name] = {}
    for name in names:
        by_form.setdefault(name.words, Entity(kind=kinds[name.words])).names.append(name)
        first.setdefault(name.words, name)
    forms = sorted(by_form, key=lambda form: (-len(form), form))
    fuller = short_forms([first[form] for form in forms])
    joined = {form: [form] for form in forms}  # the forms whose names went to one
    for form in reversed(forms):
        candidates = (f for key in keys(first[form]) for f in fuller[key])
        long = next((f for f in candidates if len(f) > len(form) and by_form[f] is not by_form[form]), None)
        if long is not None:
            by_form[long].names += by_form[form].names
            by_form.update(dict.fromkeys(joined[form], by_form[long]))
            joined[long] += joined[form]
    return list(dict.fromkeys(by_form.values()))
