"""``evalfw evidence import``: workbooks that came back go into the evidence folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from evalfw import EvidenceFolder, Language, Text
from evalfw.evidence import Algorithm, Imported, Take, import_workbooks
from evalfw_cli.clock import now
from evalfw_cli.evidence.opened import open_evidence, who
from evalfw_cli.one_of import one_of
from evalfw_cli.outputs import tell
from evalfw_cli.progress import Bar
from evalfw_cli.report_errors import BAD_INPUT

LEFT_OPEN = 4


def import_sheets(
    files: Sequence[Path],
    given: Path | None,
    ref: str | None,
    replace: bool,
    by: str | None,
    algorithm: Algorithm,
    take: str,
    quiet: bool,
    language: Language,
) -> int:
    """Import, and tell what came of each workbook; 3 if one was refused, 4 if there are conflicts or files that are no workbooks, else 0. Raises EvalfwError."""
    opened = open_evidence(given, ref)
    progress = Bar(language, quiet, fewest=3)
    meant = one_of(get_args(Take), take, "--take")
    imported = import_workbooks(opened, files, who(by), now(), replace, algorithm, meant, progress)
    return _tell(imported, opened, language)


def _few(names: Sequence[str]) -> str:
    return "、".join(names[:5]) + ("…" if len(names) > 5 else "")


def _tell(imported: Imported, opened: EvidenceFolder, language: Language) -> int:
    conflicts, refused = imported.conflicts, imported.refused
    for filled, outcome in imported.workbooks:
        counts = (outcome.added, outcome.updated, outcome.cleared, outcome.unchanged)
        said = Text(
            f"{filled.file}：新增 {counts[0]}，更新 {counts[1]}，清空 {counts[2]}，未变 {counts[3]}",
            f"{filled.file}: {counts[0]} added, {counts[1]} updated, {counts[2]} cleared, {counts[3]} unchanged",
        )
        tell(said.read(language))
        if not filled.answers and not filled.remarks:
            tell(Text("  一格也没有填", "  nothing is filled in").read(language))
        if outcome.kept:
            names = _few(outcome.kept)
            kept = Text(
                f"  {len(outcome.kept)} 项以前填了、这次空着，仍保留：{names}（要以这次为准请加 --replace）",
                f"  {len(outcome.kept)} answers of before are empty here and are kept: {names} (--replace takes them away)",
            )
            tell(kept.read(language))
        if outcome.withdrawn:
            names = _few(outcome.withdrawn)
            withdrawn = Text(
                f"  {len(outcome.withdrawn)} 项清空了，而手工表里仍写着，请在那里改：{names}",
                f"  {len(outcome.withdrawn)} answers were cleared that tables kept by hand still give: {names}",
            )
            tell(withdrawn.read(language))
        for remark in filled.remarks:
            tell(f"  {remark.read(language)}")
        if filled.lacking:
            names = _few([opened.rubric.by_id[each].title for each in filled.lacking])
            count = len(filled.lacking)
            lacking = Text(
                f"  {count} 项自评低于分值而没有写原因：{names}",
                f"  {count} below full marks without a reason: {names}",
            )
            tell(lacking.read(language))
        for conflict in outcome.conflicts:
            message = Text(
                f"  冲突：{conflict.about.zh}：{conflict.one.zh}；{conflict.other.zh}",
                f"  conflict: {conflict.about.en}: {conflict.one.en}; {conflict.other.en}",
            )
            tell(message.read(language))
    for problem in imported.problems:
        tell(problem.read(language))
    for passed_over in imported.passed_over:
        tell(passed_over.read(language))
    if imported.others:
        names = "、".join(imported.others)
        others = Text(
            f"不是 .xlsx 工作簿，没有读：{names}（.xls、.et 请另存为 .xlsx）",
            f"no .xlsx workbooks, not read: {names} (save .xls and .et as .xlsx)",
        )
        tell(others.read(language))
    summary = Text(
        f"导入 {len(imported.workbooks)} 个工作簿"
        + (f"；{refused} 个有错，没有导入" if refused else "")
        + (f"；{conflicts} 处冲突" if conflicts else ""),
        f"{len(imported.workbooks)} workbooks imported"
        + (f"; {refused} with mistakes were not" if refused else "")
        + (f"; {conflicts} conflicts" if conflicts else ""),
    )
    tell(summary.read(language))
    if conflicts:
        hint = Text(
            "事实的两种说法都保留了；自评分、认定分、原因只能有一个，留的是先有的。确认后在原处改好，或让处室重交并加 --replace（以同一处室后交的为准）",
            "of facts both are kept, of points and reasons the earlier; mend one of them, or import the corrected workbook with --replace (the later of one division counts)",
        )
        tell(hint.read(language))
    return BAD_INPUT if imported.problems else LEFT_OPEN if conflicts or imported.others else 0
