"""Whether a quote stands in a text: as a plain string, white space and widths aside."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from evalfw.evidence.citing.reader import Page
from evalfw.foundation import folded


def pages_with(quote: str, pages: Sequence[Page]) -> tuple[int | None, ...]:
    """
    Numbers of the pages on which *quote* begins; one that runs over a page break counts for the first of the two.

    Both are folded: PDF breaks lines inside words, and widths differ from program to program.

    Args:
        quote: The words; an empty quote is found nowhere.
        pages: All pages of the document, in order.
    """
    wanted = folded(quote)
    if not wanted:
        return ()
    texts = [folded(page.text) for page in pages]
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text)
    whole = "".join(texts)
    found: list[int | None] = []
    position = whole.find(wanted)
    while position >= 0:
        index = bisect_right(starts, position) - 1
        if pages[index].number not in found:
            found.append(pages[index].number)
        position = whole.find(wanted, position + 1)
    return tuple(found)
