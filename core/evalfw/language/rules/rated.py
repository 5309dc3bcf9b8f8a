"""Rule kind ``rated``: several raters, in weighted groups (领导评价×20%+职工评价×40%+考核组评价×40%)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

import attrs

from evalfw.foundation import ZERO, Misfit, Text, shown
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.facts import FactDeclaration, FactView
from evalfw.language.rules.rule import Rule, amount, share_words

_WITHIN = {
    "mean": Text("平均分", "mean"),
    "median": Text("中位数", "median"),
    "least": Text("最低分", "lowest rating"),
    "most": Text("最高分", "highest rating"),
}


@attrs.frozen(kw_only=True)
class Rated(Rule):
    """
    Points by ratings.

    Attributes:
        fact: A list fact, one item a rating. Missing, it leaves the indicator ``missing``.
        group: Field of its items that names the group of the rater; a choice.
        rating: Field that holds the rating; a number.
        shares: Share of each group in the whole; they add up to 1. A group nobody of which has rated leaves the
            indicator ``pending``: nothing is assumed for it, and the others are not stretched over its share.
        within: What stands for a group: ``mean``, ``median``, ``least`` or ``most`` of its ratings.
        scale: Rating that earns full marks; ratings beyond it count as it, those below zero as zero.

    The reason tells the figure of each group, how many ratings it has, and their spread.

    Source: "分管领导评价得分×20%+干部职工评价得分×40%+考核组评价得分×40%"; votes "(繁重票×100+较多×80+一般×60+较少×40)÷有效票数" are the mean
    of ratings of 100, 80, 60 and 40.
    """

    kind: ClassVar[str] = "rated"

    fact: str
    group: str
    rating: str
    shares: Mapping[str, Decimal]
    within: Literal["mean", "median", "least", "most"] = "mean"
    scale: Decimal = Decimal(100)

    def reads(self) -> tuple[str, ...]:
        return (self.fact,)

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        complete, total = a.truth(True), a.constant(ZERO)
        for group, share in self.shares.items():
            where = ((self.group, "=", group),)
            count = a.over_items(self.fact, "count", "", where)
            complete = a.both(complete, a.less(a.constant(ZERO), count))
            figure = a.over_items(self.fact, self.within, self.rating, where)
            total = a.add(total, a.multiply(figure, a.constant(Fraction(share))))
        kept = a.greater(a.lesser(total, a.constant(Fraction(self.scale))), a.constant(ZERO))
        earned = a.points(a.multiply(kept, a.constant(weight / Fraction(self.scale))))
        waiting = a.judged(a.constant(ZERO), a.constant(weight))
        return a.cases(((complete, earned), (a.truth(True), waiting)))

    def words(self, weight: Fraction, view: FactView) -> Text:
        name, within, full = view.name(self.fact), _WITHIN[self.within], amount(weight)
        groups = view.declarations[self.fact].fields[self.group].choices
        rating, _ = view.field(self.fact, self.rating, "")
        rows = [
            Text(
                f"{groups[each]}{within.zh}×{share_words(share)}",
                f"{within.en} of {groups[each]} × {share_words(share)}",
            )
            for each, share in self.shares.items()
        ]
        scale = shown(Fraction(self.scale))
        return (
            Text(f"{name.zh}的{rating}：", f"{rating} of {name.en}: ")
            + Text.joined(rows, "＋", " + ")
            + Text(f"，{scale}分折合{full.zh}", f"; {scale} is {full.en}")
        )

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        items = view.known(self.fact)
        said = []
        for group, label in view.declarations[self.fact].fields[self.group].choices.items():
            ratings = [
                Fraction(Decimal(item[self.rating]))
                for item in (items if isinstance(items, tuple) else ())
                if item[self.group] == group
            ]
            if ratings:
                span = f"{shown(min(ratings))}～{shown(max(ratings))}"
                said.append(Text(f"{label} {len(ratings)} 份（{span}）", f"{label}: {len(ratings)} ({span})"))
            elif group in self.shares:
                said.append(Text(f"{label}没有评价", f"{label}: none"))
        told = Text.joined(said, "、", ", ")
        if points is None:
            return told + Text("，等评齐了再计", ": waiting for all groups")
        return told + Text(f"，得{amount(points).zh}", f": {amount(points).en}")

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        yield from self.needs_weight(weight)
        if self.scale <= 0:
            yield Misfit(("scale",), Text("应当大于 0", "must be more than 0"))
        if any(share <= 0 for share in self.shares.values()) or sum(self.shares.values()) != 1:
            yield Misfit(("shares",), Text("各组权重都大于 0，合计为 1", "shares are more than 0 and add up to 1"))
        wrong = tuple(
            self.unknown_facts({"fact": self.fact}, facts, frozenset({"list"}), Text("列表型事实", "a list fact"))
        )
        yield from wrong
        if wrong:
            return
        fields = facts[self.fact].fields
        yield from self.unknown_fields({"group": self.group, "rating": self.rating}, self.fact, facts)
        if self.rating in fields and not fields[self.rating].is_number:
            yield Misfit(("rating",), Text("这个字段不是数", "this field does not hold numbers"))
        if self.group in fields:
            for each in self.shares:
                if each not in fields[self.group].choices:
                    what = Text(f"字段 '{self.group}' 没有这个选项", f"field '{self.group}' has no such choice")
                    yield Misfit.near(("shares", each), what, each, fields[self.group].choices)
