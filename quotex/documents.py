"""Read what the command line is given: text files, JSONL, folders of them, standard input; one document at a time."""

from __future__ import annotations

import gzip
import json
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import chain
from pathlib import Path
from typing import IO, Any

from attrs import frozen

_SUFFIXES = (".txt", ".jsonl", ".jsonl.gz")
_BOM = b"\xef\xbb\xbf"
_SURROGATE = re.compile("[\ud800-\udfff]")


@frozen
class Document:
    """A text and what it is called: the JSONL's ``id``, else the file's path as given."""

    id: str
    text: str


@frozen
class Fault:
    """Something that could not be read, and why; all else still comes out."""

    message: str


def read_documents(inputs: Iterable[str], *, output: Path | None = None) -> Iterator[Document | Fault]:
    """The documents of files, folders and ``-``, lazily and in order.

    A file is JSONL where its name ends so, and one text where it ends in ``.txt``; standard input and files of other
    names are JSONL where they start with ``{``. Of a folder, and the folders in it, the files that are named so are
    read, except ``output``, which may lie there.
    """
    for name in inputs:
        if name != "-" and Path(name).is_dir():
            yield from _read_folder(name, output)
        else:
            yield from _read(name)


def without_surrogates(document: Document) -> Document:
    """The document with U+FFFD for each lone surrogate, for what can only hold UTF-8."""
    return Document(_SURROGATE.sub("\ufffd", document.id), _SURROGATE.sub("\ufffd", document.text))


def count_documents(inputs: Iterable[str]) -> int | None:
    """How many documents ``inputs`` hold; ``None`` where that cannot be known before they are read."""
    total = 0
    for name in inputs:
        path = Path(name)
        if path.is_dir():
            total += count_documents(str(inside) for inside in _inside(path)) or 0
        elif not path.is_file():
            return None
        elif name.lower().endswith((".jsonl", ".jsonl.gz")):
            try:
                with open_binary(path) as lines:
                    total += sum(1 for line in lines if line.strip())
            except (OSError, EOFError, zlib.error):
                return None
        else:
            total += 1
    return total


def open_binary(path: Path) -> IO[bytes]:
    """A file to read bytes from, unpacked where its name ends in ``.gz``."""
    return gzip.open(path, "rb") if path.name.lower().endswith(".gz") else path.open("rb")  # type: ignore[return-value]


def read_jsonl(path: Path) -> Iterator[tuple[str, Any]]:
    """Each line of a JSONL file that is not blank: its place (``file:number``) and its value.

    Raises:
        OSError: where the file cannot be read.
        ValueError: where a line is no JSON; the message names its place.
    """
    with open_binary(path) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield f"{path}:{number}", parse_line(f"{path}:{number}", line)


def parse_line(place: str, line: bytes) -> Any:
    """The JSON value of one line.

    Raises:
        ValueError: where it is none; the message starts with ``place``.
    """
    try:
        return json.loads(line.removeprefix(_BOM).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError(f"{place}: not UTF-8 at byte {error.start} of the line") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"{place}: not JSON at character {error.pos + 1} of the line ({error.msg})") from error
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{place}: not JSON that can be read ({error})") from error


def _inside(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.name.lower().endswith(_SUFFIXES) and p.is_file())


def _read_folder(name: str, output: Path | None) -> Iterator[Document | Fault]:
    inside = [p for p in _inside(Path(name)) if output is None or p.resolve() != output.resolve()]
    if not inside:
        yield Fault(f"{name}: no file in it ends in {' or '.join(_SUFFIXES)}")
    for path in inside:
        yield from _read(str(path))


def _read(name: str) -> Iterator[Document | Fault]:
    if name == "-" and sys.stdin is None:
        yield Fault("-: standard input is closed")
        return
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else open_binary(Path(name)) as stream:
            yield from _documents(name, stream)
    except (OSError, EOFError, zlib.error) as error:
        yield Fault(f"{name}: {getattr(error, 'strerror', None) or error}")


def _documents(name: str, stream: IO[bytes]) -> Iterator[Document | Fault]:
    if name.lower().endswith((".jsonl", ".jsonl.gz")):
        yield from _lines(name, stream)
    elif name.lower().endswith(".txt"):
        yield _whole(name, stream.read())
    else:
        first = stream.readline()
        if first.removeprefix(_BOM).startswith(b"{"):
            yield from _lines(name, chain([first], stream))
        else:
            yield _whole(name, first + stream.read())


def _lines(name: str, lines: Iterable[bytes]) -> Iterator[Document | Fault]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _document(f"{name}:{number}", name, line)


def _document(place: str, name: str, line: bytes) -> Document | Fault:
    try:
        plain = parse_line(place, line)
    except ValueError as error:
        return Fault(str(error))
    if not isinstance(plain, dict) or not isinstance(plain.get("text"), str):
        return Fault(f'{place}: not an object with a string "text"')
    known = plain.get("id")
    return Document(name if known is None else str(known), plain["text"])


def _whole(name: str, raw: bytes) -> Document | Fault:
    try:
        return Document(name, raw.removeprefix(_BOM).decode("utf-8"))
    except UnicodeDecodeError as error:
        return Fault(f"{name}: not UTF-8 at byte {error.start}; convert it first")
