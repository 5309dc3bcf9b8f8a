"""The written report, put together as the layout says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from evalfw import IndicatorResult, Language, Report, shown
from evalfw.foundation import folded, visible
from evalfw.reporting import fill, node_values, points_of, report_values, resolved
from evalfw.rubric import LayoutAnnex, ScoresSection
from evalfw_plugins.documents.blocks import Annex, Attached, Block, Closing, Heading, Paragraph, Run, Written, plain
from evalfw_plugins.documents.markdown import blocks_of
from evalfw_plugins.documents.numerals import chinese, number_in, without_number
from evalfw_plugins.documents.table import annex_table
from evalfw_plugins.report_words import BLOCKED, SEVERITIES, STATUS, history_words, lost_how, lost_points, nothing_lost
from evalfw_plugins.wording import words

_BRACKETS = str.maketrans("﹝﹞", "〔〕")
"""The small brackets that input methods give for 〔2021〕, and which many fonts lack."""


def written(report: Report, language: Language) -> Written:
    """The written report of *report*; without a title where the table is all there is."""
    values = report_values(report)
    title = tuple(visible(line) for line in fill(report.layout.title, values).split("\n") if line.strip())
    if set(report.layout.parts) == {"annex"}:
        title = ()  # the table has one of its own
    return Written(title, tuple(_tidied(block) for block in _parts(report, language)))


def _tidied(block: Block | Annex) -> Block | Annex:
    if isinstance(block, Heading | Paragraph):
        return block._replace(runs=tuple(run._replace(text=run.text.translate(_BRACKETS)) for run in block.runs))
    return block


def _parts(report: Report, language: Language) -> Iterator[Block | Annex]:
    values = report_values(report)
    if report.is_blocked:
        yield Paragraph((Run(BLOCKED.read(language), bold=True),))
    parts = report.layout.parts
    listed_before = _place_of_list(parts)
    for at, part in enumerate(parts):
        if at == listed_before:
            yield from _list_of_annexes(report, language)
        match part:
            case "narrative":
                yield from _narrative(report, language, with_scores="scores" in parts)
            case "scores" if "narrative" not in parts:
                yield from _scores(report, language)
            case "lost":
                yield from _lost(report, language)
            case "findings":
                yield from _findings(report, language)
            case "signature":
                if report.layout.signature:
                    yield Closing(tuple(visible(fill(line, values)) for line in report.layout.signature))
            case "annex":
                yield annex_of(report, language)
            case _:
                pass


def _place_of_list(parts: Sequence[str]) -> int | None:
    """Before which part the annex is named (附件说明, GB/T 9704 7.3.4): right below the last text before it; None without any."""
    before = parts[: parts.index("annex")] if "annex" in parts else ()
    texts = [at for at, part in enumerate(before) if part != "signature"]
    return texts[-1] + 1 if texts else None


LABEL = re.compile(r"\s*(?:附件\s*([0-9]*|[一二三四五六七八九十]{1,3})|Annex\s*([0-9]*))\s*[：:]?\s*")
"""What an annex is called that is listed below the text; others (附表, 自评表) are not."""

LISTED = re.compile(r"^\s*(?:附件\s*[0-9一二三四五六七八九十]*\s*[：:]|Annex\b[^:\n]*:)", re.MULTILINE)
"""The line as people write it themselves."""


def _list_of_annexes(report: Report, language: Language) -> Iterator[Attached]:
    """``附件：1.…``, unless the narrative has the line."""
    annex = annex_of(report, language)
    label = LABEL.fullmatch(annex.label)
    if label is None or not annex.title or any(LISTED.search(section.markdown) for section in report.narrative):
        return
    if label.group(1) is None:
        yield Attached(f"{annex.label.strip().rstrip(':：')}: {annex.title}")
        return
    number = number_in(f"{label.group(1)}、") or label.group(1)
    yield Attached(f"附件：{number}.{annex.title}" if number else f"附件：{annex.title}")


def annex_of(report: Report, language: Language) -> Annex:
    """The table of *report*, with what stands around it."""
    values, annex, _ = report_values(report), report.layout.annex, words(language)
    return Annex(
        label=_("附件1") if annex.label == LayoutAnnex().label else visible(annex.label),
        title=visible(fill(annex.title, values)),
        head=tuple((visible(line.label), visible(fill(line.text, values))) for line in annex.head),
        table=annex_table(report, language),
        signature=tuple(visible(fill(line, values)) for line in annex.signature),
        landscape=annex.landscape,
        imprint=imprint(report, language) if annex.imprint else "",
    )


def imprint(report: Report, language: Language) -> str:
    """Which rubric, with which hash; which edition of the report; where the history of the evidence stood; what made it."""
    _ = words(language)
    said = [
        f"{_('评分表')} {report.rubric.id} {report.rubric.version}{STATUS[report.status].read(language)}",
        f"sha256 {report.rubric.sha256[:16]}",
    ]
    history = history_words(report, 16)
    said += [history.read(language)] if history is not None else []
    said += [_("公开版")] if report.audience == "public" else []
    return visible(" · ".join([*said, f"evalfw {report.tool_version}"]))


def _narrative(report: Report, language: Language, with_scores: bool) -> Iterator[Block]:
    """What people wrote, with the section written from the scores at its place among the others, unless they wrote that too."""
    sections = [tuple(blocks_of(resolved(section.markdown, report, language))) for section in report.narrative]
    heading = _heading_of_scores(report, language)
    own = folded(without_number(heading))
    heads = [plain(block.runs) for section in sections for block in section if isinstance(block, Heading)]
    wanted = with_scores and not any(folded(without_number(head)) == own for head in heads)
    number = number_in(heading)
    for section in sections:
        first = next((plain(block.runs) for block in section if isinstance(block, Heading)), "")
        after = number_in(first)
        if wanted and number is not None and after is not None and after > number:
            yield from _scores(report, language)
            wanted = False
        yield from section
    if wanted:
        yield from _scores(report, language)


def _scores(report: Report, language: Language) -> Iterator[Block]:
    """The section written from the scores: a heading for each node of level 1, and a paragraph for each below it."""
    layout, values = scores_section(report.layout.scores, language), report_values(report)
    yield Heading(1, (Run(visible(_heading_of_scores(report, language))),))
    if report.total.is_made:
        yield Paragraph((Run(visible(fill(layout.lead, values))),))
    below: dict[str | None, list[IndicatorResult]] = {}
    for result in report.indicators:
        below.setdefault(result.parent, []).append(result)
    leaves_of: dict[str, list[IndicatorResult]] = {}
    for leaf in report.leaves:
        leaves_of.setdefault(".".join(leaf.id.split(".")[:2]), []).append(leaf)
    for number, top in enumerate(below.get(None, []), 1):
        named = _named(top, layout)
        numbered = f"（{chinese(number)}）{named}" if language == "zh" else f"({number}) {named}"
        yield Heading(2, (Run(visible(numbered)),))
        if top.is_leaf:
            yield Paragraph((Run(visible(f"{top.because.read(language)}{_stop(language)}")),))
        for node in below.get(top.id, []):
            title = f"{node.title}（{node.label}）" if node.label else node.title
            yield Paragraph(
                (Run(visible(f"{title}{_colon(language)}{_said(node, leaves_of.get(node.id, []), language)}")),)
            )


def _heading_of_scores(report: Report, language: Language) -> str:
    """The heading of the section on scores; numbered as the first where nobody has written anything before it."""
    heading = fill(scores_section(report.layout.scores, language).heading, report_values(report))
    alone = not report.narrative and number_in(heading) is None and language == "zh"
    return f"一、{heading}" if alone else heading


def _named(top: IndicatorResult, layout: ScoresSection) -> str:
    """The heading of a node of level 1; where points stand for labels, or there is no figure, without any."""
    if top.label or not top.has_figure:
        return f"{top.title}（{top.label}）" if top.label else top.title
    return fill(layout.extra if top.extra else layout.node, node_values(top))


def scores_section(layout: ScoresSection, language: Language) -> ScoresSection:
    """*layout* with the patterns that it leaves as they are in the language of the report."""
    _ = words(language)
    usual = {
        "heading": _("评价结论"),
        "lead": _("总分{weight}分，得分{points}分，具体情况如下："),
        "node": _("{title}（总分{weight}分，得分{points}分）"),
        "extra": _("{title}（{points}分）"),
    }
    default = ScoresSection()
    changes = {key: said for key, said in usual.items() if getattr(layout, key) == getattr(default, key)}
    return attrs.evolve(layout, **changes)


def _said(node: IndicatorResult, leaves: list[IndicatorResult], language: Language) -> str:
    sentences = []
    for leaf in leaves:
        because = leaf.because.read(language).rstrip("。.")
        sentences.append(because if leaf is node else f"{leaf.title}{_colon(language)}{because}")
    return ("；" if language == "zh" else "; ").join(sentences) + _stop(language)


def _colon(language: Language) -> str:
    return "：" if language == "zh" else ": "


def _stop(language: Language) -> str:
    return "。" if language == "zh" else "."


def _lost(report: Report, language: Language) -> Iterator[Block]:
    _ = words(language)
    yield Heading(1, (Run(_("失分情况")),))
    lost = lost_points(report)
    if not lost:
        yield Paragraph((Run(nothing_lost(report).read(language) + _stop(language)),))
    how = lost_how(report)
    if how is not None:
        yield Paragraph((Run(how.read(language) + _stop(language)),))
    for points, leaf in lost:
        said = f"{leaf.title}（{shown(leaf.weight)}，{points_of(leaf)}，−{shown(points)}）{_colon(language)}"
        yield Paragraph((Run(visible(said)), Run(visible(leaf.because.read(language) + _stop(language)))))


def _findings(report: Report, language: Language) -> Iterator[Block]:
    _ = words(language)
    yield Heading(1, (Run(_("需要说明的情况")),))
    for finding in report.findings:
        severity = SEVERITIES[finding.severity].read(language)
        yield Paragraph((Run(f"{severity}{_colon(language)}"), Run(visible(finding.message.read(language)))))
    if report.withheld:
        yield Paragraph((Run(_("另有 {count} 条涉及内部资料，公开版不列出。").format(count=report.withheld)),))
