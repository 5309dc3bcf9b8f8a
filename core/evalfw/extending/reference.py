"""
The reference of the plugin interface, made of the docstrings of hooks and descriptors.

    python -m evalfw.extending.reference docs/plugins/reference.md
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import FunctionType, ModuleType

from evalfw.evidence import (
    Adjudication,
    Collector,
    EvidencePart,
    Page,
    Row,
    SourceKind,
    SourceRequest,
    SourceRows,
    Statement,
    Taken,
    TextReader,
)
from evalfw.extending.command import Command
from evalfw.extending.hookspecs import SPECIFICATIONS
from evalfw.extending.interface import INTERFACE, written
from evalfw.extending.processes.entry import ProcessEntry
from evalfw.foundation import Cell, Misfit, Origin, Problem, Table, TableReader, Text
from evalfw.language import (
    Aggregator,
    AggregatorKind,
    Algebra,
    Award,
    FactDeclaration,
    FactView,
    Function,
    OpaqueRule,
    Rule,
    RuleKind,
)
from evalfw.reporting import Renderer, RenderOptions
from evalfw.rubric import Indicator, Lint, LintCheck, Rubric, RubricFolder
from evalfw.scoring import FactUse, Finding, IndicatorResult, Report, Total

DESCRIPTORS: tuple[type, ...] = (
    RubricFolder,
    RuleKind,
    AggregatorKind,
    Function,
    Collector,
    SourceKind,
    TextReader,
    TableReader,
    Renderer,
    LintCheck,
    Command,
)
CLASSES: tuple[type, ...] = (Rule, OpaqueRule, Aggregator)
TOOLS: tuple[type, ...] = (Algebra, FactView)
SET_BY_HOST = ("guard", "by", "brought_by")
OTHERS: tuple[type, ...] = (
    Award,
    EvidencePart,
    Statement,
    Adjudication,
    RenderOptions,
    Lint,
    Origin,
    Taken,
    SourceRequest,
    SourceRows,
    Row,
    Page,
    Table,
    Cell,
    ProcessEntry,
    Problem,
    Misfit,
    Text,
)
READ: tuple[type, ...] = (Report, Total, IndicatorResult, FactUse, Finding, Rubric, Indicator, FactDeclaration)
"""What renderers, lints and observers read."""
_SECTION = re.compile(r"(Args|Returns|Failure|Raises|Attributes):")


def reference() -> str:
    """The whole page, in Markdown."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_lines())).strip() + "\n"


def _lines() -> Iterator[str]:
    yield "# Reference of the plugin interface"
    yield ""
    yield f"Interface {written(INTERFACE)}. Made of the docstrings by `python -m evalfw.extending.reference`; a test keeps it current."
    for module in SPECIFICATIONS:
        yield from _specification(module)
    yield ""
    yield "## Descriptors"
    yield ""
    yield "What registering hooks return. Everything on this page can be imported from `evalfw`."
    for kind in DESCRIPTORS:
        yield from _class(kind)
    for title, kinds, members in (
        ("Classes to extend", CLASSES, _methods),
        ("What rules work with", TOOLS, _methods),
        ("What renderers, lints and observers read", READ, _properties),
        ("Other data", OTHERS, None),
    ):
        yield ""
        yield f"## {title}"
        for kind in kinds:
            yield from _class(kind)
            yield from members(kind) if members is not None else ()


def _specification(module: ModuleType) -> Iterator[str]:
    head, _, rest = (module.__doc__ or "").strip().partition(":")
    yield ""
    yield f"## {head}"
    yield ""
    yield rest.strip()[:1].upper() + rest.strip()[1:]
    for name, function in vars(module).items():
        if name.startswith("evalfw_") and isinstance(function, FunctionType):
            signature = ", ".join(inspect.signature(function).parameters)
            yield ""
            yield f"### `{name}({signature})`"
            yield ""
            yield from _docstring(function.__doc__ or "")


def _class(kind: type) -> Iterator[str]:
    yield ""
    yield f"### `{kind.__name__}`"
    yield ""
    yield from _docstring(kind.__doc__ or "")
    fields = list(_fields(kind))
    if fields:
        yield "```python"
        yield f"{kind.__name__}("
        yield from (f"    {field}," for field in fields)
        yield ")"
        yield "```"
        yield ""


def _fields(kind: type) -> Iterator[str]:
    """What the class is made of, in the order of its constructor: ``name: type``, and what it is if not given."""
    for name, parameter in inspect.signature(kind).parameters.items():
        if (
            kind in CLASSES
            or kind in TOOLS
            or parameter.kind is parameter.VAR_POSITIONAL
            or (kind in DESCRIPTORS and name in SET_BY_HOST)
        ):
            continue
        annotation = getattr(parameter.annotation, "__forward_arg__", parameter.annotation)
        written = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
        default = "" if parameter.default is parameter.empty else f" = {_default(parameter.default)}"
        yield f"{name}: {re.sub(r'[a-z_]+[.]', '', written)}{default}"


def _default(value: object) -> str:
    return repr(value) if isinstance(value, str | int | bool | tuple | None) else "…"


def _methods(kind: type) -> Iterator[str]:
    for name, function in vars(kind).items():
        if isinstance(function, FunctionType) and not name.startswith("_") and function.__doc__:
            signature = ", ".join(inspect.signature(function).parameters)
            needed = " (required)" if getattr(function, "__isabstractmethod__", False) else ""
            yield ""
            yield f"**`{name}({signature})`**{needed}"
            yield ""
            yield from _docstring(function.__doc__)


def _properties(kind: type) -> Iterator[str]:
    """Properties and methods besides the fields, one line each."""
    for name, member in vars(kind).items():
        if isinstance(member, property | cached_property):
            said = inspect.getdoc(member) or ""
            yield f"- `.{name}`: {_code(said.splitlines()[0]) if said else ''}"
        elif isinstance(member, FunctionType) and not name.startswith("_") and member.__doc__:
            signature = ", ".join(list(inspect.signature(member).parameters)[1:])
            yield f"- `.{name}({signature})`: {_code(inspect.cleandoc(member.__doc__).splitlines()[0])}"


def _docstring(text: str) -> Iterator[str]:
    """*text* as Markdown: its sections as lists."""
    section, paragraph = "", ""
    for line in [*inspect.cleandoc(text).splitlines(), ""]:
        found = _SECTION.fullmatch(line)
        if found is not None:
            section = found.group(1)
            yield f"*{section}*"
            yield ""
            continue
        entry = re.match(r"    (\w+(?:, \w+)*): (.*)", line)
        if section in ("Args", "Attributes", "Raises") and entry is not None:
            if paragraph:
                yield paragraph
            paragraph = f"- `{entry.group(1)}`: {_code(entry.group(2))}"
        elif line.strip():
            paragraph = f"{paragraph} {_code(line.strip())}".strip()
        elif paragraph:
            yield paragraph
            yield ""
            paragraph = ""


def _code(text: str) -> str:
    return text.replace("``", "`")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(reference(), encoding="utf-8", newline="\n")
