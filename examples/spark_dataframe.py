"""Who is quoted most in a corpus, with Spark: python examples/spark_dataframe.py [ARTICLES.jsonl [FOUND]].

Needs ``pip install 'quotex[spark]'`` and Java. FOUND is a new folder, for Parquet files with a row a document.
"""

import os
import sys
import tempfile
from pathlib import Path

from pyspark.sql import SparkSession

from quotex import arrow

os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # workers are processes of this Python
articles = sys.argv[1] if len(sys.argv) > 1 else str(Path(__file__).with_name("articles.jsonl"))
found = sys.argv[2] if len(sys.argv) > 2 else str(Path(tempfile.mkdtemp(), "found"))

# Two workers on this machine. On a cluster, spark-submit says where, and quotex is installed on every node.
spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")

texts = spark.read.schema("id string, text string").json(articles).repartition(2)
schema = spark.createDataFrame(arrow.SCHEMA.empty_table()).schema
texts.mapInArrow(arrow.extract, schema).write.parquet(found)

documents = spark.read.parquet(found)
quotations = documents.selectExpr("id", "inline(attributions)").selectExpr(
    "id", "coalesce(speaker.name.text, speaker.mention.text) AS speaker", "speaker.role.text AS role"
)
speakers = quotations.groupBy("speaker", "role").count().orderBy("count", "speaker", ascending=[False, True])
speakers.show(5, truncate=False)
print(f"{quotations.count()} quotations in {documents.count()} documents")
spark.stop()
