"""The spaCy component ``quotex``: reads a tagged and parsed Doc, leaves its attributions in ``doc._.attributions``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from quotex.antecedents import load_weights
from quotex.linking import Link, link
from quotex.ranker import MODEL, load_ranker
from quotex.records import Attribution, Quotation, Span, Speaker, from_dict, to_dict
from quotex.speakers import resolve

_KEY = "quotex"
#: What quotex reads of a Doc, in the words of an error message, and spaCy's names for it.
_LAYERS = (("tags", "TAG"), ("parse", "DEP"))


def _attributions(doc: Doc) -> tuple[Attribution, ...]:
    return tuple(from_dict(plain) for plain in doc.user_data.get(_KEY, ()))


Doc.set_extension("attributions", getter=_attributions, force=True)


class Quotex:
    """Finds the attributions of a Doc and keeps them as plain dicts in ``doc.user_data``, so that it can be stored.

    Nothing else of the Doc changes. Its entities are read where it has them; else the pipeline's ``ner``, disabled or
    not, is asked about a Doc with quotations, and its answer is not kept.
    """

    def __init__(self, nlp: Language, weights: Path = MODEL) -> None:
        """Belong to the pipeline ``nlp`` and read with the weights of a folder that ``quotex train`` wrote."""
        self._nlp = nlp
        self._ranker, self._coreference = load_ranker(weights), load_weights(weights)

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc.

        Raises:
            ValueError: where the Doc lacks tags or a parse.
        """
        doc.user_data[_KEY] = [to_dict(attribution) for attribution in self._read(doc)]
        return doc

    def _read(self, doc: Doc) -> list[Attribution]:
        missing = [name for name, layer in _LAYERS if len(doc) and not doc.has_annotation(layer)]
        if missing:
            raise ValueError(
                f"quotex needs tags and a parse, and this Doc has no {' and no '.join(missing)}: "
                "put 'quotex' behind a tagger and a parser that are enabled"
            )
        links = link(doc, self._ranker)
        if not links:
            return []
        quoted = [span for found in links for span in found.spans]
        with self._entities(doc):
            speakers = resolve(doc, [found.mention for found in links], quoted, self._coreference)
        text = doc.text
        return [_record(text, *pair) for pair in zip(links, speakers, strict=True)]

    @contextmanager
    def _entities(self, doc: Doc) -> Iterator[None]:
        """Entities for a Doc that nobody looked for entities in, for as long as it takes."""
        if doc.has_annotation("ENT_IOB") or "ner" not in self._nlp.component_names:
            yield
            return
        try:
            self._nlp.get_pipe("ner")(doc)
            yield
        finally:
            doc.set_ents([], default="missing")


def _record(text: str, found: Link, speaker: Speaker) -> Attribution:
    cue = None if found.cue is None else Span.of(text, found.cue.start_char, found.cue.end_char)
    quotation = Quotation(tuple(Span.of(text, *span) for span in found.spans), found.kind)
    return Attribution(quotation, cue, speaker, found.confidence)


@Language.factory(
    "quotex",
    requires=["token.tag", "token.dep", "token.head"],
    assigns=["doc._.attributions", "doc.user_data"],
    default_config={"weights": None},
)
def create(nlp: Language, name: str, weights: str | None) -> Quotex:
    """The component for a pipeline.

    Args:
        nlp: an English pipeline with a tagger and a parser.
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
