"""What the evidence itself raises: disputes, remarks, another edition, things that no longer count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from evalfw.evidence import TOTAL, Evidence, Statement
from evalfw.foundation import NOTHING, Text
from evalfw.language import Audience
from evalfw.rubric import Rubric
from evalfw.scoring.applying import may_apply
from evalfw.scoring.leaf import holds
from evalfw.scoring.report import Finding
from evalfw.scoring.table import FactTable


def standing_findings(rubric: Rubric, table: FactTable, evidence: Evidence, as_of: date | None) -> Iterator[Finding]:
    """
    ``fact.disputed``, ``fact.adjudicated``, ``evidence.remark``, ``evidence.other_edition``, ``evidence.other_time``, ``evidence.not_asked``, ``evidence.other_version``,
    ``rubric.superseded``, ``exemption.lapsed``,
    ``override.later``, ``override.exempted``, ``history.unrecorded``.
    """
    yield from _disputes(rubric, table, evidence.document)
    yield from _adjudications(rubric, table, evidence)
    yield from _other_edition(rubric, evidence)
    yield from _edition(rubric, evidence)
    yield from _other_time(rubric, evidence)
    yield from _unrecorded(rubric, evidence)
    for exemption in evidence.exemptions.values():
        if exemption.indicator in rubric.by_id and not holds(exemption, as_of):
            title = rubric.by_id[exemption.indicator].name
            yield Finding(
                code="exemption.lapsed",
                severity="warning",
                message=Text(
                    f"{title.zh}的豁免在 {as_of} 不在有效期内（{exemption.valid_from}至{exemption.until}），不予采用",
                    f"the exemption of {title.en} does not hold on {as_of} ({exemption.valid_from} to {exemption.until})",
                ),
                indicators=(exemption.indicator,),
                audience=exemption.audience,
            )
    for override in evidence.overrides.values():
        node = rubric.by_id.get(override.indicator)
        exemption_here = evidence.exemptions.get(override.indicator)
        is_exempted = exemption_here is not None and holds(exemption_here, as_of)
        if node is not None and (is_exempted or may_apply(node, table) is False):
            title = node.name
            yield Finding(
                code="override.exempted",
                severity="warning",
                message=Text(
                    f"{title.zh}{'已列为不计分' if is_exempted else '不适用'}，人工认定的 {override.points} 分不予采用",
                    f"{title.en} {'is exempted' if is_exempted else 'does not apply'}, so the override of "
                    f"{override.points} points does not count",
                ),
                indicators=(override.indicator,),
                audience=override.audience,
            )
        if as_of is not None and override.date > as_of and override.indicator in rubric.by_id:
            title = rubric.by_id[override.indicator].name
            yield Finding(
                code="override.later",
                severity="warning",
                message=Text(
                    f"{title.zh}的人工认定写于 {override.date}，晚于 {as_of}，不予采用",
                    f"the override of {title.en} is dated {override.date}, after {as_of}, and does not count",
                ),
                indicators=(override.indicator,),
                audience=override.audience,
            )
    for remark in evidence.remarks:
        said = remark.words(evidence.document)
        yield Finding(
            code="evidence.remark",
            severity="info",
            message=Text(
                f"{remark.text}{f'（{said.zh}）' if said.zh else ''}",
                f"{remark.text}{f' ({said.en})' if said.en else ''}",
            ),
            indicators=tuple(each for each in remark.indicators if each in rubric.by_id),
            audience=remark.audience,
        )


def _disputes(rubric: Rubric, table: FactTable, main: str) -> Iterator[Finding]:
    for fact, standing in table.standings.items():
        if standing != "disputed":
            continue
        declaration = table.declarations[fact]
        rows = []
        for statement in table.statements[fact]:
            said, place, origin = table.shown(statement), statement.words(main), str(statement.origin)
            rows.append(Text(f"{said.zh}（{place.zh or origin}）", f"{said.en} ({place.en or origin})"))
        shown = Text.joined(table.stated_shown(fact), "、", ", ")
        yield Finding(
            code="fact.disputed",
            severity="warning",
            message=Text(
                f"{declaration.label}有不同的说法：{shown.zh}。", f"{declaration.name.en} is disputed: {shown.en}. "
            )
            + Text.joined(rows, "；", "; "),
            indicators=tuple(leaf.id for leaf in rubric.readers(fact)),
            audience=_audience(table.statements[fact]),
        )


def _adjudications(rubric: Rubric, table: FactTable, evidence: Evidence) -> Iterator[Finding]:
    for fact, decided in evidence.adjudications.items():
        declaration = table.declarations[fact]
        shown, counts = Text.joined(table.stated_shown(fact), "、", ", "), table.shown(decided.statement)
        place, origin = decided.statement.words(evidence.document), str(decided.statement.origin)
        yield Finding(
            code="fact.adjudicated",
            severity="warning",
            message=Text(
                f"{declaration.label}有不同的说法：{shown.zh}；插件 {decided.by} 裁定采用 {counts.zh}（{place.zh or origin}）："
                f"{decided.reason}",
                f"{declaration.name.en} is disputed: {shown.en}; plugin {decided.by} decided for {counts.en} "
                f"({place.en or origin}): {decided.reason}",
            ),
            indicators=tuple(leaf.id for leaf in rubric.readers(fact)),
            audience=_audience(table.statements[fact]),
        )


def _audience(statements: Iterable[Statement]) -> Audience:
    """Who may see all of *statements*."""
    return "internal" if any(each.audience == "internal" for each in statements) else "public"


def _unrecorded(rubric: Rubric, evidence: Evidence) -> Iterator[Finding]:
    if evidence.history is None or not evidence.history.unrecorded:
        return
    changed = evidence.history.unrecorded
    listed = "、".join(changed[:5]) + ("…" if len(changed) > 5 else "")
    yield Finding(
        code="history.unrecorded",
        severity="warning",
        message=Text(
            f"{len(changed)} 处人工设定的分数没有留痕：{listed}；用 evalfw evidence history --record 记下",
            f"{len(changed)} points set by people are not in the history: {listed}; record them with: evalfw evidence history --record",
        ),
        indicators=tuple(
            each for each in dict.fromkeys(key.partition(" ")[2] for key in changed) if each in rubric.by_id
        ),
    )


def _other_edition(rubric: Rubric, evidence: Evidence) -> Iterator[Finding]:
    if evidence.rubric in (rubric.identity.id, rubric.completes):
        return
    yield Finding(
        code="evidence.other_edition",
        severity="info",
        message=Text(
            f"证据是为 {evidence.rubric} 收集的，{rubric.identity.id} 由它扩展而来",
            f"the evidence was gathered for {evidence.rubric}, which {rubric.identity.id} extends",
        ),
    )
    named = {*evidence.claims, *evidence.overrides, *evidence.exemptions} - {TOTAL}
    gone = [indicator for indicator in sorted(named) if indicator not in rubric.by_id]
    if gone:
        yield Finding(
            code="evidence.not_asked",
            severity="info",
            message=Text(
                f"证据提到的指标在 {rubric.identity.id} 中已没有：{'、'.join(gone)}",
                f"{rubric.identity.id} no longer has these indicators that the evidence speaks of: {', '.join(gone)}",
            ),
        )


def _edition(rubric: Rubric, evidence: Evidence) -> Iterator[Finding]:
    """A version other than the one the evidence was gathered for; an edition that another has taken the place of."""
    layer = next((each for each in reversed(rubric.layers) if each.id == evidence.rubric), None)
    if layer is not None and evidence.rubric_version not in ("", layer.version):
        message = Text(
            f"证据是为 {layer.id} 的 {evidence.rubric_version} 版收集的，这里用的是 {layer.version} 版",
            f"the evidence was gathered for version {evidence.rubric_version} of {layer.id}, this is version {layer.version}",
        )
        yield Finding("evidence.other_version", "warning", message)
    if rubric.status == "superseded":
        instead = Text(f"，请用 {rubric.superseded_by}", f"; use {rubric.superseded_by}")
        message = Text(f"评分表 {rubric.edition.id} 已被取代", f"rubric {rubric.edition.id} has been superseded")
        yield Finding("rubric.superseded", "warning", message + (instead if rubric.superseded_by else NOTHING))


def _other_time(rubric: Rubric, evidence: Evidence) -> Iterator[Finding]:
    """Evidence about a time for which the edition is not."""
    period, first, last = evidence.period, rubric.valid_from, rubric.valid_to
    if period is None or ((first is None or first <= period.first) and (last is None or period.last <= last)):
        return
    said, valid = f"{period.first}～{period.last}", f"{first or ''}～{last or ''}"
    yield Finding(
        code="evidence.other_time",
        severity="warning",
        message=Text(
            f"评价的是 {said}，评分表适用于 {valid}：核对用的是不是这一年的评分表",
            f"the time evaluated is {said}, and the rubric is for {valid}: check whether it is the right edition",
        ),
    )
