"""
From parsed data to frozen attrs classes, strictly.

cattrs chooses the hook for each type; the hooks here refuse what cattrs by default would quietly convert ("5" for a
number, 1 for a name), refuse unknown keys, and go on after a mistake, so that all of a file are told at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal, TypeVar, get_args, get_origin

import attrs
import cattrs

from evalfw.foundation.errors import nearest
from evalfw.foundation.exact import MAX_DIGITS
from evalfw.foundation.misfit import Misfit, MisfitError
from evalfw.foundation.reading.document import Document
from evalfw.foundation.reading.files import Raises
from evalfw.foundation.reading.toml import Unfit, unfit_number
from evalfw.foundation.text import Text, listing, verbatim

T = TypeVar("T")


def structure(document: Document, kind: type[T], raises: Raises, converter: cattrs.Converter | None = None) -> T:
    """
    The data of *document* as *kind*, an attrs class.

    Args:
        document: A parsed file.
        kind: The class, with types that the converter knows.
        raises: Makes the error from the problems found.
        converter: One with more hooks; the strict converter if None.

    Raises:
        InputError: Of the kind that *raises* makes, with every problem in order of line.
    """
    try:
        return (converter or strict_converter()).structure(document.data, kind)
    except MisfitError as error:
        problems = [document.problem(misfit.path, misfit.what, misfit.hint) for misfit in error.misfits]
        raise raises(sorted(problems, key=lambda problem: problem.line or 0)) from None


def wrong(what: Text, hint: Text | None = None) -> MisfitError:
    """The error of a hook that does not like its value."""
    return MisfitError([Misfit((), what, hint)])


def spelled(name: str) -> dict[str, str]:
    """Field metadata: the key is spelled *name* in files (for keys that Python reserves, such as ``from``)."""
    return {"key": name}


def set_later() -> dict[str, str]:
    """Field metadata: the field is no key of files; code sets it afterwards."""
    return {"key": ""}


def strict_converter() -> cattrs.Converter:
    """A converter with the strict hooks for text, bool, numbers, choices, lists, tables and attrs classes."""
    converter = cattrs.Converter(detailed_validation=False)
    converter.register_structure_hook(str, lambda value, _: _text(value))
    converter.register_structure_hook(bool, lambda value, _: _bool(value))
    converter.register_structure_hook(int, lambda value, _: _int(value))
    converter.register_structure_hook(Decimal, lambda value, _: number(value))
    converter.register_structure_hook_func(_is_literal, _choice)
    converter.register_structure_hook_factory(_is_tuple, lambda kind: _list_hook(converter, kind))
    converter.register_structure_hook_factory(_is_table, lambda kind: _table_hook(converter, kind))
    converter.register_structure_hook_factory(attrs.has, lambda kind: _class_hook(converter, kind))
    return converter


def found(value: object) -> Text:
    """*value* as it is quoted in a message: short, and by its sort where it is large."""
    if isinstance(value, bool):
        return verbatim("true" if value else "false")
    if isinstance(value, str):
        return verbatim(f"'{value}'" if len(value) <= 40 else f"'{value[:40]}…'")
    if isinstance(value, dict):
        return Text("一个表", "a table")
    if isinstance(value, list):
        return Text("一个数组", "a list")
    if isinstance(value, Unfit):
        return verbatim(value.written)
    if isinstance(value, int) and abs(value) >= 10**MAX_DIGITS:
        return Text("一个很长的整数", "a very long integer")
    return verbatim(str(value))


def expected(zh: str, en: str, value: object) -> MisfitError:
    """``expected <en>, got <value>``."""
    got = found(value)
    return wrong(Text(f"应当是{zh}，写的是 {got.zh}", f"expected {en}, got {got.en}"))


def number(value: object) -> Decimal:
    """*value* as a finite decimal of reasonable length. Raises MisfitError."""
    if isinstance(value, Unfit):
        raise wrong(unfit_number(value.why))
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise expected("数", "a number", value)
    if isinstance(value, int):
        if abs(value) >= 10**MAX_DIGITS:
            raise wrong(unfit_number("digits"))
        return Decimal(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise expected("文字（加引号）", "a text in quotes", value)
    return value


def _bool(value: object) -> bool:
    if not isinstance(value, bool):
        raise expected(" true 或 false", "true or false", value)
    return value


def _int(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 10**MAX_DIGITS:
        raise expected("整数", "a whole number", value)
    return value


def _is_literal(kind: Any) -> bool:
    return get_origin(kind) is Literal


def _choice(value: object, kind: Any) -> Any:
    choices = get_args(kind)
    if value not in choices or not isinstance(value, str):
        named, got = listing(verbatim(str(choice)) for choice in choices), found(value)
        hint = nearest(value, choices) if isinstance(value, str) else None
        what = Text(f"应当是 {named.zh} 之一，写的是 {got.zh}", f"expected one of {named.en}, got {got.en}")
        raise wrong(what, hint)
    return value


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[1:] == (...,)


def _is_table(kind: Any) -> bool:
    return get_origin(kind) in (dict, Mapping)


Hook = Callable[[Any, Any], Any]


def _list_hook(converter: cattrs.Converter, kind: Any) -> Hook:
    item_kind = get_args(kind)[0]

    def hook(value: object, _: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise expected("数组", "a list", value)
        item_hook = converter.get_structure_hook(item_kind)
        return tuple(_each(((i, item, item_hook, item_kind) for i, item in enumerate(value)), []).values())

    return hook


def _table_hook(converter: cattrs.Converter, kind: Any) -> Hook:
    item_kind = get_args(kind)[1]

    def hook(value: object, _: object) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise expected("表", "a table", value)
        item_hook = converter.get_structure_hook(item_kind)
        done = _each(((key, item, item_hook, item_kind) for key, item in value.items()), [])
        return MappingProxyType(done)  # rules and observers get it as it is

    return hook


def _class_hook(converter: cattrs.Converter, kind: Any) -> Hook:
    if any(isinstance(field.type, str) for field in attrs.fields(kind)):
        attrs.resolve_types(kind)
    fields = {field.metadata.get("key", field.name): field for field in attrs.fields(kind)}
    fields.pop("", None)
    hooks: dict[str, tuple[Hook, Any]] = {}

    def hook(value: object, _: object) -> Any:
        if not isinstance(value, dict):
            raise expected("表", "a table", value)
        misfits = [
            Misfit((key,), Text("没有这个键", "unknown key"), nearest(key, fields))
            for key in value
            if key not in fields
        ]
        misfits += [
            Misfit((), Text(f"缺少键 '{key}'", f"missing key '{key}'"))
            for key, field in fields.items()
            if field.default is attrs.NOTHING and key not in value
        ]
        for key, field in fields.items():
            if key in value and key not in hooks:  # a hook is looked up when it is first needed
                hooks[key] = (converter.get_structure_hook(field.type), field.type)
        structured = _each(((key, value[key], *hooks[key]) for key in fields if key in value), misfits)
        return kind(**{fields[key].alias or fields[key].name: item for key, item in structured.items()})

    return hook


def _each(members: Any, misfits: list[Misfit]) -> dict[Any, Any]:
    """Structure each member; raise once, with the misfits of all and those given."""
    done = {}
    for key, item, hook, kind in members:
        try:
            done[key] = hook(item, kind)
        except MisfitError as error:
            misfits += error.below(key)
    if misfits:
        raise MisfitError(misfits)
    return done
