"""Of which nodes the total is the plain sum: their weights can be varied, and their points taken out of the total."""

from __future__ import annotations

import attrs
import polars as pl

from evalfw.language import NO_LIMITS
from evalfw.population.columns.outputs import TOTAL
from evalfw.population.columns.states import PENDING
from evalfw.rubric import Indicator, Rubric


@attrs.frozen
class Additive:
    """
    The total as a sum.

    Attributes:
        addends: The lowest nodes that it is the sum of, bonus and malus apart; empty where it is no sum.
        extras: Those of bonus and malus.
        parts: All nodes whose points are in the total as they stand: these, and those above them.
        is_plain: Whether nothing is done to the sum: no cap, no floor, no gate.
    """

    addends: tuple[str, ...]
    extras: tuple[str, ...]
    parts: frozenset[str]
    is_plain: bool

    @property
    def sum(self) -> pl.Expr:
        """The sum of every unit, in a table of results; as the total is, where it is plain."""
        if self.is_plain:
            return pl.col(f"{TOTAL}:points").cast(pl.Int64)
        return pl.sum_horizontal(earned(id) for id in (*self.addends, *self.extras))


def additive(rubric: Rubric) -> Additive:
    """
    How the total of *rubric* is a sum.

    Nodes that cap, choose, average or spread what is below them, or that a gate may change, are taken whole. A total of which a part counts
    otherwise than with its points where it does not apply is no sum.
    """
    addends: list[str] = []
    extras: list[str] = []
    parts: set[str] = set()

    def descend(id: str | None) -> None:
        for node in rubric.children(id):
            parts.add(node.id)
            if rubric.children(node.id) and _passes_on(node, rubric):
                descend(node.id)
            else:
                (extras if node.extra else addends).append(node.id)

    top = rubric.aggregate
    if top.adds == "sum" and all(map(_adds, rubric.children(None))):
        descend(None)
        gated = any(not gate.at for gate in rubric.gates if gate.action in ("to_zero", "cap_score"))
        return Additive(tuple(addends), tuple(extras), frozenset(parts), top.own_limits == NO_LIMITS and not gated)
    return Additive((), (), frozenset(), False)


def _passes_on(node: Indicator, rubric: Rubric) -> bool:
    """Whether *node* gives the sum of its parts, all of one sort, and nothing else."""
    below = rubric.children(node.id)
    return (
        node.aggregate is not None
        and node.aggregate.adds == "sum"
        and node.aggregate.own_limits == NO_LIMITS
        and all(map(_adds, below))
        and all(part.extra == node.extra for part in below)
        and not (node.extra and (node.limits.least is not None or node.limits.most is not None))
        and not any(gate.at == node.id for gate in rubric.gates)
    )


def _adds(node: Indicator) -> bool:
    """Whether what *node* adds is what it has: not so where others, or a mean, stand in for it."""
    return node.policy.not_applicable in ("exclude", "zero")


def earned(id: str) -> pl.Expr:
    """What a node adds to the total: its points; while it is open, of what it may get the nearest to nothing."""
    points, low, high = (pl.col(f"{id}:{what}").cast(pl.Int64) for what in ("points", "low", "high"))
    least = pl.when(low > 0).then(low).when(high < 0).then(high).otherwise(0)
    return pl.when(points.is_not_null()).then(points).when(pl.col(f"{id}:state") <= PENDING).then(least).otherwise(0)
