"""Score one leaf: the rule, then what people decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from evalfw.algebra import (
    BoundsAlgebra,
    Known,
    Outcome,
    Range,
    TooLargeError,
    UndefinedError,
    Unknown,
    Values,
)
from evalfw.exact import ZERO, round_half_up, shown
from evalfw.expressions import expression_words, facts_in
from evalfw.facts import FactDeclaration, FactView, machine_form, show_amount
from evalfw.model.evidence import Evidence, Exemption
from evalfw.model.report import AppliedOverride, FactUse, IndicatorResult, State
from evalfw.model.rubric import Indicator, Rubric
from evalfw.rules.exactly import exact_outcome
from evalfw.rules.rule import Rule, amount
from evalfw.scoring.applying import may_apply
from evalfw.scoring.parts import cohort_mean
from evalfw.scoring.table import FactTable
from evalfw.text import Text, listing, quoted, verbatim


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


def score_leaf(
    leaf: Indicator, rule: Rule, rubric: Rubric, table: FactTable, evidence: Evidence, as_of: date | None
) -> IndicatorResult:
    """The result of *leaf*, whose rule is *rule*."""
    ruling = rule_on(leaf, rule, table)
    claim = evidence.claims.get(leaf.id)
    result = IndicatorResult(
        id=leaf.id,
        parent=leaf.parent,
        level=leaf.level,
        title=leaf.title,
        description=leaf.description,
        criterion=leaf.criterion,
        note=leaf.note,
        extra=leaf.extra,
        weight=leaf.weight,
        points=ruling.points,
        bounds=ruling.bounds,
        state=ruling.state,
        rule_kind=rule.kind,
        rule_words=_words(rule, leaf, table),
        branch=None if ruling.branch is None else ruling.branch + 1,
        because=ruling.because,
        facts=tuple(fact_use(fact, table) for fact in rule.reads()),
        override=None,
        claim=None if claim is None else Fraction(claim.points),
        label=_label(leaf, rule, ruling, rubric, table),
        explanation=explained.text if (explained := evidence.explanations.get(leaf.id)) is not None else "",
    )
    exemption = evidence.exemptions.get(leaf.id)
    if exemption is not None and holds(exemption, as_of):
        return _exempted(result, exemption)
    applies = may_apply(leaf, table)
    if applies is False:
        return _not_applying(leaf, result, table)
    if applies is None:
        result = _perhaps_applying(leaf, result, table)
    if result.state == "missing" and leaf.policy.missing == "error":
        demanded = Text("（必须提供）", " (must be supplied)")
        result = result._replace(state="error", because=result.because + demanded)
    override = evidence.overrides.get(leaf.id)
    if override is None or (as_of is not None and override.date > as_of):
        return result
    points = Fraction(override.points)
    applied = AppliedOverride(
        points=points,
        author=override.author,
        reason=override.reason,
        date=override.date,
        source=override,
        rule_state=ruling.state,
        rule_points=ruling.points,
        rule_bounds=ruling.bounds,
        rule_because=ruling.because,
    )
    because = Text(
        f"人工认定{amount(points).zh}：{override.reason}。按规则：{ruling.because.zh}",
        f"Set by hand to {amount(points).en}: {override.reason}. By the rule: {ruling.because.en}",
    )
    return result._replace(
        points=points,
        bounds=Range(points, points),
        state="scored",
        branch=None,
        because=because,
        override=applied,
    )


def holds(exemption: Exemption, as_of: date | None) -> bool:
    """Whether *exemption* counts on the day *as_of*, which is given wherever there are exemptions."""
    return as_of is not None and exemption.valid_from <= as_of <= exemption.until


def rule_on(leaf: Indicator, rule: Rule, table: FactTable) -> Ruling:
    """What *rule* says of *leaf*. A rule that fails makes the leaf ``error``, never the whole run."""
    try:
        outcome = outcome_of(rule, leaf.weight, {fact: table.values[fact] for fact in rule.reads()}, table.declarations)
        return _ruling(outcome, leaf, rule, table, leaf.places)
    except TooLargeError:
        return _error(leaf, Text("规则算出的数太长", "the rule reaches numbers that are too long"))
    except UndefinedError:
        return _error(leaf, Text("规则中有除数为零", "the rule divides by zero"))
    except Exception as error:  # a rule may come from a plugin: whatever it raises concerns this leaf alone
        said = f"{type(error).__name__}: {error}"
        return _error(leaf, Text(f"规则 {rule.kind} 出错：{said}", f"rule {rule.kind} failed: {said}"))


def _error(leaf: Indicator, because: Text) -> Ruling:
    return Ruling("error", None, leaf.limits, None, because)


def outcome_of(rule: Rule, weight: Fraction, values: Values, declarations: Mapping[str, FactDeclaration]) -> Outcome:
    """
    What *rule* awards, or everything it may still award.

    With all facts known it is read exactly. With numbers or choices unknown it is read cell by cell, which is exact too, as far
    as linear arithmetic reaches; otherwise as bounds, which are safe and may be a little wide.

    Raises:
        UndefinedError: All facts are known, and the outcome hangs on a division by zero.
    """
    unknown = {fact: value for fact, value in values.items() if isinstance(value, Unknown)}
    if not unknown:
        return exact_outcome(rule, weight, values)
    if any(declarations[fact].type not in ("bool", "list", "text") for fact in unknown):
        from evalfw.proving.possible import possible_outcome  # seldom needed, and not small

        possible = possible_outcome(rule, weight, values, declarations)
        if possible is not None:
            return possible
    return rule.points(BoundsAlgebra(values), weight)


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
    if points is None and only is None and (same := outcome.same) is not None:
        points = _capped(round_half_up(same, places), leaf)
        because = Text("无论未定的事实如何，得", "whatever the open facts turn out to be: ") + amount(points)
        return Ruling("scored", points, Range(points, points), None, because)
    if points is not None and only is not None:
        points = round_half_up(points, places)
        if not leaf.extra and not leaf.limits.contains(points):
            wrong = Text(
                f"规则给了 {shown(points)} 分，超出允许范围", f"the rule gave {shown(points)}, outside its limits"
            )
            return _error(leaf, wrong)
        because = rule.because(only.branch, points, leaf.weight, table.view)
        if not isinstance(because, Text):
            raise TypeError(f"'because' gave {type(because).__name__}, expected Text")
        capped = _capped(points, leaf)
        if capped != points:
            because += Text(f"，以 {shown(capped)} 分为限", f", limited to {shown(capped)}")
        return Ruling("scored", capped, Range(capped, capped), only.branch, because)
    bounds = bounds.clipped(leaf.limits.least, leaf.limits.most)
    unknown = tuple(fact for fact in rule.reads() if not isinstance(table.values[fact], Known))
    if not unknown and only is not None:
        because = rule.because(only.branch, None, leaf.weight, table.view)
        if only.how == "unruled":
            because += Text("：评分标准没有规定，待人裁定", ": the criterion does not say; a person has to decide")
        return Ruling("pending", None, bounds, only.branch, because)
    disputed = all(table.standings[fact] == "disputed" for fact in unknown)
    return Ruling("pending" if disputed else "missing", None, bounds, None, _lacking(unknown, table), unknown)


def _capped(points: Fraction, leaf: Indicator) -> Fraction:
    """*points* of an 加减分项 within its own limits (最多加5分); a weighted indicator is within them anyway."""
    capped = Range(points, points).clipped(leaf.limits.least, leaf.limits.most).least
    assert capped is not None  # a finite number clipped stays finite
    return capped


def _lacking(unknown: tuple[str, ...], table: FactTable) -> Text:
    parts = []
    missing = [fact for fact in unknown if table.standings[fact] == "missing"]
    if missing:
        names = [table.view.name(fact) for fact in missing]
        lacking = "".join(quoted(name.zh) for name in names)
        parts.append(Text(f"缺少{lacking}", f"missing: {listing(names).en}"))
    for fact in unknown:
        name, standing = table.view.name(fact), table.standings[fact]
        if standing == "disputed":
            values = listing(table.stated_shown(fact))
            parts.append(Text(f"{name.zh}有出入（{values.zh}）", f"{name.en} is disputed ({values.en})"))
        elif standing == "ranged":
            parts.append(Text(f"{name.zh}只有范围", f"only a range is known of {name.en}"))
    return listing(parts)


def _rounded(span: Range, places: int) -> Range:
    return Range(
        None if span.least is None else round_half_up(span.least, places),
        None if span.most is None else round_half_up(span.most, places),
    )


def _words(rule: Rule, leaf: Indicator, table: FactTable) -> Text:
    try:
        words = rule.words(leaf.weight, FactView(table.declarations, {}))
        return words if isinstance(words, Text) else verbatim(rule.kind)
    except Exception:  # the sentence of a plugin's rule; its points are judged by themselves
        return verbatim(rule.kind)


def fact_use(fact: str, table: FactTable) -> FactUse:
    """*fact* as a rule reads it."""
    declaration, value = table.declarations[fact], table.known(fact)
    return FactUse(
        id=fact,
        label=declaration.label,
        value=None if value is None else machine_form(value),
        shown=Text("未知", "unknown") if value is None else show_amount(declaration, value),
        derived=table.standings[fact] == "derived",
        sources=table.statements.get(fact, ()),
    )


def _label(leaf: Indicator, rule: Rule, ruling: Ruling, rubric: Rubric, table: FactTable) -> str:
    """The label of the points on the scale of *leaf*; of a choice the label that was chosen, which may say more."""
    scale = rubric.scales.get(leaf.scale)
    if scale is None:
        return ""
    if rule.kind == "by_choice":
        (fact,) = rule.reads()
        chosen = table.known(fact)
        if isinstance(chosen, str):
            return table.view.choice(fact, chosen)
    if ruling.points is None:
        labels = scale.labels(ruling.bounds)
        return "～".join(dict.fromkeys((labels[0], labels[-1]))) if labels else ""
    return scale.label(ruling.points) or ""


def _condition(leaf: Indicator, table: FactTable) -> Text:
    assert leaf.applies_when is not None  # otherwise it applies
    return expression_words(leaf.applies_when.root, table.view)


def _not_applying(leaf: Indicator, result: IndicatorResult, table: FactTable) -> IndicatorResult:
    condition = _condition(leaf, table)
    because = Text(f"不适用：只在“{condition.zh}”时评价", f"Not applicable: it applies only if {condition.en}")
    bounds = Range(ZERO, ZERO)
    if leaf.policy.not_applicable == "cohort_mean":
        bounds = cohort_mean(leaf, table)
        mean = table.view.stated(leaf.policy.cohort_mean)
        because += Text(f"；按同类平均计：{mean.zh}", f"; the mean of the cohort counts: {mean.en}")
    return result._replace(points=None, bounds=bounds, state="not_applicable", branch=None, because=because)


def _perhaps_applying(leaf: Indicator, result: IndicatorResult, table: FactTable) -> IndicatorResult:
    """An indicator of which it cannot be told whether it applies is missing, whatever its rule says."""
    assert leaf.applies_when is not None  # otherwise it applies
    unknown = tuple(
        dict.fromkeys(ref.id for ref in facts_in(leaf.applies_when.root) if not isinstance(table.values[ref.id], Known))
    )
    lacking, condition = _lacking(unknown, table), _condition(leaf, table)
    because = lacking + Text(
        f"，不能确定是否适用（{condition.zh}）", f": it cannot be told whether it applies ({condition.en})"
    )
    return result._replace(points=None, state="missing", branch=None, because=because)


def _exempted(result: IndicatorResult, exemption: Exemption) -> IndicatorResult:
    state: State = "waived" if exemption.kind == "waived" else "not_applicable"
    kind = Text("豁免", "Waived") if state == "waived" else Text("不适用", "Not applicable")
    because = kind + Text(
        f"：{exemption.reason}（{exemption.approver}，{exemption.valid_from}至{exemption.until}）",
        f": {exemption.reason} ({exemption.approver}, {exemption.valid_from} to {exemption.until})",
    )
    return result._replace(points=None, bounds=Range(ZERO, ZERO), state=state, branch=None, because=because)
