"""How results show themselves in a notebook. Everything that comes from a document is escaped."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosscut._clauses import Clauses
    from crosscut._index import Hits
    from crosscut._matrix import Matrix
    from crosscut._proposal import Candidate, Proposal

# Rows that are shown; tables hold them all.
SHOWN = 20
CELLS = 40

STYLE = """<style>
.crosscut { max-width: 60em; line-height: 1.4; }
.crosscut details { margin: .2em 0; }
.crosscut summary .small { white-space: nowrap; }
.crosscut summary { cursor: pointer; }
.crosscut .small { opacity: .7; font-size: .9em; }
.crosscut td, .crosscut th { text-align: left !important; vertical-align: top; padding: .15em .6em .15em 0; }
.crosscut th.turned { writing-mode: vertical-rl; transform: rotate(180deg); font-weight: normal; }
.crosscut mark { background: #ffe58a; color: #000; }
</style>"""


def counted(count: int, noun: str) -> str:
    """``"1 clause"``, ``"2 clauses"``, ``"2 losses"``."""
    ending = "" if count == 1 else "es" if noun.endswith("s") else "s"
    return f"{count} {noun}{ending}"


def _box(*parts: str) -> str:
    return f'{STYLE}<div class="crosscut">{"".join(parts)}</div>'


def _more(count: int, noun: str, where: str) -> str:
    return f'<p class="small">… and {counted(count, noun)} more: <code>{escape(where)}</code></p>' if count > 0 else ""


def clauses(clauses: Clauses) -> str:
    """The first clauses as a table."""
    rows = "".join(
        f"<tr><td>{escape(one.agreement)}</td><td>{escape(one.locator)}</td><td>{escape(one.text)}</td></tr>"
        for one in clauses[:SHOWN]
    )
    table = f"<table><tr><th>agreement</th><th>where</th><th>text</th></tr>{rows}</table>"
    return _box(f"<p>{escape(repr(clauses))}</p>", table, _more(len(clauses) - SHOWN, "clause", ".to_pandas()"))


def proposal(proposal: Proposal) -> str:
    """The first candidates, each with its clauses to unfold."""
    tiers = Counter(candidate.tier for candidate in proposal.candidates)
    head = (
        f"<p><b>{counted(tiers['listed'], 'candidate')}</b> in "
        f"{counted(len(proposal.matrix.agreements), 'agreement')}; "
        f"{tiers['further']} less sure, {tiers['formal']} of form, {counted(len(proposal.outliers), 'outlier')}</p>"
    )
    listed = [candidate for candidate in proposal.candidates if candidate.tier != "formal"]
    shown = "".join(_candidate(proposal, candidate) for candidate in listed[:SHOWN])
    return _box(head, shown, _more(len(listed) - SHOWN, "candidate", ".candidates"))


def _candidate(proposal: Proposal, candidate: Candidate) -> str:
    agreements = counted(len(candidate.agreements), "agreement")
    summary = (
        f"<summary><b>{escape(candidate.label)}</b> — {agreements}, {counted(len(candidate.members), 'clause')}, "
        f"score {candidate.score:.2f} <span class='small'>{escape(candidate.id)}</span></summary>"
    )
    rows = "".join(
        f"<tr><td>{escape(one.agreement)}<br><span class='small'>{escape(one.locator)}</span></td>"
        f"<td>{escape(one.text)}</td></tr>"
        for one in proposal.members(candidate)
    )
    return f"<details>{summary}<p class='small'>{escape(candidate.why)}</p><table>{rows}</table></details>"


def matrix(matrix: Matrix) -> str:
    """The first rows, a sign a cell."""
    from crosscut._matrix import SYMBOLS

    names = {column["agreement"]: column["short"] for column in matrix.columns()}
    head = "".join(f"<th class='turned'>{escape(names[id])}</th>" for id in matrix.agreements)
    rows = []
    for row in matrix.rows[:CELLS]:
        cells = "".join(
            f"<td title='{escape(cell.state.replace('_', ' '))}'>{SYMBOLS.get(cell.state, '')}</td>"
            for cell in row.cells
        )
        name = f"<b>{escape(row.name)}</b>" if row.kind == "element" else escape(row.name)
        rows.append(f"<tr><td>{name}</td>{cells}</tr>")
    used = {cell.state for row in matrix.rows[:CELLS] for cell in row.cells}
    legend = ", ".join(f"{sign} {state.replace('_', ' ')}" for state, sign in SYMBOLS.items() if sign and state in used)
    table = f"<table><tr><th></th>{head}</tr>{''.join(rows)}</table>"
    more = _more(len(matrix.rows) - CELLS, "row", ".to_pandas()")
    return _box(table, f"<p class='small'>{legend}; an empty cell was not checked</p>" if legend else "", more)


def hits(hits: Hits) -> str:
    """Hits with what matched marked."""
    rows = []
    for hit in hits:
        text, at = [], 0
        for start, end in hit.highlights:
            text += [escape(hit.text[at:start]), "<mark>", escape(hit.text[start:end]), "</mark>"]
            at = end
        text.append(escape(hit.text[at:]))
        where = f"{escape(hit.agreement)}<br><span class='small'>{escape(hit.locator)}</span>"
        rows.append(f"<tr><td>{where}</td><td>{''.join(text)}</td></tr>")
    notes = "".join(f"<p class='small'>{escape(note)}</p>" for note in hits.notes)
    return _box(f"<p>{counted(hits.total, 'clause')}</p>", notes, f"<table>{''.join(rows)}</table>")
