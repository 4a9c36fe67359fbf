"""What a word refers to by its place in the sentence alone: *Roe is a nurse*; *the agency, which*; *Dr. Roe*."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from quotex.lexicon import words
from quotex.mentions import SUBJECTS
from quotex.nouns import bare


def said_of(token: Token) -> int:
    """Whom a noun is said of, by the index of its token: *Roe is a nurse*, *KRNA, the agency,*; -1 for nobody."""
    if token.dep_ == "attr":
        return next((t.i for t in token.head.lefts if t.dep_ in SUBJECTS), -1)
    return token.head.i if token.dep_ == "appos" and token.head.i < token.i else -1


def relative_to(pronoun: Token) -> int:
    """What *who*, *which* or *that* stands for, by the index of its token: *a witness who*; *the agency, which*."""
    clause = next((above for above in pronoun.ancestors if above.dep_ == "relcl"), None)
    if clause is not None:
        return clause.head.i
    before = pronoun.i - 1
    return before - (before > 0 and pronoun.doc[before].text == ",")


def titles_before(name: Span) -> Iterator[int]:
    """The tokens of the titles right before a name."""
    at = name.start - 1
    while at >= 0 and bare(name.doc[at].text) in words("titles"):
        yield at
        at -= 1
