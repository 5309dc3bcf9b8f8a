"""The rows of an official table as a tree, with every printed subtotal checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from evalfw.foundation import Cell, Problem, RubricError, Table, Text, narrow, numeral, plain
from evalfw.maintaining.importing.entries import Entry, Outline, joined, title_of
from evalfw.maintaining.importing.header import Header, find_header, is_header

_TOTAL = re.compile(r"(?:合\s*计|总\s*计|总分|总分值|总得分|总分合计)(?:[（(].*[)）])?")
_NO_INDICATOR = re.compile(
    r"(?:注|备注|说明|填表说明|填表人|填报人|制表人?|审核人?|负责人|单位负责人|联系人)[：:].*", re.DOTALL
)
_SUBTOTAL_ROW = re.compile(r"小\s*计|合\s*计")
_EXTRA = re.compile(r"加减分|加分项|减分项|扣分项|附加分")


def read_outline(tables: Sequence[Table], shown: str) -> Outline:
    """
    The tree that the first table with the right header prints.

    Args:
        tables: The tables of the file.
        shown: Name of the file in messages.

    Raises:
        RubricError: There is no such table, cells are missing or half merged, or subtotals contradict their rows.
    """
    found = [(table, header) for table in tables if (header := find_header(table)) is not None]
    if found:
        return _Reader(*found[0], shown).read(found[1:], [table.name for table in tables if find_header(table) is None])
    what = Text(
        "没有找到指标表：表头要有“一级指标”（或二级、三级）、“评价要点”（或评分标准）和“分值”",
        "no table of indicators: its header names 一级指标, 评价要点 (or 评分标准) and 分值",
    )
    raise RubricError([Problem(shown, None, "", what)])


class _Reader:
    def __init__(self, table: Table, header: Header, shown: str) -> None:
        self.table = table
        self.header = header
        self.shown = shown
        self.problems: list[Problem] = []
        self.tops: list[Entry] = []
        self.path: list[tuple[tuple[int, int] | str, Entry]] = []
        self.totals: list[tuple[Decimal, str]] = []
        self.checked = 0
        self.merged_columns: dict[int, bool] = {}
        self.last: tuple[tuple[int, int], Entry] | None = None
        self.passed_over: list[tuple[str, str]] = []

    def read(self, more: Sequence[tuple[Table, Header]], others: Sequence[str]) -> Outline:
        """The outline of the table and of those with the same columns that go on with it; *others* are not read."""
        others = list(others)
        unread = list(self.unread())
        self.rows()
        for table, header in more:
            if header.columns == self.header.columns:
                self.table, self.header, self.last = table, header, None
                self.merged_columns.clear()
                self.rows()
            else:
                others.append(table.name)
        if not self.problems:  # sums over a wrong tree say nothing
            for top in self.tops:
                self.check(top)
            self.check_totals()
        if not self.tops and not self.problems:
            self.tell("", Text("表头下面一行也没有", "there are no rows below the header"))
        if self.problems:
            raise RubricError(self.problems)
        return Outline(tuple(self.tops), self.checked, tuple(unread), tuple(self.passed_over), tuple(others))

    def rows(self) -> None:
        """Read every row below the header."""
        for number, row in enumerate(self.table.rows[self.header.row + 1 :], self.header.row + 1):
            if not is_header(row, self.header) and any(not cell.is_blank for cell in row):
                self.row(number, row)

    def unread(self) -> Iterator[str]:
        """Headings that name nothing known, and are no running number."""
        read = {*self.header.columns.values(), *self.header.subtotals.values()}
        for column, cell in enumerate(self.table.rows[self.header.row]):
            text = joined(cell.text)
            if (
                column not in read
                and text
                and text not in ("序号", "编号")
                and cell.anchor == (self.header.row, column)
            ):
                yield text

    def tell(self, place: str, what: Text, hint: Text | None = None) -> None:
        self.problems.append(Problem(self.shown, None, place, what, hint))

    def row(self, number: int, row: Sequence[Cell]) -> None:
        first = next(cell for cell in row if not cell.is_blank)
        if _TOTAL.fullmatch(joined(first.text)):
            self.total_row(row)
            return
        names = [joined(row[self.header.columns[level]].text) for level in self.header.levels]
        subtotal = any(map(_SUBTOTAL_ROW.fullmatch, names)) and not self.text(row, "criterion")
        if subtotal or _NO_INDICATOR.fullmatch(joined(first.text)) or all(cell.anchor == row[0].anchor for cell in row):
            self.passed_over.append((first.place, joined(first.text)))  # a note below the table, or a line across it
            return
        level_cells = [row[self.header.columns[level]] for level in self.header.levels]
        for depth, cell in enumerate(level_cells[:-1]):
            self.group(number, depth, cell, row)
        last = level_cells[-1]
        title = joined(last.text)
        if not title:
            self.tell(last.place, Text("没有写指标名称", "the name of the indicator is missing"))
            return
        if last.anchor != (number, self.header.columns[self.header.levels[-1]]) and self.last is not None:
            self.goes_on(number, last, row)
            return
        depth = len(level_cells) - 1
        above = [entry for _, entry in self.path[:depth]]
        if len(above) < depth:
            return  # a level above is missing, which is told by itself
        entry = self.leaf(number, row, title, last.place, bool(above and above[-1].extra))
        (above[-1].below if above else self.tops).append(entry)
        self.last = (last.anchor, entry)

    def goes_on(self, number: int, title: Cell, row: Sequence[Cell]) -> None:
        """A further row of the indicator above, whose title is merged over both: its sentence goes on."""
        assert self.last is not None
        anchor, entry = self.last
        points = row[self.header.columns["points"]]
        if anchor != title.anchor:
            return  # merged sideways or upwards out of the table; told where it begins
        if points.anchor[0] == number and not points.is_blank:
            what = Text(
                f"“{entry.title}”合并成一格，分值却分成几格：是一个指标，还是几个？",
                f"“{entry.title}” is one merged cell, its points are several: one indicator, or more?",
            )
            self.tell(points.place, what)
            return
        for key in ("criterion", "description"):
            column = self.header.columns.get(key)
            if column is not None and row[column].anchor[0] == number and not row[column].is_blank:
                setattr(entry, key, "\n".join(filter(None, (getattr(entry, key), joined(row[column].text)))))

    def group(self, number: int, depth: int, cell: Cell, row: Sequence[Cell]) -> None:
        """Go on below the node that *cell* names: a new one, or the one that it goes on with."""
        column = self.header.columns[self.header.levels[depth]]
        if cell.is_blank:
            if len(self.path) <= depth:
                self.tell(cell.place, Text("没有写上级指标", "the indicator above is missing"))
            elif self.is_merged_column(column):
                what = Text(
                    f"这一格是空的，又不在上面的合并单元格“{self.path[depth][1].title}”里：分不清是漏合并还是漏填",
                    f"blank, and not part of the merged cell above it (“{self.path[depth][1].title}”): not merged, or not filled in?",
                )
                self.tell(
                    cell.place, what, Text("把它并入上面，或填上名称", "merge it with the one above, or fill it in")
                )
            return
        title, points, cap = title_of(cell.text)
        if not title:
            self.tell(cell.place, Text("没有写指标名称", "the name of the indicator is missing"))
            return
        merged = cell.anchor != (number, column) or self.spans(cell, number, column)
        key: tuple[int, int] | str = cell.anchor if merged else title
        if merged and depth and self.parent_changed(number, depth, cell):
            what = Text("这个合并单元格跨过了两个上级指标", "this merged cell spans two indicators of the level above")
            self.tell(cell.place, what)
            return
        if len(self.path) > depth and self.path[depth][0] == key:
            return
        above = self.path[depth - 1][1] if depth and len(self.path) >= depth else None
        if depth and above is None:
            return  # told by itself
        extra = bool(above and above.extra) or (depth == 0 and _EXTRA.search(title) is not None)
        stated = points if points is not None else self.subtotal(depth, row)
        entry = Entry(title, cell.place, None if extra else stated, cap, extra)
        (above.below if above is not None else self.tops).append(entry)
        self.path[depth:] = [(key, entry)]

    def parent_changed(self, number: int, depth: int, cell: Cell) -> bool:
        """Whether the level above changes inside the merged area of *cell*."""
        column = self.header.columns[self.header.levels[depth - 1]]
        here, there = self.table.rows[number][column], self.table.rows[cell.anchor[0]][column]
        return not here.is_blank and here.anchor != there.anchor and joined(here.text) != joined(there.text)

    def is_merged_column(self, column: int) -> bool:
        """Whether the table merges cells of *column*; then a blank one is not just left out."""
        if column not in self.merged_columns:
            rows = enumerate(self.table.rows[self.header.row + 1 :], self.header.row + 1)
            self.merged_columns[column] = any(row[column].anchor[0] != number for number, row in rows)
        return self.merged_columns[column]

    def spans(self, cell: Cell, number: int, column: int) -> bool:
        """Whether *cell* goes on in the next row."""
        below = self.table.rows[number + 1 : number + 2]
        return bool(below) and below[0][column].anchor == cell.anchor

    def subtotal(self, depth: int, row: Sequence[Cell]) -> Decimal | None:
        column = self.header.subtotals.get(self.header.levels[depth])
        return None if column is None else self.number(row[column])

    def number(self, cell: Cell) -> Decimal | None:
        text = narrow(joined(cell.text)).replace(" ", "").removesuffix("分").removesuffix("%").lstrip("±≤")
        if not text or text in ("/", "-", "—", "——"):
            return None
        value = numeral(text)
        if value is None:
            self.tell(cell.place, Text(f"应当是数，写的是 '{text[:40]}'", f"expected a number, got '{text[:40]}'"))
        return value

    def leaf(self, number: int, row: Sequence[Cell], title: str, place: str, extra: bool) -> Entry:
        columns = self.header.columns
        cell = row[columns["points"]]
        points = self.number(cell)
        if cell.anchor[0] != number and not cell.is_blank:
            what = Text("分值合并成一格，指标却有几个", "the points are one merged cell, the indicators are several")
            self.tell(cell.place, what)
        if points is not None and points < 0:
            self.tell(cell.place, Text("分值不能为负", "points cannot be negative"))
        extra = extra or (len(self.header.levels) == 1 and _EXTRA.search(title) is not None)
        if points is None and not extra and not any(problem.path == cell.place for problem in self.problems):
            self.tell(cell.place, Text(f"“{title}”没有分值", f"“{title}” has no points"))
        return Entry(
            title=title,
            place=place,
            points=None if extra else points,
            cap=points if extra else None,
            extra=extra,
            description="\n".join(filter(None, (self.text(row, "description"), self.text(row, "gist")))),
            criterion=self.text(row, "criterion"),
            target=self.text(row, "target"),
        )

    def text(self, row: Sequence[Cell], key: str) -> str:
        column = self.header.columns.get(key)
        return "" if column is None else joined(row[column].text)

    def total_row(self, row: Sequence[Cell]) -> None:
        cell = row[self.header.columns["points"]]
        value = None if _TOTAL.fullmatch(joined(cell.text)) else self.number(cell)
        if value is not None:
            self.totals.append((value, cell.place))

    def check(self, entry: Entry) -> None:
        for below in entry.below:
            self.check(below)
        if not entry.below or entry.points is None:
            return
        self.checked += 1
        if entry.points != entry.total:
            stated, summed = plain(entry.points), plain(entry.total)
            parts = " + ".join(plain(each.total if each.below else each.points or Decimal(0)) for each in entry.below)
            what = Text(
                f"“{entry.title}”印的是 {stated} 分，下面各行合计 {summed} 分",
                f"“{entry.title}” is printed with {stated} points, its rows add up to {summed}",
            )
            self.tell(entry.place, what, Text(f"下级：{parts}", f"below: {parts}"))

    def check_totals(self) -> None:
        total = sum((top.total for top in self.tops), Decimal(0))
        for stated, place in self.totals:
            self.checked += 1
            if stated != total:
                what = Text(
                    f"合计印的是 {plain(stated)} 分，各行合计 {plain(total)} 分",
                    f"the total is printed as {plain(stated)}, the rows add up to {plain(total)}",
                )
                self.tell(place, what)
