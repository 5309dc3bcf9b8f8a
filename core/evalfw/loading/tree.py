"""The indicator tree: places in it, rules and children, weights and their subtotals."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from evalfw.algebra import Range
from evalfw.errors import Problem
from evalfw.exact import ZERO, shown
from evalfw.loading.resolving import Resolved
from evalfw.loading.rubric_file import IndicatorEntry
from evalfw.model.rubric import Indicator
from evalfw.text import Text

ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)*")


class Tree(NamedTuple):
    """The nodes in order, and what is wrong with them."""

    indicators: tuple[Indicator, ...]
    problems: list[Problem]


def build_tree(resolved: Resolved) -> Tree:
    """Every indicator of *resolved* with its weight and limits worked out."""
    problems: list[Problem] = []
    children: dict[str, list[str]] = {}
    for id in resolved.indicators:
        parent = id.rpartition(".")[0]
        if parent:
            children.setdefault(parent, []).append(id)
    for id, entry in resolved.indicators.items():
        problems += _node_problems(resolved, id, entry, children)
    weights: dict[str, Fraction] = {}
    sums: list[Problem] = []
    for id in reversed(resolved.indicators):  # children before parents
        weights[id] = _weight(resolved, id, children.get(id, []), weights, sums)
    problems += [] if resolved.problems else sums  # sums over a wrong tree say nothing
    if not resolved.indicators:
        problems.append(resolved.top.document.problem((), Text("一个指标也没有", "there is no indicator")))
    return Tree(tuple(_node(resolved, id, weights) for id in resolved.indicators), problems)


def _is_extra(resolved: Resolved, id: str) -> bool:
    while id:
        entry = resolved.indicators.get(id)
        if entry is not None and entry.extra:
            return True
        id = id.rpartition(".")[0]
    return False


def _node_problems(resolved: Resolved, id: str, entry: IndicatorEntry, children: dict[str, list[str]]) -> list[Problem]:
    places = resolved.indicator_places[id]
    place = places["id"]
    problems = []

    def tell(key: str, zh: str, en: str) -> None:
        problems.append(places.get(key, place).problem(key if key in places else (), Text(zh, en)))

    if not ID.fullmatch(id):
        tell("id", "编号只用小写字母、数字、下划线和点", "ids are made of lower-case letters, digits, '_' and '.'")
    parent = id.rpartition(".")[0]
    if parent and parent not in resolved.indicators:
        tell("id", f"没有上级指标 '{parent}'", f"there is no indicator '{parent}' above it")
    if not entry.title:
        tell("title", "缺少 title（指标名称）", "'title' is missing")
    has_children = bool(children.get(id))
    if entry.rule is None and not has_children:
        tell("rule", "既没有规则，也没有下级指标", "it has neither a rule nor indicators below it")
    if entry.rule is not None and has_children:
        tell("rule", "有下级指标的指标不能有规则", "an indicator with others below it cannot have a rule")
    if entry.rule is not None and not has_children and not entry.criterion:
        tell("criterion", "缺少 criterion（评价要点原文）", "'criterion' (the official sentence) is missing")
    extra = _is_extra(resolved, id)
    if entry.limits is not None and (len(entry.limits) != 2 or entry.limits[0] > entry.limits[1]):
        tell("limits", "limits 应当是 [最低分, 最高分]", "'limits' is [least, most]")
    if entry.limits is not None and not extra:
        tell("limits", "只有加减分项（extra）可以写 limits", "only indicators with 'extra' have limits")
    if entry.extra and parent and not _is_extra(resolved, parent):
        tell("extra", "加减分项不能放在有分值的指标之下", "an extra indicator cannot stand below one with a weight")
    if entry.weight is not None and extra:
        tell("weight", "加减分项没有分值，请用 limits", "an extra indicator has no weight; use 'limits'")
    if entry.weight is not None and entry.weight <= 0:
        tell("weight", "分值应当大于 0", "must be more than 0")
    if entry.weight is None and entry.rule is not None and not extra:
        tell("weight", "缺少 weight（分值）", "'weight' is missing")
    return problems


def _weight(
    resolved: Resolved, id: str, below: list[str], weights: dict[str, Fraction], problems: list[Problem]
) -> Fraction:
    """
    The weight of a node: its own for a leaf, the sum below for an inner node.

    A subtotal that an inner node states is checked, unless it was inherited and a newer file changed what is below: then
    it is out of date by intention, and only the full mark is checked.
    """
    entry = resolved.indicators[id]
    stated = ZERO if entry.weight is None else Fraction(entry.weight)
    if not below:
        return stated
    total = sum((weights[child] for child in below), ZERO)
    place = resolved.indicator_places[id].get("weight")
    if place is not None and place.layer.depth >= resolved.touched.get(id, 0) and stated != total:
        summed, parts = shown(total), " + ".join(shown(weights[child]) for child in below)
        what = Text(
            f"分值 {shown(stated)} 与下级合计 {summed} 不符",
            f"the weight is {shown(stated)}, those below add up to {summed}",
        )
        problems.append(place.problem("weight", what, Text(f"下级：{parts}", f"below: {parts}")))
    return total


def _node(resolved: Resolved, id: str, weights: dict[str, Fraction]) -> Indicator:
    entry = resolved.indicators[id]
    extra = _is_extra(resolved, id)
    if not extra:
        limits = Range(ZERO, weights[id])
    elif entry.limits is not None and len(entry.limits) == 2:
        limits = Range(Fraction(entry.limits[0]), Fraction(entry.limits[1]))
    else:
        limits = Range(None, None)
    return Indicator(
        id=id,
        title=entry.title or id,
        description=entry.description or "",
        criterion=entry.criterion or "",
        weight=weights[id],
        limits=limits,
        extra=extra,
        rule=entry.rule,
        note=entry.note or "",
        origins={key: place.origin for key, place in resolved.indicator_places[id].items()},
    )
