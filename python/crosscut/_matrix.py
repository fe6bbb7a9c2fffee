"""Elements × agreements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crosscut import _html
from crosscut._frame import pandas, polars

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

SYMBOLS = {
    "present": "■",
    "disputed": "≠",
    "changed": "△",
    "lost": "▽",
    "suggested": "◧",
    "checked_absent": "·",
    "checked_earlier": "○",
    "not_checked": "",
    "unreadable": "?",
}


@dataclass(frozen=True)
class Cell:
    """What is known of an element in an agreement."""

    state: str
    """``present`` (somebody confirmed a clause), ``suggested`` (the program proposes one), ``checked_absent``,
    ``checked_earlier`` (in a text that was changed since), ``not_checked``, ``unreadable`` (no clause, but text was lost), ``disputed``, ``changed`` or ``lost``."""
    clauses: tuple[str, ...]
    """Ids of the clauses that it rests on, those that were confirmed before those that are suggested."""


@dataclass(frozen=True)
class Row:
    """A confirmed element, or a candidate that is still to be decided."""

    kind: str
    """``element`` or ``candidate``."""
    id: str
    """Of the element or candidate."""
    name: str
    """For people."""
    cells: tuple[Cell, ...]
    """One for each column."""


class Matrix:
    """Which agreement has which element: rows are elements and candidates, columns agreements.

    "Absent" is said only where somebody looked (``checked_absent``); where the text was changed since it is
    ``checked_earlier``, where nobody looked ``not_checked``, and where text was lost ``unreadable``.
    """

    def __init__(self, answer: dict[str, Any]) -> None:
        self._answer = answer
        self.agreements: list[str] = [column["agreement"] for column in answer["columns"]]
        """Ids of the agreements, by year; those without a year last, then by id."""
        self.rows: list[Row] = [_row(row) for row in answer["rows"]]
        """Confirmed elements, those in most agreements first; then candidates, best first."""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(self.agreements)

    def columns(self) -> list[dict[str, Any]]:
        """What is known of the agreements: ``agreement``, ``short``, ``year``, ``group``, ``binding``, ``clauses``,
        ``text_lost`` …, a dictionary each."""
        return self._answer["columns"]

    def cell(self, row: int | str, agreement: str) -> Cell:
        """The cell of a row (its place, id or name) and an agreement (its id)."""
        if isinstance(row, str):
            place = next((place for place, one in enumerate(self.rows) if row in (one.id, one.name)), None)
            if place is None:
                raise KeyError(f"no row {row!r}")
            row = place
        if agreement not in self.agreements:
            raise KeyError(f"no agreement {agreement!r}: there are {', '.join(self.agreements)}")
        return self.rows[row].cells[self.agreements.index(agreement)]

    def _table(self) -> dict[str, list[str]]:
        states = {id: [row.cells[at].state for row in self.rows] for at, id in enumerate(self.agreements)}
        names = {"kind": [row.kind for row in self.rows], "id": [row.id for row in self.rows]}
        return {"name": [row.name for row in self.rows], **names, **states}

    def to_pandas(self) -> pd.DataFrame:
        """States as strings: a row for each element or candidate, under the index ``(name, kind, id)``; a column for
        each agreement. Needs pandas."""
        return pandas().DataFrame(self._table()).set_index(["name", "kind", "id"])

    def to_polars(self) -> pl.DataFrame:
        """States as strings: columns ``name``, ``kind``, ``id``, then one for each agreement. Needs polars."""
        pl = polars()
        table = self._table()
        return pl.DataFrame(table, schema=dict.fromkeys(table, pl.String))

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        agreements = _html.counted(len(self.agreements), "agreement")
        return f"Matrix({_html.counted(len(self.rows), 'row')} × {agreements})"

    def _repr_html_(self) -> str:
        return _html.matrix(self)


def _row(row: dict[str, Any]) -> Row:
    cells = tuple(
        Cell(cell["state"], tuple([*cell.get("confirmed", ()), *cell.get("changed", ()), *cell.get("suggested", ())]))
        for cell in row["cells"]
    )
    kind = row["kind"]
    return Row(kind["kind"], kind["id"], row["name"], cells)
