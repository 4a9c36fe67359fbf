"""The tokens of a Doc as plain lists: to go through a Doc token by token takes ten times as long."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

import numpy as np
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.tokens import Doc
from spacy.vocab import Vocab

#: spaCy's tokenizer takes time that grows with the square of what stands between blanks; longer runs are cut for it.
_LONGEST_RUN = 500
#: What texts have for a blank that is to keep its width or to stay on its line.
_BLANKS = re.compile("[\xa0\u2000-\u200a\u202f\u205f]")
_LONG = re.compile(rf"(?<!\S)\S{{{_LONGEST_RUN + 1}}}")


class LinearTokenizer(Tokenizer):  # type: ignore[misc]  # nothing is said of spaCy's types here
    """spaCy's tokenizer, which cuts what has no blanks for very long: its time grows with the text.

    The tokens of such a text have no norms of their own (*not* for *n't*).
    """

    def __call__(self, string: str) -> Doc:
        """The tokens of a text."""
        tokenize = super().__call__
        return _joined(self.vocab, map(tokenize, _pieces(string))) if _LONG.search(string) else tokenize(string)


def linear(tokenizer: Callable[[str], Doc]) -> Callable[[str], Doc]:
    """The same tokenizer in linear time where it is spaCy's own; any other as it is."""
    if type(tokenizer) is not Tokenizer:
        return tokenizer
    names = "vocab rules prefix_search suffix_search infix_finditer token_match url_match faster_heuristics"
    return LinearTokenizer(**{name: getattr(tokenizer, name) for name in names.split()})


def tokenizable(nlp: Language, text: str) -> str | Doc:
    """The text, or where something in it has no blanks for very long, a Doc of it that was made piece by piece."""
    return _joined(nlp.vocab, map(nlp.make_doc, _pieces(text))) if _LONG.search(text) else text


def _joined(vocab: Vocab, docs: Iterable[Doc]) -> Doc:
    words: list[str] = []
    spaces: list[bool] = []
    for doc in docs:
        words += [token.text for token in doc]
        spaces += [bool(token.whitespace_) for token in doc]
    return Doc(vocab, words=words, spaces=spaces)


def _pieces(text: str) -> Iterator[str]:
    """The text cut within the runs without blanks that are too long."""
    start = 0
    for run in re.finditer(r"\S+", text):
        for cut in range(run.start() + _LONGEST_RUN, run.end(), _LONGEST_RUN):
            yield text[start:cut]
            start = cut
    yield text[start:]


def with_plain_blanks(text: str) -> str:
    """The text with a plain blank in place of each no-break or thin one."""
    return _BLANKS.sub(" ", text)


def tokens_with_plain_blanks(doc: Doc) -> Doc:
    """The Doc without the tokens that spaCy makes of no-break and thin blanks between words, where a blank will do.

    Its models have learned from texts that have none. The characters stay where they are.
    """
    words, spaces = doc.to_array(["ORTH", "SPACY"]).T
    blanks = [word for word in np.unique(words) if _BLANKS.fullmatch(doc.vocab.strings[word])]
    if not blanks:
        return doc
    blank, spaced = np.isin(words, blanks), spaces.astype(bool)
    blank[:1] = False
    blank[1:] &= ~spaced[:-1] & ~spaced[1:]
    blank[1:] &= ~blank[:-1].copy()  # of two in a row one stays: behind a token is one blank at most
    spaced[np.flatnonzero(blank) - 1] = True
    return Doc(doc.vocab, words=words[~blank].tolist(), spaces=spaced[~blank].tolist())


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
