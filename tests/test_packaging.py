"""What is installed: a package that is cheap to import, typed, with its weights, and known to spaCy."""

import doctest
import subprocess
import sys
from importlib import metadata, resources

import pytest

import quotex


def python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def test_importing_quotex_imports_neither_spacy_nor_textacy() -> None:
    assert python("import sys, quotex; print({'spacy', 'textacy', 'numpy', 'cattrs'} & set(sys.modules))") == "set()\n"


def test_every_public_name_is_there() -> None:
    assert set(quotex.__all__) <= set(dir(quotex))
    assert all(getattr(quotex, name) is not None for name in quotex.__all__)


def test_spacy_finds_quotex_without_an_import_of_it() -> None:
    assert python("import spacy; print(spacy.blank('en').has_factory('quotex'))") == "True\n"


def test_the_version_is_that_of_the_distribution() -> None:
    assert metadata.version("quotex") == quotex.__version__


def test_types_weights_schema_and_page_come_along() -> None:
    files = resources.files("quotex")
    for name in ("py.typed", "schema.json", "model/README.md", "page/page.html"):
        assert files.joinpath(name).is_file()
    assert any(path.name.endswith(".npz") for path in files.joinpath("model").iterdir())


@pytest.mark.parametrize("name", quotex.__all__)
def test_every_public_name_has_an_example_that_doctest_runs(name: str) -> None:
    public = getattr(quotex, name)
    assert public.__module__.startswith("quotex.")
    assert doctest.DocTestFinder(recurse=False).find(public)[0].examples
