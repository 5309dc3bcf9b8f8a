"""Engines that take SQL: the plan as one query over a table of canonical columns, for DuckDB and for Spark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from evalfw.population.columns.asking import AskedFindings, AskedLeaf, AskedRow, asked_of
from evalfw.population.columns.cells import BETWEEN, NOTHING_THERE
from evalfw.population.columns.list_sql import ListWords, number_of_items
from evalfw.population.columns.lists import ITEMS, ListNumber
from evalfw.population.columns.plan import Plan
from evalfw.population.columns.ruling import Answer
from evalfw.population.columns.spelling import SqlSpelling, columns_in, stages_of
from evalfw.population.columns.terms import Term


class SqlEngine(Protocol):
    """What engines have that SQL does not spell alike."""

    divide: str
    """The operator that divides integers without a rest."""
    quote: str
    """What names are quoted with."""
    text: str
    """The type of texts."""
    lists: ListWords
    """What it calls the functions of lists."""

    def register(self, name: str, answer: Callable[[str | None], Answer | None], fields: int) -> None:
        """Make *answer*, which is given a key and gives integers, a function of SQL; its struct has the fields f0, f1, …"""
        ...


class Step(NamedTuple):
    """
    A step of a query, which sees the columns of the step before.

    Attributes:
        columns: SQL with the name of the column, one each.
        keep: Whether the other columns are kept.
        dropped: Columns that are not.
    """

    columns: tuple[str, ...]
    keep: bool = True
    dropped: tuple[str, ...] = ()


class Steps:
    """The steps of a query."""

    def __init__(self) -> None:
        self.made: list[Step] = []

    def add(self, columns: Iterable[str], keep: bool = True, dropped: Sequence[str] = ()) -> None:
        """One more; nothing if it has no columns."""
        listed = tuple(columns)
        if listed:
            self.made.append(Step(listed, keep, tuple(dropped)))


def steps_of(
    plan: Plan, wanted: Sequence[str], kept: Sequence[str], engine: SqlEngine, prefix: str
) -> tuple[Step, ...]:
    """
    The query for what *plan* says of every row of a table of canonical columns.

    Args:
        plan: The plan for it.
        wanted: Names of the outputs that are wanted.
        kept: Columns of the source that are kept as they are.
        engine: The engine.
        prefix: What names of functions begin with, so that plans do not get into each other's way.
    """
    outputs = {output.name: output.term for output in plan.outputs if output.name in set(wanted)}
    is_odd = not (plan.odd.is_value and not plan.odd.value)
    steps, plain = Steps(), SqlSpelling({}, engine.divide, engine.quote)
    steps.add(_list_number(number, plain, engine) for number in plan.lists)
    needed = columns_in([*outputs.values(), plan.odd])
    for number, leftover in enumerate(plan.leftovers):
        if needed & set(leftover.columns.values()):
            name = f"{prefix}_{number}"
            asked = asked_of(leftover, plan)
            engine.register(name, _known(asked), len(asked.fields))
            _stages(steps, {"~rows": leftover.rows}, engine, f"~{number}.")
            key = _key(leftover.inputs, plan.inputs, plain, engine)
            steps.add([f"{name}(CASE WHEN {plain.name('~rows')} THEN {key} END) AS {plain.name('~answer')}"])
            fields = [leftover.columns[field] for field in asked.fields]
            given = (f"{plain.name('~answer')}.f{at} AS {plain.name(field)}" for at, field in enumerate(fields))
            steps.add(given, dropped=["~rows", "~answer"])
    if is_odd:
        outputs["~odd"] = plan.odd
    names = _stages(steps, outputs, engine, "~", last=False)
    spelling = SqlSpelling(names, engine.divide, engine.quote)
    if not is_odd:
        made = [f"{_typed(spelling.of(term), term)} AS {plain.name(name)}" for name, term in outputs.items()]
        steps.add([*(plain.name(each) for each in kept), *made], keep=False)
        return tuple(steps.made)
    row = AskedRow(plan)
    engine.register(f"{prefix}_row", _known(row), len(row.fields))
    key = _key(list(plan.inputs), plan.inputs, plain, engine)
    steps.add([f"{prefix}_row(CASE WHEN {spelling.of(plan.odd)} THEN {key} END) AS {plain.name('~row')}"])
    at = {name: number for number, name in enumerate(row.fields)}
    made = []
    for name, term in outputs.items():
        if name != "~odd":
            asked_for = f"{plain.name('~row')}.f{at[name]}"
            made.append(
                f"CASE WHEN {spelling.of(plan.odd)} THEN {asked_for} ELSE {spelling.of(term)} END AS {plain.name(name)}"
            )
    steps.add([*(plain.name(each) for each in kept), *made], keep=False)
    return tuple(steps.made)


def _typed(spelt: str, term: Term) -> str:
    return f"CAST({spelt} AS BIGINT)" if term.sort == "int" else spelt


def _known(asked: AskedLeaf | AskedFindings | AskedRow) -> Callable[[str | None], Answer | None]:
    return lambda key: None if key is None else asked(key)


def _stages(
    steps: Steps, outputs: Mapping[str, Term], engine: SqlEngine, prefix: str, last: bool = True
) -> dict[int, str]:
    stages, names = stages_of(outputs, prefix)
    spelling = SqlSpelling(names, engine.divide, engine.quote)
    for number, stage in enumerate(stages):
        is_last = number == len(stages) - 1
        if not is_last or last:
            steps.add(
                f"{spelling.of(term, is_new=not is_last)} AS {spelling.name(name)}" for name, term in stage.items()
            )
    return names


def as_query(source: str, steps: Sequence[Step], engine: SqlEngine) -> str:
    """*steps* over *source*, a table or a function of one, as one query, as DuckDB reads it."""
    plain, parts = SqlSpelling({}, engine.divide, engine.quote), []
    for number, step in enumerate(steps):
        before = f"s{number - 1}" if number else source
        dropped = ", ".join(plain.name(each) for each in step.dropped)
        rest = (f"* EXCLUDE ({dropped})" if dropped else "*",) if step.keep else ()
        parts.append(f"s{number} AS (SELECT {', '.join((*rest, *step.columns))} FROM {before})")
    return f"WITH {', '.join(parts)} SELECT * FROM s{len(parts) - 1}"


def _key(inputs: Sequence[str], sorts: Mapping[str, str], plain: SqlSpelling, engine: SqlEngine) -> str:
    """The cells of *inputs* as one text."""
    cells = []
    for name in inputs:
        cell = plain.name(name)
        if sorts[name] == "list":
            cell = f"to_json({plain.name(name + ITEMS)})"
        if sorts[name] == "bool":
            cell = f"CAST({cell} AS INT)"
        cells.append(f"COALESCE(CAST({cell} AS {engine.text}), chr({ord(NOTHING_THERE)}))")
    return f"concat_ws(chr({ord(BETWEEN)}), {', '.join(cells)})" if cells else "''"


def _list_number(number: ListNumber, plain: SqlSpelling, engine: SqlEngine) -> str:
    items = plain.name(f"{number.fact}{ITEMS}")
    made = number_of_items(number, items, engine.lists, engine.divide, plain)
    return f"CASE WHEN {items} IS NOT NULL THEN {made} END AS {plain.name(number.column)}"
