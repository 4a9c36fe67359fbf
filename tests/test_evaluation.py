"""The figures: what they count, on small annotated articles of our own and beside the bench's own scorer."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from conftest import SHARED
from hypothesis import given
from hypothesis import strategies as st

import quotex
from quotex.agreement import GoldSpeaker, covered, same_affiliation, same_mention, same_name, same_role
from quotex.evaluation import Figures, Rates, evaluate, quoted_segments, read_corpus, read_predictions
from quotex.records import Attribution, Quotation, Span, Speaker

TEXT = "“The bridge is safe,” Mayor Ada Roe said. Veld called it “a disgrace.” He sings “Harrow Hill.”"
BRIDGE, DISGRACE, SONG = (TEXT.index(start) for start in ("“The", "“a dis", "“Harrow"))


def at(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


RELATIONS = {
    "id": "a",
    "text": TEXT,
    "attributions": [
        {"source": [at("Mayor Ada Roe")], "cue": [at("said")], "content": [at("“The bridge is safe,”")]},
        {"source": [at("Veld")], "cue": [at("called")], "content": [at("“a disgrace.”")]},
    ],
}
SPEAKERS = {
    "id": "a",
    "text": TEXT,
    "quotes": [
        {"span": at("“The bridge is safe,”"), "attributed": True, "mention": at("Mayor Ada Roe"), "speaker": "roe"},
        {"span": at("“a disgrace.”"), "attributed": True, "mention": at("Veld"), "speaker": "veld"},
        {"span": at("“Harrow Hill.”"), "attributed": False, "mention": None, "speaker": None},
    ],
    "speakers": {
        "roe": {"name": "Ada Roe", "aliases": ["Roe"], "kind": "person", "roles": ["mayor"], "affiliations": []},
        "veld": {"name": "Tomas Veld", "aliases": [], "kind": "unnamed_person", "roles": [], "affiliations": ["BIS"]},
    },
}


def span(words: str) -> Span:
    return Span(*at(words), words)


def attribution(words: str, mention: str, confidence: float = 0.9, **speaker: Any) -> Attribution:
    stated = {key: value if key == "kind" else span(value) for key, value in speaker.items()}
    return Attribution(Quotation((span(words),), "direct"), None, Speaker(span(mention), **stated), confidence)


def figures(tmp_path: Path, article: dict[str, Any], *found: Attribution) -> Figures:
    (tmp_path / "corpus.jsonl").write_text(json.dumps(article) + "\n")
    return evaluate(read_corpus(tmp_path / "corpus.jsonl"), [found])


# -- what the figures count


def test_right_answers_have_full_marks(tmp_path: Path) -> None:
    roe, veld = attribution("“The bridge is safe,”", "Mayor Ada Roe"), attribution("“a disgrace.”", "Veld")
    scored = figures(tmp_path, RELATIONS, roe, veld)
    assert scored.segments == 3
    assert scored.attribution == scored.detection == scored.unattributed == Rates(1, 1, 1)
    assert (scored.boundary, scored.auto) == (1, 1)
    assert scored.ece == pytest.approx(0.1)
    assert (scored.name, scored.kind, scored.role, scored.affiliation) == (None, None, None, None)


def test_a_wrong_speaker_costs_precision_and_recall(tmp_path: Path) -> None:
    roe, wrong = attribution("“The bridge is safe,”", "Ada Roe"), attribution("“a disgrace.”", "Ada Roe")
    scored = figures(tmp_path, RELATIONS, roe, wrong)
    assert scored.attribution == Rates(0.5, 0.5, 0.5)
    assert scored.detection == Rates(1, 1, 1)
    assert scored.accuracy_given_detected == 0.5


def test_a_missing_answer_costs_recall_alone(tmp_path: Path) -> None:
    scored = figures(tmp_path, RELATIONS, attribution("“The bridge is safe,”", "Ada Roe"))
    assert (scored.attribution.precision, scored.attribution.recall) == (1, 0.5)
    assert (scored.unattributed.precision, scored.unattributed.recall) == (0.5, 1)


def test_answering_for_what_nobody_said_costs_precision(tmp_path: Path) -> None:
    scored = figures(tmp_path, RELATIONS, attribution("“Harrow Hill.”", "He"))
    assert scored.attribution == Rates(0, 0, 0)
    assert scored.unattributed == Rates(0, 0, 0)
    assert scored.auto == 0


def test_words_whose_speaker_is_left_open_are_no_answer(tmp_path: Path) -> None:
    open_ = attrs.evolve(attribution("“a disgrace.”", "Veld"), speaker=None)
    assert figures(tmp_path, RELATIONS, open_) == figures(tmp_path, RELATIONS)


def test_speakers_are_compared_where_both_sides_know_one(tmp_path: Path) -> None:
    roe = attribution("“The bridge is safe,”", "Mayor Ada Roe", name="Ada Roe", kind="person", role="Mayor")
    veld = attribution("“a disgrace.”", "Veld", name="Veld", kind="organization", affiliation="Harrow Hill")
    scored = figures(tmp_path, SPEAKERS, roe, veld)
    assert (scored.name, scored.name_lenient, scored.kind) == (0.5, 1, 0.5)
    assert scored.role == Rates(1, 1, 1)
    assert scored.affiliation == Rates(0, 0, 0)


def test_the_surest_answers_that_are_right_can_go_unread(tmp_path: Path) -> None:
    sure, unsure = attribution("“The bridge is safe,”", "Ada Roe", 0.9), attribution("“a disgrace.”", "He", 0.6)
    assert figures(tmp_path, RELATIONS, sure, unsure).auto == 0.5


def test_predictions_are_what_extract_writes(tmp_path: Path) -> None:
    record = attribution("“a disgrace.”", "Veld")
    line = {"id": "a", "attributions": [quotex.to_dict(record)]}
    (tmp_path / "found.jsonl").write_text(json.dumps(line) + "\n")
    assert read_predictions(tmp_path / "found.jsonl") == {"a": [record]}
    (tmp_path / "found.jsonl").write_text('{"id": "a", "attributions": [{}]}\n')
    with pytest.raises(ValueError, match=r"found.jsonl:1: not a line that quotex extract wrote"):
        read_predictions(tmp_path / "found.jsonl")


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ('He said “no” and "yes" and “maybe".', ["“no”", '"yes"', '“maybe"']),
        ("“It runs on.\n\n“It ends.” “”", ["“It runs on.", "“It ends.”"]),
        ("“One “two” three", ["“One ", "“two”"]),
        ('A 6" pipe, a 7" one and a "word"', ['"word"']),
        ("Nothing ” here", []),
    ],
)
def test_a_segment_is_what_stands_between_double_marks(text: str, segments: list[str]) -> None:
    assert [text[start:end] for start, end in quoted_segments(text)] == segments


# -- what agrees

PERSON = GoldSpeaker("José A. Roe", ("Pepe Roe", "Roe"), "person", (), ())
AGENCY = GoldSpeaker("the Border Service", ("BIS",), "organization", (), ())
NOBODY = GoldSpeaker(None, (), "person", (), ())


@pytest.mark.parametrize(
    ("name", "speaker", "strict", "lenient"),
    [
        ("Dr. Jose Roe", PERSON, True, True),
        ("JOSÉ ROE’s", PERSON, True, True),
        ("Roe", PERSON, False, True),
        ("Pepe Roe", PERSON, False, True),
        ("Ada Roe", PERSON, False, False),
        ("Border Service", AGENCY, True, True),
        ("BIS", AGENCY, False, True),
        ("Service", AGENCY, False, False),
        (None, NOBODY, True, True),
        ("Roe", NOBODY, False, False),
        (None, PERSON, False, False),
    ],
)
def test_names_agree_whatever_their_dress(name: str | None, speaker: GoldSpeaker, strict: bool, lenient: bool) -> None:
    assert same_name(name, speaker) is strict
    assert same_name(name, speaker, lenient=True) is lenient


@pytest.mark.parametrize(
    ("role", "gold", "same"),
    [
        ("head of the border service", "the head of border service", True),
        ("Harrow mayor", "mayor", True),
        ("former mayor", "mayor", False),
        ("mayor of Harrow", "Harrow resident", False),
        ("head", "head of the border service of Norland", False),
    ],
)
def test_roles_agree_by_head_noun_and_qualifiers(role: str, gold: str, same: bool) -> None:
    assert same_role(role, gold) is same_role(gold, role) is same


def test_affiliations_agree_by_more_than_half_of_their_words() -> None:
    assert same_affiliation("U.S. State Department", "the US State Department")
    assert same_affiliation("State Department", "U.S. State Department")
    assert not same_affiliation("Department", "U.S. State Department")


def test_a_mention_agrees_by_overlap_or_beside_a_description() -> None:
    text = "a witness, José A. Roe, said so for as long as anyone in the long hall cared to listen to it"
    witness, name = (0, 9), (11, 22)
    assert same_mention((2, 9), [witness], None, text)
    assert not same_mention(name, [witness], None, text)
    assert same_mention(name, [witness], PERSON, text)
    assert not same_mention((0, len(text)), [witness], None, text)
    assert not same_mention(name, [], PERSON, text)


SPANS = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: (min(pair), max(pair)))


@given(SPANS, st.lists(SPANS, max_size=5))
def test_covered_characters_are_counted_once(stretch: tuple[int, int], spans: list[tuple[int, int]]) -> None:
    inside = {i for start, end in spans for i in range(start, end)} & set(range(*stretch))
    assert covered(stretch, spans) == len(inside)


# -- beside the bench's scorer

BENCH = SHARED / "bench"
DOCUMENTS = 8


@pytest.mark.skipif(not BENCH.exists(), reason="the bench is not beside this checkout")
@pytest.mark.parametrize("corpus", ["polnear-dev", "speakers-dev"])
def test_the_figures_are_those_of_the_benchs_scorer(corpus: str, tmp_path: Path) -> None:
    scorer = importlib.util.spec_from_file_location("score", BENCH / "score.py")
    assert scorer
    assert scorer.loader
    score = importlib.util.module_from_spec(scorer)
    scorer.loader.exec_module(score)
    gold = score.read(BENCH / "data" / f"{corpus}.jsonl.gz")[:DOCUMENTS]
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(article) + "\n" for article in gold))
    articles = read_corpus(tmp_path / "gold.jsonl")
    found = list(quotex.extract_many(article.text for article in articles))
    for answers in (found, [_worse(attributions) for attributions in found]):
        plain = {a.id: [quotex.to_dict(x) for x in given] for a, given in zip(articles, answers, strict=True)}
        theirs, _ = score.score(gold, plain)
        ours = _named_as_in_the_bench(evaluate(articles, answers))
        assert {name: ours[name] for name in ours if name not in ("reliability", "thresholds")} == theirs


def _worse(attributions: list[Attribution]) -> list[Attribution]:
    """Every fifth left out, every third given to the speaker of the first, confidences in a few steps."""
    return [
        attrs.evolve(a, speaker=attributions[0].speaker if n % 3 else a.speaker, confidence=n % 4 / 4)
        for n, a in enumerate(attributions)
        if n % 5
    ]


def _named_as_in_the_bench(figures: Figures) -> dict[str, float | None]:
    named: dict[str, float | None] = {}
    for field in attrs.fields(Figures):
        value = getattr(figures, field.name)
        if field.type in ("Rates", "Rates | None"):
            parts = attrs.astuple(value) if value else (None, None, None)
            named |= {f"{field.name}_{part}": rate for part, rate in zip(("p", "r", "f1"), parts, strict=True)}
        else:
            named[field.name] = value
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in named.items()}
