"""What could not be read, as warnings."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterable
from typing import Any


class CrosscutWarning(UserWarning):
    """Something was lost or left out: a page without text, a file that cannot be read, too few clauses to compare.

    ``warnings.simplefilter("error", crosscut.CrosscutWarning)`` makes each an error.
    """


# Warnings name the line of the user that led to them, not one of this package.
_HERE = os.path.dirname(os.path.abspath(__file__))


def _stack_level() -> int:
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_HERE):
        level, frame = level + 1, frame.f_back
    return level


def warn(messages: Iterable[str]) -> None:
    """Warns of each, from the line that called into this package."""
    for message in messages:
        warnings.warn(message, CrosscutWarning, stacklevel=_stack_level())


def losses(documents: Iterable[dict[str, Any]]) -> list[str]:
    """One sentence for each document that lost something."""
    told = []
    for document in documents:
        lost = document["losses"]
        if lost:
            more = f" (and {len(lost) - 1} more)" if len(lost) > 1 else ""
            told.append(f"{document['source']['file']}: {loss(lost[0])}{more}")
    return told


def loss(one: dict[str, Any]) -> str:
    """A loss in words: ``"page 3: needs OCR: a scanned page"``."""
    kind = "needs OCR" if one["kind"] == "needs_ocr" else one["kind"].replace("_", " ")
    page = f"page {one['page']}: " if one.get("page") else ""
    return f"{page}{kind}: {one['detail']}"
