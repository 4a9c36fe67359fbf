"""The capacity a speaker is quoted in, as the article states it beside a name.

Roles are stated in a few ways; each is one rule, a function from a place where the speaker stands to the roles stated
there:

=================  ==========================================================
rule               example
=================  ==========================================================
``_premodifier``   *U.S. State Department spokesman* Matthew Miller
``_apposition``    Kyrylo Budanov, *head of military intelligence agency GUR*,
``_introduction``  *the agency's director*, Jane Roe,
``_copula``        Roe is *the mayor of Springfield*
``_clause``        Roe, who is *a nurse*; Roe, 43, who works as *a carpenter*
``_as``            As *a nurse*, Roe …; Roe serves as *chair of the board*
=================  ==========================================================

A role is the whole noun phrase without its leading article (:mod:`quotex.phrases`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import frozen
from spacy.tokens import Doc, Span, Token

from quotex.lexicon import words
from quotex.nouns import bare, is_person
from quotex.phrases import ARTICLES, LONGEST, left_edge, right_edge, role_noun, text_at

#: Verbs that say what somebody is, and how sure it is that they still are.
_BEING = {"is": 0.8, "remains": 0.8, "became": 0.7, "was": 0.6}
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "hardly"})
#: Words of address that say no more than the name.
_NO_ROLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "sir"})
#: How far *is* or *as* may stand behind *who*, and a bracket may close, in tokens.
_CLAUSE, _BRACKET = 4, 8
#: Tags of what leads in a role and is no part of it.
_LEADING = ARTICLES | {"RB", "POS"}


@frozen(eq=False)
class Role:
    """A role as the article states it: ``head`` is its noun, at token ``at``; ``trust`` says how sure its rule is."""

    span: Span
    head: str
    at: int
    trust: float
    behind_name: bool = False


Rule = Callable[[Span], Iterator[Role]]


def roles_beside(mention: Span, rules: Sequence[Rule] | None = None) -> list[Role]:
    """The roles that the article states beside one place where a speaker stands, by all rules or by some."""
    return [role for rule in rules or RULES for role in rule(mention)]


def described_role(mention: Span) -> Role | None:
    """The role that a description of a speaker is, without its article: *senior official*."""
    head = mention.root
    if not head.tag_.startswith("NN") or not head.text[0].isalnum():  # @springfield
        return None
    start = min(head.i, max(mention.start, left_edge(head, mention.start)))
    return next(_role(mention.doc, start, right_edge(head), head, 0.5), None)


# -- the rules


def _premodifier(name: Span) -> Iterator[Role]:
    doc, last = name.doc, name.start - 1
    if text_at(doc, last) == "." and last and bare(doc[last - 1].text) in words("titles"):
        last -= 1  # a title that the tokenizer split from its stop
    if last < 0 or "\n" in doc[last].text_with_ws:
        return
    head = doc[last]
    address = bare(head.text) in words("titles") and head.text[0].isupper()
    if address and last and doc[last - 1].tag_ == "NN" and _is_noun(doc[last - 1]):
        yield from _role(doc, left_edge(doc[last - 1]), last, doc[last - 1], 1.0)  # fire department spokesman Lt.
    elif is_person(bare(head.text)) and bare(head.text) not in _NO_ROLES and not head.tag_.startswith("VB"):
        yield from _role(doc, left_edge(head), name.start, head, 1.0)
    else:
        yield from _title_of(doc, last)


def _title_of(doc: Doc, last: int) -> Iterator[Role]:
    """*Secretary of State*, *Speaker of the House* right before a name."""
    k = last
    while k > 0 and (doc[k].tag_.startswith("NNP") or doc[k].lower_ == "the"):
        k -= 1
    if 0 < k < last and doc[k].lower_ == "of" and bare(doc[k - 1].text) in words("titles"):
        yield from _role(doc, left_edge(doc[k - 1]), last + 1, doc[k - 1], 1.0)


def _apposition(name: Span) -> Iterator[Role]:
    doc, at = name.doc, _behind_bracket(name)
    if text_at(doc, at) not in (",", "–", "—", "-", "(") or (text_at(doc, at) == "-" and not doc[at - 1].whitespace_):
        return  # nor in South Springfield-based president
    at = _behind_age(doc, at + 1)
    for _ in range(2):  # a nurse, mother of two
        head = role_noun(doc, at)
        if head is None:
            return
        end = right_edge(head)
        if not _titles_another(head):
            yield from _role(doc, at, end, head, 1.2, behind_name=True)
        if text_at(doc, end) not in (",", "and"):
            return
        at = end + 1


def _introduction(name: Span) -> Iterator[Role]:
    doc, comma = name.doc, name.start - 1
    while comma > 0 and bare(doc[comma].text) in words("honorifics"):
        comma -= 1
    if comma < 1 or doc[comma].text != ",":
        return
    nouns = (doc[comma - 1], *list(doc[comma - 1].ancestors)[:3])
    head = next((t for t in nouns if t.i < comma and _is_noun(t) and right_edge(t) == comma), None)
    if head is None:
        return
    start = left_edge(head)
    determined = doc[start].tag_ in ARTICLES or (start > 0 and doc[start - 1].tag_ in ARTICLES)
    determined = determined or any(token.tag_ == "POS" for token in doc[start : head.i])
    apposed = name.root.head.i == head.i or any(t.dep_ == "appos" and t.head.i == head.i for t in name)
    closed = text_at(doc, _behind_bracket(name)) in (",", ".", "–", "—")
    if apposed or (determined and closed):
        yield from _role(doc, start, comma, head, 0.8)


def _copula(name: Span) -> Iterator[Role]:
    root = name.root
    if root.dep_ == "nsubj" and (verb := root.head).i >= name.end and verb.lower_ in _BEING:
        yield from _predicate(name.doc, verb.i + 1, _BEING[verb.lower_])


def _clause(name: Span) -> Iterator[Role]:
    doc, at = name.doc, _behind_bracket(name)
    if text_at(doc, at) == ",":
        at = _behind_age(doc, at + 1)
    if text_at(doc, at) == "who":
        link = next((t for t in doc[at + 1 : at + 1 + _CLAUSE] if t.lower_ in _BEING or t.lower_ == "as"), None)
        if link is not None:
            yield from _predicate(doc, link.i + 1, 0.9)


def _as(name: Span) -> Iterator[Role]:
    doc, root = name.doc, name.root
    if text_at(doc, name.start - 1) == ",":
        first = doc[name.start - 1].sent.start
        if text_at(doc, first) == "as":
            yield from _predicate(doc, first + 1, 0.6)
    if root.dep_ == "nsubj" and (verb := root.head).i >= name.end and verb.lower_ not in words("appointing"):
        for token in verb.rights:
            if token.lower_ == "as" and token.dep_ == "prep":
                yield from _predicate(doc, token.i + 1, 0.5)


RULES: tuple[Rule, ...] = (_premodifier, _apposition, _introduction, _copula, _clause, _as)
#: The rules that hold for a pronoun as well: She is *the mayor*.
OF_PRONOUNS: tuple[Rule, ...] = (_copula, _as)


# -- what the rules share


def _predicate(doc: Doc, at: int, trust: float) -> Iterator[Role]:
    head = role_noun(doc, at) if text_at(doc, at) not in _NEGATIONS else None
    if head is not None:
        yield from _role(doc, at, right_edge(head), head, trust)


def _is_noun(token: Token) -> bool:
    return token.tag_ in ("NN", "NNP") and is_person(bare(token.text))


def _behind_bracket(name: Span) -> int:
    """The token behind a name and a bracket that holds no role: *(D-Ore.)*."""
    doc, at = name.doc, name.end
    if text_at(doc, at) == "(" and role_noun(doc, at + 1) is None:
        return next((t.i + 1 for t in doc[at : at + _BRACKET] if t.text == ")"), at)
    return at


def _behind_age(doc: Doc, at: int) -> int:
    """Behind an age between commas: *Roe, 43, a nurse*."""
    return at + 2 if text_at(doc, at).isdigit() and len(doc[at]) < 4 and text_at(doc, at + 1) == "," else at


def _titles_another(head: Token) -> bool:
    """Whether the noun goes on with a name of its own: in *Roe, lawyer John Poe and* it is no role of Roe's."""
    return head.dep_ == "compound" and head.i + 1 < len(head.doc) and head.nbor(1).tag_ == "NNP"


def _role(doc: Doc, start: int, end: int, head: Token, trust: float, behind_name: bool = False) -> Iterator[Role]:
    """The role in a stretch of tokens, without what leads in; none where it is too long to be one."""
    while start < head.i and (
        doc[start].tag_ in _LEADING or doc[start].lower_ == "one" or not doc[start].text[0].isalnum()
    ):
        start += 1
    while end > head.i + 1 and not doc[end - 1].text[0].isalnum():
        end -= 1
    if 0 < end - start <= LONGEST:
        yield Role(doc[start:end], bare(head.text), head.i, trust, behind_name)
