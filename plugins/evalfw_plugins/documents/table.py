"""The table of indicators as it is printed: merged cells, heading, total, and the money block where the form has one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from evalfw import IndicatorResult, Language, Report, shown
from evalfw.foundation import visible
from evalfw.reporting import fill, node_values, points_of
from evalfw.rubric import LayoutAnnex, LayoutColumn, LayoutMoney
from evalfw_plugins.report_words import STATES, bounds_words, lost_of, places_of
from evalfw_plugins.wording import words


class Cell(NamedTuple):
    """
    A cell.

    Attributes:
        text: What it says; lines as the layout breaks them.
        number: The number it is, if it is one.
        across: How many columns it takes.
        down: How many rows it takes; 0 where one above or to the left covers it.
        centred: Whether it is centred.
        is_head: Whether it is a heading.
    """

    text: str
    number: Fraction | None = None
    across: int = 1
    down: int = 1
    centred: bool = False
    is_head: bool = False


COVERED = Cell("", down=0)
NUMBERS = frozenset({"weight", "points", "lost", "claim"})
CENTRED = NUMBERS | {"level", "state", "id"}


class AnnexTable(NamedTuple):
    """
    The table.

    Attributes:
        widths: Shares of the columns.
        money: Rows of the money block, which stand above the heading; each with as many cells as there are columns.
        heading: The heading row.
        rows: The rows of indicators, the total last.
        groups: For each row the number of the level-2 node it belongs to: pages should break between these.
    """

    widths: tuple[int, ...]
    money: tuple[tuple[Cell, ...], ...]
    heading: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    groups: tuple[int, ...]


def columns_of(report: Report, language: Language) -> tuple[LayoutColumn, ...]:
    """The columns that the layout names; else one a level, the sentences, weight and points."""
    if report.layout.annex.columns:
        return report.layout.annex.columns
    _ = words(language)
    deepest = max((result.level for result in report.indicators), default=1)
    levels = [
        LayoutColumn(show="level", level=level, title=name_of_level(level, language), width=10, text="{title}")
        for level in range(1, deepest + 1)
    ]
    described = any(result.description for result in report.indicators)
    return (
        *levels,
        *([LayoutColumn(show="description", title=_("指标说明"), width=20)] if described else []),
        LayoutColumn(show="criterion", title=_("评价要点"), width=28),
        LayoutColumn(show="weight", title=_("分值"), width=6),
        LayoutColumn(show="points", title=_("得分"), width=7),
    )


def name_of_level(level: int, language: Language) -> str:
    """一级指标, and so on."""
    _ = words(language)
    names = (_("一级指标"), _("二级指标"), _("三级指标"), _("四级指标"))
    return names[level - 1] if level <= len(names) else _("第 {level} 级指标").format(level=level)


def annex_table(report: Report, language: Language) -> AnnexTable:
    """The table of *report*."""
    columns = columns_of(report, language)
    money = report.layout.annex.money
    leaves = [leaf for leaf in report.leaves if money is None or leaf.id != money.indicator]
    nodes = {result.id: result for result in report.indicators}
    paths = [_path(leaf, nodes) for leaf in leaves]
    deepest = max((column.level for column in columns if column.show == "level"), default=0)
    body = [
        tuple(_cell(column, row, leaves, paths, report, language, deepest) for column in columns)
        for row in range(len(leaves))
    ]
    groups: list[int] = []
    for row, path in enumerate(paths):
        same = row > 0 and path[:2] == paths[row - 1][:2] and len(path) > 2
        groups.append(groups[-1] if same else (groups[-1] + 1 if groups else 0))
    total = _total(columns, report, language)
    return AnnexTable(
        widths=tuple(max(column.width, 1) for column in columns),
        money=() if money is None else tuple(_money(money, columns, report, nodes, language)),
        heading=tuple(Cell(visible(column.title), centred=True, is_head=True) for column in columns),
        rows=(*body, total) if total else tuple(body),
        groups=(*groups, (groups[-1] if groups else 0)) if total else tuple(groups),
    )


def _path(leaf: IndicatorResult, nodes: dict[str, IndicatorResult]) -> tuple[IndicatorResult, ...]:
    """The nodes from the top down to *leaf*."""
    steps = leaf.id.split(".")
    ids = [".".join(steps[: count + 1]) for count in range(len(steps))]
    return tuple(nodes[id] for id in ids if id in nodes)


def _cell(
    column: LayoutColumn,
    row: int,
    leaves: Sequence[IndicatorResult],
    paths: Sequence[tuple[IndicatorResult, ...]],
    report: Report,
    language: Language,
    deepest: int,
) -> Cell:
    leaf, path = leaves[row], paths[row]
    if column.show != "level":
        return _of_leaf(column.show, leaf, report, language)
    level = column.level or len(path)
    if level > len(path):
        return Cell("", centred=True)
    if level == deepest and len(path) > level:
        path = (*path[: level - 1], path[-1])  # what is deeper than the table has columns for
    node = path[level - 1]
    above = paths[row - 1] if row else ()
    if node is not leaf and level <= len(above) and above[level - 1] is node and above[-1] is not node:
        return COVERED
    down = 1
    while node is not leaf and row + down < len(paths) and _at(paths[row + down], level) is node:
        down += 1
    values = node_values(node)
    lines = [visible(fill(line, values)) for line in (column.extra if node.extra else column.text).split("\n")]
    return Cell("\n".join(lines), down=down, centred=node is not leaf)


def _at(path: tuple[IndicatorResult, ...], level: int) -> IndicatorResult | None:
    return path[level - 1] if level <= len(path) else None


def _of_leaf(show: str, leaf: IndicatorResult, report: Report, language: Language) -> Cell:
    number: Fraction | None = None
    match show:
        case "weight":
            number, text = (None, "") if leaf.extra or leaf.label else (leaf.weight, shown(leaf.weight))
        case "points":
            text = (
                points_of(leaf)
                if leaf.points is not None or leaf.state in ("not_applicable", "waived")
                else _open(leaf, language)
            )
            number = None if leaf.label else leaf.points
        case "lost":
            lost = lost_of(leaf)
            number, text = lost, "" if lost is None else shown(lost)
        case "claim":
            number, text = leaf.claim, "" if leaf.claim is None else shown(leaf.claim)
        case "value":
            text = "；".join(fact.shown.read(language) for fact in leaf.facts)
        case "target":
            text = leaf.target.read(language) or leaf.description
        case "rule":
            text = leaf.rule_words.read(language)
        case "because":
            text = leaf.because.read(language)
        case "state":
            text = STATES[leaf.state].read(language)
        case "source":
            text = places_of(leaf, report)
        case _:  # id, title, description, criterion, note, explanation: as they are
            text = str(getattr(leaf, show))
    return Cell(visible(text), number, centred=show in CENTRED)


def _open(leaf: IndicatorResult, language: Language) -> str:
    """What stands in place of points: the state, and the span in which they lie."""
    return f"{STATES[leaf.state].read(language)} {points_of(leaf)}".strip()


def _total(columns: Sequence[LayoutColumn], report: Report, language: Language) -> tuple[Cell, ...]:
    """The last row: weight and points of the total; none without a total."""
    total = report.total
    if not total.is_made:
        return ()
    figures = {
        "weight": Cell(shown(total.weight), total.weight, centred=True),
        "points": Cell(
            f"{shown(total.points)}{bounds_words(total)}", total.points if not total.is_open else None, centred=True
        ),
    }
    first = next((number for number, column in enumerate(columns) if column.show in figures), len(columns))
    annex, _ = report.layout.annex, words(language)
    label = _("合计") if annex.total == LayoutAnnex().total else visible(annex.total)
    cells = [COVERED] * first + [figures.get(column.show, Cell("")) for column in columns[first:]]
    if first:
        cells[0] = Cell(label, across=first, centred=True)
    return tuple(cells)


def _money(
    money: LayoutMoney,
    columns: Sequence[LayoutColumn],
    report: Report,
    nodes: dict[str, IndicatorResult],
    language: Language,
) -> Iterator[tuple[Cell, ...]]:
    """The rows of the money block, spread over the columns of the table."""
    facts = {fact.id: fact for fact in report.facts}
    node = nodes.get(money.indicator)
    headings = ("", *money.columns, *money.headings)
    spans = _spans(len(columns), len(headings) + 1)
    explained = "" if node is None else visible(node.explanation)
    down = len(money.lines) + 1 + bool(explained)
    yield _spread([Cell(visible(money.title), centred=True, down=down), *_heads(headings)], spans)
    for number, line in enumerate(money.lines):
        values = [facts[id].shown.read(language) if id in facts else "" for id in line.facts]
        own = ["", "", ""]
        if number == 0 and node is not None:
            rate = facts[money.rate].shown.read(language) if money.rate in facts else ""
            own = [shown(node.weight), rate, points_of(node)]
        cells = [COVERED, Cell(visible(line.label)), *(Cell(visible(value), centred=True) for value in (*values, *own))]
        yield _spread(cells, spans)
    if explained:
        cells = [COVERED, Cell(words(language)("偏差原因")), Cell(explained)]
        yield _spread(cells, (*spans[:2], sum(spans[2:])))


def _heads(headings: Sequence[str]) -> list[Cell]:
    return [Cell(visible(heading), centred=True, is_head=bool(heading)) for heading in headings]


def _spans(columns: int, cells: int) -> list[int]:
    """How many columns each of *cells* takes, so that together they take all; the first ones more."""
    each, more = divmod(columns, cells)
    return [each + (number < more) for number in range(cells)] if each else [1] * cells


def _spread(cells: Sequence[Cell], spans: Sequence[int]) -> tuple[Cell, ...]:
    row: list[Cell] = []
    for cell, span in zip(cells, spans, strict=True):
        row.append(cell._replace(across=span) if cell.down else COVERED)
        row += [COVERED] * (span - 1)
    return tuple(row)
