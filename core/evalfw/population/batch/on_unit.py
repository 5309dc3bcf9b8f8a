"""One unit of a result, as a report."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from evalfw.evidence import Means
from evalfw.foundation import Problem, ReportError, RequestError, Text
from evalfw.population.batch.explaining import plan_of_row, report_of_row
from evalfw.population.batch.packing import scan_result
from evalfw.population.batch.request import needs, rubric_for_tables
from evalfw.population.batch.result import REFUSED, STATUS, manifest_of, scan_written
from evalfw.rubric import Rubric
from evalfw.scoring import Report


def _reasons(result: Path, unit: str) -> list[str]:
    """Why *unit* was refused, of what was written beside *result*."""
    beside = result.with_name(f"{result.name}.errors.csv")
    if not beside.is_file():
        return []
    with beside.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    return [f"{column} '{value}'：{why}" for _, named, column, value, why in rows if named in (unit, f"'{unit}")]


def report_on_unit(result: Path, unit: str, means: Means) -> Report:
    """
    The report on *unit* of *result*, from the facts in it: what a run for this unit alone gives.

    Args:
        result: What ``batch`` has written.
        unit: Id of the unit.
        means: What its rubric is loaded with.

    Raises:
        EvalfwError: There is no such unit, it was refused, the result holds no facts, or its rubric has changed since.
    """
    needs("polars")
    said = manifest_of(result)
    if "folder" in said:
        found = scan_written(result).filter(pl.col("unit") == unit).select("folder").collect()["folder"].to_list()
        remedy = f"evalfw run {found[0]}" if found else f"evalfw run {said['folder']}/…"
        raise RequestError(
            Text(f"各单位的证据就在文件夹里：{remedy}", f"the evidence of each unit is in its folder: {remedy}")
        )
    if said.get("explain") == "none" and "rubrics" not in said:
        what = Text("结果里没有事实：计分时要加 --explain codes", "it holds no facts: make it with --explain codes")
        raise ReportError([Problem(result.as_posix(), None, "", what)])
    rows = scan_result(result).filter(pl.col("unit") == unit).collect()
    if rows.is_empty():
        raise RequestError(Text(f"结果里没有单位 '{unit}'", f"there is no unit '{unit}' in it"))
    row = rows.row(0, named=True)
    if row[STATUS] == REFUSED:
        beside = f"{result.name}.errors.csv"
        why = "；".join(_reasons(result, unit))
        raise RequestError(
            Text(
                f"单位 '{unit}' 出错，没有计分：{why or f'原因见 {beside}'}",
                f"unit '{unit}' is in error: {why or f'the reasons are in {beside}'}",
            )
        )
    return report_of_row(row, plan_of_row(row, rubric_of(said, result, means)))


def rubric_of(said: Mapping[str, object], result: Path, means: Means) -> Rubric:
    """The rubric that *result* was made with. Raises ReportError: it has changed since."""
    if "rubric" not in said:
        what = Text(
            "结果里各单位的评分表不同，没有共同的一份",
            "its units were scored under several rubrics, none of which is that of all",
        )
        raise ReportError([Problem(result.as_posix(), None, "", what)])
    overlays = said.get("overlays")
    rubric = rubric_for_tables(str(said["ref"]), tuple(overlays) if isinstance(overlays, list) else (), means)
    known = said.get("rubric")
    if not isinstance(known, dict) or known.get("sha256") != rubric.identity.sha256:
        what = Text(
            f"计分用的评分表与现在的 {rubric.identity.id} 不同",
            f"it was made with another {rubric.identity.id} than there is now",
        )
        raise ReportError([Problem(result.as_posix(), None, "", what)])
    return rubric
