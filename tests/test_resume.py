"""``quotex extract --resume``: an interrupted run of JSONL goes on where it stopped."""

import signal
import subprocess
from pathlib import Path

import pytest
from command import COMMAND, SAFE, line_of, run, unix

CLOSED = "“We closed it for a week,” said Tomas Veld."
#: The same id twice is two documents.
INPUT = line_of("a") + line_of("b", CLOSED) + line_of("a", "Nothing.") + line_of("a", CLOSED) + line_of("é\u2028")


@pytest.fixture
def whole(folder: Path) -> bytes:
    """What a run writes that is not interrupted."""
    Path("in.jsonl").write_text(INPUT)
    assert run("extract", "in.jsonl", "-o", "whole.jsonl").exit_code == 0
    return Path("whole.jsonl").read_bytes()


def resume(*arguments: str):
    return run("extract", "in.jsonl", "-o", "out.jsonl", "--resume", *arguments)


@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.6, 0.999, 1])
def test_wherever_a_run_stopped_it_ends_as_if_it_had_not(whole: bytes, share: float) -> None:
    Path("out.jsonl").write_bytes(whole[: round(share * len(whole))])
    result = resume()
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert Path("out.jsonl").read_bytes() == whole


def test_a_run_that_did_not_start_starts(whole: bytes) -> None:
    assert resume().exit_code == 0
    assert Path("out.jsonl").read_bytes() == whole


def test_what_is_done_is_not_read_again(whole: bytes) -> None:
    kept = whole.splitlines(keepends=True)
    kept[0] = b'{"id": "a", "attributions": []}\n'
    Path("out.jsonl").write_bytes(b"".join(kept[:3]))
    resume()
    assert Path("out.jsonl").read_bytes() == b"".join(kept)


def test_what_cannot_be_read_is_named_again(folder: Path) -> None:
    Path("in.jsonl").write_text(line_of("a") + "{broken\n" + line_of("b"))
    assert run("extract", "in.jsonl", "-o", "out.jsonl").exit_code == 1
    whole = Path("out.jsonl").read_bytes()
    Path("out.jsonl").write_bytes(whole[:-9])
    result = resume()
    assert result.exit_code == 1
    assert result.stderr.startswith("quotex: in.jsonl:2: not JSON")
    assert Path("out.jsonl").read_bytes() == whole


@unix
@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_run_that_ctrl_c_ended_goes_on(folder: Path, processes: str) -> None:
    lines = "".join(line_of(str(n), SAFE * 8) for n in range(80))
    Path("in.jsonl").write_text(lines)
    command = [*COMMAND, "extract", "in.jsonl", "-o", "out.jsonl", "--n-process", processes]
    with subprocess.Popen(command, stderr=-1) as process:
        while not Path("out.jsonl").exists() or Path("out.jsonl").stat().st_size < 1000:
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.communicate()[1] == b""
    stopped = Path("out.jsonl").read_bytes()
    assert stopped.endswith(b"\n")
    assert resume("--n-process", processes).exit_code == 0
    whole = Path("out.jsonl").read_bytes()
    assert whole.startswith(stopped)
    assert whole.count(b"\n") == 80
    assert whole == run("extract", "in.jsonl").stdout_bytes


# -- what cannot be gone on with


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ('{"id": "z", "attributions": []}\n', "out.jsonl:1: this line is of 'z', and the input has 'a' in its place"),
        (
            '{"id": "a", "attributions": []}\n{"id": "a", "attributions": []}\n',
            "out.jsonl:2: this line is of 'a', and the input has 'b' in its place: --resume goes on",
        ),
        (line_of("a"), "out.jsonl:1: not a line that quotex extract wrote"),
        ("My notes.\nMore of", "out.jsonl:1: not JSON"),
    ],
)
def test_a_file_of_something_else_is_refused_and_stays_as_it_is(whole: bytes, lines: str, message: str) -> None:
    Path("out.jsonl").write_text(lines)
    result = resume()
    assert result.exit_code == 1
    assert result.stderr.startswith(f"quotex: {message}")
    assert Path("out.jsonl").read_text() == lines


def test_more_lines_than_documents_are_refused(whole: bytes) -> None:
    Path("out.jsonl").write_bytes(whole + b'{"id": "f", "attributions": []}\n')
    assert "out.jsonl:6: this line is of 'f', and the input has no document left for it" in resume().stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "goes on with the lines of a file: give it with -o FILE"),
        (["-o", "out.parquet"], "goes on with jsonl only, and not with parquet"),
        (["-o", "out.txt", "--format", "table"], "goes on with jsonl only, and not with table"),
        (["-o", "out.jsonl.gz"], "cannot go on with a packed file"),
    ],
)
def test_only_a_file_of_plain_jsonl_can_be_gone_on_with(folder: Path, arguments: list[str], message: str) -> None:
    result = run("extract", "-", "--resume", *arguments, given=SAFE)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.replace("│", " ").split())
