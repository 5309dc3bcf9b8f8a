"""``evalfw evidence check``: what does not fit, in the evidence and in the written report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from evalfw import EvidenceFolder, Language, Text
from evalfw.examining import RUBRIC_CODES, Examination, Observation, examine_folder
from evalfw.foundation import visible, wrapped
from evalfw_cli.evidence.opened import is_json, open_evidence, report_of
from evalfw_cli.outputs import print_lines, write_stdout

DONE, FOUND = 0, 1
WIDTH = 100
MARKS = {"error": "×", "warning": "!", "info": "·"}


def check(
    given: Path | None, ref: str | None, narrative: list[Path], format: str, strict: bool, language: Language
) -> int:
    """
    Print everything that does not fit; return 1 if *strict* and there is more than hints.

    Args:
        given: The evidence folder; the one here, or the sample of *ref*, if None.
        ref: The rubric; that of the evidence if None.
        narrative: The written report as files (.md, .txt, .docx, .pdf), in place of ``narrative/``.
        format: ``text`` or ``json``.
        strict: Whether findings make the exit code 1.
        language: Of the page.

    Raises:
        EvalfwError: There is no evidence, it is not in order, or a file of the report cannot be read.
    """
    as_json = is_json(format)
    opened = open_evidence(given, ref, sample=True)
    examined = examine_folder(opened, report_of(opened), narrative)
    if as_json:
        found = [_data(each, language) for each in examined.observations]
        write_stdout((json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode())
    else:
        print_lines(_lines(opened, examined, language))
    return FOUND if strict and not examined.is_clean else DONE


def _lines(opened: EvidenceFolder, examined: Examination, language: Language) -> Iterator[str]:
    facts = len(opened.evidence.statements)
    head = Text(
        f"{opened.evidence.subject.name}：核对了 {facts} 个事实",
        f"{opened.evidence.subject.name}: {facts} facts examined",
    )
    found, figures, named = examined.observations, examined.figures, examined.named
    if examined.has_report:
        head += Text(
            f"；正文有 {figures} 个带单位的数，其中 {named} 个按名称对上了事实",
            f"; the report has {figures} figures with a unit, of which {named} were compared with facts by name",
        )
    yield head.read(language)
    missing = sum(each.code == "indicator.missing" for each in found)
    of_rubric = sum(each.code in RUBRIC_CODES for each in found)
    for each in found:
        if each.code == "indicator.missing" or each.code in RUBRIC_CODES:
            continue
        place = f"{each.place}: " if each.place else ""
        said = f"{MARKS[each.severity]} {place}{visible(each.message.read(language))}  [{each.code}]"
        first, *rest = wrapped(said, WIDTH - 2)
        yield first
        yield from (f"  {line}" for line in rest)
        if each.quote:
            yield from (f"    {line}" for line in wrapped(visible(each.quote), WIDTH - 4))
    if missing:
        said = Text(
            f"! {missing} 项指标缺证据：见 evalfw evidence status",
            f"! evidence is missing for {missing} indicators: see evalfw evidence status",
        ).read(language)
        yield said
    if of_rubric:
        said = Text(
            f"· 评分表本身有 {of_rubric} 处没有写清：见 evalfw rubric lint {opened.rubric.edition.id}",
            f"· the rubric itself leaves {of_rubric} things open: see evalfw rubric lint {opened.rubric.edition.id}",
        ).read(language)
        yield said
    notes = sum(each.severity == "info" for each in found)
    summary = Text(f"{len(found) - notes} 处需要注意，{notes} 处提示", f"{len(found) - notes} findings, {notes} notes")
    yield summary.read(language)


def _data(each: Observation, language: Language) -> dict[str, object]:
    return {
        "code": each.code,
        "severity": each.severity,
        "place": each.place or None,
        "message": each.message.read(language),
        "quote": each.quote or None,
    }
