"""Whether a workbook may be read here: closed, made by evalfw, for this rubric and this subject."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evalfw.evidence.divisions import NOBODY, Assignment
from evalfw.evidence.model import Evidence
from evalfw.evidence.workbooks.layout import FORMAT, META
from evalfw.evidence.workbooks.raw import Raw, unquoted
from evalfw.foundation import EvidenceError, Problem, Text, nearest
from evalfw.rubric import Division, Rubric


def refuse_open(path: Path, shown: str) -> None:
    """
    Raise EvidenceError if a program has the workbook open: it keeps a file beside it, and what is on the disk may not be what its
    user sees.
    """
    for lock in (
        path.with_name(f"~${path.name}"),
        path.with_name(f"~${path.name[2:]}"),
        path.with_name(f".~lock.{path.name}#"),
    ):
        if lock.exists():
            what = Text(
                f"工作簿正开着（旁边有 {lock.name}）", f"the workbook is open in a program ({lock.name} is beside it)"
            )
            hint = Text(
                "请保存并关闭后再导入；若并没有打开，删除那个文件",
                "save and close it; if it is not open, delete that file",
            )
            raise EvidenceError([Problem(shown, None, "", what, hint)])


def meta_of(raw: Raw, shown: str) -> tuple[dict[str, str], dict[tuple[str, str, str], str]]:
    """What the workbook says about itself, and what stood in it when it was sent. Raises EvidenceError: it is none of evalfw's."""
    meta: dict[str, str] = {}
    sent: dict[tuple[str, str, str], str] = {}
    for row in raw.sheets.get(META, ()):
        cells = [unquoted(cell) for cell in row] + [""] * 5
        if cells[0] == "answer":
            sent[cells[1], cells[2], cells[3]] = cells[4]
        elif cells[0]:
            meta[cells[0]] = cells[1]
    if meta.get("format") != FORMAT:
        what = Text(
            "不是 evalfw evidence template 生成的工作簿（隐藏的 _meta 表不见了）",
            "not a workbook made by evalfw evidence template",
        )
        raise EvidenceError([Problem(shown, None, "", what)])
    return meta, sent


def check_meta(meta: Mapping[str, str], rubric: Rubric, evidence: Evidence, shown: str) -> None:
    """Raise EvidenceError if the workbook was made for another rubric, another version of it, or another subject."""
    identity = rubric.identity
    made_for = f"{meta.get('rubric', '?')} {meta.get('rubric_version', '?')}"
    what = None
    if (meta.get("rubric"), meta.get("rubric_version")) != (identity.id, identity.version):
        what = Text(
            f"工作簿是为评分表 {made_for} 生成的，这里用的是 {identity.id} {identity.version}",
            f"the workbook was made for rubric {made_for}, this is {identity.id} {identity.version}",
        )
    elif meta.get("rubric_sha256") != identity.sha256:
        what = Text(
            f"评分表 {made_for} 在工作簿生成之后改过内容",
            f"rubric {made_for} has been changed since the workbook was made",
        )
    elif meta.get("subject") not in ("", evidence.subject.id):
        what = Text(
            f"工作簿是单位 {meta.get('subject')} 的，这里是 {evidence.subject.id}",
            f"the workbook is of {meta.get('subject')}, this evidence is of {evidence.subject.id}",
        )
    if what is not None:
        hint = Text("用 evalfw evidence template 重新生成", "make it anew with: evalfw evidence template")
        raise EvidenceError([Problem(shown, None, "", what, hint)])


def division_of(id: str, assignment: Assignment, shown: str) -> Division | None:
    """The division called *id*; None for everything in one workbook. Raises EvidenceError: there is none."""
    if not id:
        return None
    known = {division.id: division for division in (*assignment.divisions, NOBODY)}
    if id in known:
        return known[id]
    what = Text(f"evidence.toml 没有处室 '{id}'", f"evidence.toml has no division '{id}'")
    raise EvidenceError([Problem(shown, None, "", what, nearest(id, known))])
