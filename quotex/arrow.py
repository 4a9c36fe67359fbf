"""Who is quoted in record batches of articles, for Spark, Ray Data and whatever else speaks Arrow (extra ``arrow``).

:func:`extract` reads columns ``id`` and ``text`` and gives :data:`SCHEMA`, a row a document, in the order of the input:

================  ================================================================================================
``id``            string: the document's, as given
``attributions``  list of structs: the records of the document, in the order of its text, each with

                  - ``quote``: ``spans`` (list of spans) and ``kind`` (string)
                  - ``cue``: span, or null
                  - ``speaker``: null, or ``mention`` (span), ``name`` (span or null), ``kind`` (string), ``role`` and
                    ``affiliation`` (span or null)
                  - ``confidence``: double
================  ================================================================================================

A span is ``start`` and ``end`` (int64: offsets in characters, ``end`` exclusive) and ``text`` (string). This is the
wire format, so ``quotex.from_dict`` takes each record as ``to_pylist`` gives it.

A row is a document and not an attribution, so that a document without quotations (an empty list) differs from one that
had no text (null) and from one that got lost (no row). A row an attribution, which is what people query, is one word
away: ``inline(attributions)`` in Spark, ``unnest(attributions)`` in DuckDB, ``explode("attributions")`` in polars.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from os import PathLike, fspath
from typing import TYPE_CHECKING

from quotex.api import DEFAULT_MODEL, load
from quotex.documents import Document
from quotex.records import Attribution, to_dict
from quotex.streams import attributed

try:
    import pyarrow as pa
except ModuleNotFoundError as error:
    raise ModuleNotFoundError("this needs pyarrow: pip install 'quotex[arrow]'", name=error.name) from error

if TYPE_CHECKING:
    from spacy.language import Language

_SPAN = pa.struct({"start": pa.int64(), "end": pa.int64(), "text": pa.string()})
_QUOTATION = pa.struct({"spans": pa.list_(_SPAN), "kind": pa.string()})
_SPEAKER = pa.struct({"mention": _SPAN, "name": _SPAN, "kind": pa.string(), "role": _SPAN, "affiliation": _SPAN})
_ATTRIBUTION = pa.struct({"quote": _QUOTATION, "cue": _SPAN, "speaker": _SPEAKER, "confidence": pa.float64()})

#: What comes out. No field is declared free of nulls: Spark takes a schema for another where only that differs.
SCHEMA = pa.schema({"id": pa.string(), "attributions": pa.list_(_ATTRIBUTION)})
#: Documents in a batch that comes out, at most: what is held at a time.
ROWS = 256


def extract(
    batches: pa.Table | Iterable[pa.RecordBatch],
    *,
    model: str = DEFAULT_MODEL,
    weights: str | PathLike[str] | None = None,
    min_confidence: float = 0.0,
) -> pa.Table | Iterator[pa.RecordBatch]:
    """The attributions of the documents in a table, or lazily of those in a stream of record batches.

    Spark takes it as it is, ``frame.mapInArrow(extract, schema)``, and so does Ray Data,
    ``dataset.map_batches(extract, batch_format="pyarrow")``. A process loads the pipeline once.

    Args:
        batches: columns ``id`` (strings, or integers, which become their digits; null stays null) and ``text``
            (strings of any Arrow type; the attributions of null are null). Other columns are left out: what comes out
            is :data:`SCHEMA` whatever goes in, and ``id`` joins it to them.
        model: as for :func:`quotex.load`; ``functools.partial(extract, model=…)`` goes where ``extract`` does.
        weights: as for :func:`quotex.load`, a folder that every worker can read.
        min_confidence: as for :func:`quotex.extract`.

    Raises:
        ValueError: where a column is missing, or where the pipeline fails on a document; the message names either.
        TypeError: where a column holds something else, or ``batches`` does.
        OSError: where the model or the weights cannot be read.
    """
    if isinstance(batches, pa.Table):
        read = extract(batches.to_batches(), model=model, weights=weights, min_confidence=min_confidence)
        return pa.Table.from_batches(read, SCHEMA)
    return _read(batches, model, None if weights is None else fspath(weights), min_confidence)


def to_batch(ids: Sequence[str | None], found: Sequence[Sequence[Attribution] | None]) -> pa.RecordBatch:
    """A batch of documents that have been read: their ids and their records."""
    plain = [None if records is None else [to_dict(record) for record in records] for records in found]
    return pa.RecordBatch.from_pydict({"id": ids, "attributions": plain}, SCHEMA)


@functools.cache
def _pipeline(model: str, weights: str | None) -> Language:
    """One a process, however many batches it is given."""
    return load(model, weights=weights)


def _read(
    batches: Iterable[pa.RecordBatch], model: str, weights: str | None, min_confidence: float
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        if not isinstance(batch, pa.RecordBatch):
            kind = type(batch).__name__
            raise TypeError(f"extract reads a pyarrow.Table or an iterable of pyarrow.RecordBatch, not of {kind}")
        for start in range(0, batch.num_rows, ROWS):
            part = batch.slice(start, ROWS)
            ids = _column(part, "id", or_integers=True)
            yield to_batch(ids, _found(ids, _column(part, "text"), _pipeline(model, weights), min_confidence))


def _found(
    ids: Sequence[str | None], texts: Sequence[str | None], nlp: Language, min_confidence: float
) -> Sequence[Sequence[Attribution] | None]:
    """The records of each text; ``None`` for null."""
    documents = (Document(str(id), text) for id, text in zip(ids, texts, strict=True) if text is not None)
    read = attributed(documents, nlp, min_confidence=min_confidence)
    return [None if text is None else next(read)[1] for text in texts]


def _column(batch: pa.RecordBatch, name: str, *, or_integers: bool = False) -> list[str | None]:
    places = batch.schema.get_all_field_indices(name)
    if len(places) != 1:
        given = ", ".join(map(repr, batch.schema.names)) or "none"
        raise ValueError(f"quotex reads one column 'id' and one column 'text', and the columns here are {given}")
    column = batch.column(places[0])
    if not _is_text(column.type) and not (or_integers and pa.types.is_integer(column.type)):
        wanted = "strings or integers" if or_integers else "strings"
        raise TypeError(f"quotex reads {wanted} in the column {name!r}, and it holds {column.type}: cast it first")
    return [None if value is None else str(value) for value in column.to_pylist()]


def _is_text(type: pa.DataType) -> bool:
    if pa.types.is_dictionary(type):
        return _is_text(type.value_type)
    is_text = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_null)
    return any(check(type) for check in is_text)
