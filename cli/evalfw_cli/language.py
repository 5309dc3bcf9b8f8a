"""In which language evalfw speaks: ``--lang``, then ``EVALFW_LANG``, then the locale; Chinese where none says."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Literal

Language = Literal["zh", "en"]


def choose_language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Language:
    """The language for *arguments*, which are looked through before they are parsed, so that --help speaks it too."""
    for number, argument in enumerate(arguments):
        if argument == "--lang" and number + 1 < len(arguments):
            return _named(arguments[number + 1])
        if argument.startswith("--lang="):
            return _named(argument.removeprefix("--lang="))
    if environment.get("EVALFW_LANG"):
        return _named(environment["EVALFW_LANG"])
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(variable):
            return _named(environment[variable])
    import locale  # only where the environment says nothing

    return _named(locale.setlocale(locale.LC_CTYPE))  # a query; getlocale would take C.UTF-8 for American English


def _named(name: str) -> Language:
    """``zh`` for Chinese and for names that say nothing (C, POSIX, C.UTF-8); ``en`` for any other language."""
    word = name.lower().partition(".")[0].partition("@")[0]
    return "zh" if word in ("", "c", "posix") or word.startswith(("zh", "chinese")) else "en"
