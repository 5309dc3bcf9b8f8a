"""Positions of keys, and strict structuring."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
import tomli_w
from hypothesis import given, strategies as st

from evalfw import RubricError
from evalfw.foundation import InputError
from evalfw.foundation.misfit import KeyPath
from evalfw.foundation.reading.document import Document
from evalfw.foundation.reading.json_locating import json_lines
from evalfw.foundation.reading.locating import first_deeper_than, lines_of
from evalfw.foundation.reading.structuring import structure
from evalfw.foundation.reading.toml import parse_toml

keys = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=8)
scalars = st.one_of(
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.text(max_size=12),
    st.sampled_from(["a\nb", '"', "'", "]", "#", "{", "三"]),
)
values: Any = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=12,
)
tables = st.dictionaries(keys, values, max_size=5)


def paths_of(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths_of(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from paths_of(inner, (*path, number))


@pytest.mark.slow
@given(tables, st.booleans())
def test_every_place_of_a_toml_text_has_a_line(table: dict[str, Any], multiline: bool) -> None:
    """The scanner sees exactly the places that tomllib sees, whatever the text looks like."""
    text = tomli_w.dumps(table, multiline_strings=multiline)
    parsed = tomllib.loads(text)
    lines = lines_of(text)
    assert set(lines) == set(paths_of(parsed))
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())


@pytest.mark.slow
@given(tables)
def test_every_place_of_a_json_text_has_a_line(table: dict[str, Any]) -> None:
    text = json.dumps(table, indent=1, ensure_ascii=False)
    assert set(json_lines(text)) == {(), *paths_of(table)}


def test_lines_are_those_a_person_counts() -> None:
    text = '''# comment [[not]]
a = 1
[t."quo ted".'x']
b = [
  1,
  { c = 2, d = "]" },
]
[[list]]
e.f = """
multi
"""
[[list]]
g = 'x'
[list.sub]
h = 2021-01-01
'''
    lines = lines_of(text)
    expected: dict[KeyPath, int] = {
        ("a",): 2,
        ("t", "quo ted", "x"): 3,
        ("t", "quo ted", "x", "b", 1, "d"): 6,
        ("list", 0): 8,
        ("list", 0, "e", "f"): 9,
        ("list", 1, "g"): 13,
        ("list", 1, "sub", "h"): 15,
    }
    assert {path: lines[path] for path in expected} == expected


def test_json_lines_are_those_a_person_counts() -> None:
    lines = json_lines('{\n "a": [\n  1,\n  {"b": "x\\"}"}\n ]\n}')
    assert (lines[("a",)], lines[("a", 0)], lines[("a", 1, "b")]) == (2, 3, 4)


def test_brackets_in_texts_do_not_count_for_the_depth() -> None:
    assert first_deeper_than('a = "[[[["\nb = [[\n[[]]]]', 2) == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = ", "x:1: not valid TOML: Invalid value (at the end of the file)"),
        ("a = 1\nb 2", "x:2: not valid TOML: Expected '=' after a key in a key/value pair (column 3)"),
        ("中 = 1", "x:1: not valid TOML: Invalid statement (column 1)"),
        ('a = "x', "x:1: not valid TOML: Unterminated string (at the end of the file)"),
    ],
)
def test_syntax_errors_have_a_line(text: str, told: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_toml(text, "x", RubricError)
    assert [problem.read("en") for problem in raised.value.problems] == [told]


@attrs.frozen
class Inner:
    number: int
    flags: tuple[bool, ...] = ()


@attrs.frozen
class Outer:
    name: str
    inner: Inner | None = None
    by_name: dict[str, Inner] = attrs.field(factory=dict)


def structured(data: dict[str, object]) -> Outer:
    return structure(Document("x", "", data, lambda _: {}), Outer, RubricError)


def test_values_are_never_converted() -> None:
    with pytest.raises(RubricError) as raised:
        structured({"name": 5, "inner": {"number": "5", "flags": [1]}, "by_name": {"a": {"number": True}}})
    assert [problem.read("en") for problem in raised.value.problems] == [
        "x: name: expected a text in quotes, got 5",
        "x: inner.number: expected a whole number, got '5'",
        "x: inner.flags[1]: expected true or false, got 1",
        "x: by_name.a.number: expected a whole number, got true",
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"name": "a", "inner": []}, "x: inner: expected a table, got a list"),
        ({"name": "a", "inner": {"number": 1, "flags": "xy"}}, "x: inner.flags: expected a list, got 'xy'"),
        ({"name": "a", "by_name": "b"}, "x: by_name: expected a table, got 'b'"),
        (
            {"name": "a" * 99, "inner": {"number": 10**40}},
            "x: inner.number: expected a whole number, got a very long integer",
        ),
        ({}, "x: missing key 'name'"),
        ({"name": {"deep": {}}}, "x: name: expected a text in quotes, got a table"),
    ],
)
def test_shapes_are_checked(data: dict[str, object], told: str) -> None:
    with pytest.raises(RubricError) as raised:
        structured(data)
    assert [problem.read("en") for problem in raised.value.problems] == [told]


def test_what_fits_is_structured() -> None:
    assert structured({"name": "a", "inner": {"number": 1, "flags": [True]}}) == Outer("a", Inner(1, (True,)))
