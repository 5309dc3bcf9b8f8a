"""One command, eight formats: what is handed in has all its parts, the same bytes each time, and nothing is written over."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pypdfium2
import pytest
from conftest import RunCli, annex_rows
from reporting import W, as_bytes, full_report, paragraphs, with_fonts

import evalfw
from evalfw import Report

FORMATS = ("docx", "xlsx", "html", "pdf", "md", "csv", "junit", "json")
ROWS = annex_rows()
SECTIONS = (
    "一、部门概况",
    "二、评价结论",
    "三、部门履职成效",
    "四、",
    "五、",
    "六、评价工作开展情况及其他需要说明的情况",
)


@pytest.mark.slow
@with_fonts
def test_one_command_writes_all_eight_formats(cli: RunCli) -> None:
    options = [part for format in FORMATS for part in ("-f", format)]
    ran = cli("run", "--rubric", "2021", *options, "-o", "out/")
    assert ran.code == 0 and ran.err.count("已写入") == 8
    names = {path.name.removeprefix("nanjing-zhengwuban-nanjing-2021") for path in Path("out").iterdir()}
    assert names == {".docx", ".xlsx", ".html", ".pdf", ".md", ".csv", ".junit.xml", ".json"}
    before = {path: path.read_bytes() for path in Path("out").iterdir()}
    again = cli("run", "--rubric", "2021", *options, "-o", "out/")
    assert again.code == 0 and again.err.count("已有，内容相同") == 8, "the same bytes on a second run"
    rendered = cli("render", "out/nanjing-zhengwuban-nanjing-2021.json", *options, "-o", "again/")
    assert rendered.code == 0
    assert {Path("out") / path.name: path.read_bytes() for path in Path("again").iterdir()} == before


def test_the_word_report_has_all_sections_of_the_published_one(host: evalfw.PluginHost, report: Report) -> None:
    found = paragraphs(as_bytes(host, report, "docx"))
    assert [text for style, text in found if style == "Title"] == [
        "2021年度南京市政务服务管理办公室",
        "整体预算绩效自评价报告",
    ]
    tops = [text for style, text in found if style == "Heading1"]
    assert len(tops) == len(SECTIONS) and all(text.startswith(each) for text, each in zip(tops, SECTIONS, strict=True))
    assert "（一）部门决策（总分15分，自评价得分14分）" in [text for style, text in found if style == "Heading2"]
    assert ("AnnexLabel", "附件1") in found
    assert ("AnnexTitle", "2021年度南京市政务服务管理办公室整体预算绩效自评价指标体系得分情况") in found


def grid(document: bytes) -> list[list[str]]:
    """The last table of a Word document as rows of cells; a cell that goes on from above repeats it."""
    body = ET.fromstring(ZipFile(BytesIO(document)).read("word/document.xml"))[0]
    rows: list[list[str]] = []
    for row in body.findall(f"{W}tbl")[-1].findall(f"{W}tr"):
        cells: list[str] = []
        for cell in row.findall(f"{W}tc"):
            text = "".join(node.text or "" for node in cell.iter(f"{W}t"))
            merge, span = cell.find(f"{W}tcPr/{W}vMerge"), cell.find(f"{W}tcPr/{W}gridSpan")
            if merge is not None and merge.get(f"{W}val") != "restart":
                text = rows[-1][len(cells)]
            cells += [text] * int("1" if span is None else span.get(f"{W}val", "1"))
        rows.append(cells)
    return rows


def expected_rows() -> list[list[str]]:
    """The 41 rows as printed; of the last the self-score, which is blank there and 0 in the sample."""
    rows = []
    for row in ROWS:
        first = f"{row['level1']}（{row['level1_points']}分）" if row["level1_points"] else row["level1"]
        second = f"{row['level2']}（{row['level2_points']}分）" if row["level2_points"] else row["level2"]
        rows.append(
            [
                first,
                second,
                row["level3"],
                row["description"],
                row["criterion"],
                row["points"],
                row["self_score"] or "0",
            ]
        )
    return rows


HEADINGS = ["一级指标", "二级指标", "三级指标", "指标说明", "评价要点", "分值", "自评分"]


def test_the_table_in_word_has_the_41_rows_as_printed(host: evalfw.PluginHost, report: Report) -> None:
    heading, *rows, total = grid(as_bytes(host, report, "docx"))
    assert heading == HEADINGS
    assert rows == expected_rows()
    assert total[-2:] == ["100", "98"]


def test_rows_do_not_split_and_the_heading_is_repeated(host: evalfw.PluginHost, report: Report) -> None:
    body = ET.fromstring(ZipFile(BytesIO(as_bytes(host, report, "docx"))).read("word/document.xml"))[0]
    rows = body.findall(f"{W}tbl")[-1].findall(f"{W}tr")
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (len(rows) - 1)


def test_the_word_report_has_the_page_and_the_fonts_of_official_documents(
    host: evalfw.PluginHost, report: Report
) -> None:
    package = ZipFile(BytesIO(as_bytes(host, report, "docx")))
    body = ET.fromstring(package.read("word/document.xml"))[0]
    upright, lying = (section for section in body.iter(f"{W}sectPr"))
    set_to = {key.partition("}")[2]: value for each in upright.iter(f"{W}pgMar") for key, value in each.attrib.items()}
    margins = {name: int(set_to[name]) for name in ("top", "bottom", "left", "right")}
    assert {name: round(twips / 1440 * 25.4) for name, twips in margins.items()} == {
        "top": 37,
        "bottom": 35,
        "left": 28,
        "right": 26,
    }
    assert [each.get(f"{W}orient") for each in lying.iter(f"{W}pgSz")] == ["landscape"]
    styles = package.read("word/styles.xml").decode()
    for font in ("方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"):
        assert f'w:eastAsia="{font}"' in styles
    assert "Theme=" not in styles and 'w:line="580" w:lineRule="exact"' in styles
    assert "仿宋,FangSong" in package.read("word/fontTable.xml").decode(), "alternatives are named"
    feet = [name for name in package.namelist() if re.fullmatch(r"word/footer\d+\.xml", name)]
    sides = {re.search(r'w:jc w:val="(\w+)"', package.read(name).decode()).group(1) for name in feet}  # type: ignore[union-attr]
    assert sides == {"left", "right"} and all("— " in package.read(name).decode() for name in feet)
    assert "evenAndOddHeaders" in package.read("word/settings.xml").decode()
    assert not [name for name in package.namelist() if "thumbnail" in name or "custom" in name or "Effects" in name]


def sheet_rows(book: openpyxl.Workbook) -> list[list[object]]:
    """The rows of the first sheet from its heading on, merged cells filled down."""
    sheet = book.worksheets[0]
    values = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}
    for area in sheet.merged_cells.ranges:
        first = sheet.cell(area.min_row, area.min_col).value
        for row in sheet.iter_rows(area.min_row, area.max_row, area.min_col, area.max_col):
            for cell in row:
                values[cell.coordinate] = first
    rows: list[list[object]] = [[values[cell.coordinate] for cell in row] for row in sheet.iter_rows()]
    return rows[next(number for number, row in enumerate(rows) if row[0] == "一级指标") :]


def test_the_workbook_has_the_41_rows_with_numbers_as_numbers(host: evalfw.PluginHost, report: Report) -> None:
    book = openpyxl.load_workbook(BytesIO(as_bytes(host, report, "xlsx")))
    assert book.sheetnames == ["附件1", "失分", "发现", "佐证", "事实", "人工认定和留痕"]
    heading, *rows = sheet_rows(book)
    assert heading == HEADINGS
    for made, printed in zip(rows[:41], expected_rows(), strict=True):
        assert [str(cell or "").replace("\n", "") for cell in made[:5]] == printed[:5]
        assert made[5] == (float(printed[5]) if printed[5] else None) and made[6] == float(printed[6])
    assert rows[41][-2:] == [100, 98]
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_workbook_lists_lost_points_evidence_with_hashes_and_points_set_by_hand(
    host: evalfw.PluginHost, report: Report
) -> None:
    book = openpyxl.load_workbook(BytesIO(as_bytes(host, report, "xlsx")))
    lost = [(row[2].value, row[5].value) for row in book["失分"].iter_rows(3)]
    assert lost == [("预算编制科学规范", 1), ("部门预算执行率", 0.5), ("专项资金执行率", 0.5), ("工作开展情况", 0.5)]
    hashes = [row[8].value for row in book["佐证"].iter_rows(3)]
    assert all(str(each).startswith("sha256:") for each in hashes)
    by_hand = [row[1].value for row in book["人工认定和留痕"].iter_rows(3) if row[0].value == "人工认定"]
    assert len(by_hand) == 12
    rate = next(row for row in book["事实"].iter_rows(3) if row[0].value == "budget.execution_rate")
    assert rate[2].value == 0.8304 and rate[2].number_format.endswith("%")


def test_the_workbook_prints_on_its_side_one_page_wide_with_its_heading_and_no_group_cut(
    host: evalfw.PluginHost, report: Report
) -> None:
    sheet = openpyxl.load_workbook(BytesIO(as_bytes(host, report, "xlsx"))).worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert 50 < int(sheet.page_setup.scale or 100) <= 100, "fitted pages would ignore where they are to break"
    assert sheet.print_title_rows == "$3:$3" and sheet.print_area
    merged = [area for area in sheet.merged_cells.ranges if area.min_col == 2 and area.max_row > area.min_row]
    breaks = [each.id for each in sheet.row_breaks.brk]
    assert breaks and not [(area, row) for area in merged for row in breaks if area.min_row <= row < area.max_row]


@pytest.mark.slow
@with_fonts
def test_the_pdf_is_tagged_pdf_a_and_has_all_sections_and_the_total(host: evalfw.PluginHost, report: Report) -> None:
    made = as_bytes(host, report, "pdf")
    assert b"pdfaid:part" in made and b"/MarkInfo" in made and b"/StructTreeRoot" in made
    document = pypdfium2.PdfDocument(made)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    text = re.sub(r"\s", "", "".join(pages))
    for section in SECTIONS:
        assert section in text
    for row in ROWS:
        assert row["level3"] in text
    assert re.search(r"100\s+98", pages[-1]) and "— 1 —" in pages[0]


def test_markdown_and_csv_have_a_line_for_each_indicator(host: evalfw.PluginHost, report: Report) -> None:
    table = list(csv.reader(StringIO(as_bytes(host, report, "csv").decode("utf-8-sig"))))
    assert [row[3] for row in table[1:42]] == [row["level3"] for row in ROWS]
    assert table[42][:2] == ["total", "总分"] and "98" in table[42]
    markdown = as_bytes(host, report, "md").decode()
    assert all(f"| {row['level3']} |" in markdown for row in ROWS)


def test_junit_has_one_case_an_indicator_and_nothing_open_is_green(host: evalfw.PluginHost, report: Report) -> None:
    suite = ET.fromstring(as_bytes(host, report, "junit"))[0]
    cases = suite.findall("testcase")
    failed = [case.get("name") for case in cases if case.find("failure") is not None]
    assert len(cases) == 41 == int(suite.get("tests", "0"))
    assert (
        failed == ["预算编制科学规范", "部门预算执行率", "专项资金执行率", "工作开展情况"]
        and suite.get("failures") == "4"
    )
    first = report.leaves[0]
    for state, element in (("missing", "failure"), ("pending", "failure"), ("error", "error"), ("waived", "skipped")):
        changed = first._replace(state=state, points=None)  # type: ignore[arg-type]
        others = tuple(changed if result is first else result for result in report.indicators)
        case = ET.fromstring(as_bytes(host, report._replace(indicators=others), "junit"))[0].findall("testcase")[0]
        assert [child.tag for child in case] == [element], state


def test_files_that_hold_something_else_are_kept(cli: RunCli) -> None:
    name = Path("out/nanjing-zhengwuban-nanjing-2021.md")
    name.parent.mkdir()
    name.write_text("别人的", encoding="utf-8")
    ran = cli("run", "--rubric", "2021", "-f", "md", "-f", "csv", "-o", "out/")
    assert ran.code == 2 and f"已有别的文件，没有改动：{name}；要覆盖请加 --force" in ran.err
    assert [path.name for path in Path("out").iterdir()] == [name.name] and name.read_text(encoding="utf-8") == "别人的"
    assert cli("run", "--rubric", "2021", "-f", "md", "-f", "csv", "-o", "out/", "--force").code == 0
    assert name.read_text(encoding="utf-8").startswith("# ")


def test_the_project_form_has_its_money_block_and_reasons_of_deviation(host: evalfw.PluginHost) -> None:
    """The national form: money above, execution rate there and not among the indicators, 偏差原因 as a column."""
    project = full_report(host, "mof/project-2020")
    document = as_bytes(host, project, "docx")
    body = ET.fromstring(ZipFile(BytesIO(document)).read("word/document.xml"))[0]
    money = [
        "".join(node.text or "" for node in cell.iter(f"{W}t")) for cell in body.findall(f"{W}tbl")[0].iter(f"{W}tc")
    ]
    assert {
        "项目资金（万元）",
        "年度资金总额",
        "1000万元",
        "962.4万元",
        "96.24%",
        "9.62",
        "尾款按合同在次年质保期满后支付",
    } <= set(money)
    heading, *rows, total = grid(document)
    assert heading == [
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    ]
    assert rows[0][3:] == ["≥12个", "12个", "15", "15", ""] and "预算执行率" not in {row[0] for row in rows}
    assert rows[4][3:] == ["≤80万元", "82.5万元", "10", "9.7", "建材涨价，下年度集中采购"]
    assert total[-3:] == ["100", "96.12", ""]
    assert [text for style, text in paragraphs(document) if style == "Title"] == [], "the form has a title of its own"


def test_a_summary_of_a_rubric_without_a_total_names_the_ratings_below_its_headings(cli: RunCli) -> None:
    lines = cli("run", "--rubric", "pefa/2016", "-f", "summary").out.splitlines()
    start = lines.index("  I. Budget reliability")
    assert lines[start + 1].split() == ["PI-1", "Aggregate", "expenditure", "outturn", "B"]
    assert not [line for line in lines if line.rstrip().endswith("/")]


def test_a_bar_is_full_only_at_full_marks(cli: RunCli) -> None:
    lines = cli("run", "--rubric", "mof/project-2020", "-f", "summary").out.splitlines()
    output = next(line for line in lines if line.startswith("  产出指标"))
    assert "49.7 / 50" in output and output.endswith("█" * 19 + "░")


def test_open_groups_show_their_span_in_markdown(cli: RunCli) -> None:
    assert cli("init", "--rubric", "2021").code == 0
    assert "| **决策机制** | | **4** | **0～4** | | |" in cli("run", "-f", "md").out


@pytest.mark.parametrize("format", ["table", "summary", "tree", "md", "html", "csv"])
def test_a_report_without_indicators_is_a_report(format: str, host: evalfw.PluginHost, report: Report) -> None:
    assert as_bytes(host, report._replace(indicators=(), what_if=None), format)


def test_what_weighs_nothing_has_no_bar(host: evalfw.PluginHost, report: Report) -> None:
    (top, *rest) = report.indicators
    text = as_bytes(host, report._replace(indicators=(top._replace(weight=Fraction(0)), *rest)), "summary").decode()
    assert next(line for line in text.splitlines() if "部门决策" in line).split() == ["部门决策", "14", "/", "0"]
