"""The work of a batch: take the table in, go through its parts, tell what became of them, put the result in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl

from evalfw import RequestError, Rubric, Text
from evalfw.population.batch import sources
from evalfw.population.batch.across import values_across
from evalfw.population.batch.duplicates import doubled_units
from evalfw.population.batch.job import Job, begin, finish, write_whole
from evalfw.population.batch.layout import TableLayout, find_layout
from evalfw.population.batch.mapping import TableMapping
from evalfw.population.batch.reading import unit_text
from evalfw.population.batch.result import errors_csv, manifest_of
from evalfw.population.batch.running import Run, Units, notes_of, run_parts, why_refused
from evalfw.population.columns.plan import Plan, make_plan
from evalfw.population.columns.polars_engine import worked_out
from evalfw_cli.batch.command import DONE, REFUSED, BatchRequest, identity_of, notice
from evalfw.population.batch.register import register_in


def work(request: BatchRequest, data: str, output: Path, rubric: Rubric, mapping: TableMapping) -> int:
    """Make *output* of *data*; return the exit code."""
    if request.engine == "spark":
        from evalfw_cli.batch.spark_work import work_on_spark

        return work_on_spark(request, data, output, rubric, mapping)
    identity = identity_of(request, rubric, mapping.said)
    if output.exists() and not request.force and _is_made(output, identity):
        notice(request, Text(f"{output} 已经做好，没有变化", f"{output} is there already, and nothing has changed"))
        return _told(request, output)
    job, resumed = begin(output, identity, request.force)
    table = _table(data, job)
    names = [name for name in table.collect_schema().names() if name != sources.RAGGED]
    layout = find_layout(rubric, names, mapping)
    plan = make_plan(rubric, frozenset(layout.facts), layout.decisions)
    tell_what_is_slow(request, plan, layout)
    count = int(table.select(pl.len()).collect(engine="streaming").item())
    if count == 0:
        raise RequestError(Text(f"{data} 里一行也没有", f"{data} has no rows"))
    units = Units(doubled_units(table, layout.unit, count), register_in(request.units, layout.unit))
    parts = -(-count // request.rows)
    if resumed:
        done = sum(job.is_done(number) for number in range(parts))
        notice(request, Text(f"接着做：{parts} 部分中已有 {done} 部分", f"going on: {done} of {parts} parts are there"))
    unit = unit_text(layout.unit, table.collect_schema()[layout.unit])
    across = values_across(table, layout, rubric, why_refused(unit, units).is_null())
    run = Run(table, layout, plan, request.explain, units, request.language, _engine(request, job), across)
    with_progress(request, parts, lambda tick: run_parts(run, job, request.rows, parts, tick))
    return _finish(request, job, parts, run)


def _is_made(output: Path, identity: Mapping[str, object]) -> bool:
    try:
        return manifest_of(output) == identity
    except Exception:  # something else is there: whoever asks for the result is told so
        return False


def _told(request: BatchRequest, output: Path) -> int:
    from evalfw.population.batch.result import REFUSED as ERROR
    from evalfw.population.batch.result import STATUS, scan_result

    refused = scan_result(output).select((pl.col(STATUS) == ERROR).sum()).collect().item()
    return REFUSED if int(refused) else DONE


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


def tell_what_is_slow(request: BatchRequest, plan: Plan, layout: TableLayout) -> None:
    """Say which indicators are worked out row by row, and which columns hold nothing that is asked for."""
    whole = [leaf.leaf.title for leaf in plan.leftovers if leaf.is_whole and leaf.leaf is not None]
    if plan.odd.is_value and plan.odd.value:
        said = Text(
            "这份评分表没有按列的算法，逐个单位计分", "this rubric has no column reading: units are scored one by one"
        )
        notice(request, said)
    elif whole:
        some = _some(whole)
        notice(
            request,
            Text(
                f"{len(whole)} 个指标逐行计分（{some.zh}）",
                f"{len(whole)} indicators are scored row by row ({some.en})",
            ),
        )
    missing = [
        fact for fact in plan.rubric.facts if fact not in layout.facts and plan.rubric.facts[fact].derivation is None
    ]
    if missing:
        some = _some(missing)
        notice(
            request,
            Text(
                f"表里没有 {len(missing)} 项事实（{some.zh}），都按缺失计",
                f"the table lacks {len(missing)} facts ({some.en}): all are missing",
            ),
        )
    decided = {*layout.overrides, *layout.exemptions}
    unsaid = [leaf for leaf in sorted(decided) if not {f"{leaf}@reason", f"{leaf}@by"} <= set(layout.notes)]
    if unsaid:
        some = _some(unsaid)
        notice(
            request,
            Text(
                f"人工认定或豁免没有理由（@reason）或人（@by）的列：{some.zh}",
                f"there is no column for the reason (@reason) or the author (@by) of decisions about {some.en}",
            ),
        )
    if layout.unused:
        some = _some(layout.unused)
        notice(request, Text(f"没有用到的列：{some.zh}", f"columns that are not used: {some.en}"))


def _some(names: Sequence[str]) -> Text:
    """The first of *names*."""
    more = "…" if len(names) > 3 else ""
    return Text("、".join(names[:3]) + more, ", ".join(names[:3]) + more)


def with_progress(request: BatchRequest, parts: int, act: Callable[[Callable[[int], None]], None]) -> None:
    """*act*, with a bar on stderr where somebody looks at it."""
    import sys

    if request.quiet or parts < 3 or sys.stderr is None or not sys.stderr.isatty():
        act(lambda number: None)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(Text("计分", "scoring").read(request.language), total=parts)
        act(lambda number: bar.update(task, completed=number + 1))


def _finish(request: BatchRequest, job: Job, parts: int, run: Run) -> int:
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
        notice(
            request,
            Text(f"{alone} 行写法特别，逐行读过", f"{alone} rows were read one by one, for how they are written"),
        )
    total = scored + refused
    said = Text(
        f"共 {total} 个单位：计分 {scored}，出错 {refused} → {job.target}",
        f"{total} units: {scored} scored, {refused} in error → {job.target}",
    )
    notice(request, said + (Text(f"；原因见 {beside}", f"; reasons in {beside}") if errors else Text("", "")))
    if run.units.known is not None:
        absent = sorted(run.units.known - _ids(job.target))
        if absent:
            some = _some(absent)
            notice(
                request,
                Text(
                    f"名册里有 {len(absent)} 个单位不在表里（{some.zh}）",
                    f"{len(absent)} units of the register are not in the table ({some.en})",
                ),
            )
    return REFUSED if refused else DONE


def _ids(target: Path) -> frozenset[str]:
    from evalfw.population.batch.result import scan_result

    return frozenset(scan_result(target).select("unit").collect()["unit"].drop_nulls().to_list())
