"""A folder to Parquet, and a question over it in SQL: python examples/folder_to_parquet.py [FOLDER [FOUND.parquet]].

Needs ``pip install 'quotex[examples]'``. FOLDER holds .jsonl files of articles. They are read as they come, a few at a
time, so it may hold more than memory does. ``quotex extract FOLDER -o FOUND.parquet`` writes the same file.
"""

import sys
import tempfile
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from quotex import arrow

folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
found = sys.argv[2] if len(sys.argv) > 2 else str(Path(tempfile.mkdtemp(), "found.parquet"))

articles = duckdb.sql("SELECT id, text FROM read_json($files)", params={"files": f"{folder}/*.jsonl"})
with pq.ParquetWriter(found, arrow.SCHEMA) as writer:
    for batch in arrow.extract(articles.to_arrow_reader(64)):
        writer.write_batch(batch)

print("Who is quoted in more than one article, and as what?")
duckdb.sql(
    """
    SELECT a.speaker.name.text AS speaker,
           count(DISTINCT id) AS articles,
           count(*) AS quotations,
           any_value(a.speaker.role.text) AS role
    FROM (SELECT id, unnest(attributions) AS a FROM read_parquet($found))
    WHERE speaker IS NOT NULL
    GROUP BY ALL HAVING articles > 1 ORDER BY articles DESC, quotations DESC, speaker
    """,
    params={"found": found},
).show()
