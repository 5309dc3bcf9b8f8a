"""
For which facts two editions of an indicator give different points.

Both rules are read at once for all values of their facts (see ``proving``). The values fall into regions in each of which both do one
thing; where these differ a witness is sought, and believed only if both rules, read exactly, give different points for it. If no
region is left in which they could differ, that is a proof that they never do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from evalfw.foundation import NOTHING, Text, listing
from evalfw.language import (
    SKIPPED,
    Amount,
    FactDeclaration,
    FactView,
    Items,
    Known,
    NotDecidedError,
    Number,
    Region,
    SymbolicAward,
    Variable,
    divide,
    product,
    variable_of,
)
from evalfw.maintaining.comparing.alike import alike
from evalfw.maintaining.comparing.reading import Given, Side
from evalfw.maintaining.comparing.samples import MOST_SAMPLES, samples
from evalfw.rubric import Indicator

MOST_WITNESSES = 5


class Witness(NamedTuple):
    """
    Facts for which two editions give something else.

    Attributes:
        facts: Values by (new) id.
        said: The facts as people read them.
        old, new: What each edition gives.
    """

    facts: Mapping[str, Amount]
    said: Text
    old: Given
    new: Given


class Behaviour(NamedTuple):
    """
    How two editions of an indicator compare.

    Attributes:
        verdict: ``same``: proved to give the same for all facts · ``differs``, with witnesses · ``not_proved``: no witness was found,
            and there is no proof that there is none.
        witnesses: One for each way in which they differ, as far as found.
        message: Why it is not proved; empty otherwise.
    """

    verdict: Literal["same", "differs", "not_proved"]
    witnesses: tuple[Witness, ...] = ()
    message: Text = NOTHING


def compare_behaviour(old: Side, new: Side, facts: Mapping[str, FactDeclaration]) -> Behaviour:
    """
    Compare two editions of a leaf.

    Args:
        old, new: The editions.
        facts: Declarations by new id, of all that either reads; values that both editions accept are looked at.
    """
    read = tuple(dict.fromkeys((*old.reads, *new.reads)))
    same_data = (
        not any(fact in old.factors for fact in old.own_reads)
        and alike(old.rule, new.rule, old.names)
        and alike(old.node.applies_when, new.node.applies_when, old.names)
        and (old.node.weight, old.node.limits, old.node.places) == (new.node.weight, new.node.limits, new.node.places)
    )
    if same_data:
        return Behaviour("same")
    variables = {fact: variable_of(facts[fact]) for fact in read}
    if any(isinstance(variable, Items) for variable in variables.values()):
        why = Text("它读的是列表，只试了一部分取值", "it reads a list; only some values were tried")
        return _by_samples(old, new, read, facts, why)
    try:
        return _by_proof(old, new, variables, facts)
    except NotDecidedError:
        why = Text("不能逐一判断，只试了一部分取值", "it cannot be decided for all values; only some were tried")
        return _by_samples(old, new, read, facts, why)


def _by_proof(
    old: Side, new: Side, variables: Mapping[str, Variable], facts: Mapping[str, FactDeclaration]
) -> Behaviour:
    found: dict[object, Witness] = {}
    doubtful = False
    for region, (before, after) in divide(lambda a: (old.award(a), new.award(a)), variables, {}):
        if region.is_empty:
            continue
        way = (before.how, before.branch, after.how, after.branch)
        parts = _unlike(before, after, region, Fraction(1, 10 ** min(old.node.places, new.node.places)))
        if parts is not None and not parts and not _count_alike(old.node, new.node, before, region):
            parts = None
        if parts is None:
            doubtful = True
            continue
        open_parts = [part for part in parts if not part.is_empty]
        witness = next((each for part in open_parts if (each := _witness(old, new, part, facts)) is not None), None)
        if witness is not None:
            found.setdefault(way, witness)
        elif open_parts:
            doubtful = True
    if found:
        return Behaviour("differs", tuple(found.values())[:MOST_WITNESSES])
    if doubtful:
        raise NotDecidedError
    return Behaviour("same")


def _sort(award: SymbolicAward) -> str:
    if award is SKIPPED:
        return "skipped"
    if award.how != "unruled" and "undefined" in (award.least.sort, award.most.sort):
        return "undefined"
    return award.how


def _unlike(old: SymbolicAward, new: SymbolicAward, region: Region, unit: Fraction) -> Sequence[Region] | None:
    """Parts of *region* where the two may differ, most different first; nothing if none; None if that cannot be told."""
    sorts = _sort(old), _sort(new)
    if sorts[0] != sorts[1]:
        return (region,)
    if sorts[0] not in ("awarded", "judged"):
        return ()
    if sorts[0] == "judged" and old.open_above != new.open_above:
        return (region,)
    parts: list[Region] = []
    for left, right in {(old.least, new.least), (old.most, new.most)}:
        gap = _gap(left, right, region, unit)
        if gap is None:
            return None
        parts += gap
    return parts


def _count_alike(old: Indicator, new: Indicator, award: SymbolicAward, region: Region) -> bool:
    """Whether what both award alike in *region* also counts alike: their decimals and limits leave it as it is."""
    if (old.places, old.limits) == (new.places, new.limits) or _sort(award) not in ("awarded", "judged"):
        return True
    for number in (award.least, award.most):
        if number.sort != "known":
            return False
        fixed = number.fixed
        if old.places != new.places and (fixed is None or (fixed * 10 ** min(old.places, new.places)).denominator != 1):
            return False
        reach = region.share_extent(number.upper, number.lower)
        if reach is None:
            return False
        for limits in (old.limits, new.limits):
            below = limits.least is not None and (reach.low is None or reach.low < limits.least)
            above = limits.most is not None and (reach.high is None or reach.high > limits.most)
            if below or above:
                return False
    return True


def _gap(left: Number, right: Number, region: Region, unit: Fraction) -> Sequence[Region] | None:
    """Parts of *region* where *left* and *right* differ: first by a whole *unit* of points, then at all."""
    if left.sort != "known" or right.sort != "known":
        return None
    ups, lower = (product(left.upper, right.lower), product(right.upper, left.lower)), product(left.lower, right.lower)
    if ups[0] is None or ups[1] is None or lower is None:
        return None
    gap = ups[0].plus(ups[1], Fraction(-1))  # has the sign of left - right, for both lower parts are above zero
    if gap.fixed == 0:
        return ()
    ways = (gap, gap.times(Fraction(-1)))
    return [*(region.where(way.plus(lower, -unit), False) for way in ways), *(region.where(way, True) for way in ways)]


def _witness(old: Side, new: Side, region: Region, facts: Mapping[str, FactDeclaration]) -> Witness | None:
    values = region.witness()
    if values is None:
        return None
    read = dict.fromkeys((*old.reads, *new.reads))
    return witness_of(old, new, {fact: _dated(facts[fact], values[fact]) for fact in read}, facts)


def witness_of(
    old: Side, new: Side, values: Mapping[str, Amount], facts: Mapping[str, FactDeclaration]
) -> Witness | None:
    """*values* as a witness, if the two give different things for them; else None."""
    before, after = old.given(values), new.given(values)
    if before == after:
        return None
    view = FactView(facts, {fact: Known(value) for fact, value in values.items()})
    return Witness(values, listing(view.stated(fact) for fact in values), before, after)


def _dated(fact: FactDeclaration, value: Amount) -> Amount:
    """A date is worked with as the number of its day."""
    return date.fromordinal(int(value)) if fact.type == "date" and isinstance(value, Fraction) else value


def _by_samples(
    old: Side, new: Side, read: Sequence[str], facts: Mapping[str, FactDeclaration], why: Text
) -> Behaviour:
    found: dict[object, Witness] = {}
    for values in samples(read, facts, (old.rule, new.rule), MOST_SAMPLES):
        witness = witness_of(old, new, values, facts)
        if witness is not None:
            found.setdefault((witness.old.how, witness.new.how), witness)
    return Behaviour("differs", tuple(found.values())) if found else Behaviour("not_proved", (), why)
