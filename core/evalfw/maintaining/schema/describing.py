"""What docstrings say: of a class its first paragraph, of each field its line under ``Attributes:``."""

from __future__ import annotations

import inspect
import re


def class_text(kind: type) -> str:
    """The first paragraph of the docstring of *kind*, on one line."""
    return " ".join((inspect.getdoc(kind) or "").partition("\n\n")[0].split())


def field_texts(kind: type) -> dict[str, str]:
    """What the docstrings of *kind* and of the classes it builds on say of its fields, by name."""
    found: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        found.update(_attributes(inspect.cleandoc(each.__doc__ or "")) if each is not object else {})
    return found


def _attributes(text: str) -> dict[str, str]:
    _, _, after = f"{text}\n".partition("Attributes:\n")
    found: dict[str, str] = {}
    names: list[str] = []
    for line in after.splitlines():
        entry = re.match(r"    ([a-z_][a-z0-9_]*(?:, [a-z_][a-z0-9_]*)*): (.*)", line)
        if entry is not None:
            names = entry.group(1).split(", ")
            found.update(dict.fromkeys(names, entry.group(2).strip()))
        elif line.startswith("     ") and names:
            for name in names:
                found[name] += f" {line.strip()}"
        elif line.strip():
            break
    return found
