"""What a collector gave, checked: the right classes, exact numbers, and each entry marked with who read it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from evalfw.guarding import Guard, PluginFaultError, wrong_type
from evalfw.model.evidence import (
    Claim,
    EvidencePart,
    Exemption,
    Explanation,
    Override,
    Remark,
    Source,
    Statement,
)
from evalfw.text import NOTHING, Text

ENTRIES: dict[str, type[Source]] = {
    "statements": Statement,
    "claims": Claim,
    "overrides": Override,
    "exemptions": Exemption,
    "explanations": Explanation,
    "remarks": Remark,
}
"""What a part of evidence holds, by name of the field."""


def checked_part(given: object, guard: Guard, collector: str) -> EvidencePart:
    """
    *given* as a part of evidence whose entries say who read them.

    Raises:
        PluginFaultError: It is something else, or holds what is no exact value.
    """
    if not isinstance(given, EvidencePart):
        raise _wrong(guard, collector, "", given, "EvidencePart")
    for statement in given.statements:
        if isinstance(statement, Statement):
            _check_value(guard, collector, statement)
    pointed: tuple[Claim | Override, ...] = (*given.claims, *given.overrides)
    for each in pointed:
        if isinstance(each, Claim | Override) and not isinstance(each.points, Decimal):
            raise _wrong(guard, collector, each.indicator, each.points, "Decimal")

    for name, kind in ENTRIES.items():
        for entry in getattr(given, name):
            if not isinstance(entry, kind):
                raise _wrong(guard, collector, "", entry, kind.__name__)
    return given.with_each(by=guard.author)


def _check_value(guard: Guard, collector: str, statement: Statement) -> None:
    value: object = statement.value
    if isinstance(value, tuple):
        is_right = all(
            isinstance(item, dict) and all(isinstance(text, str) for pair in item.items() for text in pair)
            for item in value
        )
    else:
        is_right = value is None or isinstance(value, bool | str | Decimal | date)
    if not is_right:
        wanted = "bool, str, Decimal, date or tuple[dict[str, str], ...]"
        raise _wrong(guard, collector, statement.fact, value, wanted)
    for end in (statement.low, statement.high):
        if end is not None and not isinstance(end, Decimal):
            raise _wrong(guard, collector, statement.fact, end, "Decimal")


def _wrong(guard: Guard, collector: str, of: str, given: object, wanted: str) -> PluginFaultError:
    """*given*, said of the fact or indicator *of* (empty: of none), is not what was *wanted*."""
    about = Text(f"{of}：", f"{of}: ") if of else NOTHING
    return guard.fault(f"collector {collector}", about + wrong_type(given, wanted).said)
