"""The short forms that may stand for an organization's fuller name: *CDC*, *the Bank*, *Acme* for *Acme Company*."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from quotex.names import Name
from quotex.nouns import is_organization

#: Of how many words or letters short forms are at most.
_LONGEST = 8


def short_forms(names: Sequence[Name]) -> defaultdict[tuple[str, ...], list[tuple[str, ...]]]:
    """For each short form that may stand for a name, the names in the order given."""
    found: defaultdict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for name in names:
        for key in dict.fromkeys(_abbreviations(name)):
            found[key].append(name.words)
    return found


def _abbreviations(name: Name) -> Iterator[tuple[str, ...]]:
    form = name.words
    initials = "".join(token.text[0] for token in name.span if token.text[0].isupper())
    for start in range(len(initials)):  # CDC for the Springfield Center for Disease Control and Prevention
        for end in range(start + 2, min(len(initials), start + _LONGEST) + 1):
            if end - start > 2 or end - start == len(initials):
                yield "acronym", initials[start:end]
    for word in form:
        if is_organization(word):
            yield "noun", word  # the Bank
    if is_organization(form[-1]):
        for end in range(1, min(len(form), _LONGEST + 1)):
            yield "start", *form[:end]  # Acme for Acme Company


def keys(name: Name) -> Iterator[tuple[str, ...]]:
    """The keys under which the fuller forms of a name are found."""
    label = name.span[-1].ent_type_
    last = name.span[-1].text
    if name.acronym or (last.isupper() and last.isalpha() and len(last) > 2):  # CDC, the Springfield CDC
        yield "acronym", name.acronym or last
    elif len(name.words) == 1 and is_organization(name.words[0]) and label != "GPE":
        yield "noun", name.words[0]
    if label == "ORG":
        yield "start", *name.words
