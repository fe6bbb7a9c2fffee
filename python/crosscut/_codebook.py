"""Known elements, and the clauses that carry them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass

from crosscut import _native
from crosscut._clauses import Clauses, needs_clauses
from crosscut._document import thread_count

BUILTIN = ("gge-2015-norms", "cyber")


@dataclass(frozen=True)
class Match:
    """A clause that may carry an element."""

    clause: str
    """Its id."""
    agreement: str
    """Id of its agreement."""
    score: float
    """How well it fits, 0 to 1: for the order, it is no measured chance."""


@dataclass(frozen=True)
class ElementMatch:
    """The clauses that may carry an element."""

    element: str
    """Id of the element in the codebook."""
    name: str
    """For people."""
    proposed: tuple[Match, ...]
    """Clauses that are proposed, best first."""
    rest: tuple[Match, ...]
    """All further clauses, best first."""
    chances: dict[str, float]
    """The chance that each agreement has it, 0 to 1, by id; agreements without a clause that fits at all are left
    out."""

    @property
    def agreements(self) -> tuple[str, ...]:
        """Ids of the agreements of the proposed clauses, sorted."""
        return tuple(sorted({match.agreement for match in self.proposed}))


def codebook_match(
    clauses: Clauses, codebook: str | os.PathLike[str] | Iterable[str], *, threads: int | None = None
) -> list[ElementMatch]:
    """Ranks the clauses for each element of a codebook, by words alone.

    ``codebook`` is the name of one that Crosscut comes with (``"cyber"``, ``"gge-2015-norms"``), the path of a
    ``codebook.toml``, or a list of names, each with what it means after a colon, if you like:
    ``["Incident reporting: incidents are reported to an authority", "Encryption"]``.
    """
    native, builtin, path, names = needs_clauses(clauses)._native, None, None, None
    if isinstance(codebook, str) and codebook in BUILTIN:
        builtin = codebook
    elif isinstance(codebook, (str, os.PathLike)):
        path = os.fsdecode(codebook)
        if not os.path.exists(path):
            raise FileNotFoundError(f"no such file, nor one of {', '.join(BUILTIN)}: {path!r}")
    else:
        codebook = list(codebook)
        if not all(isinstance(name, str) for name in codebook):
            raise TypeError("a codebook is a name, a path, or a list of names")
        names = "\n".join(name.replace("\n", " ") for name in codebook)
    found = json.loads(_native.codebook_match(native, builtin, path, names, thread_count(threads)))
    return [
        ElementMatch(
            row["element"],
            row["name"],
            tuple(Match(**match) for match in row["proposed"]),
            tuple(Match(**match) for match in row.get("rest", ())),
            {cell["agreement"]: cell["chance"] for cell in row.get("cells", ())},
        )
        for row in found
    ]
