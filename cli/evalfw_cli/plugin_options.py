"""
``--plugin``, ``--no-plugins`` and ``--locked``: options that every command takes, in any place.

They are taken out of the arguments before these are parsed, so that no command has to declare them, those of plugins included.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class PluginOptions(NamedTuple):
    """
    What the command line says about plugins.

    Attributes:
        files: Single files with plugins, and folders of rubrics.
        no_others: Whether only evalfw's own plugins are meant, and *files*.
        off: Names of plugins that are not loaded.
        locked: Whether everything has to be as ``evalfw.lock`` says.
    """

    files: tuple[str, ...] = ()
    no_others: bool = False
    off: tuple[str, ...] = ()
    locked: bool = False


class MissingValueError(Exception):
    """``--plugin`` is not followed by a file."""


def take_plugin_options(arguments: Sequence[str]) -> tuple[list[str], PluginOptions]:
    """
    *arguments* without the options about plugins, and these. After ``--`` nothing is an option.

    Raises:
        MissingValueError: ``--plugin`` lacks its file.
    """
    rest: list[str] = []
    options = PluginOptions()
    given = iter(arguments)
    for argument in given:
        name, equals, value = argument.partition("=")
        if argument == "--":
            rest += [argument, *given]
        elif name == "--plugin":
            file = value if equals else next(given, "")
            if not file or file.startswith("-"):
                raise MissingValueError
            options = options._replace(files=(*options.files, file))
        elif argument == "--no-plugins":
            options = options._replace(no_others=True)
        elif name == "--no-plugins":
            named = tuple(each.strip() for each in value.split(",") if each.strip())
            options = options._replace(off=(*options.off, *named))
        elif argument == "--locked":
            options = options._replace(locked=True)
        else:
            rest.append(argument)
    return rest, options
