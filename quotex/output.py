"""What the command line writes: attributions as lines of JSON or tables, figures, messages, a progress bar."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias, TypeVar

import typer

from quotex.records import Attribution, to_dict

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from quotex.evaluation import Figures

T = TypeVar("T")
Writer: TypeAlias = Callable[[str, Sequence[Attribution]], None]
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


def jsonl_writer(stream: IO[str]) -> Writer:
    """Writes each document as a line of JSON, the wire format."""

    def write(document: str, attributions: Sequence[Attribution]) -> None:
        plain = {"id": document, "attributions": [to_dict(attribution) for attribution in attributions]}
        stream.write(_json(plain) + "\n")
        stream.flush()

    return write


#: What a line of UTF-8 cannot hold (lone surrogates), and what many readers take for the end of a line.
_ESCAPED = re.compile("[\ud800-\udfff\x85\u2028\u2029]")


def _json(plain: Mapping[str, Any]) -> str:
    line = json.dumps(plain, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", line)


def table_writer(stream: IO[str]) -> Writer:
    """Writes each document as a table, as wide as the terminal."""
    from rich.console import Console

    console = Console(file=stream)

    def write(document: str, attributions: Sequence[Attribution]) -> None:
        console.print(_attribution_table(document, attributions) if attributions else _no_quotations(document))
        stream.flush()

    return write


def _attribution_table(document: str, attributions: Sequence[Attribution]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(visible(document)), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    for name, share in (("speaker", 4), ("role", 5), ("affiliation", 4), ("quotation", 9)):  # alike in every table
        table.add_column(name, ratio=share, overflow="fold")
    table.add_column("sure", justify="right", no_wrap=True, width=4)
    for attribution in attributions:
        speaker = attribution.speaker
        stated = (speaker.name or speaker.mention, speaker.role, speaker.affiliation) if speaker else (None, None, None)
        cells = [visible(span.text) if span else "–" for span in stated]
        table.add_row(*map(Text, (*cells, visible(attribution.quote.content), f"{attribution.confidence:.0%}")))
    return table


def _no_quotations(document: str) -> Text:
    from rich.text import Text

    return Text(f"{visible(document)}: no quotations\n")


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
        elif value is not None:
            yield words, value


def _figure(value: float | None) -> str:
    return "–" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
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
