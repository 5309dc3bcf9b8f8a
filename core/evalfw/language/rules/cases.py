"""Rule kind ``cases``: a decision table; the first row whose condition holds decides (判定表)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.foundation import Misfit, Text, shown, shown_span
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.expressions import Expression, expression_words, facts_in, truth_of
from evalfw.language.facts import FactDeclaration, FactView
from evalfw.language.rules.rule import Rule, amount


@attrs.frozen(kw_only=True)
class Row:
    """
    A row: its condition, and either the points it gives or the range in which a person decides.

    Attributes:
        when: The condition; ``true`` for what is left.
        points: The points.
        judge: ``[least, most]``: a person decides between them (酌情).
    """

    when: Expression
    points: Decimal | None = None
    judge: tuple[Decimal, ...] | None = None


@attrs.frozen
class Cases(Rule):
    """
    A decision table over any facts.

    Attributes:
        rows: Read from the top; the first whose condition holds decides. Where none holds the criterion is silent: the
            indicator is ``pending``.
        unique: Whether the sentence means at most one row to hold; then rows that overlap are told.

    Source: "无结余,3分;有结余,但不超过上年结转,2分;结余超过上年结转,不得分".
    """

    kind: ClassVar[str] = "cases"

    rows: tuple[Row, ...]
    unique: bool = False

    @property
    def is_exclusive(self) -> bool:
        return self.unique

    def reads(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(ref.id for row in self.rows for ref in facts_in(row.when.root)))

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        return a.cases(tuple((truth_of(row.when.root, a), self._outcome(row, a)) for row in self.rows))

    def _outcome(self, row: Row, a: Algebra[N, B, O]) -> O:
        if row.judge is not None:
            least, most = row.judge
            return a.judged(a.constant(Fraction(least)), a.constant(Fraction(most)))
        return a.points(a.constant(Fraction(row.points or 0)))

    def words(self, weight: Fraction, view: FactView) -> Text:
        rows = []
        for row in self.rows:
            condition, given = expression_words(row.when.root, view), self._given(row)
            is_rest = row.when.text.strip() == "true" and len(self.rows) > 1
            rows.append(given if is_rest else Text(f"{condition.zh}，{given.zh}", f"{condition.en}: {given.en}"))
        return Text.joined(rows, "；否则", "; otherwise ")

    def _given(self, row: Row) -> Text:
        if row.judge is not None:
            span = shown_span(*map(Fraction, row.judge))
            return Text(f"由人在 {span} 分之间裁定", f"a person decides ({span} points)")
        worth = amount(Fraction(row.points or 0))
        return Text(f"得{worth.zh}", worth.en)

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        facts = self.stated_facts(view)
        if branch is None:
            return facts + Text("，没有对应的情形", ", which no row covers")
        given = self._given(self.rows[branch])
        return facts + Text(f"，第 {branch + 1} 种情形，{given.zh}", f", row {branch + 1}: {given.en}")

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        if not self.rows:
            yield Misfit(("rows",), Text("一行也没有", "there is no row"))
        for number, row in enumerate(self.rows):
            for misfit in self.expression_misfits("when", row.when, facts):
                yield misfit._replace(path=("rows", number, *misfit.path))
            yield from (Misfit(("rows", number), what) for what in _row_faults(row, weight))


def _row_faults(row: Row, weight: Fraction) -> Iterator[Text]:
    if (row.points is None) == (row.judge is None):
        yield Text("points 与 judge 要写一个，且只写一个", "give either 'points' or 'judge'")
    if row.judge is not None and (len(row.judge) != 2 or row.judge[0] > row.judge[1]):
        yield Text("judge 应当是 [最低分, 最高分]", "'judge' is [least, most]")
    for points in (row.points, *(row.judge or ())):
        if points is not None and 0 < weight < Fraction(points):
            yield Text(
                f"给 {points} 分，超过分值 {shown(weight)} 分", f"awards {points}, more than the weight {shown(weight)}"
            )
        if points is not None and points < 0 < weight:
            yield Text("有分值的指标不能是负分", "an indicator with a weight cannot go below zero")
