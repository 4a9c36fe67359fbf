"""Learn how pronouns and descriptions are resolved; ``pip install 'quotex[train]'`` brings the optimizer.

A corpus is JSONL (gzip accepted), one text a line: ``{"id", "text", "entities": [{"mentions": [[start, end], …]}, …]}``
with character offsets; the mentions of one entity corefer.

Each model is a conditional logit (McFadden 1974): of the entities that a pronoun or description may refer to, and none
of them, the right one is to get the greatest weighted sum of features. While a text is read for training, earlier
references are the annotated ones.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Token

from quotex.coreference import GENDER, Candidate, Reading
from quotex.entities import Entity, entities
from quotex.names import find_names
from quotex.quotations import find_stretches

#: Weight of the squared weights beside the loss.
PENALTY = 1.0


@frozen(eq=False)
class Case:
    """One choice: the features of each candidate, "none" first, and the index of the right one."""

    rows: tuple[Mapping[str, float], ...]
    right: int


def train(corpora: Iterable[Path], output: Path, nlp: Language) -> dict[str, dict[str, float]]:
    """Learn the weights of all models from corpora and write them to ``output/coreference.json``.

    Args:
        corpora: JSONL files as described above.
        output: the folder of the model.
        nlp: a pipeline with a tagger, a parser and ner.
    """
    cases: dict[str, list[Case]] = defaultdict(list)
    for path in corpora:
        for doc, clusters in read(path, nlp):
            for model, found in cases_of(doc, clusters).items():
                cases[model] += found
    weights = {model: fit(found) for model, found in sorted(cases.items())}
    (output / "coreference.json").write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", "utf-8")
    return weights


def read(path: Path, nlp: Language) -> Iterable[tuple[Doc, list[list[tuple[int, int]]]]]:
    """The texts of a corpus, parsed, with the mentions of each entity."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="\n") as lines:
        plain: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    docs = nlp.pipe(text["text"] for text in plain)
    for doc, text in zip(docs, plain, strict=True):
        yield doc, [[(a, b) for a, b in entity["mentions"]] for entity in text["entities"]]


class _Taught(Reading):
    """A reading that is told what the annotators chose, and notes each choice."""

    def __init__(self, doc: Doc, found: Sequence[Entity], quoted: Collection[int], cluster_of: Mapping[int, int]) -> None:
        self.cluster_of = cluster_of
        self.cases: dict[str, list[Case]] = defaultdict(list)
        super().__init__(doc, found, quoted)

    def choose(self, token: Token, model: str, rows: Sequence[Candidate]) -> Entity | None:
        cluster = self.cluster_of.get(token.i, -1)
        right = 0
        for n, (entity, _) in enumerate(rows):
            if entity is not None and cluster >= 0 and cluster in self._clusters(entity):
                right = n
                break
        if cluster >= 0 or model in ("it",):
            self.cases[model].append(Case(tuple(features for _, features in rows), right))
        return rows[right][0]

    def _clusters(self, entity: Entity) -> set[int]:
        return {self.cluster_of.get(place.at, -2) for place in self.places if place.entity is entity}


def cases_of(doc: Doc, clusters: Sequence[Sequence[tuple[int, int]]]) -> Mapping[str, list[Case]]:
    """The choices that reading one annotated text takes, by model."""
    cluster_of: dict[int, int] = {}
    for number, mentions in enumerate(clusters):
        for start, end in mentions:
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is not None:
                cluster_of.setdefault(span.root.i, number)
    return _Taught(doc, entities(find_names(doc)), _quoted(doc), cluster_of).cases


class _ToldByGender(Reading):
    """A reading that learns from *he* and *she* where only one of the people around is of that gender.

    There the antecedent is known without annotation, and what else speaks for it can be learned: all people around
    compete, whatever their gender, and gender is no feature.
    """

    def __init__(
        self, doc: Doc, found: Sequence[Entity], quoted: Collection[int], wanted: Collection[int],
        weights: Mapping[str, Mapping[str, float]],
    ) -> None:  # fmt: skip
        self.cases: dict[str, list[Case]] = defaultdict(list)
        super().__init__(doc, found, quoted, wanted, weights)

    def agrees(self, pronoun: str, entity: Entity) -> bool:
        return entity.kind == "person" if pronoun in GENDER else super().agrees(pronoun, entity)

    def choose(self, token: Token, model: str, rows: Sequence[Candidate]) -> Entity | None:
        if token.lower_ not in GENDER:
            return super().choose(token, model, rows)
        told = GENDER[token.lower_]
        people = [(entity, features) for entity, features in rows if entity is not None]
        fitting = [n for n, (entity, _) in enumerate(people) if entity.gender == told]
        if len(fitting) == 1 and len(people) > 1:
            self.cases[model].append(Case(tuple({**features, "gender known": 0.0} for _, features in people), fitting[0]))
            return people[fitting[0]][0]
        agreeing = [(e, f) for e, f in rows if e is None or e.gender in ("", told)]
        return super().choose(token, model, agreeing) if agreeing else None


def cases_by_gender(
    doc: Doc, sources: Iterable[tuple[int, int]], weights: Mapping[str, Mapping[str, float]]
) -> Mapping[str, list[Case]]:
    """The choices between people that gender alone decides, in an article whose sources of quotations are known."""
    wanted = {s.root.i for a, b in sources if (s := doc.char_span(a, b, alignment_mode="expand"))}
    return _ToldByGender(doc, entities(find_names(doc)), _quoted(doc), wanted, weights).cases


def _quoted(doc: Doc) -> set[int]:
    spans = (doc.char_span(s.start, s.end, alignment_mode="expand") for s in find_stretches(doc.text))
    return {token.i for span in spans if span is not None for token in span}


def fit(cases: Sequence[Case], penalty: float = PENALTY) -> dict[str, float]:
    """The weights under which the right candidates of the cases are likeliest."""
    from scipy.optimize import minimize

    names = sorted({name for case in cases for row in case.rows for name in row})
    table = np.array([[row.get(name, 0.0) for name in names] for case in cases for row in case.rows])
    sizes = [len(case.rows) for case in cases]
    starts = np.cumsum([0, *sizes[:-1]])
    group = np.repeat(np.arange(len(cases)), sizes)
    right = starts + [case.right for case in cases]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = table @ weights
        scores -= np.maximum.reduceat(scores, starts)[group]
        odds = np.exp(scores)
        totals = np.add.reduceat(odds, starts)
        gradient = table.T @ (odds / totals[group]) - table[right].sum(0)
        value = (np.log(totals) - scores[right]).sum()
        return value + penalty * weights @ weights / 2, gradient + penalty * weights

    weights = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
