"""Who is quoted in a corpus, with Ray Data: python examples/ray_dataset.py [ARTICLES.jsonl [FOUND]].

Needs ``pip install 'quotex[ray]'``. FOUND is a new folder, for Parquet files with a row a document.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")

import ray

from quotex import arrow

articles = sys.argv[1] if len(sys.argv) > 1 else str(Path(__file__).with_name("articles.jsonl"))
found = sys.argv[2] if len(sys.argv) > 2 else str(Path(tempfile.mkdtemp(), "found"))

# Two workers on this machine. On a cluster, ray.init() finds it, and quotex is installed on every node.
ray.init(num_cpus=2, include_dashboard=False, object_store_memory=100 * 2**20, logging_level="ERROR")
ray.data.DataContext.get_current().enable_progress_bars = False

Path(found).mkdir()  # new, since Ray would add to what is there
texts = ray.data.read_json(articles, lines=True).repartition(2)
texts.map_batches(arrow.extract, batch_format="pyarrow").write_parquet(found)

documents = ray.data.read_parquet(found).take_all()
for document in sorted(documents, key=lambda document: document["id"]):
    speakers = [attribution["speaker"] for attribution in document["attributions"]]
    names = {(speaker["name"] or speaker["mention"])["text"] for speaker in speakers if speaker}
    print(f"{document['id']}: {', '.join(sorted(names)) or 'nobody'}")
print(f"{sum(len(document['attributions']) for document in documents)} quotations in {len(documents)} documents")
ray.shutdown()
