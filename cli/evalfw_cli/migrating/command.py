"""Plan, show, and, where asked, write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import attrs

from evalfw import (
    Collected,
    EvalfwError,
    EvidenceError,
    Language,
    PluginHost,
    Problem,
    RequestError,
    Rubric,
    RubricError,
    RubricSource,
    Text,
    check_evidence,
    collect,
    complete_rubric,
    is_there,
    load_rubric,
    visible,
    well_formed,
)
from evalfw.evidence.checking.pin import pin_problems
from evalfw.evidence.collecting.folder import FACTS, INDICATORS_FILE
from evalfw.extending.project import project_around
from evalfw.foundation.reading.files import BOM
from evalfw.maintaining.migrating import Item, Plan, plan_migration
from evalfw_cli.meant import find_meant
from evalfw.maintaining.migrating.writing import NEWLY_ASKED, write_carried
from evalfw_cli.outputs import path_from, print_lines, tell
from evalfw_cli.plugins import load_host
from evalfw.foundation.writing.toml_editing import CannotEditError, edited_head

SORTS = {
    "fact": Text("事实", "fact"),
    "claim": Text("自评分", "self-score"),
    "override": Text("人工认定", "override"),
    "exemption": Text("豁免", "exemption"),
    "explanation": Text("偏差说明", "explanation"),
    "remark": Text("备注", "remark"),
}


class MigrateRequest(NamedTuple):
    """What the command line asked for; see ``evalfw rubric migrate --help``."""

    evidence: Path
    to: str
    old: str | None
    output: Path | None
    language: Language


def migrate(request: MigrateRequest) -> int:
    """
    Show what becomes of each entry; write the carried folder where an output is given.

    Raises:
        EvalfwError: A rubric or the evidence is not in order; the output is there already.
    """
    if request.output is not None and is_there(request.output):
        raise RequestError(
            Text(f"已经存在，没有写入：{request.output}", f"already there, nothing was written: {request.output}")
        )
    meant = find_meant(request.evidence)
    host = load_host(meant.project)
    request = request._replace(evidence=meant.evidence or request.evidence)  # a project folder stands for its evidence
    shown = well_formed(request.evidence.as_posix())
    collected = collect(request.evidence, host.collectors)
    target = host.rubrics.find(request.to)
    new = edition = load_rubric(target, host.rubrics, host.vocabulary)
    source = _old_source(request, collected, new, host)
    old = load_rubric(source, host.rubrics, host.vocabulary)
    folder = request.evidence if request.evidence.is_dir() else None
    old = complete_rubric(old, folder, shown, host.rubrics, host.vocabulary)
    overlay = None
    if folder is not None and (folder / INDICATORS_FILE).is_file():
        overlay = _moved_overlay(folder, target, request.output or folder)
        new = _completed(new, _moved_overlay(folder, target, None), shown, host)
    changed = list(pin_problems(collected.file, collected.document, old))
    unpinned = collected._replace(file=attrs.evolve(collected.file, rubric_version="", rubric_sha256=""))
    check_evidence(
        unpinned, old
    )  # that the old rubric has changed is told, not refused: this is how to get away from it
    plan = plan_migration(collected, old, new)
    plan = plan._replace(by_hand=(*(problem.what for problem in changed), *plan.by_hand))
    lines = list(_told(plan, overlay is not None, shown, request.language))
    print_lines(visible(line) for line in lines)
    if request.output is None:
        said = Text(
            "这是预览，没有写入任何文件；用 --output 写到新文件夹",
            "a preview: nothing was written; --output writes a new folder",
        )
        tell(said.read(request.language))
        return 0
    write_carried(request.evidence, request.output, plan, overlay, host)
    _report_result(request, edition, host)
    return 0


def _old_source(request: MigrateRequest, collected: Collected, new: Rubric, host: PluginHost) -> RubricSource:
    """
    The rubric that the evidence was gathered for: as given; else what the new one extends, if it is that; else what the project
    around the evidence names; else what is known by that id.
    """
    if request.old is not None:
        return host.rubrics.find(request.old)
    id = collected.file.rubric
    for layer in new.layers:
        if layer.id == id:
            return RubricSource(id="", path=layer.path, shown=layer.shown)
    project = project_around(request.evidence)
    if project is not None and project.rubric is not None:
        return host.rubrics.find(project.rubric, below=project.folder)
    return host.rubrics.find(id)


def _moved_overlay(folder: Path, target: RubricSource, into: Path | None) -> str:
    """``indicators.toml`` extending the new edition: by id, or by its path from the folder *into* (None: in full)."""
    named = well_formed((folder / INDICATORS_FILE).as_posix())
    text = (folder / INDICATORS_FILE).read_bytes().removeprefix(BOM).decode("utf-8")
    path = target.path.resolve().as_posix() if into is None else path_from(target.path, into)
    try:
        return edited_head(text, {"extends": target.id or path}, after="id")
    except CannotEditError:
        what = Text("extends 改不了，请先手工改", "'extends' cannot be changed; change it by hand first")
        raise RubricError([Problem(named, None, "extends", what)]) from None


def _completed(new: Rubric, overlay: str, shown: str, host: PluginHost) -> Rubric:
    """
    The new edition with the indicators that the evidence brings.

    Raises:
        RubricError: They do not fit it; they have to be mended before anything can be carried.
    """
    with TemporaryDirectory() as folder:
        (Path(folder) / INDICATORS_FILE).write_bytes(overlay.encode("utf-8"))
        return complete_rubric(new, Path(folder), shown, host.rubrics, host.vocabulary)


def _told(plan: Plan, has_overlay: bool, shown: str, language: Language) -> Iterator[str]:
    old, new = plan.old.edition, plan.new.edition
    kept, renamed, attention, retired = (len(plan.of(status)) for status in ("kept", "renamed", "attention", "retired"))
    yield f"{shown}：{old.id} {old.version} → {new.id} {new.version}"
    yield Text(
        f"保留 {kept}，改编号 {renamed}，需要核对 {attention}，不再需要 {retired}；新要求的事实 {len(plan.asked)}",
        f"{kept} kept, {renamed} renamed, {attention} to be looked at, {retired} no longer asked; {len(plan.asked)} facts newly asked",
    ).read(language)
    for heading, items in (
        (Text("改编号", "Renamed"), plan.of("renamed")),
        (Text("需要核对", "To be looked at"), plan.of("attention")),
        (Text("不再需要（移到 no-longer-asked/）", "No longer asked (put into no-longer-asked/)"), plan.of("retired")),
    ):
        if items:
            yield ""
            yield heading.read(language)
        for item in items:
            yield _line(item, language)
    if plan.by_hand or has_overlay:
        yield ""
        yield Text("还要人工核对", "Also to be looked at").read(language)
        yield from (f"  {each.read(language)}" for each in plan.by_hand)
        if has_overlay:
            yield f"  {INDICATORS_FILE}"
    if plan.asked:
        yield ""
        yield Text(
            f"新要求的事实（写出时放在 {FACTS}/{NEWLY_ASKED} 里待填）",
            f"Facts newly asked (to be filled in, in {FACTS}/{NEWLY_ASKED})",
        ).read(language)
        yield from (f"  {fact.id}  {fact.label}" for fact in plan.asked)
    yield ""


def _line(item: Item, language: Language) -> str:
    origin = item.entry.origin
    line = origin.line if origin.document is None else origin.document.line_of(origin.path)
    place = origin.file if line is None else f"{origin.file}:{line}"
    arrow = f" → {item.new_id}" if item.new_id and item.new_id != item.id else ""
    why = f"：{item.why.read(language)}" if item.why.zh else ""
    return f"  {place}  {SORTS[item.sort].read(language)} {item.id}{arrow}{why}"


def _report_result(request: MigrateRequest, edition: Rubric, host: PluginHost) -> None:
    """Read what was written, and tell what is not in order: that is for a person to settle."""
    assert request.output is not None
    shown = request.output.as_posix()
    tell(Text(f"已写入 {shown}", f"wrote {shown}").read(request.language))
    following = f"evalfw run {shown} --rubric {request.to}"
    tell(Text(f"核对之后：{following}", f"look at it, then: {following}").read(request.language))
    try:
        rubric = complete_rubric(edition, request.output, shown, host.rubrics, host.vocabulary)
        check_evidence(collect(request.output, host.collectors), rubric)
    except (RubricError, EvidenceError) as error:
        tell(Text("写出的证据还有问题，要改：", "what was written is not in order yet:").read(request.language))
        for problem in error.problems:
            tell(f"  {problem.read(request.language)}")
    except EvalfwError as error:
        tell(error.message.read(request.language))
