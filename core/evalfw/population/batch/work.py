"""A batch on one machine: take the table in, go through its parts, tell what became of them, put the result in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from evalfw.foundation import Progress, RequestError, Text
from evalfw.population.batch import sources
from evalfw.population.batch.across import values_across
from evalfw.population.batch.duplicates import doubled_units
from evalfw.population.batch.job import Job, begin, finish, write_whole
from evalfw.population.batch.layout import find_layout
from evalfw.population.batch.reading import unit_text
from evalfw.population.batch.register import register_in
from evalfw.population.batch.request import BatchDone, BatchRequest, identity_of
from evalfw.population.batch.result import REFUSED, STATUS, errors_csv, manifest_of, scan_result
from evalfw.population.batch.running import Run, Units, notes_of, run_parts, why_refused
from evalfw.population.batch.telling import some_of, tell_what_is_slow
from evalfw.population.columns.plan import make_plan
from evalfw.population.columns.polars_engine import worked_out


def work(request: BatchRequest, progress: Progress) -> BatchDone:
    """Do what *request* asks, with Polars or DuckDB; what is there already of the same batch is not done again. Raises EvalfwError."""
    data, output, rubric, mapping = request.data, request.output, request.rubric, request.mapping
    identity = identity_of(request)
    if output.exists() and not request.force and _is_made(output, identity):
        progress.notice(Text(f"{output} 已经做好，没有变化", f"{output} is there already, and nothing has changed"))
        return _as_it_is(output)
    job, resumed = begin(output, identity, request.force)
    table = _table(data, job)
    names = [name for name in table.collect_schema().names() if name != sources.RAGGED]
    layout = find_layout(rubric, names, mapping)
    plan = make_plan(rubric, frozenset(layout.facts), layout.decisions)
    tell_what_is_slow(plan, layout, progress)
    count = int(table.select(pl.len()).collect(engine="streaming").item())
    if count == 0:
        raise RequestError(Text(f"{data} 里一行也没有", f"{data} has no rows"))
    units = Units(doubled_units(table, layout.unit, count), register_in(request.units, layout.unit))
    parts = -(-count // request.rows)
    if resumed:
        done = sum(job.is_done(number) for number in range(parts))
        progress.notice(Text(f"接着做：{parts} 部分中已有 {done} 部分", f"going on: {done} of {parts} parts are there"))
    unit = unit_text(layout.unit, table.collect_schema()[layout.unit])
    across = values_across(table, layout, rubric, why_refused(unit, units).is_null())
    run = Run(table, layout, plan, request.explain, units, request.language, _engine(request, job), across)
    run_parts(run, job, request.rows, progress.over(range(parts), Text("计分", "scoring")))
    return _finish(request, job, parts, run, progress)


def _is_made(output: Path, identity: Mapping[str, object]) -> bool:
    try:
        return manifest_of(output) == identity
    except Exception:  # something else is there: whoever asks for the result is told so
        return False


def _as_it_is(output: Path) -> BatchDone:
    """What the result that is there says."""
    refused = pl.col(STATUS) == REFUSED
    counts = scan_result(output).select(all=pl.len(), refused=refused.sum()).collect().row(0, named=True)
    return BatchDone(int(counts["all"]) - int(counts["refused"]), int(counts["refused"]))


def _table(data: str, job: Job) -> pl.LazyFrame:
    if sources.is_direct(data):
        return sources.scan(data)
    taken = job.folder / "table.parquet"
    if not taken.is_file():
        temporary = taken.with_suffix(".tmp")
        sources.take_in(data, temporary)
        temporary.replace(taken)
    return pl.scan_parquet(taken)


def _engine(request: BatchRequest, job: Job) -> Callable[..., pl.LazyFrame]:
    if request.engine == "duckdb":
        from evalfw.population.batch.duckdb_figures import DuckDbFigures

        return DuckDbFigures(job.folder)
    return worked_out


def _finish(request: BatchRequest, job: Job, parts: int, run: Run, progress: Progress) -> BatchDone:
    scored, refused, alone, errors = 0, 0, 0, []
    for note in notes_of(job, parts):
        scored, refused, alone = scored + note.scored, refused + note.refused, alone + note.alone
        errors += note.errors
    beside = job.target.with_name(f"{job.target.stem}.errors.csv")
    if errors:
        write_whole(beside, errors_csv(errors, request.language))
    elif beside.exists():
        beside.unlink()
    finish(job, parts)
    if alone:
        progress.notice(
            Text(f"{alone} 行写法特别，逐行读过", f"{alone} rows were read one by one, for how they are written"),
        )
    total = scored + refused
    said = Text(
        f"共 {total} 个单位：计分 {scored}，出错 {refused} → {job.target}",
        f"{total} units: {scored} scored, {refused} in error → {job.target}",
    )
    progress.notice(said + (Text(f"；原因见 {beside}", f"; reasons in {beside}") if errors else Text("", "")))
    if run.units.known is not None:
        absent = sorted(run.units.known - _ids(job.target))
        if absent:
            some = some_of(absent)
            progress.notice(
                Text(
                    f"名册里有 {len(absent)} 个单位不在表里（{some.zh}）",
                    f"{len(absent)} units of the register are not in the table ({some.en})",
                ),
            )
    return BatchDone(scored, refused, beside if errors else None)


def _ids(target: Path) -> frozenset[str]:
    return frozenset(scan_result(target).select("unit").collect()["unit"].drop_nulls().to_list())
