"""What a report says of the history of its evidence."""

from __future__ import annotations

from typing import NamedTuple


class HistoryHead(NamedTuple):
    """
    Where the history (留痕) of the evidence stood when it was scored. Reports print it, so that lines cut off later are noticed.

    Attributes:
        length: How many changes it records.
        hash: Hash of the last of them.
        unrecorded: What stands in the evidence and not in the history, as ``override decision.rules``.
    """

    length: int
    hash: str
    unrecorded: tuple[str, ...] = ()
