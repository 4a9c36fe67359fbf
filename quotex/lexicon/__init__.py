"""Words as data, one file a language."""

from __future__ import annotations

import functools
import json
from importlib import resources


@functools.cache
def words(table: str, language: str = "en") -> frozenset[str]:
    """The lower-cased words of one table of a language's lexicon."""
    text = resources.files(__name__).joinpath(f"{language}.json").read_text("utf-8")
    return frozenset(json.loads(text)[table])
