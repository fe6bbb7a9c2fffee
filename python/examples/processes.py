"""Reads a folder with a pool of processes: python processes.py FOLDER CLAUSES.jsonl

Threads do as well on one machine (crosscut.extract_many uses all cores); a pool is for what has one already.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import crosscut


def read(path: Path) -> crosscut.Clauses:
    return crosscut.extract_many([path], threads=1, progress=False)


def main(folder: str, out: str, processes: int = 2) -> crosscut.Clauses:
    paths = sorted(path for path in Path(folder).iterdir() if path.suffix == ".pdf")
    with ProcessPoolExecutor(processes) as pool:
        clauses = crosscut.concat(pool.map(read, paths))
    clauses.write_jsonl(out)
    return clauses


if __name__ == "__main__":
    print(main(*sys.argv[1:3]))
