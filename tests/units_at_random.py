"""Rubrics whose facts are counted in random units, each with the same rubric in base units, worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from hypothesis import strategies as st

SCALES: Mapping[str, Mapping[str, int]] = {
    "money": {"元": 1, "千元": 1000, "万元": 10**4, "百万元": 10**6, "亿元": 10**8},
    "time": {"秒": 1, "分钟": 60, "小时": 3600, "天": 86400, "周": 604800},
}
"""Units of each dimension, its base unit first → how many of that one of them is: written anew, not taken from evalfw."""

FACTS = {"a": "money", "b": "money", "c": "money", "s": "time", "t": "time"}
MOST = 50
"""Most of any fact, in its own unit."""


class Both(NamedTuple):
    """The same thing said in units, and in base units."""

    units: str
    base: str

    @classmethod
    def joined(cls, shape: str, *parts: Both) -> Both:
        """*shape*, such as ``({} + {})``, of *parts*."""
        return cls(shape.format(*(part.units for part in parts)), shape.format(*(part.base for part in parts)))


class Pair(NamedTuple):
    """A rubric in units, the same in base units, and the scale of each fact."""

    units: str
    base: str
    scales: Mapping[str, int]


def literals(dimension: str, least: int = 1) -> st.SearchStrategy[Both]:
    """Numbers with their unit, one of which is *least* base units or more."""
    scales = {unit: scale for unit, scale in SCALES[dimension].items() if scale >= least}
    return st.builds(
        lambda number, unit: Both(f"{number}{unit}", f"{number * scales[unit]}{next(iter(SCALES[dimension]))}"),
        st.integers(1, 40),
        st.sampled_from(list(scales)),
    )


def quantities(dimension: str, depth: int) -> st.SearchStrategy[Both]:
    """Numbers of one dimension."""
    facts = st.sampled_from([Both(id, id) for id, of in FACTS.items() if of == dimension])
    if depth == 0:
        return st.one_of(facts, literals(dimension))
    below = quantities(dimension, depth - 1)
    pairs = [
        st.builds(Both.joined, st.just(shape), below, below)
        for shape in ("({} + {})", "({} - {})", "min({}, {})", "max({}, {})", "abs({} - {})")
    ]
    return st.one_of(
        facts,
        *pairs,
        st.builds(lambda factor, each: Both.joined(f"({factor} * {{}})", each), st.integers(2, 5), below),
        st.builds(Both.joined, st.just("if({}, {}, {})"), conditions(depth - 1), below, below),
    )


def shares(depth: int) -> st.SearchStrategy[Both]:
    """Quotients of two of one dimension, the divisor never zero."""
    return st.sampled_from(list(SCALES)).flatmap(
        lambda of: st.builds(
            Both.joined, st.just("{} / max({}, {})"), quantities(of, depth), quantities(of, depth), literals(of)
        )
    )


def conditions(depth: int) -> st.SearchStrategy[Both]:
    of_one = st.sampled_from(list(SCALES)).flatmap(
        lambda of: st.builds(
            lambda sign, left, right: Both.joined(f"{{}} {sign} {{}}", left, right),
            st.sampled_from(["<", "<=", ">", ">=", *(["=", "!="] if of == "money" else [])]),
            quantities(of, depth),
            quantities(of, depth),
        )
    )
    if depth == 0:
        return of_one
    of_share = st.builds(
        lambda share, percent: Both.joined(f"{{}} >= {percent}%", share), shares(depth - 1), st.integers(1, 200)
    )
    return st.one_of(of_one, of_share)


def declared(id: str, unit: str, most: int) -> str:
    """A fact with as many decimals as make the same steps in every unit of money; those of times are small enough."""
    if FACTS[id] == "money":
        kind, places = "money", 1 + len(str(SCALES["money"][unit]))
    else:
        kind, places = "number", 6
    return (
        f'{{ id = "{id}", label = "{id}", type = "{kind}", unit = "{unit}", places = {places}, min = 0, max = {most} }}'
    )


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """Rubrics with conditions, shares, bands and steps against facts and numbers in other units."""
    units = {id: draw(st.sampled_from(list(SCALES[of]))) for id, of in FACTS.items()}
    scales = {id: SCALES[FACTS[id]][unit] for id, unit in units.items()}
    when, share, zero = draw(conditions(2)), draw(shares(1)), draw(conditions(1))
    edge, step = draw(literals("money")), draw(literals("time", scales["s"]))
    total = draw(quantities("money", 1))
    into = draw(st.sampled_from(list(SCALES["money"])))
    texts = []
    for at, wanted in enumerate((units, {id: next(iter(SCALES[of])) for id, of in FACTS.items()})):
        base = at == 1
        facts = [declared(id, unit, MOST * (scales[id] if base else 1)) for id, unit in wanted.items()]
        own = next(iter(SCALES["money"])) if base else into
        facts.append(
            f'{{ id = "d", label = "d", type = "money", unit = "{own}", places = 2, derivation = "{total[at]}" }}'
        )
        listed = ",\n  ".join(facts)
        texts.append(
            f"""format = "evalfw.rubric/1"
id = "made-up/units"
version = "1"
title = "单位"
full_mark = 50
fact = [
  {listed},
]
indicator = [
  {{ id = "a", title = "a", weight = 10, criterion = "a", rule = {{ kind = "all_or_nothing", when = "{when[at]}" }} }},
  {{ id = "b", title = "b", weight = 10, criterion = "b", rule = {{ kind = "formula", share = "{share[at]}", zero_when = "{zero[at]}" }} }},
  {{ id = "c", title = "c", weight = 10, criterion = "c", rule = {{ kind = "bands", fact = "d", bands = [
    {{ from = "{edge[at]}", points = 10 }}, {{ below = "{edge[at]}", points = 2 }} ] }} }},
  {{ id = "d", title = "d", weight = 10, criterion = "d", rule = {{ kind = "proportional", fact = "a", target = "b", side = "at_least", zero_target = "full" }} }},
  {{ id = "e", title = "e", weight = 10, criterion = "e", rule = {{ kind = "deduct_per_step", fact = "s", target = "t", side = "above", step = "{step[at]}", points = 3 }} }},
]
"""
        )
    return Pair(texts[0], texts[1], scales)


def in_base(values: Mapping[str, Decimal | None], scales: Mapping[str, int]) -> dict[str, Decimal | None]:
    """*values* of facts in base units."""
    return {id: None if value is None else value * scales[id] for id, value in values.items()}
