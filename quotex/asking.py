"""Ask one component of a pipeline about Docs, as the component itself would but sooner.

spaCy's parsers and entity recognizers are transition systems (Nivre 2008): they move word by word through a Doc, a
learned choice a step. Their compiled loop lets go of Python's lock and takes it again at each look at a word, which is
most of what it takes; the same steps asked for one by one, for many Docs together, keep the lock and take half as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from spacy.pipeline import DependencyParser, EntityRecognizer
from spacy.tokens import Doc

#: How many Docs a component takes at a time, and how many tokens of them if it can: bounds the memory.
_AT_ONCE, _TOKENS = 64, 20_000
#: Of fewer Docs, in the length of the longest, each step costs more than spaCy's own loop.
_MANY = 4

#: What spaCy's stubs say nothing of.
Pipe: TypeAlias = Any


def ask(pipe: Pipe, docs: Sequence[Doc]) -> list[Doc]:
    """The Docs with what a component says of them."""
    if not hasattr(pipe, "pipe"):
        return [pipe(doc) for doc in docs]
    if not _is_greedy(pipe):
        return [doc for some in _batches(docs) for doc in pipe.pipe(some, batch_size=_AT_ONCE)]
    for some in _batches(sorted(docs, key=len)):
        pipe.set_annotations(some, _states(pipe, some))
    return [*docs]


def _batches(docs: Iterable[Doc]) -> Iterator[list[Doc]]:
    batch: list[Doc] = []
    tokens = 0
    for doc in docs:
        if batch and (len(batch) == _AT_ONCE or tokens + len(doc) > _TOKENS):
            yield batch
            batch, tokens = [], 0
        batch.append(doc)
        tokens += len(doc)
    if batch:
        yield batch


def _is_greedy(pipe: Pipe) -> bool:
    """Whether a component is one of spaCy's own that takes the best step each time."""
    return type(pipe) in (DependencyParser, EntityRecognizer) and pipe.cfg["beam_width"] == 1


def _states(parser: Pipe, docs: Sequence[Doc]) -> Sequence[Any]:
    """The last state of each Doc."""
    if sum(map(len, docs)) <= _MANY * max(map(len, docs)):
        states: Sequence[Any] = parser.predict(docs)
        return states
    states, model = parser.moves.init_batch(docs), parser.model.predict(docs)
    unfinished = [state for state in states if not state.is_final()]
    while unfinished:
        unfinished = parser.transition_states(unfinished, model.predict(unfinished))
    model.clear_memory()
    return states
