"""Write attributions as Parquet, a row a document: :data:`quotex.arrow.SCHEMA` in a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from quotex.arrow import ROWS, SCHEMA, to_batch
from quotex.documents import Document
from quotex.output import Writer, discard_stdout
from quotex.records import Attribution

#: Bytes of Arrow that make a row group: what is held before it is written.
_ROW_GROUP = 16 * 2**20


@contextmanager
def parquet_writer(path: Path | None) -> Iterator[Writer]:
    """Writes each document as a row to ``path``, or to standard output.

    A file is there once it is whole: until then it is written under its name with ``.part`` behind it. What standard
    output has got of a run that failed lacks its end, so that no reader takes it.

    Raises:
        OSError: where it cannot be written.
    """
    with (
        _replacing(path) if path else _stdout() as stream,
        pq.ParquetWriter(stream, SCHEMA, compression="zstd") as file,
    ):
        rows = _Rows(file)
        try:
            yield rows.add
            rows.write()
        except BaseException:
            if path is None:  # so that the end, which is written in any case, does not get there
                discard_stdout()
            raise


class _Rows:
    """Documents that wait to become a row group."""

    def __init__(self, file: pq.ParquetWriter) -> None:
        self._file = file
        self._ids: list[str] = []
        self._found: list[Sequence[Attribution]] = []
        self._batches: list[pa.RecordBatch] = []

    def add(self, document: Document, attributions: Sequence[Attribution]) -> None:
        self._ids.append(document.id)
        self._found.append(attributions)
        if len(self._ids) == ROWS:
            self._pack()
            if sum(batch.nbytes for batch in self._batches) >= _ROW_GROUP:
                self.write()

    def write(self) -> None:
        self._pack()
        self._file.write_table(pa.Table.from_batches(self._batches, SCHEMA))
        self._batches.clear()

    def _pack(self) -> None:
        self._batches.append(to_batch(self._ids, self._found))
        self._ids.clear()
        self._found.clear()


@contextmanager
def _stdout() -> Iterator[IO[bytes]]:
    if sys.stdout is None:
        raise OSError("standard output is closed")
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A stream to a file beside ``path`` that takes its place at the end, or goes where something fails."""
    target = path.resolve()
    if target.exists() and not target.is_file():  # a device or a pipe, whose place nothing can take
        with path.open("wb") as stream:
            yield stream
        return
    part = target.with_name(f"{target.name}.part")
    try:  # from before it is there: Ctrl-C may come as soon as it is
        with _opened(part, path) as stream:
            yield stream
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def _opened(part: Path, path: Path) -> IO[bytes]:
    """The file beside ``path``; what is wrong with it is said of that."""
    try:
        return part.open("wb")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
