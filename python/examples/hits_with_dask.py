"""Finds candidates with Dask: python hits_with_dask.py CLAUSES.jsonl FOLDER

Each task looks at one pair of shards of the agreements and leaves its file in a folder that all workers share, where
each needs `pip install crosscut`. A task that is started again finds what it left. What is proposed in the end is what
one process proposes, to the last bit.
"""

import os
import subprocess
import sys
from itertools import product
from pathlib import Path

from dask.distributed import Client


def crosscut(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "crosscut", *words], check=True)


def find(clauses: str, hits: str, left: str, right: str) -> None:
    crosscut("hits", clauses, "--left", left, "--right", right, "--out", hits)


def main(clauses: str, folder: str, shards: int = 2) -> Path:
    clauses, hits, out = os.path.abspath(clauses), os.path.abspath(f"{folder}/hits"), os.path.abspath(folder)
    parts = [f"{part}/{shards}" for part in range(1, shards + 1)]
    with Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:
        client.gather([client.submit(find, clauses, hits, *pair) for pair in product(parts, repeat=2)])
    crosscut("propose", clauses, "--hits", hits, "--out", out)
    return Path(out, "candidates.json")


if __name__ == "__main__":
    print(main(*sys.argv[1:3]))
