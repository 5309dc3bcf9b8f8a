"""
What a workbook holds, for those who write it and those who read it back: sheets, columns, lines, and what stands in each.

Two sheets and one for each list: 指标 has a line for each indicator (self-score, reasons, points set by hand), 事实 one for each fact.
Everything but the answers is made of the rubric alone, so that a line which somebody has changed is noticed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from evalfw.evidence.divisions import NOBODY, Assignment
from evalfw.evidence.model import Evidence
from evalfw.evidence.workbooks.filling import fact_answers, indicator_answers, item_answers
from evalfw.foundation import shown, shown_span
from evalfw.language import FactDeclaration
from evalfw.rubric import Division, Indicator, Rubric

FORMAT = "evalfw.workbook/1"
META, OPTIONS = "_meta", "_选项"
INDICATORS, FACTS = "指标", "事实"
ITEM_LINES = 15
"""Lines for the items of a list, if it does not have more already."""


class Column(NamedTuple):
    """
    A column.

    Attributes:
        id: Its name in the hidden row, by which it is found again.
        heading: What people read.
        width: In characters.
        is_input: Whether it is filled in.
    """

    id: str
    heading: str
    width: float
    is_input: bool = False


class Line(NamedTuple):
    """
    A line.

    Attributes:
        id: The indicator or fact; the number of the item, in sheets of items.
        cells: What stands in it from the start, by column; answers that are there already included.
        note: The note (批注) on its title.
        group: Where pages may break: before a line of another group.
        indicator, fact: What it is about.
    """

    id: str
    cells: Mapping[str, str]
    note: str = ""
    group: str = ""
    indicator: Indicator | None = None
    fact: FactDeclaration | None = None


class Sheet(NamedTuple):
    """
    A sheet.

    Attributes:
        name: Its name.
        title: Its first row.
        columns: In order.
        lines: In order.
        fact: The list whose items it holds; None for others.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    fact: FactDeclaration | None = None

    @property
    def inputs(self) -> tuple[Column, ...]:
        """The columns that are filled in."""
        return tuple(column for column in self.columns if column.is_input)


class Plan(NamedTuple):
    """
    A workbook.

    Attributes:
        rubric: What it is for.
        division: Who fills it in; None for one workbook with everything.
        subject: The organisation under review; empty if there is no evidence yet.
        sheets: In order.
    """

    rubric: Rubric
    division: Division | None
    subject: str
    sheets: tuple[Sheet, ...]

    @property
    def meta(self) -> dict[str, str]:
        """What the workbook says about itself, where people do not see it."""
        identity = self.rubric.identity
        return {
            "format": FORMAT,
            "rubric": identity.id,
            "rubric_version": identity.version,
            "rubric_sha256": identity.sha256,
            "division": "" if self.division is None else self.division.id,
            "subject": self.subject,
        }

    @property
    def answers(self) -> dict[tuple[str, str, str], str]:
        """What is filled in already, by sheet, line and column."""
        return {
            (sheet.name, line.id, column.id): line.cells[column.id]
            for sheet in self.sheets
            for line in sheet.lines
            for column in sheet.inputs
            if line.cells.get(column.id)
        }


INDICATOR_COLUMNS = (
    Column("id", "编号", 17),
    Column("level1", "一级指标", 11),
    Column("level2", "二级指标", 13),
    Column("title", "指标", 20),
    Column("criterion", "评价要点", 38),
    Column("weight", "分值", 7),
    Column("claim", "自评分", 8, True),
    Column("explanation", "扣分原因和改进措施", 24, True),
    Column("document", "佐证文件", 16, True),
    Column("section", "位置", 12, True),
    Column("override", "认定分", 8, True),
    Column("author", "认定人", 10, True),
    Column("reason", "认定理由", 24, True),
    Column("date", "认定日期", 12, True),
)
FACT_COLUMNS = (
    Column("id", "编号", 18),
    Column("used_by", "用于", 22),
    Column("label", "事实", 28),
    Column("unit", "单位", 7),
    Column("hint", "怎样填", 18),
    Column("value", "数值", 14, True),
    Column("document", "佐证文件", 18, True),
    Column("section", "位置", 14, True),
    Column("page", "页码", 7, True),
    Column("quote", "原文", 28, True),
    Column("file", "附件（文件名或图片）", 16, True),
    Column("period", "时间范围", 12, True),
    Column("note", "备注", 18, True),
)


def plan_workbook(
    rubric: Rubric,
    evidence: Evidence | None,
    division: Division | None,
    assignment: Assignment,
) -> Plan:
    """
    The workbook for *division*.

    Args:
        rubric: What it is for.
        evidence: What is known already; None if nothing is.
        division: Who fills it in; ``NOBODY`` for what nobody was told to supply, None for everything in one workbook.
        assignment: Who supplies what.
    """
    leaves = tuple(rubric.leaves) if division is None else assignment.leaves_of(division)
    facts = tuple(assignment.facts.values()) if division is None else assignment.facts_of(division)
    named = f" · {evidence.subject.name}" if evidence is not None else ""
    whose = named if division is None else f"{named} · {division.title}"
    sheets = []
    if leaves:
        lines = tuple(_indicator_line(rubric, leaf, evidence) for leaf in leaves)
        sheets.append(Sheet(INDICATORS, f"{rubric.title}{whose}", INDICATOR_COLUMNS, lines))
    if facts:
        lines = tuple(_fact_line(rubric, fact, evidence, assignment) for fact in facts)
        sheets.append(Sheet(FACTS, f"事实和数据{whose}", FACT_COLUMNS, lines))
    names = {INDICATORS, FACTS}
    for fact in facts:
        if fact.type == "list":
            sheets.append(_items_sheet(fact, evidence, _sheet_name(fact.label, names)))
    return Plan(rubric, division, "" if evidence is None else evidence.subject.id, tuple(sheets))


def divisions_to_write(assignment: Assignment) -> tuple[Division, ...]:
    """The divisions that get a workbook, and ``NOBODY`` if something is left over."""
    everybody = (*assignment.divisions, NOBODY)
    return tuple(each for each in everybody if assignment.leaves_of(each) or assignment.facts_of(each))


def _sheet_name(label: str, taken: set[str]) -> str:
    plain = "".join(each for each in label if each not in "[]:*?/\\'")[:24] or "条目"
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain}{number}", number + 1
    taken.add(name)
    return name


def _indicator_line(rubric: Rubric, leaf: Indicator, evidence: Evidence | None) -> Line:
    steps = leaf.id.split(".")
    above = [rubric.by_id[".".join(steps[: number + 1])].title for number in range(len(steps) - 1)]
    weight = f"{shown(leaf.weight)}" if not leaf.extra else "加减分"
    cells = {
        "id": leaf.id,
        "level1": above[0] if above else leaf.title,
        "level2": above[1] if len(above) > 1 else "",
        "title": leaf.title,
        "criterion": leaf.criterion,
        "weight": weight,
    }
    if evidence is not None:
        cells |= indicator_answers(leaf.id, evidence)
    note = "\n".join(part for part in (leaf.description, leaf.note) if part)
    return Line(leaf.id, cells, note, ".".join(steps[:2]), indicator=leaf)


def _fact_line(rubric: Rubric, fact: FactDeclaration, evidence: Evidence | None, assignment: Assignment) -> Line:
    readers = [leaf.title for leaf in rubric.leaves if fact.id in assignment.read_by(leaf)]
    cells = {
        "id": fact.id,
        "used_by": "；".join(readers[:4]) + ("…" if len(readers) > 4 else "") or "核对",
        "label": fact.label,
        "unit": "%" if fact.type == "ratio" else fact.unit,
        "hint": hint_of(fact),
    }
    if evidence is not None:
        cells |= fact_answers(fact, evidence)
    return Line(fact.id, cells, fact.note, fact.id.partition(".")[0], fact=fact)


def hint_of(fact: FactDeclaration) -> str:
    """How the value is to be written."""
    if fact.derivation is not None:
        return "可不填：由其他事实推算"
    scale = 100 if fact.type == "ratio" else 1
    ends = [None if end is None else end * scale for end in (fact.domain.least, fact.domain.most)]
    span = shown_span(*ends) + ("%" if fact.type == "ratio" else "") if fact.is_numeric else ""
    return {
        "bool": "选 是 或 否",
        "ratio": "填百分数，如 83.04%",
        "count": "填整数",
        "choice": "从下拉中选",
        "date": "填日期，如 2021-06-30；只知道月份的填 2021年6月",
        "list": "在条目表里填；没有就选“无”",
        "money": "填数",
        "number": "填数",
        "text": "填文字",
    }[fact.type] + (f"（{span}）" if fact.is_numeric and (fact.least is not None or fact.most is not None) else "")


def _items_sheet(fact: FactDeclaration, evidence: Evidence | None, name: str) -> Sheet:
    columns = (Column("id", "序号", 7), *(Column(key, field.label, 36, True) for key, field in fact.fields.items()))
    items = item_answers(fact, evidence) if evidence is not None else []
    lines = []
    for number in range(1, max(ITEM_LINES, len(items) + 5) + 1):
        cells = {"id": str(number)} | (items[number - 1] if number <= len(items) else {})
        lines.append(Line(str(number), cells, fact=fact))
    return Sheet(name, fact.label, columns, tuple(lines), fact)
