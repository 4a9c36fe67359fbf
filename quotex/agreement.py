"""When an answer agrees with the gold: the same mention, name, role or affiliation in other words.

Two annotators seldom mark the very same characters, so spans agree by overlap and names by what they come to when case,
accents, titles and middle initials are gone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from attrs import frozen

Offsets = tuple[int, int]

#: A mention of more words is no answer to the question who spoke.
_LONGEST_MENTION = 12
_TITLES = frozenset(
    """capt captain col colonel dame dr gen general gov governor judge justice lady lord lt miss mr mrs ms
    president prince princess prof professor rep representative rev sen senator sgt sir""".split()
)
_QUALIFIERS = frozenset(
    "acting assistant associate co deputy ex former incoming interim late retired then vice".split()
)
_ARTICLES = frozenset({"a", "an", "the"})
_LINKS = frozenset({"and", "for", "of"})
_PHRASE_ENDS = frozenset("and at by for from in of on that to who with".split())


@frozen
class GoldSpeaker:
    """A speaker as annotated: every way in which the article states name, role and affiliation."""

    name: str | None
    aliases: tuple[str, ...]
    kind: str
    roles: tuple[str, ...]
    affiliations: tuple[str, ...]

    @property
    def is_person(self) -> bool:
        """Whether titles and surnames mean anything in the name."""
        return "person" in self.kind


def covered(stretch: Offsets, spans: Iterable[Offsets]) -> int:
    """How many characters of ``stretch`` lie in any of ``spans``."""
    total, reached = 0, stretch[0]
    for start, end in sorted(spans):
        start, end = max(start, reached), min(end, stretch[1])
        if start < end:
            total, reached = total + end - start, end
    return total


def same_mention(mention: Offsets, sources: Sequence[Offsets], speaker: GoldSpeaker | None, text: str) -> bool:
    """Whether a mention is the gold source, or the speaker's name right beside it (*a witness, Fiona Hill,*)."""
    if not sources or len(text[slice(*mention)].split()) > _LONGEST_MENTION:
        return False
    return any(_overlaps(mention, source) for source in sources) or (
        speaker is not None and _names(speaker, text[slice(*mention)]) and _is_beside(mention, sources, text)
    )


def _overlaps(mention: Offsets, source: Offsets) -> bool:
    shorter = min(mention[1] - mention[0], source[1] - source[0])
    return 0 < shorter <= 2 * covered(mention, [source])


def _names(speaker: GoldSpeaker, words: str) -> bool:
    return speaker.name is not None and any(
        re.search(rf"\b{re.escape(name)}\b", words) for name in (speaker.name, *speaker.aliases)
    )


def _is_beside(mention: Offsets, sources: Iterable[Offsets], text: str) -> bool:
    """Whether nothing but a comma, bracket or dash stands between the mention and a source."""
    for start, end in sources:
        between = text[end : mention[0]] if end <= mention[0] else text[mention[1] : start]
        apart = end <= mention[0] or mention[1] <= start
        if apart and re.fullmatch(r"[\s,(–—]{1,3}", between):
            return True
    return False


def same_name(name: str | None, speaker: GoldSpeaker, *, lenient: bool = False) -> bool:
    """Whether a name is the gold name; no name agrees with no name.

    Args:
        name: the name that was given.
        speaker: the gold.
        lenient: an alias will do, and for a person the surname, unless the first names differ.
    """
    if not name or not speaker.name:
        return not name and not speaker.name
    given, gold = _folded_name(name, speaker.is_person), _folded_name(speaker.name, speaker.is_person)
    if given == gold:
        return True
    if not lenient or not given:
        return False
    if given in [_folded_name(alias, speaker.is_person) for alias in speaker.aliases]:
        return True
    return speaker.is_person and bool(gold) and given[-1] == gold[-1] and (len(given) == 1 or given[0] == gold[0])


def same_role(role: str, gold: str) -> bool:
    """Whether two phrases state one role: the same head noun and qualifiers, and half of the words."""
    one, other = (_folded(phrase, _ARTICLES) for phrase in (role, gold))
    return (
        bool(one and other)
        and _head(one) == _head(other)
        and _shared(one, other) >= 0.5
        and not _QUALIFIERS & (set(one) ^ set(other))
    )


def same_affiliation(affiliation: str, gold: str) -> bool:
    """Whether two phrases share more than half of their words."""
    return _shared(_folded(affiliation, _ARTICLES | _LINKS), _folded(gold, _ARTICLES | _LINKS)) > 0.5


def _folded(phrase: str, unread: Iterable[str] = ()) -> list[str]:
    """The words of a phrase without case, accents, points, possessives and the words in ``unread``."""
    letters = unicodedata.normalize("NFKD", phrase).replace(".", "")
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.findall(r"\w+", re.sub(r"[’']s\b", "", bare).casefold())
    return [word for word in words if word not in unread]


def _folded_name(name: str, person: bool) -> list[str]:
    words = _folded(name, {"the"})
    while person and len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    return words[:1] + [word for word in words[1:] if len(word) > 1]


def _head(words: Sequence[str]) -> str:
    """The head noun, roughly: the last word before the first preposition or clause mark."""
    end = next((i for i, word in enumerate(words) if i and word in _PHRASE_ENDS), len(words))
    return words[end - 1]


def _shared(one: Iterable[str], other: Iterable[str]) -> float:
    """F1 of the words that two phrases share."""
    first, second = set(one), set(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first & second else 0.0
