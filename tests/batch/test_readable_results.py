"""``-o result.csv`` and ``-o result.xlsx``: the points of the Parquet result, as a person reads them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from decimal import Decimal
from io import StringIO
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from conftest import RunCli

RUBRIC = """
format = "evalfw.rubric/1"
id = "t/t"
version = "1"
title = "甲"
full_mark = 100
grade = [{ label = "好", from = 60 }, { label = "差", from = 0, below = 60 }]
gate = [{ id = "fraud", title = "弄虚作假", criterion = "弄虚作假的不评为好", when = "fraud", action = "cap_grade", grade = "差" }]
fact = [
  { id = "rate", label = "执行率", type = "ratio" },
  { id = "n", label = "数", type = "count" },
  { id = "fraud", label = "作假", type = "bool" },
]
indicator = [
  { id = "a", title = "预算" },
  { id = "a.rate", title = "执行", weight = 70.5, criterion = "按执行率得分", rule = { kind = "proportional", fact = "rate", target = "100%" } },
  { id = "a.n", title = "数量", weight = 29.5, criterion = "有得分", rule = { kind = "all_or_nothing", when = "n >= 1" } },
]
"""
TABLE = "unit,单位名称,rate,n,fraud\n0001,甲局,100%,1,否\n0002,=乙局,50%,1,否\n0003,丙局,25%,,否\n0004,丁局,100%,1,是\n0005,戊局,错,1,否\n"
TOTALS = {"0001": "100", "0002": "64.75", "0003": "17.63", "0004": "100", "0005": ""}
"""What comes out, worked out by hand: 35.25 + 29.5, and 17.625 rounded, to which 29.5 may still come where ``n`` is missing."""


@pytest.fixture
def table(cli: RunCli) -> Path:
    """Five units: four that are scored, one of them with a fact missing, and one that is refused."""
    Path("rubric.toml").write_text(RUBRIC, encoding="utf-8")
    Path("t.csv").write_text(TABLE, encoding="utf-8")
    return Path("t.csv")


def batch(cli: RunCli, output: str, *more: str) -> str:
    ran = cli("batch", "-r", "./rubric.toml", "--data", "t.csv", "-o", output, *more)
    assert ran.code == 4, ran.err
    assert not Path(f"{output}.partial").exists()
    return ran.err


def rows_of(path: str) -> list[Mapping[str, str]]:
    return list(csv.DictReader(StringIO(Path(path).read_bytes().decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("more", [(), ("--rows", "2"), ("--explain", "none")])
def test_a_csv_holds_what_a_person_looks_for(more: tuple[str, ...], table: Path, cli: RunCli) -> None:
    told = batch(cli, "out.csv", *more)
    assert "out.csv.errors.csv" in told
    rows = rows_of("out.csv")
    assert {row["单位编号"]: row["总分"] for row in rows} == TOTALS
    assert [row["等次"] for row in rows] == ["好", "好", "差", "差", ""]
    assert [row["状态"] for row in rows] == ["计分", "计分", "计分", "计分", "出错"]
    assert rows[1]["单位名称"] == "'=乙局"
    assert (rows[1]["执行（a.rate）"], rows[1]["预算（a）"]) == ("35.25", "64.75")
    assert (rows[2]["最低"], rows[2]["最高"]) == ("17.63", "47.13")
    assert [row["弄虚作假（gate.fraud）"] for row in rows] == ["", "", "", "触发", ""]


def test_a_workbook_holds_the_same_and_what_is_open_and_refused(table: Path, cli: RunCli) -> None:
    batch(cli, "out.xlsx", "--rows", "2")
    book = openpyxl.load_workbook("out.xlsx")
    assert book.sheetnames == ["得分", "未定", "出错"]
    head, *rows = book["得分"].iter_rows(values_only=True)
    totals = {row[head.index("单位编号")]: row[head.index("总分")] for row in rows}
    assert totals == {unit: float(total) if total else None for unit, total in TOTALS.items()}
    assert rows[1][head.index("单位名称")] == "=乙局"
    assert all(cell.data_type != "f" for row in book["得分"].iter_rows() for cell in row)
    assert list(book["未定"].iter_rows(min_row=2, values_only=True)) == [("0003", "丙局", "数量", "a.n", None, 0, 29.5)]
    (refused,) = book["出错"].iter_rows(min_row=2, values_only=True)
    assert refused[:3] == ("6", "0005", "rate")


def test_the_points_are_those_of_the_parquet_result(table: Path, cli: RunCli) -> None:
    batch(cli, "out.parquet")
    batch(cli, "out.csv")
    frame = pl.read_parquet("out.parquet")
    (unit,) = {
        points / Decimal(total) for points, total in zip(frame["total:points"], TOTALS.values(), strict=True) if total
    }
    for row, points in zip(rows_of("out.csv"), frame["a.rate:points"], strict=True):
        said = row["执行（a.rate）"]
        assert (Decimal(said) * unit if said else None) == points


def test_force_replaces_tables_that_a_batch_has_written_and_no_others(table: Path, cli: RunCli) -> None:
    for name in ("out.csv", "out.xlsx"):
        batch(cli, name)
        before = Path(name).read_bytes()
        refused = cli("batch", "-r", "./rubric.toml", "--data", "t.csv", "-o", name)
        assert refused.code == 2 and "--force" in refused.err
        batch(cli, name, "--force")
        assert Path(name).read_bytes() == before
        Path(name).write_bytes(b"unit,name\n1,2\n")
        if name == "out.xlsx":
            openpyxl.Workbook().save(name)
        others = Path(name).read_bytes()
        assert cli("batch", "-r", "./rubric.toml", "--data", "t.csv", "-o", name, "--force").code == 2
        assert Path(name).read_bytes() == others


@pytest.mark.parametrize("name", ["out.json", "out", "out.xls", "out.parquet.zip"])
def test_other_suffixes_are_refused_before_anything_is_read(name: str, cli: RunCli) -> None:
    Path("rubric.toml").write_text(RUBRIC, encoding="utf-8")
    ran = cli("batch", "-r", "./rubric.toml", "--data", "t.csv", "-o", name)
    assert (ran.code, ran.err) == (2, f"-o {name}：结果是 .parquet，或给人看的 .csv、.xlsx\n")


def test_evidence_folders_give_such_tables_too(table: Path, cli: RunCli) -> None:
    for unit, rate in (("a", "100%"), ("b", "50%")):
        Path("units", unit).mkdir(parents=True)
        Path("units", unit, "evidence.toml").write_text(
            f'format = "evalfw.evidence/1"\nrubric = "t/t"\nsubject = {{ id = "{unit}", name = "{unit}局" }}\n'
            f'fact = [{{ id = "rate", value = "{rate}" }}, {{ id = "n", value = 1 }}, {{ id = "fraud", value = false }}]\n',
            encoding="utf-8",
        )
    ran = cli("batch", "-r", "./rubric.toml", "--folder", "units", "-o", "out.csv")
    assert ran.code == 0, ran.err
    rows = rows_of("out.csv")
    assert [(row["单位名称"], row["总分"], row["评分表"]) for row in rows] == [
        ("a局", "100", "t/t"),
        ("b局", "64.75", "t/t"),
    ]
