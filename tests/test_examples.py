"""The examples run, and README shows what they give."""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
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


BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=[f"block {n}" for n in range(1, len(BLOCKS) + 1)])
def test_the_python_in_readme_runs(block: str, tmp_path: Path) -> None:
    for extra in ("pyspark", "ray"):
        if re.search(rf"^(import|from) {extra}\b", block, re.MULTILINE) and not find_spec(extra):
            pytest.skip(f"{extra} is not installed")
    if "pyspark" in block and not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("Spark needs Java")
    workers = {"PYSPARK_PYTHON": sys.executable, "RAY_USAGE_STATS_ENABLED": "0"}
    subprocess.run([sys.executable, "-c", block], check=True, cwd=tmp_path, env={**os.environ, **workers})
