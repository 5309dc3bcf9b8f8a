"""Names of columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def column_names(headings: Sequence[str]) -> tuple[str, ...]:
    """
    A name for each of *headings*; empty for a column without one.

    Of a heading that stands over several columns none is chosen: each is named with its number, 金额（第3列）.
    """
    cleaned = [" ".join(heading.split()) for heading in headings]
    count = Counter(cleaned)
    return tuple(
        f"{heading}（第{number}列）" if heading and count[heading] > 1 else heading
        for number, heading in enumerate(cleaned, 1)
    )
