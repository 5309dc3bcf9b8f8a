"""What a row of canonical columns says, as evidence: the way back from columns to what the exact reading takes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from evalfw.evidence import StatedValue, Statement
from evalfw.foundation import plain
from evalfw.language import FactDeclaration
from evalfw.population.columns.lists import ITEM_PLACES
from evalfw.population.columns.working import Cell

BETWEEN, NOTHING_THERE = "\x1f", "\x1e"
"""What stands between the cells of a key, and for a cell that is null."""


def stated(declaration: FactDeclaration, cell: Cell) -> StatedValue:
    """The value that *cell*, which is not null, states for the fact."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int):
        if declaration.type == "date":
            return date.fromordinal(cell)
        return Decimal(cell).scaleb(-declaration.scale)
    assert cell is not None
    if declaration.type != "list":
        return cell
    return tuple(
        {name: _item_text(each, declaration.fields[name].is_number) for name, each in item.items()}
        for item in json.loads(cell)
    )


def _item_text(each: object, is_number: bool) -> str:
    """A field of an item; numbers are in the smallest unit of items, or texts where they have more decimals."""
    if is_number and isinstance(each, int):
        return plain(Decimal(each).scaleb(-ITEM_PLACES))
    return str(each)


def statements_of(
    declarations: Mapping[str, FactDeclaration], row: Mapping[str, Cell], facts: Iterable[str]
) -> dict[str, tuple[Statement, ...]]:
    """The statements that *row* makes about *facts*."""
    cells = ((fact, row.get(fact)) for fact in facts)
    return {
        fact: (Statement(fact=fact, value=stated(declarations[fact], cell)),)
        for fact, cell in cells
        if cell is not None
    }


def read_key(key: str, columns: Mapping[str, str]) -> dict[str, Cell]:
    """
    The cells that *key* holds.

    Args:
        key: Cells as texts, one after another.
        columns: Name → sort of each column, in the order of the key.
    """
    row: dict[str, Cell] = {}
    if not columns:
        return row
    for (name, sort), text in zip(columns.items(), key.split(BETWEEN), strict=True):
        if text != NOTHING_THERE:
            row[name] = text == "1" if sort == "bool" else int(text) if sort == "int" else text
    return row
