"""Rule kind ``by_choice``: what was chosen is worth points, or opens a range in which a person decides (按档赋分、定性指标)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.foundation import Misfit, Text, shown_span
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.facts import FactDeclaration, FactView
from evalfw.language.rules.rule import Rule, share_words

_BELOW = Text("（不含上端）", ", upper end excluded")


@attrs.frozen(kw_only=True)
class Worth:
    """
    What a choice is worth: exactly one of the four.

    Attributes:
        points: The points.
        share: A share of the weight.
        judge: ``[least, most]`` points between which a person decides, both ends included.
        judge_share: The same as shares of the weight: 100%-80% of the national form is ``[0.8, 1]``.
        below: The upper end of the range is excluded, for it belongs to the next better choice: 80%-60%(含60%).
    """

    points: Decimal | None = None
    share: Decimal | None = None
    judge: tuple[Decimal, ...] | None = None
    judge_share: tuple[Decimal, ...] | None = None
    below: bool = False

    def span(self, weight: Fraction) -> tuple[Fraction, Fraction]:
        """Least and most points, of an indicator of *weight*."""
        if self.judge is not None:
            return Fraction(self.judge[0]), Fraction(self.judge[-1])
        if self.judge_share is not None:
            return weight * Fraction(self.judge_share[0]), weight * Fraction(self.judge_share[-1])
        points = weight * Fraction(self.share) if self.share is not None else Fraction(self.points or 0)
        return points, points

    @property
    def is_judged(self) -> bool:
        """Whether a person decides."""
        return self.judge is not None or self.judge_share is not None


@attrs.frozen
class ByChoice(Rule):
    """
    Points by choice.

    Attributes:
        fact: A choice fact. Missing, it leaves the indicator ``missing``, with the widest range as bounds.
        choices: Each value of the fact with what it is worth; a value that is left out is not decided by the rule
            (``pending``).

    Source: the qualitative indicators of the national form, "达成年度指标 100-80%(含80%)、部分达成 80-60%(含60%)、未达成 60-0%"; questions
    answered yes, to a large extent, to a small extent or no; dimensions graded A to D.
    """

    kind: ClassVar[str] = "by_choice"

    fact: str
    choices: Mapping[str, Worth]

    def reads(self) -> tuple[str, ...]:
        return (self.fact,)

    def points(self, a: Algebra[N, B, O], weight: Fraction) -> O:
        return a.cases(
            tuple(
                (a.is_text(self.fact, choice), self._outcome(worth, weight, a))
                for choice, worth in self.choices.items()
            )
        )

    def _outcome(self, worth: Worth, weight: Fraction, a: Algebra[N, B, O]) -> O:
        least, most = worth.span(weight)
        if worth.is_judged:
            return a.judged(a.constant(least), a.constant(most), worth.below)
        return a.points(a.constant(least))

    def words(self, weight: Fraction, view: FactView) -> Text:
        name = view.name(self.fact)
        rows = []
        for choice, worth in self.choices.items():
            label, given = view.choice(self.fact, choice), self._given(worth, weight)
            rows.append(Text(f"“{label}”{given.zh}", f"“{label}”: {given.en}"))
        return Text(f"{name.zh}为", f"{name.en} ") + Text.joined(rows, "，", "; ")

    def _given(self, worth: Worth, weight: Fraction) -> Text:
        least, most = worth.span(weight)
        if worth.judge_share is not None:
            ends = f"{share_words(worth.judge_share[0])}～{share_words(worth.judge_share[1])}"
            span = shown_span(least, most)
            said = Text(
                f"由人在分值的 {ends}（{span} 分）之间裁定", f"a person decides ({ends} of the weight, {span} points)"
            )
            return said + (_BELOW if worth.below else Text(""))
        if worth.judge is not None:
            span = shown_span(least, most)
            said = Text(f"由人在 {span} 分之间裁定", f"a person decides ({span} points)")
            return said + (_BELOW if worth.below else Text(""))
        given = self.worth_words(worth.share, least)
        return Text(f"得{given.zh}", given.en)

    def label(self, view: FactView) -> str | None:
        chosen = view.known(self.fact)
        return view.choice(self.fact, chosen) if isinstance(chosen, str) else None

    def stated_target(self, view: FactView) -> Text:
        if not self.choices:
            return Text("")
        best = max(self.choices, key=lambda choice: self.choices[choice].span(Fraction(1))[1])
        return Text(view.choice(self.fact, best))

    def because(self, branch: int | None, points: Fraction | None, weight: Fraction, view: FactView) -> Text:
        stated = view.stated(self.fact)
        if branch is None:
            return stated
        given = self._given(tuple(self.choices.values())[branch], weight)
        return stated + Text(f"，{given.zh}", f": {given.en}")

    def misfits(self, weight: Fraction, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
        wrong = tuple(
            self.unknown_facts({"fact": self.fact}, facts, frozenset({"choice"}), Text("单选型事实", "a choice fact"))
        )
        yield from wrong
        if not self.choices:
            yield Misfit(("choices",), Text("一个选项也没有", "there is no choice"))
        for choice, worth in self.choices.items():
            if not wrong and choice not in facts[self.fact].choices:
                what = Text(f"事实 '{self.fact}' 没有这个选项", f"fact '{self.fact}' has no such choice")
                yield Misfit.near(("choices", choice), what, choice, facts[self.fact].choices)
            for misfit in _worth_misfits(worth, weight):
                yield misfit._replace(path=("choices", choice, *misfit.path))


def _worth_misfits(worth: Worth, weight: Fraction) -> Iterator[Misfit]:
    given = [key for key in ("points", "share", "judge", "judge_share") if getattr(worth, key) is not None]
    if len(given) != 1:
        said = "points、share、judge、judge_share 要写一个，且只写一个"
        yield Misfit((), Text(said, "give one of 'points', 'share', 'judge' and 'judge_share'"))
        return
    key = given[0]
    if worth.below and not worth.is_judged:
        yield Misfit(("below",), Text("只用于由人裁定的范围", "only for a range in which a person decides"))
    if "share" in key:
        yield from (each._replace(path=(key,)) for each in Rule.needs_weight(weight))
    for ends in (worth.judge, worth.judge_share):
        if ends is not None and (len(ends) != 2 or ends[0] > ends[1]):
            yield Misfit((key,), Text(f"{key} 应当是 [最低, 最高]", f"'{key}' is [least, most]"))
            return
    least, most = worth.span(weight)
    if worth.below and least == most:
        yield Misfit(("below",), Text("范围是空的：上端不含，下端等于上端", "the range is empty without its upper end"))
    if 0 < weight < most:
        yield Misfit((key,), Text("超过分值", "more than the weight"))
    if least < 0 < weight:
        yield Misfit((key,), Text("分数不能为负", "points cannot be negative"))
