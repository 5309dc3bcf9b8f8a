"""Everything that does not fit, in an evidence folder and in the written report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from evalfw.evidence import EvidenceFolder, Statement, attachment_problems, collect, read_index, unknown_names
from evalfw.examining.citations import citation_observations
from evalfw.examining.figures import (
    change_observations,
    jump_observations,
    period_observations,
    same_figure_observations,
)
from evalfw.examining.linting import lint_rubric
from evalfw.examining.narrative.examine import known_values, narrative_observations
from evalfw.examining.narrative.facts import named_figures
from evalfw.examining.narrative.prose import Passage, passages_of
from evalfw.examining.observation import Observation
from evalfw.examining.sources import source_observations
from evalfw.foundation import EvidenceError, Problem, Text, verbatim, well_formed
from evalfw.reporting import resolved
from evalfw.scoring import FactTable, Report, tabulate

RUBRIC_CODES = ("rule.gap", "criterion.discretionary", "criterion.unmeasurable")
"""Lints of the rubric that whoever fills it in has to know of as well."""

SEVERITIES = ("error", "warning", "info")


class Examination(NamedTuple):
    """
    What an examination found.

    Attributes:
        observations: What does not fit, most severe first.
        has_report: Whether there is a written report.
        figures: How many figures with a unit the written report has.
        named: How many of these could be compared with facts by name.
    """

    observations: tuple[Observation, ...]
    has_report: bool
    figures: int
    named: int

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing but hints."""
        return all(each.severity == "info" for each in self.observations)


def examine_folder(folder: EvidenceFolder, report: Report, narrative: Sequence[Path] = ()) -> Examination:
    """
    Look for everything that does not fit.

    Args:
        folder: The evidence folder.
        report: What it scores.
        narrative: The written report as files (.md, .txt, .docx, .pdf), in place of ``narrative/``.

    Raises:
        EvalfwError: A file of the report cannot be read.
    """
    passages = _passages(folder, report, narrative)
    found = sorted(_observations(folder, report, passages), key=lambda each: SEVERITIES.index(each.severity))
    return Examination(tuple(found), bool(passages), *_figures(folder, passages))


def _passages(folder: EvidenceFolder, report: Report, narrative: Sequence[Path]) -> tuple[Passage, ...]:
    if not narrative:
        return tuple(
            passage
            for section in folder.evidence.narrative
            for passage in passages_of(
                resolved(section.markdown, report), f"{folder.shown}/narrative/{section.name}.md"
            )
        )
    readers = folder.means.text_readers
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


def _observations(folder: EvidenceFolder, report: Report, passages: tuple[Passage, ...]) -> Iterator[Observation]:
    evidence, file = folder.evidence, folder.collected.file
    declarations = folder.declarations
    table = tabulate(declarations, evidence.statements, evidence.adjudications)
    values = known_values(table)
    for finding in report.findings:
        yield Observation(finding.code, finding.severity, "", finding.message)
    attachments = read_index(folder.root, folder.shown)
    for unknown in unknown_names(file, folder.collected.document, folder.rubric, declarations):
        yield Observation("arrangement", "warning", unknown.place, verbatim(f"{unknown.path}: ") + unknown.what)
    yield from period_observations(evidence, declarations)
    yield from change_observations(file.change, table, values)
    yield from same_figure_observations(folder.rubric, evidence, table, values)
    if file.previous:
        last_year = known_values(_last_year(folder, table))
        yield from jump_observations(last_year, declarations, values, file.jump)
    for problem in attachment_problems(folder.root, folder.shown):
        yield Observation("attachment", "error", problem.place, problem.what)
    yield from source_observations(folder.collected.parts, folder.root, attachments)
    yield from citation_observations(folder.collected.parts, folder.root, attachments, folder.means.text_readers)
    yield from narrative_observations(passages, folder.rubric, evidence, report, table)
    for lint in lint_rubric(folder.rubric, ()):
        if lint.code in RUBRIC_CODES and lint.code not in {finding.code for finding in report.findings}:
            yield Observation(lint.code, "info", lint.problem.place, lint.problem.what)


def _last_year(folder: EvidenceFolder, table: FactTable) -> FactTable:
    """What the evidence of the year before states, of the facts that are asked for now."""
    path = folder.root / folder.collected.file.previous
    collected = collect(path, folder.means.collectors, well_formed(folder.collected.file.previous))
    statements: dict[str, list[Statement]] = {}
    for part in collected.parts:
        for statement in part.statements:
            if statement.fact in table.declarations:
                statements.setdefault(statement.fact, []).append(statement)
    return tabulate(table.declarations, {id: tuple(each) for id, each in statements.items()})


def _figures(folder: EvidenceFolder, passages: tuple[Passage, ...]) -> tuple[int, int]:
    """How many figures the report has, and how many of them could be compared with facts."""
    evidence = folder.evidence
    declarations = folder.declarations
    values = known_values(tabulate(declarations, evidence.statements, evidence.adjudications))
    year = None if evidence.period is None else evidence.period.last.year
    found = [bool(facts) for _, _, facts in named_figures(passages, declarations, evidence.statements, values, year)]
    return len(found), sum(found)
