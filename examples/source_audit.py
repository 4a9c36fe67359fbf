"""Whose words a month of articles carries: python examples/source_audit.py [ARTICLES.jsonl [AUDIT.png]].

Needs ``pip install 'quotex[examples]'``. A newsroom asks: who speaks in our pages, in what capacity, for whom, for how
many of the quoted words, and how often does nobody answer for them by name?
"""

import json
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import matplotlib

matplotlib.use("Agg")  # draws into a file, without a screen
import matplotlib.pyplot as plt

import quotex

path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("articles.jsonl")
plot = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp(), "audit.png")
SURE = 0.7  # what is less sure is counted apart, for somebody to read

articles = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
words, capacities, nameless = Counter(), defaultdict(Counter), []
total = unsure = 0
for article, found in zip(articles, quotex.extract_many(a["text"] for a in articles), strict=True):
    for attribution in found:
        speaker, spoken = attribution.speaker, len(attribution.quote.content.split())
        total += spoken
        if attribution.confidence < SURE or speaker is None:
            unsure += spoken
        elif speaker.name is None and speaker.kind in ("person", "group"):
            nameless.append((article["date"], speaker.mention.text, spoken))
        else:
            source = (speaker.name or speaker.mention).text
            words[source] += spoken
            for capacity in (speaker.role, speaker.affiliation):
                if capacity:
                    capacities[source][capacity.text] += 1

print(f"{len(articles)} articles, {total} quoted words")
for source, spoken in words.most_common():
    print(f"{spoken / total:5.0%}  {source}: {', '.join(capacities[source]) or '–'}")
unnamed = sum(spoken for _, _, spoken in nameless)
print(f"{unnamed / total:5.0%}  sources without a name:")
for date, mention, _ in nameless:
    print(f"         {date} {mention}")
print(f"{unsure / total:5.0%}  to be read by somebody: quotex is not sure who speaks")

bars = [("without a name", unnamed), *words.most_common(8)[::-1]]
figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
axes.barh(
    [source for source, _ in bars], [100 * spoken / total for _, spoken in bars], color=["#c1666b", *8 * ["#33658a"]]
)
axes.set(title=f"Whose words: {articles[0]['date']} to {articles[-1]['date']}", xlabel="% of the quoted words")
axes.spines[["top", "right"]].set_visible(False)
figure.savefig(plot, dpi=150)
print(plot)
