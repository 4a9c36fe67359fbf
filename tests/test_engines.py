"""Spark and Ray Data give what ``extract`` gives, on two workers of this machine."""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import ROOT

import quotex

pq = pytest.importorskip("pyarrow.parquet", reason="the extra 'arrow' is not installed")

EXAMPLES = ROOT / "examples"
ARTICLES = [json.loads(line) for line in (EXAMPLES / "articles.jsonl").read_text("utf-8").splitlines()]


def needs(extra: str, module: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not find_spec(module), reason=f"the extra {extra!r} is not installed")


def has_java() -> bool:
    return bool(shutil.which("java") or os.environ.get("JAVA_HOME"))


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(
            "spark_dataframe.py",
            marks=[needs("spark", "pyspark"), pytest.mark.skipif(not has_java(), reason="Spark needs Java")],
        ),
        pytest.param("ray_dataset.py", marks=needs("ray", "ray")),
    ],
)
def test_an_engine_gives_what_extract_gives(tmp_path: Path, script: str) -> None:
    texts = {f"{article['id']} {n}": article["text"] for n in range(20) for article in ARTICLES}
    corpus, found = tmp_path / "articles.jsonl", tmp_path / "found"
    corpus.write_text("".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in texts.items()), "utf-8")
    shown = subprocess.run(
        [sys.executable, EXAMPLES / script, corpus, found],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ).stdout
    rows = pq.read_table(found).to_pylist()
    records = {row["id"]: [quotex.from_dict(plain) for plain in row["attributions"]] for row in rows}
    assert len(rows) == len(texts)
    assert records == dict(zip(texts, quotex.extract_many(texts.values()), strict=True))
    assert f"{sum(map(len, records.values()))} quotations in {len(texts)} documents" in shown
