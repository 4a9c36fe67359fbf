"""Read what the command line is given: text files, JSONL, folders of them, standard input."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen

_SUFFIXES = (".txt", ".jsonl", ".jsonl.gz")


@frozen
class Document:
    """A text and what it is called: the JSONL's ``id``, else the file's path as given."""

    id: str
    text: str


@frozen
class Fault:
    """Something that could not be read, and why; all else still comes out."""

    message: str


def read_documents(paths: Iterable[str]) -> Iterator[Document | Fault]:
    """The documents of files, folders (``*.txt``, ``*.jsonl``, ``*.jsonl.gz``) and ``-``, in order."""
    for name in paths:
        if name == "-":
            yield from _guarded(name, lambda: _whole("-", sys.stdin.buffer.read()))
        elif Path(name).is_dir():
            inside = sorted(p for p in Path(name).rglob("*") if p.name.endswith(_SUFFIXES) and p.is_file())
            yield from read_documents(str(p) for p in inside) if inside else [Fault(f"{name}: no {_SUFFIXES} in it")]
        else:
            yield from _read_file(name)


def _read_file(name: str) -> Iterator[Document | Fault]:
    try:
        if name.endswith((".jsonl", ".jsonl.gz")):
            opener = gzip.open if name.endswith(".gz") else open
            with opener(name, "rb") as lines:
                for number, line in enumerate(lines, start=1):
                    if line.strip():
                        yield _line(f"{name}:{number}", name, line)
        else:
            yield from _whole(name, Path(name).read_bytes())
    except (OSError, EOFError) as error:
        yield Fault(f"{name}: {getattr(error, 'strerror', None) or error}")


def _guarded(name: str, read: object) -> Iterator[Document | Fault]:
    try:
        yield from read()  # type: ignore[operator]
    except OSError as error:
        yield Fault(f"{name}: {error.strerror}")


def _whole(name: str, raw: bytes) -> Iterator[Document | Fault]:
    try:
        yield Document(name, raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        yield Fault(f"{name}: not UTF-8 at byte {error.start}; convert it first")


def _line(place: str, name: str, line: bytes) -> Document | Fault:
    try:
        plain = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Fault(f"{place}: not a line of JSON ({error})")
    if not isinstance(plain, dict) or not isinstance(plain.get("text"), str):
        return Fault(f'{place}: not an object with a string "text"')
    return Document(str(plain.get("id", name)), plain["text"])
