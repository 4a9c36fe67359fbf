"""Annotated corpora in the forms that people have; the texts are our own."""

import json
from pathlib import Path
from typing import Any

import pytest
from command import run
from hypothesis import given
from hypothesis import strategies as st

from quotex.annotated import read_annotated
from quotex.evaluation import read_corpus

TEXT = "“We are safe,” Mayor Ada Roe said. “Nobody falls.” 🎈 Veld called it “a disgrace.”"
WORDS = {
    "Q1": "“We are safe,”",
    "Q2": "“Nobody falls.”",
    "Q3": "“a disgrace.”",
    "S1": "Mayor Ada Roe",
    "C1": "said",
    "S3": "Veld",
    "C3": "called",
}


def at(key: str) -> list[int]:
    start = TEXT.index(WORDS[key])
    return [start, start + len(WORDS[key])]


ROE = {"source": [at("S1")], "cue": [at("C1")], "content": [at("Q1"), at("Q2")]}
VELD = {"source": [at("S3")], "cue": [at("C3")], "content": [at("Q3")]}


def bound(number: int, label: str, *keys: str) -> str:
    offsets = ";".join("{} {}".format(*at(key)) for key in keys)
    return f"T{number}\t{label} {offsets}\t{' '.join(WORDS[key] for key in keys)}"


def brat(folder: Path, *lines: str, text: str = TEXT) -> Path:
    (folder / "a.txt").write_text(text, "utf-8", newline="")
    (folder / "a.ann").write_text("".join(line + "\n" for line in lines), "utf-8", newline="")
    return folder / "a.ann"


def attributions(path: Path) -> list[dict[str, Any]]:
    [(_, article)] = read_annotated(path)
    assert article["text"] == TEXT
    return article["attributions"]  # type: ignore[no-any-return]


SPANS = [bound(1, "Content", "Q1", "Q2"), bound(2, "Source", "S1"), bound(3, "Cue", "C1")]
SPANS += [bound(4, "Content", "Q3"), bound(5, "Source", "S3"), bound(6, "Cue", "C3")]


# -- BRAT


def test_events_of_brat_name_source_cue_and_content(folder: Path) -> None:
    events = ["E1\tAttribution:T7 Content:T1 Cue:T3 Source:T2", "E2\tAttribution:T8 Source:T5 Content:T4 Cue:T6"]
    triggers = [bound(7, "Attribution", "C1"), bound(8, "Attribution", "C3")]
    notes = ["A1\tNested E1", "#1\tAnnotatorNotes T1\tsure?", "*\tEquiv T2 T5", ""]
    assert attributions(brat(folder, *events, *SPANS, *triggers, *notes)) == [ROE, VELD]


def test_the_trigger_of_an_event_is_its_cue_where_no_argument_is(folder: Path) -> None:
    lines = [bound(1, "Saying", "C1"), bound(2, "Person", "S1"), bound(3, "Words", "Q1"), bound(4, "Words", "Q2")]
    event = "E1\tSaying:T1 Speaker:T2 Quote:T3 Quote2:T4"
    assert attributions(brat(folder, *lines, event)) == [ROE]


@pytest.mark.parametrize(
    "relations",
    [
        ["said_by Arg1:T1 Arg2:T2", "with Arg1:T1 Arg2:T3"],
        ["says Arg1:T2 Arg2:T3", "of Arg1:T3 Arg2:T1"],
    ],
)
def test_relations_of_brat_may_go_either_way_and_over_the_cue(folder: Path, relations: list[str]) -> None:
    lines = [f"R{n}\t{relation}" for n, relation in enumerate(relations, start=1)]
    assert attributions(brat(folder, *SPANS[:3], *lines)) == [ROE]


def test_a_relation_says_what_an_entity_is_to_the_quotation(folder: Path) -> None:
    lines = [bound(1, "Direct-Quotation", "Q3"), bound(2, "Person", "S3"), bound(3, "Person", "S1")]
    lines += ["R1\tSpeaker Arg1:T1 Arg2:T2", "R2\tAddressee Arg1:T1 Arg2:T3"]
    assert attributions(brat(folder, *lines)) == [{**VELD, "cue": []}]


def test_contents_that_are_linked_are_one_and_one_alone_has_no_known_source(folder: Path) -> None:
    lines = [bound(1, "Quote", "Q1"), bound(2, "Quote", "Q2"), bound(3, "Quote", "Q3"), bound(4, "Speaker", "S1")]
    lines += ["R1\tcontinues Arg1:T2 Arg2:T1", "R2\tby Arg1:T1 Arg2:T4"]
    alone = {"source": [], "cue": [], "content": [at("Q3")]}
    assert attributions(brat(folder, *lines)) == [{**ROE, "cue": []}, alone]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("R1\tby Arg1:T1 Arg2:T9", r"a.ann:3: no span T9 to link"),
        ("T7\tCue 3 999\tsaid", r"a.ann:3: the text has no span \[\[3, 999\]\]: it is \d+ characters long"),
        ("T7\tCue 0 3\tsaid", r"a.ann:3: the text has '“We' where the annotation has 'said'"),
        ("Roe said no", r"a.ann:3: not a line of BRAT standoff"),
    ],
)
def test_a_line_of_brat_that_cannot_be_is_named(folder: Path, line: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        list(read_annotated(brat(folder, SPANS[0], SPANS[1], line)))


def test_annotation_that_is_not_understood_is_no_empty_corpus(folder: Path) -> None:
    path = brat(folder, bound(1, "PER", "S1"), bound(2, "Words", "Q1"))
    with pytest.raises(ValueError, match=r"a.ann: no span is called source, cue or content there, but PER, Words"):
        list(read_annotated(path))
    path = brat(folder, *SPANS[:3])
    with pytest.raises(ValueError, match=r"a.ann: no relation links a content to its source there"):
        list(read_annotated(path))
    (folder / "a.txt").unlink()
    with pytest.raises(ValueError, match=r"a.ann: its text, a.txt, is not beside it"):
        list(read_annotated(path))


# -- Prodigy


def prodigy(*links: tuple[str, str, str], labels: dict[str, str]) -> dict[str, Any]:
    spans = {key: {"start": at(key)[0], "end": at(key)[1], "label": label} for key, label in labels.items()}
    relations = [{"label": name, "head_span": spans[head], "child_span": spans[child]} for head, child, name in links]
    return {"text": TEXT, "spans": list(spans.values()), "relations": relations, "answer": "accept"}


ACCEPTED = prodigy(
    ("Q1", "S1", "SPEAKER"),
    ("Q1", "C1", "CUE"),
    ("Q1", "Q2", "CONTINUES"),
    ("C3", "S3", "SPEAKER"),
    ("Q3", "C3", "CUE"),
    labels={"Q1": "QUOTE", "Q2": "QUOTE", "Q3": "QUOTE", "S1": "SPEAKER", "S3": "PERSON", "C1": "CUE", "C3": "CUE"},
)


def write(path: Path, *values: object) -> Path:
    path.write_text("".join(json.dumps(value) + "\n" for value in values), "utf-8")
    return path


def test_prodigy_gives_spans_and_relations(folder: Path) -> None:
    rejected = {**ACCEPTED, "answer": "reject"}
    assert attributions(write(folder / "a.jsonl", rejected, ACCEPTED)) == [ROE, VELD]


def test_a_line_of_prodigy_that_cannot_be_is_named(folder: Path) -> None:
    with pytest.raises(
        ValueError, match=r"a.jsonl:2: not a text that Prodigy or Label Studio wrote \(KeyError\('start'"
    ):
        list(read_annotated(write(folder / "a.jsonl", ACCEPTED, {"text": TEXT, "spans": [{"label": "QUOTE"}]})))


# -- Label Studio


def label_studio(*links: tuple[str, str], labels: dict[str, str], units: bool = True) -> dict[str, Any]:
    """A task as exported; a browser counts the balloon as two ``units``."""

    def offset(position: int) -> int:
        return len(TEXT[:position].encode("utf-16-le")) // 2 if units else position

    result: list[dict[str, Any]] = [
        {
            "id": key,
            "type": "labels",
            "value": {"start": offset(at(key)[0]), "end": offset(at(key)[1]), "text": WORDS[key], "labels": [label]},
        }
        for key, label in labels.items()
    ]
    result += [{"type": "relation", "from_id": one, "to_id": other, "direction": "right"} for one, other in links]
    result += [{"id": "x", "type": "choices", "value": {"choices": ["news"]}}]
    skipped = {"was_cancelled": True, "result": []}
    return {"id": 7, "data": {"text": TEXT}, "annotations": [skipped, {"was_cancelled": False, "result": result}]}


LABELS = {"Q1": "Quotation", "Q2": "Quotation", "Q3": "Quotation", "S1": "Source", "S3": "Source"}
LABELS |= {"C1": "Cue", "C3": "Cue"}
LINKS = [("Q1", "S1"), ("C1", "Q1"), ("Q1", "Q2"), ("Q3", "S3"), ("C3", "Q3")]


@pytest.mark.parametrize("units", [True, False])
def test_label_studio_gives_labels_and_relations(folder: Path, units: bool) -> None:
    task = label_studio(*LINKS, labels=LABELS, units=units)
    (folder / "export.json").write_text(json.dumps([task, {"id": 8, "data": {"text": ""}, "annotations": []}]), "utf-8")
    assert attributions(folder / "export.json") == [ROE, VELD]
    assert attributions(write(folder / "export.jsonl", task)) == [ROE, VELD]


@pytest.mark.parametrize(
    ("export", "message"),
    [
        ("[{\n}", r"export.json:2: not JSON"),
        ('[{"text": "Roe said no.", "label": []}]', r"export.json: item 1 has no annotations; .* take JSON"),
        ('{"id": 7, "data": {"a": "x", "b": "y"}, "annotations": [{}]}', r"task 7: which of its data is the text"),
        ('{"id": 7, "data": {"text": "x"}, "annotations": [{"result": [{}]}]}', r"task 7: not a text that .*'type'"),
    ],
)
def test_an_export_that_cannot_be_read_is_named(folder: Path, export: str, message: str) -> None:
    (folder / "export.json").write_text(export, "utf-8")
    with pytest.raises(ValueError, match=message):
        list(read_annotated(folder / "export.json"))


# -- our own form, folders, commands


def test_a_folder_is_read_whole(folder: Path) -> None:
    relations = ["R1\tby Arg1:T1 Arg2:T2", "R2\tby Arg1:T1 Arg2:T3"]
    brat(folder, *SPANS[:3], *relations)
    write(folder / "b.jsonl", ACCEPTED)
    write(folder / "c.jsonl", {"id": "c", "text": TEXT, "attributions": [ROE, VELD]})
    assert [article.id for article in read_corpus(folder)] == [str(folder / "a.txt"), f"{folder / 'b.jsonl'}:1", "c"]
    (folder / "empty").mkdir()
    with pytest.raises(ValueError, match=r"empty: no file in it ends in \.jsonl"):
        list(read_annotated(folder / "empty"))


@pytest.mark.parametrize(
    "fault", [{**ROE, "source": None}, {"content": [at("Q1")]}, {**ROE, "cue": [[9, 999]]}, {**ROE, "cue": [3, 4]}]
)
def test_an_attribution_in_our_own_form_that_cannot_be_is_named(folder: Path, fault: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"a.jsonl:1: an attribution has \"source\", \"cue\" and \"content\""):
        list(read_annotated(write(folder / "a.jsonl", {"text": TEXT, "attributions": [ROE, fault]})))


def test_evaluate_takes_annotation_as_it_is(folder: Path) -> None:
    relations = ["R1\tby Arg1:T1 Arg2:T2", "R2\tby Arg1:T4 Arg2:T5"]
    brat(folder, *SPANS, *relations)
    result = run("evaluate", folder, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["segments"] == 3
    (folder / "a.ann").write_text("T1\tPER 1 3\tWe\n", "utf-8")
    result = run("evaluate", folder)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no span is called source, cue or content" in result.stderr


@given(st.lists(st.sampled_from(sorted(WORDS)), unique=True, min_size=3), st.data())
def test_what_is_written_as_brat_comes_back(tmp_path_factory: Any, keys: list[str], data: st.DataObject) -> None:
    """Attributions with any number of sources, cues and contents of their own, written as events."""
    cut = data.draw(st.integers(1, len(keys) - 2)), len(keys) - 1
    roles = {"Content": keys[: cut[0]], "Source": keys[cut[0] : cut[1]], "Cue": keys[cut[1] :]}
    lines, arguments = [], []
    for role, those in roles.items():
        for key in those:
            lines.append(bound(len(lines) + 1, role, key))
            arguments.append(f"{role}:T{len(lines)}")
    path = brat(tmp_path_factory.mktemp("brat"), *lines, f"E1\t{arguments[-1]} {' '.join(arguments[:-1])}")
    wanted = {role.lower(): sorted(map(at, those)) for role, those in roles.items()}
    assert attributions(path) == [wanted]
