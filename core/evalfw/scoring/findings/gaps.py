"""Values for which the official sentence, and so the rule, says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evalfw.algebra import ExactAlgebra, Outcome
from evalfw.algebra.gaps import Gap, gaps
from evalfw.exact import shown_span
from evalfw.facts import FactDeclaration, FactView
from evalfw.facts.showing import show_number
from evalfw.model.report import Finding
from evalfw.model.rubric import Indicator, Rubric
from evalfw.rules.rule import Rule
from evalfw.scoring.table import FactTable
from evalfw.text import Text, join


def gap_findings(rubric: Rubric, table: FactTable) -> Iterator[Finding]:
    """``rule.gap``: a warning where the fact lies in the gap, otherwise worth knowing."""
    for leaf in rubric.leaves:
        if leaf.rule is None:
            continue
        try:
            found = rule_gaps(leaf, leaf.rule, table.view)
        except Exception:  # told as the error of the indicator
            found = ()
        for gap in found:
            value = table.known(gap.fact)
            here = isinstance(value, Fraction) and gap.contains(value)
            where = _where(gap, table.declarations[gap.fact])
            least, most = leaf.limits.least, leaf.limits.most
            span = shown_span(least, most)
            yield Finding(
                code="rule.gap",
                severity="warning" if here else "info",
                message=Text(
                    f"{leaf.name.zh}：{table.view.name(gap.fact).zh}{where.zh}时，评价要点没有规定得几分（{span} 分）",
                    f"{leaf.name.en}: the criterion does not say what {table.view.name(gap.fact).en} {where.en} earns "
                    f"({span} points)",
                ),
                indicators=(leaf.id,),
                at_stake=None if least is None or most is None else most - least,
            )


def rule_gaps(leaf: Indicator, rule: Rule, view: FactView) -> tuple[Gap, ...]:
    """The gaps of the rule of *leaf*, if it reads one numeric fact and tells its edges."""
    edges = rule.edges()
    if len(edges) != 1 or len(rule.reads()) != 1:
        return ()
    ((fact, at),) = edges.items()

    def read(a: ExactAlgebra) -> Outcome:
        return rule.points(a, leaf.weight)

    return gaps(read, fact, at, view.declarations[fact].unknown)


def _where(gap: Gap, fact: FactDeclaration) -> Text:
    if gap.low is not None and gap.low == gap.high:
        at = show_number(fact, gap.low).zh
        return Text(f"恰为 {at} ", f"of exactly {at}")
    parts = []
    if gap.low is not None:
        low, (zh, en) = show_number(fact, gap.low).zh, ("不低于", "at least") if gap.low_inside else ("大于", "above")
        parts.append(Text(f"{zh} {low} ", f"{en} {low}"))
    if gap.high is not None:
        high, (zh, en) = show_number(fact, gap.high).zh, ("不超过", "at most") if gap.high_inside else ("小于", "below")
        parts.append(Text(f"{zh} {high} ", f"{en} {high}"))
    return join(parts, "且", " and ") if parts else Text("为任何值", "of any value")
