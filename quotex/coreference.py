"""Whom pronouns and descriptions refer to: *he*, *the embassy*, *Ukraine's spy chief*.

The article is read once from its start. Each name, description and pronoun outside quotations becomes a place where an
entity stands; a pronoun or a description takes the entity that scores best among those that stand before it. The scores
are weighted sums of a few features of the two; the weights are learned (:mod:`quotex.coreference_training`).
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from importlib import resources
from typing import TypeAlias

from attrs import define
from spacy.tokens import Doc, Span, Token

from quotex.entities import Entity
from quotex.lexicon import nationalities, words
from quotex.mentions import is_mention, mention_span
from quotex.names import Name
from quotex.nouns import (
    Gender, are_people, bare, gender_of_noun, is_document, is_organization, is_person, singular,
)  # fmt: skip
from quotex.records import SpeakerKind
from quotex.roles import OF_PRONOUNS, Role, described_role, roles_beside

GENDER: Mapping[str, Gender] = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
}  # fmt: skip
_NEUTER = frozenset({"it", "its", "itself"})
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_SPEECH = frozenset(
    "say says said tell tells told add adds added write writes wrote ask asks asked explain explains explained argue "
    "argues argued tweet tweets tweeted call calls called warn warns warned".split()
)
#: The models of the weights: *he* and *she*, the same as subjects of speech, *it*, *they*, and descriptions.
MODELS = ("he", "he says", "it", "they", "person", "thing")
#: How many places back an antecedent is looked for.
_REACH = 40


@define(eq=False)
class Place:
    """Where an entity stands: token, sentence and paragraph, and what it does there."""

    at: int
    entity: Entity
    sentence: int
    paragraph: int
    subject: bool
    speaks: bool
    pronoun: str
    possessive: bool
    first: bool
    governor: int
    main: bool
    full: bool
    opens: bool


class Reading:
    """The references of one article: ``referents`` maps the head of a mention to its entity."""

    def __init__(
        self, doc: Doc, found: Sequence[Entity], quoted: Collection[int], wanted: Collection[int] = (),
        weights: Mapping[str, Mapping[str, float]] | None = None,
    ) -> None:  # fmt: skip
        """Read a tagged and parsed Doc.

        Args:
            doc: the article.
            found: the bearers of its names.
            quoted: indices of the tokens inside quotations.
            wanted: heads of mentions that are resolved wherever they stand.
            weights: of the features, where not the library's own.
        """
        self.doc, self.quoted, self.wanted = doc, quoted, wanted
        self.weights = weights or load_weights()
        self.places: list[Place] = []
        self.referents: dict[int, Entity] = {}
        self.roles: dict[int, list[Role]] = {}  # by id of the entity
        self.leading: dict[int, Entity] = {}  # what stands in the role right before a name
        self._of_places: dict[str, Entity] = {}
        self.entities = list(found)
        self.bearers = {name.span.start: (name, entity) for entity in found for name in entity.names}
        self._ending = {name.span.end: entity for entity in found for name in entity.names}
        self._counts: dict[int, int] = {}
        self._last_source: Entity | None = None
        self._sentence, self._paragraph = _running(doc)
        self._first_named = {id(e): e.names[0].span.start for e in found}
        self._state_roles(found)
        self._later = self._by_role_head(found)
        self._read()

    # -- before reading: what stands beside the names

    def _state_roles(self, found: Iterable[Entity]) -> None:
        for entity in found:
            for name in entity.names:
                for i in range(name.span.start, name.span.end):
                    self.referents[i] = entity
                if entity.kind == "person" and not name.heading:
                    self._state(entity, roles_beside(name.span), name.span.start)

    def _state(self, entity: Entity, roles: Iterable[Role], before: int = -1) -> None:
        """Note the roles of a person; their nouns refer to the person."""
        for role in roles:
            self.roles.setdefault(id(entity), []).append(role)
            for token in role.span:
                if role.span.end == before:
                    self.leading[token.i] = entity
                if token.i == role.at or (token.tag_ == "NN" and is_person(bare(token.text))):
                    self.referents.setdefault(token.i, entity)

    def referent(self, mention: Span) -> Entity | None:
        """The entity that a mention refers to; one that broke off before the name, *Roe & Co. lawyer*, to the name's."""
        at = mention.root.i
        return self.leading.get(at) or self.referents.get(at)

    def _by_role_head(self, found: Iterable[Entity]) -> dict[str, list[Entity]]:
        heads: dict[str, list[Entity]] = {}
        for entity in found:
            for role in self.roles.get(id(entity), ()):
                if entity not in heads.setdefault(alike(role.head), []):
                    heads[alike(role.head)].append(entity)
        return heads

    # -- reading

    def _read(self) -> None:
        for token in self.doc:
            i = token.i
            if i in self.quoted and i not in self.wanted:
                continue
            if i in self.bearers:
                name, entity = self.bearers[i]
                if not name.heading:
                    self._put(name.span.root, entity, len(name.words) > 1)
            elif i in self.referents:
                continue
            elif token.lower_ in GENDER or token.lower_ in _NEUTER or token.lower_ in _PLURAL:
                antecedent = self._antecedent(token)
                if antecedent is not None:
                    self.referents[i] = antecedent
                    self._put(token, antecedent)
                    if antecedent.kind == "person" and i not in self.quoted:
                        self._state(antecedent, roles_beside(self.doc[i : i + 1], OF_PRONOUNS))
            elif token.tag_ == "WP" and token.dep_ in _SUBJECTS:
                head = next((a for a in token.ancestors if a.dep_ in ("relcl", "ccomp")), None)
                if head is not None and head.head.i in self.referents:
                    self.referents[i] = self.referents[head.head.i]
            elif token.tag_.startswith("NN") and is_mention(token):
                same = self.referents.get(_stated_of(token))
                if same is not None and same.kind == kind_of_noun(token):
                    self.referents[i] = same
                    if same.kind != "person":
                        self._remember(same, mention_span(token), bare(token.text))
                else:
                    self._describe(token)

    def _put(self, token: Token, entity: Entity, full: bool = False) -> None:
        if token.i in self.quoted:
            return
        subject = token.dep_ in _SUBJECTS
        pronoun = token.lower_ if token.tag_ in ("PRP", "PRP$") else ""
        first = not self.places or self.places[-1].sentence != self._sentence[token.i]
        self.places.append(
            Place(
                token.i, entity, self._sentence[token.i], self._paragraph[token.i], subject,
                subject and token.head.lower_ in _SPEECH, pronoun, token.dep_ == "poss", first,
                token.head.i, subject and token.head.dep_ == "ROOT", full,
                subject and (not self.places or self.places[-1].paragraph != self._paragraph[token.i]),
            )  # fmt: skip
        )
        self._counts[id(entity)] = self._counts.get(id(entity), 0) + 1
        if token.i in self.wanted or self.places[-1].speaks:
            self._last_source = entity

    # -- choosing

    def choose(self, token: Token, model: str, rows: Sequence[Candidate]) -> Entity | None:
        """The entity that a pronoun or description refers to; ``None`` where it is none that was read so far."""
        weights = self.weights[model]
        scores = [sum(weights.get(name, 0.0) * value for name, value in features.items()) for _, features in rows]
        return rows[max(range(len(rows)), key=lambda n: (scores[n], -n))][0]

    def agrees(self, pronoun: str, entity: Entity) -> bool:
        """Whether a pronoun may refer to an entity, by kind, number and gender."""
        return _agrees(pronoun, entity)

    def _last_places(self, agrees: Callable[[Entity], bool]) -> list[Place]:
        """Where each entity that agrees stands last, the nearest first."""
        last: dict[int, Place] = {}
        for place in reversed(self.places[-_REACH:]):
            if id(place.entity) not in last and agrees(place.entity):
                last[id(place.entity)] = place
        return list(last.values())

    # -- pronouns

    def _antecedent(self, token: Token) -> Entity | None:
        word = token.lower_
        order = self._last_places(lambda entity: self.agrees(word, entity))
        subjects = [sum(p.subject for p in order[:n]) for n in range(len(order))]
        rows: list[Candidate] = [(p.entity, self._features(token, p, rank, subjects[rank])) for rank, p in enumerate(order)]
        says = token.i in self.wanted or (token.dep_ in _SUBJECTS and token.head.lower_ in _SPEECH)
        model = ("he says" if says else "he") if word in GENDER else "it" if word in _NEUTER else "they"
        none: list[Candidate] = [(None, {"none": 1.0})] if token.i not in self.wanted or not rows else []
        return self.choose(token, model, [*none, *rows])

    def _features(self, token: Token, place: Place, rank: int, subjects: int = 0) -> dict[str, float]:
        entity, told = place.entity, GENDER.get(token.lower_, "")
        sentences = self._sentence[token.i] - place.sentence
        paragraphs = self._paragraph[token.i] - place.paragraph
        subject = token.dep_ in _SUBJECTS
        return {
            "rank": float(min(rank, 5)),
            "nearest": float(rank == 0),
            "same sentence": float(sentences == 0),
            "sentences": math.log1p(sentences),
            "paragraphs": math.log1p(paragraphs),
            "tokens": math.log1p(token.i - place.at),
            "subject": float(place.subject),
            "main subject": float(place.main),
            "nearest subject": float(place.subject and subjects == 0),
            "subject of this sentence": float(place.subject and sentences == 0),
            "subject of last sentence": float(place.subject and sentences == 1),
            "opens this paragraph": float(place.opens and paragraphs == 0),
            "opens last paragraph": float(place.opens and paragraphs == 1),
            "full name": float(place.full),
            "full name, subject": float(place.full and place.subject),
            "full name near": float(place.full and sentences <= 1),
            "pronoun here": float(bool(place.pronoun) and sentences == 0),
            "pronoun before": float(bool(place.pronoun) and paragraphs > 0),
            "same governor": float(place.governor == token.head.i and not place.possessive and token.dep_ != "poss"),
            "object": float(token.doc[place.at].dep_ == "dobj"),
            "in phrase": float(token.doc[place.at].dep_ == "pobj"),
            "one paragraph": float(paragraphs == 1),
            "both subjects": float(place.subject and subject),
            "speaks": float(place.speaks),
            "source here": float(place.at in self.wanted),
            "last source": float(entity is self._last_source),
            "both speak": float(place.speaks and subject and token.head.lower_ in _SPEECH),
            "possessive": float(place.possessive),
            "first of sentence": float(place.first),
            "pronoun": float(bool(place.pronoun)),
            "named": float(bool(entity.names)),
            "gender known": float(bool(told) and entity.gender == told),
            "count": math.log1p(self._counts.get(id(entity), 0)),
            "person": float(entity.kind == "person"),
            "organization": float(entity.kind == "organization"),
            "group": float(entity.kind == "group"),
            "document": float(entity.kind == "document"),
        }

    # -- descriptions

    def _describe(self, head: Token) -> None:
        noun = bare(head.text)
        kind = kind_of_noun(head)
        if kind == "unknown" and head.i not in self.wanted:
            return
        span = mention_span(head)
        named = self._named_beside(span, head, kind)
        entity = named or self._of_place(span, head) or self._described(span, head, noun)
        if entity is None:
            entity = Entity(kind=kind, gender=gender_of_noun(noun) if kind == "person" else "")
            self.entities.append(entity)
        if not (named and entity.kind == "organization" and kind == "person"):
            self._remember(entity, span, noun)
        if entity.kind == "person" and not entity.names:
            entity.names += _assumed_names(span)
        self.referents[head.i] = entity
        self._put(head, entity)

    def _remember(self, entity: Entity, span: Span, noun: str) -> None:
        entity.descriptions.append(span)
        role = described_role(span)
        if role is not None:
            self.roles.setdefault(id(entity), []).append(role)

    def _named_beside(self, span: Span, head: Token, kind: str) -> Entity | None:
        """The entity whose name stands right behind a description: *the agency KCNA*, *a witness, Jane Roe,*."""
        for at in (head.i + 1, span.end):
            if at in self.bearers:
                entity = self.bearers[at][1]
                if entity.kind == kind:
                    return entity
        behind = self.doc[span.end].text if span.end < len(self.doc) else "."
        if span.start and self.doc[span.start - 1].text == "," and behind in (",", "."):
            ended = self._ending.get(span.start - 1)  # KRNA, the state news agency,
            if ended is not None and ended.kind == kind != "person":
                return ended
        if span.end + 1 < len(self.doc) and behind == "," and span.end + 1 in self.bearers:
            name, entity = self.bearers[span.end + 1]
            if entity.kind == kind and any(t.dep_ == "appos" and t.head.i == head.i for t in name.span):
                return entity
        return None

    def _of_place(self, span: Span, head: Token) -> Entity | None:
        """The organization that a place and its noun name: *Springfield police*, *Russia's foreign ministry*."""
        noun = singular(head.lower_)
        before = span[: head.i - span.start]
        place = noun in words("place_organizations") and any(
            t.text[0].isupper() and (t.ent_type_ in ("GPE", "NORP") or t.lower_ in nationalities()) for t in before
        )
        owner = noun in words("owned_organizations") and len(before) and self.referents.get(before[-1].i)
        if not place and not (owner and owner.kind == "person"):
            return None
        name = span[1:] if span[0].tag_ == "DT" else span
        entity = self._of_places.get(name.text.lower())
        if entity is None:
            kind: SpeakerKind = "group" if head.tag_ == "NNS" else "organization"
            entity = self._of_places[name.text.lower()] = Entity(kind=kind)
            self.entities.append(entity)
        entity.names.append(Name(name, tuple(name.text.lower().split())))
        return entity

    def _described(self, span: Span, head: Token, noun: str) -> Entity | None:
        """The entity that a definite description refers to."""
        first = span[0]
        possessed = any(t.tag_ in ("POS", "PRP$") for t in span[: head.i - span.start])
        if not (first.lower_ in ("the", "this", "that", "police") or possessed or (head.text[0].isupper() and head.tag_ == "NNP")):
            return None
        kind = kind_of_noun(head)
        told = gender_of_noun(noun)

        def agrees(entity: Entity) -> bool:
            return _same_kind(entity.kind, kind) and not (told and entity.gender and told != entity.gender)

        order = self._last_places(agrees)
        read = {id(place.entity) for place in order}
        modifiers = {t.lower_ for t in span if t.i != head.i and t.tag_[:2] in ("NN", "JJ", "CD")}
        rows: list[Candidate] = [
            (p.entity, {**self._features(head, p, rank), **self._likeness(p.entity, noun, modifiers, possessed)})
            for rank, p in enumerate(order)
        ]
        rows += [
            (entity, {"not yet named": 1.0, **self._likeness(entity, noun, modifiers, possessed)})
            for entity in self._later.get(alike(noun), ()) if id(entity) not in read and agrees(entity)
        ]  # fmt: skip
        features = {"none": 1.0, "none possessed": float(possessed), "none title": float(noun in words("titles"))}
        complete = span.end > head.i + 1 or first.lower_ != "the"  # the head of the agency: it needs no antecedent
        none: list[Candidate] = [(None, features)] if complete or head.i not in self.wanted or not rows else []
        if head.i not in self.wanted:  # whoever is quoted has been introduced; others need the same noun
            generic = noun in words("generic_organizations") and first.lower_ == "the"
            rows = rows if generic else [(entity, features) for entity, features in rows if features["same noun"]]
        return self.choose(head, "person" if kind == "person" else "thing", [*none, *rows]) if rows else None

    def _likeness(self, entity: Entity, noun: str, modifiers: set[str], possessed: bool) -> dict[str, float]:
        """How much of a description an entity is known by."""
        known = self.roles.get(id(entity), ())
        said = {t.lower_ for role in known for t in role.span} | {w for n in entity.names for w in n.words}
        same = noun in {alike(role.head) for role in known} or alike(noun) in {alike(role.head) for role in known}
        in_name = entity.kind != "person" and any(noun in n.words for n in entity.names)
        described = any(bare(d.root.text) == noun for d in entity.descriptions)
        return {
            "same noun": float(same or in_name or described),
            "noun of name": float(in_name),
            "described so": float(described),
            "other noun": float(bool(known) and not same),
            "shared modifiers": float(min(2, len(modifiers & said))),
            "new modifiers": float(min(3, len(modifiers - said))),
            "possessed": float(possessed),
            "title": float(noun in words("titles")),
        }


Candidate: TypeAlias = "tuple[Entity | None, dict[str, float]]"
_ALIKE = {
    "sen": "senator", "gov": "governor", "rep": "congressman", "representative": "congressman", "gen": "general",
    "congresswoman": "congressman", "lawmaker": "congressman", "col": "colonel", "capt": "captain", "sgt": "sergeant",
    "lt": "lieutenant", "dr": "doctor", "prof": "professor", "physician": "doctor", "attorney": "lawyer",
    "chairwoman": "chairman", "chair": "chairman", "spokeswoman": "spokesman", "spokesperson": "spokesman",
    "adm": "admiral", "cmdr": "commander", "premier": "minister", "candidate": "nominee", "ceo": "executive",
}  # fmt: skip


def alike(noun: str) -> str:
    """One noun for several that say the same: *sen*, *senator*."""
    return _ALIKE.get(noun, noun)


def _same_kind(kind: str, other: str) -> bool:
    loose = ("organization", "group")
    return kind == other or (kind in loose and other in loose)


_ASSUMED = re.compile(
    r"(?:go(?:es|ing)? by|went by|known (?:\w+ )?as|identified (?:himself |herself |themselves )?(?:only |just )?(?:as|by)"
    r"|asked to be (?:called|identified as)|nicknamed|called|named)(?: (?:only|the|a|his|her|first|last|nick|name|nickname))*"
    r" [“‘\"']?(?P<name>[A-Z][\w-]*(?: [A-Z][\w-]*){0,2})"
)


def _assumed_names(span: Span) -> list[Name]:
    """The name that a person without another goes by: *a man who goes by the name “Shorty”*."""
    doc, sentence = span.doc, span.root.sent
    clause = doc.text[span.end_char : min(sentence.end_char, span.end_char + 80)]
    found = _ASSUMED.search(clause)
    if not found or not re.match(r"\W*(?:who|that|known|identified|nicknamed|called|named|going)\b", clause):
        return []
    name = doc.char_span(
        span.end_char + found.start("name"), span.end_char + found.end("name"), alignment_mode="contract"
    )
    if name is not None and name[-1].text == ".":
        name = name[:-1]
    return [Name(name, tuple(name.text.lower().split()))] if name else []


def _stated_of(token: Token) -> int:
    """Whom a noun is said of, by the index of its token: *Roe is a nurse*, *KRNA, the agency,*; -1 for nobody."""
    if token.dep_ == "attr":
        return next((t.i for t in token.head.lefts if t.dep_ in _SUBJECTS), -1)
    return token.head.i if token.dep_ == "appos" and token.head.i < token.i else -1


def _agrees(word: str, entity: Entity) -> bool:
    if word in GENDER:
        return entity.kind == "person" and entity.gender in ("", GENDER[word])
    if word in _NEUTER:
        return entity.kind in ("organization", "document", "unknown")
    return entity.kind in ("group", "organization", "unknown")


def kind_of_noun(head: Token) -> str:
    """What a description describes, by its noun."""
    noun = bare(head.text)
    if head.tag_ in ("NNS", "NNPS") or noun in words("group_nouns"):
        return "group" if are_people(noun) else "document" if is_document(noun) else "organization" if is_organization(noun) else "unknown"
    if is_document(noun):
        return "document"
    if is_organization(noun):
        return "organization"
    return "person" if is_person(noun) else "unknown"


def _running(doc: Doc) -> tuple[list[int], list[int]]:
    """For each token the number of its sentence and of its paragraph."""
    sentences, paragraphs = [], []
    sentence = paragraph = 0
    broken = False
    for token in doc:
        sentence += bool(token.is_sent_start) and token.i > 0
        if broken and not token.is_space:
            paragraph += 1
            broken = False
        broken = broken or "\n" in token.text_with_ws
        sentences.append(sentence)
        paragraphs.append(paragraph)
    return sentences, paragraphs


@functools.cache
def load_weights() -> Mapping[str, Mapping[str, float]]:
    """The learned weights of the features, for *he* and *she* and for *it* and *they*."""
    text = resources.files("quotex").joinpath("model", "coreference.json").read_text("utf-8")
    weights: Mapping[str, Mapping[str, float]] = json.loads(text)
    return weights
