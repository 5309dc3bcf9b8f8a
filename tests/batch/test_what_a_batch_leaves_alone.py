"""A batch replaces results of batches and nothing else, and asks its sources again whenever they may have changed."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import polars as pl
import pytest
from conftest import RunCli
from small_project import lay_rubric

from evalfw.population.batch.job import working_on

BATCH = ("batch", "-r", "./rubric.toml", "--data")


@pytest.fixture
def table(cli: RunCli) -> Path:
    """A table of two units, beside a rubric of one indicator."""
    lay_rubric('{ kind = "all_or_nothing", when = "n >= 1" }')
    path = Path("t.csv")
    path.write_text("unit,n\nn1,2\nn2,0\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["out.parquet.old", "out.parquet.partial"])
@pytest.mark.parametrize("more", [(), ("--force",)])
def test_folders_of_others_beside_the_result(name: str, more: tuple[str, ...], table: Path, cli: RunCli) -> None:
    Path(name).mkdir()
    Path(name, "2025.txt").write_text("precious", encoding="utf-8")
    ran = cli(*BATCH, table, "-o", "out.parquet", *more)
    assert Path(name, "2025.txt").read_text(encoding="utf-8") == "precious"
    assert ran.code in (0, 2)
    assert (ran.code == 0) == Path("out.parquet").is_file()
    assert (ran.code == 2) == (name in ran.err)


@pytest.mark.parametrize("more", [(), ("--force",)])
def test_a_folder_that_is_no_result_is_not_replaced(more: tuple[str, ...], table: Path, cli: RunCli) -> None:
    Path("results.parquet").mkdir()
    Path("results.parquet/minutes.docx").write_text("precious", encoding="utf-8")
    ran = cli(*BATCH, table, "-o", "results.parquet", *more)
    assert ran.code == 2
    assert Path("results.parquet/minutes.docx").read_text(encoding="utf-8") == "precious"


def test_a_file_that_is_no_result_is_replaced_by_force_only(table: Path, cli: RunCli) -> None:
    Path("out.parquet").write_text("precious", encoding="utf-8")
    assert cli(*BATCH, table, "-o", "out.parquet").code == 2
    assert Path("out.parquet").read_text(encoding="utf-8") == "precious"


def test_a_database_is_asked_again(table: Path, cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    def points() -> int:
        return int(pl.read_parquet("s.parquet")["total:points"][0])

    for name, number in (("x", 2), ("y", 0)):
        with sqlite3.connect(f"{name}.db") as database:
            database.execute("create table u (unit text, n int)")
            database.execute("insert into u values ('n1', ?)", (number,))
        database.close()
    command = (*BATCH, "sql:DB SELECT * FROM u", "-o", "s.parquet")
    monkeypatch.setenv("DB", "sqlite:///x.db")
    assert cli(*command).code == 0
    full = points()
    monkeypatch.setenv("DB", "sqlite:///y.db")
    ran = cli(*command)
    assert ran.code == 2 or points() == 0 != full


@pytest.mark.parametrize(
    ("unit", "n", "told"),
    [
        ([1], 2, "unit"),
        (b"\xff", 2, "unit"),
        ("n", {"x": 1}, "n"),
        ("n", [1], "n"),
        ("n", b"2", "n"),
        ("n", dt.timedelta(1), "n"),
    ],
    ids=["list", "bytes", "struct of a fact", "list of a fact", "bytes of a fact", "time of a fact"],
)
def test_columns_that_hold_no_figures_are_refused(unit: object, n: object, told: str, table: Path, cli: RunCli) -> None:
    pl.DataFrame({"unit": [unit], "n": [n]}).write_parquet("odd.parquet")
    ran = cli(*BATCH, "odd.parquet", "-o", "out.parquet")
    assert ran.code == 2
    assert f"列的类型读不了：{told} (" in ran.err
    assert not Path("out.parquet").exists()


def test_a_register_that_is_not_there_is_told(table: Path, cli: RunCli) -> None:
    ran = cli(*BATCH, table, "-o", "out.parquet", "--units", "no-such-file.csv")
    assert ran.code == 2
    assert "no-such-file.csv" in ran.err and "Traceback" not in ran.err


def test_a_second_batch_of_one_result_is_refused_while_the_first_is_at_work(table: Path, cli: RunCli) -> None:
    with working_on(Path("out.parquet")):
        ran = cli(*BATCH, table, "-o", "out.parquet")
        assert ran.code == 2
        assert "正在算 out.parquet，等它结束再试；若确实没有，请删除 .out.parquet.evalfw-lock" in ran.err
        assert cli(*BATCH, table, "-o", "other.parquet").code == 0
    assert cli(*BATCH, table, "-o", "out.parquet").code == 0
    assert [path.name for path in Path().iterdir() if "lock" in path.name] == []
