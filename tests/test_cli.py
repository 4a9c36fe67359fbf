"""The command line, as a user meets it."""

import gzip
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from command import COMMAND, SAFE, line_of, run, unix

import quotex
from quotex.schema import json_schema

# -- what comes out


def test_jsonl_is_a_line_a_document_in_the_order_of_the_input(folder: Path) -> None:
    Path("b.jsonl.gz").write_bytes(gzip.compress((line_of("b1") + line_of("b2", "No quotation.")).encode()))
    Path("a.txt").write_text(SAFE, "utf-8")
    result = run("extract", "b.jsonl.gz", "a.txt")
    documents = [json.loads(line) for line in result.stdout.splitlines()]
    assert [document["id"] for document in documents] == ["b1", "b2", "a.txt"]
    assert documents[1]["attributions"] == []
    assert [quotex.from_dict(plain) for plain in documents[2]["attributions"]] == quotex.extract(SAFE)
    assert (result.exit_code, result.stderr) == (0, "")
    for document in documents:
        jsonschema.validate(document, json_schema())


def test_a_table_shows_speaker_role_and_words(folder: Path) -> None:
    Path("a.txt").write_text(SAFE, "utf-8")
    Path("b.txt").write_text("Nothing.", "utf-8")
    shown = run("extract", "a.txt", "b.txt", "--format", "table").stdout
    assert "a.txt" in shown
    assert all(cell in shown for cell in ("Ada Roe", "Mayor", "The bridge is safe,"))
    assert "b.txt: no quotations" in shown


def test_a_table_holds_nothing_that_a_terminal_would_obey(folder: Path) -> None:
    Path("a.txt").write_text("“The \x1b[31mbridge\t[bold]is safe,” Mayor Ada Roe said.", "utf-8")
    shown = run("extract", "a.txt", "--format", "table").stdout
    assert "\x1b" not in shown
    assert "[bold]" in shown


def test_a_table_fits_80_columns_and_ends_in_a_line_of_counts(folder: Path, article: str) -> None:
    Path("a.txt").write_text(article, "utf-8")
    Path("b.txt").write_text("Nothing.", "utf-8")
    lines = run("extract", "a.txt", "b.txt", "--format", "table").stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[1].split() == ["speaker", "role", "cue", "quotation", "sure"]
    assert any("According to" in line for line in lines)
    assert lines[-1].strip() == "5 quotations by 4 speakers in 2 documents"


def test_rows_of_a_table_come_in_the_order_of_the_text(folder: Path) -> None:
    Path("a.txt").write_text("“One,” Ada Roe said.\n“Two,” Tom Lind said.\n“Three,” Ada Roe said.\n", "utf-8")
    shown = run("extract", "a.txt", "--format", "table").stdout
    assert re.findall("One|Two|Three", shown) == ["One", "Two", "Three"]


def test_a_terminal_gets_a_colour_for_each_speaker(folder: Path) -> None:
    Path("a.txt").write_text("“One,” Ada Roe said.\n“Two,” Tom Lind said.\n“Three,” Ada Roe said.\n", "utf-8")
    shown = on_terminal("extract", "a.txt", terminal="stdout")
    colours = dict.fromkeys(re.findall(r"(\x1b\[[0-9;]*m)(Ada Roe|Tom Lind)", shown))
    assert [name for _, name in colours] == ["Ada Roe", "Tom Lind"]
    assert len({colour for colour, _ in colours}) == 2


@pytest.mark.parametrize("arguments", [["--format", "html", "-o", "out"], ["-o", "page.html"]])
def test_a_page_shows_one_document_or_an_index_of_many(folder: Path, arguments: list[str]) -> None:
    Path("a.txt").write_text(SAFE, "utf-8")
    Path("b.txt").write_text("Nothing.", "utf-8")
    assert run("extract", "a.txt", *arguments).stdout == ""
    assert Path(arguments[-1]).read_text("utf-8") == quotex.render(SAFE, quotex.extract(SAFE), title="a.txt").html
    run("extract", "a.txt", "b.txt", *arguments)
    many = quotex.render_many([("a.txt", SAFE, quotex.extract(SAFE)), ("b.txt", "Nothing.", [])])
    assert Path(arguments[-1]).read_text("utf-8") == many.html


def test_a_page_goes_to_standard_output_as_well() -> None:
    result = run("extract", "-", "--format", "html", given='{"id": "\\ud800", "text": "\\udfff"}\n')
    assert result.stdout.startswith("<!DOCTYPE html>")
    assert result.exit_code == 0


def test_help_has_examples_and_exit_statuses() -> None:
    shown = run("--help").stdout
    assert all(words in shown for words in ("Examples:", "Exit status:", "130  interrupted", "--install-completion"))
    assert "quotex extract articles/ -o page.html" in run("extract", "--help").stdout


@unix
def test_the_shell_completes_formats_and_leaves_files_to_itself() -> None:
    asked = {"_QUOTEX_COMPLETE": "complete_bash", "COMP_WORDS": "quotex extract --format ", "COMP_CWORD": "3"}
    command = [sys.executable, "-c", "import sys; sys.argv[0] = 'quotex'; from quotex.cli import app; app()"]
    ran = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **asked})
    assert set(ran.stdout.split()) >= {"table", "jsonl", "html"}
    asked |= {"COMP_WORDS": "quotex extract exa", "COMP_CWORD": "2"}
    assert subprocess.run(command, capture_output=True, text=True, env={**os.environ, **asked}).stdout.strip() == ""


def test_standard_input_is_the_default() -> None:
    assert json.loads(run("extract", given=SAFE).stdout)["id"] == "-"


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz"])
def test_the_output_is_written_to_a_file(folder: Path, name: str) -> None:
    assert run("extract", "-", "-o", name, given=line_of("a")).stdout == ""
    raw = Path(name).read_bytes()
    assert json.loads(gzip.decompress(raw) if name.endswith(".gz") else raw)["id"] == "a"


def test_processes_change_nothing(folder: Path) -> None:
    Path("a.jsonl").write_text("".join(line_of(str(n)) for n in range(20)))
    alone = run("extract", "a.jsonl").stdout
    assert run("extract", "a.jsonl", "--n-process", "2").stdout == alone
    assert alone.count("\n") == 20


def test_text_that_utf8_cannot_hold_comes_out_escaped() -> None:
    result = run("extract", "-", given='{"id": "\\ud800", "text": "“The bridge is \\udfff safe,” Ada Roe said."}\n')
    document = json.loads(result.stdout)
    assert document["id"] == "\ud800"
    assert "\udfff" in document["attributions"][0]["quote"]["spans"][0]["text"]


def test_the_version_is_shown() -> None:
    assert run("--version").stdout == f"quotex {quotex.__version__}\n"


# -- what goes wrong


def test_what_cannot_be_read_is_named_and_all_else_comes_out(folder: Path) -> None:
    Path("a.jsonl").write_bytes(line_of("a").encode() + b"{broken\n" + line_of("c").encode())
    Path("latin.txt").write_bytes(b"caf\xe9")
    Path("z.txt").write_text(SAFE, "utf-8")
    result = run("extract", "a.jsonl", "latin.txt", "missing.txt", "z.txt")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "c", "z.txt"]
    assert [line.split(" ")[1] for line in result.stderr.splitlines()] == ["a.jsonl:2:", "latin.txt:", "missing.txt:"]
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-", "-o", "no/such/folder/out.jsonl"], "no/such/folder/out.jsonl: No such file or directory"),
        (["-", "-o", "."], r"\.: Is a directory"),
        (["-", "--model", "en_core_web_trf"], "python -m spacy download en_core_web_trf"),
        (["-", "--model", "no/model"], "no spaCy pipeline 'no/model' here: there is no such folder"),
        (["-", "--weights", "no/weights"], "no/weights.*No such file"),
    ],
)
def test_what_stops_the_command_is_one_line_of_error(folder: Path, arguments: list[str], message: str) -> None:
    result = run("extract", *arguments, given=SAFE)
    assert result.exit_code == 1
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert line.startswith("quotex: ")
    assert re.search(message, line)


@pytest.mark.parametrize(
    "arguments", [["--format", "xml"], ["--n-process", "0"], ["--n-process", "two"], ["--verbatim"]]
)
def test_a_wrong_use_ends_with_status_2(arguments: list[str]) -> None:
    assert run("extract", "-", *arguments, given=SAFE).exit_code == 2


def test_an_output_that_is_an_input_is_a_wrong_use(folder: Path) -> None:
    Path("a.txt").write_text(SAFE, "utf-8")
    result = run("extract", "a.txt", "-o", "./a.txt")
    assert result.exit_code == 2
    assert "is an input as well" in result.stderr
    assert Path("a.txt").read_text("utf-8") == SAFE


# -- pipes, terminals and Ctrl-C


@unix
@pytest.mark.parametrize("processes", ["1", "2"])
def test_lines_come_out_while_the_input_goes_on_and_ctrl_c_leaves_whole_lines(processes: str) -> None:
    command = [*COMMAND, "extract", "-", "--n-process", processes]
    with subprocess.Popen(command, stdin=-1, stdout=-1, stderr=-1) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("".join(line_of(str(n)) for n in range(100)).encode())
        process.stdin.flush()
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.stderr
        rest, errors = process.stdout.read(), process.stderr.read()
    assert json.loads(first)["id"] == "0"
    assert all(json.loads(line) for line in rest.splitlines())
    assert rest == b"" or rest.endswith(b"\n")
    assert (process.returncode, errors) == (130, b"")


@unix
@pytest.mark.parametrize("how", [["--n-process", "1"], ["--n-process", "2"], ["--format", "table"]])
def test_a_reader_that_goes_away_is_no_error(folder: Path, how: list[str]) -> None:
    Path("a.jsonl").write_text("".join(line_of(str(n), SAFE * 40) for n in range(100)))
    command = [*COMMAND, "extract", "a.jsonl", *how]
    with subprocess.Popen(command, stdout=-1, stderr=-1) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
    assert (process.returncode, errors) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_one_line_of_error() -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run([*COMMAND, "extract", "-"], input=SAFE.encode(), stdout=full, stderr=-1)
    assert (ran.returncode, ran.stderr) == (1, b"quotex: the output: No space left on device\n")


@unix
@pytest.mark.parametrize(
    ("closed", "message"), [("<&-", "-: standard input is closed"), (">&-", "standard output is closed")]
)
def test_a_closed_stream_is_one_line_of_error(closed: str, message: str) -> None:
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", *COMMAND, "extract", "-"]
    ran = subprocess.run(command, input=SAFE.encode(), capture_output=True)
    assert (ran.returncode, ran.stdout, ran.stderr.decode()) == (1, b"", f"quotex: {message}\n")


@unix
def test_a_terminal_gets_a_table_and_a_bar_for_more_than_a_few_documents(folder: Path) -> None:
    Path("a.jsonl").write_text("".join(line_of(str(n)) for n in range(5)))
    assert "The bridge is safe," in on_terminal("extract", "a.jsonl", terminal="stdout")
    assert "100%" in on_terminal("extract", "a.jsonl", terminal="stderr")
    Path("b.jsonl").write_text(line_of("b"))
    assert on_terminal("extract", "b.jsonl", terminal="stderr") == ""


def on_terminal(*arguments: str, terminal: str) -> str:
    """What a command shows on a terminal that is its stdout or stderr."""
    ours, its = os.openpty()
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, terminal: its}
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen([*COMMAND, *arguments], stdin=subprocess.DEVNULL, env=environment, **streams) as process:
        os.close(its)
        shown = b""
        while True:
            try:
                part = os.read(ours, 1024)
            except OSError:  # how Linux says that the other side is closed
                part = b""
            if not part:
                break
            shown += part
    os.close(ours)
    assert process.returncode == 0
    return shown.decode()


# -- evaluate and train


RELATIONS = {
    "id": "a",
    "text": SAFE,
    "attributions": [{"source": [[22, 35]], "cue": [[36, 40]], "content": [[0, 21]]}],
}


def test_evaluate_reads_the_corpus_and_prints_the_figures(folder: Path) -> None:
    Path("corpus.jsonl").write_text(json.dumps(RELATIONS) + "\n")
    shown = run("evaluate", "corpus.jsonl").stdout
    assert ["attribution", "f1", "1.000"] in [line.split() for line in shown.splitlines()]
    plain = json.loads(run("evaluate", "corpus.jsonl", "--json").stdout)
    assert plain["corpus"] == "corpus.jsonl"
    assert plain["attribution"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}


def test_evaluate_scores_what_extract_wrote(folder: Path) -> None:
    Path("corpus.jsonl").write_text(json.dumps(RELATIONS) + "\n" + json.dumps({**RELATIONS, "id": "b"}) + "\n")
    Path("found.jsonl").write_text(run("extract", "-", given=line_of("a")).stdout)
    result = run("evaluate", "corpus.jsonl", "--predictions", "found.jsonl", "--json")
    assert json.loads(result.stdout)["attribution"] == {"precision": 1.0, "recall": 0.5, "f1": 0.6667}
    assert result.stderr == "quotex: corpus.jsonl: no prediction for 1 of 2 articles, first b\n"


@pytest.mark.parametrize("line", ["{", '{"id": "a", "text": "A"}', "[]", '{"id": "a", "text": 5, "attributions": []}'])
def test_a_corpus_that_is_none_is_named_with_the_line(folder: Path, line: str) -> None:
    Path("corpus.jsonl").write_text(json.dumps(RELATIONS) + "\n" + line + "\n")
    result = run("evaluate", "corpus.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("quotex: corpus.jsonl:2: not ")


def test_train_writes_weights_that_extract_takes(folder: Path) -> None:
    pytest.importorskip("lightgbm", reason="the extra 'train' is not installed")
    articles = (json.dumps({**RELATIONS, "id": str(n)}) + "\n" for n in range(40))
    Path("corpus.jsonl").write_text("".join(articles))
    trained = run("train", "corpus.jsonl", "-o", "weights")
    assert trained.exit_code == 0, trained.stderr
    document = json.loads(run("extract", "-", "--weights", "weights", given=SAFE).stdout)
    assert [a["speaker"]["mention"]["text"] for a in document["attributions"]] == ["Mayor Ada Roe"]


def test_train_names_a_corpus_that_is_missing(folder: Path) -> None:
    result = run("train", "missing.jsonl", "-o", "weights")
    assert (result.exit_code, result.stderr) == (1, "quotex: missing.jsonl: No such file or directory\n")
