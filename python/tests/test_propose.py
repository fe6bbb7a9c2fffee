"""Candidates, outliers, matrix; search; codebooks."""

import numpy as np
import pandas as pd
import pytest

import crosscut
from crosscut import Clauses


def test_the_proposal_is_that_of_the_command(sample, proposal, tmp_path):
    study = crosscut.Study(tmp_path / "study")
    study.run(sample, progress=False)
    kept = study.proposal()
    assert [one.id for one in proposal.candidates] == [one.id for one in kept.candidates]
    assert proposal.outliers == kept.outliers
    assert proposal.open == kept.open
    pd.testing.assert_frame_equal(proposal.matrix.to_pandas(), kept.matrix.to_pandas())


def test_candidates_have_members_of_several_agreements(proposal):
    first = proposal.candidates[0]
    members = proposal.members(first)
    assert members == proposal.members(0) == proposal.members(first.id)
    assert {clause.agreement for clause in members} == set(first.agreements)
    assert len(first.agreements) >= 2 and 0 < first.score <= 1 and first.why and first.terms
    assert proposal.open == proposal.candidates, "nothing is decided"
    tiers = [one.tier for one in proposal.candidates]
    assert tiers == sorted(tiers, key=["listed", "further", "formal"].index)
    assert len(proposal.to_pandas()) == sum(len(one.members) for one in proposal.candidates)
    assert proposal.to_polars().height == len(proposal.to_pandas())
    with pytest.raises(KeyError):
        proposal.candidate("c-none")


def test_outliers_are_nearest_to_another_agreement(proposal):
    assert proposal.outliers
    for one in proposal.outliers:
        assert proposal.clauses[one.clause].agreement == one.agreement and 0 <= one.distinctness <= 1
        assert one.nearest is None or proposal.clauses[one.nearest].agreement != one.agreement


def test_the_order_of_agreements_does_not_matter(two):
    frame = pd.DataFrame(two)
    vectors = np.random.default_rng(1).normal(size=(12, 8))
    one = crosscut.propose(Clauses.from_frame(frame), embeddings=vectors)
    turned = np.r_[6:12, 0:6]
    moved = crosscut.propose(Clauses.from_frame(frame.iloc[turned]), embeddings=vectors[turned])
    assert one.candidates == moved.candidates and one.outliers == moved.outliers


def test_threads_do_not_matter(clauses, proposal):
    assert crosscut.propose(clauses, threads=1).candidates == proposal.candidates


def test_granularity_and_regrouping(clauses, proposal):
    broad, narrow = crosscut.propose(clauses, granularity=0), crosscut.propose(clauses, granularity=1)
    assert [c.id for c in broad.candidates] != [c.id for c in narrow.candidates]
    sizes = [max(len(one.members) for one in proposal.regroup(cut).candidates) for cut in (0, 0.5, 1)]
    assert sizes == sorted(sizes, reverse=True)
    assert proposal.regroup(0.9).outliers == proposal.outliers
    for bad in (-0.1, 1.1, float("nan"), "fine"):
        with pytest.raises(ValueError, match="granularity"):
            crosscut.propose(clauses, granularity=bad)
        with pytest.raises(ValueError, match="granularity"):
            proposal.regroup(bad)


def test_embeddings_bring_together_what_shares_no_word(two):
    two["text"][0] = "Each Party shall report serious incidents."
    two["text"][6] = "Operators tell authorities of breaches."
    clauses = Clauses.from_frame(two)
    vectors = np.eye(12, 16) + 0.0
    vectors[6] = vectors[0] * 7  # of any length

    def together(proposal):
        return any({"pact#0", "charter#6"} <= {m.clause for m in one.members} for one in proposal.candidates)

    assert not together(crosscut.propose(clauses))
    assert together(crosscut.propose(clauses, embeddings=vectors))
    assert together(crosscut.propose(clauses, embeddings=vectors.tolist()))
    assert together(crosscut.propose(clauses, embeddings=vectors.astype(np.float16).T.copy().T))

    def encode(texts):
        assert texts == clauses.texts
        return vectors

    assert together(crosscut.propose(clauses, embeddings=encode))
    assert not together(crosscut.propose(clauses, embeddings=encode, language="fr"))
    with pytest.raises(crosscut.CrosscutError, match="language is an ISO 639-1 code"):
        crosscut.propose(clauses, embeddings=encode, language="french")


def test_embeddings_that_do_not_fit(two):
    clauses = Clauses.from_frame(two)
    good = np.ones((12, 4))
    for value in (np.nan, np.inf, -np.inf):
        bad = good.copy()
        bad[5, 2] = value
        with pytest.raises(ValueError, match=r"row 5 \('pact#5'\) holds NaN or infinite"):
            crosscut.propose(clauses, embeddings=bad)
    for bad in (good[:-1], np.ones((13, 4)), good[:, :0], np.ones(12), np.ones((12, 4, 1))):
        with pytest.raises(ValueError, match=r"shape \(12, width\)"):
            crosscut.propose(clauses, embeddings=bad)
    for bad in ([[1, 2], [3]], "vectors", [["a"] * 4] * 12, good * 1e300):
        with pytest.raises(ValueError):
            crosscut.propose(clauses, embeddings=bad)


def test_too_little_is_a_warning():
    one = Clauses.from_frame({"id": ["a#1"], "agreement": ["a"], "text": ["Parties shall report incidents."]})
    with pytest.warns(crosscut.CrosscutWarning, match="only one agreement"):
        assert crosscut.propose(one).candidates == []
    none = one[:0]
    with pytest.warns(crosscut.CrosscutWarning, match="no clauses"):
        nothing = crosscut.propose(none)
    assert nothing.matrix.shape == (0, 0) and "0 candidates" in nothing._repr_html_()
    with pytest.raises(TypeError, match="extract_many"):
        crosscut.propose("data/sample")
    with pytest.raises(TypeError, match="from_frame"):
        crosscut.propose(pd.DataFrame())


def test_the_matrix(proposal, clauses):
    matrix = proposal.matrix
    assert matrix.shape == (len(matrix.rows), 18) == matrix.to_pandas().shape
    assert matrix.to_polars().shape == (matrix.shape[0], 21)
    row = matrix.rows[0]
    assert row.kind == "candidate"
    for agreement in proposal.candidate(row.id).agreements:
        cell = matrix.cell(row.id, agreement)
        assert cell.state == "suggested" and all(clauses[id].agreement == agreement for id in cell.clauses)
    assert {cell.state for row in matrix for cell in row.cells} == {"suggested", "not_checked"}
    assert matrix.columns()[0]["short"] in matrix._repr_html_()
    with pytest.raises(KeyError):
        matrix.cell(0, "none")
    with pytest.raises(KeyError):
        matrix.cell("none", matrix.agreements[0])


def test_lost_text_is_never_absent(tmp_path):
    text = "Article 1\n\nEach Party shall report serious incidents to the team without delay.\n\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (tmp_path / "b.txt").write_bytes(text.encode().replace(b"Each Party", b"All States"))
    (tmp_path / "c.txt").write_bytes(b"Article 1\n\nBoats shall carry lamps \xff\xfe\x80\x81 at night.\n\n" * 3)
    with pytest.warns(crosscut.CrosscutWarning, match="c.txt"):
        clauses = crosscut.extract_many(tmp_path, progress=False)
    with pytest.warns(crosscut.CrosscutWarning):
        matrix = crosscut.propose(clauses).matrix
    assert matrix.cell(0, "c").state == "unreadable"


@pytest.mark.filterwarnings("ignore::crosscut.CrosscutWarning")
def test_a_translation_counts_once(tmp_path):
    text = "Article 1\n\nEach Party shall report significant incidents to the authority without delay.\n"
    (tmp_path / "a.txt").write_text(text)
    (tmp_path / "b.txt").write_text(text.replace("Each Party", "Operators"))
    registry = '[[agreement]]\nid = "a"\ntitle = "A"\n\n[[agreement]]\nid = "b"\ntitle = "B"\n'
    for more, columns in (("", ["a", "b"]), ('translation_of = "a"\n', ["a"])):
        (tmp_path / "agreements.toml").write_text(registry + more)
        found = crosscut.propose(crosscut.extract_many(tmp_path, progress=False))
        assert found.matrix.agreements == columns and len(found.candidates) == len(columns) - 1


def test_it_shows_itself(proposal, tmp_path):
    shown = proposal._repr_html_()
    assert proposal.candidates[0].label in shown and "<details>" in shown
    proposal.write_report(tmp_path / "report.html", title="My & yours")
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "My &" in report and "<script" not in report


def test_search(clauses):
    index = crosscut.Index(clauses)
    hits = index.search("incident OR report", limit=5)
    assert 0 < len(hits) <= 5 <= hits.total and sum(hits.agreements.values()) == hits.total
    for start, end in hits[0].highlights:
        assert hits[0].text[start:end].lower().startswith(("incident", "report"))
    assert hits[0].clause in clauses and "<mark>" in hits._repr_html_()
    agreement = hits[0].agreement
    own = index.search("incident", agreements=agreement, kinds=["provision"], sort="position")
    assert {hit.agreement for hit in own} == {agreement} and list(own.to_pandas().clause) == [h.clause for h in own]
    assert index.search("incident", limit=1, offset=1)[0] == index.search("incident", limit=2)[1]
    similar = index.similar(hits[0].clause, elsewhere=True)
    assert agreement not in {hit.agreement for hit in similar} and similar[0].score > 0
    assert len(index) == len(clauses) and len(index.search("zzzzqq")) == 0
    for bad in ('"open', "(a OR", "nofield:x", ""):
        with pytest.raises(crosscut.CrosscutError):
            index.search(bad)
    with pytest.raises(crosscut.CrosscutError, match="sort is"):
        index.search("incident", sort="size")
    with pytest.raises(crosscut.CrosscutError, match="kinds are"):
        index.search("incident", kinds=["law"])
    with pytest.raises(crosscut.CrosscutError, match="no clause"):
        index.similar("none")
    for limit in (-1, 2**70, 1.5):
        with pytest.raises(ValueError, match="limit"):
            index.search("incident", limit=limit)
    with pytest.raises(TypeError):
        index.search(None)
    with pytest.raises(TypeError):
        crosscut.Index(["text"])


def test_highlights_count_characters():
    clauses = Clauses.from_frame({"id": ["a#1"], "agreement": ["a"], "text": ["🔒 Ünsichere reports of incidents."]})
    hit = crosscut.Index(clauses).search("incident")[0]
    assert [hit.text[start:end] for start, end in hit.highlights] == ["incidents"]


def test_codebooks(clauses, tmp_path):
    found = crosscut.codebook_match(clauses, "gge-2015-norms")
    assert len(found) == 11 and found[0].proposed
    scores = [match.score for match in found[0].proposed]
    assert scores == sorted(scores, reverse=True)
    assert set(found[0].agreements) <= set(clauses.groups)
    assert all(0 <= chance <= 1 for chance in found[0].chances.values())
    own = crosscut.codebook_match(clauses, ["Incident reporting: incidents are reported to an authority", "Lamps"])
    assert [one.name for one in own] == ["Incident reporting", "Lamps"]
    assert "incident" in clauses[own[0].proposed[0].clause].text.lower()
    book = tmp_path / "book.toml"
    element = '[[element]]\nid = "r"\nname = "Reports"\ndefinition = "Incidents are reported."\n'
    book.write_text(f'schema = "crosscut/codebook/1"\ntitle = "T"\nversion = "1"\n{element}')
    assert crosscut.codebook_match(clauses, book)[0].element == "r"
    book.write_text("schema = 3")
    with pytest.raises(crosscut.CrosscutError, match="book.toml"):
        crosscut.codebook_match(clauses, book)
    with pytest.raises(FileNotFoundError, match="nor one of"):
        crosscut.codebook_match(clauses, "cybr")
    with pytest.raises(crosscut.CrosscutError, match="no names"):
        crosscut.codebook_match(clauses, [])
