"""The evidence folder that is meant, read with what plugins bring, checked and scored."""

from __future__ import annotations

from datetime import date

from evalfw.evidence import Evidence, EvidenceFolder, check_evidence, collect, complete_rubric
from evalfw.extending.plugins.host import PluginHost
from evalfw.extending.plugins.observing import Observers
from evalfw.extending.project.meant import Meant
from evalfw.extending.project.named import overlays_of
from evalfw.foundation import EvidenceError, Problem, RequestError, Text, called, well_formed
from evalfw.rubric import Rubric
from evalfw.scoring import Report, score

_START = Text("用 evalfw init 新建一个", "start one with: evalfw init")


def open_meant(meant: Meant, host: PluginHost, ref: str | None = None, sample: bool = False) -> EvidenceFolder:
    """
    The evidence folder that is *meant*.

    Args:
        meant: The project and the folder.
        host: The plugins.
        ref: The rubric, where the evidence does not say it.
        sample: Whether the sample of the rubric *ref* will do, where there is no folder.

    Raises:
        EvalfwError: There is no folder, or something in it is not in order.
    """
    path = meant.evidence
    if path is not None and not path.is_dir():
        what = Text("没有这个证据文件夹", "there is no such evidence folder")
        raise EvidenceError([Problem(well_formed(path.as_posix()), None, "", what, _START)])
    overlays = overlays_of(meant.project, (), host)
    if path is None and (ref is None or not sample):
        raise RequestError(
            Text("这里没有证据文件夹（evidence/）", "there is no evidence folder here (evidence/)")
            + Text("；", "; ")
            + _START
        )
    rubric: Rubric | None = None
    if path is None:
        assert ref is not None
        rubric = host.load(ref, overlays)
        if rubric.sample is None:
            raise RequestError(Text("这份评分表没有样例", "this rubric brings no sample"))
        path, shown = rubric.sample, "sample"
    else:
        shown = called(path)
    collected = collect(path, host.collectors, shown)
    if rubric is None:
        project_rubric = meant.project.rubric if meant.project is not None else None
        wanted = ref or project_rubric or collected.file.rubric
        below = meant.project.folder if meant.project is not None and ref is None else None
        rubric = host.load(wanted, overlays, below)
    rubric = complete_rubric(rubric, path, shown, host.rubrics, host.vocabulary, overlays)
    return EvidenceFolder(path, shown, host, rubric, collected, check_evidence(collected, rubric))


def day_of(evidence: Evidence, today: date | None) -> date | None:
    """The day by which *evidence* is judged: as it says, or, only where there are exemptions, *today*."""
    return evidence.as_of or (today if evidence.exemptions else None)


def report_of(folder: EvidenceFolder, host: PluginHost, today: date | None = None, as_of: date | None = None) -> Report:
    """
    *folder* as it is scored now.

    Args:
        folder: The evidence.
        host: The plugins; those that decide between statements are asked.
        today: The day by which exemptions are judged, where neither *as_of* nor the evidence says one.
        as_of: The day by which exemptions and overrides are judged.
    """
    evidence = Observers(host).adjudicated(folder.evidence, folder.rubric)
    return score(folder.rubric, evidence, as_of or day_of(evidence, today), host.contributions)
