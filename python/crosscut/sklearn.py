"""Candidates as a scikit-learn clusterer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

try:
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.base import BaseEstimator, ClusterMixin
except ImportError as error:
    raise ImportError("crosscut.Candidates needs scikit-learn: pip install 'crosscut[sklearn]'") from error

from crosscut._clauses import Clauses
from crosscut._proposal import Candidate, Proposal, propose

if TYPE_CHECKING:
    import numpy.typing as npt


class Candidates(ClusterMixin, BaseEstimator):
    """Clusters texts that recur across groups: what several agreements share, and not what one of them repeats.

    Parameters
    ----------
    granularity : float, default=0.5
        From 0 (few, broad candidates) to 1 (many, narrow ones).
    embedder : callable, default=None
        A function from a list of texts to an array of shape ``(n_texts, width)``; words alone are compared without it.
    keep_form : bool, default=False
        Whether clusters that ask nothing of anyone get labels too.
    threads : int, default=None
        One for each core where it is not given.

    Attributes
    ----------
    labels_ : ndarray of shape (n_texts,), dtype int64
        The place in ``candidates_`` of the best candidate that has the text; -1 for none.
    memberships_ : csr_matrix of shape (n_texts, n_candidates), dtype float64
        Likeness of each text to the rest of each candidate that has it, 0 to 1; a text may be in several.
    candidates_ : list of Candidate
        Best first.
    outliers_ : ndarray of shape (n_outliers,), dtype int64
        Places of the texts that one group alone has, most distinct first.
    proposal_ : Proposal
        All that was found.

    >>> texts = ["Each Party shall report incidents.", "Operators report incidents to the authority."] * 6
    >>> Candidates().fit(texts, groups=["pact", "charter"] * 6).labels_.shape
    (12,)
    """

    def __init__(
        self,
        granularity: float = 0.5,
        embedder: Callable[[list[str]], npt.ArrayLike] | None = None,
        keep_form: bool = False,
        threads: int | None = None,
    ) -> None:
        self.granularity = granularity
        self.embedder = embedder
        self.keep_form = keep_form
        self.threads = threads

    def fit(
        self,
        X: Sequence[str] | Clauses,
        y: Any = None,
        *,
        groups: Sequence[str] | None = None,
        embeddings: npt.ArrayLike | None = None,
    ) -> Candidates:
        """Clusters texts.

        ``X`` are the texts, those of one group in their order; ``groups`` names the agreement of each, and is needed:
        what only one group says is no cluster. ``Clauses`` know their groups, and what is a heading. ``embeddings``
        of shape ``(n_texts, width)`` stand in for ``embedder``.
        """
        clauses = _clauses(X, groups)
        vectors = self.embedder if embeddings is None else embeddings
        self.proposal_: Proposal = propose(
            clauses,
            embeddings=vectors,
            granularity=self.granularity,
            keep_form=self.keep_form,
            threads=self.threads,
        )
        listed = [one for one in self.proposal_.candidates if self.keep_form or one.tier != "formal"]
        self.candidates_: list[Candidate] = listed
        places = {id: place for place, id in enumerate(clauses.ids)}
        rows, columns, values = [], [], []
        self.labels_ = np.full(len(clauses), -1, dtype=np.int64)
        for at, candidate in enumerate(listed):
            for member in candidate.members:
                place = places[member.clause]
                rows.append(place)
                columns.append(at)
                values.append(member.similarity)
                if self.labels_[place] < 0:
                    self.labels_[place] = at
        shape = (len(clauses), len(listed))
        self.memberships_ = csr_matrix((values, (rows, columns)), shape=shape, dtype=np.float64)
        self.outliers_ = np.array([places[one.clause] for one in self.proposal_.outliers], dtype=np.int64)
        return self


def _clauses(texts: Sequence[str] | Clauses, groups: Sequence[str] | None) -> Clauses:
    if isinstance(texts, Clauses):
        if groups is not None and list(groups) != texts.groups:
            raise ValueError("clauses know their groups: groups go with texts alone")
        return texts
    if groups is None:
        raise ValueError("groups is needed: the agreement of each text, as in fit(texts, groups=agreements)")
    if isinstance(texts, str) or isinstance(groups, str):
        raise ValueError("texts and groups are lists, one entry for each text")
    texts, groups = list(texts), [str(group) for group in groups]
    if len(texts) != len(groups):
        raise ValueError(f"{len(texts)} texts need as many groups, not {len(groups)}")
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("texts are strings")
    ids = [f"{group}#{place}" for place, group in enumerate(groups)]
    return Clauses.from_frame({"id": ids, "agreement": groups, "text": texts})
