"""The columns that come out: their names, what they hold, and the same of a report, for rows of which scoring is asked."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from evalfw.population.columns.findings import counted
from evalfw.population.columns.ruling_terms import in_units
from evalfw.population.columns.states import CODE_OF
from evalfw.population.columns.terms import Term
from evalfw.population.columns.working import Cell
from evalfw.rubric import Rubric
from evalfw.scoring import ModelResult, Report, Total

TOTAL = "total"
"""What columns of the total begin with."""

FINDINGS = "findings"
"""The column that counts findings."""


class Output(NamedTuple):
    """
    A column that comes out.

    Attributes:
        name: ``<node>:<what>``.
        term: What it holds.
        is_code: Whether it says how points came about, which is left out where no explanation is wanted.
    """

    name: str
    term: Term
    is_code: bool = False


def reported(report: Report, rubric: Rubric, unit: int, labels: tuple[str, ...]) -> dict[str, Cell]:
    """What *report* says, by name of the column."""

    def units(value: Fraction | None) -> Cell:
        return None if value is None else in_units(value, unit)

    row: dict[str, Cell] = {}
    for result in report.indicators:
        id = result.id
        row[f"{id}:points"] = units(result.points)
        row[f"{id}:state"] = CODE_OF[result.state]
        row[f"{id}:low"], row[f"{id}:high"] = units(result.bounds.least), units(result.bounds.most)
        if result.is_leaf:
            row[f"{id}:branch"] = result.branch
        else:
            row[f"{id}:weight"] = units(result.weight)
    figures: dict[str, Total | ModelResult] = {TOTAL: report.total}
    figures |= {f"model.{model.id}": model for model in report.models}
    for id, figure in figures.items():
        row[f"{id}:points"], row[f"{id}:weight"] = units(figure.points), units(figure.weight)
        row[f"{id}:low"], row[f"{id}:high"] = units(figure.bounds.least), units(figure.bounds.most)
    places = [labels.index(grade) for grade in report.total.grades] if labels else []
    row[f"{TOTAL}:grade_low"] = min(places, default=None)
    row[f"{TOTAL}:grade_high"] = max(places, default=None)
    for gate in report.gates:
        row[f"gate.{gate.id}:state"] = ("clear", "fired", "open").index(gate.state)
    row[FINDINGS] = counted(report)
    return row
