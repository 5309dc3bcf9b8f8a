"""One rubric file as it is written, before extensions are resolved."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import cattrs

from evalfw.algebra import Interval
from evalfw.errors import RubricError, nearest
from evalfw.expressions import Expression, ExpressionError, parse
from evalfw.facts import FactDeclaration
from evalfw.model.rubric import Policy, Reconciliation
from evalfw.reading.structuring import MisfitError, expected, strict_converter, wrong
from evalfw.reading.document import Document
from evalfw.reading.toml import parse_toml, read_toml
from evalfw.rules.rule import Rule, RuleKind, at_column
from evalfw.text import Text, listing, verbatim

FORMAT = "evalfw.rubric/1"


@attrs.frozen(kw_only=True)
class IndicatorEntry:
    """An indicator as a file writes it: a new one, or what an extension changes of one it inherits."""

    id: str
    title: str | None = None
    description: str | None = None
    criterion: str | None = None
    weight: Decimal | None = None
    limits: tuple[Decimal, ...] | None = None
    extra: bool | None = None
    rule: Rule | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class GradeEntry(Interval):
    """A grade and the interval of totals it stands for."""

    label: str


@attrs.frozen(kw_only=True)
class RubricFile:
    """The keys of a rubric file. Keys that an extension does not give are inherited."""

    format: str
    id: str
    version: str
    extends: str | None = None
    aliases: tuple[str, ...] = ()
    title: str | None = None
    issuer: str | None = None
    period: str | None = None
    source: str | None = None
    full_mark: Decimal | None = None
    places: int | None = None
    note: str | None = None
    sample: str | None = None
    policy: Policy | None = None
    drop: tuple[str, ...] = ()
    fact: tuple[FactDeclaration, ...] = ()
    indicator: tuple[IndicatorEntry, ...] = ()
    reconciliation: tuple[Reconciliation, ...] = ()
    grade: tuple[GradeEntry, ...] | None = None


@attrs.frozen(kw_only=True)
class RubricHead:
    """The keys before the first table, which say what a rubric file is."""

    id: str
    version: str
    title: str
    issuer: str
    period: str
    extends: str
    aliases: tuple[str, ...]


def read_rubric_file(path: Path, shown: str, kinds: Mapping[str, RuleKind]) -> tuple[RubricFile, Document]:
    """
    The rubric file at *path*, with its document for later messages.

    Raises:
        RubricError: With every problem of the file's form.
    """
    document = read_toml(path, shown, RubricError)
    _expect_format(document)
    try:
        return rubric_converter(kinds).structure(document.data, RubricFile), document
    except MisfitError as error:
        problems = [document.problem(misfit.path, misfit.what, misfit.hint) for misfit in error.misfits]
        raise RubricError(sorted(problems, key=lambda problem: problem.line or 0)) from None


def read_rubric_head(path: Path, shown: str) -> RubricHead | None:
    """
    What the rubric file at *path* says of itself before its first table; None if it is no rubric file.

    Raises:
        RubricError: The file cannot be read, or its head is not in order.
    """
    from evalfw.reading.files import read_text

    text = read_text(path, shown, RubricError)
    cut = text.find("\n[")
    document = parse_toml(text[: cut + 1] if cut >= 0 else text, shown, RubricError)
    data = document.data
    if data.get("format") != FORMAT:
        return None
    aliases = data.get("aliases", [])
    return RubricHead(
        aliases=tuple(map(str, aliases)) if isinstance(aliases, list) else (),
        **{key: str(data.get(key, "")) for key in ("id", "version", "title", "issuer", "period", "extends")},
    )


def rubric_converter(kinds: Mapping[str, RuleKind]) -> cattrs.Converter:
    """The strict converter, with hooks for expressions and for rules by ``kind``."""
    converter = strict_converter()
    converter.register_structure_hook(Expression, lambda value, _: _expression(value))

    def rule(value: object, _: Any) -> Any:
        if not isinstance(value, dict):
            raise expected("表，如 { kind = \"bands\", … }", "a table such as { kind = \"bands\", … }", value)
        name = value.get("kind")
        if not isinstance(name, str) or name not in kinds:
            raise wrong(*_unknown_kind(name, kinds))
        parameters = {key: each for key, each in value.items() if key != "kind"}
        return converter.structure(parameters, kinds[name].rule)

    converter.register_structure_hook_func(lambda kind: kind is Rule, rule)
    return converter


def _unknown_kind(name: object, kinds: Mapping[str, RuleKind]) -> tuple[Text, Text]:
    named = listing(verbatim(kind) for kind in sorted(kinds))
    hint = (nearest(name, kinds) if isinstance(name, str) else None) or Text(f"可用的有 {named.zh}", f"known: {named.en}")
    if name is None:
        return Text("缺少键 'kind'", "missing key 'kind'"), hint
    if not isinstance(name, str):
        return Text("kind 应当是文字", "'kind' must be a text"), hint
    return Text(f"没有规则类型 '{name[:40]}'", f"no rule kind '{name[:40]}'"), hint


def _expression(value: object) -> Expression:
    if not isinstance(value, str):
        raise expected("表达式（加引号）", "an expression in quotes", value)
    try:
        return parse(value)
    except ExpressionError as error:
        raise wrong(*at_column(error)) from None


def _expect_format(document: Document) -> None:
    written = document.data.get("format")
    if written == FORMAT:
        return
    if written is None:
        what = Text("缺少键 'format'，这不是评分表文件", "missing key 'format': this is not a rubric file")
    else:
        what = Text(f"format 是 '{str(written)[:40]}'，不是评分表", f"format is '{str(written)[:40]}', not a rubric")
    raise RubricError([document.problem(("format",), what, verbatim(f'format = "{FORMAT}"'))])

