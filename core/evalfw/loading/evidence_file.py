"""One evidence file as it is written: TOML or JSON, the whole or a part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, Literal, TypeVar

import attrs
import cattrs

from evalfw.errors import EvidenceError, Problem
from evalfw.facts import FactDeclaration
from evalfw.loading.rubric_file import rubric_converter
from evalfw.model.evidence import (
    Claim,
    EvidencePart,
    Exemption,
    Override,
    Remark,
    Source,
    StatedValue,
    Statement,
)
from evalfw.model.rubric import Reconciliation
from evalfw.reading.document import Document, Origin
from evalfw.reading.structuring import MisfitError, expected, number
from evalfw.text import Text

FORMAT = "evalfw.evidence/1"

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Sourced:
    """The keys by which every entry says where it comes from."""

    document: str | None = None
    section: str = ""
    quote: str = ""


@attrs.frozen(kw_only=True)
class FactEntry(Sourced):
    """A fact as written: a value, or the ends of a range."""

    id: str
    value: StatedValue | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    note: str = ""


@attrs.frozen(kw_only=True)
class ClaimEntry(Sourced):
    """A self-score."""

    indicator: str
    points: Decimal


@attrs.frozen(kw_only=True)
class OverrideEntry(Sourced):
    """Points set by a person; author, reason and date are required."""

    indicator: str
    points: Decimal
    author: str
    reason: str
    date: date


@attrs.frozen(kw_only=True)
class ExemptionEntry(Sourced):
    """An indicator that does not count; reason, approver and both dates are required."""

    indicator: str
    kind: Literal["not_applicable", "waived"]
    reason: str
    approver: str
    valid_from: date = attrs.field(metadata={"key": "from"})
    until: date


@attrs.frozen(kw_only=True)
class RemarkEntry(Sourced):
    """Something a reader should know."""

    text: str
    indicators: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class PartFile:
    """The keys that any evidence file may have."""

    document: str = ""
    fact: tuple[FactEntry, ...] = ()
    claim: tuple[ClaimEntry, ...] = ()
    override: tuple[OverrideEntry, ...] = ()
    exemption: tuple[ExemptionEntry, ...] = ()
    remark: tuple[RemarkEntry, ...] = ()
    declare: tuple[FactDeclaration, ...] = ()
    reconciliation: tuple[Reconciliation, ...] = ()


@attrs.frozen(kw_only=True)
class SubjectEntry:
    """The organisation under review."""

    id: str
    name: str


@attrs.frozen(kw_only=True)
class PeriodEntry:
    """The time evaluated."""

    first: date
    last: date


@attrs.frozen(kw_only=True)
class EvidenceFile(PartFile):
    """The keys of ``evidence.toml``."""

    format: str
    rubric: str
    subject: SubjectEntry
    period: PeriodEntry | None = None
    as_of: date | None = None


def structure_evidence(document: Document) -> EvidenceFile:
    """
    The main evidence file in *document*.

    Raises:
        EvidenceError: With every problem of its form.
    """
    written = document.data.get("format")
    if written != FORMAT:
        what = Text(f"这不是证据文件：format 应当是 \"{FORMAT}\"", f"not an evidence file: format is not \"{FORMAT}\"")
        raise EvidenceError([document.problem(("format",), what)])
    return _structure(document, EvidenceFile)


def structure_part(document: Document) -> PartFile:
    """
    The part of evidence in *document*.

    Raises:
        EvidenceError: With every problem of its form.
    """
    return _structure(document, PartFile)


def part_of(document: Document, file: PartFile, collector: str) -> EvidencePart:
    """
    *file* as a part of evidence, each entry with its place in *document*.

    Args:
        document: What *file* was read from.
        file: The entries.
        collector: Id of the collector that reads it.

    Raises:
        EvidenceError: A fact has neither a value nor a range, or both.
    """
    problems = [each for number, fact in enumerate(file.fact) for each in _value_problems(document, number, fact)]
    if problems:
        raise EvidenceError(problems)

    def origin(key: str, number: int) -> Origin:
        return Origin(document.shown, None, document, (key, number))

    def sourced(kind: Callable[..., T], key: str, entries: Iterable[Sourced]) -> tuple[T, ...]:
        made = []
        for number, entry in enumerate(entries):
            own = {field.name: getattr(entry, field.name) for field in attrs.fields(type(entry))}
            named = own.pop("document")
            source = Source(
                document=file.document if named is None else named,
                section=own.pop("section"),
                quote=own.pop("quote"),
                origin=origin(key, number),
            )
            made.append(kind(source=source, **own))
        return tuple(made)

    return EvidencePart(
        statements=sourced(partial(_statement, collector), "fact", file.fact),
        claims=sourced(Claim, "claim", file.claim),
        overrides=sourced(Override, "override", file.override),
        exemptions=sourced(Exemption, "exemption", file.exemption),
        remarks=sourced(Remark, "remark", file.remark),
        declarations=tuple((entry, origin("declare", number)) for number, entry in enumerate(file.declare)),
        reconciliations=tuple(
            (entry, origin("reconciliation", number)) for number, entry in enumerate(file.reconciliation)
        ),
    )


def _statement(
    collector: str,
    source: Source,
    id: str,
    value: StatedValue | None,
    low: Decimal | None,
    high: Decimal | None,
    note: str,
) -> Statement:
    return Statement(fact=id, value=value, low=low, high=high, source=source, collector=collector, note=note)


def _value_problems(document: Document, number: int, entry: FactEntry) -> list[Problem]:
    ranged = entry.low is not None or entry.high is not None
    if (entry.value is None) == ranged:
        return []
    if entry.value is None:
        what = Text("没有 value（也没有 low、high）", "no 'value' (nor 'low' and 'high')")
    else:
        what = Text("value 不能与 low、high 并用", "'value' excludes 'low' and 'high'")
    return [document.problem(("fact", number), what)]


def _structure(document: Document, kind: type[Any]) -> Any:
    try:
        return _converter().structure(document.data, kind)
    except MisfitError as error:
        problems = [document.problem(misfit.path, misfit.what, misfit.hint) for misfit in error.misfits]
        raise EvidenceError(sorted(problems, key=lambda problem: problem.line or 0)) from None


def _converter() -> cattrs.Converter:
    converter = rubric_converter({})
    converter.register_structure_hook(date, lambda value, _: _date(value))
    converter.register_structure_hook_func(lambda kind: kind == StatedValue | None, _stated)
    return converter


def _date(value: object) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise expected("日期，如 2022-03-31", "a date such as 2022-03-31", value) from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise expected("日期，如 2022-03-31", "a date such as 2022-03-31", value)
    return value


def _stated(value: object, _: object) -> StatedValue:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, list):
        return tuple(_item(item) for item in value)
    return number(value)


def _item(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise expected("条目（表）", "an item (a table)", value)
    for text in value.values():
        if not isinstance(text, str):
            raise expected("文字（加引号）", "a text in quotes", text)
    return dict(value)
