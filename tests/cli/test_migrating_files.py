"""Each form of evidence file with ids changed and entries put aside."""

from __future__ import annotations

import json

from evalfw.evidence.model import Remark, Source
from evalfw.maintaining.migrating import Item
from evalfw.maintaining.migrating.files import Ids, rewriter


def item(sort: str, id: str, new_id: str, retired: bool = False) -> Item:
    entry = Remark(text="x", indicators=(id,)) if sort == "remark" else Source()
    return Item(entry, sort, id, "" if retired else new_id, "retired" if retired else "renamed")


NODES = Ids({"x": "y", "gone": None, "later": "after"}, {"a": "b", "gone": None})


def test_an_inline_array_of_toml() -> None:
    rewrite = rewriter("facts/x.toml")
    assert rewrite is not None
    text = 'document = "d"\nfact = [{ id = "x", value = 0.50 }, { id = "gone", value = [{ p = "甲" }] }]\n'
    text += 'remark = [{ text = "t", indicators = ["a", "gone"] }]\n'
    items = {("fact", 0): item("fact", "x", "y"), ("fact", 1): item("fact", "gone", "", True), ("remark", 0): item("remark", "a", "b")}  # fmt: skip
    done = rewrite(text, items, NODES)
    assert done.text == 'document = "d"\nfact = [\n  { id = "y", value = 0.5 },\n]\nremark = [\n  { text = "t", indicators = ["b"] },\n]\n'  # fmt: skip
    assert done.aside == '[[fact]]\nid = "gone"\nvalue = [{ p = "甲" }]\n'


def test_a_remark_with_a_header() -> None:
    rewrite = rewriter("x.toml")
    assert rewrite is not None
    text = '[[remark]]\ntext = "t"\nindicators = ["a", "gone"]  # 说明\n'
    done = rewrite(text, {("remark", 0): item("remark", "a", "b")}, NODES)
    assert 'indicators = ["b"]' in done.text and done.aside is None
    untouched = '[[remark]]\ntext = "t"\n'
    assert rewrite(untouched, {("remark", 0): item("remark", "", "")}, NODES).text == untouched


def test_json_keeps_the_digits_of_its_numbers() -> None:
    rewrite = rewriter("x.JSON")
    assert rewrite is not None
    text = '{"fact": [{"id": "x", "value": 0.500000000000000000001}, {"id": "gone", "value": 1}], "other": 2}'
    done = rewrite(text, {("fact", 0): item("fact", "x", "y"), ("fact", 1): item("fact", "gone", "", True)}, NODES)
    assert "0.500000000000000000001" in done.text and json.loads(done.text)["other"] == 2
    assert done.aside is not None and json.loads(done.aside) == {"fact": [{"id": "gone", "value": 1}]}


def test_csv_keeps_line_ends_and_quoted_cells_and_rows_still_to_be_filled_in() -> None:
    rewrite = rewriter("x.CSV")
    assert rewrite is not None
    text = '名称,事实编号,数值\r\n"甲, 乙",x,1\r\n"两\n行",gone,2\r\n丙,z,3\r\n丁,later,\r\n'
    done = rewrite(text, {}, NODES)
    assert done.text == '名称,事实编号,数值\r\n"甲, 乙",y,1\r\n丙,z,3\r\n丁,after,\r\n'
    assert done.aside == '名称,事实编号,数值\r\n"两\n行",gone,2\r\n'
    untouched = "指标编号,自评分\nz,'1'"
    assert rewrite(untouched, {}, NODES).text == untouched


def test_other_files_are_left_to_people() -> None:
    assert rewriter("x.xlsx") is None and rewriter("x") is None
