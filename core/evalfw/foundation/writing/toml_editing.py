"""
Edit TOML files that people wrote. Only the lines concerned are touched: comments, order and layout of everything else stay.

Every edit is checked: the file parsed again has exactly the data that were meant; otherwise ``CannotEditError`` says so, and the
file is left to a person.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from evalfw.foundation.reading.locating import lines_of
from evalfw.foundation.writing import toml_string, toml_value

Entry = tuple[str, int]
"""Key of an array of tables, and number of the entry, from 0."""


class CannotEditError(Exception):
    """A file is written in a form that this does not edit; nothing is changed then."""


_HEADER = re.compile(r"\[\[?[^\[\]]+\]\]?\s*(?:#.*)?")


def parsed(text: str) -> dict[str, Any]:
    """The data of *text*, numbers exact."""
    return tomllib.loads(text, parse_float=Decimal)


def edited_head(text: str, values: Mapping[str, str | None], after: str) -> str:
    """
    *text* with keys of its head set; None removes a key.

    Args:
        text: A valid TOML document.
        values: New values by key; one that is not there yet gets a line of its own behind the key *after*.
        after: A key of the head that is there.

    Raises:
        CannotEditError: The file is written in a form that this does not edit.
    """
    meant = {**parsed(text), **{key: value for key, value in values.items() if value is not None}}
    meant = {key: value for key, value in meant.items() if values.get(key, "") is not None}
    ending = _ending(text)
    lines = _lines(text)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += ending
    new = []
    for key, value in values.items():
        here = lines_of("".join(lines)).get((key,))
        if here is None:
            new += [] if value is None else [f"{key} = {toml_string(value)}{ending}"]
        else:
            _set(lines, here - 1, (key,), None if value is None else toml_string(value))
    at = lines_of("".join(lines))[(after,)]
    lines[at:at] = new
    return _checked("".join(lines), meant)


def _lines(text: str) -> list[str]:
    """*text* in lines with their ends. Only a line feed ends one: TOML allows other separators inside texts and comments."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _ending(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _checked(text: str, meant: Mapping[str, Any]) -> str:
    try:
        found = parsed(text)
    except tomllib.TOMLDecodeError:
        raise CannotEditError from None
    if found != meant:
        raise CannotEditError
    return text


def _set(lines: list[str], start: int, path: tuple[str | int, ...], value: str | None) -> None:
    """Give the key that begins at line *start* the value that is written *value*; None takes the key away."""
    end = _end_of_value(lines, start, path)
    if value is None:
        lines[start:end] = []
        return
    first = lines[start]
    key = re.match(r"\s*[^=]+?\s*=", first)
    if key is None or "[" in key.group():
        raise CannotEditError
    comment = _comment_behind("".join(lines[start:end]))
    lines[start:end] = [f"{key.group()} {value}{comment}{_ending(first)}"]


def _end_of_value(lines: list[str], start: int, path: tuple[str | int, ...]) -> int:
    """Index behind the last line of the key at *path*, which begins at line *start* (from 0)."""
    later = [
        line - 1 for other, line in lines_of("".join(lines)).items() if line - 1 > start and other[: len(path)] != path
    ]
    end = min(later, default=len(lines))
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _comment_behind(value: str) -> str:
    """The comment behind a key with a value, on its last line, with the white space before it."""
    for found in re.finditer(r"[ \t]*#[^\n]*\r?\n?$", value):
        try:
            tomllib.loads(value[: found.start()])
        except tomllib.TOMLDecodeError:
            continue
        return found.group().rstrip("\r\n")
    return ""


def with_value(text: str, path: tuple[str | int, ...], value: object) -> str:
    """
    *text* with *value* at *path*, a key of an entry of an array of tables.

    Raises:
        CannotEditError: The file is written in a form that this does not edit.
    """
    sort, number, key = path
    meant = parsed(text)
    meant[str(sort)][number][key] = value
    lines = _lines(text)
    _set(lines, lines_of(text)[path] - 1, path, toml_value(value))
    return _checked("".join(lines), meant)


def without_entries(text: str, entries: Collection[Entry]) -> tuple[str, str]:
    """
    *text* without some entries of its arrays of tables, and those entries, each with the comments right above it.

    Raises:
        CannotEditError: The file is written in a form that this does not edit.
    """
    if not entries:
        return text, ""
    meant = parsed(text)
    for sort in {sort for sort, _ in entries}:
        meant[sort] = [each for number, each in enumerate(meant[sort]) if (sort, number) not in entries]
    meant = {key: value for key, value in meant.items() if value != []}
    lines = _lines(text)
    headers = _headers(text, lines)
    starts = sorted(headers)
    gone: set[int] = set()
    for line, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        if any(headers[line][:2] == entry for entry in entries):
            last = following if following == len(lines) else _with_comments(lines, following)
            gone.update(range(_with_comments(lines, line), last))
    kept = "".join(line for number, line in enumerate(lines) if number not in gone)
    aside = "".join(line for number, line in enumerate(lines) if number in gone)
    return _checked(kept, meant), aside


def _headers(text: str, lines: list[str]) -> dict[int, tuple[str | int, ...]]:
    """Table headers: index of the line → path of the table."""
    found: dict[int, tuple[str | int, ...]] = {}
    for path, line in lines_of(text).items():
        if _HEADER.fullmatch(lines[line - 1].strip()) and (line - 1 not in found or len(path) > len(found[line - 1])):
            found[line - 1] = path
    return found


def _with_comments(lines: list[str], at: int) -> int:
    """Index of the first of the comment lines right above line *at*."""
    while at > 0 and lines[at - 1].lstrip().startswith("#"):
        at -= 1
    return at


def is_listed_by_headers(text: str, key: str) -> bool:
    """Whether the entries of *key* are written as ``[[key]]`` and not as one inline array."""
    return any(path[:1] == (key,) for path in _headers(text, _lines(text)).values())


def with_inline_entries(text: str, key: str, entries: list[Any]) -> str:
    """
    *text* with the inline array *key* written anew, one entry a line; comments inside it are not kept.

    Raises:
        CannotEditError: The file is written in a form that this does not edit.
    """
    meant = {name: entries if name == key else value for name, value in parsed(text).items() if name != key or entries}
    ending = _ending(text)
    listed = "".join(f"  {toml_value(entry)},{ending}" for entry in entries)
    lines = _lines(text)
    _set(lines, lines_of(text)[(key,)] - 1, (key,), f"[{ending}{listed}]" if entries else None)
    return _checked("".join(lines), meant)
