"""The evidence folder that is meant, read with what plugins bring, checked and scored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from evalfw.evidence import Collected, Evidence, EvidenceFolder, check_evidence, collect, complete_rubric
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
    if path is None and (ref is None or not sample):
        raise RequestError(
            Text("这里没有证据文件夹（evidence/）", "there is no evidence folder here (evidence/)")
            + Text("；", "; ")
            + _START
        )
    if path is None:
        assert ref is not None
        path, shown = host.load(ref, overlays_of(meant.project, (), host)).sample, "sample"
        if path is None:
            raise RequestError(Text("这份评分表没有样例", "this rubric brings no sample"))
    else:
        shown = called(path)
    collected = collect(path, host.collectors, shown)
    rubric = rubric_meant(meant, host, ref, (), collected)
    return EvidenceFolder(path, shown, host, rubric, collected, check_evidence(collected, rubric))


def rubric_meant(
    meant: Meant,
    host: PluginHost,
    ref: str | None = None,
    overlays: Iterable[str] = (),
    collected: Collected | None = None,
) -> Rubric:
    """
    The rubric by which the evidence that is *meant* is scored, as the project and that evidence complete it.

    Args:
        meant: The project and the evidence; without evidence, the sample of the rubric completes it.
        host: The plugins.
        ref: The rubric; that of the project, or else of the evidence, if None.
        overlays: Files that are laid over it, besides those that the project names.
        collected: The evidence, where it was read already.

    Raises:
        EvalfwError: Nobody says which rubric, or it is not in order.
    """
    project, path = meant
    below = project.folder if project is not None and ref is None else None
    ref = ref or (project.rubric if project is not None else None)
    if ref is None and path is not None:
        collected = collected or collect(path, host.collectors, called(path), digests=False)
        ref = collected.file.rubric
    if ref is None:
        known = "、".join(source.id for source in host.rubrics.usable)
        raise RequestError(
            Text(f"请用 --rubric 指定评分表；现有：{known}", f"give a rubric with --rubric; there are: {known}")
        )
    laid = overlays_of(project, overlays, host)
    rubric = host.load(ref, laid, below)
    folder, shown = (rubric.sample, "sample") if path is None else (path, called(path))
    return complete_rubric(rubric, folder, shown, host.rubrics, host.vocabulary, laid)


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
