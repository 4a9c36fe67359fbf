"""Whom pronouns and descriptions refer to: *he*, *the embassy*, *Ukraine's spy chief*.

The article is read once from its start. Each name, description and pronoun outside quotations becomes a place where an
entity stands; a pronoun or a description takes the entity that scores best among those that stand before it
(:mod:`quotex.antecedents`). In words, what a noun may be:

==========================================  ==============================================================
said of a name beside it                    *the agency* KRNA; *a witness*, Ada Roe,; Ada Roe is *a nurse*
an organization named by place or owner     *Springfield police*; *the Roe campaign*
a definite description                      *the senator*, of whom the article says that she is one
somebody new                                *a witness*, who may go by a name: known as “Shorty”
==========================================  ==============================================================
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from spacy.tokens import Doc, Span, Token

from quotex.antecedents import (
    GENDER,
    NEUTER,
    PLURAL,
    Candidate,
    Known,
    Place,
    agrees,
    alike,
    by_paragraph,
    kind_of_noun,
    likeness,
    load_weights,
    nearness,
    quotation_beside,
    same_kind,
    speaks,
)  # fmt: skip
from quotex.attachments import relative_to, said_of, titles_before
from quotex.entities import Entity
from quotex.lexicon import pairs, words
from quotex.mentions import SUBJECTS, is_mention, mention_span
from quotex.names import assumed_name
from quotex.nouns import bare, gender_of_noun, is_person, singular
from quotex.place_names import PlaceNames
from quotex.records import SpeakerKind
from quotex.roles import OF_PRONOUNS, Role, described_role, roles_beside
from quotex.tokens import paragraph_numbers, sentence_numbers, strings

#: The tags of the words that refer to somebody, if any do.
_REFERRING = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "WP", "WDT"})
#: How many places back an antecedent is looked for.
_REACH = 40


class Reading:
    """The references of one article: ``referents`` maps the head of a mention to its entity.

    ``roles`` holds the roles of each entity by its id, ``bearers`` and ``ending`` each name and its
    entity by the token it starts at and the one behind it, ``by_form`` the first name of each form.
    """

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
        self.roles: dict[int, list[Role]] = {}
        self.bearers = {name.span.start: (name, entity) for entity in found for name in entity.names}
        self._opening = {at: entity for name, entity in self.bearers.values() for at in titles_before(name.span)}
        self.ending = {name.span.end: (name, entity) for entity in found for name in entity.names}
        self.by_form = {" ".join(name.words): name for name, _ in reversed(self.bearers.values())}  # where it is first
        self._leading: dict[int, Entity] = {}  # what stands in the role right before a name
        self._place_names = PlaceNames(doc, quoted)
        self._known: dict[int, Known] = {}
        self._counts: dict[int, int] = {}
        self._last_source: Entity | None = None
        self._sentence, self._paragraph = sentence_numbers(doc), paragraph_numbers(doc)
        self._quotations = by_paragraph(quoted, self._paragraph)
        self._state_names(found)
        self._by_noun = self._known_by_noun(found)
        for i, tag in enumerate(strings(doc, "TAG")):
            if (tag in _REFERRING or i in self.bearers) and (i not in quoted or i in wanted):
                self._read(doc[i])

    def referent(self, mention: Span) -> Entity | None:
        """The entity that a mention refers to; a mention that broke off inside the role before a name is the name's."""
        at = mention.root.i
        return self._leading.get(at) or self.referents.get(at)

    # -- before reading: what stands beside the names

    def _state_names(self, found: Iterable[Entity]) -> None:
        for entity in found:
            for name in entity.names:
                self.referents.update(dict.fromkeys(range(name.span.start, name.span.end), entity))
        for entity in found:
            for name in entity.names if entity.kind == "person" else ():
                if not name.heading:
                    self._state(entity, name.roles, name.span.start)

    def _state(self, entity: Entity, roles: Iterable[Role], before: int = -1) -> None:
        """Note the roles of a person; their nouns refer to the person."""
        for role in roles:
            self.roles.setdefault(id(entity), []).append(role)
            for token in role.span:
                if role.span.end == before:
                    self._leading[token.i] = entity
                if token.i == role.at or (token.tag_ == "NN" and is_person(bare(token.text))):
                    self.referents.setdefault(token.i, entity)

    def _known_by_noun(self, found: Iterable[Entity]) -> dict[str, list[Entity]]:
        known: dict[str, dict[int, Entity]] = {}
        for entity in found:
            for role in self.roles.get(id(entity), ()):
                known.setdefault(alike(role.head), {})[id(entity)] = entity
        return {noun: list(some.values()) for noun, some in known.items()}

    # -- reading

    def _read(self, token: Token) -> None:
        i = token.i
        if i in self.bearers:
            name, entity = self.bearers[i]
            if not name.heading:
                self._put(name.span.root, entity, len(name.words) > 1)
        elif i in self.referents:
            return
        elif token.lower_ in GENDER or token.lower_ in NEUTER or token.lower_ in PLURAL:
            self._refer_back(token)
        elif token.tag_ in ("WP", "WDT") and token.dep_ in SUBJECTS:  # a witness who, an agency which
            if (at := relative_to(token)) in self.referents:
                self.referents[i] = self.referents[at]
        elif token.tag_.startswith("NN") and is_mention(token):
            self._describe(token)

    def _put(self, token: Token, entity: Entity, full_name: bool = False) -> None:
        """Note that an entity stands at a token."""
        i = token.i
        if i in self.quoted:
            return
        subject = token.dep_ in SUBJECTS
        last = self.places[-1] if self.places else None
        place = Place(
            at=i,
            entity=entity,
            sentence=self._sentence[i],
            paragraph=self._paragraph[i],
            governor=token.head.i,
            role=token.dep_,
            speaks=speaks(token),
            main=subject and token.head.dep_ == "ROOT",
            source=i in self.wanted,
            pronoun=token.tag_ in ("PRP", "PRP$"),
            full_name=full_name,
            first=last is None or last.sentence != self._sentence[i],
            opens=subject and (last is None or last.paragraph != self._paragraph[i]),
        )
        self.places.append(place)
        self._counts[id(entity)] = self._counts.get(id(entity), 0) + 1
        if place.source or place.speaks:
            self._last_source = entity

    # -- choosing

    def choose(self, token: Token, model: str, rows: Sequence[Candidate]) -> Entity | None:
        """The entity that a pronoun or description refers to; ``None`` where it is none that was read so far."""
        weights = self.weights[model]
        scores = [
            sum(weights.get(name, 0.0) * value for name, value in features.items() if value) for _, features in rows
        ]
        return rows[max(range(len(rows)), key=lambda n: (scores[n], -n))][0]

    def agrees(self, pronoun: str, entity: Entity) -> bool:
        """Whether a pronoun may refer to an entity, by kind, number and gender."""
        return agrees(pronoun, entity)

    def learn_gender(self, entity: Entity, pronoun: str) -> None:
        """Note the gender that a pronoun tells of an entity: *she* was said of Robin Roe, and *he* is somebody else."""
        entity.gender = entity.gender or GENDER.get(pronoun, "")

    def _near(self, token: Token, agrees: Callable[[Entity], bool]) -> list[tuple[Entity, dict[str, float]]]:
        """The entities that agree, the nearest first, with the features of where each stands last."""
        last: dict[int, Place] = {}
        for place in reversed(self.places[-_REACH:]):
            if id(place.entity) not in last and agrees(place.entity):
                last[id(place.entity)] = place
        told_of = self._told_of(token)
        rows, subjects = [], 0
        for rank, place in enumerate(last.values()):
            features = nearness(
                token, place, rank, subjects, self._sentence[token.i], self._paragraph[token.i],
                self._counts.get(id(place.entity), 0), place.entity is self._last_source, id(place.entity) in told_of,
            )  # fmt: skip
            rows.append((place.entity, features))
            subjects += place.subject
        return rows

    def _told_of(self, token: Token) -> set[int]:
        """The entities that the quotation beside a source names, by their ids."""
        source = token.i in self.wanted or speaks(token)
        beside = quotation_beside(token.i, self._quotations[self._paragraph[token.i]]) if source else ()
        return {id(self.bearers[i][1]) for i in beside if i in self.bearers}

    # -- pronouns

    def _refer_back(self, token: Token) -> None:
        word = token.lower_
        rows: list[Candidate] = [*self._near(token, lambda entity: self.agrees(word, entity))]
        if token.i not in self.wanted or not rows:  # whoever is quoted has been introduced
            rows = [(None, {"none": 1.0}), *rows]
        says = " says" if token.i in self.wanted or speaks(token) else ""
        antecedent = self.choose(token, f"he{says}" if word in GENDER else "it" if word in NEUTER else "they", rows)
        if antecedent is None:
            return
        self.learn_gender(antecedent, word)
        self.referents[token.i] = antecedent
        self._put(token, antecedent)
        if antecedent.kind == "person" and token.i not in self.quoted:
            self._state(antecedent, roles_beside(self.doc[token.i : token.i + 1], OF_PRONOUNS))

    # -- descriptions

    def _describe(self, head: Token) -> None:
        kind, span = kind_of_noun(head), mention_span(head)
        named = self.referents.get(said_of(head))
        if named is not None and named.kind == kind:
            self.referents[head.i] = named
            if kind != "person":
                self._remember(named, span)
            return
        if kind == "unknown" and head.i not in self.wanted:
            return
        entity = self._named_beside(span, head, kind) or self._of_place(span, head) or self._described(span, head)
        alone = head.i == span.start + (span[0].tag_ == "DT")  # police, the ministry
        if entity is None and alone:
            entity = self._place_names.only(singular(head.lower_), kind)
        if entity is None:
            entity = Entity(kind=kind, gender=gender_of_noun(bare(head.text)) if kind == "person" else "")
        self._remember(entity, span)
        if kind == entity.kind == "person" and not entity.names:
            entity.names += assumed_name(span)
        self.referents[head.i] = entity
        self._put(head, entity)

    def _remember(self, entity: Entity, span: Span) -> None:
        entity.descriptions.append(span)
        role = described_role(span)
        if role is not None:
            self.roles.setdefault(id(entity), []).append(role)

    def _named_beside(self, span: Span, head: Token, kind: SpeakerKind) -> Entity | None:
        """The entity whose name stands beside: *the agency KRNA*; *KRNA, the agency,*; *a witness, Ada Roe,*."""
        doc, end = self.doc, span.end
        behind = doc[end].text if end < len(doc) else "."
        beside = [self.bearers[at][1] for at in (head.i + 1, end) if at in self.bearers]
        if kind != "person" and span.start and doc[span.start - 1].text == "," and behind in (",", "."):
            beside += [self.ending[span.start - 1][1]] if span.start - 1 in self.ending else []
        if behind == "," and end + 1 in self.bearers:
            name, entity = self.bearers[end + 1]
            beside += [entity] if any(t.dep_ == "appos" and t.head.i == head.i for t in name.span) else []
        elif behind == ",":  # Roe's niece, council member Ada Poe, or Dr. Ada Poe
            beside += [found[end + 1] for found in (self._leading, self._opening) if end + 1 in found]
        any_kind = kind == "unknown"  # the winger, Ada Roe,
        return next((entity for entity in beside if any_kind or entity.kind == kind), None)

    def _of_place(self, span: Span, head: Token) -> Entity | None:
        """The organization that a place or a person and its noun name: *Springfield police*, *the Roe campaign*."""
        noun, before = singular(head.lower_), span[: head.i - span.start]
        place = noun in words("place_organizations") and any(
            t.text[0].isupper() and (t.ent_type_ in ("GPE", "NORP") or t.lower_ in pairs("nationalities"))
            for t in before
        )
        owner = self.referents.get(before[-1].i) if len(before) and noun in words("owned_organizations") else None
        if not place and (owner is None or owner.kind != "person"):
            return None
        name = span[1:] if span[0].tag_ == "DT" else span
        return self._place_names.entity(name, "group" if head.tag_ == "NNS" else "organization")

    def _described(self, span: Span, head: Token) -> Entity | None:
        """The entity that a definite description refers to."""
        noun, kind = bare(head.text), kind_of_noun(head)
        determined = span[0].lower_ in ("the", "this", "that", "police") or head.tag_ == "NNP"
        possessed = any(token.tag_ in ("POS", "PRP$") for token in span[: head.i - span.start])
        if not determined and not possessed:
            return None
        told = gender_of_noun(noun) if kind == "person" else ""
        inside = {id(self.referents.get(token.i)) for token in span if token.i != head.i}  # Roe's lawyer is not Roe

        def fits(entity: Entity) -> bool:
            clash = told and entity.gender and told != entity.gender
            place = entity.is_place and noun not in words("places")  # the rights group is not Asia
            return same_kind(entity.kind, kind) and not clash and not place and id(entity) not in inside

        near = self._near(head, fits)
        read = {id(entity) for entity, _ in near}
        others = self._by_noun.get(alike(noun), [])[:_REACH]
        near += [(entity, {"not yet named": 1.0}) for entity in others if id(entity) not in read and fits(entity)]
        modifiers = {token.lower_ for token in span if token.i != head.i and token.tag_[:2] in ("NN", "JJ", "CD")}
        for entity, features in near:
            known_by = self._known.setdefault(id(entity), Known())
            known_by.learn(entity, self.roles.get(id(entity), ()))
            features.update(likeness(entity.kind, known_by, noun, modifiers))
        rows: list[Candidate] = [*near]
        wanted = head.i in self.wanted
        generic = noun in words("generic_organizations") and span[0].lower_ == "the" and not possessed
        known = [(entity, features) for entity, features in rows if features["same noun"]]
        aged = "year" in modifiers  # the 27-year-old gymnast is known, the jury foreman may be new
        new = bool(modifiers) and not aged
        if not known and wanted and new and not generic and (noun not in words("offices") or span.end > head.i + 1):
            return None
        if known or not (wanted or generic):
            rows = known
        elif wanted and generic:  # the company: rather one with a name
            rows = [(entity, features) for entity, features in rows if entity and entity.names] or rows
        if not rows:
            return None
        # the head of the agency: it needs no antecedent
        whole = not aged and (span.end > head.i + 1 or span[0].lower_ != "the")
        unlike = kind == "document" and not known  # the banner is not the statement
        if whole or not wanted or unlike:  # whoever is quoted as *the officer* has been introduced
            rows = [(None, {"none": 1.0, "none possessed": float(possessed)}), *rows]
        return self.choose(head, "person" if kind == "person" else "thing", rows)
