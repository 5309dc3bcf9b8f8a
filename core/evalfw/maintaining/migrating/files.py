"""
Evidence files with ids changed, and what is no longer asked taken out of them.

In TOML only the lines concerned are touched (an inline array is written anew); JSON is indented anew, CSV quoted anew where it has to be.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from evalfw.foundation import (
    CannotEditError,
    is_listed_by_headers,
    parsed,
    toml_key,
    toml_value,
    with_inline_entries,
    with_value,
    without_entries,
)
from evalfw.maintaining.migrating.plan import Item, Plan

SORTS = ("fact", "claim", "override", "exemption", "explanation", "remark")
_IDS = {"fact": "id"}


class Rewritten(NamedTuple):
    """
    Attributes:
        text: The file as it goes on.
        aside: A file with what is no longer asked; None if nothing is.
    """

    text: str
    aside: str | None


class Ids(NamedTuple):
    """New ids by old ones, of facts and of indicators; None for those that are no longer asked."""

    facts: Mapping[str, str | None]
    nodes: Mapping[str, str | None]

    @classmethod
    def of(cls, plan: Plan) -> Ids:
        """The ids of *plan*."""
        return cls({id: plan.facts.get(id) for id in plan.old.facts}, {id: plan.nodes.get(id) for id in plan.old.by_id})


Rewrite = Callable[[str, Mapping[tuple[str, int], Item], Ids], Rewritten]
"""From the text of a file, its entries by sort and number, and new ids."""


def rewriter(name: str) -> Rewrite | None:
    """What rewrites files called *name*; None if nothing does."""
    return {".toml": _toml, ".json": _json, ".csv": _csv}.get(PurePosixPath(name).suffix.lower())


def _toml(text: str, items: Mapping[tuple[str, int], Item], ids: Ids) -> Rewritten:
    aside = ""
    for sort in SORTS:
        own = {number: item for (key, number), item in items.items() if key == sort}
        if not own:
            continue
        if not is_listed_by_headers(text, sort):
            text, put_aside = _inline(text, sort, own, ids)
            aside += put_aside
            continue
        for number, item in own.items():
            text = _renamed(text, sort, number, item, ids)
        text, put_aside = without_entries(
            text, [(sort, number) for number, item in own.items() if item.status == "retired"]
        )
        aside += put_aside
    return Rewritten(text, aside or None)


def _renamed(text: str, sort: str, number: int, item: Item, ids: Ids) -> str:
    if item.status == "retired":
        return text
    if sort != "remark":
        key = _IDS.get(sort, "indicator")
        return with_value(text, (sort, number, key), item.new_id) if item.id != item.new_id else text
    entry = parsed(text)[sort][number]
    named = [new for id in entry.get("indicators", ()) if (new := ids.nodes.get(id)) is not None]
    if named == list(entry.get("indicators", ())):
        return text
    return with_value(text, (sort, number, "indicators"), named)


def _inline(text: str, sort: str, own: Mapping[int, Item], ids: Ids) -> tuple[str, str]:
    """Entries of one inline array; it is written anew."""
    kept, gone = [], []
    for number, entry in enumerate(parsed(text)[sort]):
        item = own.get(number)
        if item is not None and item.status == "retired":
            gone.append(entry)
            continue
        if item is not None:
            _rename(entry, item, ids)
        kept.append(entry)
    aside = "".join(
        f"[[{sort}]]\n" + "".join(f"{toml_key(key)} = {toml_value(value)}\n" for key, value in entry.items())
        for entry in gone
    )
    return with_inline_entries(text, sort, kept), aside


def _rename(entry: Any, item: Item, ids: Ids) -> None:
    if item.sort == "remark":
        named = [new for id in entry.get("indicators", ()) if (new := ids.nodes.get(id)) is not None]
        if list(entry.get("indicators", ())) != named:
            entry["indicators"] = named
        return
    key = _IDS.get(item.sort, "indicator")
    if entry[key] != item.new_id:
        entry[key] = item.new_id


def _json(text: str, items: Mapping[tuple[str, int], Item], ids: Ids) -> Rewritten:
    if not any(item.status == "retired" or item.new_id != item.id or item.sort == "remark" for item in items.values()):
        return Rewritten(text, None)
    if "\0" in text or "\\u0000" in text:
        raise CannotEditError  # it could be taken for the mark
    data = json.loads(text, parse_float=lambda written: f"{_AS_WRITTEN}{written}")
    aside: dict[str, list[Any]] = {}
    for sort in SORTS:
        kept = []
        for number, entry in enumerate(data.get(sort, ())):
            item = items.get((sort, number))
            if item is not None and item.status == "retired":
                aside.setdefault(sort, []).append(entry)
                continue
            if item is not None:
                _rename(entry, item, ids)
            kept.append(entry)
        if sort in data:
            data[sort] = kept
    return Rewritten(_json_text(data), _json_text(aside) if aside else None)


_AS_WRITTEN = "\0number:"
"""Marks numbers while the file is changed, so that they are written again digit by digit."""


def _json_text(data: object) -> str:
    told = json.dumps(data, ensure_ascii=False, indent=2)
    return re.sub(r'"\\u0000number:([^"]*)"', r"\1", told) + "\n"


def _csv(text: str, items: Mapping[tuple[str, int], Item], ids: Ids) -> Rewritten:
    """Rows are known by their ids, so that those still to be filled in go along."""
    ending = "\r\n" if "\r\n" in text else "\n"
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    header = next(reader, [])
    column = next((at for at, name in enumerate(header) if name.strip() in _ID_COLUMNS), None)
    if column is None:
        return Rewritten(text, None)
    known = ids.facts if header[column].strip() in _FACT_COLUMNS else ids.nodes
    kept, aside, changed = [header], [], False
    for cells in reader:
        id = cells[column].strip() if len(cells) > column else ""
        new = known.get(id, id)
        changed = changed or new != id
        if new is None:
            aside.append(cells)
            continue
        if new != id:
            cells[column] = new
        kept.append(cells)
    if not changed:
        return Rewritten(text, None)
    return Rewritten(_csv_text(kept, ending), _csv_text([header, *aside], ending) if aside else None)


_FACT_COLUMNS = frozenset({"fact", "事实编号"})
_ID_COLUMNS = _FACT_COLUMNS | {"indicator", "指标编号"}


def _csv_text(rows: list[list[str]], ending: str) -> str:
    stream = StringIO()
    csv.writer(stream, lineterminator=ending).writerows(rows)
    return stream.getvalue()
