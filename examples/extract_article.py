"""Who says what in one article: python examples/extract_article.py [FILE]."""

import sys
from pathlib import Path

import quotex

path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("article.txt")
for attribution in quotex.extract(path.read_text("utf-8")):
    speaker = attribution.speaker
    who = (speaker.name or speaker.mention).text if speaker else "somebody"
    role = f" ({speaker.role.text})" if speaker and speaker.role else ""
    print(f"{who}{role}: {attribution.quote.content}")
