"""``evalfw rubric migrate``: evidence carried to another edition."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evalfw import EvidenceError, Language, RubricError, Text
from evalfw.evidence import FACTS, INDICATORS_FILE
from evalfw.extending import find_meant, project_around
from evalfw.foundation import visible
from evalfw.maintaining import NEWLY_ASKED, Around, Item, Plan, plan_folder, write_migration
from evalfw_cli.outputs import print_lines, tell
from evalfw_cli.plugins import load_host

SORTS = {
    "fact": Text("事实", "fact"),
    "claim": Text("自评分", "self-score"),
    "override": Text("人工认定", "override"),
    "exemption": Text("豁免", "exemption"),
    "explanation": Text("偏差说明", "explanation"),
    "remark": Text("备注", "remark"),
}


def migrate(given: Path, to: str, old: str | None, output: Path | None, language: Language) -> int:
    """Show what becomes of each entry; write the carried folder where an output is given. Raises EvalfwError."""
    meant = find_meant(given)
    host = load_host(meant.project)
    evidence = meant.evidence or given  # a project folder stands for its evidence
    project = project_around(evidence)
    around = Around(project.rubric, project.folder) if project is not None and project.rubric is not None else None
    migration = plan_folder(evidence, to, host, old, output, around)
    lines = list(_told(migration.plan, migration.overlay is not None, migration.shown, language))
    print_lines(visible(line) for line in lines)
    if output is None:
        said = Text(
            "这是预览，没有写入任何文件；用 --output 写到新文件夹",
            "a preview: nothing was written; --output writes a new folder",
        )
        tell(said.read(language))
        return 0
    left = write_migration(migration, output, host)
    shown = output.as_posix()
    tell(Text(f"已写入 {shown}", f"wrote {shown}").read(language))
    following = f"evalfw run {shown} --rubric {to}"
    tell(Text(f"核对之后：{following}", f"look at it, then: {following}").read(language))
    if isinstance(left, RubricError | EvidenceError):
        tell(Text("写出的证据还有问题，要改：", "what was written is not in order yet:").read(language))
        for problem in left.problems:
            tell(f"  {problem.read(language)}")
    elif left is not None:
        tell(left.message.read(language))
    return 0


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
