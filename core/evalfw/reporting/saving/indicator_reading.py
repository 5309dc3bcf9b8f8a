"""The indicators and facts of a saved report."""

from __future__ import annotations

from typing import cast, get_args

from evalfw.foundation import Text
from evalfw.language import FactType, Range
from evalfw.reporting.saving.cursor import Cursor
from evalfw.reporting.saving.source_reading import audience_at, source_at
from evalfw.scoring import AppliedOverride, FactUse, IndicatorResult, State


def range_at(at: Cursor) -> Range:
    """Between what points lie. Raises ReportError."""
    return Range(at["low"].maybe_number(), at["high"].maybe_number())


def tree_at(at: Cursor) -> tuple[IndicatorResult, ...]:
    """All nodes: each id once, below the one that it begins with, and behind it."""
    nodes: dict[str, IndicatorResult] = {}
    for each in at.items():
        node = _indicator(each)
        above = node.id.rpartition(".")[0] or None
        if node.id in nodes or not node.id:
            raise each["id"].fault(
                Text(f"编号 '{node.id[:80]}' 用了两次，或是空的", f"id '{node.id[:80]}' is empty or used twice")
            )
        if node.parent != above or (above is not None and above not in nodes):
            raise each["parent"].fault(Text("上级指标不对，或排在后面", "not the node above, or one that comes later"))
        if node.level != node.id.count(".") + 1:
            raise each["level"].fault(Text("级次与编号不符", "not the level that the id has"))
        nodes[node.id] = node
    return tuple(nodes.values())


def _indicator(at: Cursor) -> IndicatorResult:
    rule, has_figure = at["rule"], at.get("has_figure")
    return IndicatorResult(
        id=at["id"].text(),
        parent=None if at["parent"].is_null else at["parent"].text(),
        level=at["level"].whole(),
        title=at["title"].text(),
        description=at["description"].text(),
        criterion=at["criterion"].text(),
        note=at["note"].text(),
        extra=at["extra"].flag(),
        weight=at["weight"].number(),
        points=at["points"].maybe_number(),
        bounds=range_at(at),
        state=at["state"].one_of(get_args(State)),
        rule_kind="" if rule.is_null else rule["kind"].text(),
        rule_words=at["aggregate"].said() if rule.is_null else rule["words"].said(),
        branch=None if at["branch"].is_null else at["branch"].whole(),
        because=at["because"].said(),
        facts=tuple(map(fact_at, at["facts"].items())),
        override=at["override"].maybe(_override),
        claim=at["claim"].maybe_number(),
        label=at["label"].text(),
        explanation=at["explanation"].text(),
        has_figure=True if has_figure.is_null else has_figure.flag(),
        by=at["plugins"].texts(),
        target=at.get("target").said(),
        internal=at.get("internal").texts(),
        lost=at.get("lost").maybe_number(),
    )


def fact_at(at: Cursor) -> FactUse:
    """A fact as it was used. Raises ReportError."""
    kind, audience = at.get("type"), at.get("audience")
    return FactUse(
        id=at["id"].text(),
        label=at["label"].text(),
        value=None if at["value"].is_null else at["value"].text(),
        shown=at["shown"].said(),
        derived=at["derived"].flag(),
        sources=tuple(map(source_at, at["sources"].items())),
        by=at["plugins"].texts(),
        type="text" if kind.is_null else kind.one_of(get_args(FactType)),
        unit=at.get("unit").text(),
        audience=audience_at(audience),
        inputs=at.get("inputs").texts(),
        how=at.get("how").said(),
    )


def _override(at: Cursor) -> AppliedOverride:
    day, (source, *_) = at["date"].day(), tuple(map(source_at, at["sources"].items())) or (None,)
    if day is None or source is None:
        raise at.fault(Text("缺少日期或出处", "a date and a source are needed"))
    state, points = at.get("rule_state"), at["rule_points"].maybe_number()
    return AppliedOverride(
        points=at["points"].number(),
        author=at["author"].text(),
        reason=at["reason"].text(),
        date=day,
        source=source,
        rule_state=cast(State, "scored" if state.is_null else state.one_of(get_args(State))),
        rule_points=points,
        rule_bounds=Range(at.get("rule_low").maybe_number(), at.get("rule_high").maybe_number()),
        rule_because=at["rule_because"].said(),
    )
