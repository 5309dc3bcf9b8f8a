"""Chinese numerals of headings: 一、 （一） 1. （1）."""

from __future__ import annotations

import re

_DIGITS = "〇一二三四五六七八九"
_NUMBERED = re.compile(r"^\s*([一二三四五六七八九十]{1,3})\s*[、.．]\s*")


def chinese(number: int) -> str:
    """*number* in Chinese: 十二, 二十; in digits from 100 on, as nobody numbers headings so far."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


def number_in(heading: str) -> int | None:
    """The number that *heading* begins with: 2 of 二、评价结论; None if it has none."""
    found = _NUMBERED.match(heading)
    return next((n for n in range(1, 100) if chinese(n) == found.group(1)), None) if found else None


def without_number(heading: str) -> str:
    """*heading* without its number."""
    return _NUMBERED.sub("", heading)
