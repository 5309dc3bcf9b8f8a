"""
How many findings a reviewer has to look at, in columns: errors and warnings about facts, indicators and gates.

Findings about points that people set or claim are not counted: the columns of a table that hold such points say so themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evalfw.foundation import PluginError
from evalfw.language import (
    Binary,
    Call,
    Choose,
    Converted,
    Gap,
    Given,
    Node,
    Rounded,
    Unary,
    facts_in,
    number_of,
    rule_gaps,
)
from evalfw.population.columns.conditions import condition_of
from evalfw.population.columns.facts import TableFacts
from evalfw.population.columns.reading import ColumnAlgebra, NotInColumnsError, Ratio
from evalfw.population.columns.states import NOT_APPLICABLE, PENDING, SCORED, WAIVED
from evalfw.population.columns.terms import Term, Terms, TooWideError
from evalfw.population.columns.tree import TreeTerms
from evalfw.rubric import Rubric
from evalfw.scoring import Report

ABOUT_DECISIONS = ("override.", "claim.")
"""What the codes of findings begin with that are not counted."""


def counted(report: Report) -> int:
    """How many findings of *report* count."""
    return sum(each.severity != "info" and not each.code.startswith(ABOUT_DECISIONS) for each in report.findings)


def findings_term(rubric: Rubric, tree: TreeTerms, facts: TableFacts, t: Terms) -> tuple[Term, Term]:
    """
    How many there are, and the rows of which scoring has to be asked.

    Args:
        rubric: The rubric.
        tree: It, as terms.
        facts: The facts, without guards: what is compared here is narrow enough for all that a table holds.
        t: Makes terms.
    """
    odd: list[Term] = []
    there = [
        *_open(rubric, tree, t),
        *(t.either(gate.fired, gate.is_open) for gate in tree.gates),
        *_unexplained(rubric, tree, odd, t),
        *_differing(tree.facts, odd, t),
        *_unreconciled(rubric, facts, odd, t),
        *_in_gaps(rubric, tree.facts, odd, t),
    ]
    counts = [t.number_of(each) for each in there]
    return t.total([*counts, t.value(int(rubric.status == "superseded"))]), t.some(odd)


def _open(rubric: Rubric, tree: TreeTerms, t: Terms) -> Iterator[Term]:
    for leaf in rubric.leaves:
        yield t.less(tree.results[leaf.id].state, t.value(SCORED))


def _unexplained(rubric: Rubric, tree: TreeTerms, odd: list[Term], t: Terms) -> Iterator[Term]:
    for node in rubric.indicators:
        result = tree.results[node.id]
        demands = []
        if node.explain_when is not None:
            condition = condition_of(node.explain_when, tree.facts, t)
            odd.append(condition.odd)
            demands.append(t.both(condition.holds, t.negate(condition.is_open)))
        if node.explain_lost and node.is_leaf:
            full = int(node.weight * tree.unit)
            scored = t.equal(result.state, t.value(SCORED))
            demands.append(t.both(scored, t.holds(t.less(result.points, t.value(full)))))
            demands.append(t.equal(result.state, t.value(PENDING)))
        if demands:
            counts = t.negate(t.some([t.equal(result.state, t.value(each)) for each in (NOT_APPLICABLE, WAIVED)]))
            yield t.both(counts, t.some(demands))


def _differing(facts: TableFacts, odd: list[Term], t: Terms) -> Iterator[Term]:
    """Stated values that differ from what is derived by more than their tolerance."""
    for id, declaration in facts.declarations.items():
        if declaration.derivation is None or id not in facts.given or not declaration.is_numeric:
            continue
        value, follows = facts.derived(id)
        stated = Ratio(facts.guarded(id), t.value(10**declaration.scale))
        is_stated = t.is_there(facts.column(id))
        if _may_follow_early(declaration.derivation.root):
            inputs = [facts.blank(each.id) for each in facts_in(declaration.derivation.root)]
            odd.append(t.every([is_stated, t.negate(follows), t.negate(t.every(inputs))]))
        odd += [facts.wild(each) for each in facts.inputs(id)]
        both = t.both(is_stated, follows)
        algebra, tolerance = ColumnAlgebra(t, facts, 0), Fraction(declaration.tolerance)
        try:
            beyond = _beyond(stated, value, tolerance, algebra)
        except TooWideError:
            odd.append(both)
            continue
        yield t.both(both, t.holds(beyond))


def _may_follow_early(node: Node) -> bool:
    """Whether a number may follow from *node* before every fact in it is known."""
    match node:
        case Choose() | Call() | Rounded() | Given():
            return True
        case Binary():
            return node.operator == "*" or _may_follow_early(node.left) or _may_follow_early(node.right)
        case Unary() | Converted():
            return _may_follow_early(node.operand)
    return False


def _beyond(left: Ratio, right: Ratio, tolerance: Fraction, algebra: ColumnAlgebra) -> Term:
    """Where the two differ by more than *tolerance*."""
    least = algebra.subtract(left, algebra.constant(tolerance))
    most = algebra.add(left, algebra.constant(tolerance))
    return algebra.either(algebra.less(right, least), algebra.less(most, right))


def _unreconciled(rubric: Rubric, facts: TableFacts, odd: list[Term], t: Terms) -> Iterator[Term]:
    for each in rubric.reconciliations:
        root = each.relation.root
        if not isinstance(root, Binary):
            continue
        known = t.every([facts.known(ref.id) for ref in facts_in(root)])
        algebra = ColumnAlgebra(t, facts, 0)
        try:
            left, right = number_of(root.left, algebra), number_of(root.right, algebra)
            fails = _fails(root.operator, left, right, Fraction(each.tolerance), algebra)
        except (NotInColumnsError, PluginError, TooWideError):
            odd.append(known)
            continue
        undefined = t.some([t.holds(zero) for zero in algebra.odd])
        yield t.both(known, t.holds(t.either(undefined, fails)))


def _fails(operator: str, left: Ratio, right: Ratio, tolerance: Fraction, algebra: ColumnAlgebra) -> Term:
    more, less = algebra.constant(tolerance), algebra.constant(-tolerance)
    match operator:
        case "=":
            return _beyond(left, right, tolerance, algebra)
        case "<=":
            return algebra.less(algebra.add(right, more), left)
        case ">=":
            return algebra.less(left, algebra.add(right, less))
        case "<":
            return algebra.at_most(algebra.add(right, more), left)
        case _:
            return algebra.at_most(left, algebra.add(right, less))


def _in_gaps(rubric: Rubric, facts: TableFacts, odd: list[Term], t: Terms) -> Iterator[Term]:
    for leaf in rubric.leaves:
        if leaf.rule is None:
            continue
        try:
            gaps = rule_gaps(leaf.rule, leaf.weight, facts.declarations)
        except Exception:  # told as the error of the indicator
            continue
        for gap in gaps:
            (fact,) = leaf.rule.reads()
            odd += [facts.wild(each) for each in facts.inputs(fact)]
            algebra = ColumnAlgebra(t, facts, 0)
            inside = _inside(facts.number(fact), gap, algebra, t)
            yield t.both(facts.known(fact), t.holds(inside))


def _inside(value: Ratio, gap: Gap, algebra: ColumnAlgebra, t: Terms) -> Term:
    holds = []
    if gap.low is not None:
        low = algebra.constant(gap.low)
        holds.append(algebra.at_most(low, value) if gap.low_inside else algebra.less(low, value))
    if gap.high is not None:
        high = algebra.constant(gap.high)
        holds.append(algebra.at_most(value, high) if gap.high_inside else algebra.less(value, high))
    return t.every(holds)
