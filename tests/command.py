"""The command line as tests call it."""

import json
import os
import sys
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from quotex.cli import app

SAFE = "“The bridge is safe,” Mayor Ada Roe said."
COMMAND = [sys.executable, "-c", "from quotex.cli import app; app()"]
unix = pytest.mark.skipif(os.name != "posix", reason="needs signals and terminals of Unix")


def run(*arguments: str | Path, given: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=given)


def line_of(id: str, text: str = SAFE) -> str:
    return json.dumps({"id": id, "text": text}) + "\n"
