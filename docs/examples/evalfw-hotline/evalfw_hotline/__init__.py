"""A department's own indicators: a rule kind for calls answered in time, and a reader of the hotline's export."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from evalfw import Collector, EvidencePart, RubricFolder, hookimpl
from evalfw.authoring import RuleKind

EVALFW_API = "2.0"

EXAMPLE = """
weight = 5
rule = { kind = "hotline_answered", within = 15, target = 0.95, per_mille = 0.05 }
fact = [
  { id = "hotline.calls", label = "来电总数", type = "count", unit = "个", max = 400 },
  { id = "hotline.within_15s", label = "15秒内接通", type = "count", unit = "个", max = 400, better = "higher" },
]
"""
"""What ``evalfw plugin check`` tries the rule kind with."""

EXPORT = "来电编号,是否接通,等待秒数\r\n1,是,5\r\n2,否,\r\n"
"""And the collector."""


@hookimpl
def evalfw_rule_kinds() -> Iterable[RuleKind]:
    """Imported when a rubric first uses it."""
    return [RuleKind("hotline_answered", "evalfw_hotline.answered:HotlineAnswered", (EXAMPLE,))]


@hookimpl
def evalfw_collectors() -> Iterable[Collector]:
    """Files of ``facts/`` called ``….hotline.csv``; other CSV files stay with evalfw's own collector."""
    return [Collector("hotline", (".hotline.csv",), collect, (EXPORT.encode("gbk"),))]


@hookimpl
def evalfw_rubrics() -> Iterable[RubricFolder]:
    """A made-up rubric with the indicator in it, and its cases."""
    return [RubricFolder(Path(__file__).parent)]


def collect(path: Path, shown: str) -> EvidencePart:
    """The export at *path*, called *shown* in messages; what reads it is imported when there is one."""
    from evalfw_hotline.export import read_export

    return read_export(path, shown)
