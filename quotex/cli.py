"""The command line: ``quotex extract``, ``quotex evaluate``, ``quotex train``."""

from __future__ import annotations

import multiprocessing
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

import quotex
from quotex.api import DEFAULT_MODEL, extract_many, load, load_model
from quotex.documents import Document, Fault, count_documents, read_documents, without_surrogates
from quotex.interrupts import INTERRUPTED, Interrupts
from quotex.output import (
    Writer,
    complain,
    discard_stdout,
    jsonl_writer,
    opened,
    page_writer,
    print_figures,
    table_writer,
    with_progress,
)
from quotex.records import Attribution
from quotex.resuming import skip_done
from quotex.streams import attributed

if TYPE_CHECKING:
    from spacy.language import Language

    from quotex.evaluation import Article

_HELP = "Who is quoted in a news article, saying what, in what capacity."
_EXAMPLES = """

\b
Examples:
  quotex extract article.txt                      a table on the terminal
  quotex extract article.txt -o page.html         a page to look at
  quotex extract articles/ -o found.jsonl         a line of JSON a document
  quotex evaluate corpus.jsonl                    how right that is
  quotex train corpus.jsonl -o weights/           learn from your own articles
  quotex --install-completion                     complete commands with Tab
"""
_STATUS = """

\b
Exit status:
    0  all was read and written
    1  something could not be; standard error names it, and all else came out
    2  a command or option that is none
  130  interrupted
"""
app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)


class Format(str, Enum):
    """How attributions are written."""

    table = "table"
    jsonl = "jsonl"
    parquet = "parquet"
    html = "html"


Model = Annotated[str, typer.Option(help="An English spaCy pipeline with tagger and parser.", metavar="NAME")]
Corpora = Annotated[
    list[Path],
    typer.Argument(
        help="Annotated corpora: .jsonl, .jsonl.gz, BRAT's .ann, Prodigy's .jsonl, Label Studio's .json, or folders.",
        metavar="CORPUS",
    ),
]
Weights = Annotated[
    Path | None, typer.Option(help="A folder that quotex train wrote.", metavar="DIR", show_default="those of quotex")
]


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"quotex {quotex.__version__}")
        raise typer.Exit


@app.callback(help=_HELP + _EXAMPLES + _STATUS)
def _main(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    pass


@app.command()
def extract(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files (.txt, .jsonl, .jsonl.gz), folders of them, or - for standard input.",
            metavar="INPUT",
            show_default="-",
        ),
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option(
            help="How to write (parquet needs the extra 'arrow').",
            show_default="table on a terminal, html or parquet into a FILE that is called so, else jsonl",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write to this file.", metavar="FILE", show_default=False)
    ] = None,
    model: Model = DEFAULT_MODEL,
    weights: Weights = None,
    n_process: Annotated[int, typer.Option(min=1, help="Processes to read with.", metavar="N")] = 1,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="Leave out what is less sure, 0 to 1.", metavar="P", show_default=False)
    ] = 0.0,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Go on where the same command stopped: documents with a whole line in FILE are not read again.",
        ),
    ] = False,
) -> None:
    """Print who is quoted in articles: a table, a line of JSON or a row of Parquet a document, in order, or one page.

    What cannot be read is named on standard error, all else still comes out, and the exit status is 1.

    \b
    Examples:
      quotex extract article.txt
      quotex extract articles/ more.jsonl.gz -o found.jsonl --n-process 4
      quotex extract articles/ -o page.html
      curl -s https://example.org/a.txt | quotex extract - --format table
    """
    sources = inputs or ["-"]
    if output and any(_is_same_file(output, source) for source in sources):
        raise typer.BadParameter(f"{output} is an input as well", param_hint="-o")
    format = _chosen(format, output, resume=resume)
    interrupts, faults = Interrupts(), list[Fault]()
    with _plain_errors(), interrupts.handled():
        documents = _sound(read_documents(sources, output=output), faults)
        done = skip_done(documents, output) if output and resume else 0
        nlp = load(model, weights=weights)
        with _writer(format, output, append=resume) as (write, on_terminal):
            if format is Format.parquet:
                documents = map(without_surrogates, documents)
            read = attributed(documents, nlp, n_process=n_process, min_confidence=min_confidence)
            for document, attributions in read if on_terminal else with_progress(read, lambda: _left(sources, done)):
                with interrupts.held():
                    write(document, attributions)
    if faults:
        raise typer.Exit(1)


@app.command()
def evaluate(
    corpora: Corpora,
    predictions: Annotated[
        Path | None,
        typer.Option(help="Score the JSONL that quotex extract wrote.", metavar="FILE", show_default="read anew"),
    ] = None,
    model: Model = DEFAULT_MODEL,
    weights: Weights = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a corpus.")] = False,
) -> None:
    """Print how right the attributions are, against corpora of attribution relations or of speakers."""
    with _plain_errors():
        from quotex import evaluation

        gold = {str(path): evaluation.read_corpus(path) for path in corpora}
        if predictions:
            given = evaluation.read_predictions(predictions)
            found = {name: _looked_up(name, articles, given) for name, articles in gold.items()}
        else:
            nlp = load(model, weights=weights)
            found = {name: _read_anew(articles, nlp) for name, articles in gold.items()}
        figures = {name: evaluation.evaluate(articles, found[name]) for name, articles in gold.items()}
        print_figures(figures, as_json=as_json)


@app.command()
def train(
    corpora: Corpora,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for the weights.", metavar="DIR")],
    model: Model = DEFAULT_MODEL,
) -> None:
    """Train on your own annotations (needs the extra 'train').

    Corpora of attributions train the ranker that links quotations to their sources. Where one of coreference is among
    them, the choice of whom *he* and *the agency* mean is trained as well, with all of them.
    """
    with _plain_errors():
        from quotex import coreference_training, training

        nlp = load_model(model)
        try:
            training.train(corpora, output, nlp)
            if coreference_training.is_annotated(corpora):
                coreference_training.train(corpora, output, nlp)
        except ModuleNotFoundError as error:
            _fail(f"training needs {error.name}: pip install 'quotex[train]'")


def _chosen(format: Format | None, output: Path | None, *, resume: bool) -> Format | None:
    """The format, refused where it cannot be written there; ``None`` where that is left to the terminal."""
    if format is None and output and output.suffix.lower() in (".parquet", ".html"):
        format = Format(output.suffix.lower()[1:])
    if resume:
        if output is None:
            raise typer.BadParameter("goes on with the lines of a file: give it with -o FILE", param_hint="--resume")
        if format not in (None, Format.jsonl):
            raise typer.BadParameter(f"goes on with jsonl only, and not with {format.value}", param_hint="--resume")
        if output.name.lower().endswith(".gz"):
            raise typer.BadParameter("cannot go on with a packed file: write plain .jsonl", param_hint="--resume")
    if format is Format.parquet:
        if output is None and sys.stdout is not None and sys.stdout.isatty():
            raise typer.BadParameter("a terminal cannot show parquet: give a file with -o FILE", param_hint="--format")
        try:
            import quotex.arrow  # noqa: F401
        except ModuleNotFoundError as error:
            _fail(f"--format parquet: {error}")
    return format


@contextmanager
def _writer(format: Format | None, output: Path | None, *, append: bool) -> Iterator[tuple[Writer, bool]]:
    """What writes a document, and whether it writes to a terminal."""
    if format is Format.parquet:
        from quotex.parquet import parquet_writer

        with parquet_writer(output) as write:
            yield write, False
        return
    writers = {Format.table: table_writer, Format.jsonl: jsonl_writer, Format.html: page_writer}
    with opened(output, append=append) as stream:
        on_terminal = stream.isatty()
        writer = writers[format or (Format.table if on_terminal else Format.jsonl)]
        with writer(stream) as write:
            yield write, on_terminal


def _left(sources: Sequence[str], done: int) -> int | None:
    """How many documents are still to be read; ``None`` where that cannot be known."""
    total = count_documents(sources)
    return None if total is None else total - done


def _is_same_file(path: Path, source: str) -> bool:
    return path.exists() and Path(source).exists() and path.samefile(source)


def _sound(read: Iterable[Document | Fault], faults: list[Fault]) -> Iterator[Document]:
    """The documents; faults are named on standard error and remembered."""
    for item in read:
        if isinstance(item, Document):
            yield item
        else:
            faults.append(item)
            complain(item.message)


def _read_anew(articles: Sequence[Article], nlp: Language) -> Iterable[Sequence[Attribution]]:
    return with_progress(extract_many((article.text for article in articles), nlp), lambda: len(articles))


def _looked_up(
    corpus: str, articles: Sequence[Article], given: Mapping[str, Sequence[Attribution]]
) -> Iterable[Sequence[Attribution]]:
    missing = [article.id for article in articles if article.id not in given]
    if missing:
        complain(f"{corpus}: no prediction for {len(missing)} of {len(articles)} articles, first {missing[0]}")
    return [given.get(article.id, ()) for article in articles]


@contextmanager
def _plain_errors() -> Iterator[None]:
    """What goes wrong comes out as one line on standard error and an exit status, never as a traceback."""
    try:
        with warnings.catch_warnings():
            warnings.showwarning = lambda message, *_: complain(str(message))  # a pipeline of another version
            yield
        return
    except (typer.Exit, typer.BadParameter):
        raise
    except BaseException as error:
        status = _told(error)
        for worker in multiprocessing.active_children():  # which would be waited for
            worker.terminate()
    raise typer.Exit(status)


def _told(error: BaseException) -> int:
    """Say what went wrong; the exit status for it."""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(error, OSError) and error.errno is not None:
        named = error.filename is not None
        if not named:  # an output that is open already
            discard_stdout()
        if isinstance(error, BrokenPipeError):  # the reader has gone: nothing is left to say
            return 0
        complain(f"{error.filename if named else 'the output'}: {error.strerror}")
    elif isinstance(error, OSError | ValueError):
        complain(str(error))
    else:
        complain(f"{type(error).__name__}: {error}; this is a fault of quotex, not of yours")
    return 1


def _fail(message: str) -> NoReturn:
    complain(message)
    raise typer.Exit(1)
