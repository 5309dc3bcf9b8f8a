"""``evalfw evidence check``: what does not fit, in the evidence and in the written report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from evalfw import (
    Collected,
    EvidenceError,
    Language,
    Problem,
    Report,
    Statement,
    Text,
    collect,
    visible,
    well_formed,
    wrapped,
)
from evalfw.evidence.attachments.store import attachment_problems, read_index
from evalfw.evidence.checking.arrangement import unknown_names
from evalfw.examining.citations import citation_observations
from evalfw.examining.figures import (
    change_observations,
    jump_observations,
    period_observations,
    same_figure_observations,
)
from evalfw.examining.narrative.examine import known_values, narrative_observations
from evalfw.examining.narrative.facts import named_figures
from evalfw.examining.narrative.prose import Passage, passages_of
from evalfw.examining.observation import Observation
from evalfw.examining.sources import source_observations
from evalfw.foundation.text import verbatim
from evalfw.examining.linting import lint_rubric
from evalfw.reporting.narrating import resolved
from evalfw.scoring.table import FactTable, tabulate
from evalfw_cli.evidence.opened import Opened, is_json, open_evidence
from evalfw_cli.outputs import print_lines, write_stdout

DONE, FOUND = 0, 1
WIDTH = 100
MARKS = {"error": "×", "warning": "!", "info": "·"}
RUBRIC_CODES = ("rule.gap", "criterion.discretionary", "criterion.unmeasurable")
"""Lints of the rubric that whoever fills it in has to know of as well."""


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
    report = opened.report()
    passages = _passages(opened, report, narrative)
    found = list(_observations(opened, report, passages))
    order = list(MARKS)
    found.sort(key=lambda each: order.index(each.severity))
    if as_json:
        write_stdout(
            (json.dumps([_data(each, language) for each in found], ensure_ascii=False, indent=2) + "\n").encode()
        )
    else:
        print_lines(_lines(opened, passages, found, language))
    return FOUND if strict and any(each.severity != "info" for each in found) else DONE


def _passages(opened: Opened, report: Report, narrative: list[Path]) -> tuple[Passage, ...]:
    if not narrative:
        return tuple(
            passage
            for section in opened.evidence.narrative
            for passage in passages_of(
                resolved(section.markdown, report), f"{opened.shown}/narrative/{section.name}.md"
            )
        )
    readers = opened.host.text_readers
    passages: list[Passage] = []
    for path in narrative:
        shown, suffix = well_formed(path.as_posix()), path.suffix.lower()
        if not path.is_file():
            raise EvidenceError([Problem(shown, None, "", Text("没有这个文件", "no such file"))])
        if suffix not in readers:
            known = "、".join(readers)
            raise EvidenceError(
                [
                    Problem(
                        shown,
                        None,
                        "",
                        Text(
                            f"读不了 {suffix} 文件；可读的有 {known}", f"cannot read {suffix} files; readable: {known}"
                        ),
                    )
                ]
            )
        text = "\n".join(page.text for page in readers[suffix].pages(path, shown))
        passages += passages_of(text, shown)
    return tuple(passages)


def _observations(opened: Opened, report: Report, passages: tuple[Passage, ...]) -> Iterator[Observation]:
    evidence, file = opened.evidence, opened.collected.file
    declarations = {**opened.rubric.facts, **evidence.declarations}
    table = tabulate(declarations, evidence.statements, evidence.adjudications)
    values = known_values(table)
    for finding in report.findings:
        yield Observation(finding.code, finding.severity, "", finding.message)
    attachments = read_index(opened.root, opened.shown)
    for unknown in unknown_names(file, opened.collected.document, opened.rubric, declarations):
        yield Observation("arrangement", "warning", unknown.place, verbatim(f"{unknown.path}: ") + unknown.what)
    yield from period_observations(evidence, declarations)
    yield from change_observations(file.change, table, values)
    yield from same_figure_observations(opened.rubric, evidence, table, values)
    if file.previous:
        last_year = known_values(_last_year(opened, table))
        yield from jump_observations(last_year, declarations, values, file.jump)
    for problem in attachment_problems(opened.root, opened.shown):
        yield Observation("attachment", "error", problem.place, problem.what)
    yield from source_observations(opened.collected.parts, opened.root, attachments)
    yield from citation_observations(opened.collected.parts, opened.root, attachments, opened.host.text_readers)
    yield from narrative_observations(passages, opened.rubric, evidence, report, table)
    for lint in lint_rubric(opened.rubric, ()):
        if lint.code in RUBRIC_CODES and lint.code not in {finding.code for finding in report.findings}:
            yield Observation(lint.code, "info", lint.problem.place, lint.problem.what)


def _last_year(opened: Opened, table: FactTable) -> FactTable:
    """What the evidence of the year before states, of the facts that are asked for now."""
    path = opened.root / opened.collected.file.previous
    collected: Collected = collect(path, opened.host.collectors, well_formed(opened.collected.file.previous))
    statements: dict[str, list[Statement]] = {}
    for part in collected.parts:
        for statement in part.statements:
            if statement.fact in table.declarations:
                statements.setdefault(statement.fact, []).append(statement)
    return tabulate(table.declarations, {id: tuple(each) for id, each in statements.items()})


def _lines(
    opened: Opened, passages: tuple[Passage, ...], found: list[Observation], language: Language
) -> Iterator[str]:
    facts = len(opened.evidence.statements)
    head = Text(
        f"{opened.evidence.subject.name}：核对了 {facts} 个事实",
        f"{opened.evidence.subject.name}: {facts} facts examined",
    )
    if passages:
        figures, named = _figures(opened, passages)
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


def _figures(opened: Opened, passages: tuple[Passage, ...]) -> tuple[int, int]:
    """How many figures the report has, and how many of them could be compared with facts."""
    evidence = opened.evidence
    declarations = {**opened.rubric.facts, **evidence.declarations}
    values = known_values(tabulate(declarations, evidence.statements, evidence.adjudications))
    year = None if evidence.period is None else evidence.period.last.year
    found = [bool(facts) for _, _, facts in named_figures(passages, declarations, evidence.statements, values, year)]
    return len(found), sum(found)


def _data(each: Observation, language: Language) -> dict[str, object]:
    return {
        "code": each.code,
        "severity": each.severity,
        "place": each.place or None,
        "message": each.message.read(language),
        "quote": each.quote or None,
    }
