"""The rows of a part: what reads plainly in columns, the others one by one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from evalfw.foundation import Language, Text
from evalfw.population.batch.across import Values
from evalfw.population.batch.layout import TableLayout
from evalfw.population.batch.reading import DOUBTFUL, NAME, UNIT, canonical_frame
from evalfw.population.batch.refusing import REASONS, Units, why_refused
from evalfw.population.batch.result import REFUSED, SCORED, STATUS, kept_columns, schema_of, wanted_outputs
from evalfw.population.batch.settling import Refusal, Settled, settle
from evalfw.population.batch.sources import BETWEEN, LINE, OWN, RAGGED
from evalfw.population.columns.lists import ITEMS
from evalfw.population.columns.plan import Plan
from evalfw.population.columns.polars_engine import PolarsFigures

ROW = "~number"
WHY = "~why"


class PartNote(NamedTuple):
    """What is noted of a part: how many units were scored and refused, how many by themselves, and the refused rows as texts."""

    scored: int
    refused: int
    alone: int
    errors: list[list[str]]


Figures = Callable[[pl.LazyFrame], pl.LazyFrame]
"""What an engine does: the figures of a frame of canonical columns, made for a plan, the outputs that are wanted and the columns that are kept."""


class Run(NamedTuple):
    """Everything that a part needs."""

    layout: TableLayout
    plan: Plan
    explain: str
    units: Units
    language: Language
    figures: Figures
    across: tuple[Values, ...] = ()


def run_in_polars(layout: TableLayout, plan: Plan, explain: str, units: Units, language: Language = "zh") -> Run:
    """A run that Polars works out."""
    figures = PolarsFigures(plan, *figures_for(layout, plan, explain))
    return Run(layout, plan, explain, units, language, figures)


def figures_for(layout: TableLayout, plan: Plan, explain: str) -> tuple[list[str], list[str]]:
    """Names of the outputs that an engine has to work out, and of the columns that it keeps."""
    return [output.name for output in wanted_outputs(plan, explain)], [ROW, *kept_columns(layout, plan, explain)]


def make_part(run: Run, table: pl.LazyFrame, offset: int = 0) -> tuple[pl.DataFrame, PartNote]:
    """The rows of *table*, which begins *offset* rows behind the head, scored, in their order; rows that are refused have no figures."""
    made, note = make_rows(run, table, offset)
    return made.drop(ROW), note


def make_rows(run: Run, table: pl.LazyFrame, offset: int = 0) -> tuple[pl.DataFrame, PartNote]:
    """The same with the number of each row in *table*, from 0, in ``ROW``; blank rows are not there."""
    there = [*run.layout.read, *(name for name in OWN if name in table.collect_schema())]
    raw = table.select(there).collect(engine="streaming")
    for values in run.across:
        raw = values.beside(raw, run.layout)
    raw = raw.with_row_index(ROW)
    canonical = canonical_frame(raw.lazy(), run.layout, run.plan).collect(engine="streaming").with_row_index(ROW)
    canonical = canonical.with_columns(why_refused(pl.col(UNIT), run.units).alias(WHY))
    if RAGGED in raw.columns:
        is_ragged = raw[RAGGED].is_not_null()
        canonical = canonical.with_columns(pl.when(is_ragged).then(pl.lit("ragged")).otherwise(WHY).alias(WHY))
    canonical = canonical.filter(~_is_blank(raw))
    is_plain = ~pl.col(DOUBTFUL) & pl.col(WHY).is_null()
    rest = canonical.filter(~is_plain)
    schema = schema_of(run.layout, run.plan, run.explain)
    figures = run.figures(canonical.filter(is_plain).lazy()).with_columns(pl.lit(SCORED).alias(STATUS))
    made = figures.select(
        ROW, *(pl.col(name).cast(kind) for name, kind in schema.items() if not name.endswith(":because"))
    )
    made_frame = made.collect(engine="streaming")
    said = list(_settled(run, raw, rest))
    note = PartNote(
        scored=made_frame.height + sum(not each.refusals for _, _, each in said),
        refused=sum(bool(each.refusals) for _, _, each in said),
        alone=sum(not each.refusals for _, _, each in said),
        errors=[
            [
                str(raw[LINE][row] if LINE in raw.columns else offset + row + 1),
                unit or "",
                refusal.column,
                refusal.value,
                refusal.reason.read(run.language),
            ]
            for row, unit, each in said
            for refusal in each.refusals
        ],
    )
    if said:
        made_frame = pl.concat([made_frame, _rows(said, raw, run, made_frame.schema)]).sort(ROW)
    if run.explain == "text":
        made_frame = _with_sentences(made_frame, run)
    return made_frame.select(ROW, *schema), note


def _reason(why: str, amiss: object) -> Text:
    """Why a row is refused, whatever its facts."""
    return Text(*str(amiss).split(BETWEEN)) if amiss else REASONS[why]


def _is_blank(raw: pl.DataFrame) -> pl.Series:
    """Whether a row of the table holds nothing at all."""
    cells = [
        pl.col(name).is_null() | (pl.col(name).str.strip_chars() == "") if kind == pl.String else pl.col(name).is_null()
        for name, kind in raw.schema.items()
        if name not in (ROW, *OWN)
    ]
    nothing = pl.all_horizontal(cells)
    return raw.select(nothing & pl.col(RAGGED).is_null() if RAGGED in raw.columns else nothing).to_series()


def _settled(run: Run, raw: pl.DataFrame, rest: pl.DataFrame) -> Iterator[tuple[int, str | None, Settled]]:
    """What becomes of the rows that are not plain: number in the part, unit, what is said of it."""
    rows = raw.filter(pl.col(ROW).is_in(rest[ROW].implode())).sort(ROW)
    for why, unit, row in zip(rest[WHY], rest[UNIT], rows.iter_rows(named=True), strict=True):
        if why is not None:
            yield (
                row[ROW],
                unit,
                Settled({}, {}, (Refusal(run.layout.unit, unit or "", _reason(why, row.get(RAGGED))),)),
            )
        else:
            yield row[ROW], unit, settle(row, run.layout, run.plan)


def _rows(
    said: Sequence[tuple[int, str | None, Settled]], raw: pl.DataFrame, run: Run, schema: Mapping[str, pl.DataType]
) -> pl.DataFrame:
    """The rows that were settled one by one, as a table like that of the others."""
    names = raw[run.layout.name].cast(pl.String) if run.layout.name else None
    rows = []
    for number, unit, each in said:
        row = settled_row(schema, unit, None if names is None else names[number], each)
        rows.append({**row, ROW: number})
    return pl.DataFrame({name: [row[name] for row in rows] for name in schema}, schema=schema)


def settled_row(names: Iterable[str], unit: str | None, named: object, settled: Settled) -> dict[str, object]:
    """What the columns *names* of a result hold of a row that was settled by itself."""
    given: dict[str, object] = {**settled.said, **settled.cells}
    given |= {UNIT: unit, NAME: named, STATUS: REFUSED if settled.refusals else SCORED}
    row = {}
    for name in names:
        if name.endswith(ITEMS):
            cell = settled.cells.get(name.removesuffix(ITEMS))
            row[name] = None if cell is None else json.loads(str(cell))
        else:
            row[name] = given.get(name)
    return row


def _with_sentences(frame: pl.DataFrame, run: Run) -> pl.DataFrame:
    """*frame* with the sentence of every leaf, as a run gives it: unit by unit, as fast as a run is."""
    from evalfw.population.batch.explaining import report_of_row

    leaves = [leaf.id for leaf in run.plan.rubric.leaves]
    sentences: dict[str, list[str | None]] = {f"{leaf}:because": [] for leaf in leaves}
    for row in frame.iter_rows(named=True):
        said = {}
        if row[STATUS] == SCORED:
            report = report_of_row(row, run.plan)
            said = {result.id: result.because.read(run.language) for result in report.indicators}
        for leaf in leaves:
            sentences[f"{leaf}:because"].append(said.get(leaf))
    return frame.with_columns(pl.Series(name, texts, dtype=pl.String) for name, texts in sentences.items())
