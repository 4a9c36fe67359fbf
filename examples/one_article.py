"""Who says what in one article: python examples/one_article.py [FILE]."""

import sys
from pathlib import Path

import quotex

path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("article.txt")
for attribution in quotex.extract(path.read_text("utf-8")):
    speaker = attribution.speaker
    who = speaker.name or speaker.mention if speaker else None
    role = f" ({speaker.role.text})" if speaker and speaker.role else ""
    print(f"{who.text if who else 'somebody'}{role}: {attribution.quote.content}")
