"""Clauses and tables."""

import pickle

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import crosscut
from crosscut import Clauses


def test_a_sequence(clauses):
    first = clauses[0]
    assert clauses[first.id] == first == next(iter(clauses)) == clauses[-len(clauses)]
    assert first in clauses and first.id in clauses and "none" not in clauses
    assert clauses[2:5].ids == clauses.ids[2:5]
    assert list(clauses)[7] == clauses[7]
    provisions = clauses.where(kind == "provision" for kind in clauses.columns()["kind"])
    assert {clause.kind for clause in provisions} == {"provision"}
    with pytest.raises(IndexError):
        clauses[len(clauses)]
    with pytest.raises(IndexError):
        clauses[-len(clauses) - 1]
    with pytest.raises(KeyError):
        clauses["none"]
    with pytest.raises(TypeError, match="a place, an id or a slice"):
        clauses[1.5]
    with pytest.raises(ValueError, match="mask"):
        clauses.where([True])
    assert repr(clauses).startswith("Clauses(") and "18 agreements" in repr(clauses)


@pytest.mark.parametrize("table", ["to_pandas", "to_polars", "to_arrow", "columns"])
def test_tables_come_back(clauses, table):
    frame = getattr(clauses, table)()
    back = Clauses.from_frame(frame)
    assert back.columns() == clauses.columns()


def test_the_arrow_stream(clauses):
    table = pa.table(clauses)
    assert table.num_rows == len(clauses)
    assert table.column("pages").type == pa.list_(pa.int64())
    assert pl.DataFrame(clauses).height == len(clauses)

    class Stream:
        def __arrow_c_stream__(self, requested_schema=None):
            return clauses.__arrow_c_stream__(requested_schema)

    assert Clauses.from_frame(Stream()).ids == clauses.ids


def test_tables_of_nothing():
    none = Clauses.from_frame({"id": [], "agreement": [], "text": []})
    assert len(none) == 0 and list(none) == []
    assert none.to_polars().schema["pages"] == pl.List(pl.Int64)
    assert none.to_arrow().num_rows == none.to_pandas().shape[0] == 0


def test_from_pandas_with_what_pandas_has(two):
    frame = pd.DataFrame({**two, "title": [None] * 12, "pages": [[1]] * 6 + [None] * 6, "mine": range(12)})
    frame["locator"] = pd.array(["Art. 1"] * 6 + [pd.NA] * 6, dtype="string")
    frame["recognised"] = [0.5] + [np.nan] * 11
    clauses = Clauses.from_frame(frame[frame.index != 3])
    assert len(clauses) == 11
    assert clauses[0].locator == "Art. 1" and clauses[0].pages == (1,) and clauses[0].recognised == 0.5
    assert clauses[0].strength == "shall" and clauses[0].actor == "Each Party", "what is not given is told"


def test_what_no_clauses_can_be_made_of(two):
    with pytest.raises(ValueError, match="no column 'agreement'"):
        Clauses.from_frame({"id": ["a"], "text": ["b"]})
    with pytest.raises(ValueError, match="it has none"):
        Clauses.from_frame(pd.DataFrame())
    with pytest.raises(ValueError, match="row 1: 'text' is nothing"):
        Clauses.from_frame({"id": ["a", "b"], "agreement": ["x", "x"], "text": ["b", None]})
    with pytest.raises(ValueError, match="row 0: 'id' is int 3"):
        Clauses.from_frame({"id": [3], "agreement": ["x"], "text": ["b"]})
    with pytest.raises(ValueError, match="not of one length"):
        Clauses.from_frame({"id": ["a"], "agreement": [], "text": ["b"]})
    with pytest.raises(crosscut.CrosscutError, match="^row 1: duplicate id"):
        Clauses.from_frame({**two, "id": ["a"] * 12})
    with pytest.raises(crosscut.CrosscutError, match="^row 0: .*(kind|variant)"):
        Clauses.from_frame({**two, "kind": ["law"] * 12})
    with pytest.raises(TypeError, match="a table is wanted"):
        Clauses.from_frame("clauses.csv")
    with pytest.raises(TypeError, match="extract_many"):
        Clauses(["text"])


def test_signs_that_end_lines_elsewhere(tmp_path):
    text = "Parties\u2028shall\x85report\x0bincidents\x1c.\r\nThey shall."
    clauses = Clauses.from_frame({"id": ["a#1"], "agreement": ["a"], "text": [text]})
    clauses.write_jsonl(tmp_path / "clauses.jsonl")
    assert [clause.text for clause in clauses] == clauses.texts == [text]
    assert Clauses.read_jsonl(tmp_path / "clauses.jsonl").texts == [text]
    assert Clauses.from_frame(clauses.to_polars()).texts == [text]


def test_lines_keep_everything(clauses, tmp_path):
    path = tmp_path / "clauses.jsonl"
    clauses.write_jsonl(path)
    back = Clauses.read_jsonl(path)
    assert list(back) == list(clauses)
    assert any(clause.boxes for clause in back)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(crosscut.CrosscutError, match="no UTF-8 text"):
        Clauses.read_jsonl(path)
    path.write_text("{}\n")
    with pytest.raises(crosscut.CrosscutError, match="clauses.jsonl, line 1"):
        Clauses.read_jsonl(path)
    with pytest.raises(FileNotFoundError):
        Clauses.read_jsonl(tmp_path / "none.jsonl")


def test_pickles_keep_everything(clauses):
    back = pickle.loads(pickle.dumps(clauses))
    assert back == clauses and back.documents == clauses.documents
    with pytest.raises(crosscut.CrosscutError, match="another version"):
        crosscut._clauses._unpickled(b"{}")


def test_parts_in_any_order_are_the_whole(sample):
    paths = sorted(sample.glob("*.pdf"))
    whole = crosscut.extract_many(paths, progress=False)
    parts = [crosscut.extract_many(paths[at::3], progress=False) for at in range(3)]
    assert crosscut.concat(parts) == whole == crosscut.concat(parts[::-1])
    with pytest.raises(crosscut.CrosscutError, match="is in two of the parts"):
        crosscut.concat([parts[0], parts[0]])
    with pytest.raises(TypeError):
        crosscut.concat([["text"]])


def test_html_is_escaped():
    bad = "<script>alert(1)</script> & more"
    clauses = Clauses.from_frame({"id": ["a#<b>"], "agreement": ["<i>"], "text": [bad]})
    shown = clauses._repr_html_()
    assert "<script>" not in shown and "<i>" not in shown and "&lt;script&gt;" in shown
