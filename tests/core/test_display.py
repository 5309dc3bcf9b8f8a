"""Text on a terminal."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given, strategies as st

from evalfw.foundation.display import padded, right, visible, width_of, wrapped

texts = st.text(st.sampled_from("预算执行率，。（）“”〔〕 abc 123 %.,"), max_size=80)


def widest(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in line)


@given(texts, st.integers(20, 60))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, width: int) -> None:
    """But for white space at the breaks, and one closing mark that may hang."""
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(widest(line) <= width + 8 for line in lines)


@given(texts)
@example("1111““““““““““““” ”")
def test_no_line_begins_with_closing_or_ends_with_opening_marks(text: str) -> None:
    lines = wrapped(text.strip(), 30)
    for before, after in pairwise(lines):
        assert not after.startswith(("，", "。", "）", "”", "〕"))
        assert not before.endswith(("（", "“", "〔"))


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert wrapped("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_widths_count_chinese_double_and_accents_not_at_all() -> None:
    assert (width_of("预算a"), width_of("e\u0301")) == (5, 1)
    assert (padded("预", 4), right("预", 4), padded("预算", 2)) == ("预  ", "  预", "预算")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("普通 text", "普通 text"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\u202eb\u200bc", "a\\u202eb\\u200bc"),
        ("a\r\nb\tc", "a  b c"),
        ("全角\u3000空格", "全角\u3000空格"),
        ("\ud800", "\\ud800"),
    ],
)
def test_nothing_invisible_stays_so(text: str, seen: str) -> None:
    assert visible(text) == seen
