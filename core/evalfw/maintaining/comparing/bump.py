"""The version that a change asks for, and whether the version that is claimed tells the truth."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from evalfw.foundation import Text
from evalfw.maintaining.comparing.changes import LEVELS, Level, RubricDiff

_VERSION = re.compile(r"([0-9]+)\.([0-9]+)\.([0-9]+)")


LEVEL_WORDS: Mapping[Level, Text] = {
    "none": Text("没有任何变化", "nothing changed"),
    "patch": Text("任何情况下得分都不变（patch）", "no score changes anywhere (patch)"),
    "minor": Text("只增加了可有可无的内容（minor）", "only optional things are new (minor)"),
    "major": Text(
        "有的得分会变，或原来的证据不再适用（major）", "some score changes, or evidence no longer fits (major)"
    ),
}
"""What a change of each level means, in words."""


class Bump(NamedTuple):
    """
    Attributes:
        needed: What the changes ask for.
        version: The version after the old one by that; empty if the old one is not three numbers.
    """

    needed: Level
    version: str


def bump_of(diff: RubricDiff) -> Bump:
    """What the changes of *diff* ask for: patch, minor or major."""
    return Bump(diff.level, _after(diff.old.identity.version, diff.level))


def _after(version: str, level: Level) -> str:
    found = _VERSION.fullmatch(version)
    if found is None:
        return ""
    major, minor, patch = map(int, found.groups())
    match level:
        case "major":
            return f"{major + 1}.0.0"
        case "minor":
            return f"{major}.{minor + 1}.0"
        case "patch":
            return f"{major}.{minor}.{patch + 1}"
    return version


def claimed_bump(old: str, new: str) -> Level | None:
    """What the step from version *old* to version *new* claims; None if it is no step forward, or these are no versions."""
    before, after = _VERSION.fullmatch(old), _VERSION.fullmatch(new)
    if before is None or after is None:
        return None
    numbers = tuple(map(int, before.groups())), tuple(map(int, after.groups()))
    if numbers[0] > numbers[1]:
        return None
    for level, left, right in zip(("major", "minor", "patch"), *numbers, strict=True):
        if left != right:
            return LEVELS[LEVELS.index("major") - ("major", "minor", "patch").index(level)]
    return "none"


def is_too_little(claimed: Level, needed: Level) -> bool:
    """Whether *claimed* says less than *needed*."""
    return LEVELS.index(claimed) < LEVELS.index(needed)
