"""Go on with a JSONL run that was interrupted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from quotex.documents import Document, parse_line


def skip_done(documents: Iterator[Document], path: Path) -> int:
    """Move ``documents`` past those that have their line in ``path``, and cut off a line there that is not whole.

    Lines are in the order of the input, so that ids need not differ: each line's must be that of the document in its
    place. Nothing of the file changes where one is not.

    Returns:
        How many documents were skipped; 0 where there is no such file yet.

    Raises:
        OSError: where the file cannot be read or cut.
        ValueError: where it is not what ``quotex extract`` wrote of these documents; the message names the line.
    """
    if not path.is_file():
        return 0
    done = end = 0
    with path.open("r+b") as lines:
        for line in lines:
            if not line.endswith(b"\n"):
                lines.truncate(end)
                break
            _check(f"{path}:{done + 1}", line, next(documents, None))
            done += 1
            end += len(line)
    return done


def _check(place: str, line: bytes, document: Document | None) -> None:
    plain = parse_line(place, line)
    if not isinstance(plain, dict) or not isinstance(plain.get("attributions"), list) or "id" not in plain:
        raise ValueError(f"{place}: not a line that quotex extract wrote")
    if document is None or document.id != plain["id"]:
        there = f"{document.id!r} in its place" if document else "no document left for it"
        raise ValueError(
            f"{place}: this line is of {plain['id']!r}, and the input has {there}: --resume goes on with the same "
            "inputs in the same order; without it the file is written anew"
        )
