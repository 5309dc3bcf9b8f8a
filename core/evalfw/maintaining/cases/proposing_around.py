"""Proposed cases for what stands around the rules: whole sets of facts, tried until a slip of the pen shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from evalfw.foundation import Text, round_half_up
from evalfw.language import (
    Amount,
    ExactAlgebra,
    Expression,
    FactDeclaration,
    Known,
    UndefinedError,
    facts_in,
    truth_of,
)
from evalfw.maintaining.cases.mutants import Mutant
from evalfw.maintaining.cases.mutants_around import own_conditions
from evalfw.maintaining.cases.proposed import Facts, ProposedCase, case_for, notices
from evalfw.maintaining.comparing.samples import samples
from evalfw.rubric import Rubric

MOST_TRIED = 60
"""Combinations of facts that are tried for one gate, condition or derivation."""

MOST_SUMS = 20_000
"""Totals that are looked at to reach the edge of a grade."""


class Around:
    """Whole sets of facts for what stands around the rules, made of those of the leaves."""

    def __init__(
        self,
        rubric: Rubric,
        chosen: Mapping[str, Sequence[ProposedCase]],
        levels: Mapping[str, Mapping[Fraction, Facts]],
    ) -> None:
        self.rubric = rubric
        self.chosen = chosen
        self.levels = levels
        self.best = self._merged({leaf: self._by_points(leaf)[-1:] for leaf in chosen})
        self.worst = self._merged({leaf: self._by_points(leaf)[:1] for leaf in chosen})
        for gate in rubric.gates:
            for facts in (self.best, self.worst):
                for fact, value in _failing(gate.when, rubric).items():
                    facts.setdefault(fact, value)
        self.made: list[ProposedCase] = []

    def _by_points(self, leaf: str) -> list[ProposedCase]:
        """The cases of *leaf* in which it has points, from the fewest to the most."""
        with_points = [case for case in self.chosen[leaf] if isinstance(case.expect.get("points"), Fraction)]
        return sorted(with_points, key=lambda case: Fraction(str(case.expect["points"])))

    def _merged(self, picked: Mapping[str, Sequence[ProposedCase]], over: Facts | None = None) -> dict[str, Amount]:
        """All facts of *picked*, the first that states one counting; *over* before them."""
        facts: dict[str, Amount] = dict(over or {})
        for cases in picked.values():
            for case in cases:
                for fact, value in case.facts.items():
                    facts.setdefault(fact, value)
        return facts

    def noticing(self, mutant: Mutant) -> ProposedCase | None:
        """A case that does not hold under *mutant*; None if none was found."""
        near = [case for case in self.made if _may_show(case.indicator, mutant.at)]
        known = next((case for case in near if notices(case, mutant.rubric)), None)
        if known is not None:
            return known
        about = mutant.at or ""
        for facts in self._candidates(mutant):
            case = case_for(
                about, facts, self.rubric, len(self.made) + 1, Text(f"能看出“{mutant.id}”", f"tells '{mutant.id}'")
            )
            if case is not None and notices(case, mutant.rubric):
                self.made.append(case)
                return case
        return None

    def _candidates(self, mutant: Mutant) -> Iterator[Facts]:
        yield self.best
        yield self.worst
        sort, _, name = mutant.id.split(":")[0].partition(" ")
        rubric = self.rubric
        if sort == "gate":
            (gate,) = (each for each in rubric.gates if each.id == name)
            yield from self._varied(gate.when)
        elif sort == "fact":
            derivation = rubric.facts[name].derivation
            assert derivation is not None  # that is what was changed
            for facts in self._varied(derivation):
                yield {fact: value for fact, value in facts.items() if fact != name}
        elif sort == "grade":
            yield from self._totals(name)
        else:
            for node, own in own_conditions(rubric):
                if node.id == mutant.at:
                    yield from self._varied(Expression("", own))
            yield from self._one_apart(mutant.at or "")
            if mutant.at and (rule := rubric.by_id[mutant.at].rule) is not None:
                for values in samples(rule.reads(), rubric.facts, (rule,), MOST_TRIED):
                    yield {**self.best, **values}
                    yield {**self.worst, **values}

    def _varied(self, expression: Expression) -> Iterator[Facts]:
        """The best and the worst, with every combination of the facts of *expression* at which it may turn."""
        read = tuple(dict.fromkeys(ref.id for ref in facts_in(expression.root)))
        for values in samples(read, self.rubric.facts, (expression,), MOST_TRIED):
            yield {**self.best, **values}
            yield {**self.worst, **values}

    def _one_apart(self, at: str) -> Iterator[Facts]:
        """The best and the worst, with one leaf below the node *at* otherwise."""
        for leaf, cases in self.chosen.items():
            if not at or leaf == at or leaf.startswith(f"{at}."):
                for case in cases:
                    yield {**self.best, **case.facts}
                    yield {**self.worst, **case.facts}

    def _totals(self, label: str) -> Iterator[Facts]:
        """Facts with totals on both sides of the edge below the grade *label*, as near to it as can be had."""
        grade = next(each for each in self.rubric.grades if each.label == label)
        if grade.low is None:
            return
        edge = Fraction(grade.low)
        for reached in (self._reached, self._scanned):
            above = sorted(total for total in reached if edge <= total < edge + 1)
            below = sorted((total for total in reached if edge - 1 <= total < edge), reverse=True)
            for total in (*above[:3], *below[:3]):
                yield reached[total]

    @cached_property
    def _scanned(self) -> dict[Fraction, Facts]:
        """Totals with one number moved through its values, beside the best, the worst, and these with one truth or choice otherwise."""
        declared = {fact: self.rubric.facts[fact] for fact in self.best}
        bases: list[Facts] = [self.best, self.worst]
        for fact, each in declared.items():
            other: Sequence[Amount] = (True, False) if each.type == "bool" else tuple(each.choices)
            bases += [
                {**base, fact: value} for base in (self.best, self.worst) for value in other if base.get(fact) != value
            ]
        found: dict[Fraction, Facts] = {}
        for base in bases[:MOST_TRIED]:
            for fact, each in declared.items():
                for value in _through(each) if each.is_numeric else ():
                    facts = {**base, fact: value}
                    case = case_for("", facts, self.rubric, 0, Text("", ""))
                    if case is not None and isinstance(points := case.expect.get("points"), Fraction):
                        found.setdefault(points, facts)
        return found

    @cached_property
    def _reached(self) -> dict[Fraction, Facts]:
        """Totals that the points of leaves add up to → facts with that total."""
        reached: dict[Fraction, Facts] = {Fraction(0): {}}
        for levels in self.levels.values():
            more: dict[Fraction, Facts] = {}
            for total, facts in reached.items():
                for points, own in levels.items():
                    if all(facts.get(fact, value) == value for fact, value in own.items()):
                        more.setdefault(total + points, {**facts, **own})
                if len(more) > MOST_SUMS:
                    break
            reached = more or reached
        return reached

    def derived(self) -> Iterator[ProposedCase]:
        """A case for each derived fact that a rule reads, with what it follows from in its place."""
        for fact in self.rubric.facts.values():
            readers = self.rubric.readers(fact.id)
            if fact.derivation is None or not readers:
                continue
            read = tuple(dict.fromkeys(ref.id for ref in facts_in(fact.derivation.root)))
            beside = self._merged({readers[0].id: self._by_points(readers[0].id)[-1:]})
            beside.pop(fact.id, None)
            for values in samples(read, self.rubric.facts, (fact.derivation,), MOST_TRIED):
                given = {**beside, **values}
                looks_at = Text(f"“{fact.label}”由其他事实推算", f"{fact.label} derived from others")
                case = case_for(readers[0].id, given, self.rubric, len(self.made) + 1, looks_at)
                if case is not None and "points" in case.expect:
                    self.made.append(case)
                    yield case
                    break

    def grades(self) -> Iterator[ProposedCase]:
        """A case for each grade that none has yet."""
        have = {case.expect.get("grade") for case in self.made}
        for grade in self.rubric.grades if self.rubric.aggregate.makes_figure else ():
            for total, facts in self._reached.items() if grade.label not in have else ():
                if grade.contains(total):
                    case = case_for(
                        "",
                        facts,
                        self.rubric,
                        len(self.made) + 1,
                        Text(f"等级 {grade.label}", f"grade {grade.label}"),
                    )
                    if case is not None and case.expect.get("grade") == grade.label:
                        self.made.append(case)
                        yield case
                        break


def _failing(condition: Expression, rubric: Rubric) -> Facts:
    """Facts for which *condition* does not hold; nothing if none is found."""
    read = tuple(dict.fromkeys(ref.id for ref in facts_in(condition.root)))
    for values in samples(read, rubric.facts, (condition,), MOST_TRIED):
        try:
            if not truth_of(condition.root, ExactAlgebra({fact: Known(value) for fact, value in values.items()})):
                return values
        except UndefinedError:
            continue
    return {}


STEPS = 100
"""Values through which a number is moved."""


def _through(fact: FactDeclaration) -> Iterator[Fraction]:
    """Values of the number *fact* from its least to its most, or to 10 where it has no end."""
    least = fact.domain.least if fact.domain.least is not None else Fraction(0)
    most = fact.domain.most if fact.domain.most is not None else least + 10
    most = min(most, Fraction(1)) if fact.type == "ratio" else most
    for step in range(STEPS + 1):
        value = round_half_up(least + (most - least) * step / STEPS, fact.scale)
        yield value


def _may_show(indicator: str, at: str | None) -> bool:
    """Whether what changes at the node *at* may show at *indicator*."""
    if at is None or not indicator or indicator == at:
        return True
    return at.startswith(f"{indicator}.") or indicator.startswith(f"{at}.")
