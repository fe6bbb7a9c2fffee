"""Tables of other packages, which are asked for only when they are needed."""

from __future__ import annotations

import importlib
import json
import math
from collections.abc import Mapping
from typing import Any

NEEDED = ("id", "agreement", "text")
TAKEN = (*NEEDED, "title", "locator", "kind", "heading", "lead_in", "defines", "parent", "strength", "actor", "act")
MORE = ("language", "recognised", "pages")


def columns_of(frame: Any) -> str:
    """The rows of a table as JSON lines of clauses."""
    columns = _columns(frame)
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise ValueError(
            f"the frame has no column {' and no column '.join(map(repr, missing))}: clauses need 'id', 'agreement' and "
            f"'text'; it has {', '.join(map(repr, columns)) or 'none'}"
        )
    names = [name for name in (*TAKEN, *MORE) if name in columns]
    lengths = {len(columns[name]) for name in names}
    if len(lengths) > 1:
        raise ValueError(f"the columns are not of one length: {sorted(lengths)}")
    rows = zip(*(columns[name] for name in names))
    return "".join(_line(place, dict(zip(names, row))) for place, row in enumerate(rows))


def _line(place: int, row: dict[str, Any]) -> str:
    for name in NEEDED:
        if not isinstance(row[name], str):
            given = "nothing" if _is_missing(row[name]) else f"{type(row[name]).__name__} {row[name]!r}"
            raise ValueError(f"row {place}: {name!r} is {given}, and must be a string")
    kept = {name: value for name, value in row.items() if not _is_missing(value)}
    if "pages" in kept:
        kept["pages"] = [int(page) for page in kept["pages"]]
    if "recognised" in kept:
        kept["recognised"] = float(kept["recognised"])
    if "strength" in row:
        # Nothing there means that it commits nobody; without the column it is told from the text.
        kept.setdefault("strength", None)
    return json.dumps(kept, ensure_ascii=False) + "\n"


def _is_missing(value: Any) -> bool:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return True
    return type(value).__name__ in ("NAType", "NaTType")


def _columns(frame: Any) -> dict[str, list[Any]]:
    if isinstance(frame, Mapping):
        return {str(name): list(values) for name, values in frame.items()}
    kind = type(frame).__module__.partition(".")[0]
    if kind == "pandas" and hasattr(frame, "columns"):
        return {str(name): frame[name].tolist() for name in frame.columns}
    if kind == "polars" and hasattr(frame, "collect"):
        frame = frame.collect()
    if kind == "polars" and hasattr(frame, "to_dict"):
        return frame.to_dict(as_series=False)
    if hasattr(frame, "to_pydict"):
        return frame.to_pydict()
    if hasattr(frame, "__arrow_c_stream__"):
        return pyarrow().table(frame).to_pydict()
    raise TypeError(
        "a table is wanted (pandas, polars, pyarrow, an Arrow C stream, or a mapping of columns), "
        f"not {type(frame).__name__}"
    )


def _wanted(name: str, for_what: str, extra: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise ImportError(f"{for_what} needs {name}: pip install 'crosscut[{extra}]'") from error


def pandas() -> Any:
    return _wanted("pandas", "a pandas table", "pandas")


def polars() -> Any:
    return _wanted("polars", "a polars table", "polars")


def pyarrow() -> Any:
    return _wanted("pyarrow", "an Arrow table or stream", "arrow")


def numpy() -> Any:
    return _wanted("numpy", "an array of embeddings", "embeddings")
