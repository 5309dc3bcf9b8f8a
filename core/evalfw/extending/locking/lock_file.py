"""The form of ``evalfw.lock``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs

from evalfw.foundation import EvidenceError, Text, read_toml, structure

LOCK_FILE = "evalfw.lock"
FORMAT = "evalfw.lock/1"


@attrs.frozen(kw_only=True)
class PinnedRubric:
    """A file that the rubric is made of: its id and version, and the hash of its content and of all it extends."""

    id: str
    version: str
    role: str
    sha256: str


@attrs.frozen(kw_only=True)
class PinnedPlugin:
    """A plugin that is loaded: its id, and the distribution (of a file, folder or program: what names it) that it belongs to."""

    id: str
    distribution: str


@attrs.frozen(kw_only=True)
class PinnedDistribution:
    """What is installed, or lies beside ``evalfw.toml``: its version, and the SHA-256 of every file."""

    name: str
    version: str
    files: Mapping[str, str]


@attrs.frozen(kw_only=True)
class Lock:
    """
    The whole file.

    Attributes:
        format: ``evalfw.lock/1``.
        settings: What ``evalfw.toml`` says that decides which code is called: ``prefer_plugins`` and the entries of ``process``.
        rubric: The files of the rubric.
        plugin: The plugins that are loaded.
        distribution: What they are made of.
    """

    format: str = FORMAT
    settings: Mapping[str, str] = attrs.field(factory=dict)
    rubric: tuple[PinnedRubric, ...] = ()
    plugin: tuple[PinnedPlugin, ...] = ()
    distribution: tuple[PinnedDistribution, ...] = ()


def read_lock(path: Path, shown: str) -> Lock:
    """
    The lock at *path*, called *shown* in messages.

    Raises:
        EvidenceError: It cannot be read, or is not in order.
    """
    document = read_toml(path, shown, EvidenceError)
    lock = structure(document, Lock, EvidenceError)
    if lock.format != FORMAT:
        what = Text(f'应当是 "{FORMAT}"', f'expected "{FORMAT}"')
        raise EvidenceError([document.problem(("format",), what)])
    return lock


def write_lock(lock: Lock) -> str:
    """*lock* as TOML; the same lock gives the same text."""
    import tomli_w

    head = "# 由 evalfw lock 写成，请勿手改；evalfw run --locked 按它核对。\n# Written by evalfw lock; checked by evalfw run --locked.\n"
    return head + tomli_w.dumps(attrs.asdict(lock, value_serializer=lambda _, __, value: _listed(value)))


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, Mapping) else value
