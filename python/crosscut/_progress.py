"""Progress that people see: on a terminal and in notebooks, silent elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable

Tell = Callable[[str, int, int], None]


def teller(progress: bool | Tell) -> tuple[Tell | None, Callable[[], None]]:
    """What is told ``(what, done, of)``, and what ends it."""
    if callable(progress):
        return progress, _nothing
    if not progress or not (_in_notebook() or sys.stderr.isatty()):
        return None, _nothing
    shown = 0

    def tell(what: str, done: int, of: int) -> None:
        nonlocal shown
        line = f"{done} of {of} documents: {what}" if of else what
        line = line if len(line) <= 78 else line[:77] + "…"
        sys.stderr.write("\r" + line.ljust(shown))
        sys.stderr.flush()
        shown = len(line)

    def end() -> None:
        if shown:
            sys.stderr.write("\r" + " " * shown + "\r")
            sys.stderr.flush()

    return tell, end


def _nothing() -> None:
    pass


def _in_notebook() -> bool:
    return "ipykernel" in sys.modules
