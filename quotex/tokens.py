"""The tokens of a Doc as plain lists: to go through a Doc token by token takes ten times as long."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from spacy.tokens import Doc


def strings(doc: Doc, layer: str) -> list[str]:
    """One layer of a Doc (``"LOWER"``, ``"TAG"``, …), a string a token."""
    keys: list[int] = doc.to_array(layer).tolist()
    known = {key: doc.vocab.strings[key] for key in set(keys)}
    return [known[key] for key in keys]


def paragraphs(doc: Doc) -> list[range]:
    """The tokens of each paragraph, with the line break that ends it."""
    words = doc.to_array("ORTH")
    breaks = [word for word in np.unique(words) if "\n" in doc.vocab.strings[word]]
    ends = (np.flatnonzero(np.isin(words, breaks)) + 1).tolist()
    return [range(start, end) for start, end in pairwise([0, *ends, len(doc)]) if start < end]


def paragraph_numbers(doc: Doc) -> list[int]:
    """The number of the paragraph of each token."""
    return [number for number, paragraph in enumerate(paragraphs(doc)) for _ in paragraph]


def sentence_numbers(doc: Doc) -> list[int]:
    """The number of the sentence of each token."""
    numbers: list[int] = np.cumsum(doc.to_array("SENT_START") == 1).tolist()
    return numbers
