"""``quotex extract --format parquet``: the rows of ``quotex.arrow`` in a file that is there once it is whole."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import COMMAND, SAFE, line_of, run, unix

import quotex
from quotex.documents import Document

pa = pytest.importorskip("pyarrow", reason="the extra 'arrow' is not installed")
pq = pytest.importorskip("pyarrow.parquet")
from quotex import arrow  # noqa: E402
from quotex.parquet import parquet_writer  # noqa: E402


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# -- what comes out


def test_a_file_of_parquet_has_the_rows_that_jsonl_has_lines(folder: Path) -> None:
    Path("a.jsonl").write_text(line_of("a") + line_of("b", "No quotation.") + line_of("c"))
    result = run("extract", "a.jsonl", "--format", "parquet", "-o", "found.parquet")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    table = pq.read_table("found.parquet")
    assert table.schema.equals(arrow.SCHEMA)
    assert table.to_pylist() == [json.loads(line) for line in run("extract", "a.jsonl").stdout.splitlines()]
    assert names_in(folder) == ["a.jsonl", "found.parquet"]


def test_a_file_that_is_called_parquet_is(folder: Path) -> None:
    run("extract", "-", "-o", "found.parquet", given=SAFE)
    [row] = pq.read_table("found.parquet").to_pylist()
    assert [quotex.from_dict(plain) for plain in row["attributions"]] == quotex.extract(SAFE)


def test_no_documents_are_a_file_without_rows(folder: Path) -> None:
    Path("a.jsonl").touch()
    run("extract", "a.jsonl", "-o", "found.parquet")
    assert pq.read_table("found.parquet").equals(arrow.SCHEMA.empty_table())


def test_processes_change_nothing(folder: Path) -> None:
    Path("a.jsonl").write_text("".join(line_of(str(n)) for n in range(40)))
    run("extract", "a.jsonl", "-o", "alone.parquet")
    run("extract", "a.jsonl", "-o", "together.parquet", "--n-process", "2")
    assert pq.read_table("together.parquet").equals(pq.read_table("alone.parquet"))


def test_row_groups_are_written_as_they_fill(folder: Path) -> None:
    found = quotex.extract(SAFE)
    with parquet_writer(Path("found.parquet")) as write:
        for n in range(80_000):
            write(Document(str(n), ""), found)
        on_disk = Path("found.parquet.part").stat().st_size
    assert on_disk > 0
    file = pq.ParquetFile("found.parquet")
    assert file.num_row_groups > 1
    assert file.metadata.num_rows == 80_000


def test_parquet_goes_down_a_pipe() -> None:
    ran = subprocess.run([*COMMAND, "extract", "-", "--format", "parquet"], input=SAFE.encode(), capture_output=True)
    assert ran.stderr == b""
    assert pq.read_table(io.BytesIO(ran.stdout)).num_rows == 1


def test_text_that_utf8_cannot_hold_has_replacement_characters(folder: Path) -> None:
    given = '{"id": "\\ud800", "text": "“The bridge is \\udfff safe,” Ada Roe said."}\n'
    assert run("extract", "-", "-o", "found.parquet", given=given).exit_code == 0
    [row] = pq.read_table("found.parquet").to_pylist()
    assert row["id"] == "\ufffd"
    assert row["attributions"][0]["quote"]["spans"][0]["text"] == "“The bridge is \ufffd safe,”"


# -- what goes wrong


def test_what_cannot_be_read_is_named_and_all_else_is_in_the_file(folder: Path) -> None:
    Path("a.jsonl").write_text(line_of("a") + "{broken\n" + line_of("c"))
    result = run("extract", "a.jsonl", "-o", "found.parquet")
    assert result.exit_code == 1
    assert result.stderr.startswith("quotex: a.jsonl:2: not JSON")
    assert pq.read_table("found.parquet")["id"].to_pylist() == ["a", "c"]


@unix
@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_run_that_ctrl_c_ends_leaves_what_was_there(folder: Path, processes: str) -> None:
    Path("found.parquet").write_text("of an earlier run")
    command = [*COMMAND, "extract", "-", "-o", "found.parquet", "--n-process", processes]
    with subprocess.Popen(command, stdin=-1, stderr=-1) as process:
        assert process.stdin
        process.stdin.write("".join(line_of(str(n)) for n in range(100)).encode())
        process.stdin.flush()
        while not Path("found.parquet.part").exists():
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        errors = process.communicate()[1]
    assert (process.returncode, errors) == (130, b"")
    assert names_in(folder) == ["found.parquet"]
    assert Path("found.parquet").read_text() == "of an earlier run"


@unix
def test_what_ctrl_c_leaves_in_a_pipe_is_no_file_of_parquet() -> None:
    with subprocess.Popen([*COMMAND, "extract", "-", "--format", "parquet"], stdin=-1, stdout=-1, stderr=-1) as process:
        assert process.stdin
        process.stdin.write("".join(line_of(str(n)) for n in range(100)).encode())
        process.stdin.flush()
        time.sleep(2)  # wherever that meets it
        process.send_signal(signal.SIGINT)
        written, errors = process.communicate()
    assert (process.returncode, errors) == (130, b"")
    with pytest.raises(pa.ArrowInvalid):
        pq.read_table(io.BytesIO(written))


def test_a_folder_that_is_missing_is_one_line_of_error(folder: Path) -> None:
    result = run("extract", "-", "-o", "no/such/found.parquet", given=SAFE)
    assert (result.exit_code, result.stderr) == (1, "quotex: no/such/found.parquet: No such file or directory\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [[], ["-o", "/dev/full"]])
def test_a_full_disk_is_one_line_of_error(arguments: list[str]) -> None:
    command = [*COMMAND, "extract", "-", "--format", "parquet", *arguments]
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(command, input=SAFE.encode(), stdout=full, stderr=-1)
    assert (ran.returncode, ran.stderr) == (1, b"quotex: the output: No space left on device\n")


@unix
def test_a_reader_that_goes_away_is_no_error() -> None:
    command = ["sh", "-c", '"$@" | true', "sh", *COMMAND, "extract", "-", "--format", "parquet"]
    ran = subprocess.run(command, input=SAFE.encode(), capture_output=True)
    assert (ran.returncode, ran.stderr) == (0, b"")


@unix
def test_a_terminal_is_not_given_parquet() -> None:
    ours, its = os.openpty()
    ran = subprocess.run([*COMMAND, "extract", "-", "--format", "parquet"], input=b"", stdout=its, stderr=-1)
    os.close(ours)
    os.close(its)
    assert ran.returncode == 2
    assert b"a terminal cannot show parquet" in ran.stderr


def test_without_pyarrow_the_extra_is_named(folder: Path) -> None:
    code = "import sys; sys.modules['pyarrow'] = None; from quotex.cli import app; app()"
    command = [sys.executable, "-c", code, "extract", "-", "-o", "found.parquet"]
    ran = subprocess.run(command, input=SAFE.encode(), capture_output=True)
    assert ran.returncode == 1
    assert ran.stderr == b"quotex: --format parquet: this needs pyarrow: pip install 'quotex[arrow]'\n"
    assert names_in(folder) == []
