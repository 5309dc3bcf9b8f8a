"""A chain of files while its layers are laid over one another."""

from __future__ import annotations

from typing import Any

from evalfw.foundation import Problem
from evalfw.language import STANDARD_UNITS, Conversion, FactDeclaration, Scale, UnitDeclaration, Units
from evalfw.rubric.across import Across
from evalfw.rubric.loading.chain import Layer, Place
from evalfw.rubric.loading.entries import IndicatorEntry
from evalfw.rubric.structures import Gate, Model, Reconciliation


class Resolved:
    """
    The chain while its layers are laid over one another.

    Attributes:
        layers: Base first.
        indicators: Entries by id, base order, new ones after the last of their parent.
        indicator_places: Where each key of each indicator was last written.
        touched: Depth of the newest layer that changed what is below an inner node, by its id.
        facts, reconciliations, gates, models, scales, conversions, units: By id, the newest counts, with its place.
        known_units: All that texts may name: the standard ones, those of plugins and those of the chain.
        across: Facts that are worked out across units, by id, with their places.
        settled: Values of top-level keys that take the place of what the newest layer says.
        policies: Keys of the policy of the rubric (empty id) and of indicators, each with its place.
        replaced: Places of values that newer layers replaced, oldest first, by sort of entry, id and key (empty: the whole entry).
        inherited_facts: Ids of facts that a layer found when it was laid over others.
        dropped: Ids that some layer dropped.
        problems: What is wrong with the laying over.
    """

    def __init__(self, layers: tuple[Layer, ...]) -> None:
        self.layers = layers
        self.indicators: dict[str, IndicatorEntry] = {}
        self.indicator_places: dict[str, dict[str, Place]] = {}
        self.touched: dict[str, int] = {}
        self.facts: dict[str, tuple[FactDeclaration, Place]] = {}
        self.reconciliations: dict[str, tuple[Reconciliation, Place]] = {}
        self.gates: dict[str, tuple[Gate, Place]] = {}
        self.models: dict[str, tuple[Model, Place]] = {}
        self.scales: dict[str, tuple[Scale, Place]] = {}
        self.conversions: dict[str, tuple[Conversion, Place]] = {}
        self.units: dict[str, tuple[UnitDeclaration, Place]] = {}
        self.known_units: Units = STANDARD_UNITS
        self.across: dict[str, tuple[Across, Place]] = {}
        self.settled: dict[str, Any] = {}
        self.policies: dict[str, dict[str, tuple[str, Place]]] = {}
        self.replaced: dict[tuple[str, str, str], list[Place]] = {}
        self.inherited_facts: set[str] = set()
        self.dropped: set[str] = set()
        self.problems: list[Problem] = []

    @property
    def top(self) -> Layer:
        """The file that was asked for."""
        return self.layers[-1]

    def newest(self, key: str) -> tuple[Any, Place]:
        """The value of a top-level key from the newest layer that gives it, and its place."""
        for layer in reversed(self.layers):
            value = getattr(layer.file, key)
            if value is not None:
                return self.settled.get(key, value), Place(layer, (key,))
        return None, Place(self.top, (key,))

    def touch(self, id: str, depth: int) -> None:
        """Note at every node above *id* that its subtotal may have changed."""
        while id := id.rpartition(".")[0]:
            self.touched[id] = depth
