"""A batch in Polars: part by part, each streamed, written whole, and never done twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from evalfw.foundation import Language, Text
from evalfw.population.batch.across import Values
from evalfw.population.batch.job import Job, put_in_place, write_whole
from evalfw.population.batch.layout import TableLayout
from evalfw.population.batch.reading import DOUBTFUL, NAME, UNIT, canonical_frame
from evalfw.population.batch.result import METADATA, REFUSED, SCORED, STATUS, kept_columns, schema_of, wanted_outputs
from evalfw.population.batch.settling import Refusal, Settled, settle
from evalfw.population.batch.sources import RAGGED
from evalfw.population.columns.lists import ITEMS
from evalfw.population.columns.plan import Plan
from evalfw.population.columns.polars_engine import worked_out

ROW = "~number"
WHY = "~why"


class Units(NamedTuple):
    """
    Which units a table may hold.

    Attributes:
        doubled: Ids that are in it more than once.
        known: Ids that it may hold; None for any.
    """

    doubled: frozenset[str]
    known: frozenset[str] | None


class PartNote(NamedTuple):
    """What is noted of a part: how many units were scored and refused, how many by themselves, and the refused rows as texts."""

    scored: int
    refused: int
    alone: int
    errors: list[list[str]]


Figures = Callable[[pl.LazyFrame, Plan, Sequence[str], Sequence[str]], pl.LazyFrame]
"""What an engine does: the figures that a plan says of a frame of canonical columns; which outputs are wanted, which columns are kept."""


class Run(NamedTuple):
    """Everything that a part needs."""

    table: pl.LazyFrame
    layout: TableLayout
    plan: Plan
    explain: str
    units: Units
    language: Language
    figures: Figures = worked_out
    across: tuple[Values, ...] = ()


def run_parts(run: Run, job: Job, size: int, parts: Iterable[int]) -> None:
    """Make those of *parts* of *job* that are not there, of *size* rows each."""
    for number in parts:
        if not job.is_done(number):
            made, note = make_part(run, number * size, size)
            write_whole(job.note(number), json.dumps(note._asdict(), ensure_ascii=False).encode("utf-8"))
            temporary = job.part(number).with_suffix(".tmp")
            metadata = {METADATA: json.dumps(job.said, ensure_ascii=False, sort_keys=True)}
            made.write_parquet(temporary, compression="zstd", metadata=metadata)
            put_in_place(temporary, job.part(number))


def notes_of(job: Job, parts: int) -> Iterator[PartNote]:
    """What was noted of the parts, in order."""
    for number in range(parts):
        yield PartNote(**json.loads(job.note(number).read_text(encoding="utf-8")))


def make_part(run: Run, offset: int, size: int) -> tuple[pl.DataFrame, PartNote]:
    """The rows from *offset* on, scored, in their order; rows that are refused have no figures."""
    there = [*run.layout.read, *([RAGGED] if RAGGED in run.table.collect_schema() else [])]
    raw = run.table.slice(offset, size).select(there).collect(engine="streaming")
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
    kept = kept_columns(run.layout, run.plan, run.explain)
    wanted = [output.name for output in wanted_outputs(run.plan, run.explain)]
    plain = canonical.filter(is_plain).lazy()
    figures = run.figures(plain, run.plan, wanted, [ROW, *kept]).with_columns(pl.lit(SCORED).alias(STATUS))
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
            [str(offset + row + 1), unit or "", refusal.column, refusal.value, refusal.reason.read(run.language)]
            for row, unit, each in said
            for refusal in each.refusals
        ],
    )
    if said:
        made_frame = pl.concat([made_frame, _rows(said, raw, run, made_frame.schema)]).sort(ROW)
    if run.explain == "text":
        made_frame = _with_sentences(made_frame, run)
    return made_frame.select(list(schema)), note


def why_refused(unit: pl.Expr, units: Units) -> pl.Expr:
    """Why a unit is refused, whatever its facts: ``blank``, ``lossy``, ``doubled``, ``unknown``; null if it is not."""
    tests = {"blank": unit.is_null() | (unit == ""), "lossy": unit.str.contains(LOSSY)}
    if units.doubled:
        tests["doubled"] = unit.is_in(sorted(units.doubled))
    if units.known is not None:
        tests["unknown"] = ~unit.is_in(sorted(units.known))
    why = pl.lit(None, dtype=pl.String)
    for name, test in reversed(tests.items()):
        why = pl.when(test).then(pl.lit(name)).otherwise(why)
    return why


LOSSY = r"^[0-9](\.[0-9]+)?[eE]\+?[0-9]+$"
"""What spreadsheets make of ids of more than 15 digits."""

REASONS = {
    "lossy": Text(
        "单位编号是长数字，表里已经失真：请把这一列设成文本再填",
        "a long number that the spreadsheet has not kept: make the column a text",
    ),
    "ragged": Text(
        "这一行比表头多几格：数字里的逗号要加引号，或去掉",
        "the row has more cells than the head: put numbers with commas in quotes, or leave the commas out",
    ),
    "blank": Text("没有单位编号", "there is no id of the unit"),
    "doubled": Text("单位重复：表里不止一行", "the unit is in the table more than once"),
    "unknown": Text("名册里没有这个单位", "the register has no such unit"),
}


def _is_blank(raw: pl.DataFrame) -> pl.Series:
    """Whether a row of the table holds nothing at all."""
    cells = [
        pl.col(name).is_null() | (pl.col(name).str.strip_chars() == "") if kind == pl.String else pl.col(name).is_null()
        for name, kind in raw.schema.items()
        if name != ROW
    ]
    return raw.select(pl.all_horizontal(cells)).to_series()


def _settled(run: Run, raw: pl.DataFrame, rest: pl.DataFrame) -> Iterator[tuple[int, str | None, Settled]]:
    """What becomes of the rows that are not plain: number in the part, unit, what is said of it."""
    rows = raw.filter(pl.col(ROW).is_in(rest[ROW].implode())).sort(ROW)
    for why, unit, row in zip(rest[WHY], rest[UNIT], rows.iter_rows(named=True), strict=True):
        if why is not None:
            yield (
                row[ROW],
                unit,
                Settled({}, {}, (Refusal(run.layout.unit, row.get(RAGGED) or unit or "", REASONS[why]),)),
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
