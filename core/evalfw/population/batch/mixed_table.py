"""A table whose units are scored under different rubrics: a column says which."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

import polars as pl

from evalfw.evidence import Means
from evalfw.foundation import SILENT, Language, Progress, RequestError, Text, nearest
from evalfw.population.batch import sources
from evalfw.population.batch.across import across_of
from evalfw.population.batch.duplicates import doubled_units
from evalfw.population.batch.layout import find_layout
from evalfw.population.batch.mapping import TableMapping
from evalfw.population.batch.mixing import ROW, RUBRIC, Group, Mixture, write_mixed
from evalfw.population.batch.reading import NAME, UNIT
from evalfw.population.batch.refusing import Units
from evalfw.population.batch.register import register_in
from evalfw.population.batch.request import BatchDone, needs, rubric_for_tables
from evalfw.population.batch.running import ROW as INDEX, make_rows, run_in_polars
from evalfw.population.batch.types import expect_plain_types
from evalfw.population.batch.workers import Here
from evalfw.population.columns.plan import make_plan

RUBRIC_NAMES = (RUBRIC, "评分表")
"""What the column is called that says under which rubric a unit is scored."""


class MixedRequest(NamedTuple):
    """
    A table whose units have different rubrics.

    Attributes:
        data: A file, or ``sql:VARIABLE QUERY``; one of its columns is called as in ``RUBRIC_NAMES``.
        output: The result, a file of Parquet.
        overlays: Files that are laid over every rubric.
        mapping: Which column is what, under every rubric.
        units: A register of the units that the table may hold.
        force: Whether a result that is there may be written over.
        language: Of reasons.
    """

    data: str
    output: Path
    overlays: tuple[str, ...] = ()
    mapping: TableMapping = TableMapping()
    units: Path | None = None
    force: bool = False
    language: Language = "zh"


def score_mixed(request: MixedRequest, means: Means, progress: Progress = SILENT) -> BatchDone:
    """
    Score every unit of a table, each under the rubric that it names; the result has what these rubrics have in common.

    Args:
        request: The table, and where the result goes.
        means: What rubrics are loaded with.
        progress: Told of rubrics, and of what a person may want to know.

    Raises:
        EvalfwError: The table cannot be read or has no column for the rubric, or a rubric is not there.
    """
    needs("polars")
    with tempfile.TemporaryDirectory() as folder:
        source = request.data
        if not sources.is_direct(source):
            source = str(Path(folder) / "table.parquet")
            sources.take_in(request.data, Path(source), progress.notice)
        return _score(request, source, means, progress)


def _score(request: MixedRequest, source: str, means: Means, progress: Progress) -> BatchDone:
    table = sources.scan(source)
    names = table.collect_schema().names()
    column = next((name for name in RUBRIC_NAMES if name in names), None)
    if column is None:
        hint = nearest(RUBRIC, names)
        said = Text(
            "请用 --rubric 给出评分表；各单位评分表不同的，表里要有 rubric（评分表）列",
            "give a rubric with --rubric, or a table with a column 'rubric' that says it for each unit",
        )
        raise RequestError(said if hint is None else said + Text("；", "; ") + hint)
    key = pl.col(column).cast(pl.String).str.strip_chars().fill_null("")
    refs = table.select(key).unique().collect(engine="streaming").to_series().sort().to_list()
    rubrics = {ref: rubric_for_tables(ref, request.overlays, means) for ref in refs if ref}
    refused: list[list[str]] = []
    there = [name for name in names if name not in (column, *sources.OWN)]
    known = {ref: find_layout(rubric, there, request.mapping, rubric.across) for ref, rubric in rubrics.items()}
    for ref, layout in known.items():
        expect_plain_types(table.collect_schema(), layout, rubrics[ref].facts)
    unit = next(iter(known.values())).unit if known else UNIT
    rows = int(table.select(pl.len()).collect().item())
    units = Units(doubled_units(source, unit, rows, Here()), register_in(request.units, unit))
    numbered = table.with_row_index(ROW).with_columns(key.alias(column))
    nothing = Text("没有写评分表", "no rubric is given").read(request.language)
    number = pl.col(sources.LINE) if sources.LINE in names else pl.col(ROW) + 1
    lacking = (
        numbered.filter(pl.col(column) == "").select(number.cast(pl.String), pl.col(unit).cast(pl.String)).collect()
    )
    refused += [[row, id or "", column, "", nothing] for row, id in lacking.iter_rows()]

    def groups() -> list[Group]:
        made = []
        for ref, rubric in progress.over(list(rubrics.items()), Text("计分", "scoring")):
            layout = known[ref]
            plan = make_plan(rubric, frozenset(layout.facts), layout.decisions)
            mine = numbered.filter(pl.col(column) == ref).drop(column).collect(engine="streaming")
            run = run_in_polars(layout, plan, "none", units, request.language)
            run = run._replace(across=across_of(mine.lazy(), layout, rubric.facts, units))
            figures, note = make_rows(run, mine.drop(ROW).lazy())
            numbers = mine[ROW]
            has_lines = sources.LINE in mine.columns
            refused.extend([row if has_lines else str(numbers[int(row) - 1] + 1), *rest] for row, *rest in note.errors)
            told = [pl.lit(rubric.identity.id).alias(RUBRIC), numbers.gather(figures[INDEX]).alias(ROW)]
            told += [] if layout.name else [pl.lit(None, pl.String).alias(NAME)]
            made.append(Group(rubric, figures.drop(INDEX).with_columns(told)))
        return made

    mixture = Mixture({"source": {"data": request.data}}, list(rubrics.values()), [UNIT, NAME, RUBRIC])
    return write_mixed(mixture, groups, refused, request.output, progress, request.force, request.language)
