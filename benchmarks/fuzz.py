"""Feed damaged articles and arbitrary input to quotex: python -m benchmarks.fuzz TARGET [EXECUTIONS] [SECONDS].

Targets: ``extract`` and ``stretches`` read mutated articles, ``raw`` gives the quotations stage texts of marks and
whatever else, ``atheris`` lets coverage guide quotations and the reading of JSONL (``pip install atheris``). The first
finding ends it with its text; without one it prints what was done, and what the slowest execution took beside the
typical one: more than ten times as much per character would be a hang, and a finding.
"""

from __future__ import annotations

import gzip
import inspect
import io
import json
import random
import re
import sys
import time
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path

import quotex
from quotex import documents, quotations
from quotex.documents import Document, Fault, _documents
from quotex.quotations import find_stretches

ARTICLE = Path(__file__).parents[1] / "examples" / "article.txt"
MARKS = "\"“”‘’'`«»„「」『』‹›—()"
ODD = [
    *MARKS,
    "''",
    "``",
    "\n",
    "\n\n",
    " ",
    "\x00",
    "\ud800",
    "\u202e",
    "\u2028",
    "e\u0301",
    "🎈",
    "<b>",
    "a",
    "Roe",
    "said",
]
MARK = re.compile(f"[{re.escape(MARKS)}]")
LONGEST = 4000
#: What is a hang, in times the typical cost; how many of the slowest executions are executed again.
HANG, AGAIN = 10, 20


def mutated(text: str, random: random.Random) -> str:
    """An article, or a part of one, with one to eight kinds of damage."""
    start = random.randrange(len(text))
    text = text[start : start + random.randrange(200, LONGEST)]
    for _ in range(random.randrange(1, 9)):
        text = random.choice(DAMAGE)(text, random)
    return text


def on_marks(change: Callable[[str, random.Random], str]) -> Callable[[str, random.Random], str]:
    """The damage that does something to some of the marks."""
    return lambda text, random: MARK.sub(lambda m: change(m[0], random) if random.random() < 0.2 else m[0], text)


def anywhere(text: str, random: random.Random, piece: str) -> str:
    """The text with a piece put in somewhere."""
    at = random.randrange(len(text) + 1)
    return text[:at] + piece + text[at:]


def without_part(text: str, random: random.Random) -> str:
    """The text without a part, cut wherever it falls."""
    start = random.randrange(len(text) + 1)
    return text[:start] + text[start + random.randrange(200) :]


DAMAGE: list[Callable[[str, random.Random], str]] = [
    on_marks(lambda mark, random: ""),
    on_marks(lambda mark, random: mark * 2),
    on_marks(lambda mark, random: random.choice(MARKS)),
    without_part,
    lambda text, random: text[: random.randrange(len(text) + 1)] or text,
    lambda text, random: text.replace("\n", random.choice([" ", "", "\r\n", "\n\n"])),
    lambda text, random: re.sub(r" (?=[A-Z])", lambda m: "\n" if random.random() < 0.1 else " ", text),
    lambda text, random: re.sub(r"([,.?!“”\"])", r" \1 ", text),
    lambda text, random: anywhere(text, random, random.choice(ODD) * random.choice([1, 1, 3, 40])),
    lambda text, random: text.upper() if random.random() < 0.2 else text,
    lambda text, random: text.replace(" ", "") if random.random() < 0.1 else text,
    lambda text, random: anywhere(text, random, text[random.randrange(len(text) + 1) :][:300]),
]


def raw(random: random.Random) -> str:
    """A text of marks and whatever else."""
    pieces = random.choices(ODD, k=random.randrange(1, 40))
    return "".join(piece if random.random() < 0.9 else chr(random.randrange(0x110000)) for piece in pieces)


def check_records(text: str) -> None:
    """Read a text; complain of a span that is not grounded, of disorder, and of JSON that does not come back."""
    found = quotex.extract(text)
    assert [a.quote.start for a in found] == sorted(a.quote.start for a in found)
    for attribution in found:
        speaker = attribution.speaker
        spans = [*attribution.quote.spans, attribution.cue]
        spans += [speaker.mention, speaker.name, speaker.role, speaker.affiliation] if speaker else []
        assert all(text[span.start : span.end] == span.text and span.text for span in spans if span)
        assert quotex.from_dict(json.loads(json.dumps(quotex.to_dict(attribution)))) == attribution


def check_stretches(text: str) -> None:
    """Find the stretches of a text; complain where they are out of order, or cross."""
    around: list[int] = []
    last = (-1, 0)
    for stretch in find_stretches(text):
        assert 0 <= stretch.start < stretch.end <= len(text)
        assert last < (stretch.start, -stretch.end)
        last = (stretch.start, -stretch.end)
        while around and around[-1] <= stretch.start:
            around.pop()
        assert not around or stretch.end <= around[-1]
        assert stretch.depth == len(around)
        around.append(stretch.end)


def check_jsonl(data: bytes) -> None:
    """Read bytes as the command line does; complain of what is neither a document nor a fault."""
    for name in ("a.jsonl", "a.txt", "a"):
        for item in _documents(name, io.BytesIO(data)):
            assert isinstance(item, Document | Fault)


def articles(corpus: str | None) -> list[str]:
    """The texts of a JSONL corpus, or of the example article."""
    if corpus is None:
        return [ARTICLE.read_text("utf-8")]
    with gzip.open(corpus, "rt", encoding="utf-8") if corpus.endswith(".gz") else Path(corpus).open() as lines:
        return [json.loads(line)["text"] for line in lines]


def run(target: str, executions: int, seconds: float, corpora: list[str]) -> bool:
    """Run a target for so many executions or seconds; print how many it had, and the slowest: whether none hung."""
    texts = [text for corpus in corpora or [None] for text in articles(corpus)]
    check = check_records if target == "extract" else check_stretches

    def text_of(number: int) -> str:
        chance = random.Random(number)
        return raw(chance) if target == "raw" else mutated(chance.choice(texts), chance)

    def execute(number: int) -> tuple[float, int]:
        """Check one text; the seconds that it took, and its length."""
        text = text_of(number)
        began = time.process_time()
        try:
            check(text)
        except Exception as error:
            raise SystemExit(f"{target}, execution {number}: {error!r}\n{text!r}") from error
        return time.process_time() - began, len(text)

    execute(0)  # which loads what is loaded once
    start, taken, lengths = time.monotonic(), array("d"), array("l")
    while len(taken) < executions and time.monotonic() - start < seconds:
        for values, value in zip((taken, lengths), execute(len(taken)), strict=True):
            values.append(value)
    spent = time.monotonic() - start
    ratio, number = slowest(taken, lengths, lambda number: execute(number)[0])
    hangs = ratio > HANG
    print(f"{target}: {len(taken):,} executions in {spent:.0f} s, {'a' if hangs else 'no'} finding, "
          f"slowest {ratio:.1f} times the typical (execution {number})")  # fmt: skip
    if hangs:
        print(repr(text_of(number)))
    return not hangs


def slowest(taken: Sequence[float], lengths: Sequence[int], again: Callable[[int], float]) -> tuple[float, int]:
    """How many times as long as the typical execution the slowest took, per character, and its number.

    A text that is shorter than the mean counts as one of that length. The slowest are executed again, since any may
    have waited for something else.
    """
    mean, cost = sum(lengths) / len(lengths), sum(taken) / sum(lengths)
    ratios = [seconds / (cost * max(mean, length)) for seconds, length in zip(taken, lengths, strict=True)]
    worst = sorted(range(len(ratios)), key=ratios.__getitem__)[-AGAIN:]
    return max((ratios[n] * min(taken[n], again(n), again(n)) / taken[n], n) for n in worst)


def guided(executions: int, seconds: float) -> None:
    """Let atheris guide quotations and JSONL."""
    import atheris

    for module in (quotations, documents):
        for function in filter(inspect.isfunction, vars(module).values()):
            atheris.instrument_func(function)

    def once(data: bytes) -> None:
        check_stretches(data.decode("utf-8", "replace"))
        check_jsonl(data)

    atheris.Setup([sys.argv[0], f"-runs={executions}", f"-max_total_time={int(seconds)}", "-max_len=400"], once)
    atheris.Fuzz()


if __name__ == "__main__":
    target, *rest = sys.argv[1:]
    executions, seconds = int(rest[0]) if rest else 10**9, float(rest[1]) if rest[1:] else 60.0
    if target == "atheris":
        guided(executions, seconds)
    else:
        sys.exit(not run(target, executions, seconds, rest[2:]))
