"""What else an indicator says: conditions, limits, decimals, policy, scale, how it is put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evalfw.foundation import Text, shown_span, verbatim
from evalfw.language import Aggregator, Expression, Range
from evalfw.maintaining.comparing.alike import alike
from evalfw.maintaining.comparing.changes import Level
from evalfw.rubric import Indicator


def settings_changes(old: Indicator, new: Indicator, names: Mapping[str, str]) -> Iterator[tuple[Text, Level]]:
    """What changed, in words, each with how much it matters."""
    if not alike(old.applies_when, new.applies_when, names):
        yield _said("适用条件", "applies if", _formula(old.applies_when), _formula(new.applies_when)), "major"
    if old.extra != new.extra:
        yield _said("加减分项", "extra", verbatim(str(old.extra)), verbatim(str(new.extra))), "major"
    if old.extra and new.extra and old.limits != new.limits:
        yield _said("上下限", "limits", _span(old.limits), _span(new.limits)), "major"
    if old.places != new.places:
        yield _said("小数位数", "decimals", verbatim(str(old.places)), verbatim(str(new.places))), "major"
    if old.policy != new.policy:
        yield _said("不计分时", "policy", verbatim(_policy(old)), verbatim(_policy(new))), "major"
    if old.scale != new.scale:
        yield _said("量表", "scale", verbatim(old.scale), verbatim(new.scale)), "major"
    if old.risk != new.risk:
        yield _said("风险等级", "risk", verbatim(old.risk), verbatim(new.risk)), "major"
    if old.is_supplied != new.is_supplied:
        yield _said("由证据补充", "supplied", verbatim(str(old.is_supplied)), verbatim(str(new.is_supplied))), "major"
    if old.is_leaf != new.is_leaf:
        yield Text("由分项变为直接计分，或相反", "scored by a rule now, or no longer"), "major"
    elif not alike(old.aggregate, new.aggregate, names):
        yield _said("汇总方式", "made as", _aggregate(old.aggregate), _aggregate(new.aggregate)), "major"
    explained = alike(old.explain_when, new.explain_when, names) and old.explain_lost == new.explain_lost
    if not explained:
        yield Text("须说明偏差的条件变了", "deviations have to be explained in other cases"), "minor"


def _said(zh: str, en: str, old: Text, new: Text) -> Text:
    return Text(
        f"{zh}：{old.zh or '（无）'} → {new.zh or '（无）'}", f"{en}: {old.en or '(none)'} → {new.en or '(none)'}"
    )


def _formula(expression: Expression | None) -> Text:
    return verbatim("" if expression is None else expression.text)


def _span(limits: Range) -> Text:
    return verbatim(shown_span(limits.least, limits.most))


def _policy(node: Indicator) -> str:
    spread = node.policy.spread if node.policy.not_applicable == "reweight" else ""
    return " / ".join(part for part in (*node.policy[:-1], spread) if part)


def _aggregate(aggregate: Aggregator | None) -> Text:
    return verbatim("") if aggregate is None else aggregate.words(str)
