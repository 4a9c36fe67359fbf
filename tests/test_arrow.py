"""``quotex.arrow``: record batches of articles in, record batches of their attributions out."""

import functools
import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from test_records import ATTRIBUTIONS
from texts import ANY_TEXT

import quotex

pa = pytest.importorskip("pyarrow", reason="the extra 'arrow' is not installed")
from quotex import arrow  # noqa: E402

SAFE = "“The bridge is safe,” Mayor Ada Roe said."
ARTICLES = [json.loads(line) for line in (ROOT / "examples" / "articles.jsonl").read_text("utf-8").splitlines()]


def batch(ids: list, texts: list, **more: list):
    return pa.RecordBatch.from_pydict({"id": ids, "text": texts, **more})


def records(row: dict) -> list[quotex.Attribution]:
    return [quotex.from_dict(plain) for plain in row["attributions"]]


# -- what comes out


def test_a_table_of_articles_gives_a_row_a_document_with_its_records() -> None:
    found = arrow.extract(pa.Table.from_pylist(ARTICLES))
    assert found.schema == arrow.SCHEMA
    assert [row["id"] for row in found.to_pylist()] == [article["id"] for article in ARTICLES]
    assert [records(row) for row in found.to_pylist()] == [quotex.extract(article["text"]) for article in ARTICLES]


def test_a_row_is_the_wire_format() -> None:
    [row] = arrow.extract(pa.table({"id": ["a"], "text": [SAFE]})).to_pylist()
    assert row == {"id": "a", "attributions": [quotex.to_dict(found) for found in quotex.extract(SAFE)]}


@given(st.lists(st.lists(ATTRIBUTIONS, max_size=3), max_size=3))
def test_records_survive_arrow(found: list[list[quotex.Attribution]]) -> None:
    rows = arrow.to_batch([str(n) for n in range(len(found))], found).to_pylist()
    assert [records(row) for row in rows] == found


@given(st.lists(ANY_TEXT.filter(lambda text: text.isascii() or text == text.encode("utf-8", "replace").decode())))
def test_any_text_is_read_as_extract_reads_it(texts: list[str]) -> None:
    found = arrow.extract(pa.table({"id": pa.array(range(len(texts))), "text": pa.array(texts, pa.string())}))
    assert [records(row) for row in found.to_pylist()] == [quotex.extract(text) for text in texts]


def test_record_batches_come_out_as_others_go_in_each_of_a_bounded_size() -> None:
    taken = 0

    def endless() -> Iterator:
        nonlocal taken
        while True:
            taken += 1
            yield batch([str(n) for n in range(300)], ["Nothing."] * 299 + [SAFE])

    found = arrow.extract(endless())
    assert taken == 0
    first, second, third = next(found), next(found), next(found)
    assert taken == 2
    assert all(out.schema == arrow.SCHEMA for out in (first, second, third))
    assert [first.num_rows, second.num_rows, third.num_rows] == [256, 44, 256]
    assert records(second.to_pylist()[-1]) == quotex.extract(SAFE)


def test_no_quotations_and_no_text_differ() -> None:
    found = arrow.extract(pa.table({"id": ["a", "b", "c"], "text": ["Nothing.", None, SAFE]})).to_pylist()
    assert [row["attributions"] and len(row["attributions"]) for row in found] == [[], None, 1]


def test_nothing_gives_nothing() -> None:
    assert arrow.extract(pa.table({})).equals(arrow.SCHEMA.empty_table())
    assert arrow.extract(pa.table({"id": [], "text": []})).equals(arrow.SCHEMA.empty_table())
    assert list(arrow.extract([])) == []


def test_the_pipeline_is_loaded_once_however_many_batches_there_are() -> None:
    code = f"""
import pyarrow as pa, spacy
from quotex import arrow
load, loaded = spacy.load, []
spacy.load = lambda *args, **options: loaded.append(1) or load(*args, **options)
table = pa.table({{"id": ["a"] * 4, "text": [{SAFE!r}] * 4}})
for _ in range(3):
    arrow.extract(table)
    list(arrow.extract(table.to_batches(max_chunksize=1)))
print(len(loaded))
"""
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "1\n"


def test_weights_of_ones_own_go_along_as_a_partial_function(tmp_path) -> None:
    from quotex.ranker import load_ranker

    load_ranker().save(tmp_path / "weights")
    table = pa.table({"id": ["a"], "text": [SAFE]})
    assert functools.partial(arrow.extract, weights=tmp_path / "weights")(table) == arrow.extract(table)
    with pytest.raises(OSError, match="nowhere"):
        arrow.extract(table, weights=tmp_path / "nowhere")


# -- what goes in


@pytest.mark.parametrize(
    "type",
    [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())],
    ids=str,
)
def test_strings_of_any_arrow_type_are_read(type) -> None:
    columns = [pa.array(values, type) for values in (["a", None], [SAFE, None])]
    first, second = arrow.extract(pa.table(columns, ["id", "text"])).to_pylist()
    assert (first["id"], records(first)) == ("a", quotex.extract(SAFE))
    assert second == {"id": None, "attributions": None}


def test_integers_are_ids_and_other_columns_are_left_out() -> None:
    found = arrow.extract(pa.table({"url": ["x"], "text": [SAFE], "id": [2**40]}))
    assert found.schema == arrow.SCHEMA
    assert found["id"].to_pylist() == [str(2**40)]


@pytest.mark.parametrize(
    ("columns", "error", "message"),
    [
        ({"id": ["a"], "body": [SAFE]}, ValueError, "one column 'id' and one column 'text'.* here are 'id', 'body'"),
        ({"text": [SAFE]}, ValueError, "here are 'text'"),
        ({"id": ["a"], "text": [5]}, TypeError, "strings in the column 'text', and it holds int64"),
        ({"id": ["a"], "text": [b"bytes"]}, TypeError, "'text', and it holds binary: cast it first"),
        ({"id": [0.5], "text": [SAFE]}, TypeError, "strings or integers in the column 'id', and it holds double"),
    ],
)
def test_columns_that_cannot_be_read_are_refused(columns: dict, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        arrow.extract(pa.table(columns))


@pytest.mark.parametrize("given", [batch(["a"], [SAFE]), ["text"], [{"id": "a", "text": SAFE}]])
def test_what_is_no_stream_of_record_batches_is_refused(given) -> None:
    with pytest.raises(TypeError, match=r"a pyarrow.Table or an iterable of pyarrow.RecordBatch, not of"):
        list(arrow.extract(given))


def test_without_pyarrow_the_extra_is_named() -> None:
    code = "import sys; sys.modules['pyarrow'] = None; import quotex.arrow"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "pip install 'quotex[arrow]'" in ran.stderr
