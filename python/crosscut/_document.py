"""Documents: bytes to text and clauses."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any

from crosscut import _html, _native
from crosscut._clauses import Clauses
from crosscut._progress import Tell, teller
from crosscut._warn import loss, losses, warn

# More only wait for each other.
MOST_THREADS = 256

Path = str | os.PathLike[str]


class Document:
    """One document that was read: its text, its clauses, and what could not be read of it."""

    def __init__(self, native: _native.Document) -> None:
        self._native = native

    @property
    def text(self) -> str:
        """Body text, then notes: a paragraph a line, hyphenation at line ends undone."""
        return self._native.text()

    @property
    def title(self) -> str | None:
        """The title that it gives itself."""
        return self._native.title()

    @property
    def year(self) -> int | None:
        """The year of its adoption, as it gives it itself."""
        return self._native.year()

    @property
    def clauses(self) -> Clauses:
        """Its clauses, in the order of the text."""
        return Clauses(self._native.clauses())

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where each clause is in the text: ``document.text[start:end] == clause.text``, in characters as Python
        counts."""
        return self._native.spans()

    @property
    def report(self) -> dict[str, Any]:
        """``agreement``, ``source``, ``pages`` (their sizes in points), ``coverage``, ``losses`` and ``warnings``."""
        return json.loads(self._native.report())

    @property
    def losses(self) -> list[str]:
        """What could not be read, in words."""
        return [loss(one) for one in self.report["losses"]]

    @property
    def warnings(self) -> list[str]:
        """What a reader should know and is no loss: pages that were turned, numbers that do not follow."""
        return self._native.warnings()

    def __repr__(self) -> str:
        report = self.report
        words, lost = report["coverage"]["words"], len(report["losses"])
        told = f", {_html.counted(lost, 'loss')}" if lost else ""
        return (
            f"Document({report['source']['file']!r}, {words} words, {_html.counted(len(self.spans), 'clause')}{told})"
        )


def extract(
    source: bytes | Path,
    *,
    name: str | None = None,
    agreement: str | None = None,
    ocr: bool = False,
    languages: Iterable[str] = (),
    password: str | None = None,
) -> Document:
    """Reads one document: PDF, HTML, Word, ODT, RTF, EPUB, Markdown, plain text, or pictures of pages.

    ``source`` is the document's bytes, or the path of a file (or of a folder of pictures that are its pages).
    ``name`` is the file name of bytes, whose ending helps where the bytes do not say what they are (``"accord.md"``).
    ``agreement`` is the id under which its clauses go, made of the name where it is not given. ``ocr`` recognises
    pages without text by Tesseract, if that is installed, in ``languages`` (ISO 639-1, likeliest first; told from the
    text where none is given).

    What could not be read is a :class:`CrosscutWarning`, and in :attr:`Document.losses`.

    Raises ``FileNotFoundError`` where there is no such file, and :class:`CrosscutError` where nothing of it can be
    read.

    >>> extract(b"Article 1\\n\\nEach Party shall report incidents without delay.\\n", name="accord.txt")
    Document('accord.txt', 9 words, 2 clauses)
    """
    path, data = _path_or_bytes(source)
    name = name or (os.path.basename(os.path.normpath(path)) if path is not None else "document")
    options = (bool(ocr), _strings(languages, "languages"), password)
    document = Document(_native.extract(path, data, name, agreement, *options))
    warn(losses([document.report]))
    return document


def extract_many(
    paths: Path | Iterable[Path],
    *,
    progress: bool | Tell = True,
    ocr: bool = False,
    languages: Iterable[str] = (),
    password: str | None = None,
    threads: int | None = None,
) -> Clauses:
    """Reads many documents, on all cores: files, folders of documents, and ``clauses.jsonl``; what the command
    ``crosscut run`` would read.

    An ``agreements.toml`` in a folder gives titles, years and groups. Each document is an agreement, whose id is made
    of its file name. ``progress`` shows how far it is, on a terminal and in notebooks; a function is told ``(what,
    done, of)`` instead. ``threads`` is one for each core where it is not given. The other arguments are those of
    :func:`extract`.

    The clauses come by agreement, each in the order of its text, whatever the order of ``paths``. Losses, documents
    that cannot be read, and files that were left out are each a :class:`CrosscutWarning`; the first two are also in
    :attr:`Clauses.documents` and :attr:`Clauses.failures`. Ctrl+C ends it at once.

    Raises ``FileNotFoundError`` where a path is missing, ``ValueError`` where there is none, and
    :class:`CrosscutError` where none of the documents can be read.
    """
    tell, end = teller(progress)
    options = (bool(ocr), _strings(languages, "languages"), password, thread_count(threads))
    try:
        clauses = Clauses(_native.extract_many(paths_of(paths), *options, tell))
    finally:
        end()
    warn(losses(clauses.documents))
    warn(f"{file}: cannot be read: {reason}" for file, reason in clauses.failures)
    warn(clauses._native.notes())
    return clauses


def paths_of(paths: Path | Iterable[Path]) -> list[str]:
    """Paths as the library wants them; one path may stand alone."""
    if isinstance(paths, (bytes, bytearray, memoryview)):
        raise TypeError("paths are wanted, not bytes: crosscut.extract reads the bytes of one document")
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    if not isinstance(paths, Iterable):
        raise TypeError(f"paths are wanted, not {type(paths).__name__}")
    found = []
    for path in paths:
        if not isinstance(path, (str, os.PathLike)):
            raise TypeError(f"paths are wanted, not {type(path).__name__}")
        found.append(_checked(path))
    if not found:
        raise ValueError("no paths: give at least one file or folder")
    return found


def thread_count(threads: int | None) -> int:
    """A number of threads; 0 for one on each core."""
    if threads is None:
        return 0
    if not isinstance(threads, int) or not 1 <= threads <= MOST_THREADS:
        raise ValueError(f"threads is a whole number from 1 to {MOST_THREADS}, not {threads!r}")
    return threads


def _path_or_bytes(source: bytes | Path) -> tuple[str | None, bytes | None]:
    if isinstance(source, (bytes, bytearray, memoryview)):
        return None, bytes(source)
    if not isinstance(source, (str, os.PathLike)):
        raise TypeError(f"a path or bytes are wanted, not {type(source).__name__}")
    return _checked(source), None


def _checked(path: Path) -> str:
    path = os.fsdecode(path)
    if not os.path.exists(path):
        text = "\n" in path or len(path) > 255
        hint = ": a string is taken for a path; the text itself is given as bytes, text.encode()" if text else ""
        shown = path if len(path) <= 80 else path[:79] + "…"
        raise FileNotFoundError(f"no such file or folder: {shown!r}{hint}")
    return path


def _strings(values: Iterable[str], name: str) -> list[str]:
    values = [values] if isinstance(values, str) else list(values)
    if not all(isinstance(value, str) for value in values):
        raise TypeError(f"{name} are strings")
    return values
