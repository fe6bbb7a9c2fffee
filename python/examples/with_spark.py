"""Reads a folder with Spark: spark-submit with_spark.py FOLDER CLAUSES.jsonl

Spark reads the bytes, from any file system that it knows, and hands them to mapInPandas; each worker needs `pip install
crosscut`. The rows carry all columns of Clauses.to_pandas(), and the place of each clause in its document: a shuffle
may bring rows into another order, and the clauses of an agreement belong in that of its text. Boxes stay behind.
"""

import os
import sys
from collections.abc import Iterator

import pandas as pd
from pyspark.sql import DataFrame, SparkSession

import crosscut

TEXT = "id agreement locator kind text heading lead_in defines parent strength actor act language".split()
SCHEMA = ", ".join([*(f"{name} string" for name in TEXT), "recognised double, pages array<bigint>, place bigint"])


def read(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    for batch in batches:
        for path, content in zip(batch["path"], batch["content"]):
            table = crosscut.extract(content, name=path.rpartition("/")[2]).clauses.to_pandas()
            yield table.assign(place=range(len(table)))


def clauses_of(spark: SparkSession, folder: str) -> DataFrame:
    documents = spark.read.format("binaryFile").option("pathGlobFilter", "*.pdf").load(folder)
    return documents.select("path", "content").mapInPandas(read, SCHEMA)


def main(folder: str, out: str, processes: int = 2) -> crosscut.Clauses:
    # The workers run the Python of this program, and not the first one that the shell finds.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.master(f"local[{processes}]").appName("crosscut").getOrCreate()
    try:
        table = clauses_of(spark, folder).orderBy("agreement", "place").toPandas()
    finally:
        spark.stop()
    clauses = crosscut.Clauses.from_frame(table)
    clauses.write_jsonl(out)
    return clauses


if __name__ == "__main__":
    print(main(*sys.argv[1:3]))
