"""What a noun stands for: a person, people, an organization or a document, and of which gender."""

from __future__ import annotations

import functools
from typing import Literal, TypeAlias

from quotex.lexicon import words

Gender: TypeAlias = Literal["female", "male", ""]

_PLURALS = (("women", "woman"), ("men", "man"), ("people", "person"), ("ies", "y"), ("ses", "s"), ("ches", "ch"), ("s", ""))


def bare(word: str) -> str:
    """A word in lower case, without the stop of an abbreviation.

    >>> bare("Sen.")
    'sen'
    """
    return word.lower().rstrip(".") or word


@functools.cache
def is_person(noun: str) -> bool:
    """Whether a lower-cased singular noun stands for a person: *spokesman*, *co-founder*, *geologist*."""
    persons = words("persons") | words("more_persons") | words("titles")
    return noun in persons or ("-" in noun and noun.split("-")[-1] in persons)


@functools.cache
def singular(noun: str) -> str:
    """A rough singular of a lower-cased noun: the noun itself where it does not look like a plural.

    >>> singular("spokeswomen"), singular("officials"), singular("deputies")
    ('spokeswoman', 'official', 'deputy')
    """
    for ending, instead in _PLURALS:
        if noun.endswith(ending) and len(noun) > len(ending) + 1 and not noun.endswith(("ss", "us")):
            return noun.removesuffix(ending) + instead
    return noun


@functools.cache
def are_people(noun: str) -> bool:
    """Whether a lower-cased noun stands for several people: *officials*, *the crowd*."""
    return noun in words("group_nouns") or (singular(noun) != noun and is_person(singular(noun)))


@functools.cache
def is_organization(noun: str) -> bool:
    """Whether a lower-cased noun stands for an organization: *embassy*, *newspaper*."""
    return noun in words("organization_nouns") or (singular(noun) in words("organization_nouns"))


@functools.cache
def is_document(noun: str) -> bool:
    """Whether a lower-cased noun stands for something written or shown: *memo*, *banner*."""
    return noun in words("document_nouns") or singular(noun) in words("document_nouns")


@functools.cache
def gender_of_noun(noun: str) -> Gender:
    """The gender that a lower-cased noun for a person tells: *spokeswoman*, *mr*, *father*."""
    for gender, table in (("female", "persons_female"), ("male", "persons_male")):
        if noun in words(table) or noun.endswith("woman" if gender == "female" else "\0"):
            return gender  # type: ignore[return-value]
    return "male" if noun.endswith("man") and is_person(noun) and noun != "human" else ""


@functools.cache
def gender_of_name(first_name: str) -> Gender:
    """The gender that a first name tells, by the lists of the lexicon."""
    parts = first_name.lower().split("-")
    told: list[Gender] = [
        "female" if part in words("female_names") else "male" if part in words("male_names") else "" for part in parts
    ]
    return told[0] if all(told) else ""  # Eva-Marie, and not Charlotte-Mecklenburg
