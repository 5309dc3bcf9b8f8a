"""The executors of Spark: it schedules and tries again; what they do is what one machine does."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from subprocess import DEVNULL
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

from evalfw.foundation import Progress, RequestError, Text
from evalfw.population.batch.shipping import ship
from evalfw.population.batch.spark_task import Done, task_of

if TYPE_CHECKING:
    from pyspark import SparkContext

Item = TypeVar("Item")
Made = TypeVar("Made")

PATIENCE = 10
"""Seconds in which a master has to answer."""
BRIEF = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""For a machine of Java that only schedules, on this machine: what a longer life would pay back is not spent."""
PAUSE = 0.1
"""Seconds between two looks at how many tasks are done."""


class SparkWorkers:
    """
    The executors of the context that is there, or of a new one.

    Args:
        master: Address of the cluster; this machine if empty.

    Raises:
        RequestError: There is no Java, or the master does not answer.
    """

    def __init__(self, master: str) -> None:
        self._context = context_at(master)

    def ready(self, work: object) -> None:
        """See that executors have what *work* needs, as far as they are there. Raises RequestError: one lacks it."""
        shipped = ship(work)
        context = self._context
        tasks = 2 * context.defaultParallelism
        run = task_of(context.broadcast(shipped.pickled), shipped.modules)

        def look(items: Iterable[int]) -> Iterator[Done]:
            return run(iter(()))

        _raise_of(self._collected(look, range(tasks)).result())

    def do(self, work: Callable[[Item], Made], items: Sequence[Item], progress: Progress, what: Text) -> list[Made]:
        """What *work* gives for each of *items*; as one process would give it."""
        if not items:
            return []
        shipped = ship(work)
        run = task_of(self._context.broadcast(shipped.pickled), shipped.modules)
        group = uuid4().hex
        waiting = self._collected(run, items, group)
        for _ in progress.over(_Completed(self._context, group, waiting, len(items)), what):
            pass
        done = waiting.result()
        _raise_of(done)
        return [made for _, made, _ in done]

    def stretches(self, rows: int, least: int) -> list[tuple[int, int]]:
        """As many as there are cores, or fewer."""
        size = max(least, -(-rows // (2 * self._context.defaultParallelism)))
        return [(offset, size) for offset in range(0, rows, size)]

    def _collected(
        self, run: Callable[[Iterable[Item]], Iterable[Done]], items: Sequence[Item], group: str = ""
    ) -> Future[list[Done]]:
        context = self._context

        def collect() -> list[Done]:
            from py4j.protocol import Py4JError  # type: ignore[import-untyped]
            from pyspark.errors import PySparkException

            if group:
                context.setJobGroup(group, "evalfw")
            try:
                found: list[Done] = context.parallelize(items, len(items)).mapPartitions(run).collect()
                return found
            except (Py4JError, PySparkException) as error:
                raise RequestError(_said(error)) from None

        pool = ThreadPoolExecutor(1)
        waiting = pool.submit(collect)
        pool.shutdown(wait=False)
        return waiting


class _Completed(Sequence[int]):
    """The numbers of tasks, each given when so many are done, or there is nothing to wait for any more."""

    def __init__(self, context: SparkContext, group: str, waiting: Future[list[Done]], count: int) -> None:
        self._tracker, self._group = context.statusTracker(), group
        self._waiting, self._count = waiting, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: Any) -> Any:
        return range(self._count)[at]

    def __iter__(self) -> Iterator[int]:
        done = 0
        for number in range(self._count):
            while done <= number and not self._waiting.done():
                time.sleep(PAUSE)
                done = self._completed()
            yield number

    def _completed(self) -> int:
        jobs = [self._tracker.getJobInfo(job) for job in self._tracker.getJobIdsForGroup(self._group)]
        stages = [self._tracker.getStageInfo(stage) for job in jobs if job is not None for stage in job.stageIds]
        return sum(stage.numCompletedTasks for stage in stages if stage is not None)


def context_at(master: str) -> SparkContext:
    """
    The context that is there, or a new one on *master* (this machine, if empty).

    Raises:
        RequestError: There is no Java, or nobody answers at *master*.
    """
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway

    if SparkContext._active_spark_context is not None:
        return SparkContext._active_spark_context
    _check_java()
    _check_master(master)
    conf = SparkConf().setAppName("evalfw").set("spark.ui.showConsoleProgress", "false")
    conf = conf.set("spark.log.level", "OFF").set("spark.executorEnv.POLARS_MAX_THREADS", "1")
    if master:
        conf = conf.setMaster(master)
    if not master or master.startswith("local"):
        conf = conf.set("spark.ui.enabled", "false").set("spark.driver.extraJavaOptions", BRIEF)
    try:
        gateway = launch_gateway(conf, {"stderr": DEVNULL})  # type: ignore[no-untyped-call] # its log is for its own files
        return SparkContext(conf=conf, gateway=gateway)
    except Exception as error:  # Spark's start fails in many ways, in Java and in Python
        said = _said(error)
        raise RequestError(Text(f"Spark 起不来：{said.zh}", f"Spark does not start: {said.en}")) from None


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=str(Path(home) / "bin") if home else None) is None:
        raise RequestError(
            Text(
                "Spark 要 Java（17 或更新），这里没有：装好后再试，或用 --engine polars",
                "Spark needs Java (17 or later), which is not here: install it, or use --engine polars",
            )
        )


def _check_master(master: str) -> None:
    if not master.startswith("spark://"):
        return
    for each in master.removeprefix("spark://").split(","):
        address = urlsplit(f"//{each}")
        try:
            socket.create_connection((address.hostname or "", address.port or 7077), PATIENCE).close()
            return
        except (OSError, ValueError):
            continue
    raise RequestError(
        Text(f"{master} 没有回应：没有 Spark 主节点", f"{master} does not answer: no master of Spark is there")
    )


def _raise_of(done: Sequence[Done]) -> None:
    """Raise what the first of *done* tells that could not do its work."""
    for how, said, host in done:
        if how == "refused":
            raise said
        if how == "lacking":
            module, is_missing = said
            top = module.partition(".")[0]
            if is_missing:
                what = Text(f"没有 {module}", f"has no {module}")
            else:
                what = Text(f"的 {module} 与这里的不同", f"has another {module} than this machine")
            remedy = (
                Text("请装上同一版本的 evalfw[spark]", "install the same version of evalfw[spark] there")
                if top in ("evalfw", "evalfw_plugins", "evalfw_rubrics")
                else Text(f"请装上同一版本的 {top}", f"install the same version of {top} there")
            )
            raise RequestError(Text(f"执行机 {host} ", f"the executor {host} ") + what + Text("：", ": ") + remedy)


def _said(error: BaseException) -> Text:
    """The line of *error* that tells a person most: the last of a traceback of Python, otherwise the first."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    own = [line for at, line in enumerate(lines) if at and "Error: " in line and not line.startswith(("at ", "Caused"))]
    line = (own or lines or [type(error).__name__])[0]
    return Text(line, line)
