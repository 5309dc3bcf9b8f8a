"""
Edit TOML files that people wrote. Only the lines concerned are touched: comments, order and layout of everything else stay.

Every edit is checked: the file parsed again has exactly the data that were meant.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from evalfw.reading.locating import lines_of
from evalfw.writing import toml_string, toml_value

Entry = tuple[str, int]
"""Key of an array of tables, and number of the entry, from 0."""

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
    """
    meant = {**parsed(text), **{key: value for key, value in values.items() if value is not None}}
    meant = {key: value for key, value in meant.items() if values.get(key, "") is not None}
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    new = []
    for key, value in values.items():
        here = lines_of("".join(lines)).get((key,))
        if here is None:
            new += [] if value is None else [f"{key} = {toml_string(value)}{ending}"]
            continue
        end = _end_of_value(lines, here - 1)
        comment = _comment_behind("".join(lines[here - 1 : end])) if value is not None else ""
        lines[here - 1 : end] = [] if value is None else [f"{key} = {toml_string(value)}{comment}{ending}"]
    at = lines_of("".join(lines))[(after,)]
    lines[at:at] = new
    return _checked("".join(lines), meant)


def _checked(text: str, meant: Mapping[str, Any]) -> str:
    assert parsed(text) == meant, "an edit changed something else"
    return text


def _end_of_value(lines: list[str], start: int) -> int:
    """Index behind the last line of the key that begins at line *start* (from 0)."""
    for end in range(start + 1, len(lines) + 1):
        try:
            tomllib.loads("".join(lines[start:end]))
        except tomllib.TOMLDecodeError:
            continue
        return end
    raise AssertionError("a valid document has an end to every value")


def _comment_behind(line: str) -> str:
    """The comment at the end of a key with a value on one line, with the white space before it."""
    for found in re.finditer(r"\s*#", line):
        rest = line[: found.start()]
        try:
            tomllib.loads(rest)
        except tomllib.TOMLDecodeError:
            continue
        return line[found.start() :].rstrip("\r\n")
    return ""


def with_text(text: str, path: tuple[str | int, ...], old: str, new: str) -> str:
    """*text* with the text *old* at *path*, which stands on one line, replaced by *new*."""
    lines = text.splitlines(keepends=True)
    at = lines_of(text)[path] - 1
    for quoted in (toml_string(old), f"'{old}'"):
        if quoted in lines[at]:
            lines[at] = lines[at].replace(quoted, toml_string(new), 1)
            return "".join(lines)
    raise AssertionError("a text stands in quotes")


def with_list(text: str, path: tuple[str | int, ...], new: list[str]) -> str:
    """*text* with the list at *path* replaced by *new*."""
    lines = text.splitlines(keepends=True)
    start = lines_of(text)[path] - 1
    ending = "\r\n" if lines[start].endswith("\r\n") else "\n"
    lines[start : _end_of_value(lines, start)] = [f"{path[-1]} = {toml_value(new)}{ending}"]
    return "".join(lines)


def without_entries(text: str, entries: Collection[Entry]) -> tuple[str, str]:
    """*text* without some entries of its arrays of tables, and those entries, each with the comments right above it."""
    lines = text.splitlines(keepends=True)
    headers = _headers(text, lines)
    starts = sorted(headers)
    gone: set[int] = set()
    for entry in entries:
        own = [line for line in starts if headers[line][: len(entry)] == entry]
        first = _with_comments(lines, own[0])
        later = next((line for line in starts if line > own[-1]), None)
        last = len(lines) if later is None else _with_comments(lines, later)
        gone.update(range(first, last))
    kept = "".join(line for number, line in enumerate(lines) if number not in gone)
    aside = "".join(line for number, line in enumerate(lines) if number in gone)
    return kept, aside


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
    return any(path[:1] == (key,) for path in _headers(text, text.splitlines()).values())


def with_inline_entries(text: str, key: str, entries: list[Any]) -> str:
    """*text* with the inline array *key* written anew, one entry a line."""
    lines = text.splitlines(keepends=True)
    start = lines_of(text)[(key,)] - 1
    listed = "".join(f"  {toml_value(entry)},\n" for entry in entries)
    lines[start : _end_of_value(lines, start)] = [f"{key} = [\n{listed}]\n"] if entries else []
    return "".join(lines)
