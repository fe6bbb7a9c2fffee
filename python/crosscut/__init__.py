"""Reads international agreements and proposes the commitments that several of them share.

>>> import crosscut
>>> clauses = crosscut.extract_many("data/sample", progress=False)   # doctest: +SKIP
>>> proposal = crosscut.propose(clauses)                             # doctest: +SKIP
>>> proposal.candidates[0].label                                     # doctest: +SKIP

What is read is a :class:`Clauses`, what is proposed a :class:`Proposal`; a :class:`Study` keeps both in a folder,
with what people decided. The command ``crosscut`` is installed along with the module.
"""

from typing import TYPE_CHECKING

from crosscut._clauses import Clause, Clauses, concat
from crosscut._codebook import ElementMatch, Match, codebook_match
from crosscut._document import Document, extract, extract_many
from crosscut._index import Hit, Hits, Index
from crosscut._matrix import Cell, Matrix, Row
from crosscut._native import CrosscutError
from crosscut._program import program
from crosscut._proposal import Candidate, Member, Outlier, Proposal, propose
from crosscut._study import Report, Review, Study
from crosscut._warn import CrosscutWarning

if TYPE_CHECKING:
    from crosscut.sklearn import Candidates as Candidates

__version__ = "0.1.0"

__all__ = [
    "Candidate",
    "Cell",
    "Clause",
    "Clauses",
    "CrosscutError",
    "CrosscutWarning",
    "Document",
    "ElementMatch",
    "Hit",
    "Hits",
    "Index",
    "Match",
    "Matrix",
    "Member",
    "Outlier",
    "Proposal",
    "Report",
    "Review",
    "Row",
    "Study",
    "codebook_match",
    "concat",
    "extract",
    "extract_many",
    "program",
    "propose",
]


def __getattr__(name: str) -> object:
    # scikit-learn takes a second to import, and is not needed for anything else.
    if name == "Candidates":
        from crosscut.sklearn import Candidates

        return Candidates
    raise AttributeError(f"module 'crosscut' has no attribute {name!r}")
