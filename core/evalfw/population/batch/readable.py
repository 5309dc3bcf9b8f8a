"""A result as a table that a person opens: CSV, or a workbook with what is open and what was refused on sheets of their own."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import polars as pl

from evalfw.foundation import Language, RequestError, Text, harmless, shown
from evalfw.population.batch.job import Job, put_in_place
from evalfw.population.batch.owning import FIRST_HEADING, MARK
from evalfw.population.batch.packing import scan_result
from evalfw.population.batch.result import ERROR_HEADS, STATUS
from evalfw.population.columns.outputs import FINDINGS, TOTAL
from evalfw.population.columns.plan import labels_of, unit_of
from evalfw.rubric import Rubric

MOST_ROWS = 1_048_575
"""Rows of a sheet below its head (Excel's limit)."""

WORDS: Mapping[str, Text] = {
    "unit": FIRST_HEADING,
    "name": Text("单位名称", "name"),
    "rubric": Text("评分表", "rubric"),
    "folder": Text("证据文件夹", "folder"),
    STATUS: Text("状态", "status"),
    f"{TOTAL}:points": Text("总分", "total"),
    f"{TOTAL}:low": Text("最低", "lowest"),
    f"{TOTAL}:high": Text("最高", "highest"),
    "grade": Text("等次", "grade"),
    FINDINGS: Text("核对发现", "findings"),
}
"""Column → its heading, those that stand first, in order."""

STATUSES = {"scored": Text("计分", "scored"), "error": Text("出错", "error")}
GATES = (Text("", ""), Text("触发", "fired"), Text("未定", "open"))
SHEETS = (Text("得分", "points"), Text("未定", "open"), Text("出错", "errors"))
OPEN_HEADS = (
    Text("指标", "indicator"),
    Text("编号", "id"),
    Text("得分", "points"),
    Text("最低", "lowest"),
    Text("最高", "highest"),
)


def expect_room(output: Path, rows: int) -> None:
    """Raise RequestError if so many *rows* have no place in a sheet, where *output* is a workbook."""
    if output.suffix.lower() == ".xlsx" and rows > MOST_ROWS:
        raise RequestError(
            Text(
                f"一个工作表最多 {MOST_ROWS} 行，这里有 {rows} 个单位；请用 .csv 或 .parquet",
                f"a sheet has {MOST_ROWS} rows at most, and there are {rows} units: use .csv or .parquet",
            )
        )


@attrs.frozen
class Readable:
    """
    What a result is written with as a table for people.

    Attributes:
        titles: Of nodes, models and gates, by id as columns have it.
        leaves: Ids of those below which there is nothing.
        unit: How many integers in the columns make one point.
        labels: Grades, from the lowest.
        language: Of headings.
    """

    titles: Mapping[str, str]
    leaves: frozenset[str]
    unit: int
    labels: tuple[str, ...]
    language: Language

    @classmethod
    def of(cls, rubrics: Sequence[Rubric], language: Language) -> Readable:
        """For units under *rubrics*."""
        first = rubrics[0]
        titles = {node.id: node.title for node in first.indicators}
        titles |= {f"model.{model.id}": model.title for model in first.models}
        titles |= {f"gate.{gate.id}": gate.title for gate in first.gates}
        leaves = frozenset(leaf.id for leaf in first.leaves)
        return cls(titles, leaves, max(map(unit_of, rubrics)), labels_of(first), language)

    def write(self, job: Job, parts: int, refused: Sequence[Sequence[str]]) -> Path:
        """
        Write the table beside the *parts* of *job*, ``.csv`` or ``.xlsx`` as its target is; the workbook also tells what was *refused*.

        Returns:
            The file.
        """
        suffix = job.target.suffix.lower()
        made, unfinished = job.folder / f"readable{suffix}", job.folder / f"unfinished{suffix}"
        tables = (scan_result(job.part(number)).collect() for number in range(parts))
        if suffix == ".csv":
            self._write_csv(tables, unfinished)
        else:
            self._write_workbook(tables, unfinished, refused)
        put_in_place(unfinished, made)
        return made

    def _write_csv(self, tables: Iterator[pl.DataFrame], path: Path) -> None:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            for number, table in enumerate(tables):
                columns = self._columns(table)
                if number == 0:
                    writer.writerow(harmless(heading) for heading, _ in columns)
                writer.writerows(zip(*(self._as_texts(column) for _, column in columns), strict=True))

    def _as_texts(self, column: pl.Series) -> list[str]:
        made = {
            each: "" if each is None else harmless(each) if isinstance(each, str) else shown(Fraction(each, self.unit))
            for each in column.unique()
        }
        return [made[each] for each in column.to_list()]

    def _columns(self, table: pl.DataFrame) -> list[tuple[str, pl.Series]]:
        """Heading and content of each column; integers are points, in the unit."""
        said = self.language
        names = table.columns
        made = []
        for name, word in WORDS.items():
            if name == "grade" and self.labels and f"{TOTAL}:grade_low" in names:
                made.append((word.read(said), self._grades(table)))
            elif name == STATUS:
                states = {key: value.read(said) for key, value in STATUSES.items()}
                made.append((word.read(said), table[name].replace(states)))
            elif name == FINDINGS and name in names:
                made.append((word.read(said), table[name].cast(pl.Int64) * self.unit))
            elif name in names and name != "grade":
                made.append((word.read(said), table[name]))
        for id, title in self.titles.items():
            if f"{id}:points" in names:
                made.append((f"{title}（{id}）", table[f"{id}:points"]))
            elif id.startswith("gate.") and f"{id}:state" in names:
                words = {number: word.read(said) for number, word in enumerate(GATES)}
                gates = table[f"{id}:state"].cast(pl.Int64)
                made.append((f"{title}（{id}）", gates.replace_strict(words, return_dtype=pl.String)))
        return made

    def _grades(self, table: pl.DataFrame) -> pl.Series:
        """The grade, or from which to which it may still be."""
        lows, highs = (table[f"{TOTAL}:grade_{end}"].to_list() for end in ("low", "high"))
        told = [
            ""
            if low is None or high is None
            else self.labels[low]
            if low == high
            else f"{self.labels[low]}～{self.labels[high]}"
            for low, high in zip(lows, highs, strict=True)
        ]
        return pl.Series("grade", told, dtype=pl.String)

    def _write_workbook(self, tables: Iterator[pl.DataFrame], path: Path, refused: Sequence[Sequence[str]]) -> None:
        import xlsxwriter

        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(path, options)
        book.set_properties({"comments": MARK, "created": datetime(2000, 1, 1)})
        points, still_open, errors = (book.add_worksheet(each.read(self.language)) for each in SHEETS)
        head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#EDEDED", "border": 1}
        )
        open_row = 1
        _head(
            still_open,
            [
                *(WORDS[each].read(self.language) for each in ("unit", "name")),
                *(each.read(self.language) for each in OPEN_HEADS),
            ],
            head,
            (16, 24, 36, 24, 8, 8, 8),
        )
        row = 1
        for number, table in enumerate(tables):
            columns = self._columns(table)
            if number == 0:
                _head(points, [heading for heading, _ in columns], head, [16, 24, *[9] * (len(columns) - 2)], height=75)
                points.autofilter(0, 0, 0, len(columns) - 1)
            for cells in zip(*(column.to_list() for _, column in columns), strict=True):
                self._put(points, row, cells)
                row += 1
            for line in self._open(table):
                if open_row <= MOST_ROWS:
                    self._put(still_open, open_row, line)
                open_row += 1
        _head(errors, ERROR_HEADS[self.language], head, (8, 16, 28, 24, 60))
        for number, said in enumerate(refused[:MOST_ROWS], 1):
            self._put(errors, number, said)
        book.close()

    def _open(self, table: pl.DataFrame) -> Iterator[tuple[str | int | None, ...]]:
        """Unit, name, title, id, points and both ends of each leaf whose points may still change."""
        names = table["name"].to_list() if "name" in table.columns else [None] * len(table)
        for id, title in self.titles.items():
            if id not in self.leaves or f"{id}:low" not in table.columns:
                continue
            lows, highs = table[f"{id}:low"].to_list(), table[f"{id}:high"].to_list()
            for unit, name, given, low, high in zip(
                table["unit"].to_list(), names, table[f"{id}:points"].to_list(), lows, highs, strict=True
            ):
                if low != high:
                    yield unit, name, title, id, given, low, high

    def _put(self, sheet: Any, row: int, line: Sequence[Any]) -> None:
        for column, cell in enumerate(line):
            if isinstance(cell, int):
                sheet.write_number(row, column, float(Fraction(cell, self.unit)))
            elif cell:
                sheet.write_string(row, column, cell[:32_767])


def _head(sheet: Any, titles: Sequence[str], look: Any, widths: Sequence[float], height: float = 24) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_row(0, height)
    sheet.freeze_panes(1, 2)
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, look)
