"""What quotex costs beside the pipeline that its peers stand on: python -m benchmarks.throughput CORPUS…

Text to records by turns in one process, with the same model and the same texts and one thread for matrices: (a) spaCy's
pipeline alone, (b) textacy's ``direct_quotations`` on top of it, (c) quotex. Seconds are of the processor, and a busy
machine slows all three, so the ratios of each round are what counts. A corpus is JSONL in a form that ``quotex
evaluate`` reads; give it --growth for how time and memory grow, which takes some minutes more.
"""

from __future__ import annotations

import itertools
import os
import re
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is there

import spacy
import typer
from rich.console import Console
from rich.table import Table
from spacy.tokens import Doc
from textacy.extract import direct_quotations

import quotex
from quotex import component, evaluation, passages
from quotex.api import DEFAULT_MODEL
from quotex.records import Attribution, Quotation, Span, Speaker

System = Callable[[Sequence[str]], list[Any]]


def main(
    corpora: list[Path],
    model: str = DEFAULT_MODEL,
    rounds: Annotated[int, typer.Option(min=1)] = 5,
    growth: bool = False,
) -> None:
    """Print the tables; the first corpus is what is timed, all of them are scored."""
    gold = {path: evaluation.read_corpus(path) for path in corpora}
    texts = [article.text for article in gold[corpora[0]]]
    pipeline, lean = spacy.load(model), quotex.load(model)
    systems: dict[str, System] = {
        "spaCy, the whole pipeline": lambda texts: list(pipeline.pipe(texts)),
        "textacy on top of it": lambda texts: [textacy_attributions(doc) for doc in pipeline.pipe(texts)],
        "quotex": lambda texts: list(quotex.extract_many(texts, lean)),
    }
    console = Console(width=120)
    tokens = sum(len(pipeline.make_doc(text)) for text in texts)
    words = sum(len(text.split()) for text in texts)
    console.print(
        f"{corpora[0].name}: {len(texts)} documents, {words:,} words, {tokens:,} tokens; {model}, {rounds} rounds"
    )
    seconds = interleaved(systems, texts, rounds)
    bare = next(iter(seconds.values()))
    table = Table("", "s", "tokens/s", "as fast", "CPU h / million words")
    for name, taken in seconds.items():
        ratio = statistics.median(a / b for a, b in zip(bare, taken, strict=True))
        middle = statistics.median(taken)
        table.add_row(
            name, f"{middle:.2f}", f"{tokens / middle:,.0f}", f"{ratio:.2f}", f"{middle / words / 3600 * 1e6:.4f}"
        )
    console.print(table)
    console.print(accuracy(gold, systems, pipeline))
    console.print(stages(texts, lean, tokens))
    if growth:
        console.print(documents_growth(texts, systems["quotex"]))
        console.print(length_growth(texts, systems["quotex"]))
        console.print(memory(texts))


def interleaved(systems: dict[str, System], texts: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """The seconds of each system in each round, after a first one that does not count."""
    taken: dict[str, list[float]] = {name: [] for name in systems}
    for turn in range(rounds + 1):
        for name, run in systems.items():
            start = time.process_time()
            run(texts if turn else texts[:5])
            if turn:
                taken[name].append(time.process_time() - start)
    return taken


def textacy_attributions(doc: Doc) -> list[Attribution]:
    """What textacy finds, as records; none where it gives up on an odd number of marks."""
    try:
        found = list(direct_quotations(doc))
    except ValueError:
        return []
    records = []
    for speaker, _, content in found:
        quote = Quotation((Span.of(doc.text, content.start_char, content.end_char),), "direct")
        mention = doc[speaker[0].i : speaker[-1].i + 1]
        mentioned = Span.of(doc.text, mention.start_char, mention.end_char)
        records.append(Attribution(quote, None, Speaker(mentioned, name=mentioned), 1.0))
    return records


# -- accuracy


def accuracy(gold: dict[Path, list[evaluation.Article]], systems: dict[str, System], pipeline: spacy.Language) -> Table:
    """How right textacy and quotex are, and quotex when it is given Docs that the whole pipeline has read."""

    def of_docs(texts: Sequence[str]) -> list[Any]:
        return list(quotex.extract_many(texts, pipeline))

    readings = dict(itertools.islice(systems.items(), 1, None))
    table = Table("", "corpus", "attribution", "detection", "name", "name, lenient", "kind", "role", "affiliation")
    for name, run in {**readings, "quotex, the whole pipeline before it": of_docs}.items():
        for path, articles in gold.items():
            figures = evaluation.evaluate(articles, run([article.text for article in articles]))
            of_speakers = (figures.name, figures.name_lenient, figures.kind, figures.role, figures.affiliation)
            shown = (figures.attribution, figures.detection, *of_speakers)
            table.add_row(name, path.name.partition(".")[0], *map(_figure, shown))
    return table


def _figure(value: Any) -> str:
    return "–" if value is None else f"{getattr(value, 'f1', value):.4f}"


# -- where the time goes

STAGES = {
    "windows, quotations": (component, "windows"),
    "tags and parse": (passages.Reader, "parse"),
    "entities": (passages.Reader, "label"),
    "candidates": (component, "Article"),
    "linking": (component, "link"),
    "speakers and roles": (component, "resolve"),
}


def stages(texts: Sequence[str], nlp: spacy.Language, tokens: int) -> Table:
    """The time of each stage, in microseconds a token."""
    spent: Counter[str] = Counter()
    before = {stage: getattr(*where) for stage, where in STAGES.items()}
    for stage, (owner, name) in STAGES.items():
        setattr(owner, name, _timed(stage, before[stage], spent))
    start = time.process_time()
    list(quotex.extract_many(texts, nlp))
    whole = time.process_time() - start
    for stage, (owner, name) in STAGES.items():
        setattr(owner, name, before[stage])
    table = Table("stage", "µs/token", "share")
    for stage, seconds in {**spent, "the rest": whole - sum(spent.values())}.items():
        table.add_row(stage, f"{seconds / tokens * 1e6:.1f}", f"{seconds / whole:.0%}")
    return table


def _timed(stage: str, function: Callable[..., Any], spent: Counter[str]) -> Callable[..., Any]:
    def run(*arguments: Any) -> Any:
        start = time.process_time()
        result = function(*arguments)
        result = list(result) if isinstance(result, Iterator) else result
        spent[stage] += time.process_time() - start  # type: ignore[assignment]  # typeshed counts in whole numbers
        return result

    return run


# -- growth


def documents_growth(texts: Sequence[str], run: System) -> Table:
    """Time for 1, 2, 4 and 8 times as many documents."""
    return _growth(
        "times as many documents", {times: list(texts[: len(texts) // 4]) * times for times in (1, 2, 4, 8)}, run
    )


def length_growth(texts: Sequence[str], run: System) -> Table:
    """Time for one document of 1, 2, 4 and 8 times the length."""
    one = "\n\n".join(texts[:10])
    return _growth("times as long a document", {times: ["\n\n".join([one] * times)] for times in (1, 2, 4, 8)}, run)


def _growth(title: str, inputs: dict[int, list[str]], run: System) -> Table:
    table = Table(title, "s", "to the one before")
    last = None
    for times, given in inputs.items():
        seconds = min(_seconds(run, given) for _ in range(2))
        table.add_row(str(times), f"{seconds:.2f}", "" if last is None else f"{seconds / last:.2f}")
        last = seconds
    return table


def _seconds(run: System, texts: Sequence[str]) -> float:
    start = time.process_time()
    run(texts)
    return time.process_time() - start


# -- memory, each in a process of its own

LONG, SHORT = 5_000_000, 50_000


def memory(texts: Sequence[str]) -> Table:
    """The largest memory that a process has held while it read a long text, or a stream of short ones."""
    table = Table("read in a process of its own", "s", "peak MB")
    for title, kind in (
        (f"one document of {LONG:,} characters", "long"),
        *((f"a stream of {count:,} short documents", str(count)) for count in (SHORT // 10, SHORT)),
    ):
        start = time.perf_counter()
        peak = subprocess.run(
            [sys.executable, "-m", "benchmarks.throughput", "--peak", kind],
            input="\n\n".join(texts), capture_output=True, check=True, text=True,
        ).stdout  # fmt: skip
        table.add_row(title, f"{time.perf_counter() - start:.0f}", peak.strip())
    return table


def peak(kind: str, text: str) -> None:
    """Read what ``memory`` asks for and print the peak."""
    for _ in quotex.extract_many(_long(text) if kind == "long" else _short(text, int(kind))):
        pass
    print(_peak_megabytes())


def _peak_megabytes() -> int:
    status = Path("/proc/self/status")
    if status.exists():  # Linux's getrusage keeps the peak of the process that started this one
        return int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024**2 if sys.platform == "darwin" else 1024)


def _long(text: str) -> Iterable[str]:
    yield ((text + "\n\n") * (LONG // len(text) + 1))[:LONG]


def _short(text: str, count: int) -> Iterable[str]:
    paragraphs = [paragraph for paragraph in text.split("\n\n") if len(paragraph) > 40]
    return itertools.islice(itertools.cycle(paragraphs), count)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        peak(sys.argv[2], sys.stdin.read())
    else:
        typer.run(main)
