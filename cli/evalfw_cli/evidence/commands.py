"""``evalfw evidence …``: the commands for those who gather evidence and those who review it."""

# No postponed annotations here: typer reads them, and they name the help texts of the chosen language.

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperCommand

from evalfw_cli.language import Language


def add_evidence_commands(group: typer.Typer, language: Language, command_class: type[TyperCommand]) -> None:
    """Add every command to *group*, with help in *language*."""

    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    lang = typer.Option("--lang", metavar="zh|en", help=say("界面语言", "language"))
    folder = typer.Argument(
        metavar=say("[证据]", "[EVIDENCE]"),
        help=say("证据文件夹；不给则用 evalfw.toml 或 evidence/", "evidence folder; else evalfw.toml or evidence/"),
    )
    rubric = typer.Option(
        "--rubric", "-r", metavar="R", help=say("评分表：编号、别名或文件", "rubric: id, alias or path")
    )

    @group.command(
        "collect",
        help=say("从 evidence.toml 写明的来源取事实。", "Take facts from the sources that evidence.toml names."),
        cls=command_class,
    )
    def _collect(
        evidence: Annotated[Path | None, folder] = None,
        only: Annotated[
            list[str] | None,
            typer.Option("--only", metavar="ID", help=say("只采集这个来源，可重复", "this source alone; repeatable")),
        ] = None,
        rubric: Annotated[str | None, rubric] = None,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.evidence.collecting import collect_sources

        return collect_sources(evidence, rubric, only or [], language)
