"""Learn how pronouns and descriptions are resolved; ``pip install 'quotex[train]'`` brings the optimizer.

A corpus is JSONL (gzip accepted), one text a line with character offsets, of either kind:

- coreference: ``{"id", "text", "entities": [{"mentions": [[start, end], …]}, …]}``; the mentions of an entity corefer;
- attributions: ``{"id", "text", "attributions": [{"source": [[start, end], …], "content": […]}, …]}``; there *he* and
  *she* are learned from the places where gender alone tells who is meant.

Each model is a conditional logit (McFadden 1974): of the entities that a pronoun or description may refer to, and none
of them, the right one is to get the greatest weighted sum of features.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from quotex.annotated import read_annotated
from quotex.antecedents import GENDER, MODELS, WEIGHTS, Candidate
from quotex.coreference import Reading
from quotex.entities import Entity, entities
from quotex.names import find_names
from quotex.quotations import find_stretches
from quotex.sealed import write_sealed
from quotex.training_texts import read_whole

#: Weight of the squared weights beside the loss.
PENALTY = 3.0
#: Weight of an annotated choice beside one that gender alone decides.
ANNOTATED = 3.0

Weights: TypeAlias = "dict[str, dict[str, float]]"


@frozen(eq=False)
class Case:
    """One choice: the features of each candidate, and the index of the right one."""

    rows: tuple[Mapping[str, float], ...]
    right: int
    weight: float = 1.0


def train(corpora: Iterable[Path], output: Path, nlp: Language) -> Weights:
    """Learn the weights of all models from corpora and write them to ``output/coreference.json``.

    Args:
        corpora: JSONL files as described above, at least one of them of coreference.
        output: the folder of the model.
        nlp: a pipeline with a tagger, a parser and ner, enabled or not.

    Raises:
        ValueError: where no corpus is of coreference.
    """
    texts = [(doc, plain) for path in corpora for doc, plain in read(path, nlp)]
    cases: dict[str, list[Case]] = defaultdict(list)
    for doc, plain in texts:
        if "entities" in plain:
            _collect(cases, annotated_cases(doc, [entity["mentions"] for entity in plain["entities"]]))
    if not cases:
        raise ValueError("no text with 'entities' in these corpora: coreference is learned from annotated texts first")
    weights = {model: fit(cases[model]) for model in MODELS}
    for doc, plain in texts:
        if "attributions" in plain:
            _collect(cases, cases_by_gender(doc, _sources(plain["attributions"]), weights))
    weights = {model: fit(cases[model]) for model in MODELS}
    output.mkdir(parents=True, exist_ok=True)
    write_sealed(output / WEIGHTS, (json.dumps(weights, indent=1, sort_keys=True) + "\n").encode("utf-8"))
    return weights


def _collect(cases: dict[str, list[Case]], found: Mapping[str, Sequence[Case]]) -> None:
    for model, some in found.items():
        cases[model] += some


def is_annotated(corpora: Iterable[Path]) -> bool:
    """Whether a text of these corpora is annotated for coreference."""
    return any("entities" in text for path in corpora for _, text in read_annotated(path))


def read(path: Path, nlp: Language) -> Iterator[tuple[Doc, dict[str, Any]]]:
    """The texts of a corpus, tagged, parsed and with entities, and their annotation."""
    plain = [article for _, article in read_annotated(path)]
    yield from zip(read_whole((text["text"] for text in plain), nlp), plain, strict=True)


# -- choices that annotators made


class _Annotated(Reading):
    """A reading that is told what the annotators chose, and notes each choice."""

    def __init__(
        self, doc: Doc, found: Sequence[Entity], quoted: Collection[int], cluster_of: Mapping[int, int]
    ) -> None:
        self.cluster_of = cluster_of
        self.cases: dict[str, list[Case]] = defaultdict(list)
        super().__init__(doc, found, quoted)

    def choose(self, token: Token, model: str, rows: Sequence[Candidate]) -> Entity | None:
        cluster = self.cluster_of.get(token.i)
        right = next((n for n, (entity, _) in enumerate(rows) if entity and cluster in self._clusters(entity)), None)
        if right is None and rows[0][0] is None:
            right = 0
        if right is None or (
            cluster is None and model != "it"
        ):  # what is not annotated tells nothing, but for *it rains*
            return None
        self.cases[model].append(Case(tuple(features for _, features in rows), right, ANNOTATED))
        return rows[right][0]

    def _clusters(self, entity: Entity) -> set[int]:
        return {self.cluster_of[p.at] for p in self.places if p.entity is entity and p.at in self.cluster_of}


def annotated_cases(doc: Doc, clusters: Sequence[Sequence[Sequence[int]]]) -> Mapping[str, list[Case]]:
    """The choices that reading a text takes, by model; ``clusters`` holds the mentions of each entity."""
    cluster_of: dict[int, int] = {}
    for number, mentions in enumerate(clusters):
        for span in _spans(doc, mentions):
            cluster_of.setdefault(span.root.i, number)
    return _Annotated(doc, entities(find_names(doc)), _quoted(doc), cluster_of).cases


# -- choices that gender decides


class _ByGender(Reading):
    """A reading that learns from *he* and *she* where only one of the people around is of that gender.

    There the antecedent is known without annotation, and what else speaks for it can be learned: all people around
    compete, whatever their gender, and gender is no feature. Where the gender of a named one is unknown, nothing is.
    """

    def __init__(
        self, doc: Doc, found: Sequence[Entity], quoted: Collection[int], wanted: Collection[int], weights: Weights
    ) -> None:
        self.cases: dict[str, list[Case]] = defaultdict(list)
        super().__init__(doc, found, quoted, wanted, weights)

    def agrees(self, pronoun: str, entity: Entity) -> bool:
        return entity.kind == "person" if pronoun in GENDER else super().agrees(pronoun, entity)

    def learn_gender(self, entity: Entity, pronoun: str) -> None:
        """Nothing: only names tell here, for a guess is no teacher."""

    def choose(self, token: Token, model: str, rows: Sequence[Candidate]) -> Entity | None:
        if token.lower_ not in GENDER:
            return super().choose(token, model, rows)
        told = GENDER[token.lower_]
        people = [(entity, features) for entity, features in rows if entity is not None]
        fitting = [n for n, (entity, _) in enumerate(people) if entity.gender == told]
        doubtful = any(entity.names and not entity.gender for entity, _ in people)
        if len(fitting) == 1 and len(people) > 1 and not doubtful:
            self.cases[model].append(Case(tuple({**row, "gender known": 0.0} for _, row in people), fitting[0]))
            return people[fitting[0]][0]
        agreeing = [row for row in rows if row[0] is None or row[0].gender in ("", told)]
        return super().choose(token, model, agreeing) if agreeing else None


def cases_by_gender(doc: Doc, sources: Iterable[Sequence[int]], weights: Weights) -> Mapping[str, list[Case]]:
    """The choices between people that gender alone decides, in an article whose sources of quotations are known."""
    wanted = {span.root.i for span in _spans(doc, sources)}
    return _ByGender(doc, entities(find_names(doc)), _quoted(doc), wanted, weights).cases


def _sources(attributions: Iterable[Mapping[str, Any]]) -> list[Sequence[int]]:
    """The sources of attributions, be they quoted or not."""
    return [attribution["source"][0] for attribution in attributions if attribution["source"]]


def _spans(doc: Doc, offsets: Iterable[Sequence[int]]) -> Iterator[Span]:
    spans = (doc.char_span(start, end, alignment_mode="expand") for start, end in offsets)
    return (span for span in spans if span is not None and len(span))


def _quoted(doc: Doc) -> set[int]:
    return {token.i for span in _spans(doc, ((s.start, s.end) for s in find_stretches(doc.text))) for token in span}


# -- fitting


def fit(cases: Sequence[Case], penalty: float = PENALTY) -> dict[str, float]:
    """The weights of the features under which the right candidates of the cases are likeliest."""
    from scipy.optimize import minimize

    names = sorted({name for case in cases for row in case.rows for name in row})
    table = np.array([[row.get(name, 0.0) for name in names] for case in cases for row in case.rows])
    sizes = [len(case.rows) for case in cases]
    starts = np.cumsum([0, *sizes[:-1]])
    group = np.repeat(np.arange(len(cases)), sizes)
    right = starts + [case.right for case in cases]
    weight = np.array([case.weight for case in cases])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = table @ weights
        scores -= np.maximum.reduceat(scores, starts)[group]
        odds = np.exp(scores)
        totals = np.add.reduceat(odds, starts)
        gradient = table.T @ (odds * (weight / totals)[group]) - weight @ table[right]
        value = weight @ (np.log(totals) - scores[right])
        return value + penalty * weights @ weights / 2, gradient + penalty * weights

    weights = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    rounded = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    return {name: weight for name, weight in rounded.items() if weight}
