"""A text cut into nested elements where marks on it start and end."""

import re

from hypothesis import given
from hypothesis import strategies as st

from quotex.layers import Close, Open, sweep
from quotex.records import Span


def written(text: str, *marks: tuple[int, int]) -> list[str]:
    """Each paragraph with the numbers of the marks around what they cover; + where a mark goes on."""
    spans = [Span.of(text, start, end) for start, end in marks]
    number = {id(span): str(n) for n, span in enumerate(spans)}

    def one(piece: "str | Open[Span] | Close[Span]") -> str:
        if isinstance(piece, str):
            return piece
        name = number[id(piece.mark)]
        return f"</{name}>" if isinstance(piece, Close) else f"<{name}{'+' * piece.again}>"

    return ["".join(map(one, paragraph)) for paragraph in sweep(text, spans)]


def test_marks_that_nest_are_written_once_each() -> None:
    assert written("a b c", (2, 3), (0, 5)) == ["<1>a <0>b</0> c</1>"]


def test_marks_that_touch_stand_side_by_side() -> None:
    assert written("abcd", (0, 2), (2, 4)) == ["<0>ab</0><1>cd</1>"]


def test_of_marks_that_coincide_the_first_is_outside() -> None:
    assert written("abc", (0, 3), (0, 3)) == ["<0><1>abc</1></0>"]


def test_a_mark_that_crosses_another_is_cut_where_that_ends() -> None:
    assert written("abcdef", (0, 4), (2, 6)) == ["<0>ab<1>cd</1></0><1+>ef</1>"]


def test_a_mark_over_paragraphs_goes_on_in_each() -> None:
    assert written("ab\n\ncd\nEf", (1, 8)) == ["a<0>b</0>", "<0+>cd</0>", "<0+>E</0>f"]


def test_a_mark_on_nothing_but_space_between_paragraphs_is_not_written() -> None:
    assert written("ab\n\n\nCd", (2, 4), (4, 6)) == ["ab", "<1>C</1>d"]


@given(st.text("ab \n", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8))
def test_every_letter_is_written_once_under_all_marks_that_cover_it(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = [Span.of(text, *sorted((min(a, len(text)), min(b, len(text))))) for a, b in pairs]
    opened: list[Span] = []
    letters = []
    for paragraph in sweep(text, spans):
        for piece in paragraph:
            if isinstance(piece, Open):
                opened.append(piece.mark)
            elif isinstance(piece, Close):
                assert opened.pop() is piece.mark  # so that elements nest
            else:
                letters += [(letter, {id(span) for span in opened}) for letter in piece if letter != " "]
        assert not opened
    expected = [
        (match.group(), {id(span) for span in spans if span.start <= match.start() < span.end})
        for match in re.finditer(r"\S", text)
    ]
    assert [pair for pair in letters if pair[0].strip()] == expected
