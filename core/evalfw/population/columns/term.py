"""One term, and what it may be."""

from __future__ import annotations

from typing import Literal

Sort = Literal["int", "bool", "text"]

MOST = 2**63 - 1
"""The largest integer that every engine holds."""


STRICT = frozenset({"+", "-", "*", "//", "<", "<=", "=", "is", "not", "number"})
"""Operations that are null where an operand is."""


class TooWideError(Exception):
    """An integer may grow beyond 64 bits, or its limits are not known."""


class Term:
    """
    One term; equal terms of one ``Terms`` are the same object.

    Attributes:
        op: ``column``, ``value``, ``+ - * //``, ``< <= =``, ``is`` (a text), ``and or not``, ``null?``, ``when``, ``fill``, ``least`` (of several), ``number`` (of a truth).
        args: Its operands.
        value: Of a column its name; of a value the integer, truth or text, None for null; of ``is`` the text.
        sort: What it is.
        low, high: Limits of an integer, where it is not null.
        is_nullable: Whether it may be null.
    """

    __slots__ = ("args", "high", "is_nullable", "low", "op", "sort", "value")

    def __init__(
        self,
        op: str,
        args: tuple[Term, ...],
        value: int | bool | str | None,
        sort: Sort,
        low: int,
        high: int,
        is_nullable: bool,
    ) -> None:
        self.op = op
        self.args = args
        self.value = value
        self.sort = sort
        self.low = low
        self.high = high
        self.is_nullable = is_nullable

    @property
    def is_value(self) -> bool:
        """Whether it is the same for every row."""
        return self.op == "value"

    @property
    def is_known(self) -> bool:
        """Whether it is the same for every row, and not null."""
        return self.op == "value" and self.value is not None

    @property
    def whole(self) -> int:
        """The integer that it is for every row. Only where it is one."""
        assert isinstance(self.value, int)
        return self.value

    @property
    def bits(self) -> int:
        """Bits of a signed integer that holds it."""
        return max(self.low.bit_length(), self.high.bit_length()) + 1
