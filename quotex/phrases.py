"""The shape of the noun phrases that state roles, read off tags and word order.

Appositions are where parsers err most, so the parse is asked only where the order of words cannot tell.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from quotex.lexicon import words
from quotex.nouns import bare, is_person

#: A phrase that is longer, in tokens, is a mistake.
LONGEST = 16
ARTICLES = frozenset({"DT", "PRP$", "WP$", "WDT"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_INSIDE = _NOUNS | {"JJ", "JJR", "JJS", "HYPH", "CD", "POS", "VBG", "VBN", "FW", "AFX"}
_BEFORE = _NOUNS | {"JJ", "JJR", "JJS", "HYPH", "CD", "POS"}
#: Prepositions that a role goes on with; the first three always, the others where the parse hangs them on it.
_ALWAYS = frozenset({"of", "for", "at"})
_MAYBE = frozenset({"with", "in", "on", "from", "to", "behind", "inside", "under", "by", "within"})


def text_at(doc: Doc, i: int) -> str:
    """The text of a token in lower case; empty beyond the end of the Doc."""
    return doc[i].lower_ if 0 <= i < len(doc) else ""


def role_noun(doc: Doc, at: int) -> Token | None:
    """The first noun for a person in the noun phrase that starts at a token, be it behind other nouns.

    *head* in *head of the agency*, *officer* in *Department of Health public information officer*.
    """
    at = skip_articles(doc, at)
    for token in doc[at : at + LONGEST]:
        if token.is_space or not (token.tag_ in _INSIDE or _is_joint(token) or _is_inside_name(token)):
            return None
        if _may_be_role(token) and not _modifies(token):
            return token
    return None


def skip_articles(doc: Doc, at: int) -> int:
    """The first token from ``at`` on that is no article, possessive pronoun or adverb."""
    end = min(len(doc), at + LONGEST)
    while at < end and (doc[at].tag_ in ARTICLES or doc[at].tag_ == "RB"):
        at += 1
    return at


def _may_be_role(token: Token) -> bool:
    """Whether a token is a noun for a person; capitals only where they are titles, for *Baker* is a name."""
    noun = bare(token.text)
    if token.tag_ == "NN" or (token.tag_ == "JJ" and noun in words("titles")):
        return is_person(noun)
    return token.tag_ == "NNP" and (noun in words("titles") or noun in words("more_persons"))


def _modifies(token: Token) -> bool:
    """Whether a noun only modifies what follows: *police* chief, *editor*-in-chief, *Chief* Product Officer."""
    doc, after = token.doc, token.i + 1
    if after >= len(doc) or doc[after].is_space:
        return False
    tag = doc[after].tag_
    if tag == "JJ" or (tag == "NNP" and bare(token.text) in words("name_prefixes")):
        return any(t.tag_ in ("NN", "NNP") for t in doc[after + 1 : after + 3])
    return tag in ("POS", "HYPH", "NN", "NNS") or any(map(_may_be_role, _capitals(doc, after)))


def _capitals(doc: Doc, at: int) -> Span:
    """The proper nouns that stand together from a token on: *Product Officer* behind *Chief*."""
    end = at
    while end < len(doc) and doc[end].tag_ == "NNP":
        end += 1
    return doc[at:end]


def _is_joint(token: Token) -> bool:
    """Whether a mark joins the words on both sides: *state-run*, *Roe & Co.*"""
    return token.text == "&" or (
        token.text == "-" and token.i > 0 and not (token.whitespace_ or token.nbor(-1).whitespace_)
    )


def _is_inside_name(token: Token) -> bool:
    """Whether a small word stands inside an organization's name: *Department of Health*."""
    if not 0 < token.i < len(token.doc) - 1:
        return False
    before, after = token.nbor(-1), token.nbor(1)
    if token.lower_ == "the":
        return before.lower_ == "of"
    named = before.tag_.startswith("NNP") and (after.tag_.startswith("NNP") or after.lower_ == "the")
    return token.lower_ in ("of", "for", "and") and named


# -- edges


def left_edge(head: Token, floor: int = 0) -> int:
    """Where the phrase of a noun starts, from its premodifiers on; never before token ``floor``."""
    start = head.i
    while start > max(floor, head.i - LONGEST) and _may_premodify(head.doc, start - 1):
        start -= 1
    return start


def _may_premodify(doc: Doc, i: int) -> bool:
    token, before = doc[i], doc[i - 1] if i else None
    if "\n" in token.text_with_ws or (token.is_space and before is None):
        return False
    if token.is_space or token.tag_ in _BEFORE or _is_joint(token):
        return True
    if before is None:
        return False
    if before.text == "-" and not before.whitespace_ and (text_at(doc, i + 1) == "-" or token.tag_ in ("VBN", "VBG")):
        return True  # editor-in-chief, Boston-based
    if token.tag_ in ("VBN", "VBG"):
        return token.dep_ in ("amod", "compound")
    if token.lower_ == "and":
        return before.tag_ in ("NN", "NNP") and is_person(bare(before.text))
    return _is_inside_name(token)  # Bank of England governor


def right_edge(head: Token) -> int:
    """Where the phrase of a noun ends (exclusive): behind the prepositional phrases and the noun joined to it."""
    doc, end = head.doc, head.i + 1
    if text_at(doc, end) == "-" and not doc[end].whitespace_:
        return end
    while end < min(len(doc), head.i + LONGEST) and not doc[end].is_space and "\n" not in doc[end - 1].text_with_ws:
        behind = _behind_preposition(doc, end, head)
        if end == head.i + 1 and doc[end].lower_ in ("and", "&"):
            behind = _behind_joined(doc, end, head)
        if behind <= end:
            break
        end = behind
    return end


def _behind_preposition(doc: Doc, at: int, head: Token) -> int:
    token = doc[at]
    hangs = token.lower_ in _MAYBE and token.dep_ == "prep" and head.i <= token.head.i < at
    return _behind_nouns(doc, at + 1) if hangs or token.lower_ in _ALWAYS else at


def _behind_joined(doc: Doc, at: int, head: Token) -> int:
    """*president and chief operating officer*: a second noun for a person of the same number."""
    other = role_noun(doc, at + 1)
    return other.i + 1 if other is not None and other.tag_.endswith("S") == head.tag_.endswith("S") else at


def _behind_nouns(doc: Doc, at: int) -> int:
    """Where the noun phrase that starts at a token ends (exclusive); the token before where there is none."""
    i = at
    while i < len(doc) and doc[i].tag_ in ARTICLES:
        i += 1
    start = i
    while (
        i < min(len(doc), at + LONGEST)
        and not doc[i].is_space
        and (doc[i].tag_ in _INSIDE or _is_joint(doc[i]) or _continues_name(doc[i]))
    ):
        i += 1
        i += _coordinates(doc, i)
    return i if any(token.tag_ in _NOUNS or token.tag_ == "CD" for token in doc[start:i]) else at - 1


def _continues_name(token: Token) -> bool:
    return token.ent_iob_ == "I" and token.ent_type_ == "ORG" and token.text != ","


def _coordinates(doc: Doc, i: int) -> bool:
    """Whether *and* stands inside a phrase: *of arts and culture*; *of law and public policy* before *at*."""
    if i + 1 >= len(doc) or doc[i].lower_ not in ("and", "&"):
        return False
    if doc[i + 1].tag_ == doc[i - 1].tag_ and doc[i + 1].tag_ in _NOUNS | {"JJ"}:
        return True
    k = i + 1
    while k < len(doc) and doc[k].tag_ in ("JJ", "NN", "NNS"):
        k += 1
    return k > i + 1 and text_at(doc, k) in ("at", "for", "with", ",", ".")
