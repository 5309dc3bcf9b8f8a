"""Points set by hand: beyond what the rule can give, without the fact it needs, or against what it says."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evalfw.foundation import Text, listing, quoted, shown, shown_span, verbatim
from evalfw.language import Known, Range, Rule
from evalfw.rubric import Rubric
from evalfw.scoring.lacking import open_facts
from evalfw.scoring.report import AppliedOverride, Finding, IndicatorResult
from evalfw.scoring.ruling import awardable
from evalfw.scoring.table import FactTable


def override_findings(rubric: Rubric, table: FactTable, results: tuple[IndicatorResult, ...]) -> Iterator[Finding]:
    """
    One finding for each override:

    ``override.not_awardable`` (the rule cannot give these points for any facts), ``override.full_marks_without_fact`` and
    ``override.without_fact`` (the rule cannot be checked), ``override.differs`` (the rule gives something else), or
    ``override.agrees``. Where the criterion leaves the points to a person, only the range it leaves counts; where the rule
    failed, that is told (``override.rule_failed``).
    """
    for result in results:
        node = rubric.by_id[result.id]
        if result.override is None or node.rule is None:
            continue
        override = result.override
        if override.rule_state == "error":
            yield _failed(result, override)
            continue
        decided = override.rule_state == "pending" and all(
            isinstance(table.values[fact], Known) for fact in node.rule.reads()
        )
        possible = (override.rule_bounds,) if decided else awardable(node, node.rule, table.declarations)
        if possible and not any(each.contains(result.override.points) for each in possible):
            yield _not_awardable(result, result.override, possible)
        elif result.override.rule_points is None:
            yield _unchecked(result, result.override, node.rule, table)
        else:
            yield _checked(result, result.override, result.override.rule_points)


def _not_awardable(result: IndicatorResult, override: AppliedOverride, possible: tuple[Range, ...]) -> Finding:
    spans = sorted(possible, key=lambda each: (each.least is not None, each.least or 0))
    choices = Text.joined((verbatim(_span(each)) for each in spans), " 或 ", " or ")
    ends = [end for each in possible for end in (each.least, each.most) if end is not None]
    given = shown(override.points)
    return Finding(
        code="override.not_awardable",
        severity="warning",
        message=result.name
        + Text(
            f"：给了 {given} 分，而评价要点只能给 {choices.zh} 分",
            f": set to {given}, but the criterion can only give {choices.en}",
        ),
        indicators=(result.id,),
        audience=override.source.audience,
        at_stake=max((abs(end - override.points) for end in ends), default=None),
    )


def _failed(result: IndicatorResult, override: AppliedOverride) -> Finding:
    given = shown(override.points)
    return Finding(
        code="override.rule_failed",
        severity="warning",
        message=result.name
        + Text(f"：人工认定 {given} 分，而规则无法计分：", f": set by hand to {given}; the rule could not be scored: ")
        + override.rule_because,
        indicators=(result.id,),
        audience=override.source.audience,
        at_stake=_reach(override.rule_bounds, override.points),
    )


def _span(each: Range) -> str:
    if each.single is not None:
        return shown(each.single)
    return shown_span(each.least, each.most)


def _unchecked(result: IndicatorResult, override: AppliedOverride, rule: Rule, table: FactTable) -> Finding:
    lacking = open_facts(rule.reads(), table)
    names = listing(Text(quoted(table.view.name(fact).zh), table.view.name(fact).en) for fact in lacking)
    figure = any(table.declarations[fact].is_numeric for fact in lacking)
    full = not result.extra and override.points == result.weight
    given = shown(override.points)
    if full:
        said = Text(f"：得满分 {given} 分", f": full marks ({given})")
    else:
        said = Text(f"：给了 {given} 分", f": set to {given}")
    if not lacking:
        why = Text("，按评价要点应由人裁定", ", which the criterion leaves to a person")
    elif figure:
        why = Text(f"，但没有给出{names.zh}的数值", f", but no figure is given for {names.en}")
    else:
        why = Text(f"，但没有{names.zh}的佐证", f", but nothing is given for {names.en}")
    return Finding(
        code="override.full_marks_without_fact" if full else "override.without_fact",
        severity="warning" if lacking else "info",
        message=result.name + said + why,
        indicators=(result.id,),
        audience=override.source.audience,
        at_stake=_reach(override.rule_bounds, override.points),
    )


def _reach(bounds: Range, points: Fraction) -> Fraction | None:
    if bounds.least is None or bounds.most is None:
        return None
    return max(points - bounds.least, bounds.most - points)


def _checked(result: IndicatorResult, override: AppliedOverride, by_rule: Fraction) -> Finding:
    given, ruled = shown(override.points), shown(by_rule)
    if by_rule == override.points:
        return Finding(
            code="override.agrees",
            severity="info",
            message=result.name
            + Text(f"：人工认定与规则一致，都是 {given} 分", f": set by hand to {given}, as the rule says"),
            indicators=(result.id,),
            audience=override.source.audience,
            at_stake=Fraction(0),
        )
    return Finding(
        code="override.differs",
        severity="warning",
        message=result.name
        + Text(
            f"：人工认定 {given} 分，按规则是 {ruled} 分",
            f": set by hand to {given}, the rule gives {ruled}",
        ),
        indicators=(result.id,),
        audience=override.source.audience,
        at_stake=abs(by_rule - override.points),
    )
