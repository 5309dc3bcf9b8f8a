"""Edit TOML files that people wrote: what is not touched, comments and layout included, stays as it is."""

from __future__ import annotations

from collections.abc import Mapping

from evalfw.reading.locating import lines_of
from evalfw.writing import toml_string


def edited_head(text: str, values: Mapping[str, str | None], after: str) -> str:
    """
    *text* with keys of its head set; None removes a key.

    Args:
        text: A valid TOML document.
        values: New values by key; one that is not there yet gets a line of its own behind the key *after*.
        after: A key that is there, its value on one line.
    """
    import tomlkit

    document = tomlkit.parse(text)
    new = {}
    for key, value in values.items():
        if value is None:
            document.pop(key, None)
        elif key in document:
            document[key] = value
        else:
            new[key] = value
    edited = tomlkit.dumps(document)
    lines = edited.splitlines(keepends=True)
    at = lines_of(edited)[(after,)]
    ending = "\r\n" if lines[at - 1].endswith("\r\n") else "\n"
    lines[at:at] = [f"{key} = {toml_string(value)}{ending}" for key, value in new.items()]
    return "".join(lines)
