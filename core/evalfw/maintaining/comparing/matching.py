"""Which indicator, and which fact, of one rubric is which of another: by id, or by ``was``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Matched(NamedTuple):
    """
    Ids of two rubrics, paired.

    Attributes:
        pairs: New id by old id; each is there once.
        removed: Old ids without a partner.
        added: New ids without a partner.
        astray: New ids whose ``was`` leads to nothing that the old rubric has.
    """

    pairs: Mapping[str, str]
    removed: tuple[str, ...]
    added: tuple[str, ...]
    astray: tuple[str, ...]


def match(old: Iterable[str], new: Iterable[tuple[str, tuple[str, ...]]], is_tree: bool = False) -> Matched:
    """
    Pair ids.

    Args:
        old: Ids of the old rubric.
        new: Ids of the new one, each with what it says that it was.
        is_tree: Whether ids are places in a tree: what is below a node that got another id has moved with it.
    """
    there, entries = dict.fromkeys(old), list(new)
    pairs = {id: id for id, _ in entries if id in there}
    astray = []
    for id, was in entries:
        if id in pairs.values() or not was:
            continue
        found = next((each for each in was if each in there and each not in pairs), None)
        if found is not None:
            pairs[found] = id
        elif not any(each in there for each in was):
            astray.append(id)
    taken = set(pairs.values())
    # What is below a renamed node has moved with it, and need not say so itself.
    for id, _ in entries if is_tree else ():
        if id in taken:
            continue
        before = _carried(id, pairs)
        if before is not None and before in there and before not in pairs:
            pairs[before] = id
            taken.add(id)
    removed = tuple(id for id in there if id not in pairs)
    return Matched(pairs, removed, tuple(id for id, _ in entries if id not in taken), tuple(astray))


def _carried(id: str, pairs: Mapping[str, str]) -> str | None:
    """The old id of *id*, if a node above it has another id now."""
    above = [(new, old) for old, new in pairs.items() if old != new and id.startswith(f"{new}.")]
    if not above:
        return None
    new, old = max(above, key=lambda pair: len(pair[0]))  # the nearest of them
    return old + id[len(new) :]
