"""Put what `quotex extract examples/article.txt` prints today into README: python .ci/readme_picture.py."""

import os
import re
import subprocess
import sys
from pathlib import Path

root = Path(__file__).parents[1]
command = ["quotex", "extract", "examples/article.txt", "--format", "table"]
ran = subprocess.run(command, cwd=root, check=True, capture_output=True, env={**os.environ, "COLUMNS": "80"})
lines = [line.rstrip() for line in ran.stdout.decode().strip().splitlines()]
readme = root / "README.md"
picture = "```text\n" + "\n".join(lines) + "\n```"
text, found = re.subn(r"```text\n.*?```", lambda _: picture, readme.read_text("utf-8"), count=1, flags=re.DOTALL)
readme.write_text(text, "utf-8")
sys.exit(0 if found else "README.md has no block of text to put the picture in")
