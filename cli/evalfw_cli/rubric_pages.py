"""``evalfw rubric list`` and ``evalfw rubric show``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

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
from evalfw.aggregates.total import Sum
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
    full = shown(rubric.full_mark)
    marks = say("不计总分", "no total") if rubric.aggregate.kind == "none" else say(f"满分 {full}", f"full mark {full}")
    counted = say(f"{marks}，{leaves} 项指标", f"{marks}, {leaves} indicators")
    yield f"{rubric.identity.id} {rubric.identity.version}{extends}  ·  {counted}"
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
    for gate in rubric.gates:
        when = expression_words(gate.when.root, view).read(language)
        yield say(f"一票否决  {visible(gate.title)}  {gate.id}", f"Gate  {visible(gate.title)}  {gate.id}")
        yield from _block(say("原文：", "criterion: "), gate.criterion, "    ")
        at = gate.at or say("总分", "total")
        limit = "" if gate.points is None else f" {shown(Fraction(gate.points))}"
        yield from _block("", f"{when} → {gate.action}{limit}{f' {gate.grade}' if gate.grade else ''} ({at})", "    ")
    for model in rubric.models:
        words = model.aggregate.words(str).read(language)
        yield say(
            f"另计  {visible(model.title)}  {model.id}：{words}", f"Model  {visible(model.title)}  {model.id}: {words}"
        )
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
    without = node.extra or node.scale or (node.aggregate is not None and node.aggregate.kind == "none")
    weight = "" if without else f"（{shown(node.weight)}分）" if language == "zh" else f" ({shown(node.weight)})"
    yield f"{indent}{visible(node.title)}{weight}  {node.id}"
    for label, text in _said(node, view, language):
        yield from _block(label, text, indent + "    ")


def _said(node: Indicator, view: FactView, language: Language) -> Iterator[tuple[str, str]]:
    """What there is to say of a node, each with its heading; nothing of what is as usual."""

    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    yield say("原文：", "criterion: "), node.criterion
    if node.rule is not None:
        yield say("规则：", "rule: "), node.rule.words(node.weight, view).read(language)
    elif node.aggregate is not None and (words := node.aggregate.words(str)) != Sum().words(str):
        yield say("汇总：", "made as: "), words.read(language)
    elif node.is_supplied:
        yield (
            "",
            say("（由证据文件夹中的 indicators.toml 补充）", "(to be completed by indicators.toml of the evidence)"),
        )
    if node.applies_when is not None:
        yield say("适用：", "applies if: "), expression_words(node.applies_when.root, view).read(language)
    if node.explain_when is not None:
        yield say("须说明偏差：", "explain if: "), expression_words(node.explain_when.root, view).read(language)
    yield say("读法：", "note: "), node.note
