"""A study: a folder with documents, decisions, and what follows from both."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from crosscut import _html, _native
from crosscut._clauses import Clauses
from crosscut._document import Path, _strings, paths_of, thread_count
from crosscut._index import Index
from crosscut._matrix import Matrix
from crosscut._program import program
from crosscut._progress import Tell, teller
from crosscut._proposal import Candidate, Proposal, checked_granularity
from crosscut._warn import losses, warn


@dataclass(frozen=True)
class Report:
    """What a run found and did."""

    agreements: int
    """Documents that were read, each an agreement or a part of one."""
    clauses: int
    candidates: int
    """That are still to be decided."""
    outliers: int
    read: tuple[str, ...]
    """Files that were read now."""
    cached: int
    """Files that were read before and have not changed."""
    proposed: bool
    """Whether candidates were looked for again; they are where anything changed."""
    answer: dict[str, Any] = field(repr=False)
    """All that is known, as the command ``crosscut run --json`` says it."""


class Study:
    """A study folder, as the command ``crosscut`` makes it; both may be used in turn.

    ``Study("my-study")`` need not exist yet: its first :meth:`run` makes it. ``unblind`` shows everybody's decisions to
    whoever names no coder, even while coding is blind.
    """

    def __init__(self, path: str | os.PathLike[str], *, unblind: bool = False) -> None:
        self.path = os.fsdecode(path)
        self._native = _native.Study(self.path, _model_folders(), unblind)

    @property
    def exists(self) -> bool:
        """Whether the folder is a study."""
        return self._native.exists()

    def run(
        self,
        paths: Path | Iterable[Path] = (),
        *,
        title: str | None = None,
        granularity: float | None = None,
        model: str | None = None,
        keep_form: bool | None = None,
        ocr: bool = False,
        languages: Iterable[str] = (),
        password: str | None = None,
        threads: int | None = None,
        progress: bool | Tell = True,
    ) -> Report:
        """Adds documents (files, folders, ``clauses.jsonl``), reads what changed, and proposes candidates; without
        paths over what is there. Reports and tables go to the folder ``out``.

        ``title``, ``granularity`` (0 to 1), ``model`` (a sentence model that was added by ``crosscut model add``, or
        ``"none"``) and ``keep_form`` are kept by the study until they are given again; the other arguments are those of
        :func:`extract_many`. Ctrl+C between two documents leaves the study as it was.
        """
        if not isinstance(paths, (str, bytes, os.PathLike)):
            paths = list(paths)
        checked = [] if paths == [] else paths_of(paths)
        options = (
            title,
            None if granularity is None else checked_granularity(granularity),
            model,
            keep_form,
            bool(ocr),
            _strings(languages, "languages"),
            password,
            thread_count(threads),
        )
        tell, end = teller(progress)
        try:
            answer = json.loads(self._native.run(checked, *options, tell))
        finally:
            end()
        warn(losses(answer["documents"]))
        warn(f"{file}: cannot be read: {reason}" for file, reason in answer["failures"])
        warn(answer["duplicates"])
        warn(f"{path}: no document, left out" for path in answer["left_out"])
        counts = (len(answer["documents"]), answer["clauses"], len(answer["candidates"]), answer["outliers"])
        return Report(*counts, tuple(answer["read"]), answer["cached"], answer["proposed"], answer)

    @property
    def clauses(self) -> Clauses:
        """The clauses that were last read, by agreement."""
        return Clauses(self._native.clauses())

    def proposal(self, by: str | None = None) -> Proposal:
        """What the last run proposed, as a coder may see it: :attr:`Proposal.open` is what is still to be decided,
        :attr:`Proposal.matrix` counts decisions too."""
        return Proposal(self._native.proposal(by))

    def matrix(self, by: str | None = None) -> Matrix:
        """Which agreement has which element, as a coder may see it: confirmed elements first, then open candidates."""
        return self.proposal(by).matrix

    def index(self) -> Index:
        """The search index of the study, which also knows ``group:``, ``year:``, ``element:`` and the like."""
        return Index._of(self._native.index())

    def decisions(self, by: str | None = None) -> list[dict[str, Any]]:
        """All decisions that a coder may see, a dictionary each: ``id``, ``at``, ``by``, ``type`` (``confirm``,
        ``reject`` …) and what belongs to that type."""
        events, problems = self._native.events(by)
        warn(problems)
        return json.loads(events)

    def confirm(
        self, candidate: str | Candidate, *, by: str, name: str | None = None, without: Iterable[str] = ()
    ) -> str:
        """Confirms a candidate (itself or its id) as an element of this ``name``, ``without`` some of its clauses
        (ids). It is on disk when this returns the id of the decision. ``by`` is who decides."""
        return self._native.confirm(_id(candidate), name, list(without), by)

    def reject(self, candidate: str | Candidate, *, by: str, reason: str = "other", comment: str | None = None) -> str:
        """Rejects a candidate, which is not proposed again. ``reason`` is ``not-a-commitment``,
        ``different-commitments``, ``boilerplate``, ``extraction-error`` or ``other``."""
        return self._native.reject(_id(candidate), reason, comment, by)

    def undo(self, *, by: str) -> str:
        """Takes back the last decision of a coder; nothing is erased."""
        return self._native.undo(by)

    def command(self, *arguments: str) -> str:
        """What the command ``crosscut`` prints with these arguments for this study: every verb that this class lacks,
        as in ``study.command("export", "xlsx")``.

        Raises ``RuntimeError`` with what it says where it fails.
        """
        line = [program(), *arguments, "--study", self.path]
        done = subprocess.run(line, capture_output=True, encoding="utf-8", check=False)
        if done.returncode not in (0, 1):
            raise RuntimeError(done.stderr.strip() or f"exit code {done.returncode}")
        return done.stdout

    def review(self, *, by: str | None = None, browser: bool = True, port: int | None = None) -> Review:
        """Opens the review page in your browser, served on this computer only until :meth:`Review.close`, the end of a
        ``with`` block, or the end of Python."""
        line = [program(), "review", "--study", self.path, "--json"]
        line += [] if by is None else ["--by", by]
        line += [] if browser else ["--no-browser"]
        line += [] if port is None else ["--port", str(port)]
        return Review(line)

    def __repr__(self) -> str:
        return f"Study({self.path!r})"


class Review:
    """A review page that is being served."""

    def __init__(self, line: list[str]) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, encoding="utf-8")
        assert self._process.stdout is not None and self._process.stderr is not None
        text = ""
        # One JSON object, over as many lines as it likes.
        for line_read in self._process.stdout:
            text += line_read
            if text.rstrip().endswith("}"):
                break
        if not text:
            self._process.wait()
            told = self._process.stderr.read().strip()
            raise RuntimeError(told or "the review page could not be started")
        self.url: str = json.loads(text)["link"]
        """Opens the page once, in a browser on this computer."""

    @property
    def running(self) -> bool:
        """Whether the page is still served."""
        return self._process.poll() is None

    def close(self) -> None:
        """Stops serving the page; decisions are saved as they are made."""
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait()
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()

    def __enter__(self) -> Review:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_process", None) is not None:
            self.close()

    def __repr__(self) -> str:
        return f"Review({self.url!r})"

    def _repr_html_(self) -> str:
        from html import escape

        return _html._box(f'<a href="{escape(self.url)}" target="_blank">{escape(self.url)}</a>')


def _id(candidate: str | Candidate) -> str:
    id = candidate.id if isinstance(candidate, Candidate) else candidate
    if not isinstance(id, str) or not id.startswith("c-"):
        raise ValueError(
            f'a candidate or its id ("c-…") is wanted, not {candidate!r}: numbers change with every decision'
        )
    return id


def _model_folders() -> list[str]:
    """Where the command keeps a user's sentence models."""
    named = os.environ.get("CROSSCUT_MODELS")
    if named:
        return [named]
    if sys.platform == "win32":
        data = os.environ.get("APPDATA")
    elif sys.platform == "darwin":
        data = os.path.expanduser("~/Library/Application Support")
    else:
        data = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    return [os.path.join(data, "crosscut", "models")] if data else []
