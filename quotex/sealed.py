"""Files of weights with their digests beside them, so that a damaged one is not read as if it were whole.

``SHA256SUMS`` has the form of ``sha256sum``, which can check and write it as well.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

_DIGESTS = "SHA256SUMS"


def write_sealed(path: Path, content: bytes) -> None:
    """Write a file, and its digest into ``SHA256SUMS`` beside it."""
    path.write_bytes(content)
    digests = {**_digests(path.parent), path.name: hashlib.sha256(content).hexdigest()}
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    (path.parent / _DIGESTS).write_text(lines, "utf-8")


def read_sealed(path: Path) -> bytes:
    """The content of a file that :func:`write_sealed` wrote.

    Raises:
        OSError: where it cannot be read.
        ValueError: where it is not what was written; the message says what to do.
    """
    content = path.read_bytes()
    if _digests(path.parent).get(path.name) != hashlib.sha256(content).hexdigest():
        raise ValueError(
            f"{path} is damaged: its digest is not the one in {_DIGESTS} beside it; install quotex anew, or make the "
            "weights anew with 'quotex train'"
        )
    return content


def seal(folder: Path) -> str:
    """The digests of all that was written into a folder: another text where anything was written anew."""
    path = folder / _DIGESTS
    return path.read_text("utf-8", "replace") if path.exists() else ""


def _digests(folder: Path) -> dict[str, str]:
    return {name: digest for digest, _, name in (line.partition("  ") for line in seal(folder).splitlines())}
