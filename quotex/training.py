"""Train the ranker on corpora of attributions; ``pip install 'quotex[train]'`` brings the boosting library.

A corpus is JSONL (gzip accepted), one article a line: ``{"id", "text", "attributions": [{"source": [[start, end], …],
"cue": […], "content": […]}]}`` with character offsets; an attribution without a source has an empty list.
:mod:`quotex.annotated` reads BRAT, Prodigy and Label Studio as such.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from attrs import define, evolve
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from quotex.annotated import read_annotated
from quotex.article import Article
from quotex.features import NAMES, Features
from quotex.lexicon import words
from quotex.mentions import is_mention
from quotex.quotations import find_stretches
from quotex.ranker import LEAVES, Ranker
from quotex.strengths import Strengths, may_be_cue, stem
from quotex.training_texts import Annotated, excerpts, gold_sources, read, read_marked, right_candidate

#: Chosen by cross-validation inside the training corpus, a publisher at a time left out.
ROUNDS = 160
FOLDS = 5
#: How many forests, of other samples of rows and features, the ranker is the mean of.
FORESTS = 3
PARAMETERS: Mapping[str, Any] = {
    "num_leaves": LEAVES - 1,
    "learning_rate": 0.1,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 3.0,
    "max_bin": 63,
    "use_missing": False,
    "verbose": -1,
    "num_threads": 2,
    "deterministic": True,
    "force_row_wise": True,
}
#: How many copies of each article, with marks put around some of its indirect speech, are trained on.
COPIES = 2
#: A case whose annotation has a smaller probability is left out.
_INCREDIBLE = 0.02
#: Weight of the prior, in occurrences, when a word's strength is estimated.
_SMOOTHING = {"cue": 3, "source": 5, "before": 3, "after": 3}


@define(eq=False)
class _Case:
    """The rows of one stretch and which of them is right."""

    rows: NDArray[np.float32]
    right: int


def train(corpora: Iterable[Path], output: Path, nlp: Language) -> Ranker:
    """Train a ranker and write it to ``output``.

    Args:
        corpora: files in the corpus format above.
        output: the folder to write; ``quotex.ranker.load_ranker`` reads it.
        nlp: a pipeline with a tagger and a parser, enabled or not.

    Raises:
        OSError: where a corpus cannot be read or the weights cannot be written.
        ValueError: where a line is no JSON or the corpora have no quotations.
    """
    _boosting()  # if it is missing, say so before reading
    plain = [article for path in corpora for _, article in read_annotated(path) if "attributions" in article]
    annotated, *marked = read(plain, nlp), *(read_marked(plain, nlp, Random(copy)) for copy in range(COPIES))
    counts = [_count_words(article) for article in annotated]
    folds = np.random.RandomState(0).permutation(len(annotated)) % FOLDS
    cases: list[list[_Case]] = []
    for fold in range(FOLDS):  # the strengths of words never come from the article that they describe
        strengths = _strengths(count for count, f in zip(counts, folds, strict=True) if f != fold)
        articles = [
            article for some in (annotated, *marked) for article, f in zip(some, folds, strict=True) if f == fold
        ]
        cases.append([case for article in articles for case in _cases(article, strengths)])
    if not any(cases):
        raise ValueError("no quotations with 'attributions' in these corpora: there is nothing to learn from")
    ranker = _fit(_credible(cases), _strengths(counts), FORESTS)
    ranker.save(output)
    return ranker


def _credible(folds: Sequence[Sequence[_Case]]) -> list[_Case]:
    """The cases that are not very likely annotated wrongly: a fragment missed, source and cue swapped.

    Confident learning (Northcutt, Jiang & Chuang 2021): a ranker trained on the other folds judges each fold.
    """
    kept: list[_Case] = []
    for fold in folds:
        others = [case for other in folds if other is not fold for case in other]
        if not others or not fold:  # a corpus of very few articles
            kept += fold
            continue
        ranker = _fit(others, _strengths([]))
        shares = ranker.probabilities([case.rows for case in fold])
        kept += [case for case, share in zip(fold, shares, strict=True) if share[case.right] >= _INCREDIBLE]
    return kept


def _cases(article: Annotated, strengths: Strengths) -> Iterator[_Case]:
    """The stretches of an article and of its excerpts; nested ones are left out: corpora annotate the outer source."""
    for text in (article, *excerpts(article)) if article.made is None else (article,):
        stretches = find_stretches(text.doc.text)
        view = Article(text.doc, text.doc.text, stretches, strengths)
        outer = [k for k, stretch in enumerate(stretches) if not stretch.depth]
        candidates = [view.candidates(k) for k in outer]
        for k, heads, rows in zip(outer, candidates, Features(view).rows(outer, candidates), strict=True):
            sources = gold_sources(text, stretches[k])
            right = -1 if sources is None else right_candidate(text.doc, heads, sources)
            if right is None:
                continue
            if text.made is None:
                yield _Case(rows, 1 + right)
            elif right >= 0 and stretches[k].start in text.made:  # that it has a source is no news
                yield _Case(rows[1:], right)


# -- the strengths of words


def _count_words(article: Annotated) -> dict[str, tuple[Counter[str], Counter[str]]]:
    """For each table of strengths how often a word occurred, and how often as what the table is about."""
    doc, stretches = article.doc, find_stretches(article.doc.text)
    cue, source = (_covers(doc, (s for a in article.attributions for s in a[kind])) for kind in ("cue", "source"))
    quoted = _covers(doc, ((s.start, s.end) for s in stretches))
    seen: dict[str, tuple[Counter[str], Counter[str]]] = {table: (Counter(), Counter()) for table in _SMOOTHING}

    def count(table: str, word: str | None, hit: bool) -> None:
        if word is not None:
            seen[table][0][word] += 1
            seen[table][1][word] += hit

    for token in doc:
        if quoted[token.idx]:
            continue
        if may_be_cue(token.tag_):
            count("cue", stem(token.lower_), cue[token.idx])
        if is_mention(token):
            count("source", token.lower_ if not token.tag_.startswith("NNP") else "NNP", source[token.idx])
    view = Article(doc, doc.text, stretches, _strengths([]))
    for k, stretch in enumerate(stretches):
        if stretch.depth:
            continue
        said = gold_sources(article, stretch) is not None
        for side, i in zip(("before", "after"), view.beside(k), strict=True):
            count(side, None if i is None else view.words[i], said)
    return seen


def _covers(doc: Doc, spans: Iterable[Sequence[int]]) -> NDArray[np.bool_]:
    covered = np.zeros(len(doc.text) + 1, bool)
    for a, b in spans:
        covered[a:b] = True
    return covered


def _strengths(counts: Iterable[Mapping[str, tuple[Counter[str], Counter[str]]]]) -> Strengths:
    total: dict[str, tuple[Counter[str], Counter[str]]] = {table: (Counter(), Counter()) for table in _SMOOTHING}
    for count in counts:
        for table, (occurred, hit) in count.items():
            total[table][0].update(occurred)
            total[table][1].update(hit)
    tables, priors = {}, {}
    for table, (occurred, hit) in total.items():
        priors[table] = round(hit.total() / max(1, occurred.total()), 3)
        tables[table] = _smoothed(occurred, hit, priors[table], _SMOOTHING[table])
    reporting = _reporting_stems()
    seen, hits = ({word: counter[word] for word in reporting} for counter in total["cue"])
    prior = sum(hits.values()) / max(1, sum(seen.values()))
    tables["cue"] |= _smoothed(seen, hits, prior, _SMOOTHING["cue"], fewest=0)
    return Strengths(**tables, priors=priors)


def _smoothed(
    occurred: Mapping[str, int], hit: Mapping[str, int], prior: float, weight: int, fewest: int = 2
) -> dict[str, float]:
    """The share of its occurrences in which each word was a hit, drawn to the prior by ``weight`` occurrences."""
    return {
        word: round((hit.get(word, 0) + weight * prior) / (n + weight), 3)
        for word, n in sorted(occurred.items())
        if n >= fewest
    }


@functools.cache
def _reporting_stems() -> frozenset[str]:
    """Stems of verbs that may well be cues: a rare or unseen one is taken for a cue as readily as they are together."""
    from textacy.constants import REPORTING_VERBS

    return frozenset(map(stem, words("communication_verbs") | words("manner_verbs") | REPORTING_VERBS["en"]))


# -- the trees


def _boosting() -> Any:
    import lightgbm

    return lightgbm


def _fit(cases: Sequence[_Case], strengths: Strengths, forests: int = 1) -> Ranker:
    lightgbm = _boosting()
    rows = np.concatenate([case.rows for case in cases])
    starts = np.cumsum([0, *(len(case.rows) for case in cases[:-1])])
    group = np.repeat(np.arange(len(cases)), [len(case.rows) for case in cases])
    right = np.zeros(len(rows))
    right[starts + [case.right for case in cases]] = 1

    def softmax_loss(scores: NDArray[np.float64], _: object) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        share = odds / np.add.reduceat(odds, starts)[group]
        return share - right, np.maximum(share * (1 - share), 1e-3)

    trees = []
    for seed in range(forests):
        data = lightgbm.Dataset(rows, label=right)
        booster = lightgbm.train({**PARAMETERS, "objective": softmax_loss, "seed": seed}, data, num_boost_round=ROUNDS)
        trees += [tree["tree_structure"] for tree in booster.dump_model()["tree_info"]]
    ranker = _ranker(trees, strengths)
    return evolve(ranker, value=ranker.value / np.float32(forests))


def _ranker(trees: Sequence[Mapping[str, Any]], strengths: Strengths) -> Ranker:
    """The trees as arrays over their branchings."""
    value = np.zeros((len(trees), LEAVES), np.float32)
    branchings: list[tuple[int, float, int, int]] = []

    def add(node: Mapping[str, Any], tree: int, first: int) -> int:
        """Add a node whose leaves count from ``first``; the number behind its last leaf."""
        if "leaf_value" in node:
            value[tree, first] = node["leaf_value"]
            return first + 1
        middle = add(node["left_child"], tree, first)
        below = (1 << middle) - (1 << first)
        branchings.append((node["split_feature"], node["threshold"], tree, below))
        return add(node["right_child"], tree, middle)

    for number, tree in enumerate(trees):
        add(tree, number, 0)
    feature, threshold, of_tree, below = zip(*branchings, strict=True)
    return Ranker(
        feature=np.array(feature, np.int16),
        threshold=np.array(threshold, np.float64),
        tree=np.array(of_tree, np.int16),
        below=np.array(below, np.uint32),
        value=value,
        names=NAMES,
        strengths=strengths,
    )
