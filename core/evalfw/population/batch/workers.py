"""Who does the pieces of a batch: this process, or the executors of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from evalfw.foundation import Progress, Text

Item = TypeVar("Item")
Made = TypeVar("Made")


class Workers(Protocol):
    """They do the same piece of work for each of many items, in any order, perhaps elsewhere."""

    def do(self, work: Callable[[Item], Made], items: Sequence[Item], progress: Progress, what: Text) -> list[Made]:
        """
        What *work* gives for each of *items*, in their order.

        Args:
            work: The work. Where others do it, it is pickled, and may be done more than once for the same item.
            items: What it is done for.
            progress: Told of items that are done.
            what: What it is told that they are.

        Raises:
            EvalfwError: Work that raises it, or an executor that cannot do it.
        """

    def stretches(self, rows: int, least: int) -> list[tuple[int, int]]:
        """Offsets and sizes of the pieces in which a table of so many *rows* is best counted, of *least* rows where there are several."""


class Here:
    """
    This process. Each item uses all cores by itself, most of the time.

    Args:
        threads: Items that are worked on at once, so that cores that one of them leaves alone have work.
    """

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads

    def do(self, work: Callable[[Item], Made], items: Sequence[Item], progress: Progress, what: Text) -> list[Made]:
        with ThreadPoolExecutor(self._threads) as pool:
            waiting = [pool.submit(work, item) for item in items]
            try:
                return [each.result() for each in progress.over(waiting, what)]
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def stretches(self, rows: int, least: int) -> list[tuple[int, int]]:
        return [(0, rows)]
