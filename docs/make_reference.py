"""
The reference of what ``evalfw`` and ``evalfw.authoring`` offer, made of docstrings and annotations.

    python docs/make_reference.py docs/plugins/reference.md
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import FunctionType, ModuleType

import evalfw
from evalfw.extending.hookspecs import SPECIFICATIONS
from evalfw.extending.interface import INTERFACE, written

FACES = (
    ("evalfw", "What one needs to score from Python and to write a plugin."),
    ("evalfw.authoring", "What rule kinds, aggregators and functions of expressions are made with."),
)
BESIDE = {
    "evalfw.evidence": ("Row", "Taken", "Source"),
    "evalfw.extending": ("score_facts", "rubric_at", "trial_reports", "broken_contract", "ProcessEntry"),
    "evalfw.foundation": ("Origin",),
    "evalfw.population": ("CompiledRubric",),
    "evalfw.scoring": ("FactUse", "Total"),
}
"""What is met with on the way, and lies in the faces of wings."""

SET_BY_HOST = ("guard", "by", "brought_by")
_SECTION = re.compile(r"(Args|Returns|Failure|Raises|Attributes):")


def reference() -> str:
    """The whole page, in Markdown."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_lines())).strip() + "\n"


def names_of(face: str) -> list[str]:
    """The names that *face* offers, without the modules that are reached through it."""
    module = import_module(face)
    return [name for name in dir(module) if not isinstance(getattr(module, name), ModuleType) and name[0] != "_"]


def _lines() -> Iterator[str]:
    yield "# Reference"
    yield ""
    yield f"Interface {written(INTERFACE)}. Made of docstrings and annotations by `python docs/make_reference.py`; a test keeps it current."
    for module in SPECIFICATIONS:
        yield from _specification(module)
    for face, purpose in FACES:
        yield ""
        yield f"## `{face}`"
        yield ""
        yield purpose
        for name in names_of(face):
            yield from _entry(face, name)
    yield ""
    yield "## Beside these"
    yield ""
    yield "Met with on the way; in the faces of wings, which may change with a line in the changelog."
    for face, names in BESIDE.items():
        for name in names:
            yield from _entry(face, name)


def _specification(module: ModuleType) -> Iterator[str]:
    head, _, rest = (module.__doc__ or "").strip().partition(":")
    yield ""
    yield f"## {head}"
    yield ""
    yield rest.strip()[:1].upper() + rest.strip()[1:]
    for name, function in vars(module).items():
        if name.startswith("evalfw_") and isinstance(function, FunctionType):
            yield ""
            yield f"### `{name}({', '.join(inspect.signature(function).parameters)})`"
            yield ""
            yield f"`{_signature(function)}`"
            yield ""
            yield from _docstring(function.__doc__ or "")


def _entry(face: str, name: str) -> Iterator[str]:
    what = getattr(import_module(face), name)
    yield ""
    if isinstance(what, type):
        yield f"### `{name}`"
        yield ""
        yield from _class(name, what)
    elif isinstance(what, FunctionType):
        yield f"### `{name}{_signature(what)}`"
        yield ""
        yield from _docstring(what.__doc__ or "")
    else:
        yield f"### `{name}`"
        yield ""
        yield f"From `{face}`. {_said_of_constant(name)}"


def _class(name: str, kind: type) -> Iterator[str]:
    yield from _docstring(kind.__doc__ or "")
    fields = list(_fields(kind))
    if fields:
        yield "```python"
        yield f"{name}("
        yield from (f"    {field}," for field in fields)
        yield ")"
        yield "```"
        yield ""
    for base in reversed([each for each in kind.__mro__ if each.__module__.startswith("evalfw")]):
        yield from _members(base)


def _fields(kind: type) -> Iterator[str]:
    """What the class is made of, in the order of its constructor: ``name: type``, and what it is if not given."""
    if inspect.isabstract(kind) or getattr(kind, "_is_protocol", False):
        return
    for name, parameter in inspect.signature(kind).parameters.items():
        if parameter.kind is parameter.VAR_POSITIONAL or name in SET_BY_HOST:
            continue
        default = "" if parameter.default is parameter.empty else f" = {_default(parameter.default)}"
        yield f"{name}: {_annotation(parameter.annotation)}{default}"


def _members(kind: type) -> Iterator[str]:
    """Properties and methods, with their types."""
    for name, member in vars(kind).items():
        if name.startswith("_"):
            continue
        if isinstance(member, property | cached_property):
            getter = member.fget if isinstance(member, property) else member.func
            given = _annotation(inspect.signature(getter).return_annotation) if getter is not None else ""
            yield f"- `.{name}: {given}`: {_code((inspect.getdoc(member) or '').partition(chr(10))[0])}"
            yield ""
        function = member.__func__ if isinstance(member, staticmethod | classmethod) else member
        if isinstance(function, FunctionType) and function.__doc__:
            needed = " (required)" if getattr(function, "__isabstractmethod__", False) else ""
            yield ""
            yield f"**`{name}{_signature(function)}`**{needed}"
            yield ""
            yield from _docstring(function.__doc__)


def _signature(function: FunctionType) -> str:
    signature = inspect.signature(function)
    given = []
    for name, parameter in signature.parameters.items():
        star = (
            "*"
            if parameter.kind is parameter.VAR_POSITIONAL
            else "**"
            if parameter.kind is parameter.VAR_KEYWORD
            else ""
        )
        typed = "" if parameter.annotation is parameter.empty else f": {_annotation(parameter.annotation)}"
        default = "" if parameter.default is parameter.empty else f" = {_default(parameter.default)}"
        given += ["*"] if parameter.kind is parameter.KEYWORD_ONLY and "*" not in given else []
        given.append(f"{star}{name}{typed}{default}")
    returned = (
        "" if signature.return_annotation is signature.empty else f" -> {_annotation(signature.return_annotation)}"
    )
    return f"({', '.join(each for each in given if each not in ('self', 'cls'))}){returned}"


def _annotation(annotation: object) -> str:
    annotation = getattr(annotation, "__forward_arg__", annotation)
    said = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return re.sub(r"\b[a-z_]+[.](?=[a-zA-Z])", "", said)


def _default(value: object) -> str:
    return repr(value) if isinstance(value, str | int | bool | tuple | None) else "…"


def _said_of_constant(name: str) -> str:
    """The text below the assignment of *name*, wherever in the core that is."""
    for path in sorted((Path(evalfw.__file__).parent).rglob("*.py")):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        for each, following in pairwise(body):
            targets = (
                each.targets
                if isinstance(each, ast.Assign)
                else [each.target]
                if isinstance(each, ast.AnnAssign)
                else []
            )
            named = {target.id for target in targets if isinstance(target, ast.Name)}
            if name in named and isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
                return " ".join(_code(str(following.value.value)).split())
    raise LookupError(f"nothing is said of {name}")


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
