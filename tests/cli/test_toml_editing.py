"""Line-by-line edits of TOML: what is meant changes, and nothing else."""

from __future__ import annotations

import pytest

from evalfw_cli.toml_editing import edited_head, parsed, with_inline_entries, with_list, with_text, without_entries

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


def test_a_text_is_replaced_in_its_own_quotes_and_nowhere_else() -> None:
    assert with_text(TEXT, ("fact", 1, "id"), "two", "three") == TEXT.replace("id = 'two'", 'id = "three"')
    with pytest.raises(AssertionError):
        with_text(TEXT, ("fact", 1, "id"), "nothing", "three")


def test_lists_are_written_anew() -> None:
    text = 'a = [\n  "x",\n  "y",\n]\nb = 1\n'
    assert with_list(text, ("a",), ["z"]) == 'a = ["z"]\nb = 1\n'
    text = 'fact = [{ id = "p" }, { id = "q" }, { id = "r" }]\nb = 1\n'
    assert with_inline_entries(text, "fact", [{"id": "q"}]) == 'fact = [\n  { id = "q" },\n]\nb = 1\n'
    assert with_inline_entries(text, "fact", []) == "b = 1\n"
