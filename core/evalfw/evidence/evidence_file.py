"""One evidence file as it is written: TOML or JSON, the whole or a part."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import TypeVar

import attrs
import cattrs

from evalfw.evidence.model import (
    Claim,
    EvidencePart,
    Exemption,
    Explanation,
    Override,
    Period,
    Remark,
    Source,
    StatedEnd,
    StatedValue,
    Statement,
    Subject,
)
from evalfw.foundation import Document, EvidenceError, Origin, Problem, Text, expected, number, plain, structure
from evalfw.language import FactDeclaration
from evalfw.rubric import NO_WORDS, Change, Collect, Division, Option, Reconciliation, ReviewSettings, rubric_converter

EVIDENCE_FORMAT = "evalfw.evidence/1"

Entry = TypeVar("Entry", bound=Source)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class PartFile:
    """The keys that any evidence file may have. ``document`` is meant by entries that name none."""

    document: str = ""
    fact: tuple[Statement, ...] = ()
    claim: tuple[Claim, ...] = ()
    override: tuple[Override, ...] = ()
    exemption: tuple[Exemption, ...] = ()
    explanation: tuple[Explanation, ...] = ()
    remark: tuple[Remark, ...] = ()
    declare: tuple[FactDeclaration, ...] = ()
    reconciliation: tuple[Reconciliation, ...] = ()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class EvidenceFile(PartFile):
    """
    The keys of ``evidence.toml``, whose ``document`` is the main document of all evidence.

    Attributes:
        rubric: Id of the rubric it was gathered for.
        rubric_version: Its version then; empty if not said.
        rubric_sha256: Hash of its content then; empty if not said.
        subject: The organisation under review.
        period: The time evaluated.
        as_of: The day on which exemptions and overrides are judged.
        previous: Folder with the evidence of the year before, as seen from this one; its figures are compared.
        jump: Largest relative change from it that needs no explanation: 0.3 is 30 %.
        division: Who supplies what.
        collect: Where facts are taken from.
        change: Changes that have to be explained if they are large.
        review: Who reviews the points, and how their ratings become one score.
    """

    format: str
    rubric: str
    rubric_version: str = ""
    rubric_sha256: str = ""
    subject: Subject
    period: Period | None = None
    as_of: date | None = None
    previous: str = ""
    jump: Decimal = Decimal("0.3")
    division: tuple[Division, ...] = ()
    collect: tuple[Collect, ...] = ()
    change: tuple[Change, ...] = ()
    review: ReviewSettings | None = None


def structure_evidence(document: Document) -> EvidenceFile:
    """
    The main evidence file in *document*.

    Raises:
        EvidenceError: With every problem of its form.
    """
    written = document.data.get("format")
    if written != EVIDENCE_FORMAT:
        what = Text(
            f'这不是证据文件：format 应当是 "{EVIDENCE_FORMAT}"',
            f'not an evidence file: format is not "{EVIDENCE_FORMAT}"',
        )
        raise EvidenceError([document.problem(("format",), what)])
    return structure(document, EvidenceFile, EvidenceError, evidence_converter())


def structure_part(document: Document) -> PartFile:
    """
    The part of evidence in *document*.

    Raises:
        EvidenceError: With every problem of its form.
    """
    return structure(document, PartFile, EvidenceError, evidence_converter())


def part_of(document: Document, file: PartFile) -> EvidencePart:
    """
    *file* as a part of evidence, each entry with its place in *document*.

    Args:
        document: What *file* was read from.
        file: The entries.

    Raises:
        EvidenceError: A fact has neither a value nor a range, or both.
    """
    problems = [each for number, fact in enumerate(file.fact) for each in _value_problems(document, number, fact)]
    if problems:
        raise EvidenceError(problems)

    def origin(key: str, number: int) -> Origin:
        return Origin(document.shown, None, document, (key, number))

    def placed(key: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        return tuple(
            attrs.evolve(entry, document=entry.document or file.document, origin=origin(key, number))
            for number, entry in enumerate(entries)
        )

    return EvidencePart(
        statements=placed("fact", file.fact),
        claims=placed("claim", file.claim),
        overrides=placed("override", file.override),
        exemptions=placed("exemption", file.exemption),
        explanations=placed("explanation", file.explanation),
        remarks=placed("remark", file.remark),
        declarations=tuple((entry, origin("declare", number)) for number, entry in enumerate(file.declare)),
        reconciliations=tuple(
            (entry, origin("reconciliation", number)) for number, entry in enumerate(file.reconciliation)
        ),
    )


def _value_problems(document: Document, number: int, entry: Statement) -> list[Problem]:
    ranged = entry.low is not None or entry.high is not None
    if (entry.value is None) == ranged:
        return []
    if entry.value is None:
        what = Text("没有 value（也没有 low、high）", "no 'value' (nor 'low' and 'high')")
    else:
        what = Text("value 不能与 low、high 并用", "'value' excludes 'low' and 'high'")
    return [document.problem(("fact", number), what)]


@cache
def evidence_converter() -> cattrs.Converter:
    """The strict converter, with hooks for expressions, dates and stated values."""
    converter = rubric_converter(NO_WORDS)
    converter.register_structure_hook_func(lambda kind: kind in (StatedValue, StatedValue | None), _stated)
    converter.register_structure_hook_func(lambda kind: kind == StatedEnd | None, _stated_end)
    converter.register_structure_hook_func(lambda kind: kind == Option, _option)
    return converter


def _stated(value: object, _: object) -> StatedValue:
    if isinstance(value, bool | str) or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, list):
        return tuple(_item(item) for item in value)
    return number(value)


def _stated_end(value: object, _: object) -> StatedEnd:
    if isinstance(value, str) or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    return number(value)


def _option(value: object, _: object) -> Option:
    """A value of an option of a source: like a stated value, or a list of texts, or a table."""
    if isinstance(value, bool | str) or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    if isinstance(value, Mapping):
        return MappingProxyType({key: each if isinstance(each, str) else number(each) for key, each in value.items()})
    return number(value)


def _item(value: object) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        raise expected("条目（表）", "an item (a table)", value)
    return MappingProxyType({key: _field(each) for key, each in value.items()})


def _field(value: object) -> str:
    """The value of a field: a text, or a number, whose digits are kept until the declaration tells what it means."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise expected("文字或数", "a text or a number", value)
    return plain(number(value))
