"""Candidates: sets of clauses of several agreements that may be one commitment."""

from __future__ import annotations

import functools
import json
import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crosscut import _html, _native
from crosscut._clauses import Clause, Clauses, needs_clauses
from crosscut._document import thread_count
from crosscut._frame import numpy, pandas, polars
from crosscut._matrix import Matrix
from crosscut._warn import warn

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd
    import polars as pl

    Embeddings = npt.ArrayLike | Callable[[list[str]], npt.ArrayLike]


@dataclass(frozen=True)
class Member:
    """A clause of a candidate."""

    clause: str
    """Its id."""
    agreement: str
    """Id of its agreement."""
    similarity: float
    """Likeness to the rest of the candidate, 0 to 1."""
    same_as: str | None = None
    """Id of the member before it that says the same, word for word."""


@dataclass(frozen=True)
class Candidate:
    """A set of clauses that is proposed as one element."""

    id: str
    """Made of its clauses: the same set has the same id on every run."""
    label: str
    """Reads like a name."""
    terms: tuple[str, ...]
    """Words that its clauses share, strongest first."""
    score: float
    """Worth of a decision on it, 0 to 1."""
    why: str
    """Why it was proposed, in one sentence."""
    agreements: tuple[str, ...]
    """Ids of the agreements of its clauses, sorted."""
    members: tuple[Member, ...]
    """Its clauses, most central first."""
    asks: str
    """What it asks, in the words of a clause at its centre."""
    tier: str
    """``listed``; ``further`` for less sure ones, or another view of what is listed; ``formal`` for what asks nothing
    of anyone."""

    @classmethod
    def _of(cls, row: dict[str, Any]) -> Candidate:
        return cls(
            id=row["id"],
            label=row["label"],
            terms=tuple(row["terms"]),
            score=row["score"],
            why=row["why"],
            agreements=tuple(row["agreements"]),
            members=tuple(Member(**member) for member in row["members"]),
            asks=row.get("asks", ""),
            tier=row["tier"],
        )


@dataclass(frozen=True)
class Outlier:
    """A commitment that was found in one agreement only."""

    clause: str
    """Id of the clause."""
    agreement: str
    """Id of its agreement."""
    distinctness: float
    """Distance from everything in other agreements, 0 to 1."""
    nearest: str | None = None
    """Id of the nearest clause of another agreement."""


class Proposal:
    """What several agreements may have in common, and what one alone says. In a notebook it shows itself."""

    def __init__(self, native: _native.Proposal) -> None:
        self._native = native

    @functools.cached_property
    def candidates(self) -> list[Candidate]:
        """Best first: those that are worth a look (``tier`` is ``listed``), then less sure ones (``further``), then
        what asks nothing of anyone (``formal``)."""
        return [Candidate._of(row) for row in json.loads(self._native.candidates())]

    @functools.cached_property
    def outliers(self) -> list[Outlier]:
        """Most distinct first. A clause that is in a less sure candidate may be an outlier too."""
        return [Outlier(**row) for row in json.loads(self._native.outliers())]

    @functools.cached_property
    def _clauses_by_id(self) -> dict[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    @functools.cached_property
    def clauses(self) -> Clauses:
        """The clauses that candidates and outliers name, by agreement."""
        return Clauses(self._native.clauses())

    @property
    def open(self) -> list[Candidate]:
        """The candidates that are still to be decided, best first, form left out: what ``crosscut candidates``
        lists."""
        known = {candidate.id: candidate for candidate in self.candidates}
        return [known[id] for id in self._native.offered() if id in known]

    def candidate(self, which: int | str) -> Candidate:
        """The candidate at a place (from 0), or of an id."""
        if isinstance(which, int):
            return self.candidates[which]
        for candidate in self.candidates:
            if candidate.id == which:
                return candidate
        raise KeyError(f"no candidate {which!r}")

    def members(self, which: int | str | Candidate) -> list[Clause]:
        """The clauses of a candidate (its place from 0, its id, or itself), most central first."""
        candidate = which if isinstance(which, Candidate) else self.candidate(which)
        return [self._clauses_by_id[member.clause] for member in candidate.members]

    @functools.cached_property
    def matrix(self) -> Matrix:
        """Which agreement has what."""
        return Matrix(json.loads(self._native.matrix()))

    def regroup(self, granularity: float) -> Proposal:
        """The same look, cut at another granularity, from 0 (few, broad candidates) to 1 (many, narrow ones), in a
        moment: nothing is compared again. Each clause is then in one candidate at most; outliers stay as they are."""
        return Proposal(self._native.regroup(checked_granularity(granularity)))

    def rows(self) -> dict[str, list[Any]]:
        """A row for each clause of each candidate, as lists by column: ``candidate`` (id), ``label``, ``tier``,
        ``score``, ``clause``, ``agreement``, ``locator``, ``similarity``, ``text``."""
        names = ("candidate", "label", "tier", "score", "clause", "agreement", "locator", "similarity", "text")
        table: dict[str, list[Any]] = {name: [] for name in names}
        for candidate in self.candidates:
            for member, clause in zip(candidate.members, self.members(candidate)):
                row = (candidate.id, candidate.label, candidate.tier, candidate.score, member.clause, member.agreement)
                for name, value in zip(names, (*row, clause.locator, member.similarity, clause.text)):
                    table[name].append(value)
        return table

    def to_pandas(self) -> pd.DataFrame:
        """A row for each clause of each candidate, as :meth:`rows`; needs pandas."""
        return pandas().DataFrame(self.rows())

    def to_polars(self) -> pl.DataFrame:
        """A row for each clause of each candidate, as :meth:`rows`; needs polars."""
        pl, rows = polars(), self.rows()
        schema = {name: pl.Float64 if name in ("score", "similarity") else pl.String for name in rows}
        return pl.DataFrame(rows, schema=schema)

    def write_report(self, path: str | os.PathLike[str], title: str = "Agreements") -> None:
        """Writes the report as one HTML file, which needs no network."""
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(self._native.report(title))

    def __repr__(self) -> str:
        candidates = _html.counted(len(self.candidates), "candidate")
        return f"Proposal({candidates}, {_html.counted(len(self.outliers), 'outlier')})"

    def _repr_html_(self) -> str:
        return _html.proposal(self)


def propose(
    clauses: Clauses,
    *,
    embeddings: Embeddings | None = None,
    language: str | None = None,
    granularity: float | None = None,
    keep_form: bool = False,
    sure_first: bool = False,
    threads: int | None = None,
) -> Proposal:
    """Proposes which commitments several agreements share.

    Clauses are compared by their words, which needs no model. ``embeddings`` adds likeness of meaning: an array of
    shape ``(len(clauses), width)`` with a row for each clause, in order, of any length (their direction counts); or a
    function from the list of texts to such an array, as ``SentenceTransformer(…).encode`` is. ``language`` (ISO
    639-1) is the only one that the model knows; without it, it is taken to know several.

    ``granularity`` goes from 0 (few, broad candidates) to 1 (many, narrow ones); 0.5 without it. ``keep_form`` leaves
    candidates that ask nothing of anyone among the others. ``sure_first`` lists the surest first, at the price of
    breadth, for up to about eight agreements. ``threads`` is one for each core where it is not given; the answer is
    the same for any number.

    What stands in the way of good candidates (a single agreement, few clauses) is a :class:`CrosscutWarning`.

    Raises ``ValueError`` for embeddings with NaN or infinite numbers, or not one row for each clause.
    """
    native = needs_clauses(clauses)._native
    data, width = _vectors(embeddings, clauses)
    numbers = (None if granularity is None else checked_granularity(granularity), bool(keep_form), bool(sure_first))
    warn(native.cautions())
    return Proposal(_native.propose(native, data, width, language, *numbers, thread_count(threads)))


def checked_granularity(granularity: float) -> float:
    """A number from 0 to 1, or a ``ValueError``."""
    try:
        number = float(granularity)
    except (TypeError, ValueError) as error:
        raise ValueError(f"granularity is a number from 0 to 1, not {granularity!r}") from error
    if math.isnan(number) or not 0 <= number <= 1:
        raise ValueError(f"granularity is a number from 0 to 1, not {granularity!r}")
    return number


def _vectors(embeddings: Embeddings | None, clauses: Clauses) -> tuple[bytes | None, int]:
    """Embeddings as bytes of four-byte numbers, and the numbers in a row."""
    if embeddings is None:
        return None, 0
    np = numpy()
    given = embeddings(clauses.texts) if callable(embeddings) else embeddings
    try:
        # What does not fit into four bytes becomes infinite, and is refused below.
        with np.errstate(over="ignore"):
            array = np.asarray(given, dtype="<f4")
    except (TypeError, ValueError) as error:
        raise ValueError(f"embeddings are rows of numbers, all of one length: {error}") from error
    if array.ndim != 2 or array.shape[0] != len(clauses) or array.shape[1] == 0:
        wanted = f"({len(clauses)}, width)"
        raise ValueError(f"embeddings are of shape {wanted}, a row for each clause, not {tuple(array.shape)}")
    finite = np.isfinite(array).all(axis=1)
    if not finite.all():
        row = int(np.flatnonzero(~finite)[0])
        raise ValueError(f"embeddings: row {row} ({clauses.ids[row]!r}) holds NaN or infinite numbers")
    return array.tobytes(), array.shape[1]
