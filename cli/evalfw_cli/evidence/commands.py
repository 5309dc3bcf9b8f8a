"""``evalfw evidence …``: the commands for those who gather evidence and those who review it."""

# No postponed annotations here: typer reads them, and they name the help texts of the chosen language.

import typer
from typer.core import TyperCommand

from evalfw_cli.language import Language


def add_evidence_commands(group: typer.Typer, language: Language, command_class: type[TyperCommand]) -> None:
    """Add every command to *group*, with help in *language*."""
