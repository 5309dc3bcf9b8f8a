"""``evalfw explain``: the sentences that a run gives, for one unit of a result."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from evalfw import IndicatorResult, Language, ReportError, RequestError, Rubric, Text, shown, shown_span, verbatim
from evalfw.foundation.errors import Problem
from evalfw.population.batch.explaining import report_of_row
from evalfw.population.batch.result import REFUSED, STATUS, manifest_of, scan_result
from evalfw.population.columns.asking import NOT_SAID
from evalfw.population.columns.leaves import Decisions
from evalfw.population.columns.plan import make_plan
from evalfw.scoring.report import Report
from evalfw_cli.batch.command import loaded, needs
from evalfw_cli.outputs import print_lines
from evalfw_cli.plugins import load_host


def explain(result: Path, unit: str, language: Language) -> int:
    """Print why *unit* of *result* has its points; return 0. Raises EvalfwError."""
    report = report_on_unit(result, unit)
    lines = []
    for each in report.indicators:
        points = "—" if each.points is None else shown(each.points)
        weight = "" if each.extra else f"/{shown(each.weight)}"
        lines.append(f"{'  ' * (each.level - 1)}{each.title} {points}{weight}")
        if each.is_leaf:
            lines.append(f"{'  ' * each.level}{each.because.read(language)}{_author(each, language)}")
    total = report.total
    said = Text(
        f"总分 {shown(total.points)}/{shown(total.weight)}", f"total {shown(total.points)} of {shown(total.weight)}"
    )
    if total.is_open:
        said += verbatim(f" [{shown_span(total.bounds.least, total.bounds.most)}]")
    lines.append(said.read(language) + (f" {total.grade_span}" if total.grades else ""))
    lines += [f"- {finding.message.read(language)}" for finding in report.findings if finding.severity != "info"]
    return print_lines(lines)


def _author(each: IndicatorResult, language: Language) -> str:
    """Who set the points by hand, behind the sentence that gives the reason."""
    if each.override is None or each.override.author == NOT_SAID:
        return ""
    author = each.override.author
    return Text(f"（{author} 认定）", f" (set by {author})").read(language)


def _reasons(result: Path, unit: str) -> list[str]:
    """Why *unit* was refused, of what was written beside *result*."""
    beside = result.with_name(f"{result.stem}.errors.csv")
    if not beside.is_file():
        return []
    with beside.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    return [f"{column} '{value}'：{why}" for _, named, column, value, why in rows if named in (unit, f"'{unit}")]


def report_on_unit(result: Path, unit: str) -> Report:
    """The report on *unit* of *result*, from the facts in it."""
    needs("polars")
    said = manifest_of(result)
    if said.get("explain") == "none":
        what = Text("结果里没有事实：计分时要加 --explain codes", "it holds no facts: make it with --explain codes")
        raise ReportError([Problem(result.as_posix(), None, "", what)])
    rows = scan_result(result).filter(pl.col("unit") == unit).collect()
    if rows.is_empty():
        raise RequestError(Text(f"结果里没有单位 '{unit}'", f"there is no unit '{unit}' in it"))
    row = rows.row(0, named=True)
    if row[STATUS] == REFUSED:
        beside = f"{result.stem}.errors.csv"
        why = "；".join(_reasons(result, unit))
        raise RequestError(
            Text(
                f"单位 '{unit}' 出错，没有计分：{why or f'原因见 {beside}'}",
                f"unit '{unit}' is in error: {why or f'the reasons are in {beside}'}",
            )
        )
    rubric = rubric_of(said, result)
    names = rows.columns
    facts = frozenset(fact for fact in rubric.facts if fact in names or f"{fact}#items" in names)
    decided = Decisions(
        frozenset(name.removesuffix("@override") for name in names if name.endswith("@override")),
        frozenset(name.removesuffix("@exemption") for name in names if name.endswith("@exemption")),
    )
    return report_of_row(row, make_plan(rubric, facts, decided))


def rubric_of(said: Mapping[str, object], result: Path) -> Rubric:
    """The rubric that *result* was made with. Raises ReportError: it has changed since."""
    overlays = said.get("overlays")
    rubric = loaded(str(said["ref"]), tuple(overlays) if isinstance(overlays, list) else (), load_host(None))
    known = said.get("rubric")
    if not isinstance(known, dict) or known.get("sha256") != rubric.identity.sha256:
        what = Text(
            f"计分用的评分表与现在的 {rubric.identity.id} 不同",
            f"it was made with another {rubric.identity.id} than there is now",
        )
        raise ReportError([Problem(result.as_posix(), None, "", what)])
    return rubric
