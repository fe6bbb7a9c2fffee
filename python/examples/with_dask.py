"""Reads a folder with Dask: python with_dask.py FOLDER CLAUSES.jsonl

Client() starts workers on this machine; Client("scheduler:8786") uses those of a cluster, where each needs `pip install
crosscut` and the documents under the same path.
"""

import sys
from pathlib import Path

from dask.distributed import Client

import crosscut


def read(path: str) -> crosscut.Clauses:
    return crosscut.extract_many([path], threads=1, progress=False)


def main(folder: str, out: str, processes: int = 2) -> crosscut.Clauses:
    paths = sorted(str(path) for path in Path(folder).iterdir() if path.suffix == ".pdf")
    with Client(n_workers=processes, threads_per_worker=1, dashboard_address=None) as client:
        clauses = crosscut.concat(client.gather(client.map(read, paths)))
    clauses.write_jsonl(out)
    return clauses


if __name__ == "__main__":
    print(main(*sys.argv[1:3]))
