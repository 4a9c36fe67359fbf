"""Noun phrases that could name a source: candidates for the speaker of a quotation.

Reads ``tag_``, ``dep_`` and ``head`` only, so that a pipeline needs a tagger and a parser and nothing else.
"""

from __future__ import annotations

from spacy.tokens import Span, Token

NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP"})
#: Words of other classes that stand as a noun phrase of their own: *others said*, *who said*, *two added*.
_STANDALONE = frozenset({"CD", "DT", "JJ", "JJS", "WP"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
#: Dependents before the head noun that belong to the phrase.
_PREMODIFIERS = frozenset({"det", "amod", "compound", "nummod", "poss", "nmod", "predet", "quantmod", "advmod", "neg"})
_COMPLEMENT_PREPOSITIONS = frozenset({"of", "for", "at"})
#: Dependents that end the phrase when they follow the head noun.
_LOOSE = frozenset({"appos", "relcl", "acl", "cc", "conj", "punct", "parataxis", "advcl", "dep"})
#: Longest *of/for/at* complement, in tokens: longer ones are mistakes of the parser.
_LONGEST_COMPLEMENT = 8


def is_mention(token: Token) -> bool:
    """Whether a token heads a noun phrase that could name a source."""
    if token.tag_ in NOMINAL:
        return token.dep_ != "compound" or token.head.tag_ not in NOMINAL or token.head.i < token.i
    return token.tag_ in _STANDALONE and token.dep_ in _SUBJECTS


def mention_span(head: Token) -> Span:
    """The noun phrase of ``head``: with premodifiers and *of/for/at* complement, without what is set off from it."""
    doc = head.doc
    start = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ not in _PREMODIFIERS or child.right_edge.i != start - 1:
            break
        start = child.left_edge.i
    return doc[start : _end_of_complement(head)]


def _end_of_complement(head: Token) -> int:
    """Where the phrase ends (exclusive): behind the *of/for/at* phrases that follow the head noun without a break."""
    end = head.i + 1
    for child in head.rights:
        if child.dep_ == "case":  # the ’s of a possessive is no part of the name
            break
        if child.i != end or child.dep_ != "prep" or child.lower_ not in _COMPLEMENT_PREPOSITIONS:
            break
        objects = [token for token in child.rights if token.dep_ == "pobj"]
        if not objects:
            break
        complement = mention_span(objects[0])
        if complement.end - end > _LONGEST_COMPLEMENT:
            break
        end = complement.end
    return end
