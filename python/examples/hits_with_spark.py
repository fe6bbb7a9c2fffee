"""Finds candidates with Spark: spark-submit hits_with_spark.py CLAUSES.jsonl FOLDER

Each task looks at one pair of shards of the agreements and leaves its file in a folder that all workers share, where
each needs `pip install crosscut`. A task that is started again, as Spark does with those that fail, finds what it left.
What is proposed in the end is what one process proposes, to the last bit.
"""

import os
import subprocess
import sys
from itertools import product
from pathlib import Path

from pyspark.sql import SparkSession


def crosscut(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "crosscut", *words], check=True)


def main(clauses: str, folder: str, shards: int = 2) -> Path:
    clauses, hits, out = os.path.abspath(clauses), os.path.abspath(f"{folder}/hits"), os.path.abspath(folder)

    def find(pair: tuple[int, int]) -> None:
        left, right = (f"{part}/{shards}" for part in pair)
        crosscut("hits", clauses, "--left", left, "--right", right, "--out", hits)

    # The workers run the Python of this program, and not the first one that the shell finds.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.master("local[2]").appName("crosscut").getOrCreate()
    try:
        pairs = list(product(range(1, shards + 1), repeat=2))
        spark.sparkContext.parallelize(pairs, len(pairs)).foreach(find)
    finally:
        spark.stop()
    crosscut("propose", clauses, "--hits", hits, "--out", out)
    return Path(out, "candidates.json")


if __name__ == "__main__":
    print(main(*sys.argv[1:3]))
