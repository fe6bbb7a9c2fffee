"""Full-text search."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from crosscut import _html, _native
from crosscut._clauses import Clause, Clauses, needs_clauses
from crosscut._frame import pandas

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Hit:
    """A clause that matches."""

    clause: str
    """Its id."""
    agreement: str
    """Id of its agreement."""
    locator: str
    """Address for people."""
    page: int | None
    """Its first page, from 1, where it has pages."""
    kind: str
    """As :attr:`Clause.kind`."""
    strength: str | None
    """As :attr:`Clause.strength`."""
    language: str
    """ISO 639-1."""
    text: str
    """Its words."""
    score: float
    """BM25; not comparable between queries."""
    highlights: tuple[tuple[int, int], ...]
    """What matches: ``hit.text[start:end]`` of each."""


class Hits(Sequence[Hit]):
    """The hits that were asked for, in order; a sequence."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self._hits = [_hit(row) for row in answer["hits"]]
        self.total: int = answer["total"]
        """How many clauses match in all."""
        self.agreements: dict[str, int] = dict(answer["agreements"])
        """How many match in each agreement, most first."""
        self.notes: list[str] = answer["notes"]
        """What a reader should know: words that were added, nearest words where nothing matches."""

    def __len__(self) -> int:
        return len(self._hits)

    @overload
    def __getitem__(self, which: int) -> Hit: ...
    @overload
    def __getitem__(self, which: slice) -> list[Hit]: ...
    def __getitem__(self, which: int | slice) -> Hit | list[Hit]:
        return self._hits[which]

    def to_pandas(self) -> pd.DataFrame:
        """A row for each hit; needs pandas."""
        return pandas().DataFrame([vars(hit) for hit in self._hits], columns=list(Hit.__dataclass_fields__))

    def __repr__(self) -> str:
        return f"Hits({len(self)} of {_html.counted(self.total, 'clause')})"

    def _repr_html_(self) -> str:
        return _html.hits(self)


class Index:
    """An index of clauses, in a temporary folder that goes with it. Stems words of eighteen languages, each its own
    way."""

    def __init__(self, clauses: Clauses) -> None:
        self._native = _native.Index(needs_clauses(clauses)._native)

    @classmethod
    def _of(cls, native: _native.Index) -> Index:
        index = cls.__new__(cls)
        index._native = native
        return index

    def search(
        self,
        query: str,
        limit: int = 10,
        *,
        offset: int = 0,
        agreements: Iterable[str] = (),
        kinds: Iterable[str] = (),
        any: bool = False,
        sort: str = "score",
    ) -> Hits:
        """The clauses for a query of words, ``"phrases"``, ``AND``, ``OR``, ``NOT``, ``NEAR/5``, ``wild*`` cards and
        fields (``agreement:paris-call``, ``strength:shall`` …): ``docs/search.md`` lists them.

        ``limit`` hits are given from the ``offset``-th on, of these ``agreements`` (ids) and ``kinds`` only, where
        some are named. ``any`` takes clauses with some of the words, even where others have them all. ``sort`` is
        ``"score"``, ``"agreement"``, ``"year"`` or ``"position"``.

        Raises :class:`CrosscutError` for a query that cannot be read.
        """
        if not isinstance(query, str):
            raise TypeError(f"a query is a string, not {type(query).__name__}")
        parts = (_whole(limit, "limit"), _whole(offset, "offset"), _listed(agreements), _listed(kinds), bool(any), sort)
        return Hits(json.loads(self._native.search(query, *parts)))

    def similar(self, clause: str | Clause, limit: int = 10, *, elsewhere: bool = False) -> Hits:
        """The clauses whose words are most like those of one (itself or its id), best first; ``elsewhere`` only those
        of other agreements."""
        id = clause.id if isinstance(clause, Clause) else clause
        return Hits(json.loads(self._native.similar(id, _whole(limit, "limit"), bool(elsewhere))))

    def __len__(self) -> int:
        return len(self._native)

    def __repr__(self) -> str:
        return f"Index({_html.counted(len(self), 'clause')})"


def _hit(row: dict[str, Any]) -> Hit:
    return Hit(**{**row, "highlights": tuple(map(tuple, row["highlights"]))})


def _listed(values: Iterable[str]) -> list[str]:
    return [values] if isinstance(values, str) else list(values)


def _whole(number: int, name: str) -> int:
    if not isinstance(number, int) or not 0 <= number < 2**31:
        raise ValueError(f"{name} is a whole number from 0 to 2147483647, not {number!r}")
    return number
