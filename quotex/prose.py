"""Which paragraphs of a Doc are prose: tables of signs, rows of marks and hyphens are not, and are not read.

A tagger and a parser take their time by the token, and a text of tokens of one character would take five times as long
as prose of its length. Over some hundred tokens, prose has three characters a token and more, blanks included.
"""

from __future__ import annotations

import numpy as np
from spacy.tokens import Doc

from quotex.tokens import paragraphs

#: Prose has more characters a token than this over the paragraphs that start within a block of so many tokens; a block
#: where fewer tokens stand is too small to tell.
_DENSEST, _BLOCK, _FEWEST = 2, 256, 128


def prose(doc: Doc) -> list[range]:
    """The tokens of each paragraph that is prose.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> [len(prose(nlp(text))) for text in ("“No,” Ada Roe said. " * 50, "“No.” " * 50)]
    [1, 0]
    """
    parts = paragraphs(doc)
    if len(doc) < _FEWEST:
        return parts
    ends = np.cumsum(doc.to_array(["LENGTH", "SPACY"]).sum(axis=1))
    starts, stops = np.array([(part.start, part.stop) for part in parts]).T
    block = starts // _BLOCK
    tokens = np.bincount(block, stops - starts)
    characters = np.bincount(block, np.diff(ends[stops - 1], prepend=0))
    dense = (tokens >= _FEWEST) & (characters <= _DENSEST * tokens)
    return [part for part, is_dense in zip(parts, dense[block].tolist(), strict=True) if not is_dense]
