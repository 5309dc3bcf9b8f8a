"""``evalfw rubric test``: run the cases of a rubric, and say what they do not look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from evalfw import (
    InputError,
    Language,
    PluginHost,
    Problem,
    RequestError,
    RubricError,
    RubricSource,
    Text,
    visible,
)
from evalfw.maintaining.cases.case_file import CASE_SUFFIX, Case, read_cases
from evalfw.maintaining.cases.coverage import coverage_of
from evalfw.maintaining.cases.equivalent import EQUIVALENT_FILE, Declared, read_equivalent
from evalfw.maintaining.cases.mutation import mutate
from evalfw.maintaining.cases.running import CaseResult, Loaded, prepare, problem_of, run_case
from evalfw_cli.outputs import print_lines
from evalfw_cli.plugins import load_host

DONE, FAILED = 0, 1
CASES_FOLDER = "cases"


class TestRequest(NamedTuple):
    """What the command line asked for; see ``evalfw rubric test --help``."""

    rubric: str
    cases: tuple[Path, ...]
    mutate: bool
    strict: bool
    language: Language


def test_rubric(request: TestRequest) -> int:
    """
    Run the cases; return 1 if one fails, or, when asked to be strict, if a branch or a mutant goes unnoticed.

    Raises:
        InputError: Rubric or cases are not in order; with every problem of every file.
        RequestError: There are no cases.
    """
    host = load_host()
    source = host.rubrics.find(request.rubric)
    files = find_cases(source, request.cases)
    results = run_all(files, source, host, bool(request.cases))
    failed = [problem_of(result) for result in results if result.differences]
    lines = [problem.read(request.language) for problem in failed]
    lines.append(_count(source, results, failed).read(request.language))
    unnoticed = 0
    if not failed:
        for sort in _by_rubric(results):
            told, count = _examined(sort, files, request)
            lines += told
            unnoticed += count
    print_lines(visible(line) for line in lines)
    return FAILED if failed or (request.strict and unnoticed) else DONE


def find_cases(source: RubricSource, given: Sequence[Path]) -> list[Path]:
    """
    The case files *given*, folders searched through; else those of ``cases/`` beside the rubric.

    Raises:
        RequestError: There are none.
    """
    places = list(given) or [source.path.parent / CASES_FOLDER]
    files = [
        file for place in places for file in (sorted(place.rglob(f"*{CASE_SUFFIX}")) if place.is_dir() else [place])
    ]
    missing = [file for file in files if not file.is_file()]
    if missing or not files:
        where = "、".join(str(place) for place in (missing or places))
        raise RequestError(Text(f"没有用例：{where}", f"there are no cases: {where}"))
    return files


def run_all(files: Iterable[Path], source: RubricSource, host: PluginHost, given: bool) -> list[CaseResult]:
    """
    Every case of *files* that is about the rubric at *source*.

    Args:
        files: Case files.
        source: The rubric.
        host: The plugins.
        given: Whether somebody asked for these files: then one about another rubric is a mistake, else it is passed over.

    Raises:
        RubricError: With the problems of all cases that are not in order.
        RequestError: No case is about the rubric.
    """
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
                if is_about(case, source, host):
                    results.append(run_case(prepare(case, host.rubrics, host.vocabulary, host.collectors, loaded)))
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


def is_about(case: Case, source: RubricSource, host: PluginHost) -> bool:
    """Whether *case* is about the rubric at *source*. Raises RubricError if it is about none."""
    try:
        meant = host.rubrics.find(case.file.rubric, below=case.path.parent)
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


def _count(source: RubricSource, results: Sequence[CaseResult], failed: Sequence[Problem]) -> Text:
    name, count = source.id or source.shown, len(results)
    if failed:
        return Text(
            f"{name}：{count} 个用例，{len(failed)} 个不符", f"{name}: {count} cases, {len(failed)} of them fail"
        )
    return Text(f"{name}：{count} 个用例，全部符合", f"{name}: {count} cases, all hold")


def _by_rubric(results: Iterable[CaseResult]) -> Iterator[list[CaseResult]]:
    """The cases in groups: those with the same overlay are about the same rubric."""
    groups: dict[str, list[CaseResult]] = {}
    for result in results:
        groups.setdefault(result.prepared.case.file.overlay or "", []).append(result)
    yield from groups.values()


def _examined(results: list[CaseResult], files: Sequence[Path], request: TestRequest) -> tuple[list[str], int]:
    """What the cases of one rubric do not look at, in words, and how many things that are."""
    rubric = results[0].prepared.rubric
    overlay = results[0].prepared.case.file.overlay
    head = Text(f"叠加 {overlay}：", f"with {overlay}: ") if overlay else Text("", "")
    coverage = coverage_of(rubric, results)
    total, missed = len(coverage.reachable), coverage.missed
    share = 100 * (total - len(missed)) // total if total else 100
    said = [
        head
        + Text(
            f"分支覆盖 {total - len(missed)}/{total}（{share}%）", f"branches {total - len(missed)}/{total} ({share} %)"
        )
    ]
    for branch in missed:
        number = Text("没有规定的情形", "facts that it does not rule on")
        if branch.number is not None:
            number = Text(f"第 {branch.number} 个分支", f"branch {branch.number}")
        said.append(
            Text(
                f"  没有用例走到：{branch.indicator} {rubric.by_id[branch.indicator].title}，{number.zh}",
                f"  no case takes: {branch.indicator} {rubric.by_id[branch.indicator].title}, {number.en}",
            )
        )
    count = len(missed)
    if request.mutate:
        found = mutate(rubric, results)
        declared = _declared(files)
        alive = [mutant for mutant in found.survived if mutant.id not in declared]
        named = [mutant for mutant in found.survived if mutant.id in declared]
        everything = sum(len(each) for each in found)
        said.append(
            head
            + Text(
                f"变异 {everything} 个：用例发现 {len(found.killed)}，分值合计发现 {len(found.refused)}，已证明等价 {len(found.equivalent)}，"
                f"说明等价 {len(named)}，没有发现 {len(alive)}",
                f"{everything} mutants: {len(found.killed)} noticed, {len(found.refused)} by the sums, {len(found.equivalent)} proved to be equivalent, "
                f"{len(named)} declared so, {len(alive)} unnoticed",
            )
        )
        said += [Text(f"  没有用例发现：{mutant.id}", f"  no case notices: {mutant.id}") for mutant in alive]
        said += [
            Text(
                f"  等价：{each.id}（{declared[each.id].reason}）",
                f"  equivalent: {each.id} ({declared[each.id].reason})",
            )
            for each in named
        ]
        count += len(alive)
    return [text.read(request.language) for text in said], count


def _declared(files: Sequence[Path]) -> dict[str, Declared]:
    found: dict[str, Declared] = {}
    for folder in dict.fromkeys(file.parent for file in files):
        if (folder / EQUIVALENT_FILE).is_file():
            found.update(read_equivalent(folder / EQUIVALENT_FILE, (folder / EQUIVALENT_FILE).as_posix()))
    return found
