"""Where the executable rule and the official sentence differ: numbers, and the comparison each stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import attrs

from evalfw.foundation import Text, narrow, shown
from evalfw.language import FactView
from evalfw.rubric import Indicator, Rubric

_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_MEASURES = "个百分点|次|项|例|人|篇|天|日|个工作日|倍|个|名|起|岁|条|家"
_NUMBER = re.compile(
    rf"(?P<digits>[0-9]+(?:\.[0-9]+)?)\s*(?P<percent>%|％|个百分点)?|(?P<chinese>[{''.join(_DIGITS)}])(?=(?P<measure>{_MEASURES}))"
)
_NOT_MEANT = re.compile(
    r"[0-9]{4}(?:\s*[-–—~～至]\s*[0-9]{2,4})?年度?|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}月(?:[0-9]{1,2}日|[底末初份前])?|[〔\[﹝(（]?[0-9]{4}[〕\]﹞)）]?[0-9]*号|第[0-9一二三四五六七八九十]+|"
    r"(?:GB|DB|ISO|JGJ|CJJ)[A-Z/T ]*[0-9.]+(?:[-—–][0-9]{4})?|[0-9]{5}(?=[^0-9]{0,6}热线)|"
    r"(?:^|(?<=[。；;：:，\n]))\s*(?:[（(][0-9]{1,2}[）)]|[0-9]{1,2}[.．、](?![0-9]))"
)
"""Years, dates, numbers of documents, standards and hotlines, ordinals: numbers that no threshold is."""

_THOUSANDS = re.compile(r"(?<=[0-9])[,，](?=[0-9]{3}(?![0-9]))")

_UNIT = re.compile(
    r"\s*(?:亿元|万元|千元|元|平方米|公里|个工作日|工作日|天|日|个月|年|岁|人次|人|件|项|例|次|篇|家|期|户|吨)"
)
_NO_UNIT = ("",)

_BEFORE = (
    (
        re.compile(r"(?:不低于|不少于|不小于|大于或?等于|高于或?等于|超过或?等于|达到|至少|>=|≥|≧)\s*$"),
        frozenset({">="}),
    ),
    (
        re.compile(r"(?:不超过|不高于|不大于|不多于|小于或?等于|低于或?等于|少于或?等于|至多|<=|≤|≦)\s*$"),
        frozenset({"<="}),
    ),
    (re.compile(r"(?:大于|超过|高于|多于|>|＞)\s*$"), frozenset({">"})),
    (re.compile(r"(?:小于|低于|少于|不足|<|＜)\s*$"), frozenset({"<"})),
)
_AFTER = (
    (re.compile(r"\s*(?:[（(]含[）)]\s*以上|以上[（(]含|及以上)"), frozenset({">="})),
    (re.compile(r"\s*(?:[（(]含[）)]\s*以下|以下[（(]含|及以下|以内)"), frozenset({"<="})),
    (re.compile(r"\s*以上"), frozenset({">", ">="})),
    (re.compile(r"\s*以下"), frozenset({"<", "<="})),
)
_RANGE_OF_PERCENT = re.compile(r"\s*[-–—~～至]\s*[0-9]+(?:\.[0-9]+)?\s*[%％]")
"""What follows the first number of ``10-15%``."""

_WORKED_OUT = re.compile(r"%（[^（）]*分）")
"""Points that a sentence of ours adds to a share of the weight, for readers."""

_OPPOSITE = {">": "<=", "<=": ">", "<": ">=", ">=": "<"}


_OBVIOUS = {(Fraction(0), "分"), (Fraction(0), ""), (Fraction(0), "%"), (Fraction(1), "%"), (Fraction(1), "")}
"""Numbers that a rule may have without saying them: none, all, one."""


class Figure(NamedTuple):
    """A number in a sentence: its value, what it counts (``%``, ``分`` or other), the comparisons it may stand in, its unit."""

    value: Fraction
    sort: str
    comparisons: frozenset[str]
    unit: str


def drifts(leaf: Indicator, rubric: Rubric) -> Iterator[Text]:
    """What differs between the official sentence of *leaf* and its rule in words."""
    assert leaf.rule is not None
    words = leaf.rule.words(leaf.weight, FactView(rubric.facts, {})).zh
    official, executable = figures(leaf.criterion), figures(_WORKED_OUT.sub("%", words))
    said, done = [each[:2] for each in official], [each[:2] for each in executable]
    for value, sort in sorted(set(said) - _OBVIOUS - {(leaf.weight, "分")}):
        if not _named(value, sort, done):
            number = _shown(value, sort)
            yield Text(f"评价要点里的 {number} 不在规则中", f"{number} of the sentence is not in the rule")
    for value, sort in sorted(set(done) - _implied(leaf, rubric)):
        if not _named(value, sort, said):
            number = _shown(value, sort)
            yield Text(f"规则里的 {number} 不在评价要点中", f"{number} of the rule is not in the sentence")
    for value, sort in sorted(set(said) & set(done)):
        units = [
            {each.unit for each in listed if each[:2] == (value, sort)} - {""} for listed in (official, executable)
        ]
        if units[0] and units[1] and not units[0] & units[1]:
            number, meant, has = shown(value), "/".join(sorted(units[0])), "/".join(sorted(units[1]))
            yield Text(
                f"{number}：评价要点的单位是{meant}，规则的单位是{has}",
                f"{number}: the unit of the sentence is {meant}, that of the rule is {has}",
            )
        wanted = [each.comparisons for each in official if each[:2] == (value, sort) and each.comparisons]
        given = {each for figure in executable if figure[:2] == (value, sort) for each in figure.comparisons}
        for choices in wanted:
            if given and not any(each in given or _OPPOSITE[each] in given for each in choices):
                number, meant, has = _shown(value, sort), "/".join(sorted(choices)), "/".join(sorted(given))
                yield Text(
                    f"{number}：评价要点说 {meant}，规则写的是 {has}",
                    f"{number}: the sentence says {meant}, the rule has {has}",
                )


def _named(value: Fraction, sort: str, others: list[tuple[Fraction, str]]) -> bool:
    """Whether *value* is among *others*; a bare number may be points or a ratio."""
    return any(value == other and (sort == has or "" in (sort, has)) for other, has in others)


def _implied(leaf: Indicator, rubric: Rubric) -> frozenset[tuple[Fraction, str]]:
    """Numbers that a rule has although its sentence need not: no points, full marks, limits, defaults, one step of one, all (100 %)."""
    values = {
        (Fraction(0), "分"),
        (leaf.weight, "分"),
        (Fraction(1), "%"),
        (Fraction(0), "%"),
        (Fraction(0), ""),
        (Fraction(1), ""),
    }
    kind: Any = type(leaf.rule)
    defaults = (field.default for field in attrs.fields(kind))
    values |= {(Fraction(each), sort) for each in defaults if isinstance(each, Decimal) for sort in ("分", "")}
    node: Indicator | None = leaf
    while node is not None:
        ends = [end for end in (node.limits.least, node.limits.most) if end is not None]
        values |= {(abs(end), sort) for end in ends for sort in ("分", "")}
        node = rubric.by_id.get(node.parent) if node.parent is not None else None
    return frozenset(values)


def figures(sentence: str) -> list[Figure]:
    """Every number of *sentence* that may be a threshold, a step or an amount of points."""
    plain_digits = _THOUSANDS.sub("", narrow(sentence))
    text = _NOT_MEANT.sub(lambda found: "□" * len(found.group()), plain_digits)
    found = []
    for match in _NUMBER.finditer(text):
        if match["chinese"]:
            value, percent = Fraction(_DIGITS[match["chinese"]]), match["measure"] == "个百分点"
        else:
            value, percent = Fraction(Decimal(match["digits"])), bool(match["percent"])
            percent = percent or _RANGE_OF_PERCENT.match(text, match.end()) is not None
        rest = text[match.end() :]
        points = not percent and (
            text[: match.start()].endswith("分值") or re.match(r"\s*分(?!之|局|管|钟|项|别|类|档)", rest) is not None
        )
        sort = "%" if percent else "分" if points else ""
        comparisons: frozenset[str] = frozenset()
        if not points and not re.search(
            r"每(?:超过|低于|高于|高|低|少|多|增加|减少|超|降)?\s*$", text[: match.start()]
        ):
            comparisons = _comparisons(text[: match.start()], rest)
        unit = "" if sort else (_UNIT.match(rest) or _NO_UNIT)[0]
        found.append(Figure(value / 100 if percent else value, sort, comparisons, unit.strip()))
    return found


def _comparisons(before: str, after: str) -> frozenset[str]:
    for pattern, comparisons in _BEFORE:
        if pattern.search(before):
            return comparisons
    for pattern, comparisons in _AFTER:
        if pattern.match(after):
            return comparisons
    return frozenset()


def _shown(value: Fraction, sort: str) -> str:
    return f"{shown(value * 100)}%" if sort == "%" else f"{shown(value)}{sort}"
