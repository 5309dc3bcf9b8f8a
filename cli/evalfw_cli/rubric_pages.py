"""``evalfw rubric list`` and ``evalfw rubric show``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from evalfw import FactDeclaration, FactView, Indicator, Language, Rubric, Text, shown
from evalfw.extending import indicators_below, load_named
from evalfw.foundation import NOTHING, in_columns, visible, width_of, wrapped
from evalfw.language import Sum, amount, expression_words
from evalfw.rubric import Catalogue, used_facts
from evalfw_cli.outputs import print_lines
from evalfw_cli.plugins import load_host

WIDTH = 100
STATUS = {
    "draft": Text("草稿", "draft"),
    "released": Text("已发布", "released"),
    "superseded": Text("已被取代", "superseded"),
}


def list_rubrics(language: Language) -> int:
    """Every rubric that plugins brought, those with problems last."""
    catalogue = load_host().rubrics
    head = (
        ("编号", "版本", "状态", "别名", "年度", "来自")
        if language == "zh"
        else ("id", "version", "status", "alias", "period", "from")
    )
    rows = [
        (
            source.id,
            source.version,
            STATUS[source.status].read(language) if source.status in STATUS else source.status,
            ", ".join(source.aliases),
            source.period,
            source.by,
        )
        for source in catalogue.usable
    ]

    def lines() -> Iterator[str]:
        yield from _with_more(in_columns([head, *(tuple(map(visible, row)) for row in rows)]), catalogue, language)
        for source in catalogue.sources:
            if source.problem is not None:
                yield f"! {source.shown} ({source.by}): {visible(source.problem.read(language))}"

    return print_lines(lines())


def _with_more(table: Iterator[str], catalogue: Catalogue, language: Language) -> Iterator[str]:
    """The rows of *table*, under each what does not go into columns: title, issuer, what it extends, what replaces it."""
    yield next(table)
    for row, source in zip(table, catalogue.usable, strict=True):
        yield row
        labels = ("", "发布：", "扩展：", "由它取代：") if language == "zh" else ("", "by ", "extends ", "use ")
        told = zip(labels, (source.title, source.issuer, source.extends, source.superseded_by), strict=True)
        yield from _block("", "  ·  ".join(f"{label}{text}" for label, text in told if text), "    ")


def show_rubric(
    ref: str | None, overlays: Sequence[str], resolved: bool, indicator: str | None, language: Language
) -> int:
    """
    Everything a rubric says; with *resolved* as one flat file that names the place of each value.

    Raises:
        RubricError: There is no such rubric, or it is not in order.
        RequestError: There is no such indicator.
    """
    host = load_host()
    named = load_named(ref, overlays, host)
    if resolved:
        from evalfw_cli.show_resolved import show_resolved

        return show_resolved(named, host, indicator, language)
    if indicator is not None:
        return print_lines(_indicator_lines(indicator, named.rubric, language))
    return print_lines(_rubric_lines(named.rubric, language))


def _indicator_lines(id: str, rubric: Rubric, language: Language) -> Iterator[str]:
    """One indicator with what is below it, and the facts these read, each with file and line."""
    wanted = indicators_below(id, rubric)
    view = FactView(rubric.facts, {})
    for node in rubric.indicators:
        if node.id in wanted:
            yield from _node_lines(node, view, language)
            yield from _block("", str(node.problem("id", NOTHING).place), "  " * (node.level - 1) + "    ")
    facts = [rubric.facts[fact] for fact, readers in used_facts(rubric).items() if wanted & set(readers)]
    if facts:
        yield ""
        yield "事实" if language == "zh" else "Facts"
        yield from _facts_lines(facts, view, language)


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
    marks = (
        say("不计总分", "no total") if not rubric.aggregate.makes_figure else say(f"满分 {full}", f"full mark {full}")
    )
    counted = say(f"{marks}，{leaves} 项指标", f"{marks}, {leaves} indicators")
    status = STATUS[rubric.status].read(language)
    yield f"{rubric.identity.id} {rubric.identity.version}（{status}）{extends}  ·  {counted}"
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
    yield from _facts_lines(list(rubric.facts.values()), view, language)
    if rubric.grades:
        graded = [(visible(grade.label), grade.words(shown)) for grade in rubric.grades]
        zh, en = (
            (f"{label}（{words.zh}）" for label, words in graded),
            (f"{label} ({words.en})" for label, words in graded),
        )
        yield ""
        yield from _block(say("等级  ", "Grades  "), say("、".join(zh), ", ".join(en)), "")
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


def _facts_lines(facts: Sequence[FactDeclaration], view: FactView, language: Language) -> Iterator[str]:
    rows = [
        (f"  {fact.id}", f"{fact.type}{f' {fact.unit}' if fact.unit else ''}", visible(fact.label)) for fact in facts
    ]
    for row, fact in zip(in_columns(rows) if rows else (), facts, strict=True):
        yield row
        yield from _fact_lines(fact, view, language)


def _fact_lines(fact: FactDeclaration, view: FactView, language: Language) -> Iterator[str]:
    labels = ("推算：", "提供：", "说明：") if language == "zh" else ("derived: ", "supplied by: ", "note: ")
    derivation = "" if fact.derivation is None else expression_words(fact.derivation.root, view).read(language)
    for label, text in zip(labels, (derivation, fact.supplied_by, fact.note), strict=True):
        yield from _block(label, text, "      ")


def _node_lines(node: Indicator, view: FactView, language: Language) -> Iterator[str]:
    indent = "  " * (node.level - 1)
    without = node.extra or node.scale or (node.aggregate is not None and not node.aggregate.makes_figure)
    worth = Text("监测，不计分", "monitored, no points") if node.is_monitored else amount(node.weight)
    weight = "" if without else f"（{worth.zh}）" if language == "zh" else f" ({worth.en})"
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
