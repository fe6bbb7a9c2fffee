"""Reads a folder with Ray: python with_ray.py FOLDER CLAUSES.jsonl

ray.init() starts workers on this machine; ray.init("auto") uses those of a cluster, where each needs `pip install
crosscut` and the documents under the same path.
"""

import sys
from pathlib import Path

import ray

import crosscut


@ray.remote(num_cpus=1)
def read(path: str) -> crosscut.Clauses:
    return crosscut.extract_many([path], threads=1, progress=False)


def main(folder: str, out: str, processes: int = 2) -> crosscut.Clauses:
    paths = sorted(str(path) for path in Path(folder).iterdir() if path.suffix == ".pdf")
    ray.init(num_cpus=processes, include_dashboard=False)
    try:
        clauses = crosscut.concat(ray.get([read.remote(path) for path in paths]))
    finally:
        ray.shutdown()
    clauses.write_jsonl(out)
    return clauses


if __name__ == "__main__":
    print(main(*sys.argv[1:3]))
