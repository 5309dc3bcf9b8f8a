"""A rubric file with everything it extends, laid over one another by id."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeVar

import attrs

from evalfw.aggregates.scale import Conversion, Scale
from evalfw.errors import Problem, RubricError, nearest
from evalfw.facts import FactDeclaration
from evalfw.loading.catalogue import Catalogue, RubricSource
from evalfw.loading.rubric_file import (
    IndicatorEntry,
    PolicyEntry,
    RubricFile,
    Vocabulary,
    id_used_twice,
    read_rubric_file,
)
from evalfw.model.structures import Gate, Model, Reconciliation
from evalfw.reading.document import Document, Origin, Path
from evalfw.text import Text

MAX_EXTENSIONS = 10

Named = TypeVar("Named", FactDeclaration, Reconciliation, Gate, Model, Scale, Conversion)


class Layer(NamedTuple):
    """One file of the chain; ``depth`` is 0 for the base and grows with each extension."""

    source: RubricSource
    file: RubricFile
    document: Document
    depth: int


class Place(NamedTuple):
    """Where a value was written."""

    layer: Layer
    path: Path

    @property
    def origin(self) -> Origin:
        """The place, for messages."""
        return Origin(self.layer.document.shown, None, self.layer.document, self.path)

    def problem(self, key: str | tuple[str | int, ...], what: Text, hint: Text | None = None) -> Problem:
        """A problem at *key* below the place."""
        below = (key,) if isinstance(key, str) else key
        return self.layer.document.problem((*self.path, *below), what, hint)


class Resolved:
    """
    The chain while its layers are laid over one another.

    Attributes:
        layers: Base first.
        indicators: Entries by id, base order, new ones after the last of their parent.
        indicator_places: Where each key of each indicator was last written.
        touched: Depth of the newest layer that changed what is below an inner node, by its id.
        facts, reconciliations, gates, models, scales, conversions: By id, the newest counts, with its place.
        policies: Keys of the policy of the rubric (empty id) and of indicators, each with its place.
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
        self.policies: dict[str, dict[str, tuple[str, Place]]] = {}
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
                return value, Place(layer, (key,))
        return None, Place(self.top, (key,))


def resolve(source: RubricSource, catalogue: Catalogue, vocabulary: Vocabulary) -> Resolved:
    """
    Read *source* and all it extends.

    Raises:
        RubricError: A file cannot be read, or extends itself.
    """
    layers = _chain(source, catalogue, vocabulary)
    resolved = Resolved(layers)
    for layer in layers:
        _lay_over(resolved, layer)
    resolved.indicators = _in_tree_order(resolved.indicators)
    return resolved


def _chain(source: RubricSource, catalogue: Catalogue, vocabulary: Vocabulary) -> tuple[Layer, ...]:
    read: list[tuple[RubricSource, RubricFile, Document]] = []
    while True:
        file, document = read_rubric_file(source.path, source.shown, vocabulary)
        read.append((source, file, document))
        if file.extends is None:
            break
        try:
            source = catalogue.find(file.extends, below=source.path.parent)
        except RubricError as error:
            told = [document.problem(("extends",), problem.what, problem.hint) for problem in error.problems]
            raise RubricError(told) from None
        if any(earlier.path.resolve() == source.path.resolve() for earlier, _, _ in read):
            what = Text(f"评分表扩展了自己：{file.extends}", f"the rubric extends itself: {file.extends}")
            raise RubricError([document.problem(("extends",), what)])
        if len(read) > MAX_EXTENSIONS:
            what = Text(f"扩展层次太多：最多 {MAX_EXTENSIONS} 层", f"too many extensions: at most {MAX_EXTENSIONS}")
            raise RubricError([document.problem(("extends",), what)])
    return tuple(Layer(*each, depth) for depth, each in enumerate(reversed(read)))


def _lay_over(resolved: Resolved, layer: Layer) -> None:
    for number, dropped in enumerate(layer.file.drop):
        _drop(resolved, dropped, Place(layer, ("drop", number)))
    seen: set[str] = set()
    for number, entry in enumerate(layer.file.indicator):
        place = Place(layer, ("indicator", number))
        if entry.id in seen:
            resolved.problems.append(place.problem("id", id_used_twice(entry.id)))
            continue
        seen.add(entry.id)
        _lay_indicator(resolved, entry, place)
    for dropped in layer.file.drop:
        _drop_empty_above(resolved, dropped)
    _lay_by_id(resolved, resolved.facts, layer, "fact", layer.file.fact)
    _lay_by_id(resolved, resolved.reconciliations, layer, "reconciliation", layer.file.reconciliation)
    _lay_by_id(resolved, resolved.gates, layer, "gate", layer.file.gate)
    _lay_by_id(resolved, resolved.models, layer, "model", layer.file.model)
    _lay_by_id(resolved, resolved.scales, layer, "scale", layer.file.scale)
    _lay_by_id(resolved, resolved.conversions, layer, "conversion", layer.file.conversion)
    _lay_policy(resolved, "", layer.file.policy, Place(layer, ("policy",)))


def _lay_policy(resolved: Resolved, id: str, policy: PolicyEntry | None, place: Place) -> None:
    """Key by key: what a newer file does not say stays."""
    for key in ("missing", "not_applicable", "cohort_mean") if policy is not None else ():
        value = getattr(policy, key)
        if value is not None:
            resolved.policies.setdefault(id, {})[key] = (value, place)


def _lay_by_id(
    resolved: Resolved, known: dict[str, tuple[Named, Place]], layer: Layer, key: str, entries: tuple[Named, ...]
) -> None:
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        place = Place(layer, (key, number))
        if entry.id in seen:
            resolved.problems.append(place.problem("id", id_used_twice(entry.id)))
            continue
        seen.add(entry.id)
        known[entry.id] = (entry, place)


def _drop(resolved: Resolved, dropped: str, place: Place) -> None:
    gone = [id for id in resolved.indicators if id == dropped or id.startswith(f"{dropped}.")]
    if not gone:
        what = Text(f"要删除的指标 '{dropped}' 不存在", f"'{dropped}' is to be dropped, but there is no such indicator")
        resolved.problems.append(place.problem((), what, nearest(dropped, resolved.indicators)))
    for id in gone:
        del resolved.indicators[id], resolved.indicator_places[id]
        resolved.policies.pop(id, None)
    _touch(resolved, dropped, place.layer.depth)


def _drop_empty_above(resolved: Resolved, dropped: str) -> None:
    """An indicator whose last part is dropped, and that got no new one, goes with it."""
    parent = dropped.rpartition(".")[0]
    while parent and parent in resolved.indicators and resolved.indicators[parent].rule is None:
        if any(id.startswith(f"{parent}.") for id in resolved.indicators):
            return
        del resolved.indicators[parent], resolved.indicator_places[parent]
        parent = parent.rpartition(".")[0]


def _lay_indicator(resolved: Resolved, entry: IndicatorEntry, place: Place) -> None:
    given = {
        field.name: value for field in attrs.fields(IndicatorEntry) if (value := getattr(entry, field.name)) is not None
    }
    places = resolved.indicator_places.setdefault(entry.id, {})
    places.update(dict.fromkeys(given, place))
    inherited = resolved.indicators.get(entry.id)
    if inherited is None and entry.title is None and place.layer.depth > 0:
        what = Text(
            f"没有可以修改的指标 '{entry.id}'；若要新增，请写 title",
            f"there is no indicator '{entry.id}' to change; give 'title' to add one",
        )
        resolved.problems.append(place.problem("id", what, nearest(entry.id, resolved.indicators)))
        del resolved.indicator_places[entry.id]
        return
    resolved.indicators[entry.id] = entry if inherited is None else attrs.evolve(inherited, **given)
    _lay_policy(resolved, entry.id, entry.policy, Place(place.layer, (*place.path, "policy")))
    if inherited is None or "weight" in given:
        _touch(resolved, entry.id, place.layer.depth)


def _touch(resolved: Resolved, id: str, depth: int) -> None:
    """Note at every node above *id* that its subtotal may have changed."""
    while id := id.rpartition(".")[0]:
        resolved.touched[id] = depth


def _in_tree_order(entries: dict[str, IndicatorEntry]) -> dict[str, IndicatorEntry]:
    """Entries so that each follows its parent, siblings in the order in which they were first written."""
    below: dict[str | None, list[str]] = {}
    for id in entries:
        parent = id.rpartition(".")[0]
        below.setdefault(parent if parent and parent in entries else None, []).append(id)
    ordered: dict[str, IndicatorEntry] = {}
    pending = list(reversed(below.get(None, [])))
    while pending:
        id = pending.pop()
        ordered[id] = entries[id]
        pending += reversed(below.get(id, []))
    return ordered
