"""What does not fit about the parameters of a rule or an aggregator, as most of them look for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from evalfw.foundation import Misfit, Text, nearest, plain, shown
from evalfw.language.expressions import Expression, ExpressionError, ValueType, check_types
from evalfw.language.facts import FactDeclaration
from evalfw.language.facts.declaration import NUMERIC

A_NUMBER = Text("数值型事实", "a numeric fact")


def no_such_fact(fact: str) -> Text:
    """What is wrong with a rule that reads *fact*, which is not declared."""
    return Text(f"没有声明事实 '{fact}'", f"no fact '{fact}' is declared")


def at_column(error: ExpressionError) -> tuple[Text, Text | None]:
    """What is wrong with an expression, with the column, and the hint."""
    where = Text(f"第 {error.column} 列：", f"column {error.column}: ")
    return where + error.what, error.hint


class Checks:
    """Looking for misfits, for rules and aggregators, which are such."""

    @staticmethod
    def unknown_facts(
        names: Mapping[str, str],
        facts: Mapping[str, FactDeclaration],
        types: frozenset[str] = NUMERIC,
        wanted: Text = A_NUMBER,
    ) -> Iterator[Misfit]:
        """
        Misfits for facts that are not declared or have another type.

        Args:
            names: Key of the parameter → id of the fact that it names.
            facts: The declared facts.
            types: Types that will do.
            wanted: What those types are called.
        """
        for key, fact in names.items():
            if fact not in facts:
                yield Misfit((key,), no_such_fact(fact), nearest(fact, facts))
            elif facts[fact].type not in types:
                has = facts[fact].type
                what = Text(
                    f"这里要{wanted.zh}，而 '{fact}' 的类型是 {has}", f"expected {wanted.en}, '{fact}' is {has}"
                )
                yield Misfit((key,), what)

    @staticmethod
    def unknown_fields(names: Mapping[str, str], fact: str, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        """Misfits for fields that the items of the list *fact* do not have; *names* are fields by key of the parameter."""
        fields = facts[fact].fields
        for key, name in names.items():
            if name not in fields:
                what = Text(f"'{fact}' 的条目没有字段 '{name}'", f"items of '{fact}' have no field '{name}'")
                yield Misfit((key,), what, nearest(name, fields))

    @staticmethod
    def expression_misfits(
        key: str, expression: Expression, facts: Mapping[str, FactDeclaration], wanted: ValueType = "bool"
    ) -> Iterator[Misfit]:
        """Misfits of an expression of the type *wanted*, a condition if nothing is said: unknown facts, operands of the wrong type."""
        try:
            check_types(expression, wanted, facts)
        except ExpressionError as error:
            yield Misfit((key,), *at_column(error))

    @staticmethod
    def needs_weight(weight: Fraction) -> Iterator[Misfit]:
        """A misfit for a kind that awards up to the weight, on an extra indicator, which has none: it would award nothing."""
        if weight == 0:
            what = Text(
                "加减分项没有分值，这种规则给不了分", "an extra indicator has no weight, so this kind awards nothing"
            )
            yield Misfit(
                (), what, Text("可用 bands、cases、tiers、base_and_steps", "use bands, cases, tiers or base_and_steps")
            )

    @staticmethod
    def floor_misfits(key: str, floor: Decimal, weight: Fraction) -> Iterator[Misfit]:
        """Misfits of the fewest points that a rule leaves: more than the weight, or below zero where there is a weight."""
        if Fraction(floor) > weight:
            yield Misfit((key,), Text(f"{key} 大于分值", f"'{key}' is more than the weight"))
        if floor < 0 < weight:
            yield Misfit((key,), Text("有分值的指标不能扣成负分", "an indicator with a weight cannot go below zero"))

    @staticmethod
    def over_weight(key: str | int, points: Decimal, weight: Fraction) -> Iterator[Misfit]:
        """A misfit if *points* are more than the indicator can earn, or negative."""
        if 0 < weight < Fraction(points):
            what = Text(
                f"给 {plain(points)} 分，超过分值 {shown(weight)} 分",
                f"awards {plain(points)}, more than the weight {shown(weight)}",
            )
            yield Misfit((key, "points") if isinstance(key, int) else (key,), what)
        elif points < 0 < weight:
            yield Misfit(
                (key, "points") if isinstance(key, int) else (key,), Text("分数不能为负", "points cannot be negative")
            )
