"""``evalfw run``: collect, score, render."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from evalfw import Report, RequestError, Rubric, Text, shown
from evalfw.extending import EvaluationRequest, evaluate_meant, find_meant
from evalfw.reporting import plan_outputs
from evalfw_cli.clock import today
from evalfw_cli.plugins import load_host, settings_now
from evalfw_cli.progress import Bar
from evalfw_cli.reports.making import Making, edition_for, rendered, write

DONE, BELOW, PROVISIONAL = 0, 1, 4


class Request(NamedTuple):
    """What the command line asked for; see ``evalfw run --help``."""

    evidence: Path | None
    rubric: str | None
    overlays: tuple[str, ...]
    making: Making
    fail_under: str | None
    as_of: str | None
    strict: bool
    locked: bool = False


def run(request: Request) -> int:
    """Do what *request* asks; return the exit code. Raises EvalfwError."""
    threshold, making = _threshold(request.fail_under), request.making
    asked_day = _day(request.as_of)
    meant = find_meant(request.evidence)
    host = load_host(meant.project)
    renderers = making.renderers(host)
    asked = EvaluationRequest(
        meant, today(), request.rubric, request.overlays, asked_day, making.needs_digests, making.needs_trials
    )

    def checked(rubric: Rubric) -> None:
        if request.locked:
            from evalfw.extending import check_lock  # hashes every file

            check_lock(meant.project, host, rubric, settings_now(meant.project))

    evaluation = evaluate_meant(asked, host, Bar(making.language, making.quiet), checked)
    report = edition_for(evaluation.report, making)
    contents = rendered(renderers, report, making)
    places = plan_outputs(making.output, renderers, report)
    written = write(list(zip(places, contents, strict=True)), making)
    for said in evaluation.finished(written):
        making.notice(said)
    return _exit_code(request, evaluation.report, threshold)


def _day(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise RequestError(
            Text(
                f"--as-of 应当是日期，如 2022-03-31，写的是 '{written}'",
                f"--as-of: expected a date such as 2022-03-31, got '{written}'",
            )
        ) from None


def _threshold(written: str | None) -> Fraction | None:
    if written is None:
        return None
    try:
        value = Decimal(written)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value.adjusted()) > 9:
        raise RequestError(
            Text(f"--fail-under 应当是数，写的是 '{written}'", f"--fail-under: expected a number, got '{written}'")
        )
    return Fraction(value)


def _exit_code(request: Request, report: Report, threshold: Fraction | None) -> int:
    """4 for errors, or for open items under --strict; 1 if the points that are sure are below the threshold."""
    if report.is_provisional or (request.strict and (report.open_items or report.open_gates)):
        request.making.notice(_provisional(report))
        return PROVISIONAL
    if report.is_blocked:
        request.making.notice(Text("一票否决：报告不得公布", "a gate forbids to publish the report"))
        return PROVISIONAL
    if threshold is not None and not report.total.is_made:
        raise RequestError(
            Text("这份评分表没有总分，不能用 --fail-under", "this rubric makes no total: --fail-under cannot be used")
        )
    least = report.total.bounds.least
    if threshold is not None and (least is None or least < threshold):
        sure = "—" if least is None else shown(least)
        request.making.notice(
            Text(f"保底分 {sure} 低于 {shown(threshold)}", f"{sure} points are sure, below {shown(threshold)}")
        )
        return BELOW
    return DONE


def _provisional(report: Report) -> Text:
    names = [each.title for each in report.open_items] + [gate.title for gate in report.open_gates]
    if not names and report.failures:
        return Text("结果未定：", "provisional: ") + report.failures[0]
    listed = "、".join(names[:5]) + ("…" if len(names) > 5 else "")
    return Text(f"结果未定：{len(names)} 项未定（{listed}）", f"provisional: {len(names)} are open ({listed})")
