"""Rule kind ``tiers``: the best tier of each project counts, projects add up (分级加分，同一项目不累计)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.foundation import Misfit, Text
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.facts import FactDeclaration, FactView
from evalfw.language.rules.rule import Rule, amount


@attrs.frozen
class Tiers(Rule):
    """
    Bonus by tier, without accumulation inside a project.

    Attributes:
        fact: A list fact; a missing list leaves the indicator ``missing``, an empty one earns nothing.
        tier: Field of its items that names the tier; a choice.
        per: Field of its items that names the project: of one project only the best tier counts.
        points: Points by tier; every tier that the field may have is listed. An indicator with a weight gives no more than
            that; the sum of an extra one (加减分项) is capped by its own limits and by those of the node above.

    Source: "受到国务院嘉奖加3分，受到省级嘉奖加2分…；同一项目工作不累计加分" (Nanjing 2021).
    """

    kind: ClassVar[str] = "tiers"

    fact: str
    tier: str
    per: str
    points_by_tier: Mapping[str, Decimal] = attrs.field(metadata={"key": "points"})

    def reads(self) -> tuple[str, ...]:
        return (self.fact,)

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        exact_points = {tier: Fraction(points) for tier, points in self.points_by_tier.items()}
        total = a.best_per_group(self.fact, self.per, self.tier, exact_points)
        return a.points(a.lesser(total, a.constant(weight)) if weight > 0 else total)

    def words(self, weight: Fraction, view: FactView) -> Text:
        fact = view.declarations[self.fact]
        labels, project = fact.fields[self.tier].choices, fact.fields[self.per].label
        rows = [
            Text(f"{labels[tier]}加{amount(Fraction(each)).zh}", f"{labels[tier]}: {amount(Fraction(each)).en}")
            for tier, each in self.points_by_tier.items()
        ]
        rule = Text(
            f"；同一{project}只计最高一档，不同{project}相加",
            f"; only the best of each {project} counts, {project} add up",
        )
        if weight > 0:
            rule += Text(f"；最多{amount(weight).zh}", f"; at most {amount(weight).en}")
        return Text.joined(rows, "，", "; ") + rule

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        stated = view.stated(self.fact)
        if points is None:
            return stated
        return stated + Text(f"，加{amount(points).zh}", f": adds {amount(points).en}")

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        wrong_fact = tuple(
            self.unknown_facts({"fact": self.fact}, facts, frozenset({"list"}), Text("列表型事实", "a list fact"))
        )
        yield from wrong_fact
        if wrong_fact:
            return
        fields = facts[self.fact].fields
        yield from self.unknown_fields({"tier": self.tier, "per": self.per}, self.fact, facts)
        if self.tier not in fields:
            return
        choices = fields[self.tier].choices
        if not choices:
            yield Misfit(
                ("tier",), Text(f"字段 '{self.tier}' 没有列出 choices", f"field '{self.tier}' lists no choices")
            )
        for tier, points in self.points_by_tier.items():
            if points < 0 < weight:
                yield Misfit(("points", tier), Text("分数不能为负", "points cannot be negative"))
            if tier not in choices:
                what = Text(f"字段 '{self.tier}' 没有这一档", f"field '{self.tier}' has no such choice")
                yield Misfit.near(("points", tier), what, tier, choices)
        for tier in choices:
            if tier not in self.points_by_tier:
                what = Text(f"缺少档次 '{tier}' 的分数", f"no points given for tier '{tier}'")
                yield Misfit(("points",), what)
