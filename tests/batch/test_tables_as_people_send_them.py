"""Tables in whatever state they come: read right, or refused with the place and the remedy; nothing in them is lost without a word."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest
from conftest import DATA, Ran, RunCli
from openpyxl import Workbook

TABLES = DATA / "tables"
HEAD = ["unit", "单位名称", "rate", "money", "n", "ok", "day", "grade"]
ROW = ["甲", "0.95", "100", "3", "是", "2021-06-30", "a"]


class Read(NamedTuple):
    """What became of a table: exit code, points (times 100) by unit, what was said, and refused rows."""

    code: int
    points: dict[str, int | None]
    said: str
    refused: list[tuple[str, str]]


def read(cli: RunCli, name: str) -> Read:
    """A batch of the table *name*, which lies in the working folder or among the data."""
    Path("rubric.toml").write_bytes((TABLES / "rubric.toml").read_bytes())
    if not Path(name).exists():
        shutil.copy(TABLES / name, name)
    ran: Ran = cli("batch", "-r", "./rubric.toml", "--data", name, "-o", "out.parquet", "--force")
    if not Path("out.parquet").exists():
        return Read(ran.code, {}, ran.err, [])
    made = pl.read_parquet("out.parquet")
    points = {row["unit"] or "": row["total:points"] for row in made.iter_rows(named=True)}
    refused: list[tuple[str, str]] = []
    if Path("out.parquet.errors.csv").exists():
        with Path("out.parquet.errors.csv").open(encoding="utf-8-sig", newline="") as stream:
            refused = [(row[0], row[4]) for row in list(csv.reader(stream))[1:]]
    return Read(ran.code, points, ran.err, refused)


FULL = 2000


@pytest.mark.parametrize(
    ("name", "points", "said"),
    [
        ("s_bom2.csv", {"n1": FULL}, ""),
        ("s_cr.csv", {"n1": FULL, "n2": FULL}, ""),
        ("s_eq.csv", {"0012": FULL, "0013": FULL}, ""),
        ("s_semi.csv", {"n1": FULL}, ""),
        ("s_sep.csv", {"n1": FULL}, ""),
        ("s_title.csv", {"n1": FULL}, "第 1 行是标题（2021年度各单位数据表）"),
        ("s_total.csv", {"n1": FULL}, "第 3 行"),
        ("foot.xlsx", {"n1": FULL}, "第 3、4 行"),
        ("title.xlsx", {"n1": FULL}, "第 1 行是标题"),
        ("two.xlsx", {"n1": FULL}, "第 1、2 行合成表头"),
        ("hidden_rows.xlsx", {"n1": FULL, "n2": FULL, "n3": FULL}, "隐藏或筛掉的行也读了：3"),
        ("hidden_sheet.xlsx", {"n1": 1900}, "没有读：旧表（隐藏）"),
        ("dim_a1.xlsx", {"n1": FULL, "n2": FULL, "n3": FULL}, ""),
        ("x000d.xlsx", {"n1": FULL}, ""),
    ],
)
def test_a_table_is_read_and_what_was_passed_over_is_told(
    cli: RunCli, name: str, points: dict[str, int], said: str
) -> None:
    found = read(cli, name)
    assert (found.code, found.points) == (0, points) and said in found.said, found


@pytest.mark.parametrize(
    ("name", "points", "refused", "why"),
    [
        ("s_short.csv", {"n1": None, "n2": FULL}, ["2"], "只有 3 格，表头有 8 格"),
        ("s_nfkc.csv", {"n1": None}, ["2", "3"], "单位重复"),
        ("s_apos.csv", {"0012": None}, ["2", "3"], "单位重复"),
        ("zeros.xlsx", {"0012": None, "12": FULL, "0013": FULL}, ["2", "4"], "单位重复"),
        ("formula.xlsx", {"n1": None, "n2": None, "": None}, ["2", "3", "4"], "是公式，文件里没有存下结果"),
    ],
)
def test_a_row_that_is_not_to_be_believed_is_refused_with_its_line(
    cli: RunCli, name: str, points: dict[str, int | None], refused: list[str], why: str
) -> None:
    found = read(cli, name)
    assert (found.code, found.points) == (4, points), found
    assert [row for row, _ in found.refused] == refused and all(why in said for _, said in found.refused)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("q_c.csv", "第 3 行：引号没有合上（读到第 6 行）"),
        ("s_openq.csv", "第 2 行：引号没有合上（读到第 3 行）"),
        ("batch_badnum.xlsx", "第 4 行之后损坏"),
        ("batch_cut.xlsx", "第 4 行之后损坏"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_the_place(cli: RunCli, name: str, said: str) -> None:
    found = read(cli, name)
    assert found.code == 2 and not found.points and said in found.said and "Traceback" not in found.said


def written(name: str, delimiter: str = ",", between: str = "\n", encoding: str = "utf-8", quote: bool = False) -> None:
    rows = [HEAD, ["n1", *ROW], ["n2", *ROW]]
    lines = [delimiter.join(f'"{cell}"' if quote else cell for cell in row) for row in rows]
    Path(name).write_bytes((between.join(lines) + between).encode(encoding))


NEIGHBOURS: dict[str, Callable[[], str]] = {}


def neighbour(make: Callable[[], None], name: str) -> None:
    def made() -> str:
        make()
        return name

    NEIGHBOURS[name] = made


for _name, _delimiter, _between, _encoding, _quote in (
    ("tab.tsv", "\t", "\n", "utf-8", False),
    ("tab.csv", "\t", "\r\n", "utf-8", False),
    ("pipe.txt", "|", "\n", "utf-8", False),
    ("wide.csv", ",", "\r\n", "utf-16", False),
    ("wide_le.csv", ",", "\n", "utf-16-le", False),
    ("gb.csv", ",", "\r\n", "gb18030", False),
    ("gb_semi.csv", ";", "\r", "gb18030", True),
    ("quoted.csv", ",", "\r\n", "utf-8-sig", True),
):
    neighbour(
        lambda n=_name, d=_delimiter, b=_between, e=_encoding, q=_quote: written(n, d, b, e, q),  # type: ignore[misc]
        _name,
    )


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_the_same_values_however_they_are_written(cli: RunCli, name: str) -> None:
    found = read(cli, NEIGHBOURS[name]())
    assert (found.code, found.points) == (0, {"n1": FULL, "n2": FULL}), found


def test_line_breaks_inside_quotes_are_read_and_lines_counted_on(cli: RunCli) -> None:
    """The row behind a cell of two lines is told by the line that an editor shows."""
    row = ",".join(ROW[1:])
    Path("t.csv").write_text(f'{",".join(HEAD)}\nn1,"甲\n局",{row}\nn2,乙,多,100,3,是,2021-06-30,a\n', encoding="utf-8")
    found = read(cli, "t.csv")
    assert found.points == {"n1": FULL, "n2": None} and found.refused[0][0] == "4"


def test_subtotals_between_the_rows_and_errors_are_no_units(cli: RunCli) -> None:
    lines = [
        ",".join(HEAD),
        ",".join(["n1", *ROW]),
        "小计,,,100,,,,",
        ",".join(["n2", *ROW]),
        "#REF!,,,,,,,",
        "注：数据为快报数,,,,,,,",
    ]
    Path("t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = read(cli, "t.csv")
    assert (found.code, found.points) == (0, {"n1": FULL, "n2": FULL}) and "第 3、5、6 行" in found.said


def test_a_unit_whose_name_begins_like_a_sum_is_a_unit(cli: RunCli) -> None:
    """总工会 is no 总计, and 注册中心 no 注."""
    lines = [",".join(HEAD), ",".join(["总工会", *ROW]), ",".join(["注册中心", *ROW]), ",".join(["合计划局", *ROW])]
    Path("t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert read(cli, "t.csv").points == {"总工会": FULL, "注册中心": FULL, "合计划局": FULL}


def test_an_older_workbook_is_read_or_the_remedy_told(cli: RunCli) -> None:
    """What Excel 97 wrote, called so: it is none, and is told how to save it."""
    Path("t.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "另存为 .xlsx" in read(cli, "t.xls").said
    Path("t.et").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert "WPS" in read(cli, "t.et").said


def test_a_register_may_be_a_workbook_and_one_that_is_not_there_is_told(cli: RunCli) -> None:
    written("t.csv")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["在册单位"], ["单位编号", "单位名称"], ["n1", "甲"], ["合计", "1 个"]):
        sheet.append(row)
    book.save("units.xlsx")
    Path("rubric.toml").write_bytes((TABLES / "rubric.toml").read_bytes())
    command = ("batch", "-r", "./rubric.toml", "--data", "t.csv", "-o", "out.parquet", "--units")
    ran = cli(*command, "units.xlsx")
    assert ran.code == 4 and "计分 1，出错 1" in ran.err
    ran = cli(*command, "no-such-file.csv", "--force")
    assert ran.code == 2 and "读不了名册 no-such-file.csv：没有这个文件" in ran.err
