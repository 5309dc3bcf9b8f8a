"""A comparison as plain data, ``evalfw.rubric-diff/1``: what the JSON form says, and what text and page are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evalfw import FactView, Indicator, Language, Rubric, Text, shown
from evalfw.language import machine_form
from evalfw.maintaining import Behaviour, FactChange, IndicatorChange, OtherChange, RubricDiff, Witness, bump_of

FORMAT = "evalfw.rubric-diff/1"

Data = dict[str, Any]
"""JSON data: texts, numbers as texts, lists and tables of these."""


def diff_data(diff: RubricDiff, language: Language) -> Data:
    """*diff* with its sentences in *language*."""
    return {
        "format": FORMAT,
        "language": language,
        "old": _edition(diff.old),
        "new": _edition(diff.new),
        "names": dict(zip(("old", "new"), edition_names(diff), strict=True)),
        "level": diff.level,
        "next_version": bump_of(diff).version or None,
        "rules": {"compared": diff.compared, "same": diff.unchanged},
        "indicators": [_indicator(change, diff, language) for change in diff.indicators],
        "facts": [_fact(change) for change in diff.facts],
        "others": [_other(change, language) for change in diff.others],
        "was_leads_nowhere": list(diff.astray),
    }


def edition_names(diff: RubricDiff) -> tuple[str, str]:
    """How witnesses call the two: by the last part of their ids, or by version where the ids are alike."""
    old, new = diff.old.identity, diff.new.identity
    if old.id == new.id:
        return (old.version, new.version) if old.version != new.version else ("A", "B")
    short = old.id.rpartition("/")[2], new.id.rpartition("/")[2]
    return short if short[0] != short[1] else (old.id, new.id)


def _edition(rubric: Rubric) -> Data:
    identity = rubric.identity
    return {
        "id": identity.id,
        "version": identity.version,
        "status": rubric.status,
        "sha256": identity.sha256,
        "title": rubric.title,
    }


def _indicator(change: IndicatorChange, diff: RubricDiff, language: Language) -> Data:
    old, new = change.old, change.new
    return {
        "id": None if new is None else new.id,
        "old_id": None if old is None else old.id,
        "title": None if new is None else new.title,
        "old_title": None if old is None else old.title,
        "ways": list(change.ways),
        "level": change.level,
        "weight": _pair(old and shown(old.weight), new and shown(new.weight)),
        "sentences": list(_sentences(old, new)),
        "rule": _pair(_rule(old, diff.old, language), _rule(new, diff.new, language)),
        "settings": [said.read(language) for said in change.says],
        "asks": [{"id": fact, "label": diff.new.facts[fact].label} for fact in change.asks],
        "behaviour": None if change.behaviour is None else _behaviour(change.behaviour, language),
    }


def _pair(old: object, new: object) -> Data:
    return {"old": old, "new": new}


def _sentences(old: Indicator | None, new: Indicator | None) -> Iterator[Data]:
    for key in ("description", "criterion", "note"):
        before, after = getattr(old, key, ""), getattr(new, key, "")
        if before != after:
            yield {"key": key, "old": before or None, "new": after or None}


def _rule(node: Indicator | None, rubric: Rubric, language: Language) -> str | None:
    if node is None or node.rule is None:
        return None
    return node.rule.words(node.weight, FactView(rubric.facts, {})).read(language)


def _behaviour(behaviour: Behaviour, language: Language) -> Data:
    return {
        "verdict": behaviour.verdict,
        "message": behaviour.message.read(language) or None,
        "witnesses": [_witness(witness, language) for witness in behaviour.witnesses],
    }


def _witness(witness: Witness, language: Language) -> Data:
    return {
        "facts": {fact: machine_form(value) for fact, value in witness.facts.items()},
        "said": witness.said.read(language),
        "old": witness.old.words.read(language),
        "new": witness.new.words.read(language),
    }


def _fact(change: FactChange) -> Data:
    old, new = change.old, change.new
    way = "added" if old is None else "removed" if new is None else "changed"
    declared = new or old
    assert declared is not None  # a change is of something
    return {
        "id": None if new is None else new.id,
        "old_id": None if old is None else old.id,
        "label": declared.label,
        "way": way,
        "keys": list(change.keys),
        "level": change.level,
    }


def _other(change: OtherChange, language: Language) -> Data:
    def said(text: Text) -> str | None:
        return text.read(language) or None

    return {
        "key": change.sort,
        "named": KEYS.get(change.sort, Text(change.sort, change.sort)).read(language),
        "id": change.id or None,
        "level": change.level,
        "old": said(change.old),
        "new": said(change.new),
    }


Said = Mapping[str, Text]

KEYS: Said = {
    "title": Text("名称", "title"),
    "issuer": Text("发布单位", "issuer"),
    "period": Text("年度", "period"),
    "source": Text("出处", "source"),
    "note": Text("读法", "note"),
    "full_mark": Text("满分", "full mark"),
    "places": Text("小数位数", "decimals"),
    "aggregate": Text("总分的汇总方式", "how the total is made"),
    "grade": Text("等级", "grades"),
    "gate": Text("一票否决", "gate"),
    "model": Text("另计", "model"),
    "scale": Text("量表", "scale"),
    "conversion": Text("换算表", "conversion"),
    "reconciliation": Text("勾稽关系", "reconciliation"),
}

WAYS: Said = {
    "added": Text("新增", "added"),
    "removed": Text("删去", "removed"),
    "renamed": Text("改编号", "renamed"),
    "moved": Text("移动", "moved"),
    "reordered": Text("换次序", "reordered"),
    "retitled": Text("改名称", "retitled"),
    "reweighted": Text("改分值", "reweighted"),
    "reworded": Text("改文字", "reworded"),
    "rule": Text("改规则", "rule"),
    "settings": Text("改设置", "settings"),
    "changed": Text("改声明", "changed"),
}
