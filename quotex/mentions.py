"""Noun phrases that could name a source: candidates for the speaker of a quotation.

Reads ``tag_``, ``dep_`` and ``head`` only, so that a pipeline needs a tagger and a parser and nothing else.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span, Token

from quotex.lexicon import words

NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP"})
#: Words of other classes that stand as a noun phrase of their own: *others said*, *who said*, *two added*.
_STANDALONE = frozenset({"CD", "DT", "JJ", "JJS", "WDT", "WP"})
#: The tags that a word has if it heads a mention.
MENTION_TAGS = NOMINAL | _STANDALONE
#: How the parse marks a subject.
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
#: Dependents before the head noun that belong to the phrase.
_PREMODIFIERS = frozenset({"det", "amod", "compound", "nummod", "poss", "nmod", "predet", "quantmod", "advmod", "neg"})
_COMPLEMENT_PREPOSITIONS = frozenset({"of", "for", "at"})
#: What no phrase runs over.
_BREAK = re.compile(r'[\n"“”«»]')
#: Longest *of/for/at* complement, in tokens: longer ones are mistakes of the parser.
_LONGEST_COMPLEMENT = 8
#: How many words hyphens join at most: what has more is no word, and would be gone through for each of its parts.
_JOINED = 8


def is_mention(token: Token) -> bool:
    """Whether a token heads a noun phrase that could name a source."""
    # May, April and August are people too; Day and Week, with capitals, are parts of names
    if token.lower_ in words("dates" if token.tag_ == "NNP" else "times"):
        return False
    if token.tag_ in NOMINAL:
        return token.dep_ != "compound" or token.head.tag_ not in NOMINAL or token.head.i < token.i
    return token.tag_ in _STANDALONE and token.dep_ in SUBJECTS


def mention_span(head: Token) -> Span:
    """The noun phrase of ``head``: with premodifiers and *of/for/at* complement, without what is set off from it."""
    end = _behind_hyphens(head.doc, head.i + 1)
    for child in head.rights:
        end = _behind_complement(child, end)
        if end <= child.i:
            break
    return head.doc[_start(head) : end]


def _start(head: Token) -> int:
    """Where the phrase starts: before its premodifiers, as far as no mark or line break stands between."""
    start = _before_hyphens(head.doc, head.i)
    for child in reversed([child for child in head.lefts if child.i < start]):
        if child.dep_ not in _PREMODIFIERS or child.right_edge.i != start - 1:
            break
        start = _before_hyphens(head.doc, child.left_edge.i)
    for i in range(head.i - 1, start - 1, -1):
        if _BREAK.search(head.doc[i].text):
            return i + 1
    return start


def _before_hyphens(doc: Doc, start: int) -> int:
    """The first token of a word that hyphens join: *Jong-un*, *co-author*."""
    floor = start - 2 * _JOINED
    while start > max(1, floor) and doc[start - 1].text == "-":
        if doc[start - 1].whitespace_ or doc[start - 2].whitespace_:
            break
        start -= 2
    return start


def _behind_hyphens(doc: Doc, end: int) -> int:
    """Where the word that hyphens join ends (exclusive)."""
    last = min(len(doc), end + 2 * _JOINED) - 1
    while end < last and doc[end].text == "-" and not (doc[end].whitespace_ or doc[end - 1].whitespace_):
        end += 2
    return end


def _behind_complement(preposition: Token, end: int) -> int:
    """Where an *of/for/at* phrase at token ``end`` ends (exclusive); ``end`` where there is none."""
    if preposition.i != end or preposition.dep_ != "prep" or preposition.lower_ not in _COMPLEMENT_PREPOSITIONS:
        return end
    inner = next((token for token in preposition.rights if token.dep_ == "pobj"), None)
    behind = end if inner is None else inner.i + 1
    if inner is not None:  # one level deeper: *head of the agency for reconstruction*
        for child in inner.rights:
            if child.i == behind and child.lower_ in _COMPLEMENT_PREPOSITIONS:
                behind = max([behind, *(token.i + 1 for token in child.rights if token.dep_ == "pobj")])
    phrase = preposition.doc[end:behind]
    return end if behind - end > _LONGEST_COMPLEMENT or _BREAK.search(phrase.text) else behind
