"""Words as data: the files of a language are ``<language>.json`` and ``<language>_<source>.json``.

A file maps the name of a table to lines of lower-cased words; a word of several parts is written with underscores.

- ``en.json`` is written by hand: titles, offices, nouns for organizations, groups and documents, peoples and parties.
- ``en_wordnet.json`` is derived from WordNet: the nouns whose first sense is a person, the verbs
  whose first sense is one of communication. Its notice is beside it
  (``WORDNET.txt``).
- ``en_names.json`` is derived from the first names of the United States census of 1990, which is in the public domain.

:mod:`quotex.lexicon.derive` writes the derived files again from copies of their sources.
"""

from __future__ import annotations

import functools
import json
from importlib import resources


@functools.cache
def words(table: str, language: str = "en") -> frozenset[str]:
    """The lower-cased words of one table of a language's lexicon.

    Raises:
        KeyError: where no file of the language has the table.
    """
    return _tables(language)[table]


@functools.cache
def pairs(table: str, language: str = "en") -> dict[str, str]:
    """A table whose words are written ``this:that``, as a mapping: *french* to *france*."""
    return {this: that for this, _, that in (word.partition(":") for word in words(table, language))}


@functools.cache
def _tables(language: str) -> dict[str, frozenset[str]]:
    tables: dict[str, frozenset[str]] = {}
    for file in resources.files(__name__).iterdir():
        if file.name.endswith(".json") and file.name.removesuffix(".json").split("_")[0] == language:
            for table, lines in json.loads(file.read_text("utf-8")).items():
                tables[table] = frozenset(word.replace("_", " ") for line in lines for word in line.split())
    return tables
