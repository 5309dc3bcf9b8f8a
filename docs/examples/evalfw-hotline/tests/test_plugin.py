"""The rule kind and the collector; the cases lie beside the rubric and are collected by pytest as well."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from evalfw_hotline import collect

from evalfw import EvidenceError
from evalfw.extending.conformance.for_tests import broken_contract

HEAD = "来电编号,是否接通,等待秒数\r\n"


def export(folder: Path, text: str, encoding: str = "gbk") -> Path:
    path = folder / "a.hotline.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_the_contract_is_kept() -> None:
    assert broken_contract("hotline") == []


def test_calls_are_counted_and_nothing_else_of_them_is_kept(tmp_path: Path) -> None:
    path = export(tmp_path, f"{HEAD}1,是,5\r\n2,是,15\r\n3,是,16\r\n4,否,\r\n")
    part = collect(path, "facts/a.hotline.csv")
    assert {each.fact: each.value for each in part.statements} == {
        "hotline.calls": Decimal(4),
        "hotline.within_5s": Decimal(1),
        "hotline.within_10s": Decimal(1),
        "hotline.within_15s": Decimal(2),
        "hotline.within_20s": Decimal(3),
        "hotline.within_30s": Decimal(3),
    }
    assert {(each.document, each.section) for each in part.statements} == {("a.hotline.csv", "共 4 行")}


@pytest.mark.parametrize(
    ("text", "lines", "said"),
    [
        (f"{HEAD}1,是,快\r\n2,也许,3\r\n", [2, 3], "“等待秒数”应当是秒数，写的是 '快'"),
        ("编号,秒\r\n1,2\r\n", [1], "没有“是否接通、等待秒数”这一列"),
    ],
)
def test_every_row_that_is_not_in_order_is_told(text: str, lines: list[int], said: str, tmp_path: Path) -> None:
    with pytest.raises(EvidenceError) as raised:
        collect(export(tmp_path, text), "a.hotline.csv")
    assert [problem.line for problem in raised.value.problems] == lines
    assert raised.value.problems[0].what.zh == said


def test_another_encoding_is_told_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.hotline.csv"
    path.write_bytes(b"\xff\xff\xff")
    with pytest.raises(EvidenceError, match="not encoded in GBK"):
        collect(path, "a.hotline.csv")
