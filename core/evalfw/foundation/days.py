"""Days and months as texts say them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from evalfw.foundation.exact import narrow

_DATE = re.compile(r"([0-9]{4})(?:-|/|\.|年)([0-9]{1,2})(?:(?:-|/|\.|月)([0-9]{1,2})日?|月?)")


class Days(NamedTuple):
    """One day, or all of a month."""

    first: date
    last: date

    @property
    def is_month(self) -> bool:
        """Whether a month is meant."""
        return self.first != self.last


def days_in(written: str) -> Days | None:
    """
    The day, or the month, that *written* says: ``2021-06-30``, ``2021年6月30日``, ``2021年6月``; None if it says none.

    Raises:
        ValueError: There is no such day.
    """
    found = _DATE.fullmatch(narrow(written).strip())
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if day:
        return Days(date(year, month, day), date(year, month, day))
    first = date(year, month, 1)
    return Days(first, first.replace(day=monthrange(year, month)[1]))
