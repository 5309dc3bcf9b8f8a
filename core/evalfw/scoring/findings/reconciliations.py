"""Relations between facts that do not hold (勾稽关系不符)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from evalfw.foundation import NOTHING, PluginError, Text, listing, round_half_up, shown, verbatim
from evalfw.language import (
    Binary,
    Call,
    ExactAlgebra,
    FactRef,
    Known,
    Node,
    UndefinedError,
    Unit,
    expression_words,
    facts_in,
    number_of,
    show_amount,
)
from evalfw.rubric import Reconciliation, Rubric
from evalfw.scoring.authors import authors_of
from evalfw.scoring.report import Finding
from evalfw.scoring.table import FactTable


def reconciliation_findings(
    reconciliations: Iterable[Reconciliation], rubric: Rubric, table: FactTable
) -> Iterator[Finding]:
    """
    For relations of which all facts are known: ``reconciliation.fails`` where it does not hold within its tolerance,
    ``reconciliation.undefined`` where it divides by zero, ``reconciliation.failed`` where a function of a plugin fails.
    """
    for each in reconciliations:
        root = each.relation.root
        facts = tuple(dict.fromkeys(ref.id for ref in facts_in(root)))
        if not isinstance(root, Binary) or not all(isinstance(table.values[fact], Known) for fact in facts):
            continue
        try:
            left = number_of(root.left, ExactAlgebra(table.values))
            right = number_of(root.right, ExactAlgebra(table.values))
        except UndefinedError:
            yield _undefined(each, rubric, facts, table)
            continue
        except PluginError as error:
            yield Finding(
                code="reconciliation.failed",
                severity="warning",
                message=verbatim(each.relation.text) + Text("：", ": ") + error.message,
                indicators=_readers(rubric, facts),
            )
            continue
        if _holds(root.operator, left, right, Fraction(each.tolerance)):
            continue
        figures = listing(table.view.stated(fact) for fact in facts)
        formula = expression_words(root, table.view)
        unit = each.relation.unit
        sides = _side(root.left, left, unit, table), _side(root.right, right, unit, table)
        gap = _side(root.left, abs(left - right), unit, table, counts=not isinstance(root.left, Call))
        ratio = Text("", "")
        if root.operator != "=" and right != 0:
            percent = shown(round_half_up(left / right * 100, 2))
            ratio = Text(f"（为其 {percent}%）", f" ({percent} % of it)")
        note = verbatim(f"。{each.note}") if each.note else verbatim("")
        by = listing(map(verbatim, authors_of(each.relation)))
        note += Text(f"（用到插件 {by.zh} 的函数）", f" (with functions of plugin {by.en})") if by.zh else NOTHING
        yield Finding(
            code="reconciliation.fails",
            severity="warning",
            message=Text(
                f"{each.label}：应有 {formula.zh}，实为 {sides[0].zh} 与 {sides[1].zh}{ratio.zh}，相差 {gap.zh}",
                f"{each.label} ({each.id}): {formula.en} should hold, but it is {sides[0].en} against "
                f"{sides[1].en}{ratio.en}, off by {gap.en}",
            )
            + (Text(f"（{figures.zh}）", f" ({figures.en})") if len(facts) > 2 else verbatim(""))
            + note,
            indicators=_readers(rubric, facts),
        )


def _undefined(each: Reconciliation, rubric: Rubric, facts: tuple[str, ...], table: FactTable) -> Finding:
    formula, figures = expression_words(each.relation.root, table.view), listing(map(table.view.stated, facts))
    return Finding(
        code="reconciliation.undefined",
        severity="warning",
        message=Text(
            f"{each.label}：{formula.zh} 中有除数为零，无法核对（{figures.zh}）",
            f"{each.label} ({each.id}): {formula.en} divides by zero and cannot be checked ({figures.en})",
        ),
        indicators=_readers(rubric, facts),
    )


def _readers(rubric: Rubric, facts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(leaf.id for fact in facts for leaf in rubric.readers(fact)))


def _holds(operator: str, left: Fraction, right: Fraction, tolerance: Fraction) -> bool:
    match operator:
        case "=":
            return abs(left - right) <= tolerance
        case "<=":
            return left <= right + tolerance
        case ">=":
            return left >= right - tolerance
        case "<":
            return left < right + tolerance
        case _:
            return left > right - tolerance


def _side(node: Node, value: Fraction, unit: Unit | None, table: FactTable, counts: bool = True) -> Text:
    """
    *value* in the *unit* of the relation; as the first fact of *node* is shown, where that is a plain sum.

    Args:
        node: The side that it is of.
        value: In the unit of the relation.
        unit: That; None for bare numbers.
        table: The facts.
        counts: Whether it is counted in a unit at all; else it is shown as a bare number.
    """
    first = next(facts_in(node), None)
    if first is None or not counts or not _is_sum(node):
        return verbatim(shown(value) + ("" if unit is None or not counts else unit.written))
    return show_amount(table.declarations[first.id], value)


def _is_sum(node: Node) -> bool:
    match node:
        case Binary():
            return node.operator in "+-" and _is_sum(node.left) and _is_sum(node.right)
        case Call():
            return node.function.units == "off" and isinstance(node.operands[0], FactRef)
    return isinstance(node, FactRef)
