"""A project folder with everything to fill in."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from evalfw.evidence import INDICATORS_FILE, NARRATIVE, Means
from evalfw.foundation import Language, RequestError, Text, make_folder, path_from, shown, well_formed, write_file
from evalfw.language import FactDeclaration
from evalfw.maintaining.schema.beside import schema_text
from evalfw.rubric import Rubric, Vocabulary

PROJECT_FILE, EVIDENCE_FOLDER = "evalfw.toml", "evidence"
FACTS_HEADER = ("事实编号", "名称", "数值", "单位", "出处文件", "出处位置", "原文", "备注", "填写说明")
CLAIMS_HEADER = ("指标编号", "名称", "自评分", "出处文件", "出处位置")
_SCHEMA = "#:schema ../{}.schema.json\n"
BOM = "\ufeff"
"""Excel and WPS take a CSV file for UTF-8 only if it begins so."""


class Started(NamedTuple):
    """A project folder that was begun: the folder, and the files that are to be filled in."""

    folder: Path
    files: tuple[Path, ...]


def start_project(
    folder: Path, ref: str, means: Means, name: str | None = None, subject: str | None = None, language: Language = "zh"
) -> Started:
    """
    Write ``evalfw.toml`` and an evidence folder into *folder*.

    Args:
        folder: The project folder.
        ref: The rubric.
        means: What rubrics are loaded with.
        name: The organisation.
        subject: Its id.
        language: Of the comments.

    Raises:
        RubricError: There is no such rubric, or it is not in order.
        RequestError: One of the files is there already; nothing is written then.
        OutputError: A file cannot be written.
    """
    rubric = means.load(ref)
    evidence = _evidence(rubric, name, subject, language)
    contents = _files(means.vocabulary, rubric, ref, folder, evidence, language)
    files = {folder / path: content for path, content in contents.items()}
    narrative = folder / EVIDENCE_FOLDER / NARRATIVE
    there = [path for path in (*files, narrative) if path.exists() and not (path == narrative and path.is_dir())]
    if there:
        named = "、".join(path.as_posix() for path in there)
        raise RequestError(
            Text(f"文件已经存在，没有写入任何文件：{named}", f"already there, nothing was written: {named}")
        )
    for path, content in files.items():
        make_folder(path.parent)
        write_file(path, content.encode("utf-8"))
    make_folder(narrative)
    return Started(folder, tuple(files))


def _files(
    vocabulary: Vocabulary, rubric: Rubric, ref: str, folder: Path, evidence: dict[str, object], language: Language
) -> dict[str, str]:
    import tomli_w

    path = Path(ref)
    is_file = path.exists() and ref != rubric.identity.id
    portable = path_from(path, folder) if is_file else rubric.identity.id
    project = {"rubric": portable, "evidence": EVIDENCE_FOLDER}
    files = {"evidence.schema.json": schema_text("evidence", vocabulary)}
    if rubric.waiting:
        files["rubric.schema.json"] = schema_text("rubric", vocabulary)
        files[f"{EVIDENCE_FOLDER}/{INDICATORS_FILE}"] = _SCHEMA.format("rubric") + _indicators(rubric, language)
    return files | {
        PROJECT_FILE: tomli_w.dumps(project),
        f"{EVIDENCE_FOLDER}/evidence.toml": _SCHEMA.format("evidence")
        + _HEAD[language]
        + tomli_w.dumps(evidence)
        + _TAIL[language],
        f"{EVIDENCE_FOLDER}/facts/facts.csv": _facts_table(rubric),
        f"{EVIDENCE_FOLDER}/facts/claims.csv": _claims_table(rubric),
    }


def _evidence(rubric: Rubric, name: str | None, subject: str | None, language: Language) -> dict[str, object]:
    """What ``evidence.toml`` says from the start."""
    unnamed = "（单位名称）" if language == "zh" else "(name of the organisation)"
    evidence: dict[str, object] = {"format": "evalfw.evidence/1", "rubric": rubric.identity.id, "document": ""}
    if rubric.status == "released":  # a draft goes on changing under its version
        evidence |= {"rubric_version": rubric.identity.version, "rubric_sha256": rubric.identity.sha256}
    evidence["subject"] = {"id": well_formed(subject or "subject"), "name": well_formed(name or unnamed)}
    return evidence


def _indicators(rubric: Rubric, language: Language) -> str:
    """What completes a rubric that waits for the subject: a head, and each waiting node to be filled in."""
    said = _OVERLAY[language]
    head = f'format = "evalfw.rubric/1"\nid = "my/indicators"\nversion = "0.1.0"\nextends = "{rubric.identity.id}"\n'
    nodes = []
    for node in rubric.waiting:
        weight = f"{shown(node.weight)}" if node.weight else "…"
        nodes.append(f"# {node.title}（{node.id}）：{weight}\n")
    return said + head + "\n" + "".join(nodes) + _example(rubric.waiting[0].id)


def _example(id: str) -> str:
    """An indicator and its fact, commented out, as a pattern to copy."""
    return f"""
# [[fact]]
# id = "my.fact"
# label = "…"
# type = "count"
#
# [[indicator]]
# id = "{id}.mine"
# title = "…"
# weight = 10
# criterion = "…"
# rule = {{ kind = "proportional", fact = "my.fact", target = 4 }}
"""


def _facts_table(rubric: Rubric) -> str:
    return facts_table(fact for fact in rubric.facts.values() if fact.type != "list")


def facts_table(facts: Iterable[FactDeclaration]) -> str:
    """A table in which *facts* are to be filled in."""
    return _table(FACTS_HEADER, [(fact.id, fact.label, "", fact.unit, "", "", "", "", _hint(fact)) for fact in facts])


def _hint(fact: FactDeclaration) -> str:
    """What may be filled in; the column is for people and is not read."""
    if fact.derivation is not None:
        return "可不填：由其他事实推算"
    if fact.type == "bool":
        return "填 是 或 否"
    if fact.type == "ratio":
        return "填百分数，如 83.04%"
    if fact.type == "count":
        return "填整数"
    if fact.type == "choice":
        return "填 " + " 或 ".join(fact.choices.values())
    return ""


def _claims_table(rubric: Rubric) -> str:
    leaves = [(leaf.id, leaf.title, "", "", "") for leaf in rubric.leaves]
    return _table(CLAIMS_HEADER, [*leaves, ("total", "总分", "", "", "")])


def _table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return BOM + stream.getvalue()


_OVERLAY = {
    "zh": "# 这份评分表留给你补充的部分：下级指标，或者分值和规则。写好后 evalfw rubric lint 这个文件，看有没有漏。\n",
    "en": "# What the rubric leaves to you: indicators below a node, or weights and rules. Then: evalfw rubric lint this file.\n",
}

_HEAD = {
    "zh": "# 证据：被评单位、所用评分表。document 是没有写出处文件时默认的文件名。\n",
    "en": "# Evidence: the subject and its rubric. 'document' is meant where a source names no document.\n",
}

_TAIL = {
    "zh": """
# 列表型事实（如受嘉奖情况）写在这里：
#   [[fact]]
#   id = "awards"
#   value = [{ project = "…", tier = "…" }]
#   section = "…"
#
# 人工认定（分数、认定人、理由、日期都必填）：
#   [[override]]
#   indicator = "…"
#   points = 0.5
#   author = "…"
#   reason = "…"
#   date = 2022-03-31
#
# 评价的期间、每个处室填什么（给 evalfw evidence template --by division 用）：
#   [period]
#   first = 2021-01-01
#   last = 2021-12-31
#
#   [[division]]
#   id = "zonghe"
#   name = "综合处"
#   facts = ["…"]
#   indicators = ["…"]
""",
    "en": """
# Facts that are lists (awards, say) are written here:
#   [[fact]]
#   id = "awards"
#   value = [{ project = "…", tier = "…" }]
#   section = "…"
#
# Points set by hand (points, author, reason and date are required):
#   [[override]]
#   indicator = "…"
#   points = 0.5
#   author = "…"
#   reason = "…"
#   date = 2022-03-31
#
# The time evaluated, and who supplies what (for evalfw evidence template --by division):
#   [period]
#   first = 2021-01-01
#   last = 2021-12-31
#
#   [[division]]
#   id = "office"
#   facts = ["…"]
#   indicators = ["…"]
""",
}
