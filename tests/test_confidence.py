"""Records that are less sure than one wants are left out, by every way in."""

import json
import math

import pyarrow as pa
import pytest
from command import SAFE, line_of, run

import quotex
from quotex import arrow
from quotex.reliability import calibration_error, reliability, surest, threshold


@pytest.mark.parametrize("least", [0.0, 0.9, 0.97, 1.0])
def test_records_of_at_least_a_confidence_are_kept(article: str, least: float) -> None:
    expected = [record for record in quotex.extract(article) if record.confidence >= least]
    assert quotex.extract(article, min_confidence=least) == expected
    assert list(quotex.extract_many([article], min_confidence=least)) == [expected]
    [line] = run("extract", "-", "--min-confidence", str(least), given=line_of("a", article)).stdout.splitlines()
    assert [quotex.from_dict(plain) for plain in json.loads(line)["attributions"]] == expected
    table = arrow.extract(pa.table({"id": ["a"], "text": [article]}), min_confidence=least)
    assert len(table.to_pylist()[0]["attributions"]) == len(expected)


@pytest.mark.parametrize("least", [-0.1, 95, math.nan])
def test_what_is_no_probability_is_refused(least: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1, and not"):
        quotex.extract(SAFE, min_confidence=least)
    with pytest.raises(ValueError, match="from 0 to 1, and not"):
        quotex.extract_many([SAFE], min_confidence=least)


def test_the_command_refuses_it_as_a_wrong_use() -> None:
    result = run("extract", "-", "--min-confidence", "95", given=SAFE)
    assert result.exit_code == 2
    assert "--min-confidence" in result.stderr


TRIALS = [(0.99, True), (0.96, True), (0.91, True), (0.9, False), (0.3, False)]


def test_a_reliability_table_sets_what_is_predicted_beside_what_is_observed() -> None:
    rows = {row.confidences: (row.count, row.predicted, row.observed) for row in reliability(TRIALS)}
    assert rows["0.90–0.95"] == (2, pytest.approx(0.905), 0.5)
    assert rows["0.98–1.00"] == (1, 0.99, 1.0)
    assert "0.50–0.70" not in rows
    assert calibration_error([(0.9, True)] * 9 + [(0.9, False)]) == pytest.approx(0)


def test_a_threshold_keeps_what_is_right_often_enough() -> None:
    assert surest(TRIALS, 0.95) == (3, 0.91)
    assert surest(TRIALS, 0.7) == (3, 0.9)
    found = threshold(TRIALS, 4, 0.95)
    assert (found.min_confidence, found.kept) == (0.91, 0.75)
