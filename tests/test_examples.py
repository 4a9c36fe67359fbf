"""The examples run, and README shows what they give."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

import quotex

EXAMPLES = ROOT / "examples"


def run(script: str) -> str:
    return subprocess.run(
        [sys.executable, EXAMPLES / script], check=True, capture_output=True, text=True, encoding="utf-8"
    ).stdout


def test_extract_article_names_everybody_who_is_quoted() -> None:
    lines = run("extract_article.py").splitlines()
    assert len(lines) == 5
    assert lines[2].startswith("Ada Roe (Norland Interior Ministry spokeswoman): deeply worried")


def test_spacy_pipeline_tells_quoted_from_named_people() -> None:
    quoted, named = run("spacy_pipeline.py").splitlines()
    assert "Ada Roe" in quoted
    assert "Hanna Lind" in named


def test_the_article_has_the_speakers_that_it_was_written_with(article: str) -> None:
    found = [a.speaker for a in quotex.extract(article)]
    assert [s.mention.text for s in found if s] == [
        "the embassy",
        "Tomas Veld",
        "Norland Interior Ministry spokeswoman Ada Roe",
        "Roe",
        "VNA",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="the terminal of Windows draws other lines")
def test_readme_shows_what_the_command_prints() -> None:
    """``python .ci/readme_picture.py`` puts the picture of today into README."""
    readme = (ROOT / "README.md").read_text("utf-8")
    command = [sys.executable, "-c", "from quotex.cli import app; app()"]
    command += ["extract", "examples/article.txt", "--format", "table"]
    ran = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env={**os.environ, "COLUMNS": "80"})
    assert _without_percentages(ran.stdout.decode()) in _without_percentages(readme)


def _without_percentages(text: str) -> str:
    """Confidences move with every training of the weights."""
    lines = (re.sub(r" *\d+%", "", line).rstrip() for line in text.splitlines())
    return "\n".join(lines).strip()


def test_the_python_in_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # some of it writes files
    readme = (ROOT / "README.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, str(Path("README.md")), "exec"), {})
