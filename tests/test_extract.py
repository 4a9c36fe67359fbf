"""The promises of ``extract``, on examples and on any text."""

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import quotex
from quotex.quotations import find_stretches

PIECES = [
    '"',
    "“",
    "”",
    "‘",
    "’",
    "'",
    "''",
    "«",
    "»",
    "\n",
    "\n\n",
    " ",
    "Roe",
    "said",
    "he",
    ",",
    ".",
    "\ud800",
    "no",
]
TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join),
    st.lists(st.sampled_from(PIECES)).map("".join),
)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We will rebuild the bridge,” Ada Roe said.", "Ada Roe"),
        ("According to Ada Roe, the bridge is “a danger to all of us.”", "Ada Roe"),
        ("“We will rebuild the bridge,” said Ada Roe. “It takes a year.”", "Ada Roe"),
    ],
)
def test_the_speaker_is_found(text: str, speaker: str) -> None:
    [attribution] = quotex.extract(text)
    assert attribution.speaker is not None
    assert attribution.speaker.mention.text == speaker


def test_no_quotation_no_record() -> None:
    assert quotex.extract("") == []
    assert quotex.extract("The bridge is closed, Ada Roe said.") == []


def test_anything_but_text_is_refused() -> None:
    with pytest.raises(TypeError, match="str, not bytes"):
        quotex.extract(b"bytes")  # type: ignore[arg-type]


@given(TEXTS)
def test_stretches_lie_inside_the_text_in_order(text: str) -> None:
    stretches = find_stretches(text)
    assert all(0 <= s.start < s.end <= len(text) for s in stretches)
    assert [s.start for s in stretches] == sorted(s.start for s in stretches)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_every_record_is_grounded_and_survives_json(text: str) -> None:
    found = quotex.extract(text)
    assert found == quotex.extract(text)
    for attribution in found:
        spans = [*attribution.quote.spans, attribution.cue]
        if attribution.speaker:
            s = attribution.speaker
            spans += [s.mention, s.name, s.role, s.affiliation]
        assert all(text[span.start : span.end] == span.text for span in spans if span)
        assert quotex.from_dict(json.loads(json.dumps(quotex.to_dict(attribution)))) == attribution


def test_import_is_cheap() -> None:
    code = "import sys, quotex; assert not {'spacy', 'textacy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
