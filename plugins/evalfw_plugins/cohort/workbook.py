"""A cohort as a workbook: figures as numbers, for those who go on working with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from evalfw import Language, Text, shown
from evalfw.foundation import round_half_up, visible
from evalfw.population import Agreement, Cohort, NodeFigures
from evalfw_plugins.cohort.words import (
    STABILITY_ABSENT,
    cell_words,
    claim_words,
    edition_of,
    figure,
    flags_of,
    grade_words,
    name_of,
    notes,
    remarks,
    stability_words,
    title_of,
    units_of,
)
from evalfw_plugins.spreadsheet.book import Book, Column, Row, Value

CREATED = datetime(1980, 1, 1)
PERCENT = "0.0%"
PLACES = 4


def xlsx_cohort(given: Cohort, language: Language) -> bytes:
    """*given* as a workbook."""
    title = visible(title_of(given).read(language))
    book = Book(title, title, CREATED)
    sheets = _Sheets(book, given, language)
    sheets.overview()
    sheets.indicators()
    sheets.total()
    sheets.agreement()
    sheets.gaps()
    sheets.places()
    sheets.outliers()
    sheets.notes()
    return book.content()


def _value(value: Fraction | None, format: str = "") -> str | Value:
    if value is None:
        return "—"
    rounded = round_half_up(value, PLACES)
    return Value(shown(rounded), rounded, format)


def _count(value: int | None) -> str | Value:
    return "—" if value is None else Value(str(value), Fraction(value))


class _Sheets:
    """The sheets, one method each."""

    def __init__(self, book: Book, given: Cohort, language: Language) -> None:
        self.book, self.given, self.language = book, given, language

    def say(self, zh: str, en: str) -> str:
        return Text(zh, en).read(self.language)

    def add(self, name: str, title: str, columns: tuple[Column, ...], rows: list[Row]) -> None:
        self.book.add_list(name, title, columns, rows, self.say("没有", "none"))

    def overview(self) -> None:
        given, total = self.given, self.given.total
        rows: list[Row] = [
            (self.say("评分表", "rubric"), f"{given.rubric.id} {given.rubric.version}"),
            (self.say("版本", "edition"), edition_of(given).read(self.language)),
            (self.say("单位", "units"), units_of(given).read(self.language)),
        ]
        if total is not None:
            rows += [
                (self.say("总分平均", "mean total"), f"{figure(total.mean)} / {figure(total.weight)}"),
                (self.say("总分标准差", "standard deviation"), figure(total.deviation)),
            ]
            if total.points is not None:
                quartiles = "、".join(figure(total.points.quantile(Fraction(part, 4))) for part in (1, 2, 3))
                ends = f"{figure(total.points.least)}～{figure(total.points.most)}"
                rows += [
                    (self.say("总分四分位", "quartiles"), quartiles),
                    (self.say("总分范围", "range"), ends),
                ]
        for grade in given.grades:
            rows.append(
                (f"{self.say('等级', 'grade')} {grade_words(grade, given).read(self.language)}", _count(grade.units))
            )
        for gate in given.gates:
            said = Text(f"成立 {gate.fired}，未定 {gate.open}", f"holds at {gate.fired}, open at {gate.open}")
            rows.append((gate.title, said.read(self.language)))
        rows += [(self.say("注意", "note"), each.read(self.language)) for each in remarks(given)]
        columns = (Column(self.say("项目", "what"), 24), Column(self.say("内容", "content"), 100))
        self.add(self.say("总览", "Overview"), title_of(given).read(self.language), columns, rows)

    def indicators(self) -> None:
        rows: list[Row] = [self._node(node) for node in (*self.given.models, *self.given.nodes)]
        columns = (
            Column(self.say("级", "level"), 5, True),
            Column(self.say("指标", "indicator"), 40),
            Column(self.say("分值", "weight"), 8, True),
            Column(self.say("有得分的单位", "units with points"), 10, True),
            Column(self.say("平均得分", "mean"), 9, True),
            Column(self.say("得分率", "rate"), 9, True),
            Column(self.say("标准差", "deviation"), 9, True),
            Column(self.say("中位", "median"), 9, True),
            Column(self.say("满分单位", "full marks"), 9, True),
            Column(self.say("满分占比", "share of full marks"), 9, True),
            Column(self.say("未定单位", "open"), 9, True),
            Column(self.say("区分度", "discrimination"), 9, True),
            Column(self.say("相关", "correlation"), 9, True),
            Column(self.say("离群单位", "outliers"), 9, True),
            Column(self.say("注意", "note"), 16),
            Column(self.say("分布", "distribution"), 60),
        )
        name = self.say("指标", "Indicators")
        self.add(name, name, columns, rows)

    def _node(self, node: NodeFigures) -> Row:
        points = node.points
        cells = [cell for cell in node.cells or () if cell.units]
        spread = "；".join(f"{cell_words(cell, node.weight > 0).read(self.language)} {cell.units}" for cell in cells)
        return (
            Value(str(node.level), Fraction(node.level)),
            "　" * max(node.level - 1, 0) + node.title,
            _value(node.weight) if node.weight else "—",
            _count(node.units),
            _value(node.mean),
            _value(node.rate, PERCENT),
            _value(node.deviation),
            _value(None if points is None else points.quantile(Fraction(1, 2))),
            _count(node.full),
            _value(node.share_full, PERCENT),
            _count(node.open),
            _value(node.difference),
            _value(node.correlation),
            _count(None if points is None else points.below + points.above),
            "、".join(word.read(self.language) for _, word in flags_of(node)) if node.is_leaf else "",
            spread or "—",
        )

    def total(self) -> None:
        if self.given.total is None:
            return
        rows: list[Row]
        columns: tuple[Column, ...]
        if self.given.total_bins:
            columns = (
                Column(self.say("从", "from"), 10, True),
                Column(self.say("到不足", "below"), 10, True),
                Column(self.say("单位", "units"), 10, True),
                Column(self.say("其中未定", "of these open"), 10, True),
            )
            rows = [
                (_value(low), _value(high), _count(units), _count(opened))
                for low, high, units, opened in self.given.total_bins
            ]
        else:
            columns = (Column(self.say("得分率", "rate"), 30), Column(self.say("单位", "units"), 10, True))
            cells = self.given.total.cells or ()
            rows = [(cell_words(cell, True).read(self.language), _count(cell.units)) for cell in cells]
        name = self.say("总分分布", "Totals")
        self.add(name, name, columns, rows)

    def agreement(self) -> None:
        if not self.given.agreements:
            return
        rows: list[Row] = [self._agreement(each) for each in self.given.agreements]
        columns: tuple[Column, ...] = (
            Column(self.say("指标", "indicator"), 40),
            Column(self.say("两者都有", "with both"), 10, True),
            *(Column(word, 10, True) for word in (self.say("偏低", "less"), self.say("一致", "same"))),
            Column(self.say("未定", "undecided"), 10, True),
            Column(self.say("偏高", "more"), 10, True),
            Column(self.say("平均多", "mean difference"), 10, True),
            Column(self.say("平均相差", "mean distance"), 10, True),
            Column(self.say("分布", "distribution"), 50),
        )
        name = self.say("自评与评分", "Claims")
        self.add(name, name, columns, rows)
        if self.given.claims:
            rows = [
                (each.unit, each.name, *map(_value, (each.claim, each.points, each.most))) for each in self.given.claims
            ]
            columns = (
                Column(self.say("单位编号", "unit"), 20),
                Column(self.say("单位", "name"), 40),
                Column(self.say("自评分", "claim"), 10, True),
                Column(self.say("评分", "points"), 10, True),
                Column(self.say("最高可能", "most"), 10, True),
            )
            name = self.say("自评偏高最多", "Claims most in excess")
            self.add(name, name, columns, rows)

    def _agreement(self, each: Agreement) -> Row:
        cells = "；".join(f"{claim_words(cell).read(self.language)} {cell.units}" for cell in each.cells or ())
        counts = (each.pairs, each.under, each.equal, each.within, each.over)
        return (
            name_of(each).read(self.language),
            *map(_count, counts),
            _value(each.mean),
            _value(each.distance),
            cells or "—",
        )

    def gaps(self) -> None:
        if not self.given.open_leaves:
            return
        rows: list[Row] = [
            (each.id, each.label, _count(each.units), _value(Fraction(each.units, self.given.units), PERCENT))
            for each in self.given.facts
        ]
        columns: tuple[Column, ...] = (
            Column(self.say("编号", "id"), 36),
            Column(self.say("事实", "fact"), 50),
            Column(self.say("缺的单位", "units without"), 10, True),
            Column(self.say("占比", "share"), 10, True),
        )
        name = self.say("缺的事实", "Missing facts")
        self.add(name, name, columns, rows)
        rows = [(_count(each.leaves), _count(each.units)) for each in self.given.open_leaves]
        columns = (
            Column(self.say("未定指标数", "open indicators"), 14, True),
            Column(self.say("单位", "units"), 14, True),
        )
        name = self.say("未定指标数", "Open indicators")
        self.add(name, name, columns, rows)

    def places(self) -> None:
        stability, name = self.given.stability, self.say("名次稳定", "Places")
        if stability is None:
            if self.given.total is not None:
                self.add(name, name, (Column(name, 80),), [(STABILITY_ABSENT.read(self.language),)])
            return
        rows: list[Row] = [
            (f"{each.first}～{each.last}", _count(each.units), _value(each.width)) for each in stability.bands
        ]
        columns: tuple[Column, ...] = (
            Column(self.say("名次", "places"), 20, True),
            Column(self.say("单位", "units"), 12, True),
            Column(self.say("九成试算里占几个名次", "places in nine of ten draws"), 24, True),
        )
        title = stability_words(stability)
        self.add(name, title.read(self.language), columns, rows)
        if stability.spans:
            rows = [
                (_count(each.place), each.unit, each.name, _value(each.points), _count(each.best), _count(each.worst))
                for each in stability.spans
            ]
            columns = (
                Column(self.say("名次", "place"), 8, True),
                Column(self.say("单位编号", "unit"), 20),
                Column(self.say("单位", "name"), 40),
                Column(self.say("总分", "total"), 10, True),
                Column(self.say("最好", "best"), 8, True),
                Column(self.say("最差", "worst"), 8, True),
            )
            name = self.say("前列名次", "First places")
            self.add(name, name, columns, rows)

    def outliers(self) -> None:
        if self.given.odd_units is None:
            return
        rows: list[Row] = [
            (
                each.unit,
                each.name,
                _value(each.points),
                self.say("是", "yes") if each.is_odd else "",
                "、".join(each.indicators),
            )
            for each in self.given.odd
        ]
        columns = (
            Column(self.say("单位编号", "unit"), 20),
            Column(self.say("单位", "name"), 36),
            Column(self.say("总分", "total"), 10, True),
            Column(self.say("总分离群", "by total"), 10, True),
            Column(self.say("离群的指标", "indicators"), 70),
        )
        title = Text(
            f"离群单位 {self.given.odd_units} 个，列 {len(rows)} 个",
            f"{self.given.odd_units} outliers, {len(rows)} listed",
        )
        self.add(self.say("离群单位", "Outliers"), title.read(self.language), columns, rows)

    def notes(self) -> None:
        name = self.say("说明", "Notes")
        self.add(name, name, (Column(name, 90),), list(self._notes()))

    def _notes(self) -> Iterator[Row]:
        for each in notes(self.given):
            yield (each.read(self.language),)
