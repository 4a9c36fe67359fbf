"""Organizations that go by a place: *Springfield police*, and *police* alone where no other is named."""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Doc, Span, Token

from quotex.entities import Entity
from quotex.lexicon import pairs, words
from quotex.names import Name
from quotex.nouns import bare, singular
from quotex.records import SpeakerKind
from quotex.tokens import strings


class PlaceNames:
    """The organizations of one article that go by a place or an owner and a noun."""

    def __init__(self, doc: Doc, quoted: Collection[int]) -> None:
        """Know nobody yet; what stands at the ``quoted`` tokens names nobody."""
        self._doc, self._quoted = doc, quoted
        self._entities: dict[str, Entity] = {}
        self._only: dict[str, Entity | None] = {}

    def entity(self, name: Span, kind: SpeakerKind) -> Entity:
        """The organization of a name, which stands here once more."""
        form = name.text.lower()
        entity = self._entities.setdefault(form, Entity(kind=kind))
        entity.names.append(Name(name, tuple(form.split())))
        return entity

    def only(self, noun: str, kind: SpeakerKind) -> Entity | None:
        """What *police* or *the ministry* alone means where the article names one such, be it later, and no other."""
        if noun not in words("place_organizations"):
            return None
        if noun not in self._only:
            named = _behind_places(self._doc, noun, self._quoted)
            self._only[noun] = self.entity(named[0], kind) if len({name.text for name in named}) == 1 else None
        return self._only[noun]


def _behind_places(doc: Doc, noun: str, quoted: Collection[int]) -> list[Span]:
    """Each place outside quotations where a noun stands right behind a place, with that: *Port Sorrel police*."""
    found = []
    for i, word in enumerate(strings(doc, "ORTH")):
        if i == 0 or singular(word) != noun or i in quoted or not _may_be_place(doc[i - 1]):
            continue
        start = i - 1
        while start > 0 and (_may_be_place(doc[start - 1]) or doc[start - 1].text == "-"):
            start -= 1
        found.append(doc[start : i + 1])
    return found


def _may_be_place(token: Token) -> bool:
    """Whether a token may end the name of a place: not *Monday* police, *Riot* police or *Interior* ministry."""
    word = bare(token.text)
    if token.ent_type_ in ("GPE", "NORP") or word in pairs("nationalities"):
        return True
    named = token.tag_ == "NNP" and token.text[:1].isupper() and not token.is_sent_start
    return named and token.ent_type_ != "PERSON" and not (word in words("calendar") or word in words("portfolios"))
