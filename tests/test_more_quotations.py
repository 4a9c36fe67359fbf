"""Copies of annotated articles with marks around words of indirect speech: what the ranker learns from as well."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quotex.more_quotations import with_marks
from quotex.quotations import find_stretches

TEXT = (
    "Mayor Ada Roe said on Monday the bridge over the old canal would be closed for a year. “Nobody is safe,” she "
    "said. According to the harbour board, ferries will sail every hour from six in the morning."
)


def span(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


SAID = [
    {
        "source": [span("Mayor Ada Roe")],
        "cue": [span("said on Monday")],
        "content": [span("the bridge over the old canal would be closed for a year")],
    },
    {"source": [span("she")], "cue": [], "content": [span("“Nobody is safe,”")]},
    {
        "source": [span("the harbour board")],
        "cue": [span("According to")],
        "content": [span("ferries will sail every hour from six in the morning")],
    },
]


@given(st.integers(0, 10_000))
def test_all_annotations_keep_their_words_and_the_new_quotations_are_part_of_what_was_said(seed: int) -> None:
    copy = with_marks(TEXT, SAID, Random(seed))
    opening = copy.text.replace("“Nobody", "Nobody").count("“")
    assert copy.text.replace("“", "").replace("”", "") == TEXT.replace("“", "").replace("”", "")
    assert len(copy.made) == opening
    for before, after in zip(SAID, copy.attributions, strict=True):
        for part, spans in before.items():
            words = [TEXT[a:b].strip("“”") for a, b in spans]
            assert [copy.text[a:b].replace("“", "").replace("”", "") for a, b in after[part]] == words
    contents = [content for attribution in copy.attributions for content in attribution["content"]]
    stretches = {stretch.start: stretch for stretch in find_stretches(copy.text)}
    for start in copy.made:
        assert any(a <= start and stretches[start].end <= b + 2 for a, b in contents)


def test_some_copies_get_more_quotations() -> None:
    made = [len(with_marks(TEXT, SAID, Random(seed)).made) for seed in range(20)]
    assert {0, 1, 2} == set(made)
