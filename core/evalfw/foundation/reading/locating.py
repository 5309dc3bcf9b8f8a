"""
Key path → line of a TOML text.

``tomllib`` keeps no positions. Only when a problem has to be reported is the text scanned again, for the lines of its
keys. The text is known to be valid TOML by then, so the scanner may be simple.
"""

from __future__ import annotations

import re
from contextlib import suppress

from evalfw.foundation.misfit import KeyPath

_SPACE = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_STRINGS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL),
    re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:[^"\\]|\\.)*"'),
    re.compile(r"'[^']*'"),
)


def lines_of(text: str) -> dict[KeyPath, int]:
    """Line (from 1) of every key, table header and array item of *text*, which must be valid TOML."""
    scanner = _Scanner(text)
    with suppress(
        RecursionError, IndexError
    ):  # what was found so far still serves: messages name the nearest place above
        scanner.document()
    return scanner.lines


def first_deeper_than(text: str, most: int) -> int:
    """Line on which brackets of *text* nest deeper than *most*; the last line if none do."""
    depth, at = 0, 0
    while at < len(text):
        if text[at] in "\"'":
            found = next((match for form in _STRINGS if (match := form.match(text, at))), None)
            at = found.end() if found else at + 1
            continue
        depth += (text[at] in "[{") - (text[at] in "]}")
        if depth > most:
            break
        at += 1
    return text.count("\n", 0, at) + 1


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.at = 0
        self.line = 1
        self.counted_to = 0
        self.lines: dict[KeyPath, int] = {}
        self.arrays: dict[KeyPath, int] = {}

    def document(self) -> None:
        table: KeyPath = ()
        self.skip()
        while self.at < len(self.text):
            if self.text.startswith("[[", self.at):
                self.at += 2
                table = self.array_item(self.key())
                self.at = self.text.index("]]", self.at) + 2
            elif self.text[self.at] == "[":
                self.at += 1
                table = self.through_arrays(self.key())
                self.mark(table)
                self.at = self.text.index("]", self.at) + 1
            else:
                self.pair(table)
            self.skip()

    def mark(self, path: KeyPath) -> None:
        self.line += self.text.count("\n", self.counted_to, self.at)
        self.counted_to = self.at
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], self.line)

    def skip(self) -> None:
        found = _SPACE.match(self.text, self.at)
        assert found is not None  # the pattern matches the empty text
        self.at = found.end()

    def key(self) -> tuple[str, ...]:
        parts = []
        while True:
            self.skip()
            bare = _BARE_KEY.match(self.text, self.at)
            if bare:
                parts.append(bare.group())
                self.at = bare.end()
            else:
                parts.append(self.quoted())
            self.skip()
            if self.text[self.at] != ".":
                return tuple(parts)
            self.at += 1

    def quoted(self) -> str:
        start = self.at
        self.string()
        quoted = self.text[start : self.at]
        if quoted.startswith("'"):
            return quoted[1:-1]
        import tomllib

        return str(tomllib.loads(f"k = {quoted}")["k"])

    def string(self) -> None:
        for form in _STRINGS:
            found = form.match(self.text, self.at)
            if found:
                self.at = found.end()
                return
        raise IndexError(self.at)

    def through_arrays(self, parts: KeyPath) -> KeyPath:
        """*parts* with the index of the newest item put in wherever an array of tables is passed."""
        path: KeyPath = ()
        for part in parts:
            path = (*path, part)
            if path in self.arrays:
                path = (*path, self.arrays[path])
        return path

    def array_item(self, parts: KeyPath) -> KeyPath:
        array = (*self.through_arrays(parts[:-1]), parts[-1])
        self.arrays[array] = self.arrays.get(array, -1) + 1
        item = (*array, self.arrays[array])
        self.mark(item)
        return item

    def pair(self, table: KeyPath) -> None:
        before = self.at
        parts = self.key()
        after, self.at = self.at, before
        path = (*table, *parts)
        self.mark(path)
        self.at = after + 1  # the equals sign
        self.value(path)

    def value(self, path: KeyPath) -> None:
        self.skip()
        opening = self.text[self.at]
        if opening in "\"'":
            self.string()
        elif opening == "[":
            self.items(path)
        elif opening == "{":
            self.at += 1
            self.skip()
            while self.text[self.at] != "}":
                self.pair(path)
                self.separator()
            self.at += 1
        else:
            found = _SCALAR.match(self.text, self.at)
            assert found is not None  # the pattern matches the empty text
            self.at = found.end()

    def items(self, path: KeyPath) -> None:
        self.at += 1
        self.skip()
        index = 0
        while self.text[self.at] != "]":
            item = (*path, index)
            self.mark(item)
            self.value(item)
            self.separator()
            index += 1
        self.at += 1

    def separator(self) -> None:
        self.skip()
        if self.text[self.at] == ",":
            self.at += 1
            self.skip()
