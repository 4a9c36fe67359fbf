"""The texts that the ranker learns from, and what is right in them: articles, copies with more marks, excerpts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

from attrs import frozen
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.util import minibatch

from quotex.mentions import mention_span
from quotex.more_quotations import with_marks
from quotex.passages import Reader, Window, beside, whole
from quotex.quotations import Stretch, find_stretches

#: How many articles are tagged and parsed at a time.
_AT_ONCE = 64
#: Every how many paragraphs with quotations one is an excerpt.
_EXCERPTS = 4


@frozen(eq=False)
class Annotated:
    """An article as it is read for quotations, with its gold attributions.

    ``made``, of a copy with more marks, holds where the quotations start that were made of indirect speech; only they
    are learned from there.
    """

    doc: Doc
    attributions: Sequence[Mapping[str, Any]]
    made: frozenset[int] | None = None


def read(plain: Sequence[Mapping[str, Any]], nlp: Language) -> list[Annotated]:
    """The articles, tagged and parsed where extraction would have them so."""
    docs = _docs((article["text"] for article in plain), nlp)
    return [Annotated(doc, article["attributions"]) for doc, article in zip(docs, plain, strict=True)]


def read_marked(plain: Sequence[Mapping[str, Any]], nlp: Language, random: Random) -> list[Annotated]:
    """Copies of the articles with marks around some of their indirect speech."""
    marked = [with_marks(article["text"], article["attributions"], random) for article in plain]
    docs = _docs((copy.text for copy in marked), nlp)
    return [Annotated(doc, copy.attributions, copy.made) for doc, copy in zip(docs, marked, strict=True)]


def _docs(texts: Iterable[str], nlp: Language) -> Iterator[Doc]:
    reader = Reader(nlp)
    for windows in _at_once(texts, nlp):
        reader.parse([(window.page, beside(window)) for window in windows])
        yield from (window.page for window in windows)


def read_whole(texts: Iterable[str], nlp: Language) -> Iterator[Doc]:
    """Texts with tags, a parse and entities all through."""
    reader = Reader(nlp)
    for windows in _at_once(texts, nlp):
        jobs = [(window.page, [range(len(window.page))]) for window in windows]
        reader.parse(jobs)
        reader.label(jobs)
        yield from (window.page for window in windows)


def _at_once(texts: Iterable[str], nlp: Language) -> Iterator[list[Window]]:
    windows = (whole(nlp.make_doc(text)) for text in texts)
    yield from minibatch(windows, _AT_ONCE)  # type: ignore[no-untyped-call]


# -- what is right


def _covered(start: int, end: int, spans: Iterable[Sequence[int]]) -> int:
    return sum(max(0, min(end, b) - max(start, a)) for a, b in spans)


def gold_sources(article: Annotated, stretch: Stretch) -> Sequence[Sequence[int]] | None:
    """The source spans of the attribution that holds the stretch; ``None`` where nobody's words stand there."""
    best: tuple[int, Sequence[Sequence[int]]] | None = None
    for attribution in article.attributions:
        covered = _covered(stretch.start, stretch.end, attribution["content"])
        if 2 * covered < stretch.end - stretch.start:
            continue
        if best is None or covered > best[0]:
            best = covered, attribution["source"]
    return best[1] if best else None


def right_candidate(doc: Doc, heads: Sequence[int], sources: Sequence[Sequence[int]]) -> int | None:
    """The index of the candidate that the source spans mean: of several the one that no other governs."""
    matching = [n for n, head in enumerate(heads) if _matches(doc[head], sources)]
    inside = [n for n in matching if any(a <= doc[heads[n]].idx < b for a, b in sources)] or matching
    within = {heads[n] for n in inside}
    top = [n for n in inside if not within & {ancestor.i for ancestor in doc[heads[n]].ancestors}] or inside
    return top[0] if top else None


def _matches(head: Token, sources: Sequence[Sequence[int]]) -> bool:
    mention = mention_span(head)
    start, end = mention.start_char, mention.end_char
    return any(2 * _covered(start, end, [source]) >= min(end - start, source[1] - source[0]) for source in sources)


def excerpts(article: Annotated) -> Iterator[Annotated]:
    """Some paragraphs on their own: the ranker shall know texts of a few sentences too."""
    quoted = {s.start for s in find_stretches(article.doc.text)}
    lines = [line for line in re.finditer(r"[^\n]+", article.doc.text) if quoted & {*range(*line.span())}]
    for line in lines[::_EXCERPTS]:
        span = article.doc.char_span(*line.span(), alignment_mode="contract")
        if span is None:
            continue
        first, last = span.start_char, span.end_char
        moved = []
        for attribution in article.attributions:
            source, content = (
                [(a - first, b - first) for a, b in attribution[kind] if first <= a < b <= last]
                for kind in ("source", "content")
            )
            moved.append({"source": source, "content": content})
        yield Annotated(span.as_doc(), moved)
