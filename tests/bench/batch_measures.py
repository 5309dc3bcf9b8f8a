"""The measurements of ``batch.py``, each made in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

REF = "nanjing/2021"
FEW = 2_000


def the_rubric() -> Any:
    from evalfw.extending.plugins import load_plugins
    from evalfw.rubric import load_rubric

    host = load_plugins()
    return load_rubric(host.rubrics.find(REF), host.rubrics, host.vocabulary)


def tables(units: int, folder: Path) -> tuple[Path, Path]:
    """The made-up units as a city would hold them, and with canonical columns, as every engine is given them here."""
    import polars as pl
    from batch_data import make_units

    from evalfw.population.batch.layout import find_layout
    from evalfw.population.batch.mapping import TableMapping
    from evalfw.population.batch.reading import DOUBTFUL, canonical_frame
    from evalfw.population.columns.plan import make_plan

    rubric = the_rubric()
    raw = make_units(rubric, units, folder)
    path = folder / f"canonical-{units}.parquet"
    if not path.exists():
        layout = find_layout(rubric, pl.scan_parquet(raw).collect_schema().names(), TableMapping())
        plan = make_plan(rubric, frozenset(layout.facts), layout.decisions)
        temporary = path.with_suffix(".tmp")
        canonical_frame(pl.scan_parquet(raw), layout, plan).drop(DOUBTFUL).sink_parquet(temporary)
        temporary.replace(path)
    return raw, path


def measure(name: str, units: int, folder: Path) -> tuple[float, int, float]:
    """Seconds, over how many units, and the most megabytes of a process that is no child; 0 if there is none such."""
    raw, path = folder / f"units-{units}.parquet", folder / f"canonical-{units}.parquet"
    if name.startswith("command"):
        return command(raw, folder, name.removeprefix("command ")), units, 0
    if name == "copy":
        return copy(folder), units, 0
    if name == "spark start":
        return first_row(raw, folder, "--engine", "spark", "--master", "local[2]"), 1, 0
    if name == "spark":
        return spark(raw, folder, units)
    if name == "cohort":
        return cohort(folder), units, 0
    if name == "first row":
        return first_row(raw, folder), 1, 0
    if name in ("generated python", "cel", "zen"):
        from batch_peers import peer

        return peer(name, path, FEW), FEW, 0
    engines: dict[str, Callable[[str, Path], float]] = {
        "scan": on_polars,
        "polars": on_polars,
        "duckdb": on_duckdb,
    }
    return engines[name.partition(" ")[0]](name, path), units, 0


def outputs(name: str, plan: Any) -> list[str]:
    names = [output.name for output in plan.outputs]
    plain = [each for each in names if each.endswith(":points") or each in ("total:grade_low", "total:grade_high")]
    if name.endswith("codes"):
        return plain + [each for each in names if each.endswith(":branch")]
    return names if name.endswith("all columns") else plain


def sums(frame: Any, names: Sequence[str]) -> Any:
    """One row: a sum of every column, in 64 bits, so that nothing can be left out."""
    import polars as pl

    schema = frame.collect_schema()

    def one(name: str) -> pl.Expr:
        if schema[name].is_numeric() or schema[name] == pl.Boolean:
            return pl.col(name).cast(pl.Int64).sum()
        if isinstance(schema[name], pl.List):
            return pl.col(name).list.len().cast(pl.Int64).sum()
        return pl.col(name).str.len_bytes().cast(pl.Int64).sum()

    return frame.select(one(name).alias(name) for name in names)


def the_plan(path: Path) -> Any:
    import polars as pl

    from evalfw.population.columns.leaves import Decisions
    from evalfw.population.columns.plan import make_plan

    rubric = the_rubric()
    there = pl.scan_parquet(path).collect_schema().names()
    given = frozenset(fact for fact in rubric.facts if fact in there)
    return make_plan(rubric, given, Decisions(frozenset(), frozenset()))


def on_polars(name: str, path: Path) -> float:
    import polars as pl

    from evalfw.population.columns.polars_engine import PolarsFigures

    table = pl.scan_parquet(path)
    if name == "scan":
        names = [each for each in table.collect_schema().names() if each not in ("unit", "awards")]
        query = sums(table, names)
    else:
        plan = the_plan(path)
        wanted = outputs(name, plan)
        query = sums(PolarsFigures(plan, wanted, [])(table), wanted)
    began = time.perf_counter()
    query.collect(engine="streaming")
    return time.perf_counter() - began


def on_duckdb(name: str, path: Path) -> float:
    import duckdb

    from evalfw.population.columns.duckdb_engine import query_of

    connection = duckdb.connect()
    source = f"read_parquet('{path.as_posix()}')"
    if name.endswith("scan"):
        rows = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        cells = [
            f'sum(len("{row[0]}"))' if row[1].endswith("[]") else f'sum(CAST("{row[0]}" AS BIGINT))'
            for row in rows
            if row[0] not in ("unit", "awards")
        ]
        query = f"SELECT {', '.join(cells)} FROM {source}"
    else:
        plan = the_plan(path)
        wanted = outputs(name, plan)
        inner = query_of(plan, wanted, [], source, connection)
        listed = ", ".join(f'sum("{each}")' for each in wanted)
        query = f"SELECT {listed} FROM ({inner})"
    began = time.perf_counter()
    connection.execute(query).fetchall()
    return time.perf_counter() - began


def command(raw: Path, folder: Path, explain: str) -> float:
    target = folder / f"result-{explain}.parquet"
    called = ["batch", "--rubric", REF, "--data", str(raw), "--output", str(target)]
    return evalfw(*called, "--explain", explain)


def copy(folder: Path) -> float:
    """Every column of the result of the command, written out as scoring says it, read and written again."""
    import polars as pl

    from evalfw.population.batch.packing import scan_result

    whole, again = folder / "whole.parquet", folder / "again.parquet"
    scan_result(folder / "result-codes.parquet").sink_parquet(whole, compression="zstd")
    began = time.perf_counter()
    pl.scan_parquet(whole).sink_parquet(again, compression="zstd")
    seconds = time.perf_counter() - began
    whole.unlink()
    again.unlink()
    return seconds


def spark(raw: Path, folder: Path, units: int) -> tuple[float, int, float]:
    """The command on Spark: the same bytes as on this machine alone; and the most that one of its workers held."""
    target, most, is_over = folder / "result-spark.parquet", [0.0], threading.Event()

    def watch() -> None:
        while not is_over.wait(0.2):
            most[0] = max(most[0], *map(held_by, Path("/proc").glob("[0-9]*")))

    watching = threading.Thread(target=watch)
    watching.start()
    called = ["batch", "--rubric", REF, "--data", str(raw), "--output", str(target)]
    seconds = evalfw(*called, "--engine", "spark", "--master", "local[2]")
    is_over.set()
    watching.join()
    for part in (folder / "result-codes.parquet").iterdir():
        assert (target / part.name).read_bytes() == part.read_bytes(), part.name
    return seconds, units, most[0]


def held_by(process: Path) -> float:
    """Megabytes that a worker of Spark has held at most; 0 of any other process."""
    try:
        if b"pyspark.daemon" not in (process / "cmdline").read_bytes():
            return 0.0
        lines = (process / "status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def cohort(folder: Path) -> float:
    """The page, the workbook and the data of the result with codes."""
    formats = [part for format in ("html", "xlsx", "json") for part in ("-f", format)]
    return evalfw("cohort", str(folder / "result-codes.parquet"), *formats, "-o", f"{folder / 'cohort'}/")


def evalfw(*called: str) -> float:
    began = time.perf_counter()
    start = [sys.executable, "-c", "from evalfw_cli import script; script()"]
    subprocess.run([*start, *called, "--force", "--quiet"], check=True)
    return time.perf_counter() - began


def first_row(raw: Path, folder: Path, *more: str) -> float:
    """From nothing to the first part of a result: a process that starts, compiles, and scores the first thousand units."""
    import polars as pl

    few = folder / "first.parquet"
    pl.scan_parquet(raw).head(1000).sink_parquet(few)
    called = ["batch", "--rubric", REF, "--data", str(few), "--output", str(folder / "first.result"), *more]
    return evalfw(*called)


if __name__ == "__main__":
    tables(int(sys.argv[1]), Path(sys.argv[2]))
