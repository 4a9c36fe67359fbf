"""Read no more of a Doc than is needed: windows of a long one, tags and a parse near quotations, entities near names.

A pipeline spends most of its time on words that stand near no quotation. To leave them out hardly changes what is
found; ``python -m benchmarks.throughput`` measures both.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, TypeAlias

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span
from threadpoolctl import ThreadpoolController

from quotex import records
from quotex.asking import ask
from quotex.entities import telling_words
from quotex.names import find_names
from quotex.prose import prose
from quotex.quotations import Stretch, find_stretches
from quotex.tokens import paragraphs, tokens_with_plain_blanks, with_plain_blanks

#: A Doc of more tokens is read in windows of so many, each with so many more on either side to understand it by.
WINDOW, MARGIN = 20_000, 2_000
#: What the stages need, in the words of an error message, and what spaCy calls the work of a component that gives it.
_LAYERS = {"tags": "token.tag", "parse": "token.dep"}
_ENTITIES = "doc.ents"
#: How many tokens of a page are labelled at most, or two fifths of it: articles need less, however many they name.
_LABELLED = 2_000
#: How many places where a proper noun of a speaker stands are read for its sake.
_PLACES = 5
#: How many sentences or paragraphs before a pronoun or description are read for its antecedent.
_BACK = 2
_TREE: list[str | int] = ["TAG", "DEP", "HEAD"]
_LABELS: list[str | int] = ["ENT_IOB", "ENT_TYPE"]
#: How many letters an acronym has.
_ACRONYM = range(2, 9)
#: How many acronyms of the speakers of a window are looked for in words.
_ACRONYMS = 40
_PROPER = frozenset({"NNP", "NNPS"})

#: The tokens of a paragraph of a page, or of several.
Passage: TypeAlias = range
Job: TypeAlias = "tuple[Doc, Iterable[Passage]]"


@frozen(eq=False)
class Window:
    """A part of a Doc as a Doc of its own, the ``page``; it starts at character ``offset`` of the whole.

    Only what starts in ``core``, characters of the whole, is found here; the rest is there to understand it by. What is
    read has plain blanks only; ``original`` is the text as it stands. Only the paragraphs of ``prose`` are read.
    """

    page: Doc
    text: str
    original: str
    stretches: Sequence[Stretch]
    offset: int
    core: range
    prose: Sequence[Passage]

    def moved(self, span: records.Span) -> records.Span:
        """A span of the page as a span of the whole, with the text that stands there."""
        return records.Span(span.start + self.offset, span.end + self.offset, self.original[span.start : span.end])


def windows(doc: Doc) -> Iterator[Window]:
    """The windows of a Doc that have quotations, cut where paragraphs end: one at most, unless the Doc is very long.

    The page is the Doc itself where that has tags, a parse and entities and is one window, else a copy.
    """
    text = doc.text
    for first, last in pairwise(_cuts(doc)):
        start, end = max(0, first - MARGIN), min(len(doc), last + MARGIN)
        offset, core = _start(doc, start), range(_start(doc, first), _start(doc, last))
        original = text[offset : _start(doc, end)]
        stretches = find_stretches(read := with_plain_blanks(original))
        if any(offset + stretch.start in core for stretch in stretches):
            window = _window(_page(doc, start, end), read, original, stretches, offset, core)
            if window.stretches:
                yield window


def whole(doc: Doc) -> Window:
    """A Doc without tags and parse as one window, with quotations or without."""
    text = with_plain_blanks(doc.text)
    return _window(_page(doc, 0, len(doc)), text, doc.text, find_stretches(text), 0, range(len(text)))


def _start(doc: Doc, token: int) -> int:
    """The character that a token starts at; behind the last where there is no such token."""
    return doc[token].idx if token < len(doc) else _end(doc, token)


def _end(doc: Doc, token: int) -> int:
    """The character that the token before ends at, with the blank behind it."""
    return doc[token - 1].idx + len(doc[token - 1].text_with_ws)


def _window(page: Doc, text: str, original: str, stretches: Sequence[Stretch], offset: int, core: range) -> Window:
    """The window with those of the stretches that stand in prose."""
    parts = prose(page)
    return Window(page, text, original, _within(page, parts, stretches), offset, core, parts)


def _within(page: Doc, parts: Sequence[Passage], stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches that stand in some paragraphs."""
    ends = [_end(page, part.stop) for part in parts]
    places = ((bisect_right(ends, stretch.start), stretch) for stretch in stretches)
    return [s for k, s in places if k < len(parts) and _start(page, parts[k].start) <= s.start]


def _cuts(doc: Doc) -> list[int]:
    cuts = [0] if len(doc) else []
    for paragraph in paragraphs(doc) if len(doc) > WINDOW else ():
        if paragraph.stop - cuts[-1] > WINDOW and paragraph.start > cuts[-1]:
            cuts.append(paragraph.start)
        while paragraph.stop - cuts[-1] > WINDOW:  # a paragraph that is longer than a window
            cuts.append(cuts[-1] + WINDOW)
    return [*cuts, len(doc)]


def _page(doc: Doc, start: int, end: int) -> Doc:
    if not is_parsed(doc):
        [copy] = _copies(doc, [range(start, end)])
        return tokens_with_plain_blanks(copy)
    whole = end - start == len(doc) and doc.has_annotation("ENT_IOB")
    return doc if whole else doc[start:end].as_doc()


def _copies(doc: Doc, passages: Iterable[Passage]) -> Iterator[Doc]:
    """Passages of a Doc as Docs of their own, without what a pipeline said of them."""
    layers = doc.to_array(["ORTH", "SPACY"])
    for passage in passages:
        words, spaces = layers[passage.start : passage.stop].T
        yield Doc(doc.vocab, words=words.tolist(), spaces=spaces.astype(bool).tolist())


def is_parsed(doc: Doc) -> bool:
    """Whether a Doc has tags and a parse."""
    return doc.has_annotation("TAG") and doc.has_annotation("DEP")


# -- which passages


def beside(window: Window) -> list[Passage]:
    """The paragraphs with quotations, and the ones before and after those."""
    parts = window.prose
    ends = [_end(window.page, part.stop) for part in parts]
    quoted = np.zeros(len(parts) + 2, bool)
    for stretch in window.stretches:
        first, last = np.searchsorted(ends, [stretch.start, stretch.end - 1], side="right")
        quoted[first + 1 : last + 2] = True
    near = quoted[:-2] | quoted[1:-1] | quoted[2:]
    return [part for part, is_near in zip(parts, near, strict=True) if is_near]


def unparsed(window: Window, mentions: Sequence[Span]) -> list[Passage]:
    """The paragraphs that :meth:`Reader.parse` left out though they may tell who is meant."""
    parts = _telling(window, window.prose, mentions)
    return [p for p in parts if not _is_tagged(window.page[p.start : p.stop])]


def unlabelled(window: Window, mentions: Sequence[Span]) -> list[Passage]:
    """The sentences of a page without entities that may tell who is meant by names that do not tell it themselves."""
    page = window.page
    if page.has_annotation("ENT_IOB") or not mentions:
        return []
    sentences = [range(s.start, s.end) for s in page.sents if _is_tagged(s)]
    known = telling_words(find_names(page))
    words, tags = page.to_array(["ORTH", "TAG"]).T
    proper = np.isin(tags, _ids(page.vocab.strings[tag] for tag in _PROPER))
    untold = proper & ~np.isin(words, _ids(known))
    telling = [p for p in _telling(window, sentences, mentions) if untold[p.start : p.stop].any()]
    room = max(_LABELLED, len(page) * 2 // 5)
    return [passage for passage, end in zip(telling, accumulate(map(len, telling)), strict=True) if end <= room]


def _ids(words: Iterable[int]) -> NDArray[np.uint64]:
    return np.array([*words], np.uint64)  # of lists of large and small numbers NumPy makes floats


def _is_tagged(span: Span) -> bool:
    return any(token.tag for token in span)


def _telling(window: Window, parts: Sequence[Passage], mentions: Sequence[Span]) -> list[Passage]:
    """The first parts with each proper noun of the mentions, or what it is short for; where a mention has none, the
    part that it stands in and those right before, where its antecedent stands.
    """
    starts = [part.start for part in parts]
    unnamed = (bisect_right(starts, m.root.i) - 1 for m in mentions if not _proper_nouns([m]))
    near = {k - back for k in unnamed for back in range(1 + _BACK)}
    named = _named(window, mentions)
    seen: Counter[int] = Counter()
    found = []
    for k, part in enumerate(parts):
        here = {named[i] for i in part if i in named}
        if k in near or any(seen[noun] < _PLACES for noun in here):
            found.append(part)
        seen.update(here)
    return found


def _named(window: Window, mentions: Sequence[Span]) -> dict[int, int]:
    """The tokens where a proper noun of the mentions stands, or starts what it is short for; with that noun."""
    proper = _proper_nouns(mentions)
    words = window.page.to_array("ORTH")
    named: dict[int, int] = {i: int(words[i]) for i in np.flatnonzero(np.isin(words, _ids(proper))).tolist()}
    strings = window.page.vocab.strings
    acronyms = [noun for noun in sorted(proper) if _is_acronym(strings[noun])]
    for noun in acronyms[:_ACRONYMS]:
        for match in _expansions(strings[noun], window.text):
            span = window.page.char_span(*match.span(), alignment_mode="expand")
            if span is not None:
                named.setdefault(span.start, noun)
    return named


def _proper_nouns(mentions: Iterable[Span]) -> set[int]:
    return {token.orth for mention in mentions for token in mention if token.tag_ in _PROPER}


def _is_acronym(noun: str) -> bool:
    return noun.isupper() and noun.isalpha() and len(noun) in _ACRONYM


def _expansions(noun: str, text: str) -> Iterator[re.Match[str]]:
    """The places of the words that an acronym may stand for: *Korean Central News Agency* for *KCNA*."""
    return re.finditer(
        r"\b" + r"[\w’'-]{0,30}\s(?:(?:of|and|for|the|in|on|&)\s){0,2}".join(noun) + r"[\w’'-]{1,30}", text
    )


# -- reading them


class Reader:
    """What the components of a pipeline say of passages; they are asked one by one, whether enabled or not."""

    def __init__(self, nlp: Language) -> None:
        """Read with the components of ``nlp``, which may still be added."""
        self._nlp = nlp

    @property
    def asked(self) -> list[str]:
        """The names of the components that are asked."""
        return [name for name, _ in self._components({*_LAYERS.values(), _ENTITIES})]

    @property
    def missing(self) -> list[str]:
        """What no component gives: tags, parse."""
        return [what for what, layer in _LAYERS.items() if not self._giving({layer})]

    def parse(self, jobs: Sequence[Job]) -> None:
        """Tag and parse passages of pages, in place; a paragraph that is not read stays one sentence without tags."""
        for page, passages in self._read({*_LAYERS.values()}, jobs):
            tree = page.to_array(_TREE)
            if not tree.any():
                for paragraph in paragraphs(page):
                    tree[paragraph.start : paragraph.stop, 2] = -np.arange(len(paragraph))
            for passage, read in passages:
                tree[passage.start : passage.stop] = read.to_array(_TREE)
            page.from_array(_TREE, tree)  # type: ignore[arg-type]  # spaCy's stub leaves out uint64

    def label(self, jobs: Sequence[Job]) -> None:
        """Find the entities of passages of pages, in place."""
        for page, passages in self._read({_ENTITIES}, jobs):
            labels = page.to_array(_LABELS)
            for passage, read in passages:
                labels[passage.start : passage.stop] = read.to_array(_LABELS)
            page.from_array(_LABELS, labels)  # type: ignore[arg-type]

    def _read(self, layers: Collection[str], jobs: Sequence[Job]) -> Iterator[tuple[Doc, list[tuple[Passage, Doc]]]]:
        """Each page that is to be read somewhere, with its passages and what was read of each."""
        joined = [(page, passages) for page, some in jobs if (passages := _joined(some))]
        docs = [doc for page, passages in joined for doc in _copies(page, passages)]
        with _blas().limit(limits=1):  # more threads wait for each other longer than such small matrices take
            for _, pipe in self._components(layers):
                docs = ask(pipe, docs)
        read = iter(docs)
        for page, passages in joined:
            yield page, [(passage, next(read)) for passage in passages]

    def _components(self, layers: Collection[str]) -> Iterator[tuple[str, Any]]:
        """The components that give the layers or embed words for them."""
        giving = self._giving(layers)
        for name, pipe in self._nlp.components:
            if name in giving or giving & {*getattr(pipe, "listening_components", ())}:
                yield name, pipe

    def _giving(self, layers: Collection[str]) -> set[str]:
        names = self._nlp.component_names
        return {name for name in names if not {*layers}.isdisjoint(self._nlp.get_pipe_meta(name).assigns)}


@functools.cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController().select(user_api="blas")


def _joined(passages: Iterable[Passage]) -> list[Passage]:
    """Passages that touch as one: the parser shall see what stands together."""
    joined: list[Passage] = []
    for passage in sorted(passages, key=lambda passage: passage.start):
        if joined and joined[-1].stop == passage.start:
            joined[-1] = range(joined[-1].start, passage.stop)
        else:
            joined.append(passage)
    return joined
