"""A batch: take the table in, go through its parts, tell what became of them, put the result in place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs
import polars as pl

from evalfw.foundation import EvalfwError, Progress, RequestError, Tell, Text
from evalfw.population.batch import sources
from evalfw.population.batch.across import CountsAcross, values_across
from evalfw.population.batch.duplicates import doubled_units
from evalfw.population.batch.job import Job, begin, finish, give_up, working_on
from evalfw.population.batch.layout import find_layout
from evalfw.population.batch.owning import is_readable
from evalfw.population.batch.part_work import PartWork
from evalfw.population.batch.readable import Readable, expect_room
from evalfw.population.batch.refusing import Units
from evalfw.population.batch.register import register_in
from evalfw.population.batch.request import BatchDone, BatchRequest, identity_of
from evalfw.population.batch.result import REFUSED, STATUS, manifest_of, put_reasons, scan_written
from evalfw.population.batch.running import PartNote
from evalfw.population.batch.telling import some_of, tell_what_is_slow, told_of
from evalfw.population.batch.types import expect_plain_types
from evalfw.population.batch.workers import Here, Workers
from evalfw.population.columns.plan import make_plan


def work(request: BatchRequest, progress: Progress) -> BatchDone:
    """Do what *request* asks; what is there already of the same batch is not done again. Raises EvalfwError."""
    with working_on(request.output):
        return _work(request, progress)


def _work(request: BatchRequest, progress: Progress) -> BatchDone:
    output = request.output
    identity = identity_of(request)
    is_asked_anew = request.data.startswith(sources.SQL)  # nobody can tell whether a database is what it was
    if output.exists() and not request.force and not is_asked_anew and _is_made(output, identity):
        progress.notice(Text(f"{output} 已经做好，没有变化", f"{output} is there already, and nothing has changed"))
        return _as_it_is(output)
    workers = _workers(request)
    job, resumed = begin(output, identity, request.force, not is_asked_anew)
    try:
        return _go_through(request, job, resumed, workers, progress)
    except EvalfwError:
        give_up(job)
        raise


def _workers(request: BatchRequest) -> Workers:
    """Who works. Raises RequestError: Spark cannot be had, or its executors lack something."""
    if request.engine != "spark":
        return Here(threads=1 if request.engine == "duckdb" else 2)
    from evalfw.population.batch.spark_workers import SparkWorkers  # none but Spark needs it

    workers = SparkWorkers(request.master)
    workers.ready(request.rubric)
    return workers


def _go_through(request: BatchRequest, job: Job, resumed: bool, workers: Workers, progress: Progress) -> BatchDone:
    rubric = request.rubric
    source = _source(request.data, job, progress.notice)
    table = sources.scan(source)
    names = [name for name in table.collect_schema().names() if name not in sources.OWN]
    layout = find_layout(rubric, names, request.mapping, rubric.across)
    expect_plain_types(table.collect_schema(), layout, rubric.facts)
    plan = make_plan(rubric, frozenset(layout.facts), layout.decisions)
    tell_what_is_slow(plan, layout, progress)
    count = int(table.select(pl.len()).collect(engine="streaming").item())
    if count == 0:
        raise RequestError(Text(f"{request.data} 里一行也没有", f"{request.data} has no rows"))
    expect_room(request.output, count)
    units = Units(doubled_units(source, layout.unit, count, workers), register_in(request.units, layout.unit))
    parts = -(-count // request.rows)
    missing = [number for number in range(parts) if not job.is_done(number)]
    if resumed:
        done = parts - len(missing)
        progress.notice(Text(f"接着做：{parts} 部分中已有 {done} 部分", f"going on: {done} of {parts} parts are there"))
    across = values_across(CountsAcross(source, layout, rubric.facts, units), count, request.rows, workers)
    there = attrs.evolve(job, folder=job.folder.absolute())
    work = PartWork(
        source, there, request.rows, layout, plan, request.explain, units, request.language, across, request.engine
    )
    workers.do(work, missing, progress, Text("计分", "scoring"))
    return _finish(request, job, parts, units, progress)


def _is_made(output: Path, identity: Mapping[str, object]) -> bool:
    try:
        return manifest_of(output) == identity
    except Exception:  # something else is there: whoever asks for the result is told so
        return False


def _as_it_is(output: Path) -> BatchDone:
    """What the result that is there says."""
    refused = pl.col(STATUS) == REFUSED
    counts = scan_written(output).select(all=pl.len(), refused=refused.sum()).collect().row(0, named=True)
    return BatchDone(int(counts["all"]) - int(counts["refused"]), int(counts["refused"]))


def _source(data: str, job: Job, tell: Tell) -> str:
    """Where the table can be read part by part: *data* itself, or what is made of it beside the result."""
    if sources.is_remote(data):
        return data
    if sources.is_direct(data):
        return str(Path(data).absolute())
    taken = job.folder.absolute() / "table.parquet"
    if not taken.is_file():
        temporary = taken.with_suffix(".tmp")
        sources.take_in(data, temporary, tell)
        temporary.replace(taken)
    return str(taken)


def _finish(request: BatchRequest, job: Job, parts: int, units: Units, progress: Progress) -> BatchDone:
    scored, refused, alone, errors = 0, 0, 0, []
    for note in _notes(job, parts):
        scored, refused, alone = scored + note.scored, refused + note.refused, alone + note.alone
        errors += note.errors
    absent = sorted(units.known - _ids(job, parts)) if units.known is not None else ()
    reasons = put_reasons(job.target, errors, request.language)
    readable = None
    if is_readable(job.target):
        readable = Readable.of([request.rubric], request.language).write(job, parts, errors)
    finish(job, parts, readable)
    if alone:
        progress.notice(
            Text(f"{alone} 行写法特别，逐行读过", f"{alone} rows were read one by one, for how they are written"),
        )
    progress.notice(told_of(scored, refused, job.target, reasons))
    if absent:
        some = some_of(absent)
        progress.notice(
            Text(
                f"名册里有 {len(absent)} 个单位不在表里（{some.zh}）",
                f"{len(absent)} units of the register are not in the table ({some.en})",
            ),
        )
    return BatchDone(scored, refused, reasons)


def _notes(job: Job, parts: int) -> Iterator[PartNote]:
    for number in range(parts):
        yield PartNote(**json.loads(job.note(number).read_text(encoding="utf-8")))


def _ids(job: Job, parts: int) -> frozenset[str]:
    written = pl.scan_parquet([job.part(number) for number in range(parts)])
    return frozenset(written.select("unit").collect()["unit"].drop_nulls().to_list())
