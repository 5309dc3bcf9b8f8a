"""A comparison for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from evalfw import Language
from evalfw.foundation import visible, width_of, wrapped
from evalfw.maintaining import LEVEL_WORDS
from evalfw_plugins.rubric_diff.data import WAYS, Data

WIDTH = 100
MARKS = {"added": "+", "removed": "-"}


def diff_lines(data: Data, language: Language) -> Iterator[str]:
    """*data* as lines; the conclusion stands last, where a terminal is read."""
    return (visible(line) for line in _Layout(data, language).lines())


class _Layout:
    def __init__(self, data: Data, language: Language) -> None:
        self.data = data
        self.language: Language = language
        self.old, self.new = data["names"]["old"], data["names"]["new"]

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def lines(self) -> Iterator[str]:
        old, new = self.data["old"], self.data["new"]
        yield f"{old['id']} {old['version']} → {new['id']} {new['version']}"
        for heading, entries, lines in (
            (self.say("指标", "Indicators"), self.data["indicators"], self.indicator),
            (self.say("事实", "Facts"), self.data["facts"], self.fact),
            (self.say("其他", "Other"), self.data["others"], self.other),
        ):
            if entries:
                yield ""
                yield self.say(f"{heading}（{len(entries)} 处）", f"{heading} ({len(entries)})")
            for entry in entries:
                yield from lines(entry)
        yield ""
        yield from self.conclusion()

    def block(self, label: str, text: str, indent: str = "      ") -> Iterator[str]:
        rest = indent + " " * width_of(label)
        for number, line in enumerate(wrapped(text, WIDTH - width_of(rest))):
            yield (indent + label if number == 0 else rest) + line

    def ways(self, ways: list[str]) -> str:
        return self.say("、", ", ").join(WAYS[way].read(self.language) for way in ways)

    def indicator(self, entry: Data) -> Iterator[str]:
        ways = entry["ways"]
        mark = MARKS.get(ways[0], "~")
        yield f"  {mark} {entry['title'] or entry['old_title']}  {entry['id'] or entry['old_id']}  〔{self.ways(ways)}〕"
        if entry["id"] and entry["old_id"] and entry["id"] != entry["old_id"]:
            yield from self.block(self.say("原编号 ", "was "), entry["old_id"])
        if "retitled" in ways:
            yield from self.block(self.say("原名称 ", "was called "), entry["old_title"])
        weight = entry["weight"]
        if "reweighted" in ways:
            yield from self.block(self.say("分值 ", "weight "), f"{weight['old']} → {weight['new']}")
        if ways[0] in MARKS:
            kept = weight["new"] or weight["old"]
            yield from self.block(self.say("分值 ", "weight "), kept)
        for sentence in entry["sentences"]:
            yield from self.sentence(sentence)
        rule = entry["rule"]
        if "rule" in ways:
            yield from self.before_and_after(self.say("规则", "rule"), rule["old"], rule["new"])
        for said in entry["settings"]:
            yield from self.block("", said)
        if entry["asks"]:
            named = self.say("、", ", ").join(f"{fact['label']} ({fact['id']})" for fact in entry["asks"])
            yield from self.block(self.say("还要提供 ", "asks for "), named)
        if entry["behaviour"] is not None:
            yield from self.behaviour(entry["behaviour"])

    def sentence(self, sentence: Data) -> Iterator[str]:
        labels = {
            "description": self.say("说明", "description"),
            "criterion": self.say("原文", "criterion"),
            "note": self.say("读法", "note"),
        }
        yield from self.before_and_after(labels[sentence["key"]], sentence["old"], sentence["new"])

    def before_and_after(self, label: str, old: str | None, new: str | None) -> Iterator[str]:
        rest = " " * width_of(label)
        if old:
            yield from self.block(f"{label} - ", old)
        if new:
            yield from self.block(f"{rest if old else label} + ", new)

    def behaviour(self, behaviour: Data) -> Iterator[str]:
        label = self.say("得分 ", "points ")
        if behaviour["verdict"] == "same":
            yield from self.block(label, self.say("已证明：任何取值都不变", "proved: the same for all facts"))
        elif behaviour["verdict"] == "not_proved":
            why = behaviour["message"]
            yield from self.block(
                label,
                self.say(f"没有找到差别，也没有证明没有：{why}", f"no difference found, and none excluded: {why}"),
            )
        for witness in behaviour["witnesses"]:
            told = self.say(
                f"{witness['said']}：{self.old} {witness['old']}，{self.new} {witness['new']}",
                f"{witness['said']}: {self.old} {witness['old']}, {self.new} {witness['new']}",
            )
            yield from self.block(self.say("例   ", "e.g.   "), told)

    def fact(self, entry: Data) -> Iterator[str]:
        mark = MARKS.get(entry["way"], "~")
        said = WAYS[entry["way"]].read(self.language) + (f": {', '.join(entry['keys'])}" if entry["keys"] else "")
        yield f"  {mark} {entry['label']}  {entry['id'] or entry['old_id']}  〔{said}〕"
        if entry["id"] and entry["old_id"] and entry["id"] != entry["old_id"]:
            yield from self.block(self.say("原编号 ", "was "), entry["old_id"])

    def other(self, entry: Data) -> Iterator[str]:
        yield f"  ~ {entry['named']}" + (f"  {entry['id']}" if entry["id"] else "")
        if entry["old"] != entry["new"]:
            yield from self.before_and_after("", entry["old"], entry["new"])

    def conclusion(self) -> Iterator[str]:
        for id in self.data["was_leads_nowhere"]:
            yield from self.block("! ", self.say(f"{id} 的 was 在旧表里没有", f"'was' of {id} leads to nothing"), "")
        rules, level = self.data["rules"], self.data["level"]
        compared, same = rules["compared"], rules["same"]
        yield self.say(
            f"比较了 {compared} 条规则：{same} 条对任何取值得分都不变，{compared - same} 条有差别或未能证明",
            f"{compared} rules compared: {same} give the same for all facts, {compared - same} differ or are not proved",
        )
        verdict = LEVEL_WORDS[level].read(self.language)
        version = self.data["next_version"]
        same_edition = self.data["old"]["id"] == self.data["new"]["id"]
        if level != "none" and same_edition and version:
            verdict += self.say(f"；版本应为 {version}", f"; the version should be {version}")
        yield verdict
