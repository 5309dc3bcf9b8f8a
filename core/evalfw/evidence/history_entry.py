"""One line of a history."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import attrs

FIRST = "0" * 64
"""What stands for the line before the first."""


@attrs.frozen(kw_only=True)
class Entry:
    """
    A change of points that somebody set.

    Attributes:
        number: From 1.
        at: When it was recorded, as RFC 3339 in UTC; nobody vouches for the clock.
        by: Who recorded it, as they called themselves.
        what: ``override``, ``claim``, ``exemption``, ``rating`` or ``fact``.
        about: The indicator or fact; with the rater, for a rating: ``rater: indicator``.
        before: What was recorded of it before; None if nothing was.
        after: What is now; None if it was taken away.
        previous: Hash of the line before.
        hash: Hash of this line without this key.
    """

    number: int
    at: str
    by: str
    what: str
    about: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None
    previous: str
    hash: str = ""

    def hashed(self) -> Entry:
        """The entry with its hash."""
        return attrs.evolve(self, hash=hashlib.sha256(self.line(with_hash=False)).hexdigest())

    def line(self, with_hash: bool = True) -> bytes:
        """The line: JSON in a fixed form, without the line end."""
        data = attrs.asdict(self, recurse=False)
        if not with_hash:
            del data["hash"]
        data = {key: dict(value) if isinstance(value, Mapping) else value for key, value in data.items()}
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
