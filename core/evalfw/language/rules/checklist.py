"""Rule kind ``checklist``: several conditions, each worth points (①…1分；②…1分), each missing one a deduction, or a share."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

import attrs

from evalfw.foundation import ZERO, Misfit, Text, shown
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.expressions import Expression, expression_words, facts_in, truth_of
from evalfw.language.facts import FactDeclaration, FactView
from evalfw.language.rules.rule import Rule, amount


@attrs.frozen(kw_only=True)
class Item:
    """A condition, and what it is worth; ``points`` is left out where all items count alike (mode ``share``)."""

    when: Expression
    points: Decimal | None = None


@attrs.frozen(kw_only=True)
class Checklist(Rule):
    """
    Points by conditions.

    Attributes:
        items: The conditions, in the order of the official sentence.
        mode: ``add``: each item that holds adds its points; ``deduct``: each that does not takes its points from the
            weight, down to zero (每少一项扣 p，扣完为止); ``share``: the weight times the share of items that hold.

    Source: "①…1分;②…1分;③…1分"; "每少一项扣1分,扣完为止"; "得分=达到预期值的指标个数/全部指标个数".
    """

    kind: ClassVar[str] = "checklist"

    items: tuple[Item, ...]
    mode: Literal["add", "deduct", "share"] = "add"

    def reads(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(ref.id for item in self.items for ref in facts_in(item.when.root)))

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        nothing = a.constant(ZERO)
        total = a.constant(weight if self.mode == "deduct" else ZERO)
        for item in self.items:
            if self.mode == "deduct":
                total = a.subtract(total, self._if_holds(item, ZERO, self._worth(item, weight), a))
            else:
                total = a.add(total, self._if_holds(item, self._worth(item, weight), ZERO, a))
        return a.points(a.greater(total, nothing))

    def _if_holds(self, item: Item, held: Fraction, failed: Fraction, a: Algebra[N, B, O]) -> N:
        return a.choose(truth_of(item.when.root, a), lambda: a.constant(held), lambda: a.constant(failed))

    def _worth(self, item: Item, weight: Fraction) -> Fraction:
        return weight / len(self.items) if item.points is None else Fraction(item.points)

    def words(self, weight: Fraction, view: FactView) -> Text:
        rows = []
        for item in self.items:
            condition, worth = expression_words(item.when.root, view), amount(self._worth(item, weight))
            rows.append(
                {
                    "add": Text(f"{condition.zh}得{worth.zh}", f"{condition.en}: {worth.en}"),
                    "deduct": Text(f"{condition.zh}，否则扣{worth.zh}", f"{condition.en}, else {worth.en} less"),
                    "share": condition,
                }[self.mode]
            )
        listed = Text.joined(rows, "；", "; ")
        if self.mode == "share":
            full = amount(weight)
            return Text(
                f"{full.zh}乘以下列各项中做到的比例：{listed.zh}",
                f"{full.en} times the share that holds of: {listed.en}",
            )
        if self.mode == "deduct":
            full = amount(weight)
            return Text(f"共{full.zh}：{listed.zh}；扣完为止", f"{full.en}: {listed.en}; down to zero")
        return listed

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        if not self.items:
            yield Misfit(("items",), Text("一项也没有", "there is no item"))
        for number, item in enumerate(self.items):
            for misfit in self.expression_misfits("when", item.when, facts):
                yield misfit._replace(path=("items", number, *misfit.path))
            if self.mode == "share" and item.points is not None:
                yield Misfit(
                    ("items", number, "points"), Text("按比例时各项等值，不写分数", "items of a share count alike")
                )
            elif self.mode != "share" and (item.points is None or item.points <= 0):
                yield Misfit(("items", number), Text("要写大于 0 的 points", "needs 'points' of more than 0"))
        together = sum((Fraction(item.points or 0) for item in self.items), ZERO)
        if self.mode != "add":
            yield from self.needs_weight(weight)
        elif 0 < weight < together:
            what = Text(
                f"各项合计 {shown(together)} 分，超过分值 {shown(weight)} 分",
                f"the items add up to {shown(together)}, the weight is {shown(weight)}",
            )
            yield Misfit(("items",), what)
