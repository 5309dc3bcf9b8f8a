"""What is asked of a program and what it answers, ``evalfw.process/1``; explained in docs/plugins/processes.md."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import attrs

from evalfw.evidence import EvidencePart, part_of, structure_part
from evalfw.extending.processes.running import ProcessError
from evalfw.foundation import (
    Document,
    EvidenceError,
    InputError,
    Origin,
    Problem,
    Text,
    as_decimal,
    parse_json,
    plain,
    structure,
    verbatim,
)
from evalfw.language import Amount

FORMAT = "evalfw.process/1"

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class ScoreReply:
    """
    What a program answers that scores a rule.

    Attributes:
        points: The points.
        because: Why, in words; may be empty.
        branch: Which case of the criterion held, from 1; left out if it has none.
    """

    points: Decimal
    because: str = ""
    branch: int | None = None


@attrs.frozen(kw_only=True)
class ProblemReply:
    """A mistake in a file, for the person who made it: what, and in which line (from 1)."""

    what: str
    line: int | None = None
    hint: str = ""


@attrs.frozen(kw_only=True)
class ProblemsReply:
    """What a collector answers whose file is not in order."""

    problems: tuple[ProblemReply, ...]


def collect_request(path: Path, shown: str) -> bytes:
    """Ask for what the file at *path* holds, which messages call *shown*."""
    return _encoded({"ask": "collect", "file": str(path.resolve()), "shown": shown})


def score_request(kind: str, facts: Mapping[str, Amount], weight: Fraction, parameters: Mapping[str, object]) -> bytes:
    """Ask for the points of *facts* under a rule of *kind*; numbers are texts of exact decimals, or ``n/d``."""
    asked = {name: _value(value) for name, value in facts.items()}
    return _encoded(
        {"ask": "score", "kind": kind, "weight": _number(weight), "facts": asked, "parameters": dict(parameters)}
    )


def read_part(answer: bytes, shown: str) -> EvidencePart:
    """
    The part of evidence in *answer*, read by the same rules as a JSON file of evidence.

    Raises:
        ProcessError: It is not of that form.
        EvidenceError: The program says that the file *shown* is not in order.
    """
    document = _document(answer)
    if "problems" in document.data:
        reply = _structured(document, ProblemsReply)
        raise EvidenceError(
            Problem(shown, each.line, "", verbatim(each.what), verbatim(each.hint) if each.hint else None)
            for each in reply.problems
        )
    try:
        part = part_of(document, structure_part(document))
    except EvidenceError as error:
        raise ProcessError(_not_in_order(error)) from None
    return attrs.evolve(
        part.with_each(origin=Origin(shown)),  # the answer itself is nothing that people can look at
        declarations=tuple((fact, Origin(shown)) for fact, _ in part.declarations),
        reconciliations=tuple((relation, Origin(shown)) for relation, _ in part.reconciliations),
    )


def read_score(answer: bytes) -> ScoreReply:
    """The points in *answer*. Raises ProcessError: it is not of that form."""
    reply = _structured(_document(answer), ScoreReply)
    if reply.branch is not None and reply.branch < 1:
        raise ProcessError(
            Text(f"branch 是 {reply.branch}，应当从 1 数起", f"branch is {reply.branch}: it is counted from 1")
        )
    return reply


def _structured(document: Document, kind: type[T]) -> T:
    try:
        return structure(document, kind, EvidenceError)
    except InputError as error:
        raise ProcessError(_not_in_order(error)) from None


def _document(answer: bytes) -> Document:
    """*answer* without its format, which is checked."""
    try:
        text = answer.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProcessError(Text("结果不是 UTF-8", "the answer is not UTF-8")) from None
    try:
        document = parse_json(text, "stdout", EvidenceError)
    except EvidenceError as error:
        raise ProcessError(_not_in_order(error)) from None
    if document.data.get("format") != FORMAT:
        raise ProcessError(Text(f'结果里没有 "format": "{FORMAT}"', f'the answer lacks "format": "{FORMAT}"'))
    data = {key: value for key, value in document.data.items() if key != "format"}
    return Document(document.shown, document.text, data, document.locate)


def _not_in_order(error: InputError) -> Text:
    first = error.problems[0]
    return Text(f"结果不合格式：{first.read('zh')}", f"the answer is not of the form: {first.read('en')}")


def _encoded(content: Mapping[str, object]) -> bytes:
    text = json.dumps({"format": FORMAT, **content}, ensure_ascii=False, sort_keys=True, default=_plain)
    return text.encode("utf-8") + b"\n"


def _plain(value: object) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)


def _number(value: Fraction) -> str:
    decimal = as_decimal(value)
    return str(value) if decimal is None else plain(decimal)


def _value(value: Amount) -> object:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, Fraction):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()
    return [dict(item) for item in value]
