"""Which rubric it is, and the files that it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

import attrs

from evalfw.foundation import plain

Status = Literal["draft", "released", "superseded"]
"""``draft``: may still change · ``released``: never edited again · ``superseded``: another edition has taken its place."""

Role = Literal["base", "extends", "department", "project", "command_line"]
"""
Where a layer stands; each is laid over those before it. ``base``: extends nothing · ``extends``: an edition built on another ·
``department``, ``project``: overlays of a department and of one evaluation · ``command_line``: overlays given for one run.
"""

UNSEALED = frozenset({"status", "superseded_by", "sha256", "layout"})
"""Keys that say how a file stands or how reports look, not what is scored: they are left out of its hash."""


def _canonical(value: object) -> int | str:
    """What JSON has no form for: 15.00 is the same as 15, and other decimals are texts."""
    if not isinstance(value, Decimal):
        return str(value)
    return int(value) if value == value.to_integral_value() else plain(value)


@attrs.frozen(slots=False, eq=False)
class RubricIdentity:
    """
    Which rubric it is.

    Attributes:
        id: Its id.
        version: Its version.
        content: The data of every file of the chain, base first.
        known: The hash of the content, where a saved report gives that and the content is not at hand.
    """

    id: str
    version: str
    content: tuple[Mapping[str, object], ...] = attrs.field(repr=False)
    known: str = ""

    @cached_property
    def sha256(self) -> str:
        """
        Hash of the content in canonical form, in hexadecimal; worked out when first asked for.

        Keys are sorted and numbers stripped of trailing zeros, so comments, layout and line ends do not count; nor does how the
        file stands (``UNSEALED``).
        """
        if self.known:
            return self.known
        import hashlib
        import json

        content = [{key: value for key, value in each.items() if key not in UNSEALED} for each in self.content]
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_canonical)
        return hashlib.sha256(text.encode()).hexdigest()


class LayerInfo(NamedTuple):
    """
    A file that a rubric is made of.

    Attributes:
        identity: Id and version as the file says, with the content of the file and of all it extends.
        status: As the file says.
        role: Where it stands.
        shown: Its name in messages.
        path: The file.
        by: The plugin that brought it; empty for a file that was named by its path.
    """

    identity: RubricIdentity
    status: Status
    role: Role
    shown: str
    path: Path
    by: str = ""

    @property
    def id(self) -> str:
        """Its id."""
        return self.identity.id

    @property
    def version(self) -> str:
        """Its version."""
        return self.identity.version
