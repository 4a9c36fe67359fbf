"""The article that the design is built by comes out as its table says."""

from pathlib import Path

import pytest

import quotex

SEED = Path(__file__).parents[2] / "shared" / "seed" / "article.txt"
EMBASSY = ("Russian Embassy in Pyongyang", "organization", None, None)
BUDANOV = ("Kyrylo Budanov", "person", "head of military intelligence agency GUR", "GUR")
MILLER = ("Matthew Miller", "person", "U.S. State Department spokesman", "U.S. State Department")
KCNA = ("Korean Central News Agency", "organization", None, None)


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not beside this checkout")
def test_seed_article_gives_the_table() -> None:
    found = quotex.extract(SEED.read_text("utf-8"))
    assert [a.quote.kind for a in found] == ["mixed", "direct", "mixed", "mixed", "mixed"]
    assert [len(a.quote.spans) for a in found] == [1, 2, 1, 1, 1]
    assert [a.speaker.mention.text for a in found] == [
        "the embassy",
        "Kyrylo Budanov",
        "U.S. State Department spokesman Matthew Miller",
        "Miller",
        "KCNA",
    ]
    rows = [
        tuple(getattr(value, "text", value) for value in (s.name, s.kind, s.role, s.affiliation))
        for s in (a.speaker for a in found)
    ]
    assert rows == [EMBASSY, BUDANOV, MILLER, MILLER, KCNA]
