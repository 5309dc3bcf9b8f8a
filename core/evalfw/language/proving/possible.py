"""Everything that a rule may still award while facts are unknown: exactly, where the bounds reading is only safe."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from evalfw.language.algebra import NotDecidedError, Outcome, Possibility, Range, Unknown, Values
from evalfw.language.expressions import Expression
from evalfw.language.facts import FactDeclaration
from evalfw.language.proving.applying import award_if
from evalfw.language.proving.cell import explore
from evalfw.language.proving.symbols import SKIPPED
from evalfw.language.proving.variables import Numeric, Variable, variable_of
from evalfw.language.rules.rule import Rule


def possible_outcome(
    rule: Rule,
    weight: Fraction,
    values: Values,
    declarations: Mapping[str, FactDeclaration],
    applies: Expression | None = None,
) -> Outcome | None:
    """
    What *rule* may award, one possibility for each way; None if that is beyond linear arithmetic.

    Where something is divided by zero nothing is awarded, and nothing is said of it here.

    Args:
        rule: The rule.
        weight: Most points of its indicator.
        values: What is known of the facts it reads, and of those that *applies* does, and within which limits the others lie.
        declarations: By fact id.
        applies: Condition under which the indicator applies; other values are left out.
    """
    variables = {
        fact: _variable(declarations[fact], value) for fact, value in values.items() if isinstance(value, Unknown)
    }
    try:
        cells = explore(lambda a: award_if(applies, rule, weight, a), variables, values)
    except NotDecidedError:
        return None
    possible = []
    for cell in cells:
        if (
            cell.award is SKIPPED
            or cell.region.is_empty
            or (cell.is_about_one_number and cell.region.witness() is None)
        ):
            continue
        if cell.is_undefined:
            continue
        span = Range(None, None) if cell.how == "unruled" else cell.span
        if span is None:
            return None
        possible.append(Possibility(cell.branch, cell.how, span, cell.award.open_above))
    return Outcome(tuple(dict.fromkeys(possible))) if possible else None


def _variable(fact: FactDeclaration, value: Unknown) -> Variable:
    declared = variable_of(fact)
    if not isinstance(declared, Numeric):
        return declared
    if fact.type == "date":
        return Numeric(declared.domain.both(value.within), declared.scale)
    return Numeric(value.within, value.scale)
