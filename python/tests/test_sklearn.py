"""The clusterer."""

import numpy as np
import pytest
from sklearn.base import clone

from crosscut import Candidates, Clauses


def test_it_clusters_texts_by_group(clauses, proposal):
    columns = clauses.columns()
    fitted = Candidates().fit(columns["text"], groups=columns["agreement"])
    assert fitted.labels_.shape == (len(clauses),) and fitted.labels_.dtype == np.int64
    assert fitted.memberships_.shape == (len(clauses), len(fitted.candidates_))
    assert set(fitted.labels_) - {-1} <= set(range(len(fitted.candidates_)))
    dense = fitted.memberships_.toarray()
    assert ((dense >= 0) & (dense <= 1)).all()
    for place, label in enumerate(fitted.labels_):
        assert label == -1 and not dense[place].any() or dense[place, label] > 0
    ids = [f"{columns['agreement'][place]}#{place}" for place in fitted.outliers_]
    assert ids == [one.clause for one in fitted.proposal_.outliers]
    for at in range(len(fitted.candidates_)):
        members = np.flatnonzero(dense[:, at])
        assert len({columns["agreement"][place] for place in members}) >= 2
    known = Candidates().fit(clauses)
    assert known.proposal_.candidates == proposal.candidates
    assert [clauses.ids[place] for place in known.outliers_] == [one.clause for one in proposal.outliers]
    sure = Candidates(keep_form=True).fit(columns["text"], groups=columns["agreement"])
    assert len(sure.candidates_) >= len(fitted.candidates_)


def test_it_is_a_scikit_learn_estimator(two):
    model = Candidates(granularity=0.3, embedder=lambda texts: np.eye(len(texts)))
    assert clone(model).get_params()["granularity"] == 0.3
    labels = model.fit_predict(two["text"], groups=two["agreement"])
    assert labels[0] == labels[6] >= 0
    given = Candidates().set_params(granularity=0.3).fit(two["text"], groups=two["agreement"], embeddings=np.eye(12))
    assert (given.labels_ == labels).all()


def test_what_it_refuses(two):
    with pytest.raises(ValueError, match="groups is needed"):
        Candidates().fit(two["text"])
    with pytest.raises(ValueError, match="clauses know their groups"):
        Candidates().fit(Clauses.from_frame(two), groups=["a"] * 12)
    with pytest.raises(ValueError, match="as many groups"):
        Candidates().fit(two["text"], groups=["a"])
    with pytest.raises(ValueError, match="lists"):
        Candidates().fit("text", groups=["a"])
    with pytest.raises(ValueError, match="texts are strings"):
        Candidates().fit([1, 2], groups=["a", "b"])
    with pytest.raises(ValueError, match="shape"):
        Candidates().fit(two["text"], groups=two["agreement"], embeddings=np.eye(3))
