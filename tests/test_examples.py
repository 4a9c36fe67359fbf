"""The examples run, and README shows what they give."""

import importlib
import json
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
from quotex.annotated import read_annotated

EXAMPLES = ROOT / "examples"
ARTICLES = [json.loads(line) for line in (EXAMPLES / "articles.jsonl").read_text("utf-8").splitlines()]


def needs(extra: str, *modules: str) -> None:
    missing = [module for module in modules if not find_spec(module)]
    if missing:
        pytest.skip(f"the extra {extra!r} is not installed: no {', '.join(missing)}")


def run(script: str, *arguments: str | Path) -> str:
    command = [sys.executable, EXAMPLES / script, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.name)
def test_an_example_is_short_and_has_a_test(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 60
    tests = "".join(test.read_text("utf-8") for test in (ROOT / "tests").glob("test_*.py"))
    assert path.name in tests or f'"{path.stem}"' in tests


def test_extract_article_names_everybody_who_is_quoted() -> None:
    lines = run("extract_article.py").splitlines()
    assert len(lines) == 5
    assert lines[2].startswith("Ada Roe (Norland Interior Ministry spokeswoman): deeply worried")


def test_spacy_pipeline_tells_quoted_from_named_people() -> None:
    quoted, named = run("spacy_pipeline.py").splitlines()
    assert "Ada Roe" in quoted
    assert "Hanna Lind" in named


def test_entity_linking_tells_people_of_one_name_apart() -> None:
    shown = run("entity_linking.py")
    assert "P2  Ada Roe (spokeswoman of the Norland Interior Ministry): deeply worried" in shown
    assert "P1  Ada Roe (mayor of Port Sorrel): We found cracks" in shown
    assert "P5  Hanna Lind (union secretary of the dockers): They offer us" in shown


def test_a_folder_becomes_parquet_and_answers_a_question(tmp_path: Path) -> None:
    needs("examples", "duckdb", "pyarrow")
    import pyarrow.parquet as pq

    shown = run("folder_to_parquet.py", EXAMPLES, tmp_path / "found.parquet")
    assert re.search(r"Ada Roe +│ +3 │ +4 │", shown)
    assert pq.read_table(tmp_path / "found.parquet")["id"].to_pylist() == [article["id"] for article in ARTICLES]


def test_the_source_audit_counts_every_quoted_word_and_draws_them(tmp_path: Path) -> None:
    needs("examples", "matplotlib")
    shown = run("source_audit.py", EXAMPLES / "articles.jsonl", tmp_path / "audit.png")
    shares = [int(share) for share in re.findall(r"^ *(\d+)%", shown, re.MULTILINE)]
    assert sum(shares) == pytest.approx(100, abs=len(shares) / 2)  # each is rounded
    assert re.search(r"Ada Roe: .*mayor of Port Sorrel", shown)
    assert "2026-03-26 a border guard" in shown
    assert (tmp_path / "audit.png").read_bytes().startswith(b"\x89PNG")


def test_the_notebook_runs_and_shows_its_pages() -> None:
    needs("examples", "nbclient", "ipykernel")
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(EXAMPLES / "notebook.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "keep it without outputs, which grow old"
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": EXAMPLES}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    pages = [output.data["text/html"] for output in outputs if "text/html" in output.get("data", {})]
    assert ["The border opens" in page for page in pages] == [True, False]
    assert "14 documents" in pages[1]
    assert any("Ada Roe, Norland Interior Ministry spokeswoman" in output.get("text", "") for output in outputs)


def test_the_service_answers_with_records(article: str, monkeypatch: pytest.MonkeyPatch) -> None:
    needs("examples", "fastapi", "httpx")
    from fastapi.testclient import TestClient

    monkeypatch.syspath_prepend(EXAMPLES)
    with TestClient(importlib.import_module("http_service").app) as client:
        answer = client.post("/attributions", json={"text": article})
        assert [quotex.from_dict(plain) for plain in answer.json()["attributions"]] == quotex.extract(article)
        assert client.post("/attributions", json={"text": ""}).json() == {"attributions": []}
        assert client.post("/attributions", json={"words": article}).status_code == 422


def test_retraining_tells_whether_it_helps_and_writes_weights(tmp_path: Path) -> None:
    needs("train", "lightgbm")
    shown = run("retrain.py", EXAMPLES / "annotated", tmp_path / "weights")
    assert re.search(r"as it comes: source F1 (0\.[89]\d|1\.00) over 33 quoted segments", shown)
    assert re.search(r"retrained: source F1 [01]\.\d\d over 33 quoted segments", shown)
    [found] = quotex.extract("“The bridge is safe,” Ada Roe said.", quotex.load(weights=tmp_path / "weights"))
    assert found.speaker
    assert found.speaker.mention.text == "Ada Roe"


def test_what_is_annotated_is_the_articles() -> None:
    annotated = [article for _, article in read_annotated(EXAMPLES / "annotated")]
    assert [(a["id"], a["text"]) for a in annotated] == [(a["id"], a["text"]) for a in ARTICLES]


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


README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
PYTHON = [block for language, block in BLOCKS if language == "python"]
COMMANDS = [line.removeprefix("$ ") for language, block in BLOCKS if language == "bash" for line in block.splitlines()]


def test_every_block_in_readme_is_of_a_kind_that_is_run() -> None:
    """The two of ``sh`` are run by .ci/run, in a fresh clone; the picture is ``text``; all others are run here."""
    kinds = [language for language, _ in BLOCKS]
    assert set(kinds) == {"text", "sh", "bash", "python", "sql"}
    assert (kinds.count("text"), kinds.count("sh"), kinds.count("sql")) == (1, 2, 1)
    beside = re.sub(r"^```.*?^```$", "", README, flags=re.DOTALL | re.MULTILINE)
    assert not re.search(r"^ {4}", beside, re.MULTILINE), "a block that is indented would not be run"


@pytest.mark.parametrize("block", PYTHON, ids=[f"block {n}" for n in range(1, len(PYTHON) + 1)])
def test_the_python_in_readme_runs(block: str, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", block], check=True, cwd=tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="the commands are those of a Unix shell")
def test_the_commands_and_the_query_in_readme_run(tmp_path: Path) -> None:
    """One after the other in a folder with the examples, as a reader would."""
    needs("arrow", "pyarrow")
    needs("train", "lightgbm")
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for command in COMMANDS:
        ran = subprocess.run(
            command, shell=True, cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True
        )
        assert ran.returncode == 0, f"{command}: {ran.stderr}"
    assert (tmp_path / "page.html").exists()
    assert len((tmp_path / "found.jsonl").read_text("utf-8").splitlines()) == len(ARTICLES)
    needs("examples", "duckdb")
    import duckdb

    [query] = [block for language, block in BLOCKS if language == "sql"]
    rows = duckdb.sql(query.replace("found.parquet", str(tmp_path / "found.parquet"))).fetchall()
    assert ("bridge", "Ada Roe", "Mayor") in [row[:3] for row in rows]


def test_links_in_the_docs_lead_somewhere() -> None:
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "quotex" / "model" / "README.md"):
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
