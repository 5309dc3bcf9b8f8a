"""``evalfw rubric test``: run the cases of a rubric, and say what they do not look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from evalfw import Language, Problem, Rubric, Text
from evalfw.foundation import verbatim, visible
from evalfw.maintaining import (
    Branch,
    CasesRun,
    Tested,
    problem_of,
    propose_cases as write_proposed,
    run_cases,
    tested,
)
from evalfw_cli.outputs import print_lines
from evalfw_cli.plugins import load_host

DONE, FAILED = 0, 1


def test_rubric(
    ref: str, given: tuple[Path, ...], mutate: bool, strict: bool, target: Path | None, language: Language
) -> int:
    """
    Run the cases, or write proposed ones to *target*; return 1 if one fails, or, when asked to be strict, if a branch or a mutant goes unnoticed.

    Raises:
        InputError: Rubric or cases are not in order; with every problem of every file.
        RequestError: There are no cases.
    """
    if target is not None:
        return propose_cases(ref, target, language)
    run = run_cases(ref, load_host(), given)
    failed = [problem_of(result) for result in run.failed]
    found = () if failed else tested(run, mutate)
    lines = [problem.read(language) for problem in failed]
    lines.append(_count(run, failed).read(language))
    lines += [said.read(language) for each in found for said in _examined(each)]
    print_lines(visible(line) for line in lines)
    return FAILED if failed or (strict and any(each.unnoticed for each in found)) else DONE


def propose_cases(ref: str, target: Path, language: Language) -> int:
    """
    Write proposed cases; return 1 if a slip of the pen is left that they do not notice.

    Raises:
        EvalfwError: The rubric is not in order, or the file is there.
    """
    proposal = write_proposed(ref, load_host(), target)
    count, left = len(proposal.cases), proposal.unnoticed
    said = Text(
        f"写了 {count} 个提议的用例：{target}。逐条对照原文核对，改好 reason 再用",
        f"{count} proposed cases: {target}. Check each against the official sentence before it is used",
    )
    lines = [said, *(Text(f"  没有用例发现：{each}", f"  no case notices: {each}") for each in left)]
    print_lines(visible(line.read(language)) for line in lines)
    return FAILED if left else DONE


def _count(run: CasesRun, failed: Sequence[Problem]) -> Text:
    name, count = run.source.id or run.source.shown, len(run.results)
    if failed:
        return Text(
            f"{name}：{count} 个用例，{len(failed)} 个不符", f"{name}: {count} cases, {len(failed)} of them fail"
        )
    return Text(f"{name}：{count} 个用例，全部符合", f"{name}: {count} cases, all hold")


_AROUND = {
    "condition": (Text("适用", "it applies"), Text("不适用", "it does not apply")),
    "gate": (Text("成立", "it holds"), Text("不成立", "it does not hold")),
}


def _branch(branch: Branch, rubric: Rubric) -> Text:
    """*branch* as it is named where no case takes it."""
    match branch.of:
        case "grade":
            return Text(f"等级 {branch.indicator}", f"grade {branch.indicator}")
        case "derivation":
            return Text(f"事实 {branch.indicator} 由其他事实推算", f"fact {branch.indicator} derived from others")
        case "gate":
            name = Text(f"一票否决 {branch.indicator}", f"gate {branch.indicator}")
            return name + Text("，", ", ") + _AROUND["gate"][(branch.number or 1) - 1]
    name = verbatim(f"{branch.indicator} {rubric.by_id[branch.indicator].title}") + Text("，", ", ")
    if branch.of == "condition":
        return name + _AROUND["condition"][(branch.number or 1) - 1]
    if branch.number is None:
        return name + Text("没有规定的情形", "facts that it does not rule on")
    return name + Text(f"第 {branch.number} 个分支", f"branch {branch.number}")


def _examined(found: Tested) -> Iterator[Text]:
    """What the cases of one rubric do not look at, in words."""
    rubric, overlay, coverage = found.rubric, found.overlay, found.coverage
    head = Text(f"叠加 {overlay}：", f"with {overlay}: ") if overlay else Text("", "")
    total, missed = len(coverage.reachable), coverage.missed
    share = 100 * (total - len(missed)) // total if total else 100
    yield head + Text(
        f"分支覆盖 {total - len(missed)}/{total}（{share}%）", f"branches {total - len(missed)}/{total} ({share} %)"
    )
    for branch in missed:
        yield Text("  没有用例走到：", "  no case takes: ") + _branch(branch, rubric)
    if found.mutation is None:
        return
    declared = found.declared
    alive = [mutant for mutant in found.mutation.survived if mutant.id not in declared]
    named = [mutant for mutant in found.mutation.survived if mutant.id in declared]
    killed, refused, equivalent = (
        len(each) for each in (found.mutation.killed, found.mutation.refused, found.mutation.equivalent)
    )
    everything = sum(len(each) for each in found.mutation)
    yield head + Text(
        f"变异 {everything} 个：用例发现 {killed}，分值合计发现 {refused}，已证明等价 {equivalent}，说明等价 {len(named)}，没有发现 {len(alive)}",
        f"{everything} mutants: {killed} noticed, {refused} by the sums, {equivalent} proved to be equivalent, "
        f"{len(named)} declared so, {len(alive)} unnoticed",
    )
    yield from (Text(f"  没有用例发现：{mutant.id}", f"  no case notices: {mutant.id}") for mutant in alive)
    for mutant in named:
        why = declared[mutant.id].reason
        yield Text(f"  等价：{mutant.id}（{why}）", f"  equivalent: {mutant.id} ({why})")
