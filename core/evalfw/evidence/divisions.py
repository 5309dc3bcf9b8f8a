"""Which division (处室) supplies which fact, and answers for which indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evalfw.language import FactDeclaration, facts_in
from evalfw.rubric import Division, Indicator, Rubric, matches

NOBODY = Division(id="unassigned", name="未分工")
"""Stands for the division of what nobody has been told to supply."""


class Assignment:
    """
    Who supplies what.

    A fact belongs to the first division that names it; else to the first that answers for an indicator whose rule reads it, or reads
    what is derived from it; else to the division that the rubric names. An indicator belongs to the first division that names it;
    else to the division of the facts that its rule reads, if that is one.
    """

    def __init__(
        self, rubric: Rubric, divisions: Sequence[Division], declarations: Mapping[str, FactDeclaration] | None = None
    ) -> None:
        """
        Args:
            rubric: Its facts and indicators.
            divisions: As the evidence names them.
            declarations: Facts that the evidence declares besides.
        """
        self.rubric = rubric
        self.facts = {**rubric.facts, **(declarations or {})}
        named = {each.id: each for each in divisions}
        by_title = {each.title: each for each in divisions}
        for fact in self.facts.values():
            if fact.supplied_by and fact.supplied_by not in by_title and fact.supplied_by not in named:
                by_title[fact.supplied_by] = named[fact.supplied_by] = Division(id=fact.supplied_by)
        self.divisions = tuple(named.values())
        self._by_title = by_title
        self._read_by: dict[str, list[str]] = {}
        for leaf in rubric.leaves:
            for read in self.read_by(leaf):
                self._read_by.setdefault(read, []).append(leaf.id)

    def read_by(self, leaf: Indicator) -> tuple[str, ...]:
        """The facts on which *leaf* rests, those included from which others are derived."""
        pending = [*(leaf.rule.reads() if leaf.rule is not None else ())]
        found: dict[str, None] = {}
        while pending:
            fact = pending.pop(0)
            if fact not in found and fact in self.facts:
                found[fact] = None
                derivation = self.facts[fact].derivation
                pending += [ref.id for ref in facts_in(derivation.root)] if derivation is not None else []
        return tuple(found)

    def of_fact(self, fact: str) -> Division:
        """Who supplies *fact*; ``NOBODY`` if that is not arranged."""
        for division in self.divisions:
            if matches(fact, division.facts):
                return division
        for division in self.divisions:
            if any(matches(leaf, division.indicators) for leaf in self._read_by.get(fact, ())):
                return division
        supplier = self.facts[fact].supplied_by if fact in self.facts else ""
        return self._by_title.get(supplier, NOBODY)

    def of_indicator(self, indicator: str) -> Division:
        """Who answers for *indicator*; ``NOBODY`` if that is not arranged."""
        for division in self.divisions:
            if matches(indicator, division.indicators):
                return division
        leaf = self.rubric.by_id[indicator]
        suppliers = {self.of_fact(fact).id: self.of_fact(fact) for fact in (leaf.rule.reads() if leaf.rule else ())}
        return next(iter(suppliers.values())) if len(suppliers) == 1 else NOBODY

    def leaves_of(self, division: Division) -> tuple[Indicator, ...]:
        """The scored indicators that *division* answers for, in order."""
        return tuple(leaf for leaf in self.rubric.leaves if self.of_indicator(leaf.id).id == division.id)

    def facts_of(self, division: Division) -> tuple[FactDeclaration, ...]:
        """The facts that *division* supplies, in order."""
        return tuple(fact for fact in self.facts.values() if self.of_fact(fact.id).id == division.id)
