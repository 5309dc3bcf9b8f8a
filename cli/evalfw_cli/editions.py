"""``evalfw rubric new`` and ``release``: editions begun and finished."""

from __future__ import annotations

from pathlib import Path

from evalfw import Language, Text
from evalfw.examining import lint_rubric
from evalfw.foundation import path_ref
from evalfw.maintaining import begin_edition, release_rubric
from evalfw_cli.outputs import tell
from evalfw_cli.plugins import load_host


def new_rubric(id: str, base: str, copy: bool, output: Path | None, language: Language) -> int:
    """Begin an edition, and tell what to do next. Raises EvalfwError."""
    begun = begin_edition(id, base, load_host(), copy, output, language)
    tell(begun.path.as_posix())
    if begun.cases:
        where, count = begun.cases[0].parent.as_posix(), len(begun.cases)
        tell(Text(f"{where}/（{count} 个用例文件）", f"{where}/ ({count} case files)").read(language))
    shown = path_ref(begun.path)
    said = Text(
        f"改好之后：evalfw rubric lint {shown}，evalfw rubric test {shown}，evalfw rubric diff {base} {shown}",
        f"edit it, then: evalfw rubric lint {shown}, evalfw rubric test {shown}, evalfw rubric diff {base} {shown}",
    )
    tell(said.read(language))
    return 0


def release(ref: str, language: Language) -> int:
    """Release a rubric, and tell how many warnings it has. Raises EvalfwError."""
    rubric = release_rubric(ref, load_host())
    said = Text(
        f"已发布 {rubric.identity.id} {rubric.identity.version}，sha256 {rubric.identity.sha256}",
        f"released {rubric.identity.id} {rubric.identity.version}, sha256 {rubric.identity.sha256}",
    )
    tell(said.read(language))
    warnings = sum(each.severity == "warning" for each in lint_rubric(rubric))
    if warnings:
        shown = f"evalfw rubric lint {ref}"
        tell(Text(f"{shown} 有 {warnings} 处需要注意", f"{shown}: {warnings} warnings").read(language))
    return 0
