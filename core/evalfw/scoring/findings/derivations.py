"""A stated value that does not follow from the figures it is said to follow from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from evalfw.foundation import ZERO, Text, round_half_up, shown, verbatim
from evalfw.language import FactDeclaration, expression_words, show_amount
from evalfw.scoring.report import Finding
from evalfw.scoring.table import FactTable
from evalfw.scoring.tree import Scored


def derivation_findings(
    table: FactTable, scored: Scored, rescore: Callable[[str, Fraction], Scored]
) -> Iterator[Finding]:
    """
    ``derivation.differs``: stated and recomputed value differ by more than the tolerance.

    Args:
        table: The facts.
        scored: The result with the stated values.
        rescore: The result that another value of a fact would give.
    """
    for fact, recomputed in table.recomputed.items():
        declaration, stated = table.declarations[fact], table.known(fact)
        if not isinstance(stated, Fraction) or declaration.derivation is None:
            continue
        if abs(stated - recomputed) <= Fraction(declaration.tolerance):
            continue
        other = rescore(fact, recomputed)
        formula = expression_words(declaration.derivation.root, table.view)
        values = show_amount(declaration, stated), show_amount(declaration, recomputed)
        residual = show_residual(declaration, recomputed - stated)
        yield Finding(
            code="derivation.differs",
            severity="warning",
            message=Text(
                f"{declaration.label}：报告写 {values[0].zh}，按“{formula.zh}”重算为 {values[1].zh}，相差 {residual.zh}",
                f"{declaration.name.en}: stated as {values[0].en}, recomputed from {formula.en} it is {values[1].en}, "
                f"off by {residual.en}",
            )
            + _consequence(scored, other)
            + _note(declaration),
            indicators=tuple(
                before.id
                for before, after in zip(scored.results, other.results, strict=True)
                if before.is_leaf and before.points != after.points
            ),
            at_stake=_moved(scored, other),
        )


def show_residual(declaration: FactDeclaration, residual: Fraction) -> Text:
    """A difference between two values of a fact; for ratios in percentage points (百分点)."""
    if declaration.type == "ratio":
        points = shown(round_half_up(abs(residual) * 100, 2))
        return Text(f"{points} 个百分点", f"{points} percentage points")
    return show_amount(declaration, abs(residual))


def _moved(scored: Scored, other: Scored) -> Fraction:
    """Points that move, up or down: gains do not make up for losses that would have to be explained."""
    pairs = zip(scored.results, other.results, strict=True)
    return sum(
        (abs((after.points or ZERO) - (before.points or ZERO)) for before, after in pairs if before.is_leaf), ZERO
    )


def _consequence(scored: Scored, other: Scored) -> Text:
    moved = [
        Text(
            f"{before.name.zh}由 {_points(before.points)} 分变为 {_points(after.points)} 分",
            f"{before.name.en} would go from {_points(before.points)} to {_points(after.points)}",
        )
        for before, after in zip(scored.results, other.results, strict=True)
        if before.is_leaf and before.points != after.points
    ]
    if not moved:
        return Text("；不影响得分", "; no points depend on it")
    totals = shown(scored.total.points), shown(other.total.points)
    return (
        Text("。若用重算值：", ". With the recomputed value ")
        + Text.joined(moved, "，", ", ")
        + Text(f"，总分由 {totals[0]} 变为 {totals[1]}", f", the total from {totals[0]} to {totals[1]}")
    )


def _note(declaration: FactDeclaration) -> Text:
    note = declaration.note.rstrip("。")
    return Text(f"。{note}", f". {note}") if note else verbatim("")


def _points(value: Fraction | None) -> str:
    return "—" if value is None else shown(value)
