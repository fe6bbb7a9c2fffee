"""Documents to clauses."""

import pickle

import pytest

import crosscut

ACCORD = """Article 1

Each Party shall report incidents — 🔒 ones too — without delay.

Article 2

No Party shall delay.
"""


def test_bytes_become_a_document_with_clauses_at_their_place():
    document = crosscut.extract(ACCORD.encode(), name="Lamp Accord 2019.txt")
    assert document.text.startswith("Article 1")
    assert [clause.agreement for clause in document.clauses] == ["lamp-accord-2019"] * len(document.clauses)
    assert "Article 2" in [clause.locator for clause in document.clauses]
    assert len(document.spans) == len(document.clauses)
    for clause, (start, end) in zip(document.clauses, document.spans):
        assert document.text[start:end] == clause.text
    assert document.losses == []
    assert document.report["source"]["media_type"] == "text/plain"


@pytest.mark.parametrize("kind", [str, lambda path: path, lambda path: path.read_bytes()])
def test_a_path_and_its_bytes_give_the_same(sample, kind):
    path = sample / "manrs.pdf"
    document = crosscut.extract(kind(path), name="manrs.pdf")
    assert document.clauses == crosscut.extract(path).clauses
    assert document.clauses[0].pages == (1,)
    assert {"page", "x", "y", "w", "h"} <= set(document.clauses[0].boxes[0])


def test_many_documents_give_what_the_command_gives(sample, clauses, tmp_path):
    study = crosscut.Study(tmp_path / "study")
    study.run(sample, progress=False)
    assert clauses.ids == study.clauses.ids
    assert clauses.texts == study.clauses.texts
    assert clauses.agreements == study.clauses.agreements
    assert len(clauses.documents) == 18
    assert clauses.failures == []


def test_order_of_paths_and_threads_do_not_matter(sample, clauses):
    paths = sorted(sample.glob("*.pdf"))
    one = crosscut.extract_many(paths, progress=False, threads=1)
    other = crosscut.extract_many(paths[::-1], progress=False)
    assert one == other


def test_progress_is_told_and_may_stop(sample):
    told = []
    crosscut.extract_many(sample, progress=lambda *step: told.append(step))
    assert max(done for _, done, _ in told) == told[-1][2] == 18

    def stop(what, done, of):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        crosscut.extract_many(sample, progress=stop)


def test_losses_and_bad_documents_are_warnings(tmp_path):
    (tmp_path / "accord.txt").write_text(ACCORD)
    (tmp_path / "broken.pdf").write_bytes(b"")
    (tmp_path / "notes.xyz").write_text("no document")
    with pytest.warns(crosscut.CrosscutWarning) as warned:
        clauses = crosscut.extract_many(tmp_path, progress=False)
    told = "\n".join(str(one.message) for one in warned)
    assert "broken.pdf: cannot be read" in told
    assert "notes.xyz: no document, left out" in told
    assert clauses.failures[0][0] == "broken.pdf"
    assert all(one.filename == __file__ for one in warned), "a warning names the caller's line"
    with pytest.raises(crosscut.CrosscutError, match="none of the documents"):
        crosscut.extract_many(tmp_path / "broken.pdf", progress=False)


def test_a_document_without_clauses_is_a_loss():
    with pytest.warns(crosscut.CrosscutWarning, match="no clauses"):
        document = crosscut.extract(b"<html><body></body></html>", name="empty.html")
    assert "no clauses" in document.losses[0]


@pytest.mark.parametrize(
    ("given", "error", "told"),
    [
        ("no/such/file.pdf", FileNotFoundError, "no such file"),
        ("Article 1\n\nEach Party shall report.", FileNotFoundError, r"given as bytes, text.encode\(\)"),
        (17, TypeError, "a path or bytes are wanted, not int"),
        (None, TypeError, "not NoneType"),
        (b"", crosscut.CrosscutError, "document: "),
    ],
)
def test_what_is_no_document_is_told(given, error, told):
    with pytest.raises(error, match=told):
        crosscut.extract(given)


@pytest.mark.parametrize(
    ("given", "error", "told"),
    [
        ([], ValueError, "no paths"),
        (["no/such/file.pdf"], FileNotFoundError, "no such file"),
        (b"Article 1", TypeError, "paths are wanted, not bytes"),
        ([b"Article 1"], TypeError, "paths are wanted, not bytes"),
        ([3], TypeError, "not int"),
        (None, TypeError, "not NoneType"),
    ],
)
def test_what_are_no_paths_is_told(given, error, told):
    with pytest.raises(error, match=told):
        crosscut.extract_many(given)


def test_an_empty_folder_a_bad_id_and_bad_threads(tmp_path):
    with pytest.raises(crosscut.CrosscutError, match="no documents in this folder"):
        crosscut.extract_many(tmp_path)
    with pytest.raises(crosscut.CrosscutError, match="agreement: empty id"):
        crosscut.extract(ACCORD.encode(), agreement=" ")
    for threads in (0, 10**6, 1.5):
        with pytest.raises(ValueError, match="threads"):
            crosscut.extract_many(tmp_path, threads=threads)


def test_names_in_any_script(tmp_path):
    path = tmp_path / "Déclaration 宣言.txt"
    path.write_text(ACCORD, encoding="utf-8")
    clauses = crosscut.extract_many([path], progress=False)
    assert clauses[0].agreement == "déclaration-宣言"
    assert clauses[clauses[0].id] == clauses[0]
    assert pickle.loads(pickle.dumps(clauses)) == clauses
