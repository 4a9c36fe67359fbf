"""The capacity a speaker is quoted in: role and affiliation, as the article states them beside a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from quotex.lexicon import words
from quotex.mentions import NOMINAL, mention_span

#: A role that is longer, in words, is a mistake of the parser.
_LONGEST_ROLE = 14
_ORGANIZATIONS = frozenset({"ORG", "GPE", "NORP"})


def role_of(doc: Doc, names: Sequence[Span]) -> Span | None:
    """The most specific role that the article states beside any of the places where a speaker is named."""
    found = [role for name in names for role in _stated_beside(doc, name)]
    return max(found, key=lambda role: (len(role), -role.start), default=None)


def described_role(mention: Span) -> Span | None:
    """The role of a speaker without a name: the description itself, without its article."""
    if mention.root.tag_ not in ("NN", "NNS"):
        return None
    return _without_article(mention.doc, mention.start, mention.end)


def affiliation_of(role: Span) -> Span | None:
    """The organization, party or country that a role names: its last proper name."""
    runs = [run for run in name_runs(role) if run.root.lower_ not in words("titles")]
    return runs[-1] if runs else None


def name_runs(span: Span) -> list[Span]:
    """The stretches of proper nouns in a phrase."""
    runs, start = [], None
    for i in range(span.start, span.end + 1):
        inside = i < span.end and (span.doc[i].tag_.startswith("NNP") or span.doc[i].lower_ in ("u.s.", "u.k."))
        if inside and start is None:
            start = i
        elif not inside and start is not None:
            runs.append(span.doc[start:i])
            start = None
    return runs


def _stated_beside(doc: Doc, name: Span) -> Iterator[Span]:
    yield from _premodifier(doc, name)  # U.S. State Department spokesman Matthew Miller
    yield from _apposition(doc, name)  # Kyrylo Budanov, head of military intelligence agency GUR,


def _premodifier(doc: Doc, name: Span) -> Iterator[Span]:
    """What stands before the name in its noun phrase, where it ends in a noun for a person."""
    start = name.start
    while start > 0 and _may_premodify(doc[start - 1]):
        start -= 1
    role = _without_article(doc, start, name.start)
    if role is not None and role[-1].lower_.rstrip(".") in words("titles") | words("person_nouns"):
        yield role


def _may_premodify(token: Token) -> bool:
    return token.tag_ in NOMINAL - {"PRP"} or token.tag_ in ("JJ", "HYPH") or token.lower_ in ("of", "-")


def _apposition(doc: Doc, name: Span) -> Iterator[Span]:
    """The noun phrase behind the comma that follows the name."""
    at = name.end
    if at + 1 >= len(doc) or doc[at].text != ",":
        return
    for head in doc[at + 1 : at + 9]:
        if head.tag_ in ("NN", "NNP") and (head.dep_ == "appos" or head.dep_ == "conj") and head.head.i < at:
            phrase = mention_span(head)
            role = _without_article(doc, max(at + 1, phrase.start), phrase.end)
            if role is not None and head.lower_ in words("titles") | words("person_nouns") | {
                "head",
                "founder",
                "owner",
            }:
                yield role
            return


def _without_article(doc: Doc, start: int, end: int) -> Span | None:
    while start < end and (doc[start].tag_ in ("DT", "PRP$") or not doc[start].text[0].isalnum()):
        start += 1
    return doc[start:end] if 0 < end - start <= _LONGEST_ROLE else None
