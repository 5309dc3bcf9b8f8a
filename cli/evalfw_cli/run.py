"""``evalfw run``: collect, score, render."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from evalfw import (
    Collected,
    Evidence,
    EvidenceError,
    PluginHost,
    Problem,
    Report,
    RequestError,
    Rubric,
    Text,
    check_evidence,
    collect,
    complete_rubric,
    load_rubric,
    score,
    shown,
    verbatim,
    well_formed,
)
from evalfw.extending.plugins.observing import Observers
from evalfw_cli.clock import today
from evalfw_cli.meant import Meant, find_meant
from evalfw_cli.plugins import load_host
from evalfw_cli.reports.making import Making, edition_for, places_for, rendered, write
from evalfw_cli.rubrics import overlays_of

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
    rubric, evidence = _inputs(request, meant, host)
    if request.locked:
        from evalfw_cli.locking import check_lock  # hashes every file

        check_lock(meant.project, host, rubric)
    observers = Observers(host)
    observers.rubric_loaded(rubric)
    observers.evidence_collected(evidence, rubric)
    evidence = observers.adjudicated(evidence, rubric)
    report = score(rubric, evidence, _as_of(asked_day, evidence), host.contributions)
    observers.scored(report)
    if making.needs_trials:
        from evalfw import what_if

        report = report._replace(what_if=what_if(rubric, evidence, report))
    shown_report = edition_for(report, making)
    contents = rendered(renderers, shown_report, making)
    places = places_for(renderers, shown_report, making)
    written = write(list(zip(places, contents, strict=True)), making)
    observers.finished(report, written)
    for said in _plugin_notices(host, observers):
        making.notice(said)
    return _exit_code(request, report, threshold)


def _plugin_notices(host: PluginHost, observers: Observers) -> Iterator[Text]:
    """Plugins that were not loaded because they failed, and what went wrong in observers: the report does not tell that."""
    for plugin in host.plugins:
        if plugin.failure is not None:
            author = verbatim(plugin.author)
            yield Text("插件 ", "plugin ") + author + Text("：", ": ") + plugin.failure
    yield from (failure.message for failure in observers.failures)


def _inputs(request: Request, meant: Meant, host: PluginHost) -> tuple[Rubric, Evidence]:
    """The rubric and the evidence: as *meant*, as asked for, or the rubric's sample."""
    project, path = meant
    ref = request.rubric or (project.rubric if project is not None else None)
    collected = None
    if ref is None and path is not None:
        collected = collect(path, host.collectors, digests=request.making.needs_digests)
        ref = collected.file.rubric
    if ref is None:
        known = "、".join(source.id for source in host.rubrics.usable)
        raise RequestError(
            Text(f"请用 --rubric 指定评分表；现有：{known}", f"give a rubric with --rubric; there are: {known}")
        )
    overlays = overlays_of(project, request.overlays, host)
    below = project.folder if project is not None and request.rubric is None else None
    rubric = load_rubric(host.rubrics.find(ref, below=below), host.rubrics, host.vocabulary, overlays)
    folder, shown = (rubric.sample, "sample") if path is None else (path, well_formed(path.as_posix()))
    rubric = complete_rubric(rubric, folder, shown, host.rubrics, host.vocabulary, overlays)
    if project is not None and project.layout is not None:
        rubric = project.layout.over(rubric)
    if collected is None:
        collected = _collect(request, rubric, meant, host)
    return rubric, check_evidence(collected, rubric)


def _collect(request: Request, rubric: Rubric, meant: Meant, host: PluginHost) -> Collected:
    project, path = meant
    if path is not None:
        return collect(path, host.collectors, digests=request.making.needs_digests)
    if rubric.sample is None:
        what = Text("没有证据，这份评分表也没有样例", "there is no evidence, and the rubric brings no sample")
        hint = Text("用 evalfw init 新建证据文件夹", "start an evidence folder with: evalfw init")
        raise EvidenceError([Problem("", None, "", what, hint)])
    lacking = Text("这里没有 evalfw.toml", "no evalfw.toml")
    if project is not None:
        lacking = Text("evalfw.toml 没有写评分表和证据", "evalfw.toml names no rubric and no evidence,")
    sample = collect(rubric.sample, host.collectors, "sample", request.making.needs_digests)
    name, base = sample.file.subject.name, rubric.completes or rubric.identity.id
    request.making.notice(
        Text(
            f"{lacking.zh}，也没有 evidence/：用评分表 {base} 自带的样例计分（{name}）",
            f"{lacking.en} and no evidence/ here: scoring the sample of rubric {base} ({name})",
        ),
    )
    return sample


def _as_of(asked: date | None, evidence: Evidence) -> date | None:
    """
    The day by which exemptions are judged: as asked, as the evidence says, or, only where there are exemptions, today.
    """
    if asked is not None or evidence.as_of is not None or not evidence.exemptions:
        return asked or evidence.as_of
    return today()


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
