"""Score one leaf: the rule, then what people decided about it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from evalfw.evidence import Evidence, Exemption
from evalfw.foundation import CORE, NOTHING, Text, is_of, verbatim
from evalfw.language import FactView, Range, Rule, amount, expression_words, facts_in, machine_form, show_amount
from evalfw.rubric import Indicator, Rubric
from evalfw.scoring.applying import may_apply
from evalfw.scoring.authors import authors_of
from evalfw.scoring.lacking import lacking
from evalfw.scoring.parts import NOTHING_EARNED, is_left_out, points_instead
from evalfw.scoring.report import AppliedOverride, FactUse, IndicatorResult, State
from evalfw.scoring.ruling import Ruling, rule_on
from evalfw.scoring.table import FactTable


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
        by=authors_beside(leaf, table),
        target=_target(rule, table),
        internal=internal_entries(leaf.id, evidence),
        explanation=explained.text if (explained := evidence.explanations.get(leaf.id)) is not None else "",
    )
    exemption = evidence.exemptions.get(leaf.id)
    if exemption is not None and holds(exemption, as_of):
        return _exempted(leaf, result, exemption, table)
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


def internal_entries(id: str, evidence: Evidence) -> tuple[str, ...]:
    """Which entries about the node *id* are labelled internal."""
    entries = {
        "claim": evidence.claims.get(id),
        "explanation": evidence.explanations.get(id),
        "exemption": evidence.exemptions.get(id),
    }
    return tuple(name for name, entry in entries.items() if entry is not None and entry.audience == "internal")


def holds(exemption: Exemption, as_of: date | None) -> bool:
    """Whether *exemption* counts on the day *as_of*, which is given wherever there are exemptions."""
    return as_of is not None and exemption.valid_from <= as_of <= exemption.until


def _words(rule: Rule, leaf: Indicator, table: FactTable) -> Text:
    try:
        words = rule.words(leaf.weight, FactView(table.declarations, {}))
        return words if isinstance(words, Text) else verbatim(rule.kind)
    except Exception:  # the sentence of a plugin's rule; its points are judged by themselves
        return verbatim(rule.kind)


def _target(rule: Rule, table: FactTable) -> Text:
    try:
        target = rule.stated_target(table.view)
        return target if isinstance(target, Text) else NOTHING
    except Exception:  # as above
        return NOTHING


def fact_use(fact: str, table: FactTable) -> FactUse:
    """*fact* as a rule reads it."""
    declaration, value = table.declarations[fact], table.known(fact)
    is_derived = table.standings[fact] == "derived"
    derivation = declaration.derivation
    return FactUse(
        id=fact,
        label=declaration.label,
        value=None if value is None else machine_form(value),
        shown=Text("未知", "unknown") if value is None else show_amount(declaration, value),
        derived=is_derived,
        sources=table.statements.get(fact, ()),
        by=table.authors[fact],
        type=declaration.type,
        unit=declaration.unit,
        audience=declaration.audience,
        inputs=tuple(dict.fromkeys(ref.id for ref in facts_in(derivation.root))) if derivation is not None else (),
        how=NOTHING if derivation is None or not is_derived else expression_words(derivation.root, table.view),
    )


def authors_beside(node: Indicator, table: FactTable) -> tuple[str, ...]:
    """
    Plugins that brought the rule or aggregator of *node* or functions that these and its conditions call; and plugins of others behind
    facts that are not listed with it: those of its conditions and of its aggregator.
    """
    conditions = [each for each in (node.applies_when, node.explain_when) if each is not None]
    unlisted = [ref.id for each in conditions for ref in facts_in(each.root)]
    unlisted += () if node.aggregate is None else node.aggregate.reads()
    behind = (author for fact in unlisted for author in table.authors[fact] if not is_of(author, CORE))
    return tuple(dict.fromkeys((*authors_of(node.rule, node.aggregate, *conditions), *behind)))


def _label(leaf: Indicator, rule: Rule, ruling: Ruling, rubric: Rubric, table: FactTable) -> str:
    """The label of the points on the scale of *leaf*; of a choice the label that was chosen, which may say more."""
    scale = rubric.scales.get(leaf.scale)
    if scale is None:
        return ""
    return _said_by(rule, table) or scale.span(ruling.bounds)


def _said_by(rule: Rule, table: FactTable) -> str:
    try:
        label = rule.label(table.view)
        return label if isinstance(label, str) else ""
    except Exception:  # as above
        return ""


def _condition(leaf: Indicator, table: FactTable) -> Text:
    assert leaf.applies_when is not None  # otherwise it applies
    return expression_words(leaf.applies_when.root, table.view)


def _not_applying(leaf: Indicator, result: IndicatorResult, table: FactTable) -> IndicatorResult:
    because = failed_condition(leaf, table)
    return _left(leaf, result, table)._replace(state="not_applicable", because=because + counted_instead(leaf, table))


def _left(leaf: Indicator, result: IndicatorResult, table: FactTable) -> IndicatorResult:
    """*result* of a leaf that does not apply: the points that count all the same, if its policy gives any."""
    bounds = NOTHING_EARNED if is_left_out(leaf) else points_instead(leaf, table).bounds
    return result._replace(points=None if is_left_out(leaf) else bounds.single, bounds=bounds, branch=None)


def counted_instead(node: Indicator, table: FactTable) -> Text:
    """What counts in place of *node*, which does not apply; nothing where it is left out."""
    match node.policy.not_applicable:
        case "full":
            return Text("；按满分计", "; full marks count")
        case "zero":
            return Text("；按 0 分计", "; no points count")
        case "cohort_mean":
            mean = table.view.stated(node.policy.cohort_mean)
            return Text(f"；按同类平均计：{mean.zh}", f"; the mean of the cohort counts: {mean.en}")
    return NOTHING


def _perhaps_applying(leaf: Indicator, result: IndicatorResult, table: FactTable) -> IndicatorResult:
    """An indicator of which it cannot be told whether it applies is missing, unless its rule has failed already."""
    because = open_condition(leaf, table)
    if result.state == "error":
        return result._replace(because=result.because + Text("；", "; ") + because)
    return result._replace(points=None, state="missing", branch=None, because=because)


def failed_condition(node: Indicator, table: FactTable) -> Text:
    """That *node* does not apply, and when it would."""
    condition = _condition(node, table)
    return Text(f"不适用：只在“{condition.zh}”时评价", f"Not applicable: it applies only if {condition.en}")


def open_condition(node: Indicator, table: FactTable) -> Text:
    """Why it cannot be told whether *node* applies."""
    assert node.applies_when is not None  # otherwise it applies
    needed, condition = lacking((ref.id for ref in facts_in(node.applies_when.root)), table), _condition(node, table)
    return needed + Text(
        f"，不能确定是否适用（{condition.zh}）", f": it cannot be told whether it applies ({condition.en})"
    )


def _exempted(leaf: Indicator, result: IndicatorResult, exemption: Exemption, table: FactTable) -> IndicatorResult:
    state: State = "waived" if exemption.kind == "waived" else "not_applicable"
    kind = Text("豁免", "Waived") if state == "waived" else Text("不适用", "Not applicable")
    days = Text("", "")
    if exemption.is_dated:
        days = Text(f"，{exemption.valid_from}至{exemption.until}", f", {exemption.valid_from} to {exemption.until}")
    because = (
        kind
        + Text(f"：{exemption.reason}（{exemption.approver}", f": {exemption.reason} ({exemption.approver}")
        + days
        + Text("）", ")")
    )
    by = result.by if not exemption.by or is_of(exemption.by, CORE) else (*result.by, exemption.by)
    because += counted_instead(leaf, table)
    return _left(leaf, result, table)._replace(state=state, because=because, by=by)
