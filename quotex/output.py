"""What the command line writes: attributions as lines of JSON, tables or a page, figures, messages, a progress bar."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias, TypeVar

import typer

from quotex.grouping import by_speaker
from quotex.records import Attribution, Speaker, to_dict

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from quotex.documents import Document
    from quotex.evaluation import Figures

T = TypeVar("T")
Writer: TypeAlias = "Callable[[Document, Sequence[Attribution]], None]"
#: As many documents go by without a progress bar.
_FEW = 3


@contextmanager
def opened(path: Path | None, *, append: bool = False) -> Iterator[IO[str]]:
    """A stream of UTF-8 to ``path``, packed where its name ends in ``.gz``, or to standard output.

    With ``append`` what the file holds stays, and the stream starts behind it.

    Raises:
        OSError: where it cannot be opened.
    """
    if path is None:
        if sys.stdout is None:
            raise OSError("standard output is closed")
        if isinstance(sys.stdout, io.TextIOWrapper):
            if sys.stdout.isatty():  # which may not know every letter
                sys.stdout.reconfigure(errors="replace")
            else:
                sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        yield sys.stdout
    elif path.name.lower().endswith(".gz"):
        with gzip.open(path, "at" if append else "wt", encoding="utf-8", newline="\n") as stream:
            yield stream
    else:
        with path.open("a" if append else "w", encoding="utf-8", newline="\n") as stream:
            yield stream


def discard_stdout() -> None:
    """Let nobody be told again, at exit, that standard output cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: str) -> None:
    """One line on standard error."""
    typer.echo(f"quotex: {visible(message)}", err=True)


@contextmanager
def jsonl_writer(stream: IO[str]) -> Iterator[Writer]:
    """Writes each document as a line of JSON, the wire format."""

    def write(document: Document, attributions: Sequence[Attribution]) -> None:
        plain = {"id": document.id, "attributions": [to_dict(attribution) for attribution in attributions]}
        stream.write(_json(plain) + "\n")
        stream.flush()

    yield write


@contextmanager
def page_writer(stream: IO[str]) -> Iterator[Writer]:
    """Writes one HTML page of all documents, at the end; with an index where there are several."""
    from quotex.render import render, render_many

    read: list[tuple[str, str, Sequence[Attribution]]] = []

    def write(document: Document, attributions: Sequence[Attribution]) -> None:
        title = "Standard input" if document.id == "-" else document.id
        read.append((title, document.text, attributions))

    yield write
    if len(read) == 1:
        [(title, text, attributions)] = read
        stream.write(render(text, attributions, title=title).html)
    else:
        stream.write(render_many(read).html)


#: What a line of UTF-8 cannot hold (lone surrogates), and what many readers take for the end of a line.
_ESCAPED = re.compile("[\ud800-\udfff\x85\u2028\u2029]")


def _json(plain: Mapping[str, Any]) -> str:
    line = json.dumps(plain, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", line)


#: The colours of speakers, legible on light and dark; the names beside them tell speakers apart without.
_COLOURS = ("cyan", "magenta", "green", "blue", "yellow", "red")


@contextmanager
def table_writer(stream: IO[str]) -> Iterator[Writer]:
    """Writes each document as a table, as wide as the terminal, and at the end how much there was."""
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream)
    documents = quotations = speakers = 0

    def write(document: Document, attributions: Sequence[Attribution]) -> None:
        nonlocal documents, quotations, speakers
        groups = by_speaker(attributions)
        documents += 1
        quotations += len(attributions)
        speakers += sum(speaker is not None for speaker, _ in groups)
        colour_of = {a: _COLOURS[n % len(_COLOURS)] for n, (_, said) in enumerate(groups) for a in said}
        rows = [(attribution, colour_of[attribution]) for attribution in attributions]
        show(_attribution_table(document.id, rows) if rows else _no_quotations(document.id))
        show(Text())

    def show(renderable: Table | Text) -> None:
        with console.capture() as captured:  # rich itself would leave the program where the reader has gone
            console.print(renderable)
        stream.write(captured.get())
        stream.flush()

    yield write
    counts = f"{_counted(quotations, 'quotation')} by {_counted(speakers, 'speaker')}"
    show(Text(f"{counts} in {_counted(documents, 'document')}"))


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _attribution_table(document: str, rows: Iterable[tuple[Attribution, str]]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(visible(document)), title_justify="left", box=box.SIMPLE_HEAD, expand=True, leading=1)
    table.show_edge, table.padding = False, (0, 1, 0, 0)
    table.add_column("speaker", ratio=4, overflow="fold")  # alike in every table
    table.add_column("role", ratio=5, overflow="fold")
    table.add_column("cue", width=12, overflow="fold")
    table.add_column("quotation", ratio=9, overflow="fold")
    table.add_column("sure", justify="right", no_wrap=True, width=4)
    for attribution, colour in rows:
        speaker = attribution.speaker
        who = visible((speaker.name or speaker.mention).text) if speaker else "–"
        cue = visible(attribution.cue.text) if attribution.cue else "–"
        words = visible(attribution.quote.content)
        cells = (_capacity(speaker) if speaker else "–", cue, words, f"{attribution.confidence:.0%}")
        table.add_row(Text(who, style=f"bold {colour}"), *map(Text, cells))
    return table


def _capacity(speaker: Speaker) -> str:
    """Role and affiliation; the affiliation once, where the role states it."""
    role, affiliation = speaker.role, speaker.affiliation
    if role and affiliation and role.start <= affiliation.start and affiliation.end <= role.end:
        affiliation = None
    return ", ".join(visible(span.text) for span in (role, affiliation) if span) or "–"


def _no_quotations(document: str) -> Text:
    from rich.text import Text

    return Text(f"{visible(document)}: no quotations")


def visible(text: str) -> str:
    """Text without what a terminal would obey; line breaks become blanks."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in text)


def print_figures(figures: Mapping[str, Figures], *, as_json: bool) -> None:
    """The figures of each corpus: a table of rows, or one JSON object a corpus with the corpus's path in it."""
    import attrs

    plain = {corpus: attrs.asdict(found) for corpus, found in figures.items()}
    if as_json:
        for corpus, values in plain.items():
            typer.echo(json.dumps(_rounded({"corpus": corpus, **values})))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    columns = {corpus: dict(_flat(values)) for corpus, values in plain.items()}
    table = Table("figure", box=None)
    for corpus in columns:
        table.add_column(Text(visible(Path(corpus).name)), justify="right")
    for name in dict.fromkeys(name for column in columns.values() for name in column):
        table.add_row(name, *(_figure(column.get(name)) for column in columns.values()))
    Console().print(table)


def _flat(values: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Rows of figures by their names, without what the corpus does not annotate."""
    for name, value in values.items():
        words = name.replace("_", " ")
        if isinstance(value, dict):
            yield from ((f"{words} {part}", figure) for part, figure in value.items())
        elif isinstance(value, tuple):
            for first, *rest in (row.items() for row in value):
                yield from ((f"{words} {first[1]} {part.replace('_', ' ')}", figure) for part, figure in rest)
        elif value is not None:
            yield words, value


def _figure(value: float | None) -> str:
    return "–" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_rounded(inner) for inner in value]
    return round(value, 4) if isinstance(value, float) else value


def with_progress(items: Iterator[T], count: Callable[[], int | None]) -> Iterator[T]:
    """The items, with a progress bar on standard error where that is a terminal and there are more than a few.

    Args:
        items: what is gone through.
        count: how many there will be, if that can be known; asked where there is a terminal.
    """
    if not sys.stderr.isatty():
        return items
    total = count()
    if total is not None and total <= _FEW:
        return items
    from rich.console import Console
    from rich.progress import track

    return iter(track(items, "Reading", total=total, console=Console(stderr=True), transient=True))
