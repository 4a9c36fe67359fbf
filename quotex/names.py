"""The proper names of an article, and where each stands.

A :class:`Name` is one place where a name stands, without titles and possessive *'s*.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator

from attrs import frozen
from spacy.tokens import Doc, Span, Token

from quotex.lexicon import words
from quotex.nouns import bare, gender_of_name, is_organization, is_person
from quotex.phrases import text_at
from quotex.roles import Role, roles_beside
from quotex.tokens import paragraphs, strings

_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,6}s?")
_INITIAL = re.compile(r"[A-Z]\.?")
_OPENING, _CLOSING = frozenset("\"“'‘("), frozenset("\"”'’)")
#: Labels of entities that are no names of anybody.
_NO_NAMES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "CARDINAL", "QUANTITY"})
#: What taggers mistake names for.
_MISTAGGED = frozenset({"NN", "NNS"})
_NOT_IN_NAMES = frozenset({"DT", "PRP", "PRP$", "IN", "VBD", "VBZ"})
_SENTENCE_END = frozenset({".", "!", "?", "”", '"', "’"})
#: Nouns of organizations that *of* or *for* may follow inside the name.
_JOINING = frozenset({"of", "for"})

#: How far behind a description the name that somebody goes by is looked for, in tokens.
_CLAUSE = 16
_CLAUSE_OF_NAME = re.compile(r"\W*(?:who|that|known|identified|nicknamed|named|going)\b")
_GOES_BY = re.compile(
    r"(?:go(?:es|ing)? by|went by|known (?:\w+ )?as"
    r"|identified (?:(?:him|her|them)sel(?:f|ves) )?(?:only |just )?(?:as|by)"
    r"|asked to be (?:called|identified as)|nicknamed|named)"
    r"(?: (?:only|the|a|his|her|first|last|nick|name|nickname))*"
    r" [“‘\"']?(?P<name>[A-Z][\w-]*(?: [A-Z][\w-]*){0,2})"
)


@frozen(eq=False)
class Name:
    """One place where a proper name stands; ``title`` is the word of address before it, such as *mrs*."""

    span: Span
    words: tuple[str, ...]
    title: str = ""
    heading: bool = False

    @property
    def acronym(self) -> str:
        """The letters of a name that is an acronym, else nothing."""
        if len(self.words) > 1:
            return ""
        text = self.span.text
        return text.replace(".", "") if _ACRONYM.fullmatch(text) else ""

    @functools.cached_property
    def roles(self) -> list[Role]:
        """The roles that are stated beside it."""
        return roles_beside(self.span)


# -- finding names


def find_names(doc: Doc) -> list[Name]:
    """The proper names of a tagged article in the order of the text; entities sharpen them where the doc has them."""
    parts = paragraphs(doc)
    starts, headings = [part.start for part in parts], [_is_heading(doc[part.start : part.stop]) for part in parts]
    return [
        name
        for start, end in _runs(doc)
        for name in _names_in(doc, start, end, headings[bisect_right(starts, start) - 1])
    ]


def _is_heading(paragraph: Span) -> bool:
    """Whether a paragraph is in Title Case, where capitals tell nothing."""
    last = next((token.text for token in reversed(paragraph) if not token.is_space), ".")
    if last in _SENTENCE_END:
        return False
    long_words = [token.text for token in paragraph if token.is_alpha and len(token) > 3]
    capitals = sum(word[0].isupper() for word in long_words)
    return len(long_words) > 2 and capitals >= 0.8 * len(long_words)


def _is_namelike(token: Token) -> bool:
    """Whether a word may belong to a name: proper nouns, and capitals that an entity label covers."""
    first = token.text[0]
    if not first.isalnum():
        return False
    if token.ent_type_ in _NO_NAMES:  # First Baptist Church is a name all the same
        named = token.i + 1 < len(token.doc) and token.nbor(1).tag_.startswith("NNP")
        return token.ent_type_ == "ORDINAL" and first.isupper() and named
    if not token.ent_type_ and _is_date(token):
        return False
    if token.tag_.startswith("NNP"):
        return first.isupper() or first.isdigit() or (token.ent_type_ in ("PERSON", "ORG") and token.ent_iob_ == "I")
    return first.isupper() and token.ent_type_ in ("PERSON", "ORG", "GPE") and token.tag_ not in _NOT_IN_NAMES


def _is_date(token: Token) -> bool:
    """Whether a word is a day or month, to tell where nobody looked for entities; *Theresa May* is none."""
    word = bare(token.text)
    if word not in words("calendar"):
        return False
    return not (token.i > 0 and token.nbor(-1).tag_ == "NNP" and gender_of_name(word))


def _runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Stretches of words of names: capitals, and what joins them."""
    texts, tags = strings(doc, "ORTH"), strings(doc, "TAG")
    known = {text for text, tag in zip(texts, tags, strict=True) if tag == "NNP" and text[0].isupper()}
    behind = 0
    for start, (text, tag) in enumerate(zip(texts, tags, strict=True)):
        if start < behind or not (text[0].isalnum() and (tag.startswith("NNP") or not text[0].islower())):
            continue
        if _is_namelike(doc[start]) or (text in known and tag in _MISTAGGED):  # Hester, where Megan Hester is
            behind = start + 1
            while (step := _joined(doc, behind)) > 0:
                behind += step
            yield start, behind


def _joined(doc: Doc, i: int) -> int:
    """How many tokens from ``i`` on still belong to the run of a name that reached up to ``i``."""
    n = len(doc)
    if i >= n or (token := doc[i]).is_space or "\n" in doc[i - 1].whitespace_:
        return 0
    if _is_namelike(token):
        return 1
    if i + 1 >= n:
        return 0
    after = doc[i + 1]
    named = after.text[0].isupper() or after.tag_.startswith("NNP")
    if token.text in "-–" and not token.whitespace_ and not doc[i - 1].whitespace_ and named:
        return 2  # Eva-Marie, Jong-un
    if token.text == "&" and _is_namelike(after):
        return 2  # Roe & Poe
    if token.lower_ in words("particles") and token.ent_type_ != "GPE":
        last = i + 1 if after.lower_ in words("particles") or after.text == "-" else i  # van der
        if last + 1 < n and _is_namelike(doc[last + 1]):
            return last + 2 - i
    if token.text == "," and bare(after.text) in ("jr", "sr"):
        return 2
    if token.text in _OPENING and after.text[0].isupper():
        return _nickname(doc, i)  # Robert “Bobby” Stone
    if token.ent_iob_ == "I" and token.ent_type_ == "ORG" and token.text not in ("'s", "’s", ",", "(", ")"):
        return 1  # Center for Disease Control and Prevention
    return _complement(doc, i)


def _nickname(doc: Doc, i: int) -> int:
    """How many tokens a nickname between marks and the word behind it are, where token ``i`` opens one."""
    if doc[i].whitespace_ or not doc[i - 1].whitespace_:
        return 0
    for close in (i + 2, i + 3):
        if close + 1 < len(doc) and doc[close].text in _CLOSING and doc[close + 1].text[0].isupper():
            return 0 if doc[close - 1].whitespace_ or not doc[close].whitespace_ else close + 2 - i
    return 0


def _complement(doc: Doc, i: int) -> int:
    """*of* or *for* (and *the*) between the noun of an organization and a name: *Bank of England*."""
    word, noun = doc[i].lower_, doc[i - 1].lower_
    at_embassy = word in ("in", "of") and noun in ("embassy", "consulate")
    if not at_embassy and not (word in _JOINING and is_organization(noun)):
        return 0
    k = i + 1 + (i + 1 < len(doc) and doc[i + 1].lower_ == "the")
    return k + 1 - i if k < len(doc) and _is_namelike(doc[k]) else 0


def _names_in(doc: Doc, start: int, end: int, heading: bool) -> Iterator[Name]:
    """The names in a run: *White House* and *Ada Roe* in *White House Press Secretary Ada Roe*."""
    while end > start and (doc[end - 1].text in ("'s", "’s", "'", "’") or not doc[end - 1].text[0].isalnum()):
        end -= 1
    if end == start:
        return
    first = _behind_titles(doc, start, end)
    lead = first - 1
    while lead > start and _is_any(doc[lead - 1], "title_modifiers", "titles"):
        lead -= 1
    if start < lead < first:
        yield from _name(doc, start, lead, heading)
    yield from _name(doc, first, end, heading)


def _name(doc: Doc, start: int, end: int, heading: bool) -> Iterator[Name]:
    if start < end and (not heading or any(t.ent_type_ in ("PERSON", "ORG") for t in doc[start:end])):
        title = bare(doc[start - 1].text) if start > 0 else ""
        span = doc[start:end]
        if form := _words(span):
            yield Name(span, form, title if title in words("titles") else "", heading)


def _words(span: Span) -> tuple[str, ...]:
    """The words of a name, lower-cased; *Eva-Marie* is one, marks are none."""
    text = re.sub(r"[\"“”‘’'()]|(?<=\w)[’']s\b", "", span.text.lower())
    return tuple(word.strip(".,") or word for word in text.split() if word not in ("the", ","))


def _behind_titles(doc: Doc, start: int, end: int) -> int:
    """Where the name in a run starts; ``end`` where there is nothing but modifiers of a title."""
    last = end - 1
    while last > start and (doc[last].text == "," or _is_any(doc[last], "suffixes")):
        last -= 1
    first = start
    while first < last and _is_any(doc[first], "titles", "name_prefixes"):
        first += 1
    noun = bare(doc[first].text)
    titled = is_person(noun) and not gender_of_name(noun) and doc[last].ent_type_ != "ORG"
    if titled and last - first > 1 and doc[first + 1].text[0].isupper() and text_at(doc, first - 1) != "the":
        first += 1  # Novelist | Ada Roe
    person = doc[last].ent_type_ == "PERSON" or gender_of_name(doc[first].text) != ""
    if not person and first < last and bare(doc[last].text) in words("offices"):
        return end  # the Leeds East MP
    if is_organization(doc[last].lower_) and doc[last].ent_type_ != "PERSON":
        return first
    for i in range(last - 1, first - 1, -1):
        if doc[i].text == "of":
            break
        word = bare(doc[i].text)
        title = word in words("titles") or (
            is_person(word) and gender_of_name(doc[i + 1].text) and not gender_of_name(word)
        )
        if title and doc[i + 1].text not in ("-", "–", "of"):
            return i + 1  # White House Press Secretary | Ada Roe
    return _entity_start(doc, first, end, last)


def _is_any(token: Token, *tables: str) -> bool:
    """Whether a word is in some tables of the lexicon."""
    word = bare(token.text)
    return any(word in words(table) for table in tables)


def _entity_start(doc: Doc, first: int, end: int, last: int) -> int:
    """Where a person's name starts that other names stand right before: *Rovers QB* | *Ada Roe*."""
    if doc[last].ent_type_ not in ("PERSON", ""):
        return first
    start = last
    while start > first and doc[start].ent_type_ == "PERSON" and doc[start].ent_iob_ == "I":
        start -= 1
    if start > first and doc[start].ent_type_ == "PERSON" and doc[start - 1].ent_type_:
        first = start
    of = first - 1 - (first > 1 and doc[first - 1].lower_ == "the")
    of_title = of > 0 and doc[of].lower_ == "of" and bare(doc[of - 1].text) in words("titles")  # Secretary of State
    for i in range(first + 1, last):
        before = doc[i - 1]
        other = (
            before.tag_ == "NNPS"
            or before.ent_type_ in ("ORG", "GPE", "NORP")
            or (before.text.isupper() and before.is_alpha and len(before) > 1)
        )
        if gender_of_name(doc[i].text) and (other or of_title):
            return i
    return first


# -- names that somebody goes by


def assumed_name(span: Span) -> list[Name]:
    """The name that a person without another goes by: *a man who goes by the name “Shorty”*."""
    rest = span.doc[span.end : max(span.end, min(span.end + _CLAUSE, span.root.sent.end))]
    if span[0].lower_ == "the" or not len(rest) or not _CLAUSE_OF_NAME.match(rest.text):
        return []
    found, start = _GOES_BY.search(rest.text), rest.start_char
    name = found and span.doc.char_span(
        start + found.start("name"), start + found.end("name"), alignment_mode="contract"
    )
    return [Name(name, tuple(name.text.lower().split()))] if name else []
