"""Clauses: what agreements are made of, and what everything else is given."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

from crosscut import _html, _native
from crosscut._frame import columns_of, pandas, polars, pyarrow
from crosscut._native import CrosscutError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


@dataclass(frozen=True)
class Clause:
    """The smallest unit that can be cited."""

    id: str
    """``"paris-call#para_3"``: agreement and address, unique."""
    agreement: str
    """Id of its agreement."""
    locator: str
    """Address for people: ``"Article 9(2)(a)"``."""
    kind: str
    """``recital``, ``provision``, ``definition``, ``heading``, ``final``, ``signature``, ``annex`` or ``note``."""
    text: str
    """Its words, as they are in the document."""
    heading: str | None = None
    """Title of the article or section that it belongs to."""
    lead_in: str | None = None
    """Opening words of the paragraph that it completes: ``"Each Party shall:"``."""
    defines: str | None = None
    """The term that it defines."""
    parent: str | None = None
    """Address of the clause that it hangs from."""
    strength: str | None = None
    """How it binds: ``prohibition``, ``shall``, ``should``, ``encourage``, ``refrain``, ``may``, ``statement``;
    ``None`` for what commits nobody."""
    actor: str | None = None
    """Whom its demand addresses, in its own words."""
    act: str | None = None
    """The verb of its demand, as it is written."""
    language: str = "und"
    """ISO 639-1; ``und`` where it could not be told."""
    pages: tuple[int, ...] = ()
    """Page numbers from 1; empty for a source without pages."""
    boxes: tuple[dict[str, float], ...] = field(default=(), repr=False)
    """Places on the pages: ``{"page", "x", "y", "w", "h"}`` in points (1/72 inch) from the top left corner."""
    recognised: float | None = None
    """How sure the recognition (OCR) of its text was, 0 to 1; ``None`` for text that was in the file."""

    @classmethod
    def _of(cls, row: dict[str, Any]) -> Clause:
        own = {name: row[name] for name in cls.__dataclass_fields__ if row.get(name) is not None}
        for name in ("pages", "boxes"):
            own[name] = tuple(row.get(name) or ())
        return cls(**own)


class Clauses(Sequence[Clause]):
    """Clauses, with what is known of their agreements and documents. They never change.

    A sequence: ``len(clauses)``, ``clauses[3]``, ``clauses["paris-call#para_3"]``, ``clauses[10:20]``, and iteration.
    Any array of embeddings has one row for each clause, in this order.
    """

    def __init__(self, native: _native.Clauses) -> None:
        if not isinstance(native, _native.Clauses):
            raise TypeError(
                "clauses come from crosscut.extract_many(paths), Clauses.from_frame(frame) or "
                f"Clauses.read_jsonl(path), not from {type(native).__name__}"
            )
        self._native = native
        self._places: dict[str, int] | None = None

    # Making them.

    @classmethod
    def from_frame(cls, frame: Any) -> Clauses:
        """Clauses of a table: a pandas or polars ``DataFrame``, a pyarrow ``Table``, anything with an Arrow C stream,
        or a mapping of columns.

        Columns ``id``, ``agreement`` and ``text`` (strings, none of them missing) are needed; ``title`` (of the
        agreement), ``locator``, ``kind``, ``heading``, ``lead_in``, ``strength``, ``language`` and the others of
        :meth:`to_pandas` are taken over where they are there. What is missing in them is told from the text. Other
        columns are left alone.

        >>> Clauses.from_frame({"id": ["a#1"], "agreement": ["a"], "text": ["Parties shall report incidents."]})
        Clauses(1 clause of 1 agreement)
        """
        try:
            return cls(_native.Clauses.from_jsonl(columns_of(frame), "frame"))
        except CrosscutError as error:
            # Rows of a table are counted from 0, lines of a file from 1.
            told = re.sub(r"^frame, line (\d+)", lambda line: f"row {int(line[1]) - 1}", str(error))
            raise CrosscutError(told) from None

    @classmethod
    def read_jsonl(cls, path: str | os.PathLike[str]) -> Clauses:
        """Reads a ``clauses.jsonl``: an object ``{"id", "agreement", "text", …}`` a line, as ``crosscut clauses
        --json`` prints it."""
        with open(path, encoding="utf-8") as file:
            try:
                text = file.read()
            except UnicodeDecodeError as error:
                raise CrosscutError(f"{os.fsdecode(path)}: no UTF-8 text: {error}") from None
        return cls(_native.Clauses.from_jsonl(text, os.fsdecode(path)))

    def write_jsonl(self, path: str | os.PathLike[str]) -> None:
        """Writes a ``clauses.jsonl`` with everything but the reports of the documents."""
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(self._native.to_jsonl())

    # Looking at them.

    @property
    def texts(self) -> list[str]:
        """Their words, in order: what a sentence model is given."""
        return self._native.texts()

    @property
    def ids(self) -> list[str]:
        """Their ids, in order."""
        return self._native.ids()

    @property
    def groups(self) -> list[str]:
        """Id of the agreement of each, in order."""
        return self._native.groups()

    @property
    def agreements(self) -> list[dict[str, Any]]:
        """What is known of the agreements, a dictionary each: ``id``, ``title``, and ``short``, ``year``, ``group``,
        ``binding`` … where they are known."""
        return json.loads(self._native.agreements())

    @property
    def documents(self) -> list[dict[str, Any]]:
        """What was read of each document: ``agreement``, ``source`` (``file``, ``sha256``, ``media_type``),
        ``coverage`` (``pages``, ``pages_read``, ``words``), ``losses`` (``page`` from 1, ``kind``, ``detail``) and
        ``warnings``."""
        return json.loads(self._native.documents())

    @property
    def failures(self) -> list[tuple[str, str]]:
        """Files that could not be read at all, each with the reason."""
        return self._native.failures()

    def __len__(self) -> int:
        return len(self._native)

    @overload
    def __getitem__(self, which: int | str) -> Clause: ...
    @overload
    def __getitem__(self, which: slice) -> Clauses: ...
    def __getitem__(self, which: int | str | slice) -> Clause | Clauses:
        if isinstance(which, slice):
            return Clauses(self._native.take(list(range(*which.indices(len(self))))))
        if isinstance(which, str):
            if self._places is None:
                self._places = {id: place for place, id in enumerate(self.ids)}
            if which not in self._places:
                raise KeyError(which)
            place = self._places[which]
        elif not isinstance(which, int):
            raise TypeError(f"a place, an id or a slice is wanted, not {type(which).__name__}")
        else:
            place = which + len(self) if which < 0 else which
        row = self._native.clause(place) if place >= 0 else None
        if row is None:
            raise IndexError(f"no clause {which}: there are {len(self)}")
        return Clause._of(json.loads(row))

    def __iter__(self) -> Iterator[Clause]:
        # Not splitlines(), which also splits at signs that a clause may hold.
        lines = self._native.to_jsonl().split("\n")[:-1]
        return (Clause._of(json.loads(line)) for line in lines)

    def __contains__(self, one: object) -> bool:
        id = one.id if isinstance(one, Clause) else one
        try:
            return isinstance(id, str) and bool(self[id])
        except KeyError:
            return False

    def where(self, mask: Iterable[bool]) -> Clauses:
        """Those for which the mask holds, one truth value a clause, in order."""
        mask = list(mask)
        if len(mask) != len(self):
            raise ValueError(f"the mask has {len(mask)} values for {len(self)} clauses")
        return Clauses(self._native.take([place for place, wanted in enumerate(mask) if wanted]))

    def __repr__(self) -> str:
        agreements = len(set(self.groups))
        return f"Clauses({_html.counted(len(self), 'clause')} of {_html.counted(agreements, 'agreement')})"

    def _repr_html_(self) -> str:
        return _html.clauses(self)

    # Tables. They leave out boxes and spans, which JSON lines keep.

    def columns(self) -> dict[str, list[Any]]:
        """A list for each column, without any other package."""
        return self._native.columns()

    def to_pandas(self) -> pd.DataFrame:
        """A row for each clause, in order; needs pandas."""
        return pandas().DataFrame(self.columns())

    def to_polars(self) -> pl.DataFrame:
        """A row for each clause, in order; needs polars."""
        pl = polars()
        return pl.DataFrame(self.columns(), schema=_schema(pl.String, pl.Float64, pl.List(pl.Int64)))

    def to_arrow(self) -> pa.Table:
        """A row for each clause, in order; needs pyarrow."""
        pa = pyarrow()
        schema = pa.schema(_schema(pa.string(), pa.float64(), pa.list_(pa.int64())))
        return pa.table(self.columns(), schema=schema)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The Arrow C stream by which DuckDB, polars and others read the clauses; made by pyarrow, which must be
        installed."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    # Pickling, for pools of processes.

    def __reduce__(self) -> tuple[Any, tuple[bytes]]:
        return _unpickled, (self._native.state(),)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Clauses):
            return NotImplemented
        return self._native.state() == other._native.state()

    __hash__ = None  # type: ignore[assignment]


def _unpickled(state: bytes) -> Clauses:
    return Clauses(_native.Clauses.from_state(state))


def concat(parts: Iterable[Clauses]) -> Clauses:
    """Clauses that were read in parts (by several processes or machines) as one, by agreement: in whichever order the
    parts come, the same, and the same as if one process had read all documents."""
    parts = list(parts)
    for part in parts:
        needs_clauses(part)
    return Clauses(_native.Clauses.concat([part._native for part in parts]))


def needs_clauses(clauses: object) -> Clauses:
    """The clauses that were given, or an error that says what is wanted."""
    if isinstance(clauses, Clauses):
        return clauses
    if isinstance(clauses, (str, os.PathLike)):
        raise TypeError(f"clauses are wanted, not a path: crosscut.extract_many({os.fspath(clauses)!r}) reads them")
    raise TypeError(
        f"clauses are wanted, not {type(clauses).__name__}: Clauses.from_frame makes them of a table with the "
        "columns id, agreement and text"
    )


def _schema(text: Any, number: Any, pages: Any) -> Mapping[str, Any]:
    names = ["id", "agreement", "locator", "kind", "text", "heading", "lead_in", "defines", "parent", "strength"]
    return {**dict.fromkeys([*names, "actor", "act", "language"], text), "recognised": number, "pages": pages}
