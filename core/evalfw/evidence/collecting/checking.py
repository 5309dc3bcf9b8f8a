"""What a collector gave, checked: the right classes, exact numbers, and each entry marked with who read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

import attrs

from evalfw.evidence.model import ENTRIES, EvidencePart, Source, StatedValue, Statement
from evalfw.evidence.provenance import Taken
from evalfw.foundation import MAX_DIGITS, NOTHING, Guard, Origin, PluginFaultError, Text, is_unicode, wrong_type
from evalfw.language import FactDeclaration
from evalfw.rubric import Reconciliation

TEXTS = (
    *("fact", "indicator", "document", "section", "quote", "note", "author", "reason", "approver", "text"),
    *("file", "supplied_by", "period"),
)
"""Fields of entries that hold texts."""


def checked_part(given: object, guard: Guard, collector: str) -> EvidencePart:
    """
    *given* as a part of evidence whose entries say who read them.

    Raises:
        PluginFaultError: It is something else, or holds what is no exact value.
    """
    if not isinstance(given, EvidencePart):
        raise _wrong(guard, collector, "", given, "EvidencePart")
    for name, kind in ENTRIES.items():
        entries: object = getattr(given, name)
        if not isinstance(entries, tuple):
            raise _wrong(guard, collector, name, entries, "tuple")
        for entry in entries:
            if not isinstance(entry, kind):
                raise _wrong(guard, collector, name, entry, kind.__name__)
            _check_entry(guard, collector, entry)
    for name, declared in (("declarations", FactDeclaration), ("reconciliations", Reconciliation)):
        for pair in getattr(given, name):
            if not (
                isinstance(pair, tuple)
                and len(pair) == 2
                and isinstance(pair[0], declared)
                and isinstance(pair[1], Origin)
            ):
                raise _wrong(guard, collector, name, pair, f"tuple[{declared.__name__}, Origin]")
    frozen = tuple(attrs.evolve(each, value=_frozen(each.value)) for each in given.statements)
    return attrs.evolve(given, statements=frozen).with_each(by=guard.author)


def _frozen(value: StatedValue | None) -> StatedValue | None:
    """*value*, whose items nobody can change any more."""
    return tuple(MappingProxyType(dict(item)) for item in value) if isinstance(value, tuple) else value


def _check_entry(guard: Guard, collector: str, entry: Source) -> None:
    """Texts are texts that can be written out; numbers are exact and of a length that somebody may mean."""
    of = str(getattr(entry, "fact", getattr(entry, "indicator", "")))
    for field in attrs.fields(type(entry)):
        value = getattr(entry, field.name)
        if field.name in TEXTS and not (isinstance(value, str) and is_unicode(value)):
            raise _wrong(guard, collector, f"{of}.{field.name}", value, "str")
        may_be_text = field.name in ("low", "high") and isinstance(value, str)
        if field.name in ("points", "low", "high") and not (value is None or may_be_text or _is_exact(value)):
            raise _wrong(guard, collector, f"{of}.{field.name}", value, "Decimal")
        if field.name in ("date", "valid_from", "until") and type(value) is not date:
            raise _wrong(guard, collector, f"{of}.{field.name}", value, "date")
        if field.name == "supplied_on" and not (value is None or type(value) is date):
            raise _wrong(guard, collector, f"{of}.{field.name}", value, "date | None")
        if field.name == "page" and not (value is None or type(value) is int):
            raise _wrong(guard, collector, f"{of}.{field.name}", value, "int | None")
        if field.name == "taken" and not (value is None or isinstance(value, Taken)):
            raise _wrong(guard, collector, f"{of}.{field.name}", value, "Taken | None")
    if isinstance(entry, Statement) and not _is_stated(entry.value):
        raise _wrong(guard, collector, of, entry.value, "bool | str | Decimal | date | tuple[dict[str, str], ...]")


def _is_stated(value: object) -> bool:
    if isinstance(value, tuple):
        return all(
            isinstance(item, Mapping)
            and all(isinstance(text, str) and is_unicode(text) for pair in item.items() for text in pair)
            for item in value
        )
    if isinstance(value, str):
        return is_unicode(value)
    return value is None or isinstance(value, bool) or type(value) is date or _is_exact(value)


def _is_exact(value: object) -> bool:
    return (
        isinstance(value, Decimal)
        and value.is_finite()
        and len(value.as_tuple().digits) <= MAX_DIGITS
        and abs(value.adjusted()) <= MAX_DIGITS
    )


def _wrong(guard: Guard, collector: str, of: str, given: object, wanted: str) -> PluginFaultError:
    """*given*, said of the fact or indicator *of* (empty: of none), is not what was *wanted*."""
    about = Text(f"{of}：", f"{of}: ") if of else NOTHING
    return guard.fault(f"collector {collector}", about + wrong_type(given, wanted).said)
