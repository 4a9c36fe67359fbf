"""How strongly words stand for a cue, a source or a quotation beside them: the ranker's knowledge of words."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from attrs import frozen

_CONTENT_TAGS = ("VB", "NN", "IN", "JJ", "RB")
_ENDINGS = ("ing", "ed", "es", "s", "e")
_IRREGULAR = {
    "are": "be", "began": "begin", "came": "com", "felt": "feel", "gave": "giv", "is": "be", "knew": "know",
    "made": "mak", "meant": "mean", "said": "say", "sang": "sing", "says": "say", "shot": "shoot", "spoke": "speak",
    "spoken": "speak", "swore": "swear", "thought": "think", "told": "tell", "was": "be", "went": "go", "were": "be",
    "written": "writ", "wrote": "writ",
}  # fmt: skip
_DOUBLED = ("bb", "dd", "gg", "mm", "nn", "pp", "rr", "tt")


@frozen
class Strengths:
    """How strongly words stand for something, 0 to 1, learned from attribution corpora.

    ``cue`` is how often a word (by its stem) introduced somebody's words, ``source`` how often a noun was who said
    them, ``before`` and ``after`` how often a stretch beside the word was somebody's words. A word that the corpora
    do not know answers the average.
    """

    cue: Mapping[str, float]
    source: Mapping[str, float]
    before: Mapping[str, float]
    after: Mapping[str, float]
    priors: Mapping[str, float]

    def of(self, table: str, word: str) -> float:
        """The strength of a word in one of the four tables."""
        strengths: Mapping[str, float] = getattr(self, table)
        return strengths.get(word, self.priors[table])


def may_be_cue(tag: str) -> bool:
    """Whether a word of this tag can be a cue."""
    return tag.startswith(_CONTENT_TAGS)


@functools.lru_cache(maxsize=2**15)
def stem(word: str) -> str:
    """A rough stem of a lower-cased word: enough to put *argues*, *argued* and *arguing* together.

    >>> [stem(word) for word in ("argue", "arguing", "quipped", "replies", "said")]
    ['argu', 'argu', 'quip', 'reply', 'say']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            root = word[: -len(ending)]
            return root[:-1] if ending in ("ed", "ing") and root.endswith(_DOUBLED) and len(root) > 3 else root
    return word
