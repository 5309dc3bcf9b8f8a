"""The annex of the seed laid out as the printed one: seven columns, merged cells, subtotals behind titles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from conftest import annex_rows

TITLE = "2021年度南京市政务服务管理办公室整体预算绩效自评价指标体系得分情况"
HEADER = ("一级指标", "二级指标", "三级指标", "指标说明", "评价要点", "分值", "自评分")


def printed_rows() -> list[list[str]]:
    """The rows as printed, titles of groups with their subtotals."""
    return [
        [
            row["level1"] + (f"（{row['level1_points']}分）" if row["level1_points"] else ""),
            row["level2"] + (f"（{row['level2_points']}分）" if row["level2_points"] else ""),
            row["level3"],
            row["description"],
            row["criterion"],
            row["points"],
            row["self_score"],
        ]
        for row in annex_rows()
    ]


def spans(rows: list[list[str]], columns: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    """Column, first and last row (from 0) of every group of equal cells."""
    for column in columns:
        for _, group in groupby(range(len(rows)), key=lambda at: rows[at][: column + 1]):
            members = list(group)
            yield column, members[0], members[-1]


def write_xlsx(path: Path, rows: list[list[str]] | None = None, header: tuple[str, ...] = HEADER) -> None:
    """An Excel file, as the annex is printed."""
    from openpyxl import Workbook

    rows = printed_rows() if rows is None else rows
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "附件1"
    sheet.append([TITLE])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(header))
    sheet.append(list(header))
    for row in rows:
        sheet.append(
            [
                float(cell) if column >= 5 and cell.replace(".", "").isdigit() else cell or None
                for column, cell in enumerate(row)
            ]
        )
    for column, first, last in spans(rows, (0, 1)):
        if last > first:
            for at in range(first + 1, last + 1):
                sheet.cell(at + 3, column + 1).value = None
            sheet.merge_cells(start_row=first + 3, end_row=last + 3, start_column=column + 1, end_column=column + 1)
    book.save(path)


def write_docx(path: Path, rows: list[list[str]] | None = None) -> None:
    """A Word file: a paragraph, then the table with vertically merged cells."""
    from docx import Document

    rows = printed_rows() if rows is None else rows
    document = Document()
    document.add_paragraph(f"附件1 {TITLE}")
    table = document.add_table(rows=0, cols=len(HEADER))
    for cells in (list(HEADER), *rows):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    for column, first, last in spans(rows, (0, 1)):
        if last > first:
            for at in range(first + 2, last + 2):
                table.cell(at, column).text = ""
            table.cell(first + 1, column).merge(table.cell(last + 1, column))
    document.save(str(path))
