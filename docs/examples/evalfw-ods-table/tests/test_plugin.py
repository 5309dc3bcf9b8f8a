"""The spreadsheet: every row is there, numbers are numbers, and what is missing is not a zero."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from evalfw_ods_table import render
from evalfw_ods_table.sheet import SPACES, TYPE

from evalfw import RenderOptions, Report
from evalfw.extending.conformance.for_tests import broken_contract, trial_reports


def rows(report: Report) -> list[list[tuple[str, str | None]]]:
    """Text and number of every cell."""
    with ZipFile(BytesIO(render(report, RenderOptions()))) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    value = f"{{{SPACES['office']}}}value"
    return [
        [("".join(cell.itertext()), cell.get(value)) for cell in row.findall("table:table-cell", SPACES)]
        for row in root.iter(f"{{{SPACES['table']}}}table-row")
    ]


def test_the_contract_is_kept() -> None:
    assert broken_contract("ods-table") == []


def test_the_type_comes_first_and_is_not_compressed() -> None:
    with ZipFile(BytesIO(render(trial_reports()[0], RenderOptions()))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, archive.read(first)) == ("mimetype", 0, TYPE.encode())


def test_every_indicator_has_a_row_and_the_total_comes_last() -> None:
    report = trial_reports()[0]
    table = rows(report)
    assert len(table) == len(report.indicators) + 3
    assert [text for text, _ in table[1]] == ["指标", "评价要点", "分值", "得分", "状态", "依据"]
    assert table[-1][0][0] == "合计" and [number for _, number in table[-1][2:4]] == ["12", "11"]


def test_what_is_missing_has_no_points_and_the_total_has_bounds() -> None:
    table = rows(trial_reports()[1])
    assert {row[3][1] for row in table[3:-1]} == {None}
    assert table[-1][5][0] == "[0～12]"


def test_signs_of_xml_stay_text() -> None:
    assert rows(trial_reports()[0])[2][0][0] == "一级 <b>&|*_"
