"""Rule kind ``formula``: points, or a share of the weight, by an expression, kept within limits."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.foundation import ZERO, Misfit, Text, shown
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.expressions import (
    Expression,
    expression_words,
    facts_in,
    number_of,
    truth_of,
)
from evalfw.language.facts import FactDeclaration, FactView
from evalfw.language.rules.rule import Rule, amount


@attrs.frozen(kw_only=True)
class Formula(Rule):
    """
    Points by an expression.

    Attributes:
        share: Share of the weight, as a number expression; 1 is full marks.
        points_by: Points, as a number expression, in place of ``share``; spelled ``points``.
        zero_when: Condition under which nothing is earned, whatever the expression says.
        floor: Fewest points. More than the weight is never given.

    An expression that divides by zero makes the indicator ``error``: the source has to say what holds then, as a row of
    ``cases`` or in ``zero_when`` of another fact.

    Source: "指标得分=(1-10×全年预算调剂金额/年初部门预算数)*指标分值…>0.1,此项得0分".
    """

    kind: ClassVar[str] = "formula"

    share: Expression | None = None
    points_by: Expression | None = attrs.field(default=None, metadata={"key": "points"})
    zero_when: Expression | None = None
    floor: Decimal = Decimal(0)

    def _expressions(self) -> tuple[Expression, ...]:
        return tuple(each for each in (self.share, self.points_by, self.zero_when) if each is not None)

    def reads(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(ref.id for each in self._expressions() for ref in facts_in(each.root)))

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        if self.share is not None:
            value = a.multiply(number_of(self.share.root, a), a.constant(weight))
        else:
            assert self.points_by is not None  # one of the two is there, see misfits
            value = number_of(self.points_by.root, a)
        kept = a.lesser(a.greater(value, a.constant(Fraction(self.floor))), a.constant(weight))
        if self.zero_when is None:
            return a.points(kept)
        none = (truth_of(self.zero_when.root, a), a.points(a.constant(ZERO)))
        return a.cases((none, (a.truth(True), a.points(kept))))

    def words(self, weight: Fraction, view: FactView) -> Text:
        if self.share is not None:
            by, full = expression_words(self.share.root, view), amount(weight)
            said = Text(f"{full.zh} ×（{by.zh}）", f"{full.en} × ({by.en})")
            if (
                self.share.unit is not None and self.share.unit.is_compound
            ):  # it is no ratio: what 1 means has to be said
                one = f"1{self.share.unit.written}"
                said += Text(f"，{one}计满分", f", {one} being full marks")
        else:
            assert self.points_by is not None  # one of the two is there, see misfits
            said = expression_words(self.points_by.root, view)
        floor, cap = shown(Fraction(self.floor)), shown(weight)
        said += Text(f"，最少{floor}分，最多{cap}分", f", at least {floor}, at most {cap}")
        if self.zero_when is None:
            return said
        none = expression_words(self.zero_when.root, view)
        return said + Text(f"；{none.zh}时不得分", f"; nothing if {none.en}")

    def declared_floor(self, weight: Fraction) -> Fraction | None:
        return Fraction(self.floor) or None

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        yield from self.needs_weight(weight)
        if (self.share is None) == (self.points_by is None):
            yield Misfit((), Text("share 与 points 要写一个，且只写一个", "give either 'share' or 'points'"))
        for key, expression in (("share", self.share), ("points", self.points_by)):
            if expression is not None:
                yield from self.expression_misfits(key, expression, facts, "number")
        if self.zero_when is not None:
            yield from self.expression_misfits("zero_when", self.zero_when, facts)
        yield from self.floor_misfits("floor", self.floor, weight)
