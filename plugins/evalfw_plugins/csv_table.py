"""
CSV tables of facts or of self-scores, as Excel and WPS save them (UTF-8, with or without byte order mark).

A table of facts has the columns ``fact`` and ``value``, a table of self-scores ``indicator`` and ``points``; the header may
be in Chinese. Rows whose value is empty are not yet supplied, and are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Literal

from evalfw import Claim, EvidenceError, EvidencePart, Problem, Statement, Text
from evalfw.foundation import (
    MAX_TABLE_BYTES,
    NUMERAL,
    UNREADABLE,
    Line,
    Origin,
    TableFaultError,
    delimited_lines,
    expect_small,
    form_of,
    head_text,
    listing,
    numeral,
    reason_of,
    verbatim,
)

COLUMNS = {
    "fact": "事实编号",
    "value": "数值",
    "unit": "单位",
    "low": "下限",
    "high": "上限",
    "indicator": "指标编号",
    "points": "自评分",
    "label": "名称",
    "document": "出处文件",
    "section": "出处位置",
    "quote": "原文",
    "note": "备注",
    "file": "附件",
    "page": "页码",
    "period": "时间范围",
    "audience": "公开范围",
    "hint": "填写说明",
}
"""Column → its Chinese heading. ``label`` and ``hint`` are for people only and are not read."""

_BY_HEADING = {**{name: name for name in COLUMNS}, **{heading: name for name, heading in COLUMNS.items()}}

MAX_ROWS = 100_000
"""Most rows of a table of facts or self-scores of one organisation."""

Row = Mapping[str, str]


def read_table(path: Path, shown: str) -> EvidencePart:
    """
    The facts or self-scores of the table at *path*.

    Raises:
        EvidenceError: With every problem of the table.
    """
    problems: list[Problem] = []
    statements: list[Statement] = []
    claims: list[Claim] = []
    try:
        for line, row in _rows(path, shown, problems):
            origin = Origin(shown, line)
            if "fact" in row:
                statements += _statements(row, origin, problems)
            else:
                claims += _claims(row, origin, problems)
    except TableFaultError as fault:
        problems.append(Problem(shown, fault.line, "", fault.what, fault.hint))
    except OSError as error:
        problems.append(Problem(shown, None, "", UNREADABLE + reason_of(error)))
    if problems:
        raise EvidenceError(problems)
    return EvidencePart(statements=tuple(statements), claims=tuple(claims))


def _rows(path: Path, shown: str, problems: list[Problem]) -> Iterator[tuple[int, Row]]:
    expect_small(path, shown, EvidenceError, MAX_TABLE_BYTES)
    lines = delimited_lines(path, form_of(path))
    head = _head(lines)
    headings = [] if head is None else list(map(head_text, head.cells))
    names = [_BY_HEADING.get(heading, "") for heading in headings]
    problems += _header_problems(headings, names, shown, 1 if head is None else head.number)
    if problems:
        return
    for number, line in enumerate(lines):
        if number == MAX_ROWS:
            what = Text(f"表太长：最多 {MAX_ROWS} 行", f"table too long: at most {MAX_ROWS} rows")
            problems.append(Problem(shown, line.number, "", what))
            return
        if line.is_blank:
            continue
        if len(line.cells) > len(names):
            what = Text(
                f"这一行有 {len(line.cells)} 格，表头只有 {len(names)} 格",
                f"{len(line.cells)} cells under {len(names)} headings",
            )
            hint = Text("单元格里的逗号要加引号", "quote cells that hold commas")
            problems.append(Problem(shown, line.number, "", what, hint))
            continue
        padded = [
            *map(str, line.cells),
            *[""] * (len(names) - len(line.cells)),
        ]  # programs leave out empty cells at a row's end
        yield line.number, dict(zip(names, padded, strict=True))


def _head(lines: Iterator[Line]) -> Line | None:
    """The line of the headings: the first with several filled cells, for titles above it have one; failing that, the first with any."""
    first = None
    for line in lines:
        if line.filled > 1:
            return line
        if first is None and not line.is_blank:
            first = line
    return first


def _header_problems(headings: list[str], names: list[str], shown: str, line: int) -> Iterator[Problem]:
    known = listing(verbatim(f"{name}（{heading}）") for name, heading in COLUMNS.items())
    for number, (heading, name) in enumerate(zip(headings, names, strict=True)):
        if not name:
            what = Text(f"不认识的列 '{heading}'", f"unknown column '{heading}'")
            yield Problem(shown, line, "", what, Text(f"可用的列：{known.zh}", f"columns: {known.en}"))
        elif name in names[:number]:
            yield Problem(shown, line, "", Text(f"列 '{heading}' 重复", f"column '{heading}' is given twice"))
    if not {"fact", "value"} <= set(names) and not {"indicator", "points"} <= set(names):
        what = Text(
            "表头里要有“事实编号、数值”或“指标编号、自评分”两列",
            "the header needs the columns 'fact' and 'value', or 'indicator' and 'points'",
        )
        yield Problem(shown, line, "", what)
    elif {"fact", "indicator"} <= set(names):
        what = Text("一张表只能放事实或自评分中的一种", "a table holds either facts or self-scores")
        yield Problem(shown, line, "", what)


def _statements(row: Row, origin: Origin, problems: list[Problem]) -> Iterator[Statement]:
    value = row.get("value", "")
    low, high = (_number(row, key, origin, problems) for key in ("low", "high"))
    if not row["fact"]:
        problems.append(origin.problem("fact", Text("没有写事实编号", "the fact is not named")))
    elif value and (low is not None or high is not None):
        what = Text("“数值”不能与“下限”“上限”并用", "'value' excludes 'low' and 'high'")
        problems.append(origin.problem("value", what))
    elif value or low is not None or high is not None:
        unit = row.get("unit", "")
        if unit and (low is not None or high is not None):
            what = Text("范围不能另写单位：请换成声明的单位", "a range takes no unit: give it in the declared unit")
            problems.append(origin.problem("unit", what))
            return
        figure = NUMERAL.match(value)
        written = value[figure.end() :].strip() if figure is not None else ""
        if unit and written and written != unit:
            what = Text(f"“数值”写的是 {written}，“单位”写的是 {unit}", f"'value' says {written}, 'unit' says {unit}")
            problems.append(origin.problem("unit", what))
            return
        stated = value if not unit or written else f"{value}{unit}"
        yield Statement(
            fact=row["fact"],
            value=stated or None,
            low=low,
            high=high,
            document=row.get("document", ""),
            section=row.get("section", ""),
            quote=row.get("quote", ""),
            note=row.get("note", ""),
            file=row.get("file", ""),
            page=_page(row, origin, problems),
            period=row.get("period", ""),
            audience=_audience(row, origin, problems),
            origin=origin,
        )


def _page(row: Row, origin: Origin, problems: list[Problem]) -> int | None:
    written = row.get("page", "")
    if not written:
        return None
    if not written.isascii() or not written.isdigit() or not int(written[:9]) >= 1 or len(written) > 9:
        what = Text(f"页码应当是正整数，写的是 '{written[:20]}'", f"expected a page number, got '{written[:20]}'")
        problems.append(origin.problem("page", what))
        return None
    return int(written)


def _audience(row: Row, origin: Origin, problems: list[Problem]) -> Literal["public", "internal"]:
    written = row.get("audience", "")
    if written in ("internal", "内部"):
        return "internal"
    if written not in ("", "public", "公开"):
        what = Text(
            f"公开范围应当是 公开 或 内部，写的是 '{written[:20]}'",
            f"expected public or internal, got '{written[:20]}'",
        )
        problems.append(origin.problem("audience", what))
    return "public"


def _claims(row: Row, origin: Origin, problems: list[Problem]) -> Iterator[Claim]:
    points = _number(row, "points", origin, problems)
    if not row["indicator"]:
        problems.append(origin.problem("indicator", Text("没有写指标编号", "the indicator is not named")))
    elif points is not None:
        yield Claim(
            indicator=row["indicator"],
            points=points,
            document=row.get("document", ""),
            section=row.get("section", ""),
            quote=row.get("quote", ""),
            note=row.get("note", ""),
            audience=_audience(row, origin, problems),
            origin=origin,
        )


def _number(row: Row, key: str, origin: Origin, problems: list[Problem]) -> Decimal | None:
    written = row.get(key, "")
    if not written:
        return None
    number = numeral(written)
    if number is None:
        what = Text(f"应当是数，写的是 '{written[:40]}'", f"expected a number, got '{written[:40]}'")
        problems.append(origin.problem(key, what))
    return number
