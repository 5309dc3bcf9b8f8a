"""Rule kind ``parts``: several rules of one sentence, added up or deducted one after another (一格多条)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import ClassVar, Literal

import attrs

from evalfw.foundation import ZERO, Misfit, Text, shown
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.expressions import Expression, expression_words, facts_in, truth_of
from evalfw.language.facts import FactDeclaration, FactView
from evalfw.language.rules.opaque import OpaqueRule
from evalfw.language.rules.rule import Rule, amount


@attrs.frozen(kw_only=True)
class RulePart:
    """
    One of several rules.

    Attributes:
        rule: A rule of any kind but programs and opaque ones, as if the part were an indicator by itself.
        most: Most points that it earns, or costs where parts are deducted; the weight of the indicator if not given.
        what: The words of the official sentence that it stands for.
    """

    rule: Rule
    most: Decimal | None = None
    what: str = ""

    def weight(self, whole: Fraction) -> Fraction:
        """What the part is worth, in an indicator of the weight *whole*."""
        return whole if self.most is None else Fraction(self.most)


@attrs.frozen(kw_only=True)
class Parts(Rule):
    """
    Points of several parts, each by a rule of its own.

    Attributes:
        parts: The parts, in the order of the official sentence.
        mode: ``deduct``: what each part loses of its own points is taken from the weight (…的每个扣1分，…的每缺一个扣2分) · ``add``: the points of
            the parts are added up (分别计分).
        zero_when: Condition under which nothing is earned, whatever the parts say (无规程的，不得分).
        floor: Fewest points.
        cap: Most points; the weight if not given, for an extra indicator without limit.

    A part of which a person decides leaves the points between what its ends give; where a part says nothing, so does the whole.

    Source: "无规程的，不得分；不完善的，每缺一个扣2分；没有分析的，每个扣1分，扣完为止", and a fifth of published cells like it.
    """

    kind: ClassVar[str] = "parts"

    parts: tuple[RulePart, ...]
    mode: Literal["deduct", "add"] = "deduct"
    zero_when: Expression | None = None
    floor: Decimal = Decimal(0)
    cap: Decimal | None = None

    def reads(self) -> tuple[str, ...]:
        zero = () if self.zero_when is None else facts_in(self.zero_when.root)
        read = [fact for part in self.parts for fact in part.rule.reads()]
        return tuple(dict.fromkeys((*(ref.id for ref in zero), *read)))

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        made = [part.rule.spanned(a, part.weight(weight)) for part in self.parts]
        least = self._total([each.least for each in made], a, weight)
        most = self._total([each.most for each in made], a, weight)
        ruled = reduce(a.both, [each.is_ruled for each in made])
        judged = [each.is_judged for each in made if each.may_judge]
        branches: list[tuple[B, O]] = []
        if self.zero_when is not None:
            branches.append((truth_of(self.zero_when.root, a), a.points(a.constant(ZERO))))
        if judged:
            branches.append((a.both(ruled, reduce(a.either, judged)), a.judged(least, most)))
        branches.append((ruled, a.points(least)))
        return a.cases(branches)

    def _total(self, ends: list[N], a: Algebra[N, B, O], weight: Fraction) -> N:
        """The points of the whole, if those of its parts are *ends*."""
        total = reduce(a.add, ends)
        if self.mode == "deduct":
            worth = sum((part.weight(weight) for part in self.parts), ZERO)
            total = a.add(total, a.constant(weight - worth))
        total = a.greater(total, a.constant(Fraction(self.floor)))
        limit = self._limit(weight)
        return total if limit is None else a.lesser(total, a.constant(limit))

    def _limit(self, weight: Fraction) -> Fraction | None:
        if self.cap is not None:
            return Fraction(self.cap)
        return weight if weight > 0 or self.mode == "deduct" else None

    def words(self, weight: Fraction, view: FactView) -> Text:
        each = [part.rule.words(part.weight(weight), view) for part in self.parts]
        listed = Text.joined(
            (Text(f"（{number}）{said.zh}", f"({number}) {said.en}") for number, said in enumerate(each, 1)), "；", "; "
        )
        floor, full, limit = shown(Fraction(self.floor)), amount(weight), self._limit(weight)
        most = Text("", "") if limit is None else Text(f"，最多{shown(limit)}分", f", at most {shown(limit)}")
        if self.mode == "deduct":
            limited = most if self.cap is not None else Text("", "")
            head = Text(
                f"从{full.zh}中扣除各部分所失的分，扣到{floor}分为止{limited.zh}：",
                f"from {full.en} what each part loses, down to {floor}{limited.en}: ",
            )
        else:
            head = Text(f"各部分相加，最少{floor}分{most.zh}：", f"the parts added up, at least {floor}{most.en}: ")
        if self.zero_when is None:
            return head + listed
        none = expression_words(self.zero_when.root, view)
        return Text(f"{none.zh}时不得分；", f"nothing if {none.en}; ") + head + listed

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        zero = self.zero_when is not None and branch == 0
        given = Text("", "") if points is None else Text("；得", "; ") + amount(points)
        if zero and self.zero_when is not None:
            return expression_words(self.zero_when.root, view) + Text("，不得分", ": no points")
        said = [self._part_because(part, part.weight(weight), view) for part in self.parts]
        numbered = (Text(f"（{number}）{each.zh}", f"({number}) {each.en}") for number, each in enumerate(said, 1))
        return Text.joined(numbered, "；", "; ") + given

    def _part_because(self, part: RulePart, worth: Fraction, view: FactView) -> Text:
        """Why *part* earns or loses what it does; of one whose facts are not all known, the facts."""
        if any(view.known(fact) is None for fact in part.rule.reads()):
            return part.rule.stated_facts(view)
        branch, earned = part.rule.settled(worth, view)
        said = part.rule.because(branch, earned, worth, view)
        if self.mode == "add" or earned is None:
            return said
        lost = amount(worth - earned)
        return said + (
            Text(f"，扣{lost.zh}", f": {lost.en} less") if worth != earned else Text("，不扣分", ": nothing less")
        )

    def declared_floor(self, weight: Fraction) -> Fraction | None:
        return Fraction(self.floor) or None

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        if not self.parts:
            yield Misfit(("parts",), Text("一部分也没有", "there is no part"))
        if self.mode == "deduct":
            yield from self.needs_weight(weight)
        if self.zero_when is not None:
            yield from self.expression_misfits("zero_when", self.zero_when, facts)
        for number, part in enumerate(self.parts):
            path = ("parts", number)
            if part.most is not None and part.most <= 0:
                yield Misfit((*path, "most"), Text("应当大于 0", "must be more than 0"))
            elif part.most is None and weight == 0:
                yield Misfit(path, Text("加减分项的每部分要写 most", "each part of an extra indicator needs 'most'"))
            elif 0 < weight < part.weight(weight):
                what = f"大于分值 {shown(weight)} 分", f"more than the weight {shown(weight)}"
                yield Misfit((*path, "most"), Text(*what))
            if isinstance(part.rule, OpaqueRule) or not part.rule.is_written:
                yield Misfit((*path, "rule"), Text("这种规则不能作为一部分", "a rule of this kind cannot be a part"))
                continue
            for misfit in part.rule.misfits(part.weight(weight), facts):
                yield misfit._replace(path=(*path, "rule", *misfit.path))
        yield from self.floor_misfits("floor", self.floor, weight)
        if self.cap is not None and (0 < weight < Fraction(self.cap) or self.cap < self.floor):
            yield Misfit(("cap",), Text("大于分值，或小于 floor", "more than the weight, or less than 'floor'"))
