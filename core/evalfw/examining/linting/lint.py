"""All lints of a rubric, in file order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from evalfw.examining.linting.drift import drifts
from evalfw.examining.linting.wording import vague_words
from evalfw.foundation import NOTHING, ZERO, PluginError, Problem, Text, round_half_up, shown, told
from evalfw.language import BoundsAlgebra, OpaqueRule, Possibility, Property, Verdict, check_rule
from evalfw.rubric import Indicator, Lint, LintCheck, LintSeverity, Rubric, used_facts

_CODES: dict[Property, str] = {
    "total": "rule.gap",
    "disjoint": "rule.overlap",
    "reachable": "rule.unreachable",
    "largest": "rule.full_marks",
    "least": "rule.floor",
    "inside": "rule.outside",
    "defined": "rule.undefined",
    "monotone": "rule.not_monotone",
}

_NAMES: dict[Property, Text] = {
    "total": Text("各种取值都有档次", "every value has a branch"),
    "disjoint": Text("各档互不重叠", "no two branches hold at once"),
    "reachable": Text("每一档都能取到", "every branch can be taken"),
    "largest": Text("能得满分", "full marks can be earned"),
    "least": Text("最低分与声明一致", "the least is the declared floor"),
    "inside": Text("得分不超出允许范围", "nothing outside the limits is awarded"),
    "defined": Text("没有除数为零", "nothing is divided by zero"),
    "monotone": Text("越好得分不会越少", "better never earns less"),
}


def lint_rubric(rubric: Rubric, checks: Iterable[LintCheck] = ()) -> tuple[Lint, ...]:
    """
    Everything there is to know about *rubric*, in order of file and line.

    Args:
        rubric: The rubric.
        checks: What plugins look for besides.
    """
    found = [lint for leaf in rubric.leaves for lint in _leaf_lints(leaf, rubric)]
    found += _vague(rubric)
    found += _unread(rubric)
    found += _shrinking(rubric)
    found += _inherited_grades(rubric)
    for check in checks:
        try:
            found += check.found(rubric)
        except PluginError as error:
            found.append(Lint("lint.failed", "warning", Problem("", None, "", error.message), ()))
    return tuple(sorted(found, key=lambda lint: (lint.problem.file, lint.problem.line or 0)))


def _leaf_lints(leaf: Indicator, rubric: Rubric) -> Iterator[Lint]:
    rule = leaf.rule
    assert rule is not None  # that is what a leaf is

    def lint(code: str, severity: LintSeverity, key: str, what: Text, hint: Text | None = None) -> Lint:
        return Lint(code, severity, leaf.problem(key, leaf.name + Text("：", ": ") + what, hint), (leaf.id,))

    try:
        verdicts = check_rule(rule, leaf.weight, (leaf.limits.least, leaf.limits.most), rubric.facts, leaf.applies_when)
        judged = any(each.how == "judged" for each in _possibilities(leaf, rubric))
    except Exception as error:  # a rule may come from a plugin
        yield lint("rule.failed", "warning", "rule", told(Text("规则检查", "the check of the rule"), error))
        return
    if not rule.is_written:
        yield lint("rule.todo", "warning", "rule", Text("规则还没有写", "the rule is still to be written"))
        return
    if isinstance(rule, OpaqueRule):
        what = Text(
            f"规则 {rule.kind} 看不到里面，什么都证明不了",
            f"rule {rule.kind} cannot be looked into: nothing is proved about it",
        )
        yield lint("rule.opaque", "info", "rule", what)
        verdicts = ()
    for verdict in dict.fromkeys(verdicts):  # a rule of several facts may say one thing of each
        yield from _verdict_lint(verdict, lint, bool(leaf.note))
    if judged:
        what = Text("有的情形由人裁定得分", "some cases leave the points to a person")
        if rule.is_discretionary:
            what += Text("，扣多少没有写", ": how much is deducted is not stated")
        yield lint("criterion.discretionary", "warning" if rule.is_discretionary else "info", "criterion", what)
    tells = not leaf.scale and not isinstance(rule, OpaqueRule)  # points of a scale stand for labels
    for drift in drifts(leaf, rubric) if tells else ():
        yield lint("criterion.drift", "warning", "rule", drift)


def _possibilities(leaf: Indicator, rubric: Rubric) -> tuple[Possibility, ...]:
    assert leaf.rule is not None
    unknown = {fact: rubric.facts[fact].unknown for fact in leaf.rule.reads()}
    return leaf.rule.points(BoundsAlgebra(unknown), leaf.weight).possibilities


def _verdict_lint(verdict: Verdict, lint: Callable[..., Lint], noted: bool) -> Iterator[Lint]:
    if verdict.status == "proved":
        return
    if verdict.status == "violated":
        told = verdict.property == "total" or verdict.witness.zh in verdict.message.zh
        witness = NOTHING if told else verdict.witness
        example = Text(f"（如 {witness.zh}）", f" (such as {witness.en})") if witness.zh else NOTHING
        yield lint(_CODES[verdict.property], "warning", "rule", verdict.message + example)
        return
    name = _NAMES[verdict.property]
    what = Text(f"未能证明“{name.zh}”：{verdict.message.zh}", f"not proved that {name.en}: {verdict.message.en}")
    hint = None if noted else Text("请用 note 说明为什么可以这样", "say in a 'note' why that is all right")
    yield lint("rule.not_proved", "info" if noted else "warning", "rule", what, hint)


def _shrinking(rubric: Rubric) -> Iterator[Lint]:
    """Indicators whose weight is gone where they do not apply, although grades go by points of the whole full mark."""
    by_points = rubric.grades and rubric.grade_by == "points" and rubric.aggregate.makes_figure
    for node in rubric.indicators if by_points else ():
        if node.applies_when is not None and node.policy.not_applicable == "exclude":
            what = Text(
                "：不适用时满分减少，等级却按满分的分数划",
                ": where it does not apply the full mark shrinks, while grades are drawn for all of it",
            )
            hint = Text(
                'policy 用 "reweight" 把分值分给其他指标，或写 grade_by = "rate" 按得分率划等级',
                'let policy = "reweight" give its weight to the others, or draw grades by rate (grade_by = "rate")',
            )
            yield Lint("grade.shrinks", "warning", node.problem("applies_when", node.name + what, hint), (node.id,))


def _inherited_grades(rubric: Rubric) -> Iterator[Lint]:
    """Grades that were drawn in an edition with another full mark, and taken over as they are."""
    drawn: object = None
    for layer in rubric.layers:
        data = layer.identity.content[-1]
        full = data.get("full_mark", drawn)
        if data.get("grade") is not None:
            drawn = full
        elif drawn is not None and data.get("full_mark") is not None and data["full_mark"] != drawn and rubric.grades:
            what = Text(
                f"满分改成了 {data['full_mark']}，等级还是按满分 {drawn} 划的：核对各等级的分数线",
                f"the full mark is {data['full_mark']} now, and grades are still drawn for {drawn}: check where they begin",
            )
            yield Lint("grade.inherited", "warning", Problem(layer.shown, None, "grade", what), ())


def _unread(rubric: Rubric) -> Iterator[Lint]:
    """Facts that nothing reads: they are asked of people, and change no points. What is still to be supplied may read them."""
    if rubric.waiting:
        return
    money = rubric.layout.annex.money
    used = {
        *used_facts(rubric),
        *(() if money is None else (money.rate, *(id for line in money.lines for id in line.facts))),
    }
    for fact in rubric.facts.values():
        if fact.id not in used:
            what = fact.name + Text(
                "：没有规则、条件、推算或勾稽用到", ": no rule, condition, derivation or relation reads it"
            )
            yield Lint("fact.unread", "info", rubric.fact_problem(fact.id, "id", what), ())


def _vague(rubric: Rubric) -> Iterator[Lint]:
    for word, leaves in vague_words(rubric).items():
        weight = sum((leaf.weight for leaf in leaves), ZERO)
        share = shown(round_half_up(weight / rubric.full_mark * 100, 2)) if rubric.full_mark else "0"
        count = len(leaves)
        what = Text(
            f"“{word}”没有可以衡量的标准（没有数、没有数值型事实）：{count} 项指标，{shown(weight)} 分，占满分 {share}%",
            f"“{word}” cannot be measured (no number, no numeric fact): {count} indicators, {shown(weight)} points, "
            f"{share} % of the full mark",
        )
        yield Lint(
            "criterion.unmeasurable",
            "warning",
            leaves[0].problem("criterion", what),
            tuple(leaf.id for leaf in leaves),
        )
