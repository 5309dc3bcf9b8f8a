"""Gates (一票否决): whether each fires, and what it does to points."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from evalfw.foundation import ZERO, Text, listing
from evalfw.language import Combined, Known, Range, expression_words, facts_in
from evalfw.rubric import ON_POINTS, Gate, Rubric
from evalfw.scoring.applying import answers_of
from evalfw.scoring.authors import authors_of
from evalfw.scoring.gate_result import GateResult, GateState
from evalfw.scoring.lacking import open_facts
from evalfw.scoring.table import FactTable


def judge_gates(rubric: Rubric, table: FactTable) -> tuple[GateResult, ...]:
    """Every gate of *rubric*: ``fired``, ``clear``, or ``open`` while its condition cannot be told."""
    return tuple(_judge(gate, table) for gate in rubric.gates)


def _judge(gate: Gate, table: FactTable) -> GateResult:
    answers = answers_of(gate.when, table)
    state: GateState = "open" if len(answers) > 1 else "fired" if True in answers else "clear"
    facts = tuple(dict.fromkeys(ref.id for ref in facts_in(gate.when.root)))
    condition = expression_words(gate.when.root, table.view)
    known = listing(table.view.stated(fact) for fact in facts if isinstance(table.values[fact], Known))
    lacking = listing(table.view.name(fact) for fact in open_facts(facts, table))
    because = {
        "fired": condition + Text(f"（{known.zh}）", f" ({known.en})") if known.zh else condition,
        "clear": condition + Text("：未出现", ": not the case"),
        "open": condition
        + (
            Text(f"：缺少{lacking.zh}，未定", f": open, missing {lacking.en}")
            if lacking.zh
            else Text("：未定", ": open")
        ),
    }[state]
    return GateResult(
        id=gate.id,
        title=gate.title,
        criterion=gate.criterion,
        action=gate.action,
        at=gate.at,
        state=state,
        because=because,
        points=None if gate.points is None else Fraction(gate.points),
        grade=gate.grade,
        facts=facts,
        by=authors_of(gate.when),
    )


def through_gates(combined: Combined, gates: Iterable[GateResult], at: str) -> Combined:
    """*combined* after the gates at *at* (the total, if empty); an open gate widens the bounds."""
    for gate in gates:
        if gate.at != at or gate.state == "clear" or gate.action not in ON_POINTS:
            continue
        cap = ZERO if gate.points is None else gate.points  # to_zero takes what was earned, and gives nothing back
        limited = combined.bounds.clipped(None, cap)
        if gate.state == "fired":
            combined = combined._replace(points=min(combined.points, cap), bounds=limited)
        else:
            bounds = Range.over((combined.bounds, limited))
            combined = combined._replace(bounds=bounds)
    return combined
