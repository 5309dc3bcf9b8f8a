"""Units whose evidence was read from folders: those under one rubric are worked out together, all stand in one result."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import polars as pl

from evalfw.evidence import Evidence
from evalfw.foundation import Language, Progress, Text
from evalfw.language import FactDeclaration, ValueFaultError
from evalfw.population.batch.mixing import ROW, RUBRIC, Group, Mixture, write_mixed
from evalfw.population.batch.reading import NAME, UNIT
from evalfw.population.batch.request import BatchDone
from evalfw.population.batch.result import SCORED, STATUS
from evalfw.population.batch.settling import canonical
from evalfw.population.columns.leaves import Decisions, exemption_column, override_column
from evalfw.population.columns.lists import ITEMS
from evalfw.population.columns.outputs import reported
from evalfw.population.columns.plan import labels_of, make_plan, plan_by_rows, unit_of
from evalfw.population.columns.polars_engine import PolarsFigures
from evalfw.population.columns.working import Cell
from evalfw.rubric import Rubric
from evalfw.scoring import Report, holds

FEW = 25
"""Units of one rubric from which on it is worth being compiled; fewer are scored one by one."""

FOLDER = "folder"
"""The column that says where the evidence of a unit is."""

DOUBLED = Text("编号重复：不止一个文件夹是这个单位", "more than one folder is of this unit")

TYPES = {"bool": pl.Boolean(), "int": pl.Int64(), "text": pl.String()}


class FolderUnit(NamedTuple):
    """
    A unit whose evidence was read.

    Attributes:
        number: Of its folder, from 1.
        id, name: Of the subject.
        folder: Where the evidence is.
        rubric: As the unit has completed it.
        cells: The canonical cells of its facts, where these are all that counts; None if it was scored by itself.
        said: What came out then, by name of the column.
    """

    number: int
    id: str
    name: str
    folder: str
    rubric: Rubric
    cells: Mapping[str, Cell] | None
    said: Mapping[str, Cell]


def plain_cells(evidence: Evidence, rubric: Rubric, unit: int, as_of: date | None) -> dict[str, Cell] | None:
    """
    The canonical cells of *evidence*: its facts, and what people have decided; None where these are not all that counts for its points.

    Ranges, statements that contradict each other, and numbers beyond what columns hold are such cases.

    Args:
        evidence: It.
        rubric: Its rubric.
        unit: How many integers in the columns make one point (``unit_of``).
        as_of: The day on which decisions are judged.
    """
    if evidence.exemptions and as_of is None:
        return None  # whoever scores it says that a day is lacking
    cells: dict[str, Cell] = {}
    for fact, statements in evidence.statements.items():
        declaration = rubric.facts.get(fact)
        if declaration is None:
            continue  # the evidence has declared it for itself
        try:
            said = {None if each.value is None else canonical(declaration, each.value) for each in statements}
        except ValueFaultError:
            return None
        (cell,) = said if len(said) == 1 else (None,)
        if cell is None or (declaration.type == "list" and not _is_whole(declaration, cell)):
            return None
        cells[fact] = cell
    for leaf, override in evidence.overrides.items():
        if as_of is None or override.date <= as_of:
            cells[override_column(leaf)] = int(override.points * unit)
    for leaf, exemption in evidence.exemptions.items():
        if holds(exemption, as_of):
            cells[exemption_column(leaf)] = exemption.kind
    return cells


def _is_whole(declaration: FactDeclaration, cell: Cell) -> bool:
    """Whether every number of the items in *cell* is one that columns hold."""
    numbers = [name for name, field in declaration.fields.items() if field.is_number]
    return all(isinstance(item.get(name), int) for item in json.loads(str(cell)) for name in numbers)


def said_of(report: Report, rubric: Rubric) -> dict[str, Cell]:
    """What *report* says, by name of the column."""
    return reported(report, rubric, unit_of(rubric), labels_of(rubric))


def write_folders(
    units: Sequence[FolderUnit],
    refusals: Iterable[Sequence[str]],
    folder: Path,
    output: Path,
    progress: Progress,
    force: bool = False,
    language: Language = "zh",
) -> BatchDone:
    """
    Work out the figures of *units* and write the result.

    Args:
        units: Those that were read.
        refusals: Number, folder, place, value and reason of those that were not.
        folder: Where the evidence folders are.
        output: The result, a file of Parquet.
        progress: Told of rubrics, and of what came out.
        force: Whether a result that is there may be written over.
        language: Of reasons.

    Raises:
        EvalfwError: There is a result already, or no unit is left.
    """
    counted = Counter(unit.id for unit in units)
    by_rubric: dict[str, list[FolderUnit]] = {}
    for unit in units:
        if counted[unit.id] == 1:
            by_rubric.setdefault(unit.rubric.identity.sha256, []).append(unit)

    def groups() -> list[Group]:
        return [_group(some) for some in progress.over(list(by_rubric.values()), Text("计分", "scoring"))]

    rubrics = [some[0].rubric for some in by_rubric.values()]
    refused = [*map(list, refusals), *_doubled(units, counted, language)]
    mixture = Mixture({"folder": str(folder)}, rubrics, [UNIT, NAME, RUBRIC, FOLDER])
    return write_mixed(mixture, groups, refused, output, progress, force, language)


def _doubled(units: Iterable[FolderUnit], counted: Mapping[str, int], language: Language) -> Iterator[list[str]]:
    why = DOUBLED.read(language)
    yield from (
        [str(each.number), Path(each.folder).name, UNIT, each.id, why] for each in units if counted[each.id] > 1
    )


def _group(units: Sequence[FolderUnit]) -> Group:
    """The figures of *units*, which have one rubric."""
    rubric = units[0].rubric
    plain = [unit for unit in units if unit.cells is not None]
    alone = [unit for unit in units if unit.cells is None]
    frames = [_worked_out([unit.cells or {} for unit in plain], rubric)] if plain else []
    if alone:
        columns = frames[0].columns if frames else [name for name in alone[0].said if ":" in name]
        said = {name: [unit.said[name] for unit in alone] for name in columns}
        frames.append(pl.DataFrame(said, schema=dict.fromkeys(columns, pl.Int64())))
    ordered = (*plain, *alone)
    told = {
        ROW: [unit.number for unit in ordered],
        UNIT: [unit.id for unit in ordered],
        NAME: [unit.name for unit in ordered],
        RUBRIC: [rubric.identity.id] * len(units),
        FOLDER: [unit.folder for unit in ordered],
        STATUS: [SCORED] * len(units),
    }
    return Group(rubric, pl.DataFrame(told).hstack(pl.concat(frames)))


def _worked_out(rows: Sequence[Mapping[str, Cell]], rubric: Rubric) -> pl.DataFrame:
    """The figures of units whose cells are *rows*."""
    there = {name for row in rows for name in row}
    decisions = Decisions(
        frozenset(leaf.id for leaf in rubric.leaves if override_column(leaf.id) in there),
        frozenset(leaf.id for leaf in rubric.leaves if exemption_column(leaf.id) in there),
    )
    plan = (plan_by_rows if len(rows) < FEW else make_plan)(rubric, frozenset(rubric.facts) & there, decisions)
    columns = [each for name, sort in plan.inputs.items() for each in _columns(name, sort, rows, rubric)]
    frame = pl.DataFrame(columns) if columns else pl.DataFrame({"": [None] * len(rows)})
    wanted = [output.name for output in plan.outputs if ":" in output.name and not output.is_code]
    made = PolarsFigures(plan, wanted, [])(frame.lazy()).collect()
    return made.select(pl.col(name).cast(pl.Int64) for name in wanted)


def _columns(name: str, sort: str, rows: Sequence[Mapping[str, Cell]], rubric: Rubric) -> Iterator[pl.Series]:
    cells = [row.get(name) for row in rows]
    if sort != "list":
        yield pl.Series(name, cells, dtype=TYPES[sort])
        return
    fields = rubric.facts[name].fields.items()
    kind = pl.List(pl.Struct({field: pl.Int64 if each.is_number else pl.String for field, each in fields}))
    items = [None if cell is None else json.loads(str(cell)) for cell in cells]
    yield pl.Series(f"{name}{ITEMS}", items, dtype=kind)
    yield pl.Series(name, [None if cell is None else "[]" for cell in cells], dtype=pl.String)
