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

    by_option = typer.Option("--by", metavar="NAME", help=say("谁做的，记入留痕", "who does it, for the history"))
    digest_option = typer.Option("--digest", metavar="sha256|sm3", help=say("附件用哪种哈希", "hash of attachments"))

    @group.command(
        "template",
        help=say("给各处室生成填报工作簿（.xlsx）。", "Write workbooks (.xlsx) for the divisions to fill in."),
        cls=command_class,
    )
    def _template(
        evidence: Annotated[Path | None, folder] = None,
        rubric: Annotated[str | None, rubric] = None,
        by: Annotated[
            str | None,
            typer.Option("--by", metavar="division", help=say("每个处室一个工作簿", "one workbook for each division")),
        ] = None,
        output: Annotated[
            Path, typer.Option("--output", "-o", metavar="DIR", help=say("写到这个文件夹", "folder to write to"))
        ] = Path(),
        force: Annotated[
            bool, typer.Option("--force", help=say("覆盖已有的工作簿", "write over workbooks that are there"))
        ] = False,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.evidence.templates import write_templates

        return write_templates(evidence, rubric, by, output, force, language)

    @group.command(
        "import",
        help=say("导入处室填好的工作簿；工作簿只读不改。", "Import workbooks that divisions have filled in."),
        cls=command_class,
    )
    def _import(
        files: Annotated[
            list[Path],
            typer.Argument(metavar="FILE…", help=say("工作簿，或放工作簿的文件夹", "workbooks, or folders of them")),
        ],
        evidence: Annotated[
            Path | None,
            typer.Option(
                "--evidence",
                "-e",
                metavar="DIR",
                help=say(
                    "证据文件夹；不给则用 evalfw.toml 或 evidence/", "evidence folder; else evalfw.toml or evidence/"
                ),
            ),
        ] = None,
        rubric: Annotated[str | None, rubric] = None,
        replace: Annotated[
            bool,
            typer.Option(
                "--replace", help=say("同一处室以后交的为准", "what a division sends later replaces the earlier")
            ),
        ] = False,
        by: Annotated[str | None, by_option] = None,
        digest: Annotated[str, digest_option] = "sha256",
        quiet: Annotated[bool, typer.Option("--quiet", "-q", help=say("不显示进度", "no progress bar"))] = False,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.evidence.importing import import_workbooks
        from evalfw_cli.evidence.opened import algorithm_of

        return import_workbooks(files, evidence, rubric, replace, by, algorithm_of(digest), quiet, language)

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
