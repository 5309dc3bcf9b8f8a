"""The cases of a rubric, run; and what they do not look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from evalfw.evidence import Means
from evalfw.foundation import InputError, Problem, RequestError, RubricError, Text, called, files_below
from evalfw.maintaining.cases.case_file import CASE_SUFFIX, Case, read_cases
from evalfw.maintaining.cases.coverage import Coverage, coverage_of
from evalfw.maintaining.cases.equivalent import EQUIVALENT_FILE, Declared, read_equivalent
from evalfw.maintaining.cases.mutation import MutationResult, mutate
from evalfw.maintaining.cases.running import CaseResult, Loaded, prepare, run_case
from evalfw.rubric import Rubric, RubricSource

CASES_FOLDER = "cases"


class Tested(NamedTuple):
    """
    What the cases of one rubric look at.

    Attributes:
        rubric: The rubric.
        overlay: What is laid over it, as the cases name it; empty if nothing is.
        coverage: The branches that rules have, and those that no case takes.
        mutation: What becomes of mutants; None if it was not asked for.
        declared: Mutants that somebody has declared to be equivalent, by id.
    """

    rubric: Rubric
    overlay: str
    coverage: Coverage
    mutation: MutationResult | None
    declared: Mapping[str, Declared]

    @property
    def unnoticed(self) -> int:
        """How many branches and mutants go unnoticed."""
        survived = () if self.mutation is None else self.mutation.survived
        return len(self.coverage.missed) + sum(mutant.id not in self.declared for mutant in survived)


class CasesRun(NamedTuple):
    """
    Cases that were run.

    Attributes:
        source: The rubric that they are about.
        files: Their files.
        results: What came of each.
    """

    source: RubricSource
    files: tuple[Path, ...]
    results: tuple[CaseResult, ...]

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """Cases that do not hold."""
        return tuple(result for result in self.results if result.differences)


def run_cases(ref: str, means: Means, given: Sequence[Path] = ()) -> CasesRun:
    """
    Run the cases of a rubric.

    Args:
        ref: The rubric: its id, an alias or a path.
        means: What rubrics and evidence are read with.
        given: Case files, and folders that are searched for them; ``cases/`` beside the rubric if empty.

    Raises:
        RubricError: Rubric or cases are not in order, or a case that was asked for is about another rubric; with every problem.
        RequestError: There are no cases.
    """
    source = means.rubrics.find(ref)
    files = tuple(_find_cases(source, given))
    return CasesRun(source, files, tuple(_run(files, source, means, bool(given))))


def tested(run: CasesRun, mutated: bool = False) -> tuple[Tested, ...]:
    """
    What cases look at, for each rubric that they are about: those with the same overlay are about the same.

    Args:
        run: Cases that all hold. Mutants may be declared to be equivalent beside their files.
        mutated: Whether mutants are tried.
    """
    declared = _declared(run.files) if mutated else {}
    found = []
    for group in _by_rubric(run.results):
        rubric, overlay = group[0].prepared.rubric, group[0].prepared.case.file.overlay or ""
        mutation = mutate(rubric, group) if mutated else None
        found.append(Tested(rubric, overlay, coverage_of(rubric, group), mutation, declared))
    return tuple(found)


def _find_cases(source: RubricSource, given: Sequence[Path]) -> list[Path]:
    """The case files *given*, folders searched through; else those of ``cases/`` beside the rubric. Raises RequestError."""
    places = list(given) or [source.path.parent / CASES_FOLDER]
    files = [
        file
        for place in places
        for file in (files_below(place, called(place), RubricError) if place.is_dir() else [place])
        if file == place or file.name.endswith(CASE_SUFFIX)
    ]
    missing = [file for file in files if not file.is_file()]
    if missing or not files:
        where = "、".join(str(place) for place in (missing or places))
        raise RequestError(Text(f"没有用例：{where}", f"there are no cases: {where}"))
    return files


def _run(files: Iterable[Path], source: RubricSource, means: Means, given: bool) -> list[CaseResult]:
    """Every case of *files* that is about the rubric at *source*; one that is not, is a mistake only if somebody asked for it."""
    problems: list[Problem] = []
    results: list[CaseResult] = []
    loaded: Loaded = {}
    for file in files:
        try:
            cases = read_cases(file, file.as_posix())
        except InputError as error:
            problems += error.problems
            continue
        for case in cases:
            try:
                if is_about(case, source, means):
                    results.append(run_case(prepare(case, means.rubrics, means.vocabulary, means.collectors, loaded)))
                elif given:
                    problems.append(_about_another(case, source))
            except InputError as error:
                problems += error.problems
    if problems:
        raise RubricError(problems)
    if not results:
        name = source.id or source.shown
        raise RequestError(Text(f"没有 {name} 的用例", f"there are no cases of {name}"))
    return results


def is_about(case: Case, source: RubricSource, means: Means) -> bool:
    """Whether *case* is about the rubric at *source*. Raises RubricError if it is about none."""
    try:
        meant = means.rubrics.find(case.file.rubric, below=case.path.parent)
    except RubricError as error:
        told = [case.document.problem(("rubric",), problem.what, problem.hint) for problem in error.problems]
        raise RubricError(told) from None
    return meant.path.resolve() == source.path.resolve()


def _about_another(case: Case, source: RubricSource) -> Problem:
    what = Text(
        f"这个用例是评分表 '{case.file.rubric}' 的，不是 '{source.id or source.shown}' 的",
        f"this case is about rubric '{case.file.rubric}', not about '{source.id or source.shown}'",
    )
    return case.document.problem(("rubric",), what)


def _by_rubric(results: Iterable[CaseResult]) -> Iterator[list[CaseResult]]:
    """The cases in groups: those with the same overlay are about the same rubric."""
    groups: dict[str, list[CaseResult]] = {}
    for result in results:
        groups.setdefault(result.prepared.case.file.overlay or "", []).append(result)
    yield from groups.values()


def _declared(files: Sequence[Path]) -> dict[str, Declared]:
    found: dict[str, Declared] = {}
    for folder in dict.fromkeys(file.parent for file in files):
        if (folder / EQUIVALENT_FILE).is_file():
            found.update(read_equivalent(folder / EQUIVALENT_FILE, (folder / EQUIVALENT_FILE).as_posix()))
    return found
