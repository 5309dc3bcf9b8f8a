"""The layout of a rubric: put together of the files of the chain, and of ``evalfw.toml``; single keys replace single keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar, cast

import attrs

from evalfw.foundation import KeyPath, Problem, Text, nearest
from evalfw.rubric.layout import PLACEHOLDER, Layout

T = TypeVar("T")

Tell = Callable[[KeyPath, Text, Text | None], Problem]
"""Makes a problem at a path below ``layout``."""


def laid_over(base: T, given: T, table: Mapping[str, object]) -> T:
    """
    A layout, or a part of one, with the keys of *table* laid over it.

    Args:
        base: What lies below.
        given: *table* by itself.
        table: Which keys count: those that the file writes.
    """
    changes: dict[str, object] = {}
    for key, value in table.items():
        below, above = getattr(base, key), getattr(given, key)
        nested = isinstance(value, dict) and attrs.has(type(below))
        changes[key] = laid_over(below, above, value) if nested and isinstance(value, dict) else above
    return attrs.evolve(cast(Any, base), **changes)  # type: ignore[no-any-return]


def laid_over_tables(tables: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The same as a table."""
    together: dict[str, Any] = {}
    for table in tables:
        together = _over(together, table)
    return together


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    both = dict(below)
    for key, value in above.items():
        was = both.get(key)
        both[key] = _over(was, value) if isinstance(was, dict) and isinstance(value, dict) else value
    return both


def pattern_problems(layout: Layout, tell: Tell) -> Iterator[Problem]:
    """Placeholders that there are not."""
    for path, pattern, known in layout.patterns():
        for name in PLACEHOLDER.findall(pattern):
            if name not in known:
                what = Text(f"没有占位符 {{{name}}}", f"there is no placeholder {{{name}}}")
                yield tell(path, what, nearest(name, known) or _listed(known))


def _listed(known: Iterable[str]) -> Text:
    named = "、".join(f"{{{each}}}" for each in known)
    return Text(f"可用的有 {named}", f"there are {named.replace('、', ', ')}")


def form_problems(layout: Layout, tell: Tell) -> Iterator[Problem]:
    """Numbers that no page and no table can have."""
    page = layout.page
    for key, (least, most) in PAGE_LIMITS.items():
        if not least <= getattr(page, key) <= most:
            what = Text(f"应在 {least} 至 {most} 之间", f"must be between {least} and {most}")
            yield tell(("page", key), what, None)
    for number, column in enumerate(layout.annex.columns):
        for key, least, most in (("level", 0, 20), ("width", 1, 1000)):
            if not least <= getattr(column, key) <= most:
                what = Text(f"应在 {least} 至 {most} 之间", f"must be between {least} and {most}")
                yield tell(("annex", "columns", number, key), what, None)
    money = layout.annex.money
    if money is None:
        return
    if len(money.headings) != OWN_CELLS:
        what = Text(f"应当是 {OWN_CELLS} 个（分值、执行率、得分）", f"expected {OWN_CELLS}: weight, rate, points")
        yield tell(("annex", "money", "headings"), what, None)
    for number, line in enumerate(money.lines):
        if len(line.facts) != len(money.columns):
            what = Text(
                f"有 {len(line.facts)} 个单元格，表头有 {len(money.columns)} 列",
                f"has {len(line.facts)} cells, there are {len(money.columns)} columns",
            )
            yield tell(("annex", "money", "lines", number, "facts"), what, None)
    needed, there = len(money.columns) + OWN_CELLS + 2, len(layout.annex.columns)
    if needed > there:
        what = Text(
            f"资金一块要 {needed} 列，[layout.annex] 的 columns 写了 {there} 列",
            f"takes {needed} columns, and [layout.annex] names {there}",
        )
        yield tell(("annex", "money", "columns"), what, None)


PAGE_LIMITS = {"top": (5, 80), "bottom": (5, 80), "left": (5, 80), "right": (5, 80), "line": (10, 80), "size": (6, 40)}
"""Millimetres of margins; points of lines and text."""

OWN_CELLS = 3
"""Cells of a line of the money block behind those of its facts: weight, rate and points of the indicator."""


def money_problems(layout: Layout, facts: Iterable[str], indicators: Iterable[str], tell: Tell) -> Iterator[Problem]:
    """Facts and indicators of the money block that there are not."""
    money = layout.annex.money
    if money is None:
        return
    known = set(facts)
    named: dict[KeyPath, str] = {("rate",): money.rate}
    for number, line in enumerate(money.lines):
        named |= {("lines", number, "facts", at): id for at, id in enumerate(line.facts) if id}
    for path, id in named.items():
        if id not in known:
            what = Text(f"没有声明事实 '{id}'", f"no fact '{id}' is declared")
            yield tell(("annex", "money", *path), what, nearest(id, known))
    if money.indicator not in indicators:
        what = Text(f"没有指标 '{money.indicator}'", f"there is no indicator '{money.indicator}'")
        yield tell(("annex", "money", "indicator"), what, nearest(money.indicator, indicators))
