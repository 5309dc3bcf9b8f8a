"""What it takes to try out other facts, as data."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from evalfw.language import FactType
from evalfw.rubric import Grade
from evalfw.scoring.trying.formula import Formula


class TryFact(NamedTuple):
    """
    A fact that formulas read.

    Attributes:
        id, label, type, unit: As declared.
        places: Decimals that a number may have.
        value: In machine form; None while it is unknown, and of a list.
        least, most: Limits of a number.
        choices: Values of a choice, with their labels.
        derived: How it follows from others, where it is not stated; None also where that cannot be written down.
        is_open: Whether it may be changed.
        reads: The facts that it is derived from, lists among them, of which the formula has only what came out.
    """

    id: str
    label: str
    type: FactType
    unit: str
    places: int
    value: str | None
    least: Fraction | None
    most: Fraction | None
    choices: Mapping[str, str]
    derived: Formula | None
    is_open: bool
    reads: tuple[str, ...]


class TryLeaf(NamedTuple):
    """
    A leaf whose points follow from facts.

    Attributes:
        id: The leaf.
        formula: What its rule awards.
        weight: Its full mark.
        least, most: Its limits.
        places: Decimals of its points.
        is_extra: Whether it stands outside the full mark.
        is_left_out: Whether it leaves the full mark while it is open.
        reads: The facts that its rule reads, lists among them.
    """

    id: str
    formula: Formula
    weight: Fraction
    least: Fraction | None
    most: Fraction | None
    places: int
    is_extra: bool
    is_left_out: bool
    reads: tuple[str, ...]


class TryPart(NamedTuple):
    """What a node is made of: as in ``Part``; the points are those that were scored."""

    id: str
    points: Fraction
    weight: Fraction
    share: Fraction
    spread: Fraction
    is_extra: bool


class TryNode(NamedTuple):
    """
    A node, or (empty id) the total.

    Attributes:
        id: The node.
        made: ``sum``, ``mean``, or ``fixed``: made in a way that is not worked out again, so that it stays as it was scored.
        full: Its full mark.
        least, most: Its limits.
        places: Decimals it is rounded to if something was divided.
        points: As scored.
        parts: What it is made of.
    """

    id: str
    made: str
    full: Fraction
    least: Fraction | None
    most: Fraction | None
    places: int
    points: Fraction
    parts: tuple[TryPart, ...]


class TryGate(NamedTuple):
    """A gate on points: where it acts, its condition, the most that is left, and the facts that the condition reads."""

    at: str
    when: Formula
    cap: Fraction
    reads: tuple[str, ...]


class TryOther(NamedTuple):
    """A leaf that cannot be worked out; when one of the facts that it reads changes, nobody knows its points."""

    id: str
    reads: tuple[str, ...]


class WhatIf(NamedTuple):
    """
    All of it.

    Attributes:
        facts: Inputs before what is derived from them.
        leaves: What can be worked out.
        others: What cannot, though it hangs on facts; any other leaf (set by hand, not applicable) stays as it was scored.
        nodes: Children before parents; the total last.
        gates: In order.
        grades: In the order of the rubric, read by the full mark; none where a gate acts on the grade.
        full: The full mark of the rubric.
        most_places: Decimals that a sum may keep.
    """

    facts: tuple[TryFact, ...]
    leaves: tuple[TryLeaf, ...]
    others: tuple[TryOther, ...]
    nodes: tuple[TryNode, ...]
    gates: tuple[TryGate, ...]
    grades: tuple[Grade, ...]
    full: Fraction
    most_places: int
