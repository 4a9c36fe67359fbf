"""Read documents with a pipeline, in their order, and name the one that it fails on."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from quotex.api import extract, extract_many
from quotex.documents import Document
from quotex.records import Attribution

if TYPE_CHECKING:
    from spacy.language import Language

#: Documents that are read before the first is given.
_BATCH = 16


def attributed(
    documents: Iterable[Document], nlp: Language, *, n_process: int = 1, min_confidence: float = 0.0
) -> Iterator[tuple[Document, list[Attribution]]]:
    """Each document with its attributions, lazily; only the documents that the pipeline works on are held.

    Raises:
        ValueError: where the pipeline fails on a document, whose id starts the message, once those before it are given.
    """
    waiting: deque[Document] = deque()

    def texts() -> Iterator[str]:
        for document in documents:
            waiting.append(document)
            yield document.text

    try:
        for attributions in extract_many(
            texts(), nlp, n_process=n_process, batch_size=_BATCH, min_confidence=min_confidence
        ):
            yield waiting.popleft(), attributions
    except BrokenProcessPool as error:  # a process was killed
        raise ValueError(
            "a process ended, for want of memory perhaps, while one of the documents from "
            f"{waiting[0].id} to {waiting[-1].id} was read"
        ) from error
    except Exception:  # of a batch, or of a process that does not say of what
        yield from _one_by_one(waiting, nlp, min_confidence)
        raise


def _one_by_one(
    documents: Iterable[Document], nlp: Language, min_confidence: float
) -> Iterator[tuple[Document, list[Attribution]]]:
    for document in documents:
        try:
            attributions = extract(document.text, nlp, min_confidence=min_confidence)
        except Exception as error:
            reason = str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
            raise ValueError(f"{document.id}: {reason}") from error
        yield document, attributions
