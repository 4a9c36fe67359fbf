"""Find the quoted stretches of a text: pure text, no linguistics, one pass over the marks of each paragraph.

Every stretch is only a *candidate*: titles of works, nicknames and terms stand between marks too, and whether
somebody's words stand there is decided when sources are linked.

Edited text is full of slips: marks that never close, doubled or of the wrong shape. The rule throughout is to recover
at the paragraph: a mark without a partner runs to the end of its paragraph (or to the next stretch), never farther,
except into a next paragraph that shows, by repeating the open mark or by closing it, that the quotation goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from attrs import frozen

from quotex.marks import DOUBLE, SINGLE


@frozen
class Stretch:
    """A quoted stretch in character offsets, marks included.

    ``depth`` counts the stretches around it. ``continues`` says that it goes on with the utterance of the stretch
    before, over a paragraph break.
    """

    start: int
    end: int
    depth: int = 0
    continues: bool = False


@frozen
class _Mark:
    start: int
    end: int
    text: str
    may_open: bool  # by what stands beside it
    may_close: bool


@frozen
class _Pair:
    start: int
    end: int
    closed: bool
    mark: str  # the mark that opens it; "" where it opened in an earlier paragraph


#: A line break ends a paragraph, unless the line goes on in lower case (text wrapped at a fixed width).
_PARAGRAPH = re.compile(r"(?:[^\n]|(?<=[\w,;–—-])\n(?=[a-z]))+")
_DOUBLE_MARK = re.compile("|".join(sorted(map(re.escape, {*DOUBLE, *chain(*DOUBLE.values())}), key=len, reverse=True)))
_SINGLE_MARK = re.compile("[" + re.escape("".join(sorted({*SINGLE, *chain(*SINGLE.values())}))) + "]")
_SYMMETRIC = {'"', "''"}
#: What an apostrophe at the start of a word stands for: ’90s, ’em, ’til …
_ELISION = re.compile(r"\d\ds?\b|(?:em|til|tis|twas|cause|cuz|round|bout|n|im|er|ere|nuff|cept)\b", re.IGNORECASE)
_WORD, _VISIBLE = re.compile(r"\w"), re.compile(r"\S")
#: How many single marks ahead the partner of one is looked for: keeps the search linear.
_REACH = 64
#: How many stretches may lie around one; marks that are nested deeper are noise, and each level is read again.
_DEEPEST = 4


def find_stretches(text: str) -> tuple[Stretch, ...]:
    """All quoted stretches of ``text``, in the order of their start, outer ones before the ones that they hold.

    >>> find_stretches("Roe called it “a disgrace.”")
    (Stretch(start=14, end=27, depth=0, continues=False),)
    """
    stretches: list[Stretch] = []
    pending = ""  # the mark that the paragraph before left open
    for start, end in paragraphs(text):
        doubles = _pair_doubles(text, start, end, pending)
        singles = _pair_singles(text, start, end, doubles)
        pairs = sorted((*doubles, *singles), key=lambda pair: (pair.start, -pair.end))
        stretches += _nest(text, pairs, pending, start, end)
        pending = next((p.mark or pending for p in reversed(doubles) if not p.closed and p.end == end), "")
    return tuple(stretches)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The start and end of every paragraph with a letter or mark in it, without the space behind it."""
    for match in _PARAGRAPH.finditer(text):
        start, end = match.span()
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            yield start, end


def _nest(text: str, pairs: Sequence[_Pair], pending: str, start: int, end: int) -> Iterator[Stretch]:
    """The pairs of a paragraph as stretches with their depth; those without a word or too deep are left out."""
    around: list[int] = []
    first = _place(_VISIBLE, text, start, end)
    word = -1  # the first one behind the start of the pair: no stretch of text is searched twice
    for pair in pairs:
        if word < pair.start:
            word = _place(_WORD, text, pair.start, end)
        while around and around[-1] <= pair.start:
            around.pop()
        if word >= pair.end or len(around) > _DEEPEST:
            continue
        repeats = pair.mark == pending and pair.start <= first
        yield Stretch(pair.start, pair.end, len(around), bool(pending) and (repeats or not pair.mark))
        around.append(pair.end)


def _place(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Where a pattern is found first; ``end`` where it is not."""
    found = pattern.search(text, start, end)
    return found.start() if found else end


def _marks(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[_Mark]:
    for match in pattern.finditer(text, start, end):
        before = text[match.start() - 1] if match.start() > start else " "
        after = text[match.end()] if match.end() < end else " "
        yield _Mark(
            *match.span(),
            match.group(),
            may_open=not after.isspace() and not before.isalnum(),
            may_close=not before.isspace(),
        )


def _pair_doubles(text: str, start: int, end: int, pending: str) -> list[_Pair]:
    """The pairs of double marks of one paragraph; ``pending`` is the mark that the paragraph before left open."""
    marks = list(_marks(_DOUBLE_MARK, text, start, end))
    uneven = sum(mark.text in _SYMMETRIC for mark in marks) % 2 == 1
    pairs: list[_Pair] = []
    opened: list[_Mark] = []
    if pending and marks and marks[0].text in DOUBLE[pending] and not marks[0].may_open:
        first = marks.pop(0)  # the quotation ran on without a new open mark and closes here
        pairs.append(_Pair(start, first.end, closed=True, mark=""))
        uneven = False
    for mark in marks:
        top = opened[-1] if opened else None
        if top and mark.text in DOUBLE[top.text] and not _reopens(mark, top, uneven):
            pairs.append(_Pair(opened.pop().start, mark.end, closed=True, mark=top.text))
        elif _opens(text, mark):
            opened.append(mark)
    return [*pairs, *_recover(opened, pairs, end)]


def _opens(text: str, mark: _Mark) -> bool:
    if mark.text in _SYMMETRIC:
        after = text[mark.end : mark.end + 1]
        inch = mark.start > 0 and text[mark.start - 1].isdigit() and not after.isalnum()
        return not inch
    return mark.text in DOUBLE and (mark.text != "”" or (mark.may_open and not mark.may_close))


def _reopens(mark: _Mark, top: _Mark, uneven: bool) -> bool:
    """Whether a mark that could close ``top`` opens a stretch instead, by the blanks around it."""
    opening = mark.may_open and not mark.may_close
    return opening and mark.text in _SYMMETRIC and (uneven or top.text != mark.text)


def _recover(opened: Sequence[_Mark], pairs: Sequence[_Pair], end: int) -> Iterator[_Pair]:
    """Marks that never close run to the next stretch that stands after them, else to the end of the paragraph."""
    starts = sorted([*(mark.start for mark in opened), *(pair.start for pair in pairs)])
    following = dict(pairwise(starts))
    for mark in opened:
        stop = following.get(mark.start, end)
        yield _Pair(mark.start, stop, closed=False, mark=mark.text)


def _pair_singles(text: str, start: int, end: int, doubles: Sequence[_Pair]) -> Iterator[_Pair]:
    """The pairs of single marks of one paragraph that do not cross a pair of double marks."""
    marks = [m for m in _marks(_SINGLE_MARK, text, start, end) if m.text not in text[m.start - 1 : m.start]]
    marks = [m for m in marks if m.text != text[m.end : m.end + 1]]  # a doubled single mark is a double mark
    owners = _owners([mark.start for mark in marks], doubles)
    at = 0
    while at < len(marks):
        closing = _closing(text, marks, owners, at) if _opens_single(text, marks[at]) else None
        if closing is None:
            at += 1
        else:
            yield _Pair(marks[at].start, marks[closing].end, closed=True, mark=marks[at].text)
            at = closing + 1


def _opens_single(text: str, mark: _Mark) -> bool:
    return mark.may_open and mark.text in SINGLE and mark.text != "’" and not _ELISION.match(text, mark.end)


def _closing(text: str, marks: Sequence[_Mark], owners: Sequence[int], at: int) -> int | None:
    """The mark that closes the single mark ``at``: the first that is no apostrophe, else the first that may be one."""
    doubtful = None
    for i in range(at + 1, min(at + _REACH, len(marks))):
        mark = marks[i]
        if _opens_single(text, mark) and not mark.may_close:
            break
        followed = text[mark.end : mark.end + 1].isalnum()
        if mark.text not in SINGLE[marks[at].text] or not mark.may_close or followed or owners[i] != owners[at]:
            continue
        if text[mark.start - 1].casefold() not in "sn":  # the dogs’ bowl, nothin’ left
            return i
        doubtful = i if doubtful is None else doubtful
    return doubtful


def _owners(positions: Sequence[int], pairs: Sequence[_Pair]) -> list[int]:
    """For each position (ascending) the start of the innermost pair around it, else -1."""
    owners: list[int] = []
    around: list[_Pair] = []
    ahead = sorted(pairs, key=lambda pair: (-pair.start, pair.end))
    for position in positions:
        while ahead and ahead[-1].start < position:
            around.append(ahead.pop())
        while around and around[-1].end <= position:
            around.pop()
        owners.append(around[-1].start if around else -1)
    return owners
