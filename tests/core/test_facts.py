"""Stated values as the declared type reads them, and values as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest

from evalfw.language.algebra import Amount
from evalfw.language.facts import FactDeclaration, FactType, Field, machine_form, show_amount
from evalfw.language.facts.reading import ValueFaultError, read_amount

Stated = bool | str | Decimal | tuple[Mapping[str, str], ...]


def fact(type: FactType, unit: str = "", places: int | None = None) -> FactDeclaration:
    return FactDeclaration(
        id="f",
        label="事实",
        type=type,
        unit=unit,
        places=places,
        choices={"a": "甲", "b": "乙"} if type == "choice" else {},
        fields={"name": Field(label="名称"), "kind": Field(label="种类", choices={"a": "甲"})}
        if type == "list"
        else {},
    )


@pytest.mark.parametrize(
    ("declared", "stated", "value"),
    [
        (fact("bool"), True, True),
        (fact("bool"), " 是 ", True),
        (fact("bool"), "FALSE", False),
        (fact("ratio"), "83.04%", Fraction("0.8304")),
        (fact("ratio"), "８３．０４％", Fraction("0.8304")),
        (fact("ratio"), Decimal("0.8304"), Fraction("0.8304")),
        (fact("ratio"), "-47.93 %", Fraction("-0.4793")),
        (fact("money", "万元"), "7414.91", Fraction("7414.91")),
        (fact("money", "万元"), " 7414.91 万元 ", Fraction("7414.91")),
        (fact("money", "元", 4), "0.1234", Fraction("0.1234")),
        (fact("money", "万元"), "7,414.91", Fraction("7414.91")),
        (fact("money", "万元"), "7,414.91万元", Fraction("7414.91")),
        (fact("money", "万元"), "74149100元", Fraction("7414.91")),
        (fact("money", "万元"), "１，２３４，５００元", Fraction("123.45")),
        (fact("money", "万元"), "0.741491亿元", Fraction("7414.91")),
        (fact("money", "元"), "0.5万元", Fraction(5000)),
        (fact("number", "万个"), "3591800个", Fraction("359.18")),
        (fact("ratio"), "830.4‰", Fraction("0.8304")),
        (fact("ratio"), "830.4 ‰", Fraction("0.8304")),
        (fact("count", "人"), "50人", Fraction(50)),
        (fact("count", "人"), "1.2万人", Fraction(12000)),
        (fact("number"), "+1.5", Fraction("1.5")),
        (fact("choice"), "a", "a"),
        (fact("choice"), "乙", "b"),
        (fact("text"), "任何文字", "任何文字"),
        (fact("list"), ({"name": " 子 ", "kind": "甲"},), ({"name": "子", "kind": "a"},)),
        (fact("list"), (), ()),
    ],
)
def test_what_is_accepted(declared: FactDeclaration, stated: Stated, value: Amount) -> None:
    assert read_amount(declared, stated) == value


@pytest.mark.parametrize(
    ("declared", "stated", "told"),
    [
        (fact("bool"), "也许", "expected true or false, got '也许'"),
        (fact("bool"), Decimal(1), "expected true or false, got 1"),
        (fact("ratio"), True, "expected a number, got true"),
        (fact("ratio"), "83.04", "83.04 is out of range ～10"),
        (fact("ratio"), "0.1234567", "0.1234567 has more than 6 decimals"),
        (fact("money", "万元"), "7,41.91", "expected a number in 万元, got '7,41.91'"),
        (fact("money", "万元"), "7414.91万人", "expected a number in 万元, got '7414.91万人'"),
        (fact("money", "万元"), "74149100%", "expected a number in 万元, got '74149100%'"),
        (fact("ratio"), "83.04万元", "expected a number, got '83.04万元'"),
        (fact("money"), "≥266", "expected a number, got '≥266'"),
        (fact("money"), "1e3", "expected a number, got '1e3'"),
        (fact("count"), Decimal(-1), "-1 is out of range 0～"),
        (fact("count"), "1.5", "1.5 has more than 0 decimals"),
        (fact("number"), "1" * 31, "number too long: at most 30 digits"),
        (fact("choice"), "丙", "'丙' is not a choice"),
        (fact("choice"), Decimal(1), "expected a text, got 1"),
        (fact("text"), True, "expected a text, got true"),
        (fact("list"), "甲", "expected a list of items, got '甲'"),
        (fact("list"), ({"nam": "子"},), "item 1: unknown field 'nam'"),
        (fact("list"), ({"name": "子", "kind": "丙"},), "item 1: '丙' is not a choice"),
        (fact("list"), ({"name": "子", "kind": " "},), "item 1: field 'kind' is missing"),
        (fact("bool"), ({"a": "b"},), "expected true or false, got a list"),
    ],
)
def test_what_is_refused(declared: FactDeclaration, stated: Stated, told: str) -> None:
    with pytest.raises(ValueFaultError) as raised:
        read_amount(declared, stated)
    assert raised.value.what.en == told
    assert raised.value.what.zh != told


@pytest.mark.parametrize(
    ("declared", "value", "shown", "machine"),
    [
        (fact("bool"), True, "是", "true"),
        (fact("bool"), False, "否", "false"),
        (fact("ratio"), Fraction("0.8304"), "83.04%", "0.8304"),
        (fact("ratio"), Fraction("0.899999"), "89.9999%", "0.899999"),
        (fact("ratio"), Fraction(1, 3), "≈33.33%", "1/3"),
        (fact("money", "万元"), Fraction("7414.90"), "7414.9万元", "7414.9"),
        (fact("money", "万元"), Fraction(100, 3), "≈33.33万元", "100/3"),
        (fact("choice"), "b", "乙", "b"),
        (fact("text"), "文字", "文字", "文字"),
        (
            fact("list"),
            ({"name": "子", "kind": "a"}, {"name": "丑", "kind": "a"}),
            "子 / 甲；丑 / 甲",
            "kind=a, name=子; kind=a, name=丑",
        ),
        (fact("list"), (), "无", ""),
    ],
)
def test_values_are_shown_exactly(declared: FactDeclaration, value: Amount, shown: str, machine: str) -> None:
    """A value is never rounded to the edge of a band: 89.9999 % stays below 90 %."""
    assert show_amount(declared, value).zh == shown
    assert machine_form(value) == machine
