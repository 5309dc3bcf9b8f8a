"""What a person may want to know of a batch before it begins."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evalfw.foundation import Progress, Text
from evalfw.population.batch.layout import TableLayout
from evalfw.population.columns.plan import Plan


def tell_what_is_slow(plan: Plan, layout: TableLayout, progress: Progress) -> None:
    """Say which indicators are worked out row by row, and which columns hold nothing that is asked for."""
    whole = [leaf.leaf.title for leaf in plan.leftovers if leaf.is_whole and leaf.leaf is not None]
    if plan.odd.is_value and plan.odd.value:
        said = Text(
            "这份评分表没有按列的算法，逐个单位计分", "this rubric has no column reading: units are scored one by one"
        )
        progress.notice(said)
    elif whole:
        some = some_of(whole)
        progress.notice(
            Text(
                f"{len(whole)} 个指标逐行计分（{some.zh}）",
                f"{len(whole)} indicators are scored row by row ({some.en})",
            ),
        )
    missing = [
        fact for fact in plan.rubric.facts if fact not in layout.facts and plan.rubric.facts[fact].derivation is None
    ]
    if missing:
        some = some_of(missing)
        progress.notice(
            Text(
                f"表里没有 {len(missing)} 项事实（{some.zh}），都按缺失计",
                f"the table lacks {len(missing)} facts ({some.en}): all are missing",
            ),
        )
    decided = {*layout.overrides, *layout.exemptions}
    unsaid = [leaf for leaf in sorted(decided) if not {f"{leaf}@reason", f"{leaf}@by"} <= set(layout.notes)]
    if unsaid:
        some = some_of(unsaid)
        progress.notice(
            Text(
                f"人工认定或豁免没有理由（@reason）或人（@by）的列：{some.zh}",
                f"there is no column for the reason (@reason) or the author (@by) of decisions about {some.en}",
            ),
        )
    if layout.unused:
        some = some_of(layout.unused)
        progress.notice(Text(f"没有用到的列：{some.zh}", f"columns that are not used: {some.en}"))


def told_of(scored: int, refused: int, output: Path, reasons: Path | None) -> Text:
    """What became of a batch, in a sentence."""
    said = Text(
        f"共 {scored + refused} 个单位：计分 {scored}，出错 {refused} → {output}",
        f"{scored + refused} units: {scored} scored, {refused} in error → {output}",
    )
    return said if reasons is None else said + Text(f"；原因见 {reasons}", f"; reasons in {reasons}")


def some_of(names: Sequence[str]) -> Text:
    """The first of *names*."""
    more = "…" if len(names) > 3 else ""
    return Text("、".join(names[:3]) + more, ", ".join(names[:3]) + more)
