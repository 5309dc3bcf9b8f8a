"""The evidence folder that a command is about, read and checked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from evalfw import (
    Collected,
    Evidence,
    EvidenceError,
    PluginHost,
    Problem,
    Report,
    RequestError,
    Rubric,
    Text,
    check_evidence,
    collect,
    complete_rubric,
    load_rubric,
    score,
    well_formed,
)
from evalfw.evidence.attachments.digests import ALGORITHMS, Algorithm
from evalfw.extending.plugins.observing import Observers
from evalfw_cli.clock import today
from evalfw_cli.meant import find_meant
from evalfw_cli.plugins import load_host
from evalfw_cli.rubrics import overlays_of


class Opened(NamedTuple):
    """
    An evidence folder in hand.

    Attributes:
        root: The folder.
        shown: Its name in messages.
        host: What plugins brought.
        rubric: The rubric it is for, completed by its own indicators.
        collected: What was read.
        evidence: The same, checked.
    """

    root: Path
    shown: str
    host: PluginHost
    rubric: Rubric
    collected: Collected
    evidence: Evidence

    def checked_again(self) -> Opened:
        """The folder as it is now, read anew. Raises EvidenceError."""
        collected = collect(self.root, self.host.collectors, self.shown)
        return self._replace(collected=collected, evidence=check_evidence(collected, self.rubric))

    def report(self, as_of: date | None = None) -> Report:
        """The evidence as it is scored now."""
        evidence = Observers(self.host).adjudicated(self.evidence, self.rubric)
        day = as_of or evidence.as_of or (today() if evidence.exemptions else None)
        return score(self.rubric, evidence, day, self.host.contributions)


def open_evidence(given: Path | None, ref: str | None, sample: bool = False) -> Opened:
    """
    The evidence folder that *given* or ``evalfw.toml`` names.

    Args:
        given: A folder, or a project with one.
        ref: The rubric, where the evidence does not say it.
        sample: Whether the sample of the rubric *ref* will do, where there is no folder.

    Raises:
        EvalfwError: There is no folder, or something in it is not in order.
    """
    meant = find_meant(given)
    host = load_host(meant.project)
    path = meant.evidence
    if path is not None and not path.is_dir():
        what = Text("没有这个证据文件夹", "there is no such evidence folder")
        raise EvidenceError([Problem(well_formed(path.as_posix()), None, "", what, _START)])
    overlays = overlays_of(meant.project, (), host)
    if path is None and (ref is None or not sample):
        raise RequestError(
            Text("这里没有证据文件夹（evidence/）", "there is no evidence folder here (evidence/)")
            + Text("；", "; ")
            + _START
        )
    rubric: Rubric | None = None
    if path is None:
        assert ref is not None
        rubric = load_rubric(host.rubrics.find(ref), host.rubrics, host.vocabulary, overlays)
        if rubric.sample is None:
            raise RequestError(Text("这份评分表没有样例", "this rubric brings no sample"))
        path, shown = rubric.sample, "sample"
    else:
        shown = well_formed(path.as_posix())
    collected = collect(path, host.collectors, shown)
    if rubric is None:
        project_rubric = meant.project.rubric if meant.project is not None else None
        wanted = ref or project_rubric or collected.file.rubric
        below = meant.project.folder if meant.project is not None and ref is None else None
        rubric = load_rubric(host.rubrics.find(wanted, below=below), host.rubrics, host.vocabulary, overlays)
    rubric = complete_rubric(rubric, path, shown, host.rubrics, host.vocabulary, overlays)
    return Opened(path, shown, host, rubric, collected, check_evidence(collected, rubric))


_START = Text("用 evalfw init 新建一个", "start one with: evalfw init")


def who(given: str | None) -> str:
    """Who does it: *given*, or the name that the system has for the user."""
    if given and given.strip():
        return given.strip()
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


def algorithm_of(named: str) -> Algorithm:
    """The hash that ``--digest`` names. Raises RequestError: there is none."""
    for known in ALGORITHMS:
        if named == known:
            return known
    raise RequestError(
        Text(f"--digest 是 sha256 或 sm3，写的是 '{named}'", f"--digest: expected sha256 or sm3, got '{named}'")
    )


def is_json(named: str) -> bool:
    """Whether ``--format`` asks for JSON and not for a page of text. Raises RequestError: it asks for neither."""
    if named not in ("text", "json"):
        raise RequestError(
            Text(f"--format 是 text 或 json，写的是 '{named}'", f"--format: expected text or json, got '{named}'")
        )
    return named == "json"
