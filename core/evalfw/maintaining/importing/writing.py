"""A draft as a rubric file that its maintainer goes on editing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from evalfw.foundation import toml_string, toml_value
from evalfw.maintaining.importing.draft import Draft, DraftFact, DraftNode

WIDE = 110
"""A rule longer than this is written over several lines."""


class Head(NamedTuple):
    """What the file says of the rubric itself; ``schema`` is where editors find its form."""

    id: str
    title: str
    period: str
    source: str
    schema: str


def rubric_text(draft: Draft, head: Head) -> str:
    """The file."""
    return "\n".join(_lines(draft, head)) + "\n"


def _lines(draft: Draft, head: Head) -> Iterator[str]:
    yield f"#:schema {head.schema}"
    yield "# 由表格导入。名称、指标说明、评价要点、分值照录；规则按句式写成，note 里是所取的读法，都要逐条核对。"
    yield '# kind = "todo" 的规则没有认出来，要自己写；写法见 docs/rule-kinds.md。'
    yield 'format = "evalfw.rubric/1"'
    yield f"id = {toml_string(head.id)}"
    yield 'version = "0.1.0"'
    yield 'status = "draft"'
    yield f"title = {toml_string(head.title)}"
    if head.period:
        yield f"period = {toml_string(head.period)}"
    yield f"source = {toml_string(head.source)}"
    yield f"full_mark = {toml_value(draft.full_mark)}"
    yield ""
    yield "# ---- 事实 ----"
    for fact in draft.facts:
        yield ""
        yield from _fact_lines(fact)
    yield ""
    yield "# ---- 指标体系 ----"
    for node in draft.nodes:
        yield ""
        yield from _node_lines(node)


def _fact_lines(fact: DraftFact) -> Iterator[str]:
    yield "[[fact]]"
    yield f"id = {toml_string(fact.id)}"
    for key, value in fact.keys.items():
        yield f"{key} = {toml_value(value)}"


def _node_lines(node: DraftNode) -> Iterator[str]:
    entry = node.entry
    yield "[[indicator]]"
    yield f"id = {toml_string(node.id)}"
    yield f"title = {toml_string(entry.title)}"
    if entry.extra and "." not in node.id:
        yield "extra = true"
    if node.limits is not None:
        yield f"limits = {toml_value(list(node.limits))}"
    if entry.points is not None:
        yield f"weight = {toml_value(entry.points)}"
    described = "\n".join(filter(None, (entry.description, f"年度指标值：{entry.target}" if entry.target else "")))
    if described:
        yield f"description = {toml_string(described)}"
    if node.rule is not None:
        yield f"criterion = {toml_string(entry.criterion or '（表里没有评价要点）')}"
        yield from _rule_lines(node.rule)
    yield from (f"{key} = {toml_value(value)}" for key, value in node.others.items())
    if node.note:
        yield f"note = {toml_string(node.note)}"


def _rule_lines(rule: Mapping[str, Any]) -> Iterator[str]:
    """On one line if it is short; else each band or item on a line of its own."""
    line = f"rule = {toml_value(rule)}"
    listed = next((key for key, value in rule.items() if isinstance(value, list) and value), None)
    if len(line) <= WIDE or listed is None:
        yield line
        return
    others = {key: value for key, value in rule.items() if key != listed}
    yield f"rule = {toml_value(others).removesuffix(' }')}, {listed} = ["
    yield from (f"  {toml_value(each)}," for each in rule[listed])
    yield "] }"
