"""The capacity a speaker is quoted in: role and affiliation, as the article states them beside a name.

Roles are stated in a few ways; each is one rule, a function from a place where the speaker is named to the roles stated
there:

=================  ==========================================================
rule               example
=================  ==========================================================
``_premodifier``   *U.S. State Department spokesman* Matthew Miller
``_apposition``    Kyrylo Budanov, *head of military intelligence agency GUR*,
``_introduction``  *the agency's director*, Jane Roe,
``_copula``        Roe is *the mayor of Springfield*
``_clause``        Roe, who is *a nurse*; Roe, 43, who works as *a carpenter*
``_as``            Roe, speaking as *chair of the board*
=================  ==========================================================

Everything is read off tags and word order, with the parse as a second opinion: appositions are where parsers err.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import frozen
from spacy.tokens import Doc, Span, Token

from quotex.lexicon import words
from quotex.nouns import are_people, bare, is_document, is_organization, is_person

#: A role that is longer, in words, is a mistake of the parser.
_LONGEST_ROLE = 16
_PREPOSITIONS = frozenset({"of", "for", "at", "with", "in", "on", "from", "to", "behind", "inside", "under", "by", "within"})
_INSIDE_NOUN_PHRASE = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "HYPH", "CD", "POS", "VBG", "VBN", "FW", "AFX"})
_ARTICLES = frozenset({"DT", "PRP$", "WP$", "WDT"})


#: Words of address that say no more than the name.
_NO_ROLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "sir"})


@frozen(eq=False)
class Role:
    """A role as the article states it; ``head`` is its noun and ``trust`` how sure its rule is."""

    span: Span
    head: str
    at: int
    trust: float
    stands_behind_name: bool = False


Rule = Callable[[Span], Iterator[Role]]


def roles_beside(mention: Span, rules: Sequence[Rule] | None = None) -> list[Role]:
    """The roles that the article states beside one place where a speaker stands, by all rules or by some."""
    return [role for rule in rules or RULES for role in rule(mention)]


def described_role(mention: Span) -> Role | None:
    """The role that a description of a speaker is, without its article: *senior official*."""
    head = _head(mention)
    if head is None or head.tag_ not in ("NN", "NNS", "NNP", "NNPS"):
        return None
    start, _ = _bounds(head, mention.start)
    return _role(mention.doc, min(start, head.i), _right_edge(head), head, 0.5)


def _head(mention: Span) -> Token | None:
    return mention.root if len(mention) else None


# -- the rules


def _premodifier(name: Span) -> Iterator[Role]:
    doc, last = name.doc, name.start - 1
    if last < 0 or _breaks(doc[last]):
        return
    if doc[last].text in ("“", '"'):
        return
    if doc[last].text == "." and last and bare(doc[last - 1].text) in words("titles"):
        last -= 1  # a title that the tokenizer split from its stop
    head = doc[last]
    if not is_person(bare(head.text)) or bare(head.text) in _NO_ROLES:
        return
    start = last
    while start > 0 and _may_premodify(doc, start - 1):
        start -= 1
    yield from _some(_role(doc, start, name.start, head, 1.0))


def _apposition(name: Span) -> Iterator[Role]:
    doc, at = name.doc, _behind(name)
    if at >= len(doc) or doc[at].text not in (",", "–", "—", "-", "("):
        return
    at = _behind_age(doc, at + 1)
    for _ in range(2):  # a nurse, mother of two
        head = _noun_phrase_head(doc, at)
        if head is None:
            return
        end = _right_edge(head)
        stated = is_person(bare(head.text))
        if stated and not _lists_names(doc, head):
            yield from _some(_role(doc, at, end, head, 1.2, stands_behind_name=True))
        if not (end < len(doc) and doc[end].text in (",", "and")):
            return
        at = end + 1


def _introduction(name: Span) -> Iterator[Role]:
    doc, comma = name.doc, name.start - 1
    if comma < 1 or doc[comma].text != ",":
        return
    head = doc[comma - 1]
    heads = [head, *list(head.ancestors)[:3]]
    for noun in heads:
        if noun.i >= comma or not is_person(bare(noun.text)) or noun.tag_ not in ("NN", "NNP"):
            continue
        if _right_edge(noun) != comma:
            continue
        start, _ = _bounds(noun, 0)
        determined = doc[start].tag_ in _ARTICLES or (start > 0 and doc[start - 1].tag_ in _ARTICLES) or _possessed(doc, start, noun.i)
        tied = any(t.dep_ == "appos" and t.head.i == noun.i for t in name) or name.root.head.i == noun.i
        closed = _behind(name) < len(doc) and doc[_behind(name)].text in (",", ".", "–", "—")
        if tied or (determined and closed):
            yield from _some(_role(doc, start, comma, noun, 0.8))
        return


def _copula(name: Span) -> Iterator[Role]:
    doc, at = name.doc, name.end
    if name.root.dep_ not in ("nsubj", "nsubjpass") and not (at < len(doc) and doc[at].dep_ == "ROOT"):
        return
    if at < len(doc) and doc[at].lower_ in ("is", "was", "became", "remains"):
        yield from _predicate(doc, at + 1, 0.8)


def _clause(name: Span) -> Iterator[Role]:
    doc, at = name.doc, _behind(name)
    if at < len(doc) and doc[at].text == ",":
        at = _behind_age(doc, at + 1)
    if at + 1 >= len(doc) or doc[at].lower_ != "who":
        return
    for verb in doc[at + 1 : at + 5]:
        if verb.lower_ in ("is", "was", "became", "remains"):
            yield from _predicate(doc, verb.i + 1, 0.9)
            return
        if verb.lower_ == "as" and verb.i + 1 < len(doc):
            yield from _predicate(doc, verb.i + 1, 0.9)
            return


def _as(name: Span) -> Iterator[Role]:
    doc, verb = name.doc, name.root.head
    comma = name.start - 1
    if comma > 0 and doc[comma].text == ",":  # As a nurse, Roe
        first = doc[comma - 1].sent.start
        if doc[first].lower_ == "as":
            yield from _predicate(doc, first + 1, 0.6)
    if name.root.dep_ == "nsubj" and verb.i >= name.end and verb.lower_ not in words("appointing"):
        for token in verb.rights:
            if token.lower_ == "as" and token.dep_ == "prep" and token.i + 1 < len(doc):
                if doc[token.i + 1].tag_ in ("DT", "NN", "JJ", "PRP$"):
                    yield from _predicate(doc, token.i + 1, 0.5)


RULES: tuple[Rule, ...] = (_premodifier, _apposition, _introduction, _copula, _clause, _as)
#: The rules that hold for a pronoun as well: She is *the mayor*.
OF_PRONOUNS: tuple[Rule, ...] = (_copula, _as)


def _predicate(doc: Doc, at: int, trust: float) -> Iterator[Role]:
    while at < len(doc) and doc[at].tag_ == "RB":
        at += 1
    head = _noun_phrase_head(doc, at)
    if head is not None and is_person(bare(head.text)) and head.tag_ in ("NN", "NNP"):
        yield from _some(_role(doc, at, _right_edge(head), head, trust))


# -- the shape of a noun phrase


def _breaks(token: Token) -> bool:
    return token.is_space or "\n" in token.text_with_ws


def _behind(name: Span) -> int:
    """The token behind a name and what may follow it directly: *(D-Ore.)*, *of Springfield*, *'s* excluded."""
    doc, at = name.doc, name.end
    if at + 2 < len(doc) and doc[at].text == "(":
        close = next((t.i for t in doc[at : at + 8] if t.text == ")"), None)
        if close is not None and close + 1 < len(doc) and not _noun_phrase_is_role(doc, at + 1):
            return close + 1
    return at


def _noun_phrase_is_role(doc: Doc, at: int) -> bool:
    head = _noun_phrase_head(doc, at)
    return head is not None and is_person(bare(head.text))


def _behind_age(doc: Doc, at: int) -> int:
    """Behind *43,* and *a 43-year-old* kept: ages between commas are skipped."""
    if at + 1 < len(doc) and doc[at].text.isdigit() and len(doc[at]) < 4 and doc[at + 1].text == ",":
        return at + 2
    return at


def _noun_phrase_head(doc: Doc, at: int) -> Token | None:
    """The first noun for a person in the noun phrase that starts at a token, be it behind other nouns.

    *head* in *head of the agency*, *officer* in *Department of Health public information officer*.
    """
    i = at
    while i < len(doc) and (doc[i].tag_ in _ARTICLES or doc[i].tag_ == "RB"):
        i += 1
    for token in doc[i : i + _LONGEST_ROLE]:
        if token.is_space or not (token.tag_ in _INSIDE_NOUN_PHRASE or _joins(doc, token.i) or _inside_name(token)):
            return None
        if _is_role_noun(token) and not _goes_on(doc, token.i + 1):
            return token
        if "\n" in token.whitespace_:
            return None
    return None


def _is_role_noun(token: Token) -> bool:
    """Whether a token is a noun for a person; capitalised ones only where they are titles, for *Baker* is a name."""
    noun = bare(token.text)
    if token.tag_ == "NN" or (token.tag_ == "JJ" and noun in words("titles")):
        return is_person(noun)
    return token.tag_ == "NNP" and (noun in words("titles") or noun in words("more_persons"))


def _goes_on(doc: Doc, i: int) -> bool:
    """Whether the noun before token ``i`` only modifies what follows: *police* chief, *editor*-in-chief."""
    if i >= len(doc) or doc[i].is_space:
        return False
    if doc[i].tag_ in ("POS", "HYPH"):
        return True
    if doc[i].tag_ == "JJ" or (doc[i].tag_ == "NNP" and bare(doc[i - 1].text) in words("name_prefixes")):
        return any(t.tag_ in ("NN", "NNP") for t in doc[i + 1 : i + 3])  # deputy associate administrator
    return doc[i].tag_ in ("NN", "NNS") or (doc[i].tag_ == "NNP" and _is_role_noun(doc[i]))


def _inside_name(token: Token) -> bool:
    """Whether a small word stands inside an organization's name: *Department of Health*."""
    if token.lower_ not in ("of", "for", "and", "the") or token.i + 1 >= len(token.doc):
        return False
    after, before = token.nbor(1), token.nbor(-1)
    return before.tag_.startswith("NNP") and (after.tag_.startswith("NNP") or after.lower_ == "the") or (
        token.lower_ == "the" and before.lower_ == "of"
    )


def _joins(doc: Doc, i: int) -> bool:
    """Whether a token joins the words on both sides in one noun phrase: *arts and culture editor*, *Smith & Roe*."""
    if doc[i].text == "-":
        return not doc[i].whitespace_ and i > 0 and not doc[i - 1].whitespace_
    return doc[i].text == "&"


def _right_edge(head: Token) -> int:
    """Where the noun phrase of a role ends (exclusive): behind the phrases with prepositions that hang on its noun."""
    doc, end = head.doc, head.i + 1
    if end + 1 < len(doc) and doc[end].text == "-" and not doc[end].whitespace_:
        return end
    while end < len(doc) and not doc[end].is_space:
        token = doc[end]
        behind = end
        if token.lower_ in _PREPOSITIONS and "\n" not in doc[end - 1].text_with_ws:
            if token.lower_ in ("of", "for", "at") or (token.dep_ == "prep" and head.i <= token.head.i < end):
                behind = _phrase_end(doc, end + 1)
        elif token.lower_ in ("and", "&") and end == head.i + 1:
            other = _noun_phrase_head(doc, end + 1)
            if other is not None and other.tag_ in ("NN", "NNP") and is_person(bare(other.text)) and other.tag_ == head.tag_:
                behind = other.i + 1
        if behind <= end:
            break
        end = behind
    return end


def _phrase_end(doc: Doc, at: int) -> int:
    """Where the noun phrase behind a preposition ends; ``at - 1`` where there is none."""
    i = at
    while i < len(doc) and doc[i].tag_ in _ARTICLES:
        i += 1
    start = i
    while i < len(doc) and not doc[i].is_space and (doc[i].tag_ in _INSIDE_NOUN_PHRASE or _joins(doc, i) or (doc[i].ent_iob_ == "I" and doc[i].ent_type_ == "ORG" and doc[i].text != ",")):
        if doc[i].tag_ == "CC" and doc[i].ent_iob_ != "I":
            break
        i += 1
        if _coordinates(doc, i):
            i += 1
    if i > start and not any(t.tag_.startswith(("NN", "CD")) for t in doc[start:i]):
        return at - 1
    return i if i > start else at - 1


def _coordinates(doc: Doc, i: int) -> bool:
    """Whether *and* stands inside the phrase behind a preposition: *of arts and culture*, *of law and public affairs at*."""
    if i + 1 >= len(doc) or doc[i].lower_ not in ("and", "&"):
        return False
    if doc[i + 1].tag_ == doc[i - 1].tag_ and doc[i + 1].tag_ in ("NN", "NNS", "NNP", "NNPS", "JJ"):
        return True
    k = i + 1
    while k < len(doc) and doc[k].tag_ in ("JJ", "NN", "NNS"):
        k += 1
    return k > i + 1 and k < len(doc) and (doc[k].lower_ in ("at", "for", "with") or doc[k].text in (",", "."))


def _may_premodify(doc: Doc, i: int) -> bool:
    token = doc[i]
    if token.is_space:
        return "\n" not in token.text and i > 0
    if _breaks(token):
        return False
    if token.tag_ in ("NN", "NNS", "NNP", "NNPS", "JJ", "JJS", "JJR", "HYPH", "POS", "CD") or _joins(doc, i):
        return True
    if i and doc[i - 1].text == "-" and not doc[i - 1].whitespace_ and doc[i + 1].text == "-":
        return True  # editor-in-chief
    if token.tag_ in ("VBN", "VBG"):
        return token.dep_ in ("amod", "compound") or (i > 0 and doc[i - 1].text == "-")
    if token.lower_ == "and":
        return i > 0 and doc[i - 1].tag_ in ("NN", "NNP") and is_person(bare(doc[i - 1].text))
    if token.lower_ == "of":  # Secretary of State, Bank of England governor
        return i > 0 and (is_person(bare(doc[i - 1].text)) or _inside_name(token))
    return False


def _bounds(head: Token, floor: int) -> tuple[int, int]:
    doc, start = head.doc, head.i
    while start > floor and _may_premodify(doc, start - 1) and doc[start - 1].lower_ not in ("of",):
        start -= 1
    return start, head.i + 1


def _possessed(doc: Doc, start: int, end: int) -> bool:
    return any(t.tag_ == "POS" for t in doc[start:end])


def _lists_names(doc: Doc, head: Token) -> bool:
    """Whether the noun goes on with a name of its own: in *Roe, lawyer John Doe and* it is no role of Roe's."""
    after = head.i + 1
    return after < len(doc) and doc[after].tag_ == "NNP" and doc[after].dep_ != "npadvmod" and head.dep_ == "compound"


def _role(
    doc: Doc, start: int, end: int, head: Token, trust: float, stands_behind_name: bool = False
) -> Role | None:
    while start < head.i and (doc[start].tag_ in _ARTICLES or doc[start].tag_ == "RB" or not doc[start].text[0].isalnum()):
        start += 1
    while start < head.i and doc[start].tag_ in ("POS",):
        start += 1
    while end > head.i + 1 and not doc[end - 1].text[0].isalnum():
        end -= 1
    if not 0 < end - start <= _LONGEST_ROLE:
        return None
    return Role(doc[start:end], bare(head.text), head.i, trust, stands_behind_name)


def _some(role: Role | None) -> Iterator[Role]:
    if role is not None:
        yield role
