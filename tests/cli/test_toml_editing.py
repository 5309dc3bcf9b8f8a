"""Line-by-line edits of TOML: what is meant changes, and nothing else."""

from __future__ import annotations

import pytest

from evalfw.foundation.writing.toml_editing import (
    CannotEditError,
    edited_head,
    parsed,
    with_inline_entries,
    with_value,
    without_entries,
)

TEXT = """\
# 头
id = "a"  # 编号
aliases = [
  "x",  # 别名
]
title = 'a # b'

# 第一条
[[fact]]
id = "one"

[fact.fields.x]
label = "一"

[[override]]
indicator = "p"
note = \"\"\"
[[fact]]
\"\"\"

# 第二条
# 还是第二条
[[fact]]
id = 'two'
"""


def test_a_key_of_the_head_keeps_its_comment_and_its_place() -> None:
    edited = edited_head(TEXT, {"id": "b", "title": None, "aliases": None, "status": "draft"}, after="id")
    assert edited.startswith('# 头\nid = "b"  # 编号\nstatus = "draft"\n\n# 第一条\n')
    assert edited[edited.index("# 第一条") :] == TEXT[TEXT.index("# 第一条") :]


def test_line_ends_of_another_system_stay() -> None:
    edited = edited_head('id = "a"\r\nx = 1\r\n', {"id": "b", "version": "1"}, after="id")
    assert edited == 'id = "b"\r\nversion = "1"\r\nx = 1\r\n'


def test_entries_are_taken_out_with_their_comments_and_sub_tables() -> None:
    kept, aside = without_entries(TEXT, [("fact", 0)])
    assert aside == '# 第一条\n[[fact]]\nid = "one"\n\n[fact.fields.x]\nlabel = "一"\n\n'
    assert parsed(kept)["fact"] == [{"id": "two"}] and len(kept) + len(aside) == len(TEXT)
    kept, aside = without_entries(TEXT, [("fact", 1)])
    assert aside == "# 第二条\n# 还是第二条\n[[fact]]\nid = 'two'\n"
    assert without_entries(TEXT, []) == (TEXT, "")


@pytest.mark.parametrize("written", ["'x'", '"x"', "'''x'''", '"\\u0078"', '"""\nx"""'])
def test_a_value_is_replaced_however_it_is_quoted(written: str) -> None:
    text = f"[[fact]]\n  id = {written}  # 编号\nnote = 'x'\n"
    assert with_value(text, ("fact", 0, "id"), "y") == "[[fact]]\n  id = \"y\"  # 编号\nnote = 'x'\n"


def test_other_separators_of_lines_do_not_shift_anything() -> None:
    text = '# 甲\u0085乙\n[[fact]]\nid = "a"\nnote = "一\u2028二"\n\n[[fact]]\nid = "b"\n'
    kept, aside = without_entries(text, [("fact", 1)])
    assert parsed(kept)["fact"] == [{"id": "a", "note": "一\u2028二"}] and aside == '[[fact]]\nid = "b"\n'
    assert edited_head(f'id = "x"\n{text}', {"id": "y"}, after="id") == f'id = "y"\n{text}'


def test_a_sub_table_apart_from_its_entry_is_taken_out_alone() -> None:
    text = '[[fact]]\nid = "l"\n[[claim]]\nindicator = "a"\n[[fact.value]]\nk = "1"\n'
    kept, aside = without_entries(text, [("fact", 0)])
    assert parsed(kept) == {"claim": [{"indicator": "a"}]} and 'k = "1"' in aside and "claim" not in aside


def test_the_last_line_may_lack_its_end() -> None:
    assert edited_head('id = "a"', {"status": "draft"}, after="id") == 'id = "a"\nstatus = "draft"\n'


def test_what_cannot_be_edited_is_said() -> None:
    with pytest.raises(CannotEditError):
        with_value('fact = [{ id = "a" }]\n', ("fact", 0, "id"), "b")


def test_lists_are_written_anew() -> None:
    text = '[[r]]\na = [\n  "x",\n  "y",\n]\nb = 1\n'
    assert with_value(text, ("r", 0, "a"), ["z"]) == '[[r]]\na = ["z"]\nb = 1\n'
    text = 'fact = [{ id = "p" }, { id = "q" }, { id = "r" }]\nb = 1\n'
    assert with_inline_entries(text, "fact", [{"id": "q"}]) == 'fact = [\n  { id = "q" },\n]\nb = 1\n'
    assert with_inline_entries(text, "fact", []) == "b = 1\n"
