"""The records: frozen values that reject what cannot be, and their plain form, the wire format."""

import json

import attrs
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotex import Attribution, Quotation, Span, Speaker, from_dict, to_dict
from quotex.schema import SCHEMA, json_schema

TEXT = "“The bridge is safe,” Mayor Ada Roe said."
RECORD = Attribution(
    quote=Quotation((Span.of(TEXT, 0, 21),), "direct"),
    cue=Span.of(TEXT, 36, 40),
    speaker=Speaker(Span.of(TEXT, 22, 35), name=Span.of(TEXT, 28, 35), kind="person", role=Span.of(TEXT, 22, 27)),
    confidence=0.9,
)
PLAIN = {
    "quote": {"kind": "direct", "spans": [{"start": 0, "end": 21, "text": "“The bridge is safe,”"}]},
    "cue": {"start": 36, "end": 40, "text": "said"},
    "speaker": {
        "mention": {"start": 22, "end": 35, "text": "Mayor Ada Roe"},
        "name": {"start": 28, "end": 35, "text": "Ada Roe"},
        "kind": "person",
        "role": {"start": 22, "end": 27, "text": "Mayor"},
        "affiliation": None,
    },
    "confidence": 0.9,
}

SPANS = st.builds(lambda start, text: Span(start, start + len(text), text), st.integers(0, 10**6), st.text(max_size=9))
ROWS_OF_SPANS = st.lists(st.text(max_size=9), min_size=1, max_size=4).map(
    lambda texts: tuple(Span(10 * i, 10 * i + len(text), text) for i, text in enumerate(texts))
)
SPEAKERS = st.builds(
    Speaker,
    SPANS,
    st.none() | SPANS,
    st.sampled_from(["person", "organization", "group", "document", "unknown"]),
    st.none() | SPANS,
    st.none() | SPANS,
)
ATTRIBUTIONS = st.builds(
    Attribution,
    st.builds(Quotation, ROWS_OF_SPANS, st.sampled_from(["direct", "mixed", "indirect"])),
    st.none() | SPANS,
    st.none() | SPEAKERS,
    st.floats(0, 1),
)


# -- values


def test_records_are_frozen_and_compare_by_value() -> None:
    assert Span.of("Roe said no.", 0, 3) == Span(0, 3, "Roe")
    assert len({RECORD, attrs.evolve(RECORD)}) == 1
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        RECORD.confidence = 1.0  # type: ignore[misc]


@pytest.mark.parametrize(
    ("spans", "content"),
    [
        (["“The bridge is safe,”"], "The bridge is safe,"),
        (['"The bridge is safe,"'], "The bridge is safe,"),
        (["«The bridge is safe»"], "The bridge is safe"),
        (["“A ‘great’ day,”", "“for us.”"], "A ‘great’ day, for us."),
        (["“It is safe.", "“It is open.”"], "It is safe. It is open."),
    ],
)
def test_content_is_the_words_without_the_outer_marks(spans: list[str], content: str) -> None:
    quotation = Quotation(tuple(Span(100 * i, 100 * i + len(s), s) for i, s in enumerate(spans)), "direct")
    assert quotation.content == content
    assert (quotation.start, quotation.end) == (0, 100 * (len(spans) - 1) + len(spans[-1]))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Span(-1, 0, "a"),
        lambda: Span(3, 2, ""),
        lambda: Span(0, 2, "abc"),
        lambda: Span("0", 1, "a"),
        lambda: Quotation((), "direct"),
        lambda: Quotation((Span(0, 1, "a"),), "spoken"),
        lambda: Quotation((Span(5, 6, "b"), Span(0, 1, "a")), "direct"),
        lambda: Quotation((Span(0, 3, "abc"), Span(2, 3, "c")), "direct"),
        lambda: Speaker(Span(0, 1, "a"), kind="animal"),
        lambda: Speaker(None),
        lambda: attrs.evolve(RECORD, confidence=1.1),
        lambda: attrs.evolve(RECORD, confidence=-0.1),
        lambda: attrs.evolve(RECORD, confidence=float("nan")),
    ],
)
def test_what_cannot_be_is_rejected(make) -> None:
    with pytest.raises((TypeError, ValueError)):
        make()


# -- the wire format


def test_the_plain_form_is_the_wire_format() -> None:
    assert to_dict(RECORD) == PLAIN
    assert from_dict(PLAIN) == RECORD


@given(ATTRIBUTIONS)
def test_records_survive_json(attribution: Attribution) -> None:
    assert from_dict(json.loads(json.dumps(to_dict(attribution)))) == attribution


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"confidence": 2}, "confidence"),
        ({"confidence": "high"}, r"\$.confidence"),
        ({"cue": {"start": "0", "end": 1, "text": "a"}}, r"'0' is no int @ \$.cue.start"),
        ({"cue": {"start": 0, "end": 1, "text": "said"}}, "cannot hold a text of 4 characters"),
        ({"quote": {"kind": "direct", "spans": []}}, "must be >= 1"),
        ({"quote": None}, r"\$.quote"),
        ({"certainty": 1}, r"extra fields found \(certainty\)"),
    ],
)
def test_a_plain_form_that_is_no_record_is_refused_with_its_place(change: dict, fault: str) -> None:
    with pytest.raises(ValueError, match=f"not an attribution record: .*{fault}"):
        from_dict({**PLAIN, **change})


@pytest.mark.parametrize("plain", [None, [], "record", {}])
def test_what_is_no_plain_form_at_all_is_refused(plain: object) -> None:
    with pytest.raises(ValueError, match="not an attribution record"):
        from_dict(plain)  # type: ignore[arg-type]


def test_only_attributions_have_a_plain_form() -> None:
    with pytest.raises(TypeError, match="takes an Attribution, not list"):
        to_dict([RECORD])  # type: ignore[arg-type]


# -- the schema


def test_the_schema_file_is_what_the_records_give() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == json_schema(), "python -m quotex.schema writes it anew"


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


@given(ATTRIBUTIONS)
def test_the_schema_takes_every_record(attribution: Attribution) -> None:
    jsonschema.validate({"id": "a", "attributions": [to_dict(attribution)]}, json_schema())


@pytest.mark.parametrize(
    "change",
    [
        {"confidence": 1.5},
        {"confidence": "high"},
        {"cue": {"start": -1, "end": 0, "text": "a"}},
        {"cue": {"start": 0, "text": "a"}},
        {"quote": {"kind": "direct", "spans": []}},
        {"quote": {"kind": "spoken", "spans": PLAIN["quote"]["spans"]}},
        {"quote": None},
        {"certainty": 1},
    ],
)
def test_the_schema_and_the_records_reject_alike(change: dict) -> None:
    plain = {**PLAIN, **change}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"id": "a", "attributions": [plain]}, json_schema())
    with pytest.raises(ValueError, match="not an attribution record"):
        from_dict(plain)
