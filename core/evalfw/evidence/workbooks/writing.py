"""A workbook as a file: the same plan gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

from evalfw.evidence.workbooks.heights import height_of, page_breaks
from evalfw.evidence.workbooks.layout import FACTS, INDICATORS, META, OPTIONS, Column, Line, Plan, Sheet
from evalfw.evidence.workbooks.limits import Limit, as_number, limit_of_fact, limit_of_points
from evalfw.evidence.workbooks.styles import Styles
from evalfw.foundation import numeral

IDS, FIRST = 4, 6
"""Rows (from 0): the hidden one with the names of the columns, and the first line; the headings stand between them."""

PRINTED = {INDICATORS: (1, 9), FACTS: (1, 9)}
"""Columns that are printed: without the ids, and without those that few lines need."""

ITEMS = "填写说明：每行一项，只填黄色格；没有就全部空着，并在“事实”表这一行选“无”。佐证文件和原文填在“事实”表这一行。"
INSTRUCTIONS = "填写说明：只填黄色格；灰色格已锁定。数值照佐证材料填写；自评分低于分值的要写扣分原因；认定分只在规则定不了分时填。不要删行、改编号。"


def workbook_bytes(plan: Plan) -> bytes:
    """The workbook of *plan* as the content of an .xlsx file."""
    import xlsxwriter

    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    whose = "" if plan.division is None else plan.division.title
    book.set_properties({"title": plan.rubric.title, "subject": whose, "created": datetime(2000, 1, 1)})
    book.set_calc_mode("auto")
    styles = Styles(book)
    choices = _Choices()
    for sheet in plan.sheets:
        _write_sheet(book.add_worksheet(sheet.name), sheet, plan, styles, choices)
    _write_choices(book, choices)
    _write_meta(book, plan)
    book.close()
    return stream.getvalue()


class _Choices:
    """Choices that are too long for a list in the cell: they stand in columns of a hidden sheet."""

    def __init__(self) -> None:
        self.columns: dict[tuple[str, ...], str] = {}

    def place(self, limit: Limit) -> str:
        """Where the choices of *limit* stand; empty where they fit into the cell."""
        if limit.validate != "list" or (
            len(",".join(limit.choices)) <= 255 and not any("," in each for each in limit.choices)
        ):
            return ""
        from xlsxwriter.utility import xl_col_to_name

        if limit.choices not in self.columns:
            letter = xl_col_to_name(len(self.columns))
            self.columns[limit.choices] = f"'{OPTIONS}'!${letter}$1:${letter}${len(limit.choices)}"
        return self.columns[limit.choices]


def _write_sheet(page: Any, sheet: Sheet, plan: Plan, styles: Styles, choices: _Choices) -> None:
    first, last = PRINTED.get(sheet.name, (0, len(sheet.columns) - 1))
    page.merge_range(0, first, 0, last, sheet.title, styles.title)
    page.set_row(0, 30)
    page.merge_range(1, first, 1, last, INSTRUCTIONS if sheet.fact is None else ITEMS, styles.instructions)
    page.set_row(1, 32)
    _write_top(page, sheet, plan, styles)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
        page.write_string(IDS, number, column.id, styles.hidden)
        page.write_string(IDS + 1, number, column.heading, styles.heading_in if column.is_input else styles.heading)
    page.set_row(IDS, None, None, {"hidden": True})
    page.set_row(IDS + 1, 32)
    heights = [height_of(line, sheet) for line in sheet.lines]
    for number, line in enumerate(sheet.lines):
        row = FIRST + number
        page.set_row(row, heights[number])
        for at, column in enumerate(sheet.columns):
            _write_cell(page, row, at, column, line, sheet, styles)
            limit = _limit(column, line, sheet)
            if column.is_input and limit is not None:
                page.data_validation(row, at, row, at, limit.options(choices.place(limit)))
        if line.note:
            at = next(number for number, column in enumerate(sheet.columns) if column.id in ("title", "label"))
            page.write_comment(row, at, line.note, {"x_scale": 2, "y_scale": 1.6, "author": ""})
    _mark_what_lacks(page, sheet, styles)
    _set_up_print(page, sheet, page_breaks(sheet, heights, FIRST))


def _write_top(page: Any, sheet: Sheet, plan: Plan, styles: Styles) -> None:
    """Who fills it in and when, on the first sheet; on each, how much is filled in."""
    page.set_row(2, 22)
    page.set_row(3, 6)
    if sheet.fact is not None:
        return
    main = "claim" if any(column.id == "claim" for column in sheet.columns) else "value"
    at = next(number for number, column in enumerate(sheet.columns) if column.id == main)
    from xlsxwriter.utility import xl_col_to_name

    letter, end = xl_col_to_name(at), FIRST + len(sheet.lines)
    filled = sum(1 for line in sheet.lines if line.cells.get(main))
    counted = f'="已填 "&COUNTA({letter}{FIRST + 1}:{letter}{end})&" / {len(sheet.lines)} 项"'
    page.merge_range(2, 1, 2, 2, "", styles.progress)
    page.write_formula(2, 1, counted, styles.progress, f"已填 {filled} / {len(sheet.lines)} 项")
    if plan.sheets[0] is sheet:
        page.write_string(2, 3, "填报人", styles.label)
        page.write_blank(2, 4, None, styles.text_in)
        page.write_string(2, 5, "日期", styles.label)
        page.merge_range(2, 6, 2, 7, "", styles.date_in)
        page.data_validation(2, 6, 2, 6, Limit("date", error="请填日期，如 2022-03-15").options() | _ANY_DAY)


_ANY_DAY = {"criteria": ">=", "value": date(1990, 1, 1)}


def _limit(column: Column, line: Line, sheet: Sheet) -> Limit | None:
    """What the cell of *line* in *column* takes; None for anything."""
    if sheet.fact is not None:
        field = sheet.fact.fields.get(column.id)
        if field is None or not field.choices:
            return (
                Limit("decimal", error=f"“{column.heading}”请填数") if field is not None and field.is_number else None
            )
        return Limit("list", choices=tuple(field.choices.values()), error=f"“{column.heading}”请从下拉中选")
    if column.id == "value" and line.fact is not None:
        limit = limit_of_fact(line.fact)
        return None if limit.validate in ("date", "length") else limit
    if column.id in ("claim", "override") and line.indicator is not None:
        return limit_of_points(line.indicator)
    return None


def _write_cell(page: Any, row: int, at: int, column: Column, line: Line, sheet: Sheet, styles: Styles) -> None:
    text = line.cells.get(column.id, "")
    if not column.is_input:
        style = {"id": styles.locked_id, "weight": styles.locked_centre, "unit": styles.locked_centre}
        page.write_string(row, at, text, style.get(column.id, styles.locked))
        return
    style = styles.text_in
    if column.id == "value" and line.fact is not None:
        numbers = styles.percent_in if line.fact.type == "ratio" else styles.number_in
        style = numbers if line.fact.is_numeric else styles.choice_in
    elif column.id in ("claim", "override", "page"):
        style = styles.number_in
    elif column.id == "date":
        style = styles.date_in
    numeric = style in (styles.percent_in, styles.number_in)
    if not text:
        page.write_blank(row, at, None, style)
    elif numeric and as_number(text) is not None:
        page.write_number(row, at, float(text), style)
    elif column.id == "date" or (line.fact is not None and line.fact.type == "date" and column.id == "value"):
        day = datetime.fromisoformat(text)
        if day.year > 1900:
            page.write_datetime(row, at, day, styles.date_in)
        else:
            page.write_string(row, at, text, styles.date_in)  # spreadsheets begin in 1900
    elif sheet.fact is not None and numeral(text) is not None and sheet.fact.fields[column.id].is_number:
        page.write_number(row, at, float(text), style)
    else:
        page.write_string(row, at, text, style)


def _mark_what_lacks(page: Any, sheet: Sheet, styles: Styles) -> None:
    """Red where points were lost and no reason is given, and where points were set by hand without who, why and when."""
    from xlsxwriter.utility import xl_col_to_name

    letter = {column.id: xl_col_to_name(number) for number, column in enumerate(sheet.columns)}
    first, last = FIRST + 1, FIRST + len(sheet.lines)
    if "claim" in letter:
        lost = f'=AND(ISNUMBER(${letter["claim"]}{first}),ISNUMBER(VALUE(${letter["weight"]}{first})),${letter["claim"]}{first}<VALUE(${letter["weight"]}{first}),${letter["explanation"]}{first}="",${letter["reason"]}{first}="")'
        page.conditional_format(
            f"{letter['explanation']}{first}:{letter['explanation']}{last}",
            {"type": "formula", "criteria": lost, "format": styles.lacking},
        )
        for id in ("author", "reason", "date"):
            missing = f'=AND(${letter["override"]}{first}<>"",{letter[id]}{first}="")'
            page.conditional_format(
                f"{letter[id]}{first}:{letter[id]}{last}",
                {"type": "formula", "criteria": missing, "format": styles.lacking},
            )
    if "value" in letter and "quote" in letter:
        unsourced = (
            f'=AND(${letter["value"]}{first}<>"",${letter["document"]}{first}="",${letter["section"]}{first}="")'
        )
        page.conditional_format(
            f"{letter['section']}{first}:{letter['section']}{last}",
            {"type": "formula", "criteria": unsourced, "format": styles.lacking},
        )


def _set_up_print(page: Any, sheet: Sheet, breaks: list[int]) -> None:
    fixed = {INDICATORS: 4, FACTS: 3}.get(sheet.name, 1)
    page.freeze_panes(FIRST, fixed)
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    first, last = PRINTED.get(sheet.name, (0, len(sheet.columns) - 1))
    page.print_area(0, first, FIRST + len(sheet.lines) - 1, last)
    page.repeat_rows(IDS + 1)
    page.set_footer("&L填报人：          负责人：          &C第 &P 页，共 &N 页&R&A")
    if breaks:
        page.set_h_pagebreaks(breaks)
    page.hide_gridlines(0)
    page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})


def _write_choices(book: Any, choices: _Choices) -> None:
    if not choices.columns:
        return
    page = book.add_worksheet(OPTIONS)
    for at, listed in enumerate(choices.columns):
        for row, choice in enumerate(listed):
            page.write_string(row, at, choice)
    page.hide()


def _write_meta(book: Any, plan: Plan) -> None:
    """What the workbook is, and what stood in it from the start: so that it is seen what has been filled in since."""
    page = book.add_worksheet(META)
    for row, cells in enumerate(_meta_rows(plan)):
        for at, text in enumerate(cells):
            page.write_string(row, at, text)
    page.very_hidden()


def _meta_rows(plan: Plan) -> Iterator[tuple[str, ...]]:
    yield from plan.meta.items()
    for (sheet, line, column), text in plan.answers.items():
        yield "answer", sheet, line, column, text
