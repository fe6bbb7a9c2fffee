"""Threads, interruption, forked processes."""

import multiprocessing
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import crosscut

LONG = """
import signal, sys, time, crosscut
from pathlib import Path
paths = sorted(Path(sys.argv[1]).glob("*.pdf"))
started = []
def tell(what, done, of):
    if not started:
        started.append(time.monotonic())
        print("started", flush=True)
try:
    while True:
        {call}
except KeyboardInterrupt:
    print("interrupted", flush=True)
    sys.exit(7)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
@pytest.mark.parametrize(
    "call",
    [
        "crosscut.extract_many(paths, progress=tell)",
        "crosscut.propose(crosscut.extract_many(paths, progress=tell))",
        "crosscut.Study(sys.argv[2] + str(time.monotonic())).run(paths, progress=tell)",
    ],
)
def test_ctrl_c_is_heard(sample, tmp_path, call):
    line = [sys.executable, "-W", "ignore", "-c", LONG.format(call=call), str(sample), str(tmp_path / "study")]
    child = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "started\n"
    time.sleep(0.2)
    sent = time.monotonic()
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=30)
    assert (child.returncode, out) == (7, "interrupted\n"), err
    assert time.monotonic() - sent < 5


def test_other_threads_go_on(sample):
    ticks, stop = [], threading.Event()

    def tick():
        while not stop.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.005)

    thread = threading.Thread(target=tick)
    thread.start()
    began = time.monotonic()
    crosscut.propose(crosscut.extract_many(sorted(sample.glob("*.pdf")), progress=False))
    took = time.monotonic() - began
    stop.set()
    thread.join()
    during = sum(began <= tick <= began + took for tick in ticks)
    assert during > took / 0.005 / 10, f"{during} ticks in {took:.2f} s: the lock was held"


def test_many_threads_get_the_same(clauses, proposal):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: crosscut.propose(clauses).candidates, range(4)))
        index = crosscut.Index(clauses)
        hits = list(pool.map(lambda _: index.search("incident")[0].clause, range(20)))
    assert all(one == proposal.candidates for one in found)
    assert len(set(hits)) == 1


def _in_child(path):
    return crosscut.extract_many([path], progress=False)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("how", [how for how in ("fork", "spawn") if how in multiprocessing.get_all_start_methods()])
def test_processes(sample, clauses, how):
    # The parent has worked already: a child that waited for its threads would never answer.
    crosscut.propose(clauses[:200])
    paths = sorted(map(str, sample.glob("*.pdf")))
    with multiprocessing.get_context(how).Pool(2) as pool:
        parts = pool.map_async(_in_child, paths).get(timeout=120)
    assert crosscut.concat(parts) == crosscut.extract_many(paths, progress=False)
