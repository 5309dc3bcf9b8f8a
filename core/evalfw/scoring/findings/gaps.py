"""Values for which the official sentence, and so the rule, says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evalfw.foundation import Text, shown_span
from evalfw.language import gap_words, rule_gaps
from evalfw.rubric import Rubric
from evalfw.scoring.report import Finding
from evalfw.scoring.table import FactTable


def gap_findings(rubric: Rubric, table: FactTable) -> Iterator[Finding]:
    """``rule.gap``: a warning where the fact lies in the gap, otherwise worth knowing."""
    for leaf in rubric.leaves:
        if leaf.rule is None:
            continue
        try:
            found = rule_gaps(leaf.rule, leaf.weight, table.declarations)
        except Exception:  # told as the error of the indicator
            found = ()
        for gap in found:
            (fact,) = leaf.rule.reads()
            value = table.known(fact)
            here = isinstance(value, Fraction) and gap.contains(value)
            where = gap_words(gap, table.declarations[fact])
            least, most = leaf.limits.least, leaf.limits.most
            span = shown_span(least, most)
            yield Finding(
                code="rule.gap",
                severity="warning" if here else "info",
                message=Text(
                    f"{leaf.name.zh}：{table.view.name(fact).zh}{where.zh}时，评价要点没有规定得几分（{span} 分）",
                    f"{leaf.name.en}: the criterion does not say what {table.view.name(fact).en} {where.en} earns "
                    f"({span} points)",
                ),
                indicators=(leaf.id,),
                at_stake=None if least is None or most is None else most - least,
            )
