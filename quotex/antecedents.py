"""What speaks for an antecedent: the features of a pronoun or description and an entity that stands before it.

The scores are weighted sums of these features; the weights are learned (:mod:`quotex.coreference_training`), one set a
model, and kept in ``model/coreference.json``.
"""

from __future__ import annotations

import functools
import json
import math
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from attrs import define, field, frozen
from spacy.tokens import Token

from quotex.entities import Entity
from quotex.lexicon import pairs, words
from quotex.mentions import SUBJECTS
from quotex.nouns import Gender, are_people, bare, is_document, is_organization, is_person
from quotex.ranker import LOADED, MODEL
from quotex.records import SpeakerKind
from quotex.roles import Role
from quotex.sealed import read_sealed, seal

GENDER: Mapping[str, Gender] = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
}  # fmt: skip
NEUTER = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
WEIGHTS = "coreference.json"
#: The models of the weights: *he* and *she*, the same as subjects of speech, *it*, *they*, descriptions of persons and
#: of other things.
MODELS = ("he", "he says", "it", "they", "person", "thing")

#: An entity, or ``None`` for "none of those read so far", and its features.
Candidate: TypeAlias = "tuple[Entity | None, dict[str, float]]"


@frozen(eq=False)
class Place:
    """Where an entity stands outside quotations, and how."""

    at: int  # the token
    entity: Entity
    sentence: int
    paragraph: int
    governor: int  # the token that the parse hangs it on
    role: str  # its dependency
    speaks: bool  # it is the subject of a verb of speech
    main: bool  # it is the subject of the main clause
    source: bool  # a quotation was linked to it
    pronoun: bool
    full_name: bool
    first: bool  # of its sentence
    opens: bool  # it is the subject of the first clause of its paragraph

    @property
    def subject(self) -> bool:
        """Whether it is a subject."""
        return self.role in SUBJECTS


def speaks(token: Token) -> bool:
    """Whether a token is the subject of a common verb of speech."""
    return token.dep_ in SUBJECTS and token.head.lower_ in words("speech")


def agrees(pronoun: str, entity: Entity) -> bool:
    """Whether a pronoun may refer to an entity, by kind, number and gender."""
    if pronoun in GENDER:
        return entity.kind == "person" and entity.gender in ("", GENDER[pronoun])
    if pronoun in NEUTER:
        return entity.kind in ("organization", "document", "unknown")
    return entity.kind in ("group", "organization", "unknown")


def same_kind(kind: SpeakerKind, other: SpeakerKind) -> bool:
    """Whether a description of one kind may mean an entity of another: organizations are groups of people as well."""
    loose = ("organization", "group")
    return kind == other or (kind in loose and other in loose)


def kind_of_noun(head: Token) -> SpeakerKind:
    """What a description describes, by its noun."""
    noun = bare(head.text)
    plural = head.tag_ in ("NNS", "NNPS") or noun in words("group_nouns")
    if plural and are_people(noun):
        return "group"
    if is_document(noun):
        return "document"
    if is_organization(noun):
        return "organization"
    return "person" if not plural and is_person(noun) else "unknown"


def alike(noun: str) -> str:
    """One noun for several that say the same: *senator* for *sen*."""
    return pairs("alike").get(noun, noun)


# -- features


def nearness(
    token: Token,
    place: Place,
    rank: int,
    subjects: int,
    sentence: int,
    paragraph: int,
    count: int,
    last_source: bool,
    told_of: bool,
) -> dict[str, float]:
    """How a pronoun or description lies to the last place of an entity.

    Args:
        token: the pronoun, or the noun of the description.
        place: where the entity stands last.
        rank: how many other entities that agree stand nearer.
        subjects: how many of those are subjects there.
        sentence: the number of the token's sentence.
        paragraph: the number of its paragraph.
        count: at how many places the entity stood so far.
        last_source: whether nobody else spoke since the entity did.
        told_of: whether the quotation beside the token names the entity: few name themselves.
    """
    sentences, paragraphs = sentence - place.sentence, paragraph - place.paragraph
    subject, kind = token.dep_ in SUBJECTS, place.entity.kind
    told = GENDER.get(token.lower_)
    return {
        "rank": float(min(rank, 5)),
        "nearest": float(rank == 0),
        "nearest subject": float(place.subject and subjects == 0),
        "tokens": math.log1p(token.i - place.at),
        "sentences": math.log1p(sentences),
        "paragraphs": math.log1p(paragraphs),
        "same sentence": float(sentences == 0),
        "one paragraph": float(paragraphs == 1),
        "subject": float(place.subject),
        "both subjects": float(place.subject and subject),
        "main subject": float(place.main),
        "subject of this sentence": float(place.subject and sentences == 0),
        "subject of last sentence": float(place.subject and sentences == 1),
        "object": float(place.role == "dobj"),
        "in phrase": float(place.role == "pobj"),
        "possessive": float(place.role == "poss"),
        "same governor": float(place.governor == token.head.i and "poss" not in (place.role, token.dep_)),
        "first of sentence": float(place.first),
        "opens this paragraph": float(place.opens and paragraphs == 0),
        "opens last paragraph": float(place.opens and paragraphs == 1),
        "speaks": float(place.speaks),
        "both speak": float(place.speaks and speaks(token)),
        "source here": float(place.source),
        "last source": float(last_source),
        "told of": float(told_of),
        "pronoun": float(place.pronoun),
        "pronoun, subject": float(place.pronoun and place.subject),
        "pronoun, source": float(place.pronoun and (place.source or place.speaks)),
        "source, one paragraph": float((place.source or place.speaks) and paragraphs == 1),
        "pronoun here": float(place.pronoun and sentences == 0),
        "pronoun before": float(place.pronoun and paragraphs > 0),
        "full name": float(place.full_name),
        "full name, subject": float(place.full_name and place.subject),
        "full name near": float(place.full_name and sentences <= 1),
        "named": float(bool(place.entity.names)),
        "gender known": float(told is not None and place.entity.gender == told),
        "count": math.log1p(count),
        "new": float(count == 1 and bool(place.entity.names)),
        "organization": float(kind == "organization"),
        "group": float(kind == "group"),
        "document": float(kind == "document"),
    }


@define(eq=False)
class Known:
    """The words that an entity is known by so far; each role, name and description is read once."""

    nouns: set[str] = field(factory=set)
    modifiers: set[str] = field(factory=set)
    named: set[str] = field(factory=set)
    described: set[str] = field(factory=set)
    _read: tuple[int, int, int] = (0, 0, 0)

    def learn(self, entity: Entity, roles: Sequence[Role]) -> None:
        """Read what an entity has got since."""
        read = self._read
        for role in roles[read[0] :]:
            self.nouns.add(alike(role.head))
            self.modifiers.update(token.lower_ for token in role.span)
        self.named.update(word for name in entity.names[read[1] :] for word in name.words)
        self.described.update(bare(description.root.text) for description in entity.descriptions[read[2] :])
        self._read = len(roles), len(entity.names), len(entity.descriptions)


def likeness(kind: SpeakerKind, known: Known, noun: str, modifiers: Collection[str]) -> dict[str, float]:
    """How much of a description an entity of a kind is known by: its noun, and the words before that."""
    same = alike(noun) in known.nouns
    in_name = kind != "person" and noun in known.named
    described = noun in known.described
    new = sum(word not in known.modifiers and word not in known.named for word in modifiers)
    return {
        "same noun": float(same or in_name or described),
        "noun of name": float(in_name),
        "described so": float(described),
        "other noun": float(bool(known.nouns) and not same),
        "shared modifiers": float(min(2, len(modifiers) - new)),
        "new modifiers": float(min(3, new)),
    }


def by_paragraph(quoted: Collection[int], paragraph: Sequence[int]) -> list[list[range]]:
    """The stretches of quoted tokens of each paragraph."""
    found: list[list[range]] = [[] for _ in range(max(paragraph, default=0) + 1)]
    for i in sorted(quoted):
        stretches = found[paragraph[i]]
        if stretches and stretches[-1].stop == i:
            stretches[-1] = range(stretches[-1].start, i + 1)
        else:
            stretches.append(range(i, i + 1))
    return found


def quotation_beside(at: int, stretches: Sequence[range]) -> range:
    """Of some stretches, in the order of the text, the one nearest to a token."""
    behind = bisect_right(stretches, at, key=lambda stretch: stretch.start)
    near = stretches[max(0, behind - 1) : behind + 1]
    return min(near, key=lambda stretch: max(stretch.start - at, at - stretch.stop), default=range(0))


def load_weights(folder: Path = MODEL) -> Mapping[str, Mapping[str, float]]:
    """The learned weights of the features, by model; the library's own where the folder has none.

    Raises:
        ValueError: where they are damaged.
    """
    path = folder.absolute() / WEIGHTS
    return _load(path if path.exists() else MODEL / WEIGHTS, seal(folder))


@functools.lru_cache(maxsize=LOADED)
def _load(path: Path, written: str) -> Mapping[str, Mapping[str, float]]:
    """The weights of a file, anew where others were ``written`` there."""
    weights: Mapping[str, Mapping[str, float]] = json.loads(read_sealed(path))
    return weights
