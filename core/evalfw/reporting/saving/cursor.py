"""Go through JSON data place by place; whatever is not as expected is told with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import TypeVar

from evalfw.foundation import Document, KeyPath, ReportError, Text, found, nearest, verbatim

T = TypeVar("T")
LONGEST_NUMBER = 2000
"""Most characters of a number; more no report has, and they would take long to read."""


class Cursor:
    """A place in a document. Every reading raises ReportError where the data are not as expected."""

    def __init__(self, document: Document, value: object, path: KeyPath = ()) -> None:
        self._document = document
        self._value = value
        self._path = path

    def fault(self, what: Text, hint: Text | None = None) -> ReportError:
        """What is wrong here."""
        return ReportError([self._document.problem(self._path, what, hint)])

    def _expected(self, zh: str, en: str) -> ReportError:
        got = found(self._value)
        return self.fault(Text(f"应当是{zh}，写的是 {got.zh}", f"expected {en}, got {got.en}"))

    def __getitem__(self, key: str) -> Cursor:
        """What stands under *key*, which has to be there; null included."""
        if not isinstance(self._value, dict):
            raise self._expected("对象 { }", "an object { }")
        if key not in self._value:
            raise self.fault(Text(f"缺少键 '{key}'", f"missing key '{key}'"))
        return Cursor(self._document, self._value[key], (*self._path, key))

    def get(self, key: str) -> Cursor:
        """What stands under *key*; null if it is not there, as in reports of earlier versions."""
        if isinstance(self._value, dict) and key not in self._value:
            return Cursor(self._document, None, (*self._path, key))
        return self[key]

    @property
    def raw(self) -> object:
        """The data as they are."""
        return self._value

    @property
    def is_null(self) -> bool:
        """Whether nothing is there."""
        return self._value is None

    def items(self) -> Iterator[Cursor]:
        """The items of a list; none of null."""
        if self._value is None:
            return
        if not isinstance(self._value, list):
            raise self._expected("数组", "a list")
        for number, item in enumerate(self._value):
            yield Cursor(self._document, item, (*self._path, number))

    def text(self) -> str:
        """A text; empty for null."""
        if self._value is None:
            return ""
        if not isinstance(self._value, str):
            raise self._expected("文字", "a text")
        return self._value

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(item.text() for item in self.items())

    def said(self) -> Text:
        """A sentence, in the one language in which it was saved."""
        return verbatim(self.text())

    def flag(self) -> bool:
        """``true`` or ``false``."""
        if not isinstance(self._value, bool):
            raise self._expected(" true 或 false", "true or false")
        return self._value

    def whole(self) -> int:
        """A whole number."""
        if isinstance(self._value, bool) or not isinstance(self._value, int):
            raise self._expected("整数", "a whole number")
        return self._value

    def number(self) -> Fraction:
        """An exact number, written as a text."""
        value = self.maybe_number()
        if value is None:
            raise self._expected("数（加引号）", "a number in quotes")
        return value

    def maybe_number(self) -> Fraction | None:
        """The same, or null."""
        if self._value is None:
            return None
        written = self._value
        try:
            if (
                not isinstance(written, str)
                or len(written) > LONGEST_NUMBER
                or "e" in written.lower()
                or "_" in written
            ):
                raise ValueError
            return Fraction(written.removeprefix("≈"))
        except (ValueError, ZeroDivisionError):
            raise self._expected("数（加引号）", "a number in quotes") from None

    def day(self) -> date | None:
        """A day, or null."""
        if self._value is None:
            return None
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            raise self._expected("日期，如 2022-03-31", "a date such as 2022-03-31") from None

    def one_of(self, known: tuple[T, ...]) -> T:
        """One of the texts *known*."""
        for each in known:
            if each == self._value:
                return each
        named = "、".join(map(str, known))
        got = found(self._value)
        hint = nearest(self._value, map(str, known)) if isinstance(self._value, str) else None
        raise self.fault(Text(f"应当是 {named} 之一，写的是 {got.zh}", f"expected one of {named}, got {got.en}"), hint)

    def maybe(self, read: Callable[[Cursor], T]) -> T | None:
        """What *read* makes of what stands here; None of null."""
        return None if self._value is None else read(self)
