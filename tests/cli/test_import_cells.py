"""What cells of Excel and Word files say, and files beyond any annex."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from conftest import RunCli
from openpyxl import Workbook

import evalfw
from evalfw_plugins.office_tables import docx_tables, xlsx_tables

CRITERION = "好的得5分，否则不得分"


def book_of(*rows: Sequence[object], name: str = "t.xlsx") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(name)
    return Path(name)


def test_cells_are_read_as_they_are_shown(cli: RunCli) -> None:
    """15 and not 15.0, 90 % where the cell is formatted so, 是 and 否, dates as dates."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([15.0, 0.1 + 0.2, 0.9, True, False, date(2021, 6, 30), None, "字"])
    sheet["C1"].number_format = "0%"
    hidden = book.create_sheet("隐藏")
    hidden["A1"], hidden.sheet_state = "不读", "hidden"
    book.save("t.xlsx")
    (table,) = xlsx_tables(Path("t.xlsx"), "t.xlsx")
    assert [cell.text for cell in table.rows[0]] == ["15", "0.3", "90%", "是", "否", "2021-06-30", "", "字"]
    assert table.rows[0][2].place == "Sheet!C1"


def test_a_sheet_of_too_many_rows_is_refused(cli: RunCli) -> None:
    path = book_of(*[[number] for number in range(5001)])
    with pytest.raises(evalfw.RubricError, match=r"at most 5000 rows|最多读 5000 行"):
        xlsx_tables(path, "t.xlsx")


@pytest.mark.slow
def test_an_archive_that_unpacks_to_too_much_is_refused(cli: RunCli) -> None:
    with zipfile.ZipFile("t.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (64 * 1024 * 1024 + 1))
    with pytest.raises(evalfw.RubricError, match=r"unpacks to too much|解开后太大"):
        docx_tables(Path("t.docx"), "t.docx")


def test_a_word_table_of_too_many_rows_is_refused(cli: RunCli) -> None:
    from docx import Document
    from docx.oxml import parse_xml

    document = Document()
    made = document.add_table(rows=1, cols=1)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for _ in range(5001):
        made._tbl.append(parse_xml(f"<w:tr {space}><w:tc><w:p/></w:tc></w:tr>"))
    document.save("t.docx")
    with pytest.raises(evalfw.RubricError, match="more than 5000 rows"):
        docx_tables(Path("t.docx"), "t.docx")


def test_rows_of_a_word_table_that_are_short_are_filled_up_and_tables_in_cells_are_text(cli: RunCli) -> None:
    from docx import Document

    document = Document()
    made = document.add_table(rows=2, cols=2)
    made.cell(0, 0).text, made.cell(0, 1).text = "甲", "乙"
    inner = made.cell(1, 0).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "里面"
    last = made.rows[1]._tr
    last.remove(last.tc_lst[1])
    document.save("t.docx")
    (table,) = docx_tables(Path("t.docx"), "t.docx")
    assert [[cell.text for cell in row] for row in table.rows] == [["甲", "乙"], ["里面", ""]]


HEADER = ("一级指标", "二级指标", "评分标准", "分值")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((("甲", "甲一", CRITERION, "五"),), "应当是数，写的是 '五'"),
        ((("甲", "甲一", CRITERION, -5),), "分值不能为负"),
        ((("甲", "甲一", CRITERION, None),), "“甲一”没有分值"),
        (((None, "甲一", CRITERION, 5),), "没有写上级指标"),
        ((("（5分）", "甲一", CRITERION, 5),), "没有写指标名称"),
    ],
)
def test_a_cell_that_is_not_in_order_is_told_with_its_place(cli: RunCli, rows: Sequence[Sequence[object]], said: str) -> None:  # fmt: skip
    ran = cli("rubric", "import", book_of(HEADER, *rows), "-o", "t.toml")
    assert ran.code == 3 and said in ran.err and "Sheet!" in ran.err and not Path("t.toml").exists()


def test_extra_points_are_read_with_their_caps(cli: RunCli, host: evalfw.PluginHost) -> None:
    """加分项 and 减分项 have limits of one side; two indicators of one name get two ids; 无 sentence is a todo."""
    rows = (
        ("甲", "甲一", CRITERION, 5),
        ("甲", "甲二", None, 5),
        ("加分项", "加分项", "获奖的加1分", "≤2"),
        ("减分项", "减分项", "受处分的扣1分", "≤3"),
    )
    ran = cli("rubric", "import", book_of(HEADER, *rows), "-o", "t.toml")
    assert ran.code == 0, ran.err
    rubric = evalfw.rubric.load_rubric(host.rubrics.find("./t.toml"), host.rubrics, host.vocabulary)
    adds, deducts = (node for node in rubric.leaves if node.extra)
    assert (adds.limits, deducts.limits) == (evalfw.authoring.Range(0, 2), evalfw.authoring.Range(-3, 0))  # type: ignore[arg-type]
    assert "表里没有评价要点" in Path("t.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "said"),
    [("一级指标,分值\n甲,5\n".encode() + "甲".encode("gbk"), "混用了编码"), (b"", ""), ('"没有结束'.encode(), "")],
)
def test_a_text_table_that_cannot_be_read_is_told(cli: RunCli, content: bytes, said: str) -> None:
    Path("t.csv").write_bytes(content)
    ran = cli("rubric", "import", "t.csv", "-o", "t.toml")
    assert ran.code == 3 and "t.csv" in ran.err and said in ran.err and "Traceback" not in ran.err


def test_indicators_of_one_name_below_the_same_are_told(cli: RunCli) -> None:
    """Not refused: two may be meant. 甲一 below another indicator is another one."""
    rows = [("甲", "甲一", CRITERION, 5), ("甲", "甲一", CRITERION, 5), ("乙", "甲一", CRITERION, 5)]
    ran = cli("rubric", "import", book_of(HEADER, *rows), "-o", "t.toml")
    assert ran.code == 0, ran.err
    assert ran.out.count("请核对是不是重复") == 1
    assert "同一上级下有两个“甲一”（Sheet!B2 和 Sheet!B3）" in ran.out


def test_hidden_rows_and_columns_are_told_and_not_read(cli: RunCli, host: evalfw.PluginHost) -> None:
    """What is not printed is no part of the table; a merged area that begins in a hidden row begins where it shows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [
        (*HEADER[:2], "内部", *HEADER[2:]),
        ("甲", "旧的", "x", CRITERION, 5),
        (None, "甲一", "x", CRITERION, 5),
        (None, "甲二", "x", CRITERION, 5),
    ]
    for row in rows:
        sheet.append(list(row))
    sheet.merge_cells("A2:A4")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.save("t.xlsx")
    ran = cli("rubric", "import", "t.xlsx", "-o", "t.toml")
    assert ran.code == 0, ran.err
    assert "没有读的隐藏行列：Sheet!2:2、Sheet!C:C" in ran.out and "没有读的列" not in ran.out
    rubric = evalfw.rubric.load_rubric(host.rubrics.find("./t.toml"), host.rubrics, host.vocabulary)
    assert [node.title for node in rubric.indicators] == ["甲", "甲一", "甲二"]
