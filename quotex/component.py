"""The spaCy component ``quotex``: reads a tagged and parsed Doc, leaves its attributions in ``doc._.attributions``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from quotex import records
from quotex.linking import Link, link
from quotex.records import Attribution, Quotation, Speaker, from_dict, to_dict
from quotex.speakers import resolve

_KEY = "quotex"


def _attributions(doc: Doc) -> tuple[Attribution, ...]:
    return tuple(from_dict(plain) for plain in doc.user_data.get(_KEY, ()))


Doc.set_extension("attributions", getter=_attributions, force=True)


class Quotex:
    """Finds the attributions of a Doc and keeps them as plain dicts in ``doc.user_data``, so that it can be stored."""

    def __init__(self, nlp: Language) -> None:
        """Belong to the pipeline ``nlp``, whose ner is run where a name must be typed."""
        self._nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc.

        Raises:
            ValueError: where the Doc lacks tags or a parse.
        """
        doc.user_data[_KEY] = [to_dict(attribution) for attribution in self._read(doc)]
        return doc

    def _read(self, doc: Doc) -> list[Attribution]:
        if len(doc) and not (doc.has_annotation("TAG") and doc.has_annotation("DEP")):
            raise ValueError("quotex needs tags and a parse: put it behind a 'tagger' and a 'parser' in the pipeline")
        links = link(doc)
        if links and not doc.has_annotation("ENT_IOB") and "ner" in self._nlp.component_names:
            doc = self._nlp.get_pipe("ner")(doc)
        quoted = [span for found in links for span in found.spans]
        speakers = resolve(doc, [found.mention for found in links], quoted)
        return [_record(doc.text, *pair) for pair in zip(links, speakers, strict=True)]


def _record(text: str, found: Link, speaker: Speaker) -> Attribution:
    cue = None if found.cue is None else records.Span.of(text, found.cue.start_char, found.cue.end_char)
    quotation = Quotation(tuple(records.Span.of(text, *span) for span in found.spans), found.kind)
    return Attribution(quotation, cue, speaker, found.confidence)


@Language.factory(
    "quotex", requires=["token.tag", "token.dep", "token.head"], assigns=["doc._.attributions", "doc.user_data"]
)
def create(nlp: Language, name: str) -> Quotex:
    """The component for a pipeline.

    Raises:
        ValueError: for a pipeline of a language other than English.
    """
    if nlp.lang != "en":
        raise ValueError(f"quotex reads English; this pipeline's language is {nlp.lang!r}")
    return Quotex(nlp)
