"""What the rule of a leaf says, before anybody has decided anything about it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from evalfw.foundation import NOTHING, Text, round_half_up, shown, shown_span, told, wrong_type
from evalfw.language import (
    BoundsAlgebra,
    Expression,
    FactDeclaration,
    Outcome,
    Range,
    Rule,
    TooLargeError,
    UndefinedError,
    Unknown,
    Values,
    amount,
    asked_by,
    exact_outcome,
    facts_in,
)
from evalfw.rubric import Indicator
from evalfw.scoring.lacking import absent, lacking, open_facts, sufficing
from evalfw.scoring.report import State
from evalfw.scoring.table import FactTable


class Ruling(NamedTuple):
    """
    What the rule alone says.

    Attributes:
        state: ``scored``, ``missing``, ``pending`` or ``error``.
        points: Rounded; None unless scored.
        bounds: Guaranteed least and most points, rounded.
        branch: From 0; None if none was taken.
        because: Why.
        unknown: Ids of the facts the rule still needs.
    """

    state: State
    points: Fraction | None
    bounds: Range
    branch: int | None
    because: Text
    unknown: tuple[str, ...] = ()


def rule_on(leaf: Indicator, rule: Rule, table: FactTable) -> Ruling:
    """What *rule* says of *leaf*. A rule that fails makes the leaf ``error``, never the whole run."""
    try:
        needed = [] if leaf.applies_when is None else [ref.id for ref in facts_in(leaf.applies_when.root)]
        values = MappingProxyType({fact: table.values[fact] for fact in (*rule.reads(), *needed)})
        outcome = outcome_of(rule, leaf.weight, values, table.declarations, leaf.applies_when)
        if leaf.is_monitored and _is_unjudged(outcome_of(rule, ONE, values, table.declarations, leaf.applies_when)):
            unknown = open_facts(rule.reads(), table)
            return Ruling("missing", None, leaf.limits, None, lacking(unknown, table), unknown)
        return _ruling(outcome, leaf, rule, table, leaf.places)
    except TooLargeError:
        return _error(leaf, Text("规则算出的数太长", "the rule reaches numbers that are too long"))
    except UndefinedError:
        return _error(leaf, Text("规则中有除数为零", "the rule divides by zero"))
    except Exception as error:  # a rule may come from a plugin: whatever it raises concerns this leaf alone
        return _error(leaf, told(Text(f"规则 {rule.kind}", f"rule {rule.kind}"), error))


ONE = Fraction(1)


def _is_unjudged(outcome: Outcome) -> bool:
    """Whether it is open what the rule of an indicator that earns nothing would give, if it did."""
    only = outcome.only
    return only is None or (only.how == "awarded" and only.span.single is None)


def _error(leaf: Indicator, because: Text) -> Ruling:
    return Ruling("error", None, leaf.limits, None, because)


def outcome_of(
    rule: Rule,
    weight: Fraction,
    values: Values,
    declarations: Mapping[str, FactDeclaration],
    applies: Expression | None = None,
) -> Outcome:
    """
    What *rule* awards, or everything it may still award.

    With all facts known it is read exactly. Where facts are unknown it is read as bounds, which are safe; if these leave more
    than one thing open, cell by cell, which is exact as far as linear arithmetic reaches.

    Raises:
        UndefinedError: All facts are known, and the outcome hangs on a division by zero.
    """
    unknown = {fact: value for fact, value in values.items() if isinstance(value, Unknown)}
    if not unknown:
        return exact_outcome(rule, weight, values)
    outcome = rule.points(BoundsAlgebra(values), weight)
    if outcome.same is not None or (outcome.only is not None and outcome.only.how != "awarded"):
        return outcome  # bounds leave nothing out, so that they are exact where they leave one thing open
    from evalfw.language import possible_outcome  # seldom needed, and not small

    return possible_outcome(rule, weight, values, declarations, applies) or outcome


def awardable(leaf: Indicator, rule: Rule, declarations: Mapping[str, FactDeclaration]) -> tuple[Range, ...]:
    """The points that *rule* can give for any facts at all, one range a branch; nothing if it fails."""
    try:
        outcome = rule.points(BoundsAlgebra({fact: declarations[fact].unknown for fact in rule.reads()}), leaf.weight)
    except Exception:  # told as the error of the indicator where that has no override
        return ()
    return tuple(dict.fromkeys(each.span for each in outcome.possibilities if each.how != "unruled"))


def _ruling(outcome: Outcome, leaf: Indicator, rule: Rule, table: FactTable, places: int) -> Ruling:
    bounds = _rounded(outcome.span, places)
    excluded = outcome.only is not None and outcome.only.open_above and bounds.most == outcome.span.most
    if excluded and bounds.most is not None:
        bounds = Range(bounds.least, bounds.most - Fraction(1, 10**places))  # points have no value in between
    points = outcome.awarded
    only = outcome.only
    if (
        points is None
        and only is None
        and (same := outcome.same) is not None
        and (leaf.extra or leaf.limits.contains(same))
    ):
        points = _capped(round_half_up(same, places), leaf)
        because = Text("无论未定的事实如何，得", "whatever the open facts turn out to be: ") + amount(points)
        because += sufficing(rule.reads(), table) + absent(asked_by(rule), table)
        return Ruling("scored", points, Range(points, points), None, because)
    if points is not None and only is not None:
        exact, points = points, round_half_up(points, places)
        if not leaf.extra and not leaf.limits.contains(points):
            span = shown_span(leaf.limits.least, leaf.limits.most)
            wrong = Text(
                f"规则 {rule.kind}{_by(rule).zh}给了 {shown(points)} 分，超出 {span} 分",
                f"rule {rule.kind}{_by(rule).en} gave {shown(points)}, outside {span}",
            )
            return _error(leaf, wrong)
        because = rule.because(only.branch, points, leaf.weight, table.view)
        if not isinstance(because, Text):
            raise wrong_type(because, "Text")
        because += sufficing(rule.reads(), table) + absent(asked_by(rule), table)
        if exact != points:
            because += Text(
                f"（{shown(exact)}，{_to(places).zh}计为 {shown(points)}）",
                f" ({shown(exact)}, {_to(places).en} {shown(points)})",
            )
        capped = _capped(points, leaf)
        if capped != points:
            because += Text(f"，以 {shown(capped)} 分为限", f", limited to {shown(capped)}")
        return Ruling("scored", capped, Range(capped, capped), only.branch, because)
    bounds = bounds.clipped(leaf.limits.least, leaf.limits.most)
    unknown = open_facts(rule.reads(), table)
    if not unknown and only is not None:
        because = rule.because(only.branch, None, leaf.weight, table.view)
        if only.how == "unruled":
            because += Text("：评分标准没有规定，待人裁定", ": the criterion does not say; a person has to decide")
        return Ruling("pending", None, bounds, only.branch, because)
    disputed = all(table.standings[fact] == "disputed" for fact in unknown)
    return Ruling("pending" if disputed else "missing", None, bounds, None, lacking(unknown, table), unknown)


def _to(places: int) -> Text:
    """How points are rounded to *places* decimals."""
    return Text(f"按 {places} 位小数", f"to {places} decimals") if places else Text("按整数", "to whole points")


def _by(rule: Rule) -> Text:
    """Who brought *rule*; nothing if evalfw did."""
    return Text(f"（插件 {rule.brought_by}）", f" of plugin {rule.brought_by}") if rule.brought_by else NOTHING


def _capped(points: Fraction, leaf: Indicator) -> Fraction:
    """*points* of an 加减分项 within its own limits (最多加5分); a weighted indicator is within them anyway."""
    return leaf.limits.nearest(points)


def _rounded(span: Range, places: int) -> Range:
    return span.at_ends(lambda end: round_half_up(end, places))
