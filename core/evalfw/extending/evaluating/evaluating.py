"""One evaluation: evidence collected, checked and scored, with everybody told who observes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from evalfw.evidence import Collected, Evidence, check_evidence, collect
from evalfw.extending.evaluating.opening import day_of, rubric_meant
from evalfw.extending.plugins.host import PluginHost
from evalfw.extending.plugins.observing import Observers
from evalfw.extending.project.meant import Meant
from evalfw.foundation import SILENT, EvidenceError, Problem, Progress, Text, called
from evalfw.rubric import Rubric
from evalfw.scoring import Report, score


class EvaluationRequest(NamedTuple):
    """
    What is evaluated.

    Attributes:
        meant: The project and the evidence; the sample of the rubric, where there is no evidence.
        rubric: The rubric; that of the project or of the evidence if None.
        overlays: Files that are laid over it.
        as_of: The day by which exemptions and overrides are judged; as the evidence says if None.
        today: That day, where the evidence says none; None: exemptions need one of the others.
        digests: Whether entries get the hashes of their files.
        trials: Whether the report gets what trying out takes.
    """

    meant: Meant
    today: date | None = None
    rubric: str | None = None
    overlays: tuple[str, ...] = ()
    as_of: date | None = None
    digests: bool = True
    trials: bool = True


class Evaluation:
    """
    An evaluation.

    Attributes:
        rubric: The rubric, with everything that is laid over it.
        evidence: What was scored.
        report: What came out.
    """

    def __init__(self, rubric: Rubric, evidence: Evidence, report: Report, observers: Observers) -> None:
        self.rubric = rubric
        self.evidence = evidence
        self.report = report
        self._observers = observers

    def __repr__(self) -> str:
        return f"<Evaluation {self.report!r}>"

    def _repr_html_(self) -> str | None:
        return self.report._repr_html_()

    def finished(self, written: Sequence[Path] = ()) -> tuple[Text, ...]:
        """Tell observers that the report is written to *written*; return what went wrong in plugins, which no report tells."""
        self._observers.finished(self.report, written)
        return tuple(_plugin_notices(self._observers))


def evaluate_meant(
    request: EvaluationRequest,
    host: PluginHost,
    progress: Progress = SILENT,
    checked: Callable[[Rubric], None] = lambda rubric: None,
) -> Evaluation:
    """
    Do what *request* asks.

    Args:
        request: What is evaluated.
        host: The plugins.
        progress: Told where a sample stands for evidence that is not there.
        checked: Called with the rubric before anything is scored; what it raises ends the evaluation.

    Raises:
        EvalfwError: There is no rubric or no evidence, or something in them is not in order.
    """
    rubric, evidence = _inputs(request, host, progress)
    checked(rubric)
    observers = Observers(host)
    observers.rubric_loaded(rubric)
    observers.evidence_collected(evidence, rubric)
    evidence = observers.adjudicated(evidence, rubric)
    report = score(rubric, evidence, request.as_of or day_of(evidence, request.today), host.contributions)
    observers.scored(report)
    if request.trials:
        from evalfw.scoring import what_if  # only for those formats that carry it

        report = report._replace(what_if=what_if(rubric, evidence, report))
    return Evaluation(rubric, evidence, report, observers)


def _plugin_notices(observers: Observers) -> Iterator[Text]:
    """Plugins that were not loaded because they failed, and what went wrong in observers: the report does not tell that."""
    for plugin in observers.host.plugins:
        if plugin.failure is not None:
            yield plugin.told_failure
    yield from (failure.message for failure in observers.failures)


def _inputs(request: EvaluationRequest, host: PluginHost, progress: Progress) -> tuple[Rubric, Evidence]:
    """The rubric and the evidence: as meant, as asked for, or the rubric's sample."""
    project, path = request.meant
    collected = None
    if path is not None and request.rubric is None and (project is None or project.rubric is None):
        collected = collect(path, host.collectors, called(path), digests=request.digests)
    rubric = rubric_meant(request.meant, host, request.rubric, request.overlays, collected)
    if project is not None and project.layout is not None:
        rubric = project.layout.over(rubric)
    if collected is None:
        collected = _collect(request, rubric, host, progress)
    return rubric, check_evidence(collected, rubric)


def _collect(request: EvaluationRequest, rubric: Rubric, host: PluginHost, progress: Progress) -> Collected:
    project, path = request.meant
    if path is not None:
        return collect(path, host.collectors, called(path), digests=request.digests)
    if rubric.sample is None:
        what = Text("没有证据，这份评分表也没有样例", "there is no evidence, and the rubric brings no sample")
        hint = Text("用 evalfw init 新建证据文件夹", "start an evidence folder with: evalfw init")
        raise EvidenceError([Problem("", None, "", what, hint)])
    lacking = Text("这里没有 evalfw.toml", "no evalfw.toml")
    if project is not None:
        lacking = Text("evalfw.toml 没有写评分表和证据", "evalfw.toml names no rubric and no evidence,")
    sample = collect(rubric.sample, host.collectors, "sample", request.digests)
    name, base = sample.file.subject.name, rubric.completes or rubric.identity.id
    progress.notice(
        Text(
            f"{lacking.zh}，也没有 evidence/：用评分表 {base} 自带的样例计分（{name}）",
            f"{lacking.en} and no evidence/ here: scoring the sample of rubric {base} ({name})",
        ),
    )
    return sample
