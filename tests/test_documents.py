"""What the command line can be given to read."""

import gzip
import io
import re
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotex.documents import Document, Fault, count_documents, read_documents


def read(*inputs: str, output: Path | None = None) -> list[Document | Fault]:
    return list(read_documents(inputs, output=output))


def test_a_text_file_is_a_document_that_is_called_by_its_path(folder: Path) -> None:
    Path("a.txt").write_bytes("Zoë\r\nsaid no.".encode())
    assert read("a.txt", "./a.txt") == [Document("a.txt", "Zoë\r\nsaid no."), Document("./a.txt", "Zoë\r\nsaid no.")]


def test_a_line_of_jsonl_is_a_document_that_is_called_by_its_id(folder: Path) -> None:
    lines = b'{"id": "a", "text": "A"}\n\n{"id": 7, "text": "B", "url": "x"}\n{"text": "C"}\n{"id": null, "text": "D"}'
    Path("a.jsonl").write_bytes(lines)
    Path("a.jsonl.gz").write_bytes(gzip.compress(lines))
    for name in ("a.jsonl", "a.jsonl.gz"):
        assert read(name) == [Document("a", "A"), Document("7", "B"), Document(name, "C"), Document(name, "D")]


def test_a_byte_order_mark_is_no_text(folder: Path) -> None:
    Path("a.txt").write_bytes(b"\xef\xbb\xbfA")
    Path("a.jsonl").write_bytes(b'\xef\xbb\xbf{"id": "a", "text": "A"}')
    assert read("a.txt", "a.jsonl") == [Document("a.txt", "A"), Document("a", "A")]


def test_a_folder_is_read_by_name_with_the_folders_in_it_and_nothing_but_documents(folder: Path) -> None:
    Path("in/deep").mkdir(parents=True)
    for name in ("in/b.txt", "in/a.TXT", "in/deep/c.txt", "in/page.html", "in/notes.md"):
        Path(name).write_text(name)
    assert [d.id for d in read("in") if isinstance(d, Document)] == ["in/a.TXT", "in/b.txt", "in/deep/c.txt"]


def test_the_output_is_no_input_of_its_own_folder(folder: Path) -> None:
    Path("a.txt").write_text("A")
    Path("out.jsonl").write_text('{"id": "a", "attributions": []}\n')
    assert read(".", output=Path("out.jsonl")) == [Document("a.txt", "A")]


@pytest.mark.parametrize(
    ("given", "documents"),
    [
        (b"Roe said no.\n", [Document("-", "Roe said no.\n")]),
        (b'{"id": "a", "text": "A"}\n{"text": "B"}\n', [Document("a", "A"), Document("-", "B")]),
        (b"", [Document("-", "")]),
    ],
)
def test_standard_input_is_a_text_or_jsonl(monkeypatch, given: bytes, documents: list[Document]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    assert read("-") == documents


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b'{"id": "a", "text": }', r"a.jsonl:2: not JSON at character 21 of the line \(Expecting value\)"),
        (b"[" * 100_000, "a.jsonl:2: not JSON"),
        (b'{"id": "a"}', 'a.jsonl:2: not an object with a string "text"'),
        (b'{"id": "a", "text": 5}', 'a.jsonl:2: not an object with a string "text"'),
        (b'["text"]', 'a.jsonl:2: not an object with a string "text"'),
        (b'{"text": "\xff"}', "a.jsonl:2: not UTF-8 at byte 10 of the line"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(folder: Path, line: bytes, fault: str) -> None:
    Path("a.jsonl").write_bytes(b'{"text": "A"}\n' + line + b'\n{"text": "C"}\n')
    before, bad, after = read("a.jsonl")
    assert (before, after) == (Document("a.jsonl", "A"), Document("a.jsonl", "C"))
    assert isinstance(bad, Fault)
    assert re.match(fault, bad.message)


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("latin.txt", b"caf\xe9", "latin.txt: not UTF-8 at byte 3; convert it first"),
        ("cut.jsonl.gz", gzip.compress(b'{"text": "A"}\n' * 99)[:-12], "cut.jsonl.gz: Compressed file ended"),
        ("no.jsonl.gz", b'{"text": "A"}\n', "no.jsonl.gz: Not a gzipped file"),
        ("missing.txt", None, "missing.txt: No such file or directory"),
        ("empty/", None, "empty: no file in it ends in .txt or .jsonl"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(folder: Path, name: str, content: bytes | None, fault: str) -> None:
    if name.endswith("/"):
        Path(name).mkdir()
    elif content is not None:
        Path(name).write_bytes(content)
    *_, last = read(name.rstrip("/"))
    assert isinstance(last, Fault)
    assert last.message.startswith(fault)


@given(
    st.binary()
    | st.lists(st.sampled_from([b"{", b'{"text":', b'"A"', b"}", b"\n", b"\xff", b"1e999", b"9" * 5000])).map(b"".join)
)
def test_any_bytes_are_documents_or_faults(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("a.txt", "a.jsonl", "a.jsonl.gz", "a"):
            path = Path(folder, name)
            path.write_bytes(content)
            assert all(isinstance(item, Document | Fault) for item in read(str(path)))


def test_documents_are_counted_before_they_are_read(folder: Path) -> None:
    Path("a.txt").write_text("A")
    Path("b.jsonl").write_text('{"text": "A"}\n\n{"text": "B"}\n')
    assert count_documents(["."]) == count_documents(["a.txt", "b.jsonl"]) == 3
    assert count_documents(["a.txt", "-"]) is None
    assert count_documents(["missing.txt"]) is None
