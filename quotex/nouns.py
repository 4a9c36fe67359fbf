"""What a noun stands for: a person, people, an organization or a document, and of which gender."""

from __future__ import annotations

import functools
from typing import Literal, TypeAlias

from quotex.lexicon import words

Gender: TypeAlias = Literal["female", "male", ""]

_PLURALS = (
    ("women", "woman"),
    ("men", "man"),
    ("people", "person"),
    ("ies", "y"),
    ("ses", "s"),
    ("ches", "ch"),
    ("s", ""),
)


def bare(word: str) -> str:
    """A word in lower case, without the stop of an abbreviation.

    >>> bare("Sen.")
    'sen'
    """
    return word.lower().rstrip(".") or word


_remembering = functools.lru_cache(maxsize=2**15)


@_remembering
def is_person(noun: str) -> bool:
    """Whether a lower-cased singular noun stands for a person: *spokesman*, *co-founder*, *geologist*."""
    last = noun.rpartition("-")[2]
    return any(form in words(table) for form in (noun, last) for table in ("persons", "more_persons", "titles"))


@_remembering
def singular(noun: str) -> str:
    """A rough singular of a lower-cased noun: the noun itself where it does not look like a plural.

    >>> singular("spokeswomen"), singular("officials"), singular("deputies")
    ('spokeswoman', 'official', 'deputy')
    """
    for ending, instead in _PLURALS:
        if noun.endswith(ending) and len(noun) > len(ending) + 1 and not noun.endswith(("ss", "us")):
            return noun.removesuffix(ending) + instead
    return noun


@_remembering
def are_people(noun: str) -> bool:
    """Whether a lower-cased noun stands for several people: *officials*, *the crowd*."""
    return noun in words("group_nouns") or (singular(noun) != noun and is_person(singular(noun)))


@_remembering
def is_organization(noun: str) -> bool:
    """Whether a lower-cased noun stands for an organization: *embassy*, *newspaper*."""
    return noun in words("organization_nouns") or (singular(noun) in words("organization_nouns"))


@_remembering
def is_document(noun: str) -> bool:
    """Whether a lower-cased noun stands for something written or shown: *memo*, *banner*."""
    return noun in words("document_nouns") or singular(noun) in words("document_nouns")


@_remembering
def gender_of_noun(noun: str) -> Gender:
    """The gender that a lower-cased noun for a person tells: *spokeswoman*, *mr*, *father*."""
    if noun in words("persons_female") or noun.endswith("woman"):
        return "female"
    return "male" if noun in words("persons_male") or (noun.endswith("man") and noun in words("titles")) else ""


@_remembering
def gender_of_name(first_name: str) -> Gender:
    """The gender that a first name tells, by the lists of the lexicon."""
    parts = first_name.lower().split("-")
    told: list[Gender] = [
        "female" if part in words("female_names") else "male" if part in words("male_names") else "" for part in parts
    ]
    return told[0] if all(told) else ""  # Eva-Marie, and not Charlotte-Springfield
