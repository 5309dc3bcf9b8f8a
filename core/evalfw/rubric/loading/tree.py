"""The indicator tree: places in it, rules and children, weights and their subtotals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from evalfw.foundation import ZERO, Problem, Text, shown
from evalfw.language import Expression, Part, Range, Sum, all_of
from evalfw.rubric.loading.entries import IndicatorEntry
from evalfw.rubric.loading.resolved import Resolved
from evalfw.rubric.model import Indicator
from evalfw.rubric.structures import Policy

ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)*")


MAX_PLACES = 6
MAX_LEVELS = 9


class Tree(NamedTuple):
    """The nodes in order, each as the aggregator above it sees it before anything is scored, and what is wrong."""

    indicators: tuple[Indicator, ...]
    parts: Mapping[str, Part]
    problems: list[Problem]


def build_tree(resolved: Resolved, places: int) -> Tree:
    """Every indicator of *resolved* with its weight and limits worked out; *places* are the decimals of points."""
    problems: list[Problem] = []
    children: dict[str, list[str]] = {}
    for id in resolved.indicators:
        parent = id.rpartition(".")[0]
        if parent:
            children.setdefault(parent, []).append(id)
    for id, entry in resolved.indicators.items():
        problems += _node_problems(resolved, id, entry, children)
    parts: dict[str, Part] = {}
    sums: list[Problem] = []
    for id, entry in reversed(resolved.indicators.items()):  # children before parents
        below = [parts[child] for child in children.get(id, [])]
        full = _weight(resolved, id, below, sums)
        share = full if entry.share is None else Fraction(entry.share)
        parts[id] = blank_part(id, full, share, _is_extra(resolved, id), entry.risk or "", below)
    problems += [] if resolved.problems else sums  # sums over a wrong tree say nothing
    if not resolved.indicators:
        problems.append(resolved.top.document.problem((), Text("一个指标也没有", "there is no indicator")))
    nodes = tuple(_node(resolved, parts[id], places) for id in resolved.indicators)
    return Tree(nodes, parts, problems)


def blank_part(
    id: str, full: Fraction, share: Fraction, extra: bool, risk: str = "", below: Sequence[Part] = ()
) -> Part:
    """A part that has earned nothing yet."""
    return Part(id, ZERO, full, Range(ZERO, full), full, share, risk, extra, is_decided=False, parts=tuple(below))


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
    if entry.rule is None and not has_children and not entry.supplied:
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
    if entry.weight is not None and entry.weight < 0:
        tell("weight", "分值不能为负", "must not be negative")
    if entry.weight is None and entry.rule is not None and not extra:
        tell("weight", "缺少 weight（分值）", "'weight' is missing")
    if entry.aggregate is not None and not has_children and not entry.supplied:
        tell("aggregate", "没有下级指标，不用汇总", "there is nothing below it to aggregate")
    if entry.share is not None and entry.share <= 0:
        tell("share", "应当大于 0", "must be more than 0")
    if entry.places is not None and not 0 <= entry.places <= MAX_PLACES:
        tell("places", f"小数位数应在 0 至 {MAX_PLACES} 之间", f"must be between 0 and {MAX_PLACES}")
    if entry.scale is not None and entry.scale not in resolved.scales:
        tell("scale", f"没有量表 '{entry.scale}'", f"there is no scale '{entry.scale}'")
    if id.count(".") >= MAX_LEVELS:
        tell("id", f"最多 {MAX_LEVELS} 级", f"at most {MAX_LEVELS} levels")
    return problems


def _weight(resolved: Resolved, id: str, parts: list[Part], problems: list[Problem]) -> Fraction:
    """
    The weight of a node: its own for a leaf, what its aggregator makes of those below for an inner node.

    A subtotal that an inner node states is checked, unless it was inherited and a newer file changed what is below: then
    it is out of date by intention, and only the full mark is checked. What an overlay has to complete is always checked.
    """
    entry = resolved.indicators[id]
    stated = None if entry.weight is None else Fraction(entry.weight)
    if not parts:
        return stated or ZERO
    aggregate = entry.aggregate or Sum()
    total = aggregate.full_mark(parts, stated)
    places = resolved.indicator_places[id]
    if total is None:
        what = Text("这种汇总方式要写 weight（满分）", "this aggregator needs the 'weight' of the node")
        problems.append(places["id"].problem((), what))
        return ZERO
    place = places.get("weight")
    binding = entry.supplied or (place is not None and place.layer.depth >= resolved.touched.get(id, 0))
    if place is not None and binding and stated is not None and stated != total:
        summed, listed = shown(total), " + ".join(shown(part.full) for part in parts)
        what = Text(
            f"分值 {shown(stated)} 与下级合计 {summed} 不符",
            f"the weight is {shown(stated)}, those below add up to {summed}",
        )
        if aggregate.kind != "sum":
            what = Text(
                f"分值 {shown(stated)} 与按 {aggregate.kind} 汇总的 {summed} 不符",
                f"the weight is {shown(stated)}, by '{aggregate.kind}' it is {summed}",
            )
        problems.append(place.problem("weight", what, Text(f"下级：{listed}", f"below: {listed}")))
    return total


def _nearest_up(resolved: Resolved, id: str, key: str) -> object:
    """The value of *key* at the nearest node, from *id* upwards, that gives it; None if none does."""
    while id:
        value = getattr(resolved.indicators.get(id), key, None)
        if value is not None:
            return value
        id = id.rpartition(".")[0]
    return None


def policy_of(resolved: Resolved, id: str) -> Policy:
    """The policy at *id*: each key from the nearest node that gives it, then from the rubric."""
    chain = [id]
    while chain[-1]:
        chain.append(chain[-1].rpartition(".")[0])
    given: dict[str, str] = {}
    for each in reversed(chain):
        given.update({key: value for key, (value, _) in resolved.policies.get(each, {}).items()})
    return Policy()._replace(**given)  # type: ignore[arg-type]


def _applies_when(resolved: Resolved, id: str) -> Expression | None:
    """When the indicator applies: on its own condition, and on those of the nodes above it."""
    conditions = []
    while id:
        entry = resolved.indicators.get(id)
        if entry is not None and entry.applies_when is not None:
            conditions.append(entry.applies_when)
        id = id.rpartition(".")[0]
    return all_of(reversed(conditions)) if conditions else None


def _node(resolved: Resolved, part: Part, places: int) -> Indicator:
    id, extra = part.id, part.extra
    entry = resolved.indicators[id]
    if not extra:
        limits = Range(ZERO, part.full)
    elif entry.limits is not None and len(entry.limits) == 2:
        limits = Range(Fraction(entry.limits[0]), Fraction(entry.limits[1]))
    else:
        limits = Range(None, None)
    own_places, scale = _nearest_up(resolved, id, "places"), _nearest_up(resolved, id, "scale")
    return Indicator(
        id=id,
        title=entry.title or id,
        description=entry.description or "",
        criterion=entry.criterion or "",
        weight=part.full,
        limits=limits,
        extra=extra,
        rule=entry.rule,
        note=entry.note or "",
        aggregate=entry.aggregate or (Sum() if part.parts else None),
        share=part.share,
        risk=entry.risk or "",
        policy=policy_of(resolved, id),
        applies_when=_applies_when(resolved, id),
        explain_when=entry.explain_when,
        explain_lost=_nearest_up(resolved, id, "explain_lost") is True,
        scale=scale if isinstance(scale, str) else "",
        places=own_places if isinstance(own_places, int) else places,
        is_supplied=bool(entry.supplied),
        was=entry.was or (),
        origins={key: place.origin for key, place in resolved.indicator_places[id].items()},
    )
