"""``evalfw batch`` and ``evalfw explain`` as people call them: tables in, tables out, nothing lost on the way."""

from __future__ import annotations

import csv
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from made_up_units import REF, RUBRIC, as_parquet, evidence_for, made_up
from openpyxl import Workbook
from spark import spark_session, with_spark

import evalfw
from evalfw.population.batch.compiled import CompiledRubric
from evalfw.population.batch.explaining import report_of_row
from evalfw.population.batch.on_unit import report_on_unit
from evalfw.population.batch.packing import scan_result
from evalfw.population.batch.result import manifest_of
from evalfw.population.columns.asking import DAY
from evalfw_cli import main


def written(value: object) -> str:
    """*value* as a clerk writes it into a table of text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def batch(*arguments: str | Path) -> int:
    return main(["batch", "--rubric", REF, *map(str, arguments)])


@pytest.mark.slow
def test_every_unit_gets_what_a_run_gives_it(tmp_path: Path) -> None:
    """Points, states, branches, limits, total and the number of findings of 60 made-up units, and every sentence of three."""
    rows = made_up(60)
    out = tmp_path / "out.parquet"
    assert batch("--data", as_parquet(rows, tmp_path / "in.parquet"), "-o", out) == 0
    made = {row["unit"]: row for row in scan_result(out).collect().iter_rows(named=True)}
    assert list(made) == [row["unit"] for row in rows]
    for row in rows:
        report = evalfw.score(RUBRIC, evidence_for(row))
        got = made[row["unit"]]
        for result in report.indicators:
            points = None if result.points is None else int(result.points * 100)
            assert got[f"{result.id}:points"] == points, result.id
            if result.is_leaf:
                assert got[f"{result.id}:branch"] == result.branch
        assert got["total:points"] == report.total.points * 100
        assert got["total:low"] == report.total.bounds.least * 100  # type: ignore[operator] # there are limits
        assert got["findings"] == sum(each.severity != "info" for each in report.findings)
    for row in rows[:3]:
        explained = report_on_unit(out, str(row["unit"]), evalfw.load_plugins())
        wanted = evalfw.score(RUBRIC, evidence_for(row), DAY)
        assert [each.because for each in explained.indicators] == [each.because for each in wanted.indicators]
        assert [each.message for each in explained.findings] == [each.message for each in wanted.findings]


@pytest.mark.slow
def test_all_sorts_of_files_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parquet, Arrow, CSV in UTF-8 and in GB 18030, a workbook, a database; and DuckDB in place of Polars: the same result."""
    rows = made_up(25, seed=2)
    for row in rows:  # no file of text holds lists
        row.pop("awards")
    names = list(rows[0])
    parquet = as_parquet(rows, tmp_path / "in.parquet")
    frame = pl.read_parquet(parquet)
    frame.write_ipc(tmp_path / "in.arrow")
    for name, encoding in (("utf8.csv", "utf-8"), ("gb.csv", "gb18030")):
        with (tmp_path / name).open("w", encoding=encoding, newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(names)
            writer.writerows([written(row[name]) for name in names] for row in rows)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(names)
    for row in rows:
        sheet.append([float(v) if isinstance(v, Decimal) else v for v in row.values()])
    book.save(tmp_path / "in.xlsx")
    with sqlite3.connect(tmp_path / "units.db") as database:
        quoted = ", ".join(f'"{name}"' for name in names)
        database.execute(f"CREATE TABLE units ({quoted})")
        marks = ", ".join("?" for _ in names)
        database.executemany(
            f"INSERT INTO units VALUES ({marks})", [[written(row[n]) or None for n in names] for row in rows]
        )
    database.close()
    monkeypatch.setenv("UNITS_DB", f"sqlite:///{(tmp_path / 'units.db').as_posix()}")
    sources = [str(tmp_path / name) for name in ("in.arrow", "utf8.csv", "gb.csv", "in.xlsx")]
    sources.append("sql:UNITS_DB SELECT * FROM units")
    assert batch("--data", parquet, "-o", tmp_path / "first.parquet") == 0
    first = pl.read_parquet(tmp_path / "first.parquet")
    for number, source in enumerate(sources):
        out = tmp_path / f"{number}.parquet"
        assert batch("--data", source, "-o", out) == 0, source
        assert pl.read_parquet(out).equals(first), source
    assert batch("--data", parquet, "-o", tmp_path / "duck.parquet", "--engine", "duckdb") == 0
    assert pl.read_parquet(tmp_path / "duck.parquet").equals(first)


def test_bad_rows_are_told_and_the_others_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong type, out of range, unknown and doubled units, no id: each with its reason; the counts add up; exit status 4."""
    table = tmp_path / "in.csv"
    table.write_text(
        "unit,预算执行率,decision.rules_clear,staff.posts,awards\n"
        'good,83.04%,是,10,"[{""project"":""甲"",""tier"":""省级嘉奖""}]"\n'
        "text,abc,是,10,[]\n"
        "range,83.04,是,10,[]\n"
        "whole,0.9,是,1.5,[]\n"
        "truth,0.9,也许,10,[]\n"
        "twice,0.9,是,10,[]\n"
        "twice,0.8,是,10,[]\n"
        ",0.9,是,10,[]\n"
        "stranger,0.9,是,10,[]\n",
        encoding="utf-8",
    )
    register = tmp_path / "register.csv"
    register.write_text("good\ntext\nrange\nwhole\ntruth\ntwice\nabsent\n", encoding="utf-8")
    out = tmp_path / "out.parquet"
    assert batch("--data", table, "-o", out, "--units", register) == 4
    said = capsys.readouterr().err
    assert "共 9 个单位：计分 1，出错 8" in said
    assert "名册里有 1 个单位不在表里" in said
    with (tmp_path / "out.parquet.errors.csv").open(encoding="utf-8-sig", newline="") as stream:
        errors = list(csv.reader(stream))[1:]
    assert [(row, unit, column) for row, unit, column, _, _ in errors] == [
        ("3", "text", "预算执行率"),
        ("4", "range", "预算执行率"),
        ("5", "whole", "staff.posts"),
        ("6", "truth", "decision.rules_clear"),
        ("7", "twice", "unit"),
        ("8", "twice", "unit"),
        ("9", "", "unit"),
        ("10", "stranger", "unit"),
    ]
    assert "比率写成小数" in errors[1][4]
    made = pl.read_parquet(out)
    assert made["status"].to_list() == ["scored"] + ["error"] * 8
    good = made.row(0, named=True)
    assert (good["decision.budget.soundness:points"], good["extra.bonus.awards:points"]) == (100, 200)
    assert main(["explain", str(out), "--unit", "text"]) == 2
    assert "预算执行率 'abc'：应当是数" in capsys.readouterr().err
    assert main(["explain", str(out), "--unit", "good"]) == 0
    assert "加2分" in capsys.readouterr().out


def test_columns_are_found_as_the_mapping_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Columns of any name, claims and points set by hand; what does not fit the mapping is told, all of it at once."""
    table, mapping = tmp_path / "in.csv", tmp_path / "map.toml"
    table.write_text("编码,率,自评,改\na,0.95,90,0.5\n", encoding="utf-8")
    mapping.write_text(
        '[columns]\nunit = "编码"\n"budget.execution_rate" = "率"\n"total@claim" = "自评"\n"decision.budget.fit@override" = "改"\n',
        encoding="utf-8",
    )
    out = tmp_path / "out.parquet"
    assert batch("--data", table, "-o", out, "--mapping", mapping) == 0
    row = pl.read_parquet(out).row(0, named=True)
    assert (row["unit"], row["total@claim"], row["decision.budget.fit:points"]) == ("a", 9000, 50)
    assert row["decision.budget.fit:state"] == row["decision.budget.soundness:state"]
    mapping.write_text('[columns]\nunit = "编号"\n"budget.execution_rat" = "率"\n', encoding="utf-8")
    assert batch("--data", table, "-o", tmp_path / "2.parquet", "--mapping", mapping) == 2
    said = capsys.readouterr().err
    assert "没有列 '编号'" in said and "没有事实或指标 'budget.execution_rat'" in said


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["polars", "duckdb", pytest.param("spark", marks=with_spark)])
def test_points_set_by_hand_keep_their_reason_and_their_author(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: str
) -> None:
    """In rows that are read in columns, and in one that is read by itself; the sentence has the reason, a dash where none was given."""
    if engine == "spark":
        spark_session()
    table, out, leaf = tmp_path / "in.csv", tmp_path / "out.parquet", "decision.budget.fit"
    table.write_text(
        f"unit,budget.execution_rate,{leaf}@override,{leaf}@reason,{leaf}@by,{leaf}@exemption\n"
        "a,0.95,0.5,材料不全,审核员甲,\nb,９５%,0.5, 材料不全 ,审核员甲,\nc,0.95,0.5,,,\nd,0.95,,今年没有,审核员乙,豁免\n",
        encoding="utf-8",
    )
    assert batch("--data", table, "-o", out, "--engine", engine) == 0
    made = {row["unit"]: row for row in scan_result(out).collect().iter_rows(named=True)}
    assert made["a"][f"{leaf}@reason"] == made["b"][f"{leaf}@reason"] == "材料不全" and made["c"][f"{leaf}@by"] is None
    for unit, said in (
        ("a", "人工认定0.5分：材料不全"),
        ("b", "人工认定0.5分：材料不全"),
        ("c", "人工认定0.5分：—"),
        ("d", "今年没有"),
    ):
        capsys.readouterr()
        assert main(["explain", str(out), "--unit", unit]) == 0
        assert said in capsys.readouterr().out
    (found,) = (each for each in report_on_unit(out, "a", evalfw.load_plugins()).indicators if each.id == leaf)
    assert found.override is not None and found.override.author == "审核员甲"


@pytest.mark.slow
def test_what_is_done_is_not_done_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A result that is there stays; another request for its place needs --force; sentences can be in it."""
    table = as_parquet(made_up(5), tmp_path / "in.parquet")
    out = tmp_path / "out.parquet"
    assert batch("--data", table, "-o", out) == 0
    before = out.stat().st_mtime_ns
    assert batch("--data", table, "-o", out) == 0
    assert "没有变化" in capsys.readouterr().err and out.stat().st_mtime_ns == before
    assert batch("--data", table, "-o", out, "--explain", "text") == 2
    assert "--force" in capsys.readouterr().err
    assert batch("--data", table, "-o", out, "--explain", "text", "--force") == 0
    row = pl.read_parquet(out).row(0, named=True)
    report = evalfw.score(RUBRIC, evidence_for(made_up(5)[0]), DAY)
    assert row["decision.mechanism.rules:because"] == report.indicators[2].because.zh
    assert batch("--data", table, "-o", tmp_path / "none.parquet", "--explain", "none") == 0
    assert main(["explain", str(tmp_path / "none.parquet"), "--unit", "u0000"]) == 3
    assert "--explain codes" in capsys.readouterr().err


@pytest.mark.slow
def test_killed_ten_times_it_ends_with_the_same_result(tmp_path: Path) -> None:
    """Killed at random moments, begun again each time: the parts that were whole are kept, and the result is the same to the byte."""
    table = as_parquet(made_up(2000), tmp_path / "in.parquet")
    whole, again = tmp_path / "whole.parquet", tmp_path / "again.parquet"
    command = [sys.executable, "-c", "from evalfw_cli import script; raise SystemExit(script())"]
    command += ["batch", "--rubric", REF, "--data", str(table), "--rows", "200", "--quiet", "-o"]
    began = time.perf_counter()
    assert subprocess.run([*command, str(whole)], check=False).returncode == 0
    seconds = time.perf_counter() - began
    chosen = random.Random(11)
    for _ in range(10):
        process = subprocess.Popen([*command, str(again)])
        with suppress(subprocess.TimeoutExpired):
            process.wait(chosen.random() * seconds)
        process.kill()
        process.wait()
        if again.exists():  # then it is whole, whatever was killed after that
            assert manifest_of(again) == {**manifest_of(whole)}
    assert subprocess.run([*command, str(again)], check=False).returncode == 0
    assert sorted(path.name for path in again.iterdir()) == sorted(path.name for path in whole.iterdir())
    for path in whole.iterdir():
        assert (again / path.name).read_bytes() == path.read_bytes(), path.name
    assert not again.with_name("again.parquet.partial").exists()


@pytest.mark.slow
def test_the_dictionary_names_every_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What goes in, what comes out, and a template: every fact of the rubric is in it."""
    assert main(["batch", "--rubric", REF, "--describe"]) == 0
    said = capsys.readouterr().out
    assert all(fact in said for fact in RUBRIC.facts)
    template = said.strip().splitlines()[-1].split(",")
    assert template == ["unit", "name", *RUBRIC.facts]


class Ranges(SimpleHTTPRequestHandler):
    """Serves the working folder, whole files and stretches of them."""

    def do_GET(self) -> None:
        path, asked = Path(self.path.lstrip("/")), self.headers.get("Range", "")
        if not path.is_file() or not asked.startswith("bytes="):
            super().do_GET()
            return
        content = path.read_bytes()
        first, _, last = asked.removeprefix("bytes=").partition("-")
        start = int(first) if first else max(len(content) - int(last), 0)
        stop = int(last) + 1 if first and last else len(content)
        sent = content[start:stop]
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {start}-{stop - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_parquet_in_a_store_is_read_where_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By an address that Polars reads; what is not there is told."""
    monkeypatch.chdir(tmp_path)
    table = as_parquet(made_up(30), tmp_path / "in.parquet")
    with ThreadingHTTPServer(("127.0.0.1", 0), Ranges) as server:
        threading.Thread(target=server.serve_forever).start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            assert batch("--data", f"{address}/in.parquet", "-o", "far.parquet", "--rows", "20") == 0
            assert batch("--data", f"{address}/none.parquet", "-o", "none.parquet") == 2
        finally:
            server.shutdown()
    assert "读不了 http://" in capsys.readouterr().err and not Path("none.parquet.partial").exists()
    assert batch("--data", table, "-o", "near.parquet", "--rows", "20") == 0
    far, near = (scan_result(Path(name)).collect() for name in ("far.parquet", "near.parquet"))
    assert far.equals(near)


def test_requests_that_make_no_sense_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with a sentence that tells what to do."""
    table = tmp_path / "in.csv"
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    out = tmp_path / "out.parquet"
    for arguments, said in (
        (["--data", str(table)], "-o"),
        (["--data", str(tmp_path / "no.csv"), "-o", str(out)], "没有文件"),
        (["--data", str(table), "-o", str(out)], "没有单位编号列"),
        (["--data", str(table), "-o", str(out), "--engine", "pandas"], "可用 polars"),
        (["--data", str(table.with_suffix(".doc")), "-o", str(out)], "没有文件"),
        (["--data", "sql:NOWHERE SELECT 1", "-o", str(out)], "NOWHERE"),
    ):
        assert main(["batch", "--rubric", REF, *arguments]) == 2, arguments
        assert said in capsys.readouterr().err
    assert main(["explain", str(table), "--unit", "a"]) == 3


def test_a_row_of_a_result_is_its_report() -> None:
    """What is read back from a row holds the name of the unit."""
    from evalfw.population.columns.leaves import Decisions
    from evalfw.population.columns.plan import make_plan

    plan = make_plan(RUBRIC, frozenset({"budget.execution_rate"}), Decisions(frozenset(), frozenset()))
    report = report_of_row({"unit": "a", "name": "甲", "budget.execution_rate": 900001}, plan)
    assert (report.subject.id, report.subject.name) == ("a", "甲")
    assert report.indicators[RUBRIC.indicators.index(RUBRIC.by_id["decision.budget.soundness"])].points == 2


@pytest.mark.slow
def test_frames_are_scored_in_python(tmp_path: Path) -> None:
    """A lazy frame of Polars stays lazy; an eager one comes back eager."""
    rows = made_up(12, seed=4)
    frame = pl.read_parquet(as_parquet(rows, tmp_path / "in.parquet"))
    compiled = evalfw.compile(RUBRIC)
    lazy = compiled.score_frame(frame.lazy())
    assert isinstance(lazy, pl.LazyFrame)
    eager = compiled.score_frame(frame)
    assert lazy.collect().equals(eager)
    for row, made in zip(rows, eager.iter_rows(named=True), strict=True):
        assert made["total:points"] == evalfw.score(RUBRIC, evidence_for(row)).total.points * 100


@pytest.fixture(scope="module")
def given_and_wanted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CompiledRubric, pl.DataFrame]:
    """A table with lists of items and a row in error, the rubric, and the figures of the table as a frame of Polars."""
    rows = made_up(12, seed=4)
    rows[3]["budget.execution_rate"] = Decimal("83.04")
    path, compiled = as_parquet(rows, tmp_path_factory.mktemp("frames") / "in.parquet"), evalfw.compile(RUBRIC)
    return path, compiled, compiled.score_frame(pl.read_parquet(path)).sort("unit")


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param("pandas", marks=pytest.mark.slow),
        pytest.param("pandas of Arrow", marks=pytest.mark.slow),
        "Arrow",
        pytest.param("DuckDB", marks=pytest.mark.slow),
        pytest.param("Spark", marks=with_spark),
    ],
)
def test_frames_of_others_come_back_as_what_they_were(
    given_and_wanted: tuple[Path, CompiledRubric, pl.DataFrame], kind: str
) -> None:
    """The same figures as of a frame of Polars, lists of items and rows in error among them."""
    path, compiled, wanted = given_and_wanted
    frame = pl.read_parquet(path)
    given: Any = {
        "pandas": frame.to_pandas,
        "pandas of Arrow": lambda: frame.to_pandas(use_pyarrow_extension_array=True),
        "Arrow": frame.to_arrow,
        "DuckDB": lambda: duckdb.read_parquet(path.as_posix()),  # type: ignore[no-untyped-call]
        "Spark": lambda: spark_session().read.parquet(path.as_uri()),
    }[kind]()
    made = compiled.score_frame(given)
    assert type(made) is type(given)
    readers: dict[str, Callable[[], Any]] = {
        "pandas": lambda: pl.from_pandas(made),
        "pandas of Arrow": lambda: pl.from_pandas(made),
        "Arrow": lambda: pl.from_arrow(made),
        "DuckDB": made.pl if kind == "DuckDB" else list,
        "Spark": lambda: pl.DataFrame([row.asDict(recursive=True) for row in made.collect()], infer_schema_length=None),
    }
    got = readers[kind]().sort("unit")
    for name in wanted.columns:
        found = [None if value != value else value for value in got[name].to_list()]
        assert found == wanted[name].to_list(), name
    assert wanted["status"].to_list().count("error") == 1
