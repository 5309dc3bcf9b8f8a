"""What runs on an executor of Spark, where evalfw may be missing or another one."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

Done = tuple[str, Any, str]
"""``done`` with what the work gives; ``refused`` with the error that it raises; ``lacking`` with what the executor lacks; and the host."""


def task_of(shipped: Any, modules: Mapping[str, str]) -> Callable[[Iterable[Any]], Iterator[Done]]:
    """
    The work *shipped*, a broadcast of its pickle, for the items of a partition.

    It needs nothing but the standard library until it has seen that *modules*, with hashes of their files, are the same there as here;
    therefore all that it needs is imported inside.
    """

    def run(items: Iterable[Any]) -> Iterator[Done]:
        import hashlib
        import importlib.util
        import os
        import socket

        os.environ.setdefault("POLARS_MAX_THREADS", "1")  # as many tasks as cores run beside each other already
        host = socket.gethostname()
        for module, digest in modules.items():
            try:
                spec = importlib.util.find_spec(module)
            except ImportError:
                spec = None
            if spec is None:
                yield "lacking", (module, True), host
                return
            content = spec.loader.get_data(spec.origin)  # type: ignore[union-attr] # every loader of files has it
            if hashlib.sha256(content).hexdigest() != digest:
                yield "lacking", (module, False), host
                return
        from evalfw.foundation import EvalfwError
        from evalfw.population.batch.spark_task import unpacked

        work = unpacked(shipped.value)
        for item in items:
            try:
                made = "done", work(item), host
            except EvalfwError as error:
                made = "refused", error, host
            yield made

    return run


@lru_cache(maxsize=2)
def unpacked(pickled: bytes) -> Callable[[Any], Any]:
    """The work in *pickled*, once for all tasks of a process."""
    work: Callable[[Any], Any] = pickle.loads(pickled)
    return work
