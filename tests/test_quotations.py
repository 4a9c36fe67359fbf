"""Which stretches of a text stand between quotation marks: a table to read, and what holds for any text."""

import pytest
from hypothesis import example, given
from texts import ANY_TEXT

from quotex.quotations import find_stretches

STYLES = {
    "curly": "“We sail,” he said. “It is late.”",
    "straight": '"We sail," he said. "It is late."',
    "mismatched": '“We sail," he said. "It is late.”',
    "LaTeX": "``We sail,'' he said. ``It is late.''",
    "two apostrophes": "''We sail,'' he said. ''It is late.''",
    "tokenized": "`` We sail , '' he said . `` It is late . ''",
    "guillemets": "«We sail», he said. «It is late.»",
    "guillemets turned": "»We sail«, he said. »It is late.«",
    "German": "„We sail“, he said. „It is late.“",
    "CJK": "「We sail」, he said. 『It is late.』",
    "British": "‘We sail,’ he said. ‘It is late.’",
    "British straight": "'We sail,' he said. 'It is late.'",
}


def quoted(text: str) -> list[str]:
    return [text[stretch.start : stretch.end] for stretch in find_stretches(text)]


@pytest.mark.parametrize("text", STYLES.values(), ids=STYLES)
def test_marks_of_every_style_are_paired(text: str) -> None:
    first, last = quoted(text)
    assert text == f"{first}{text[len(first) : -len(last)]}{last}"
    assert "said" not in first + last


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘It’s James’ boat and the boys’ day,’ he said.", ["‘It’s James’ boat and the boys’ day,’"]),
        ("’Twas the ’90s, rock ’n’ roll and the boys’ choir.", []),
        ("The workers' union and Jones' car.", []),
        ("PM: 'We will not sail'", ["'We will not sail'"]),
        ("Roe 'never lied' to voters, says mayor", ["'never lied'"]),
        ("The 6'2\" captain said \"no\" and pointed at a 12\" pipe.", ['"no"']),
        ("A 5” screen and “a plan.”", ["“a plan.”"]),
        ('"2020 was bad," he said, "but 2021" was worse.', ['"2020 was bad,"', '"but 2021"']),
    ],
)  # fmt: skip
def test_apostrophes_and_measures_are_no_quotation_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "“She told me ‘no’ and left,” he said.",
        "‘She told me “no” and left,’ he said.",
        "“She told me “no” and left,” he said.",
    ],
)
def test_a_nested_quotation_is_a_stretch_of_its_own(text: str) -> None:
    outer, inner = find_stretches(text)
    assert (outer.depth, inner.depth) == (0, 1)
    assert outer.start < inner.start < inner.end < outer.end


@pytest.mark.parametrize(
    "text",
    [
        "“One is here.\n\n“Two is here.\n\n“Three is here,” he said. He left.",
        '"One is here.\n\n"Two is here.\n\n"Three is here," he said. He left.',
        "“One is here.\r\n\r\n“Two is here.\r\n\r\n“Three is here,” he said. He left.",
    ],
)
def test_a_quotation_runs_over_paragraphs_that_repeat_the_open_mark(text: str) -> None:
    stretches = find_stretches(text)
    assert [stretch.continues for stretch in stretches] == [False, True, True]
    assert all("said" not in words for words in quoted(text))


def test_a_quotation_that_goes_on_without_an_open_mark_is_read_to_its_end() -> None:
    assert quoted("“One is here.\n\nTwo is here,” he said.") == ["“One is here.", "Two is here,”"]


@pytest.mark.parametrize(
    "stray", ["“Nobody knows, he said.", 'He said "nobody knows.', "He knows nothing.” Or so.", "5'"]
)
def test_a_stray_mark_costs_no_more_than_its_paragraph(stray: str) -> None:
    good = [f"“Quotation number {n},” she said." for n in range(10)]
    text = "\n\n".join([stray, *good])
    assert quoted(text)[-10:] == [f"“Quotation number {n},”" for n in range(10)]


def test_a_line_that_is_wrapped_is_no_paragraph() -> None:
    assert quoted("“We sail at\ndawn,” he said.") == ["“We sail at\ndawn,”"]


@given(ANY_TEXT)
@example('"' * 50)
@example("‘“" * 50)
def test_stretches_of_any_text_are_in_order_and_nested_properly(text: str) -> None:
    stretches = find_stretches(text)
    assert [(s.start, -s.end) for s in stretches] == sorted({(s.start, -s.end) for s in stretches})
    around: list[int] = []
    for stretch in stretches:
        assert 0 <= stretch.start < stretch.end <= len(text)
        while around and around[-1] <= stretch.start:
            around.pop()
        assert not around or stretch.end <= around[-1]
        assert stretch.depth == len(around)
        around.append(stretch.end)
