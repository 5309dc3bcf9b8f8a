"""A comparison as a workbook: figures as numbers, for those who go on working with them."""

from __future__ import annotations

from datetime import datetime

from evalfw import Language, Report, Text, shown
from evalfw.foundation import visible
from evalfw.reporting import Comparison, Node, points_of, rate_of
from evalfw_plugins.comparison.words import column_of, say_of, title_of, total_words, warnings
from evalfw_plugins.spreadsheet.book import Book, Column, Row, Value

CREATED = datetime(1980, 1, 1)
PERCENT = "0.0%"


def xlsx_comparison(given: Comparison, language: Language) -> bytes:
    """*given* as a workbook."""
    say, title = say_of(language), visible(title_of(given).read(language))
    book = Book(title, title, CREATED)
    if given.mode == "years":
        _years(book, given, say)
    else:
        _ranking(book, given, say, title)
        _spread(book, given, say)
    said: list[Row] = [(text.read(language),) for text in warnings(given)]
    if said:
        name = Text("说明", "Notes").read(language)
        book.add_list(name, name, (Column(name, 110),), said, "")
    return book.content()


def _ranking(book: Book, given: Comparison, say: dict[str, str], title: str) -> None:
    rows: list[Row] = []
    for number, (each, place) in enumerate(zip(given.saved, given.places, strict=True)):
        total = each.report.total
        rates = [_rate(node, number) for node in given.tops]
        rows.append(
            (
                "—" if place is None else place.shown,
                column_of(each, given),
                _total(each.report),
                "" if total.bounds.least is None or not total.is_made else shown(total.bounds.least),
                "" if total.bounds.most is None or not total.is_made else shown(total.bounds.most),
                each.report.total.grade_span,
                *rates,
                f"{each.report.rubric.id} {each.report.rubric.version}",
                each.path.as_posix(),
            )
        )
    columns = (
        Column(say["place"], 8, True),
        Column(say["subject"], 30),
        Column(say["total"], 12, True),
        Column(say["least"], 8, True),
        Column(say["most"], 8, True),
        Column(say["grade"], 8, True),
        *(Column(node.title + ("" if node.is_same else " ≠"), 13, True) for node in given.tops),
        Column(say["rubric"], 20),
        Column(say["report"], 36),
    )
    book.add_list(say["places"], title, columns, rows, "")


def _total(report: Report) -> Value:
    """The total as a number; in words while it is open, or where there is none."""
    total = report.total
    return Value(total_words(report), total.points if total.is_made and not total.is_open else None)


def _rate(node: Node, number: int) -> str | Value:
    result = node.results[number]
    rate = None if result is None else rate_of(result)
    if rate is None:
        return "" if result is None else points_of(result)
    return Value("", rate, PERCENT)


def _spread(book: Book, given: Comparison, say: dict[str, str]) -> None:
    rows: list[Row] = [
        (
            each.node.title,
            Value(shown(each.weight), each.weight),
            Value(shown(each.least), each.least),
            Value(shown(each.middle), each.middle),
            Value(shown(each.most), each.most),
            Value(shown(each.range), each.range),
            each.reached,
        )
        for each in given.spreads
    ]
    heads = ("indicator", "weight", "least", "middle", "most", "range", "full")
    columns = tuple(Column(say[key], 44 if key == "indicator" else 10, key != "indicator") for key in heads)
    book.add_list(say["range"], say["spread"], columns, rows, say["nothing"])


def _years(book: Book, given: Comparison, say: dict[str, str]) -> None:
    rows: list[Row] = [(say["total"], "", *(_total(each.report) for each in given.saved))]
    for node in given.nodes:
        name = "　" * (node.level - 1) + node.title
        points = [
            ""
            if result is None
            else Value(points_of(result), result.points if result.bounds.single is not None else None)
            for result in node.results
        ]
        rows.append((name, "" if node.is_same else "≠", *points))
    columns = (
        Column(say["indicator"], 44),
        Column("≠", 5, True),
        *(Column(column_of(each, given), 16, True) for each in given.saved),
    )
    book.add_list(say["over_years"], say["over_years"], columns, rows, "")
