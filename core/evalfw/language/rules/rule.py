"""What every rule kind is: parameters from the rubric file, and one function from facts to points."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from evalfw.foundation import NOTHING, Misfit, Text, join, plain, shown
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.expressions import Expression, ExpressionError, check_types
from evalfw.language.facts import FactDeclaration, FactView


class Rule(ABC):
    """
    A rule of a leaf indicator. Subclasses are frozen attrs classes whose fields are the parameters, spelled as in TOML.

    A rule is pure: it reads facts only through the algebra it is given, and the same facts give the same points.
    """

    kind: ClassVar[str]
    """The ``kind`` that rubric files write."""
    brought_by: ClassVar[str] = ""
    """The plugin that brought it, as the host names it; empty for evalfw's own."""
    exclusive: ClassVar[bool] = False
    """Whether the official sentence means at most one branch to hold; otherwise the first that holds decides."""

    lists_branches: ClassVar[bool] = True
    """Whether branches are what the rubric lists, so that each ought to be taken for some value; not mere steps of working."""

    @abstractmethod
    def reads(self) -> tuple[str, ...]:
        """Ids of the facts the rule reads, in the order in which sentences name them."""

    @abstractmethod
    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        """
        What the rule awards.

        Args:
            a: The reading.
            weight: Most points the indicator can earn (分值).
        """

    @abstractmethod
    def words(self, weight: Fraction, view: FactView) -> Text:
        """The executable rule as a sentence, to lay beside the official criterion. *view* has no values."""

    @abstractmethod
    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        """
        Why these points.

        Args:
            branch: The branch taken, from 0; None if the rule has none for the facts.
            points: The points; None if a person has to decide.
            weight: Most points the indicator can earn.
            view: The facts, all known unless the rule did not need them.
        """

    def stated_target(self, view: FactView) -> Text:
        """What the fact is compared with (年度指标值), as the national form prints it; nothing where there is no single target."""
        return NOTHING

    def stated_facts(self, view: FactView) -> Text:
        """Every fact that the rule reads and that is known, with its value: how most reasons begin."""
        known = [view.stated(fact) for fact in self.reads() if view.known(fact) is not None]
        return (
            join(known, "；", "; ") if known else Text("无论未定的事实如何", "whatever the open facts turn out to be")
        )

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        """Parameters that make no sense together, with the weight, or with the declared facts."""
        yield from ()

    def declared_floor(self, weight: Fraction) -> Fraction | None:
        """The fewest points as the official sentence states them; None if it states none but "扣完为止" (zero)."""
        return None


def amount(points: Fraction) -> Text:
    """``2分`` / ``2 points``."""
    return Text(f"{shown(points)}分", f"{shown(points)} point{'' if points == 1 else 's'}")


def share_words(share: Decimal) -> str:
    """``80%``"""
    return f"{shown(Fraction(share) * 100)}%"


def worth_words(share: Decimal | None, points: Fraction) -> Text:
    """``2分``, or ``分值的40%（2分）`` where a share of the weight is meant."""
    if share is None:
        return amount(points)
    each = amount(points)
    return Text(f"分值的{share_words(share)}（{each.zh}）", f"{share_words(share)} of the weight ({each.en})")


def no_such_fact(fact: str) -> Text:
    """What is wrong with a rule that reads *fact*, which is not declared."""
    return Text(f"没有声明事实 '{fact}'", f"no fact '{fact}' is declared")


def unknown_facts(
    names: Mapping[str, str], facts: Mapping[str, FactDeclaration], types: frozenset[str], wanted: Text
) -> Iterator[Misfit]:
    """
    Misfits for facts that are not declared or have another type.

    Args:
        names: Key of the parameter → id of the fact that it names.
        facts: The declared facts.
        types: Types that will do.
        wanted: What those types are called.
    """
    from evalfw.foundation import nearest

    for key, fact in names.items():
        if fact not in facts:
            yield Misfit((key,), no_such_fact(fact), nearest(fact, facts))
        elif facts[fact].type not in types:
            has = facts[fact].type
            what = Text(f"这里要{wanted.zh}，而 '{fact}' 的类型是 {has}", f"expected {wanted.en}, '{fact}' is {has}")
            yield Misfit((key,), what)


def unknown_fields(names: Mapping[str, str], fact: str, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
    """Misfits for fields that the items of the list *fact* do not have; *names* are fields by key of the parameter."""
    from evalfw.foundation import nearest

    fields = facts[fact].fields
    for key, name in names.items():
        if name not in fields:
            what = Text(f"'{fact}' 的条目没有字段 '{name}'", f"items of '{fact}' have no field '{name}'")
            yield Misfit((key,), what, nearest(name, fields))


def condition_misfits(key: str, condition: Expression, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
    """Misfits of a condition: unknown facts, operands of the wrong type."""
    try:
        check_types(condition, "bool", facts)
    except ExpressionError as error:
        yield Misfit((key,), *at_column(error))


def at_column(error: ExpressionError) -> tuple[Text, Text | None]:
    """What is wrong with an expression, with the column, and the hint."""
    where = Text(f"第 {error.column} 列：", f"column {error.column}: ")
    return where + error.what, error.hint


def needs_weight(weight: Fraction) -> Iterator[Misfit]:
    """A misfit for a kind that awards up to the weight, on an extra indicator, which has none: it would award nothing."""
    if weight == 0:
        what = Text(
            "加减分项没有分值，这种规则给不了分", "an extra indicator has no weight, so this kind awards nothing"
        )
        yield Misfit(
            (), what, Text("可用 bands、cases、tiers、base_and_steps", "use bands, cases, tiers or base_and_steps")
        )


def floor_misfits(key: str, floor: Decimal, weight: Fraction) -> Iterator[Misfit]:
    """Misfits of the fewest points that a rule leaves: more than the weight, or below zero where there is a weight."""
    if Fraction(floor) > weight:
        yield Misfit((key,), Text(f"{key} 大于分值", f"'{key}' is more than the weight"))
    if floor < 0 < weight:
        yield Misfit((key,), Text("有分值的指标不能扣成负分", "an indicator with a weight cannot go below zero"))


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
