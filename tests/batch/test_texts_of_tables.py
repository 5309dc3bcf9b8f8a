"""Cells of texts read in columns: what they are read as is what a run reads, and what clerks usually write is read there."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings, strategies as st

from evalfw import FactDeclaration
from evalfw.language.facts.reading import ValueFaultError
from evalfw.population.batch.reading import cell_of
from evalfw.population.batch.settling import canonical
from evalfw.population.columns.working import Cell

FACTS = (
    FactDeclaration(id="ratio", label="比率", type="ratio"),
    FactDeclaration(id="coarse", label="粗的比率", type="ratio", places=1),
    FactDeclaration(id="money", label="金额", type="money", unit="万元"),
    FactDeclaration(id="yuan", label="金额", type="money", unit="元"),
    FactDeclaration(id="people", label="人数", type="number", unit="人", places=0),
    FactDeclaration(id="pieces", label="件数", type="count", unit="万件"),
    FactDeclaration(id="day", label="日期", type="date"),
    FactDeclaration(id="truth", label="是否", type="bool"),
)

numbers = st.one_of(
    st.integers(-(10**9), 10**9).map(str),
    st.decimals(-1000, 10**6, places=2).map(str),
    st.decimals(0, 100, places=4).map(str),
    st.decimals(-(10**7), 10**7, places=2).map(lambda value: f"{value:,}"),
    st.sampled_from(["0", "-0", "+3", "1,23", "1,234.5", "12345678901234567", "1e3", ".5", "5.", ""]),
)
signs = st.sampled_from(["", "", "%", " %", "‰", "个百分点", "万元", " 元", "亿元", "百万元", "人", "万件", "件", "%%"])
days = st.builds(
    lambda year, month, day, marks: f"{year}{marks[0]}{month}{marks[1]}{day}{marks[2]}",
    st.integers(1990, 2030),
    st.integers(0, 13).map(str) | st.integers(1, 9).map("0{}".format),
    st.integers(0, 32),
    st.sampled_from(
        [("-", "-", ""), ("/", "/", ""), ("年", "月", "日"), (".", ".", ""), ("年", "-", "日"), ("", "", "")]
    ),
)
others = st.sampled_from(["是", "否", "True", "yes", "也许", "", " 是 "])
texts = st.one_of(st.builds(str.__add__, numbers, signs), days, others)


def read_alone(fact: FactDeclaration, text: str) -> Cell:
    """As a run reads it; None where it refuses."""
    try:
        return canonical(fact, text) if text.strip() else None
    except ValueFaultError:
        return None


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(texts, min_size=1, max_size=60))
def test_a_column_reads_a_text_as_a_run_does_or_leaves_it_to_that(given_texts: list[str]) -> None:
    table = pl.DataFrame({"text": given_texts})
    for fact in FACTS:
        read = table.select(cell_of(fact, pl.col("text"), pl.String())).to_series().to_list()
        for text, cell in zip(given_texts, read, strict=True):
            assert cell is None or cell == read_alone(fact, text), (fact.id, text)


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("ratio", "83.04%"),
        ("ratio", "83.04 %"),
        ("ratio", "0.8304"),
        ("ratio", "8.5‰"),
        ("money", "7,414.91"),
        ("money", "7414.91万元"),
        ("money", "50000元"),
        ("money", "3亿元"),
        ("yuan", "7414.91万元"),
        ("people", "12人"),
        ("day", "2021-06-30"),
        ("day", "2021年6月30日"),
        ("day", "2021/6/3"),
        ("truth", "是"),
    ],
)
def test_what_clerks_usually_write_is_read_in_columns(fact: str, text: str) -> None:
    """These rows need not be read one by one."""
    declaration = next(each for each in FACTS if each.id == fact)
    read = pl.DataFrame({"text": [text]}).select(cell_of(declaration, pl.col("text"), pl.String())).item()
    assert read is not None and read == read_alone(declaration, text)
