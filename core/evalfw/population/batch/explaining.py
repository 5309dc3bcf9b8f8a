"""From a row of a result back to the report: the sentences that a run gives for the unit."""

from __future__ import annotations

import json
from collections.abc import Mapping

from evalfw.evidence import Subject
from evalfw.population.columns.asking import report_on
from evalfw.population.columns.leaves import Decisions, author_column, reason_column
from evalfw.population.columns.lists import ITEMS
from evalfw.population.columns.plan import Plan, make_plan
from evalfw.population.columns.working import Cell
from evalfw.rubric import Rubric
from evalfw.scoring import Report


def plan_of_row(row: Mapping[str, object], rubric: Rubric) -> Plan:
    """How *row*, a row of a result under *rubric*, was scored, as its columns tell."""
    decided = Decisions(
        frozenset(name.removesuffix("@override") for name in row if name.endswith("@override")),
        frozenset(name.removesuffix("@exemption") for name in row if name.endswith("@exemption")),
    )
    facts = frozenset(fact for fact in rubric.facts if fact in row or f"{fact}{ITEMS}" in row)
    return make_plan(rubric, facts, decided)


def report_of_row(row: Mapping[str, object], plan: Plan) -> Report:
    """The report on the unit of *row*, a row of a result that holds the facts."""
    cells: dict[str, Cell] = {}
    for name, sort in plan.inputs.items():
        value = row.get(f"{name}{ITEMS}" if sort == "list" else name)
        if value is None:
            continue
        if sort == "list":
            cells[name] = json.dumps(value, ensure_ascii=False)
        elif isinstance(value, bool | int | str):
            cells[name] = value
    for leaf in plan.decisions.overrides | plan.decisions.exemptions:
        for name in (reason_column(leaf), author_column(leaf)):
            value = row.get(name)
            cells[name] = value if isinstance(value, str) else None
    unit = str(row.get("unit") or "")
    return report_on(plan.rubric, cells, plan, Subject(id=unit, name=str(row.get("name") or unit)))
