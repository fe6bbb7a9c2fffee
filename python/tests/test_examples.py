"""The examples and the notebook, run as a reader would."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

import crosscut

PYTHON = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("name", "needs"),
    [("processes", ()), ("with_dask", ("dask", "distributed")), ("with_ray", ("ray",)), ("with_spark", ("pyspark",))],
)
def test_the_examples_give_what_one_process_gives(sample, clauses, tmp_path, name, needs):
    missing = [one for one in needs if importlib.util.find_spec(one) is None]
    if missing:
        pytest.skip(f"skipped: {', '.join(missing)} is not installed")
    out = tmp_path / "clauses.jsonl"
    line = [sys.executable, str(PYTHON / "examples" / f"{name}.py"), str(sample), str(out)]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=300, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    assert repr(clauses) in done.stdout
    assert crosscut.Clauses.read_jsonl(out).columns() == clauses.columns()


@pytest.mark.parametrize(
    ("name", "needs"), [("hits_with_dask", ("dask", "distributed")), ("hits_with_spark", ("pyspark",))]
)
def test_candidates_of_pairs_of_shards_are_those_of_one_process(clauses, tmp_path, name, needs):
    missing = [one for one in needs if importlib.util.find_spec(one) is None]
    if missing:
        pytest.skip(f"skipped: {', '.join(missing)} is not installed")
    clauses.write_jsonl(tmp_path / "clauses.jsonl")
    line = [sys.executable, str(PYTHON / "examples" / f"{name}.py"), "clauses.jsonl", "shared"]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=300, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    line = [sys.executable, "-m", "crosscut", "propose", "clauses.jsonl", "--out", "alone"]
    subprocess.run(line, check=True, capture_output=True, cwd=tmp_path)
    one, shared = (tmp_path / folder / "candidates.json" for folder in ("alone", "shared"))
    assert one.read_bytes() == shared.read_bytes()
    assert len(list((tmp_path / "shared" / "hits").iterdir())) == 4


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_notebook_runs():
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    path = PYTHON / "notebooks" / "agreements.ipynb"
    book = nbformat.read(path, as_version=4)
    assert all(not cell.get("outputs") for cell in book.cells), "a notebook is committed without its outputs"
    resources = {"metadata": {"path": str(path.parent)}}
    nbclient.NotebookClient(book, timeout=120, resources=resources, kernel_name="python3").execute()
    shown = json.dumps([cell.get("outputs") for cell in book.cells])
    assert "<details>" in shown and "crosscut" in shown


def test_the_docs_run(sample, tmp_path):
    """The blocks of docs/python.md that are marked as Python, in order, as one program, beside the sample."""
    text = (PYTHON.parent / "docs" / "python.md").read_text(encoding="utf-8")
    blocks = [block.partition("\n```")[0] for block in text.split("```python\n")[1:]]
    assert len(blocks) >= 5
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sample").symlink_to(sample)
    program = "\n".join(blocks)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]


def test_the_docstrings_run(tmp_path, monkeypatch):
    import doctest

    import crosscut.sklearn
    from crosscut import _clauses, _document

    monkeypatch.chdir(tmp_path)
    for module in (_clauses, _document, crosscut.sklearn, crosscut):
        assert doctest.testmod(module).failed == 0


def test_the_types_hold():
    pytest.importorskip("mypy")
    line = [sys.executable, "-m", "mypy", "--config-file", str(PYTHON / "pyproject.toml"), "-p", "crosscut"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
