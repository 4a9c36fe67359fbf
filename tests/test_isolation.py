"""What quotex keeps away from: the network, code in data, other threads' work."""

import ast
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from command import SAFE
from conftest import ROOT

import quotex

#: Everything with every socket blocked, in a process of its own: loading, reading, the page and the command line.
OFFLINE = """
import socket

def blocked(*arguments, **options):
    raise AssertionError("quotex opened a socket")

class Blocked(socket.socket):
    __init__ = blocked

socket.socket, socket.create_connection, socket.getaddrinfo = Blocked, blocked, blocked

import sys
import quotex
from quotex import arrow
import pyarrow as pa

text = sys.argv[1]
[found] = quotex.extract(text)
assert list(quotex.extract_many([text], quotex.load())) == [[found]]
assert quotex.render(text, [found]).html
assert arrow.extract(pa.table({"id": ["a"], "text": [text]})).num_rows == 1
from quotex.cli import app
sys.argv = ["quotex", "extract", sys.argv[2]]
app()
"""


def test_everything_runs_with_sockets_blocked(folder: Path) -> None:
    Path("a.txt").write_text(SAFE, "utf-8")
    ran = subprocess.run([sys.executable, "-c", OFFLINE, SAFE, "a.txt"], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Ada Roe" in ran.stdout


def test_eight_threads_give_what_one_gives(article: str) -> None:
    texts = [f"{article}\n\n“This is number {n},” Tom Lind said.\n" for n in range(16)]
    expected = [quotex.extract(text) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(quotex.extract, texts)) == expected


def test_no_module_runs_code_that_it_reads() -> None:
    refused = {
        "eval",
        "exec",
        "pickle",
        "marshal",
        "shelve",
        "dill",
        "joblib",
        "cloudpickle",
        "socket",
        "urllib",
        "requests",
    }
    for path in (ROOT / "quotex").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not refused & (names | {name.partition(".")[0] for name in imported}), path
