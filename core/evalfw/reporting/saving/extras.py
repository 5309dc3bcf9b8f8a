"""What a report carries besides results: attachments, history, and what it takes to try out other facts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from evalfw.evidence import Attachment, HistoryEntry as Entry
from evalfw.foundation import plain

if TYPE_CHECKING:
    from evalfw.scoring import TryFact, TryGate, TryLeaf, TryNode, WhatIf


def attachment_data(attachment: Attachment) -> dict[str, object]:
    """*attachment* as JSON data."""
    return {
        "file": attachment.file,
        "digest": attachment.digest,
        "names": list(attachment.names),
        "supplied_by": attachment.supplied_by or None,
        "supplied_on": None if attachment.supplied_on is None else attachment.supplied_on.isoformat(),
        "note": attachment.note or None,
    }


def change_data(entry: Entry) -> dict[str, object]:
    """A line of the history as JSON data."""
    return {
        "number": entry.number,
        "at": entry.at,
        "by": entry.by,
        "what": entry.what,
        "about": entry.about,
        "before": _pairs(entry.before),
        "after": _pairs(entry.after),
        "previous": entry.previous,
        "hash": entry.hash,
    }


def _pairs(state: Mapping[str, object] | None) -> list[dict[str, object]] | None:
    return None if state is None else [{"key": key, "value": value} for key, value in state.items()]


def what_if_data(given: WhatIf) -> dict[str, object]:
    """What a page works with, as JSON data."""
    return {
        "facts": [_fact(fact) for fact in given.facts],
        "leaves": [_leaf(leaf) for leaf in given.leaves],
        "others": [{"id": other.id, "reads": list(other.reads)} for other in given.others],
        "nodes": [_node(node) for node in given.nodes],
        "gates": [_gate(gate) for gate in given.gates],
        "grades": [
            {
                "label": grade.label,
                "above": _end(grade.above),
                "from": _end(grade.from_),
                "below": _end(grade.below),
                "to": _end(grade.to),
                "equal": _end(grade.equal),
            }
            for grade in given.grades
        ],
        "full": _exact(given.full),
        "most_places": given.most_places,
    }


def _end(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _exact(value: Fraction | None) -> str | None:
    """*value* as ``n`` or ``n/d``."""
    return None if value is None else str(value)


def _fact(fact: TryFact) -> dict[str, object]:
    return {
        "id": fact.id,
        "label": fact.label,
        "type": fact.type,
        "unit": fact.unit,
        "places": fact.places,
        "value": fact.value,
        "least": _exact(fact.least),
        "most": _exact(fact.most),
        "choices": [{"value": value, "label": label} for value, label in fact.choices.items()],
        "derived": fact.derived,
        "open": fact.is_open,
        "reads": list(fact.reads),
    }


def _leaf(leaf: TryLeaf) -> dict[str, object]:
    return {
        "id": leaf.id,
        "formula": leaf.formula,
        "weight": _exact(leaf.weight),
        "least": _exact(leaf.least),
        "most": _exact(leaf.most),
        "places": leaf.places,
        "extra": leaf.is_extra,
        "left_out": leaf.is_left_out,
        "reads": list(leaf.reads),
    }


def _node(node: TryNode) -> dict[str, object]:
    return {
        "id": node.id,
        "made": node.made,
        "full": _exact(node.full),
        "least": _exact(node.least),
        "most": _exact(node.most),
        "places": node.places,
        "points": _exact(node.points),
        "parts": [
            {
                "id": part.id,
                "points": _exact(part.points),
                "weight": _exact(part.weight),
                "share": _exact(part.share),
                "spread": _exact(part.spread),
                "extra": part.is_extra,
            }
            for part in node.parts
        ],
    }


def _gate(gate: TryGate) -> dict[str, object]:
    return {"at": gate.at, "when": gate.when, "cap": _exact(gate.cap), "reads": list(gate.reads)}
