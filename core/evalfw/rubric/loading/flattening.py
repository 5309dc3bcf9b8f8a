"""A resolved rubric as one file, every value with the place it was written at and what it replaced there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

import attrs

from evalfw.foundation import as_decimal
from evalfw.rubric.identity import UNSEALED
from evalfw.rubric.loading.catalogue import Catalogue, RubricSource
from evalfw.rubric.loading.chain import Overlay, Place
from evalfw.rubric.loading.entries import IndicatorEntry, RubricFile
from evalfw.rubric.loading.layout import laid_over_tables
from evalfw.rubric.loading.resolved import Resolved
from evalfw.rubric.loading.resolving import resolve
from evalfw.rubric.loading.rubric_file import RUBRIC_FORMAT, Vocabulary
from evalfw.rubric.model import Indicator, Rubric

ENTRIES = ("fact", "indicator", "reconciliation", "gate", "model", "scale", "conversion")
_ABOUT_THE_FILE = {"format", "extends", "aliases", "sample", "note", "policy", "drop", *UNSEALED, *ENTRIES}


class Written(NamedTuple):
    """
    A value of a resolved rubric.

    Attributes:
        key: Its key.
        value: What the file says, as parsed.
        file, line: Where it was written.
        replaced: Values that it replaced, newest first, each with file and line.
    """

    key: str
    value: object
    file: str
    line: int | None
    replaced: tuple[tuple[object, str, int | None], ...] = ()


class Table(NamedTuple):
    """A table of the flat file: ``""`` for the head, ``policy``, or a sort of entry; *id* of an entry."""

    sort: str
    id: str
    values: tuple[Written, ...]


def flatten(
    rubric: Rubric,
    source: RubricSource,
    catalogue: Catalogue,
    vocabulary: Vocabulary,
    overlays: Iterable[Overlay] = (),
) -> tuple[Table, ...]:
    """
    Every value of a rubric; a printed subtotal that an extension has outdated, as it is now.

    Args:
        rubric: The rubric, loaded from what follows.
        source, catalogue, vocabulary, overlays: As for ``load_rubric``, which tells whether the rubric is in order.

    Raises:
        RubricError: As ``read_chain``.
    """
    resolved = resolve(source, catalogue, vocabulary, overlays)
    return tuple(table for table in _tables(resolved, rubric) if table.values)


def _tables(resolved: Resolved, rubric: Rubric) -> Iterator[Table]:
    yield Table("", "", tuple(_head(resolved)))
    yield Table("policy", "", tuple(_policy(resolved, "")))
    yield Table("layout", "", tuple(_layout(resolved)))
    for sort, entries in (
        ("scale", resolved.scales),
        ("conversion", resolved.conversions),
        ("fact", resolved.facts),
        ("reconciliation", resolved.reconciliations),
    ):
        for id, (_, place) in entries.items():
            yield Table(sort, id, tuple(_entry(resolved, sort, id, place)))
    for id in resolved.indicators:
        yield Table("indicator", id, tuple(_up_to_date(each, rubric.by_id[id]) for each in _indicator(resolved, id)))
    for sort, acting in (("gate", resolved.gates), ("model", resolved.models)):
        for id, (_, place) in acting.items():
            yield Table(sort, id, tuple(_entry(resolved, sort, id, place)))


def _at(place: Place, *below: str) -> tuple[object, str, int | None]:
    """The value at *place*, with file and line; None where the file does not say it in so many words."""
    path = (*place.path, *below)
    value: object = place.layer.document.data
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value, place.layer.document.shown, place.layer.document.line_of(path)


def _head(resolved: Resolved) -> Iterator[Written]:
    top = resolved.top
    yield Written("format", RUBRIC_FORMAT, *_at(Place(top, ("format",)))[1:])
    for field in attrs.fields(RubricFile):
        key = field.name
        if key in _ABOUT_THE_FILE:
            continue
        given = [_at(Place(layer, (key,))) for layer in reversed(resolved.layers) if key in layer.document.data]
        if given and (key not in ("issuer", "period", "source") or key in top.document.data):
            yield Written(key, *given[0], tuple(given[1:]))
    notes = [layer for layer in resolved.layers if layer.file.note]
    if notes:
        joined = "\n".join(str(layer.file.note) for layer in notes)
        yield Written("note", joined, *_at(Place(notes[-1], ("note",)))[1:])


def _policy(resolved: Resolved, id: str) -> Iterator[Written]:
    for key, (value, place) in resolved.policies.get(id, {}).items():
        yield Written(key, value, *_at(place, key)[1:])


def _layout(resolved: Resolved) -> Iterator[Written]:
    """Each key of the layout; a table of it counts as one value, of the newest file that writes any of it."""
    given = [layer for layer in resolved.layers if layer.file.layout is not None]
    keys = dict.fromkeys(key for layer in given for key in _table(layer.document.data["layout"]))
    together = laid_over_tables(_table(layer.document.data["layout"]) for layer in given)
    for key in keys:
        layer = next(each for each in reversed(given) if key in _table(each.document.data["layout"]))
        yield Written(key, together[key], *_at(Place(layer, ("layout", key)))[1:])


def _table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _entry(resolved: Resolved, sort: str, id: str, place: Place) -> Iterator[Written]:
    entry, _, _ = _at(place)
    earlier = resolved.replaced.get((sort, id, ""), [])
    for key in entry if isinstance(entry, dict) else ():
        if key == "at" and sort in ("gate", "model"):
            acting = resolved.gates[id][0].at if sort == "gate" else resolved.models[id][0].at
            yield Written(key, acting, *_at(place, key)[1:])  # it may have followed an indicator
            continue
        before = tuple(found for each in reversed(earlier) if (found := _at(each, key))[0] is not None)
        yield Written(key, *_at(place, key), before)


def _up_to_date(written: Written, node: Indicator) -> Written:
    """A subtotal as it is now; what the file says is what it replaces."""
    stale = written.key == "weight" and not node.is_leaf and Fraction(str(written.value)) != node.weight
    if not stale:
        return written
    said = (written.value, written.file, written.line)
    return written._replace(value=as_decimal(node.weight), replaced=(said, *written.replaced))


def _indicator(resolved: Resolved, id: str) -> Iterator[Written]:
    places = resolved.indicator_places[id]
    yield Written("id", id, *_at(places["id"], "id")[1:])
    for field in attrs.fields(IndicatorEntry):
        key = field.name
        if key in ("id", "policy") or key not in places:
            continue
        earlier = resolved.replaced.get(("indicator", id, key), [])
        yield Written(key, *_at(places[key], key), tuple(_at(each, key) for each in reversed(earlier)))
    policy = tuple(_policy(resolved, id))
    if policy:
        yield Written("policy", {each.key: each.value for each in policy}, policy[-1].file, policy[-1].line)
