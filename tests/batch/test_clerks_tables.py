"""Tables as offices really send them: what can be read is scored, what cannot is told in words that help, and nothing is passed over silently."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from conftest import RunCli
from made_up_units import REF
from openpyxl import Workbook
from spark import spark_session, with_spark

RATE = "预算执行率"
LEAF = "decision.budget.fit"


def book(path: str, *rows: Sequence[object]) -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    made.save(path)
    return Path(path)


def errors_in(path: str) -> list[list[str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))[1:]


@pytest.mark.parametrize("engine", ["polars", "duckdb", pytest.param("spark", marks=with_spark)])
def test_points_set_by_hand_keep_to_what_a_run_allows(cli: RunCli, engine: str) -> None:
    """More than the weight, less than nothing, too many decimals: the row is in error, with the sentence of a run."""
    if engine == "spark":
        spark_session()
    cells = {"a": "9", "b": "-1", "c": "0.555", "d": "0.5", "e": ""}
    lines = [f"{unit},0.95,{points},有据,某人" for unit, points in cells.items()]
    head = f"unit,{RATE},{LEAF}@override,{LEAF}@reason,{LEAF}@by"
    Path("in.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    ran = cli("batch", "-r", REF, "--data", "in.csv", "-o", "out.parquet", "--engine", engine)
    assert ran.code == 4 and "计分 2，出错 3" in ran.err
    said = [row[4].removeprefix("'") for row in errors_in("out.parquet.errors.csv")]
    assert said == ["9 分超出 0～1", "-1 分超出 0～1", "小数多于 2 位"]
    ran = cli("explain", "out.parquet", "--unit", "a")
    assert ran.code == 2 and "9 分超出 0～1" in ran.err


@pytest.mark.slow
def test_a_column_that_is_there_twice_is_refused(cli: RunCli) -> None:
    """In a workbook, in a text file, and by its id and its label; --mapping says which of the two is meant."""
    book("in.xlsx", ["单位编号", RATE, RATE], ["1", 0.95, 0.5])
    Path("in.csv").write_text(f"单位编号,{RATE}, {RATE} \n1,0.95,0.5\n", encoding="utf-8")
    Path("two.csv").write_text(f"单位编号,{RATE},budget.execution_rate\n1,0.95,0.5\n", encoding="utf-8")
    for name, said in (
        ("in.xlsx", "列名重复：预算执行率"),
        ("in.csv", "列名重复：预算执行率"),
        ("two.csv", "都是 预算执行率"),
    ):
        ran = cli("batch", "-r", REF, "--data", name, "-o", "out.parquet")
        assert ran.code == 2 and said in ran.err, ran.err
    Path("map.toml").write_text(f'[columns]\n"budget.execution_rate" = "{RATE}"\n', encoding="utf-8")
    assert cli("batch", "-r", REF, "--data", "two.csv", "--mapping", "map.toml", "-o", "out.parquet").code == 0


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("decision.mechanism@override", "没有可以这样写的指标 'decision.mechanism'"),
        ("预算编制科学规范@override", "要写末级指标的编号"),
        ("decision.budget.fitt@claim", "是不是 decision.budget.fit@claim"),
    ],
)
def test_decisions_about_no_leaf_are_refused(cli: RunCli, column: str, said: str) -> None:
    """They would have no effect, and nobody would know."""
    Path("in.csv").write_text(f"unit,{RATE},{column}\n1,0.95,1\n", encoding="utf-8")
    ran = cli("batch", "-r", REF, "--data", "in.csv", "-o", "out.parquet")
    assert ran.code == 2 and said in ran.err, ran.err


def test_rows_with_more_cells_than_the_head_are_in_error_and_blank_ones_are_none(cli: RunCli) -> None:
    """An unquoted thousands separator shifts a row: that row is told, the others are scored; blank rows at the end do not count."""
    Path("in.csv").write_text(
        f"unit,机关本年收入,{RATE}\na,7414.91万元,0.95\nb,7,414.91万元,0.95\nc,1,\n,,\n , , \n", encoding="utf-8"
    )
    ran = cli("batch", "-r", REF, "--data", "in.csv", "-o", "out.parquet")
    assert ran.code == 4 and "共 3 个单位：计分 2，出错 1" in ran.err
    ((row, unit, _, value, why),) = errors_in("out.parquet.errors.csv")
    assert (row, unit, value) == ("3", "b", "b") and "4 格，表头只有 3 格" in why and "逗号要加引号" in why


@pytest.mark.slow
def test_heads_may_have_blanks_and_breaks(cli: RunCli) -> None:
    """As wrapped cells of a workbook have them."""
    book("in.xlsx", [" 单位编号 ", "预算\n执行率", None], ["a", 0.95, None])
    assert cli("batch", "-r", REF, "--data", "in.xlsx", "-o", "out.parquet").code == 0
    assert pl.read_parquet("out.parquet")["budget.execution_rate"].to_list() == [950_000]
    book("odd.xlsx", ["2021年汇总表", None], ["单位编号", RATE], ["a", 0.95])
    ran = cli("batch", "-r", REF, "--data", "odd.xlsx", "-o", "odd.parquet")
    assert ran.code == 0 and "第 1 行是标题（2021年汇总表）" in ran.err


@pytest.mark.slow
def test_numbers_of_spreadsheets_have_fifteen_digits(cli: RunCli) -> None:
    """What a formula leaves behind the fifteenth digit is no decimal; a third is told to be rounded."""
    rates: list[float | None] = [0.9801000000000001, 0.1 + 0.2, 1 / 3, 0.95]
    book("in.xlsx", ["单位编号", RATE], *([f"u{at}", rate] for at, rate in enumerate(rates)))
    pl.DataFrame({"unit": [f"u{at}" for at in range(4)], RATE: rates}).write_parquet("in.parquet")
    for name in ("in.xlsx", "in.parquet"):
        ran = cli("batch", "-r", REF, "--data", name, "-o", "out.parquet", "--force")
        assert ran.code == 4 and "计分 3，出错 1" in ran.err
        made = pl.read_parquet("out.parquet")["budget.execution_rate"].to_list()
        assert made == [980_100, 300_000, None, 950_000]
        assert "先四舍五入到 6 位" in errors_in("out.parquet.errors.csv")[0][4]


@pytest.mark.slow
def test_ids_that_a_spreadsheet_has_destroyed_are_refused(cli: RunCli) -> None:
    """Eighteen digits as a number are lost; whole numbers as floats are ids as they look."""
    book(
        "in.xlsx", ["单位编号", RATE], [320100000000000001, 0.95], [123456789012345, 0.95], ["320100000000000002", 0.95]
    )
    assert cli("batch", "-r", REF, "--data", "in.xlsx", "-o", "out.parquet").code == 4
    made = pl.read_parquet("out.parquet")
    assert made["status"].to_list() == ["error", "scored", "scored"]
    assert made["unit"].to_list()[1:] == ["123456789012345", "320100000000000002"]
    pl.DataFrame({"unit": [3.2010000000000003e17, 2.0], RATE: [0.95, 0.9]}).write_parquet("in.parquet")
    assert cli("batch", "-r", REF, "--data", "in.parquet", "-o", "float.parquet").code == 4
    assert all(
        "把这一列设成文本" in errors_in(name)[0][4] for name in ("out.parquet.errors.csv", "float.parquet.errors.csv")
    )
    assert pl.read_parquet("float.parquet")["unit"].to_list()[1] == "2"


@pytest.mark.parametrize(
    "content",
    [
        b"a\nb\nx\n",
        "单位名称,单位编号\n甲,a\n乙,b\n丙,x\n".encode(),
        "单位编号,单位名称\na,甲\nb,乙\nx,丙\n".encode("gb18030"),
        codecs.BOM_UTF8 + "编码,名\r\na,甲\r\nb,乙\r\nx,丙\r\n".encode(),
    ],
    ids=["lines", "second column", "GB 18030", "as the table calls it"],
)
def test_a_register_is_read_with_its_head_or_without(cli: RunCli, content: bytes) -> None:
    Path("in.csv").write_text(f"编码,{RATE}\na,0.95\nb,0.9\nc,0.8\n", encoding="utf-8")
    Path("map.toml").write_text('[columns]\nunit = "编码"\n', encoding="utf-8")
    Path("register.csv").write_bytes(content)
    ran = cli(
        "batch", "-r", REF, "--data", "in.csv", "--mapping", "map.toml", "--units", "register.csv", "-o", "out.parquet"
    )
    assert ran.code == 4 and "计分 2，出错 1" in ran.err
    assert "名册里有 1 个单位不在表里（x）" in ran.err
    assert errors_in("out.parquet.errors.csv")[0][1] == "c"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "空文件"),
        ("titles.csv", b"a\n\n", "表里没有单位编号列"),
        ("blank.csv", b",,\n,,\n", "没有表头"),
        ("odd.csv", b"\xff\xff\xff\n", "既不是 UTF-8、UTF-16 也不是 GB 18030"),
        ("none.parquet", b"nothing", "读不了"),
    ],
)
def test_files_that_cannot_be_read_are_told_with_what_to_do(cli: RunCli, name: str, content: bytes, said: str) -> None:
    Path(name).write_bytes(content)
    ran = cli("batch", "-r", REF, "--data", name, "-o", "out.parquet")
    assert ran.code == 2 and said in ran.err, ran.err


def test_what_stands_for_nothing_is_told_to_be_left_out(cli: RunCli) -> None:
    Path("in.csv").write_text(f"unit,{RATE}\na,/\nb,—\nc,无\nd,\n", encoding="utf-8")
    assert cli("batch", "-r", REF, "--data", "in.csv", "-o", "out.parquet").code == 4
    assert all("没有的就留空" in row[4] for row in errors_in("out.parquet.errors.csv"))
    assert pl.read_parquet("out.parquet")["status"].to_list() == ["error", "error", "error", "scored"]


@pytest.mark.slow
def test_explain_tells_the_range_of_an_open_total_and_who_decided(cli: RunCli) -> None:
    Path("in.csv").write_text(
        f"unit,{RATE},{LEAF}@exemption,{LEAF}@reason,{LEAF}@by,decision.budget.soundness@override,decision.budget.soundness@reason,decision.budget.soundness@by\n"
        "a,0.95,豁免,新设单位,张某,1.5,材料不实,李某\n",
        encoding="utf-8",
    )
    assert cli("batch", "-r", REF, "--data", "in.csv", "-o", "out.parquet").code == 0
    said = cli("explain", "out.parquet", "--unit", "a").out
    assert "豁免：新设单位（张某）" in said and "0001" not in said
    assert "材料不实" in said and "（李某 认定）" in said
    total = next(line for line in said.splitlines() if line.startswith("总分"))
    assert total.endswith("]") and "～" in total


NEARLY = """
format = "evalfw.rubric/1"
id = "t/t"
version = "1"
title = "甲"
full_mark = 2
fact = [
  { id = "n", label = "数", type = "count" },
  { id = "budget.rate", label = "预算执行率", type = "ratio" },
  { id = "one", label = "次数", type = "count" },
  { id = "two", label = "次数", type = "count" },
]
indicator = [
  { id = "a", title = "乙", weight = 1, criterion = "…", rule = { kind = "all_or_nothing", when = "n >= 1 and one >= 1" } },
  { id = "b", title = "丙", weight = 1, criterion = "…", rule = { kind = "all_or_nothing", when = "budget.rate >= 50% and two >= 1" } },
]
"""


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("预算执行率（%）", "列 '预算执行率（%）' 像是事实 预算执行率（budget.rate），但写法不同"),
        ("预算执行率(％)", "像是事实 预算执行率（budget.rate）"),
        ("预算 执行率：", "像是事实 预算执行率（budget.rate）"),
        ("Budget.Rate", "像是事实 预算执行率（budget.rate）"),
        ("次数", "列 '次数' 可以是几项事实：one、two；请用编号作列名"),
        ("预算执行率", ""),
        ("预算", ""),
        ("budget.rate", ""),
    ],
)
def test_a_heading_that_is_nearly_a_fact_is_asked_about_and_not_dropped(heading: str, told: str, cli: RunCli) -> None:
    Path("r.toml").write_text(NEARLY, encoding="utf-8")
    Path("t.csv").write_text(f"unit,n,{heading}\n1,1,1\n", encoding="utf-8")
    ran = cli("batch", "-r", "./r.toml", "--data", "t.csv", "-o", "out.parquet")
    assert (ran.code, told in ran.err) == (2 if told else 0, True)
    assert Path("out.parquet").exists() is not bool(told)
    if "像是" in told:  # each remedy that the message names works
        Path("map.toml").write_text(f'[columns]\n"budget.rate" = "{heading}"\n', encoding="utf-8")
        mapped = cli("batch", "-r", "./r.toml", "--data", "t.csv", "--mapping", "map.toml", "-o", "out.parquet")
        assert mapped.code == 0, mapped.err
        Path("t.csv").write_text("unit,n\n1,1\n", encoding="utf-8")
        assert cli("batch", "-r", "./r.toml", "--data", "t.csv", "-o", "other.parquet").code == 0
