"""The spaCy component ``quotex``: reads a Doc, leaves its attributions in ``doc._.attributions``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from quotex.antecedents import load_weights
from quotex.article import Article
from quotex.linking import Link, link
from quotex.passages import Reader, Window, beside, is_parsed, unlabelled, unparsed, windows
from quotex.ranker import MODEL, load_ranker
from quotex.records import Attribution, Quotation, Span, Speaker, from_dict, map_spans, to_dict
from quotex.speakers import resolve

_KEY = "quotex"
#: About how many tokens are read together: bounds the memory.
_TOGETHER = 80_000


def _attributions(doc: Doc) -> tuple[Attribution, ...]:
    return tuple(from_dict(plain) for plain in doc.user_data.get(_KEY, ()))


Doc.set_extension("attributions", getter=_attributions, force=True)


class Quotex:
    """Finds the attributions of a Doc and keeps them as plain dicts in ``doc.user_data``, so that it can be stored.

    Nothing else of the Doc changes. Tags, parse and entities are read where the Doc has them; else the pipeline's
    components for them, disabled or not, are asked about the parts of it that matter, and their answers are not kept.
    """

    def __init__(self, nlp: Language, weights: Path = MODEL) -> None:
        """Belong to the pipeline ``nlp`` and read with the weights of a folder that ``quotex train`` wrote."""
        self._reader = Reader(nlp)
        self._ranker, self._coreference = load_ranker(weights), load_weights(weights)

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc.

        Raises:
            ValueError: where neither the Doc nor the pipeline has tags or a parse to give.
        """
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Read Docs, ``batch_size`` at a time.

        Raises:
            ValueError: as for one Doc.
        """
        for docs in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
            for doc in docs:
                doc.user_data[_KEY] = []
            parts = ((doc, window) for doc in docs for window in windows(doc))
            for some in _batches(parts):
                for (doc, window), found in zip(some, self._read([window for _, window in some]), strict=True):
                    doc.user_data[_KEY] += map(to_dict, _of_core(window, found))
            yield from docs

    def _read(self, read: Sequence[Window]) -> Iterator[list[Attribution]]:
        """The attributions of each window; their spans are of its page."""
        unread = [window for window in read if not is_parsed(window.page)]
        if unread and self._reader.missing:
            raise ValueError(
                f"quotex needs tags and a parse, and this Doc has no {' and no '.join(self._reader.missing)}: "
                "put 'quotex' behind a tagger and a parser"
            )
        self._reader.parse([(window.page, beside(window)) for window in unread])
        articles = [Article(w.page, w.text, w.stretches, self._ranker.strengths) for w in read]
        links = [link(article, self._ranker) for article in articles]
        sought = [(window, [found.mention for found in some]) for window, some in zip(read, links, strict=True)]
        self._reader.parse([(window.page, unparsed(window, mentions)) for window, mentions in sought])
        self._reader.label([(window.page, unlabelled(window, mentions)) for window, mentions in sought])
        for window, some in zip(read, links, strict=True):
            yield self._attributions(window, some)

    def _attributions(self, window: Window, links: Sequence[Link]) -> list[Attribution]:
        quoted = [span for found in links for span in found.spans]
        speakers = resolve(window.page, [found.mention for found in links], quoted, self._coreference)
        return [_record(window.text, *pair) for pair in zip(links, speakers, strict=True)]


def _batches(parts: Iterable[tuple[Doc, Window]]) -> Iterator[list[tuple[Doc, Window]]]:
    """The windows, as many together as have some number of tokens."""
    batch, tokens = [], 0
    for part in parts:
        batch.append(part)
        tokens += len(part[1].page)
        if tokens >= _TOGETHER:
            yield batch
            batch, tokens = [], 0
    if batch:
        yield batch


def _of_core(window: Window, found: Sequence[Attribution]) -> Iterator[Attribution]:
    """The attributions that are the window's own to find, with the offsets of the whole Doc."""
    moves = window.offset or window.text != window.original
    for attribution in found:
        if window.offset + attribution.quote.start in window.core:
            yield map_spans(attribution, window.moved) if moves else attribution


def _record(text: str, found: Link, speaker: Speaker) -> Attribution:
    cue = None if found.cue is None else Span.of(text, found.cue.start_char, found.cue.end_char)
    quotation = Quotation(tuple(Span.of(text, *span) for span in found.spans), found.kind)
    return Attribution(quotation, cue, speaker, found.confidence)


@Language.factory(
    "quotex",
    assigns=["doc._.attributions", "doc.user_data"],
    default_config={"weights": None},
)
def create(nlp: Language, name: str, weights: str | None) -> Quotex:
    """The component for a pipeline.

    Args:
        nlp: an English pipeline with a tagger and a parser, enabled or not.
        name: what the component is called in it.
        weights: a folder that ``quotex train`` wrote, to be read from there also when a stored pipeline is loaded;
            by default the weights that come with quotex.

    Raises:
        ValueError: for a pipeline of a language other than English.
        OSError: where the weights cannot be read.
    """
    if nlp.lang != "en":
        raise ValueError(f"quotex reads English, and this pipeline's language is {nlp.lang!r}")
    return Quotex(nlp, MODEL if weights is None else Path(weights))
