"""Commands that plugins bring."""

from __future__ import annotations

from collections.abc import Sequence

from evalfw.foundation import nearest
from evalfw_cli.language import Language
from evalfw_cli.outputs import tell
from evalfw_cli.plugins import load_host


def call_plugin_command(name: str, arguments: Sequence[str], language: Language) -> int | None:
    """
    Run the command *name* of a plugin with *arguments*.

    Returns:
        Its exit code; None if no plugin brings such a command.

    Raises:
        PluginError: Several plugins bring it, or it failed.
    """
    host = load_host()
    if name in host.commands:
        return host.commands[name].call(arguments)
    hint = nearest(name, host.commands)
    if hint is not None:
        tell(hint.read(language))
    if host.commands.lost.zh:
        tell(host.commands.lost.read(language).lstrip("；; "))
    return None
