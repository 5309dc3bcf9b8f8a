"""A batch on Spark as it is asked for."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from evalfw.foundation import Language
from evalfw.population.batch.layout import TableLayout
from evalfw.population.columns.plan import Plan

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def session(master: str) -> SparkSession:
    """The session that is there, or a new one on *master* (this machine, if empty)."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("evalfw").config("spark.ui.showConsoleProgress", "false")
    if master:
        builder = builder.master(master)
    made: SparkSession = builder.getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    return made


class SparkRun(NamedTuple):
    """Everything that a batch on Spark needs."""

    session: SparkSession
    table: DataFrame
    layout: TableLayout
    plan: Plan
    explain: str
    register: frozenset[str] | None
    language: Language
