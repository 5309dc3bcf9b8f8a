"""Checks of what stands on the tree: aggregators, policies, conditions, gates, models, scales and conversions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

import attrs

from evalfw.foundation import ZERO, Problem, Text, nearest, shown
from evalfw.language import (
    NUMERIC,
    Aggregator,
    BoundsAlgebra,
    Checks,
    Conversion,
    Expression,
    FactDeclaration,
    Part,
    Scale,
    split,
)
from evalfw.rubric.loading.chain import Place
from evalfw.rubric.loading.resolved import Resolved
from evalfw.rubric.loading.tree import Tree, policy_of
from evalfw.rubric.model import Indicator
from evalfw.rubric.structures import ON_POINTS, Gate

_NEEDS = {"cap_score": "points", "cap_grade": "grade", "force_grade": "grade"}


def structure_problems(resolved: Resolved, tree: Tree, facts: Mapping[str, FactDeclaration]) -> Iterator[Problem]:
    """Everything wrong with what stands on *tree*, whose own weights are in order."""
    nodes = {node.id: node for node in tree.indicators}
    parents = {node.parent for node in tree.indicators}
    faulty = {id: problems for id in resolved.scales if (problems := list(_scale_problems(resolved, id)))}
    for problems in faulty.values():
        yield from problems
    conversions = conversions_of(resolved)
    yield from _conversion_problems(resolved, conversions, faulty)
    for node in tree.indicators:
        places = resolved.indicator_places[node.id]
        if node.aggregate is not None and node.id in parents and "aggregate" in places:
            yield from _aggregate(node.aggregate, tree.parts[node.id].parts, places["aggregate"], facts, conversions)
            if node.extra and not node.aggregate.takes_extras:
                what = Text("加减分项不能这样汇总", "bonus indicators cannot be put together like this")
                yield places["aggregate"].problem("aggregate", what)
        entry = resolved.indicators[node.id]
        for key, condition in (("applies_when", entry.applies_when), ("explain_when", entry.explain_when)):
            yield from _condition(condition, key, places.get(key), facts)
        yield from _policy(resolved, node.id, facts)
        if node.scale not in faulty:
            yield from _off_scale(resolved, node, facts)
        if node.policy.not_applicable == "zero" and _is_off_scale(resolved, node, ZERO) and _may_not_apply(node):
            yield places["id"].problem((), _no_level(node, ZERO))
    yield from _policy(resolved, "", facts)
    top = [tree.parts[node.id] for node in tree.indicators if node.level == 1]
    aggregate, place = resolved.newest("aggregate")
    if aggregate is not None:
        yield from _aggregate(aggregate, top, Place(place.layer, ()), facts, conversions)
    for model, place in resolved.models.values():
        if model.at and model.at not in nodes:
            yield place.problem("at", _no_indicator(model.at), nearest(model.at, nodes))
        else:
            modelled = tree.parts[model.at].parts if model.at else top
            yield from _aggregate(model.aggregate, modelled, place, facts, conversions)
    for gate, place in resolved.gates.values():
        yield from _gate_on_scale(resolved, gate, place, nodes)
        yield from _gate(gate, place, nodes, facts, {grade.label for grade in resolved.newest("grade")[0] or ()})


def conversions_of(resolved: Resolved) -> Mapping[str, Conversion]:
    """The conversion tables, each with the points of its labels."""
    tables = {}
    for id, (table, _) in resolved.conversions.items():
        scale = resolved.scales[table.scale][0] if table.scale in resolved.scales else Scale(id="", levels=())
        tables[id] = attrs.evolve(table, points={level.label: Fraction(level.points) for level in scale.levels})
    return tables


def _no_indicator(id: str) -> Text:
    return Text(f"没有指标 '{id}'", f"there is no indicator '{id}'")


def _aggregate(
    aggregate: Aggregator,
    below: Sequence[Part],
    place: Place,
    facts: Mapping[str, FactDeclaration],
    conversions: Mapping[str, Conversion],
) -> Iterator[Problem]:
    for misfit in aggregate.misfits(below, facts, conversions):
        yield place.problem(("aggregate", *misfit.path), misfit.what, misfit.hint)


def _off_scale(resolved: Resolved, node: Indicator, facts: Mapping[str, FactDeclaration]) -> Iterator[Problem]:
    """Points that a rule awards and that no level of the scale of its node has."""
    if node.rule is None or node.scale not in resolved.scales:
        return
    scale, _ = resolved.scales[node.scale]
    unknown = {fact: facts[fact].unknown for fact in node.rule.reads() if fact in facts}
    if len(unknown) < len(set(node.rule.reads())):
        return  # told by itself
    for each in node.rule.points(BoundsAlgebra(unknown), node.weight).possibilities:
        points = each.span.single
        if each.how == "awarded" and points is not None and scale.label(points) is None:
            yield resolved.indicator_places[node.id]["rule"].problem("rule", _no_level(node, points))


def _is_off_scale(resolved: Resolved, node: Indicator, points: Fraction) -> bool:
    return node.scale in resolved.scales and resolved.scales[node.scale][0].label(points) is None


def _may_not_apply(node: Indicator) -> bool:
    """Whether it is foreseen that *node* does not apply; a waiver may make it so as well."""
    return node.applies_when is not None


def _no_level(node: Indicator, points: Fraction) -> Text:
    return Text(
        f"{shown(points)} 分不是量表 '{node.scale}' 的一级", f"{shown(points)} is no level of scale '{node.scale}'"
    )


def _gate_on_scale(resolved: Resolved, gate: Gate, place: Place, nodes: Mapping[str, Indicator]) -> Iterator[Problem]:
    """A gate that leaves points which no level of the scale of its node has."""
    if gate.action not in ON_POINTS or gate.at not in nodes:
        return
    points = ZERO if gate.points is None else Fraction(gate.points)
    if _is_off_scale(resolved, nodes[gate.at], points):
        yield place.problem("action" if gate.points is None else "points", _no_level(nodes[gate.at], points))


def _condition(
    condition: Expression | None, key: str, place: Place | None, facts: Mapping[str, FactDeclaration]
) -> Iterator[Problem]:
    if condition is not None and place is not None:
        for misfit in Checks.expression_misfits(key, condition, facts):
            yield place.problem(misfit.path, misfit.what, misfit.hint)


def _policy(resolved: Resolved, id: str, facts: Mapping[str, FactDeclaration]) -> Iterator[Problem]:
    """A policy that needs a fact names one, and only such a policy does."""
    given = resolved.policies.get(id, {})
    if not {"not_applicable", "cohort_mean"} & set(given):
        return
    policy = policy_of(resolved, id)
    key = "cohort_mean" if "cohort_mean" in given else "not_applicable"
    place = given[key][1]
    if policy.not_applicable == "cohort_mean" and not policy.cohort_mean:
        what = Text(
            "缺少 cohort_mean（同类平均分是哪个事实）",
            "'cohort_mean' (the fact with the mean of the cohort) is missing",
        )
        yield place.problem(key, what)
    elif policy.not_applicable == "cohort_mean":
        wanted = Text("数值型事实（同类单位的平均分）", "a numeric fact (the mean points of the cohort)")
        for misfit in Checks.unknown_facts({"cohort_mean": policy.cohort_mean}, facts, NUMERIC, wanted):
            yield place.problem("cohort_mean" if key == "cohort_mean" else key, misfit.what, misfit.hint)
    elif "cohort_mean" in given:
        what = Text('只有 not_applicable = "cohort_mean" 才写', 'only with not_applicable = "cohort_mean"')
        yield place.problem(key, what)


def _gate(
    gate: Gate, place: Place, nodes: Mapping[str, Indicator], facts: Mapping[str, FactDeclaration], grades: set[str]
) -> Iterator[Problem]:
    yield from _condition(gate.when, "when", place, facts)
    if gate.at and gate.at not in nodes:
        yield place.problem("at", _no_indicator(gate.at), nearest(gate.at, nodes))
    if gate.at and gate.action not in ON_POINTS:
        yield place.problem("at", Text("等级和公布只对总分而言", "grades and publication concern the total only"))
    needed = _NEEDS.get(gate.action)
    for key in ("points", "grade"):
        if (getattr(gate, key) is None) == (key == needed):
            what = (
                Text(f"{gate.action} 要写 {key}", f"'{gate.action}' needs '{key}'")
                if key == needed
                else Text(f"{gate.action} 不用 {key}", f"'{gate.action}' takes no '{key}'")
            )
            yield place.problem(() if key == needed else key, what)
    if gate.points is not None and gate.points < 0:
        yield place.problem("points", Text("不能为负", "must not be negative"))
    if gate.grade is not None and gate.grade not in grades:
        what = Text(f"没有等级 '{gate.grade}'", f"there is no grade '{gate.grade}'")
        yield place.problem("grade", what, nearest(gate.grade, grades))


def _scale_problems(resolved: Resolved, id: str) -> Iterator[Problem]:
    scale, place = resolved.scales[id]
    if not scale.levels:
        yield place.problem("levels", Text("一级也没有", "there is no level"))
    for number, (low, high) in enumerate(pairwise(scale.levels), 1):
        if low.points >= high.points:
            yield place.problem(("levels", number, "points"), Text("各级要从低到高", "levels go from low to high"))
    labels = [level.label for level in scale.levels]
    for number, label in enumerate(labels):
        if label in labels[:number]:
            yield place.problem(("levels", number, "label"), Text(f"'{label}' 重复", f"'{label}' is given twice"))


def _conversion_problems(
    resolved: Resolved, conversions: Mapping[str, Conversion], faulty: Collection[str]
) -> Iterator[Problem]:
    """
    Unknown labels, and combinations that a table forgot, each with the first that shows it.

    What is built on one of the scales that are *faulty* cannot be judged.
    """
    for id, (_, place) in resolved.conversions.items():
        table = conversions[id]
        if table.scale not in resolved.scales:
            what = Text(f"没有量表 '{table.scale}'", f"there is no scale '{table.scale}'")
            yield place.problem("scale", what, nearest(table.scale, resolved.scales))
            continue
        if table.scale in faulty:
            continue
        unknown = False
        for row, to in table.rows.items():
            for label in (*split(row), to):
                if label not in table.points:
                    unknown = True
                    what = Text(f"量表里没有 '{label}'", f"the scale has no '{label}'")
                    yield place.problem(("rows", row), what, nearest(label, table.points))
        for row in [] if unknown else table.contradictions():
            what = Text("同样的等次在别处换成了另一个", "another row says something else of the same labels")
            yield place.problem(("rows", row), what)
        missing = [] if unknown else table.missing()
        if missing:
            scale = resolved.scales[table.scale][0]
            labels = " ".join(scale.label(points) or "?" for points in missing[0])
            what = Text(f"没有 {labels} 这一行", f"there is no row for {labels}")
            yield place.problem("rows", what)
