"""The page as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalfw import Language
from evalfw.foundation import visible
from evalfw_plugins.rubric_docs.data import Data

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#])")


def docs_markdown(data: Data, language: Language) -> str:
    """*data* as one Markdown page."""
    return "\n".join(_lines(data, language)) + "\n"


def _md(text: object) -> str:
    return _SPECIAL.sub(r"\\\1", visible(str(text)))


def _lines(data: Data, language: Language) -> Iterator[str]:
    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    yield f"# {_md(data['title'])}"
    yield ""
    for label, value in (
        (say("编号", "Id"), f"{data['id']} {data['version']} ({data['status']})"),
        (say("扩展", "Extends"), " ← ".join(data["lineage"])),
        (say("发布", "Issued by"), data["issuer"]),
        (say("年度", "Period"), data["period"]),
        (say("出处", "Source"), data["source"]),
        (say("满分", "Full mark"), data["full_mark"] or ""),
        (say("总分", "Total"), data["total"]),
        ("sha256", data["sha256"]),
    ):
        if value:
            yield f"- {label}: {_md(value)}"
    for line in data["note"]:
        yield ""
        yield f"> {_md(line)}"
    yield ""
    yield f"## {say('指标', 'Indicators')}"
    for node in data["nodes"]:
        yield from _node_lines(node, language)
    if data["grades"]:
        yield ""
        yield f"## {say('等级', 'Grades')}"
        yield ""
        yield from (f"- {_md(grade['label'])}: {_md(grade['words'])}" for grade in data["grades"])
    if data["gates"]:
        yield ""
        yield f"## {say('一票否决', 'Gates')}"
        yield ""
        for gate in data["gates"]:
            yield f"- {_md(gate['title'])}: {_md(gate['when'])} → {_md(gate['effect'])}"
            if gate["criterion"]:
                yield f"  - {_md(gate['criterion'])}"
    if data["examples"]:
        yield ""
        yield f"## {say('总分的例子', 'Examples of totals')}"
        yield ""
        for example in data["examples"]:
            facts = "；".join(example["facts"])
            yield f"- {_md(facts)} → {_md(example['outcome'])} — {_md(example['reason'])}"
    yield ""
    yield f"## {say('要提供的事实', 'Facts needed')}"
    yield ""
    yield say("| 事实 | 编号 | 类型 | 由谁提供 | 用于 |", "| fact | id | type | supplied by | used by |")
    yield "| --- | --- | --- | --- | --- |"
    for fact in data["facts"]:
        kind = fact["type"] + (f" {fact['unit']}" if fact["unit"] else "")
        kind += f"：{' / '.join(fact['choices'])}" if fact["choices"] else ""
        derived = (
            say(f"（推算：{fact['derivation']}）", f" (derived: {fact['derivation']})") if fact["derivation"] else ""
        )
        used = "、".join(fact["readers"])
        yield f"| {_md(fact['label'] + derived)} | `{fact['id']}` | {_md(kind)} | {_md(fact['supplied_by'])} | {_md(used)} |"
    if data["reconciliations"]:
        yield ""
        yield f"## {say('勾稽关系', 'Reconciliations')}"
        yield ""
        yield from (f"- {_md(each['label'])}: `{each['relation']}`" for each in data["reconciliations"])


def _node_lines(node: Data, language: Language) -> Iterator[str]:
    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    weight = say(f"（{node['weight']}分）", f" ({node['weight']})") if node["weight"] else ""
    weight = weight or (say(f"（{node['limits']}分）", f" ({node['limits']})") if node["limits"] else "")
    yield ""
    yield f"{'#' * min(node['level'] + 2, 6)} {_md(node['title'])}{weight} `{node['id']}`"
    said = [
        f"- {label}: {_md(value)}"
        for label, value in (
            (say("指标说明", "description"), node["description"]),
            (say("评价要点", "criterion"), node["criterion"]),
            (say("规则", "rule"), node["rule"]),
            (say("汇总", "made as"), node["made"]),
            (say("适用", "applies if"), node["applies"]),
            (say("读法", "note"), node["note"]),
            (say("原编号", "was"), "、".join(node["was"])),
            (say("需要", "needs"), "、".join(fact["label"] for fact in node["facts"])),
        )
        if value
    ]
    for example in node["examples"]:
        facts = "；".join(example["facts"]) or say("什么也没有提供", "nothing supplied")
        said.append(f"- {say('例', 'example')}: {_md(facts)} → {_md(example['outcome'])} — {_md(example['reason'])}")
    if said:
        yield ""
        yield from said
