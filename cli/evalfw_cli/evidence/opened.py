"""The evidence folder that a command is about."""

from __future__ import annotations

from pathlib import Path

from evalfw import EvidenceFolder, PluginHost, Report, RequestError, Text
from evalfw.evidence import ALGORITHMS, Algorithm
from evalfw.extending import find_meant, open_meant, report_of as scored
from evalfw_cli.clock import today
from evalfw_cli.plugins import load_host


def open_evidence(given: Path | None, ref: str | None, sample: bool = False) -> EvidenceFolder:
    """The folder that *given* or ``evalfw.toml`` names; the sample of *ref* where *sample* says so. Raises EvalfwError."""
    meant = find_meant(given)
    return open_meant(meant, load_host(meant.project), ref, sample)


def report_of(folder: EvidenceFolder) -> Report:
    """*folder* as it is scored now."""
    assert isinstance(folder.means, PluginHost)  # as open_evidence opens it
    return scored(folder, folder.means, today())


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
