"""A study and the command."""

import os
import subprocess
import sys
import urllib.request

import pytest

import crosscut


@pytest.fixture
def study(sample, tmp_path):
    study = crosscut.Study(tmp_path / "étude")
    assert not study.exists
    told = []
    report = study.run(sample, title="Ours", progress=lambda *step: told.append(step))
    assert study.exists and report.agreements == 18 and report.proposed and len(report.read) == 18
    assert ("proposing candidates", 0, 0) in told
    return study


def test_runs_decisions_and_matrix(study, tmp_path):
    again = study.run(progress=False)
    assert again.cached == 18 and not again.proposed and again.read == ()
    first, second, *_ = study.proposal().open
    event = study.confirm(first, name="Reporting", by="Ana", without=[first.members[-1].clause])
    study.reject(second.id, reason="boilerplate", comment="so common", by="Ana")
    decided = study.decisions()
    assert decided[0]["id"] == event and [one["by"] for one in decided] == ["Ana", "Ana"]
    assert decided[1]["reason"] == "boilerplate"
    matrix = study.matrix()
    assert (matrix.rows[0].kind, matrix.rows[0].name) == ("element", "Reporting")
    assert "present" in set(matrix.to_pandas().iloc[0])
    assert second.id not in [one.id for one in study.proposal().open]
    study.undo(by="Ana")
    assert second.id in [one.id for one in study.proposal().open]
    assert study.index().search("element:Reporting").total == len(first.members) - 1
    assert len(study.clauses.documents) == 18
    assert "Reporting" in study.command("matrix", "--csv")
    with pytest.raises(RuntimeError, match="no agreement|none"):
        study.command("clauses", "--agreement", "none")


def test_what_a_study_refuses(study, tmp_path, sample):
    candidate = study.proposal().open[0]
    with pytest.raises(crosscut.CrosscutError, match="reason is one of"):
        study.reject(candidate, reason="bad", by="Ana")
    with pytest.raises(crosscut.CrosscutError, match="by: "):
        study.confirm(candidate, by=" ")
    with pytest.raises(crosscut.CrosscutError, match="no candidate"):
        study.confirm("c-000000000000", by="Ana")
    with pytest.raises(ValueError, match="a candidate or its id"):
        study.confirm("1", by="Ana")
    with pytest.raises(crosscut.CrosscutError, match="nothing to undo"):
        study.undo(by="Bea")
    with pytest.raises(FileNotFoundError):
        study.run("none.pdf")
    with pytest.raises(ValueError, match="granularity"):
        study.run(granularity=2)
    none = crosscut.Study(tmp_path / "none")
    with pytest.raises(ValueError):
        none.proposal()
    with pytest.raises(ValueError):
        none.run(progress=False)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "crosscut.toml").write_text("version = 999\n")
    with pytest.raises(crosscut.CrosscutError):
        crosscut.Study(tmp_path / "new")


def test_the_review_page(study):
    with study.review(by="Ana", browser=False) as page:
        assert page.running
        with urllib.request.urlopen(page.url) as answer:
            assert answer.status == 200 and b"<html" in answer.read(2000).lower()
        assert page.url in page._repr_html_()
    assert not page.running
    nothing = crosscut.Study(study.path + "/none")
    with pytest.raises(RuntimeError, match="no study|No such|no such"):
        nothing.review(browser=False)


def test_the_command_is_there(tmp_path):
    path = crosscut.program()
    assert os.access(path, os.X_OK)
    version = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    assert version.split()[1] == crosscut.__version__
    line = [sys.executable, "-m", "crosscut", "--version"]
    assert subprocess.run(line, capture_output=True, text=True, check=True).stdout == version
    assert subprocess.run([*line[:3], "run", "none"], capture_output=True, check=False, cwd=tmp_path).returncode == 2
