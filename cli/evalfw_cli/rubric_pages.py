"""``evalfw rubric list`` and ``evalfw rubric show``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalfw import (
    FactDeclaration,
    FactView,
    Indicator,
    Language,
    Rubric,
    expression_words,
    load_plugins,
    load_rubric,
    padded,
    shown,
    visible,
    width_of,
    wrapped,
)
from evalfw_cli.outputs import write_stdout

WIDTH = 100


def print_lines(lines: Iterator[str]) -> int:
    """Write *lines* to stdout; return 0."""
    write_stdout("".join(f"{line}\n" for line in lines).encode("utf-8"))
    return 0


def in_columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """*rows* with their cells under one another."""
    widths = [max(width_of(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()


def list_rubrics(language: Language) -> int:
    """Every rubric that plugins brought, those with problems last."""
    catalogue = load_plugins().rubrics
    head = (
        ("编号", "版本", "别名", "年度", "名称", "来自")
        if language == "zh"
        else ("id", "version", "alias", "period", "title", "from")
    )
    rows = [
        (source.id, source.version, ", ".join(source.aliases), source.period, source.title, source.by)
        for source in catalogue.usable
    ]

    def lines() -> Iterator[str]:
        yield from in_columns([head, *(tuple(map(visible, row)) for row in rows)])
        for source in catalogue.sources:
            if source.problem is not None:
                yield f"! {source.shown} ({source.by}): {visible(source.problem.read(language))}"

    return print_lines(lines())


def show_rubric(ref: str, language: Language) -> int:
    """
    Everything a rubric says.

    Raises:
        RubricError: There is no such rubric, or it is not in order.
    """
    host = load_plugins()
    rubric = load_rubric(host.rubrics.find(ref), host.rubrics, host.vocabulary)
    return print_lines(_rubric_lines(rubric, language))


def _block(label: str, text: str, indent: str) -> Iterator[str]:
    first, rest = f"{indent}{label}", indent + " " * width_of(label)
    for line in text.splitlines():
        for part in wrapped(visible(line), WIDTH - width_of(rest)):
            yield first + part
            first = rest


def _rubric_lines(rubric: Rubric, language: Language) -> Iterator[str]:
    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    view = FactView(rubric.facts, {})
    yield visible(rubric.title)
    extends = f"  ← {' ← '.join(rubric.lineage)}" if rubric.lineage else ""
    leaves = sum(1 for _ in rubric.leaves)
    yield f"{rubric.identity.id} {rubric.identity.version}{extends}  ·  " + say(
        f"满分 {shown(rubric.full_mark)}，{leaves} 项指标", f"full mark {shown(rubric.full_mark)}, {leaves} indicators"
    )
    named = (
        (say("发布", "issued by"), rubric.issuer),
        (say("年度", "period"), rubric.period),
        (say("出处", "source"), rubric.source),
    )
    yield from _block("", "  ·  ".join(f"{label} {text}" for label, text in named if text), "")
    yield f"sha256 {rubric.identity.sha256}"
    yield from _block(say("读法：", "Note: "), rubric.note, "")
    yield ""
    for node in rubric.indicators:
        yield from _node_lines(node, view, language)
    yield ""
    yield say("事实", "Facts")
    rows = [
        (f"  {fact.id}", f"{fact.type}{f' {fact.unit}' if fact.unit else ''}", visible(fact.label))
        for fact in rubric.facts.values()
    ]
    for row, fact in zip(in_columns(rows) if rows else (), rubric.facts.values(), strict=True):
        yield row
        yield from _fact_lines(fact, view, language)
    if rubric.reconciliations:
        yield ""
        yield say("勾稽关系", "Reconciliations")
    for relation in rubric.reconciliations:
        yield f"  {visible(relation.label)}  ({relation.id}: {visible(relation.relation.text)})"


def _fact_lines(fact: FactDeclaration, view: FactView, language: Language) -> Iterator[str]:
    labels = ("推算：", "提供：", "说明：") if language == "zh" else ("derived: ", "supplied by: ", "note: ")
    derivation = "" if fact.derivation is None else expression_words(fact.derivation.root, view).read(language)
    for label, text in zip(labels, (derivation, fact.supplied_by, fact.note), strict=True):
        yield from _block(label, text, "      ")


def _node_lines(node: Indicator, view: FactView, language: Language) -> Iterator[str]:
    indent = "  " * (node.level - 1)
    weight = "" if node.extra else f"（{shown(node.weight)}分）" if language == "zh" else f" ({shown(node.weight)})"
    yield f"{indent}{visible(node.title)}{weight}  {node.id}"
    if node.rule is None:
        if node.note:
            yield from _block("读法：" if language == "zh" else "note: ", node.note, indent + "    ")
        return
    labels = ("原文：", "规则：", "读法：") if language == "zh" else ("criterion: ", "rule: ", "note: ")
    texts = (node.criterion, node.rule.words(node.weight, view).read(language), node.note)
    for label, text in zip(labels, texts, strict=True):
        yield from _block(label, text, indent + "    ")
