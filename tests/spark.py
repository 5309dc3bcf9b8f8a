"""Spark for tests: on this machine, where Java and pyspark are there; started once."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

BRIEF = {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
"""For programs in Java that run for seconds: what a longer life would pay back is not spent."""

with_spark = pytest.mark.skipif(
    find_spec("pyspark") is None or (shutil.which("java") is None and not os.environ.get("JAVA_HOME")),
    reason="needs pyspark and Java",
)


@cache
def spark_session() -> SparkSession:
    """A session on two cores of this machine."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ |= BRIEF
    from pyspark.sql import SparkSession

    session: SparkSession = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.memory", "3g")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    return session


class Cluster(NamedTuple):
    """A standalone master with two workers: its address, and the processes, the master first."""

    master: str
    processes: list[subprocess.Popen[bytes]]


@contextmanager
def spark_cluster(folder: Path) -> Iterator[Cluster]:
    """A standalone master with two workers on loopback."""
    import pyspark

    home = Path(pyspark.__file__).parent
    launcher = [str(home / "bin" / "spark-class")]
    environment = {
        **os.environ,
        **BRIEF,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
    }
    port, pages = free_port(), ["--webui-port", "0"]
    master = f"spark://127.0.0.1:{port}"
    begun: list[subprocess.Popen[bytes]] = []
    listening: list[threading.Thread] = []

    def begin(name: str, *arguments: str, until: bytes) -> None:
        begun.append(
            subprocess.Popen([*launcher, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
        )
        said, is_up = begun[-1].stdout, threading.Event()
        assert said is not None
        heard: list[bytes] = []

        def listen() -> None:
            with said:
                for line in said:
                    heard.append(line)
                    if until in line:
                        is_up.set()
            is_up.set()  # it has ended

        listening.append(threading.Thread(target=listen))
        listening[-1].start()
        is_up.wait()
        assert any(until in line for line in heard), b"".join(heard).decode("utf-8", errors="replace")

    kind = "org.apache.spark.deploy"
    try:
        begin(
            "master",
            f"{kind}.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            *pages,
            until=b"I have been elected leader",
        )
        for number in (1, 2):
            worker = [
                f"{kind}.worker.Worker",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--host",
                "127.0.0.1",
                "--work-dir",
                str(folder / f"work{number}"),
            ]
            begin(f"worker{number}", *worker, *pages, master, until=b"Successfully registered with master")
        yield Cluster(master, begun)
    finally:
        for process in reversed(begun):
            process.terminate()
            process.wait()
        for thread in listening:
            thread.join()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
