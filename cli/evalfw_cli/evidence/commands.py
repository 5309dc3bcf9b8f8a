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

    evidence_option = typer.Option(
        "--evidence",
        "-e",
        metavar="DIR",
        help=say("证据文件夹；不给则用 evalfw.toml 或 evidence/", "evidence folder; else evalfw.toml or evidence/"),
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
        from evalfw_cli.evidence.gathering import template

        return template(evidence, rubric, by, output, force, language)

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
        evidence: Annotated[Path | None, evidence_option] = None,
        rubric: Annotated[str | None, rubric] = None,
        replace: Annotated[
            bool,
            typer.Option(
                "--replace", help=say("同一处室以后交的为准", "what a division sends later replaces the earlier")
            ),
        ] = False,
        take: Annotated[
            str,
            typer.Option(
                "--take",
                metavar="one|newest",
                help=say(
                    "一个处室有几个工作簿时：都不导入，或用最后保存的",
                    "of several of one division: none, or the last saved",
                ),
            ),
        ] = "one",
        by: Annotated[str | None, by_option] = None,
        digest: Annotated[str, digest_option] = "sha256",
        quiet: Annotated[bool, typer.Option("--quiet", "-q", help=say("不显示进度", "no progress bar"))] = False,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.evidence.importing import import_sheets
        from evalfw_cli.evidence.opened import algorithm_of

        return import_sheets(files, evidence, rubric, replace, by, algorithm_of(digest), take, quiet, language)

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
        from evalfw_cli.evidence.gathering import collect

        return collect(evidence, rubric, only or [], language)

    format_option = typer.Option("--format", "-f", metavar="text|json", help=say("输出格式", "output format"))

    @group.command(
        "check",
        help=say(
            "核对：勾稽、期间、佐证、正文里的数与事实是否一致。",
            "Check relations, periods, citations, and the figures of the written report.",
        ),
        cls=command_class,
    )
    def _check(
        evidence: Annotated[Path | None, folder] = None,
        narrative: Annotated[
            list[Path] | None,
            typer.Option(
                "--narrative",
                "-n",
                metavar="FILE",
                help=say("核对这份报告（.md .txt .docx .pdf），可重复", "examine this report; repeatable"),
            ),
        ] = None,
        rubric: Annotated[str | None, rubric] = None,
        format: Annotated[str, format_option] = "text",
        strict: Annotated[
            bool, typer.Option("--strict", help=say("有需要注意的就以退出码 1 结束", "exit 1 if anything is found"))
        ] = False,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.evidence.checking import check

        return check(evidence, rubric, narrative or [], format, strict, language)

    @group.command(
        "status",
        help=say("收到多少、还缺什么、值几分，先收哪几项。", "What is there, what is missing, and what it is worth."),
        cls=command_class,
    )
    def _status(
        evidence: Annotated[Path | None, folder] = None,
        rubric: Annotated[str | None, rubric] = None,
        indicators: Annotated[
            bool, typer.Option("--indicators", help=say("逐项列出指标", "list every indicator"))
        ] = False,
        format: Annotated[str, format_option] = "text",
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.evidence.status import show_status

        return show_status(evidence, rubric, format, indicators, language)

    @group.command(
        "attach",
        help=say("存入佐证材料，按内容的哈希只存一份。", "Store documents, each once under its hash."),
        cls=command_class,
    )
    def _attach(
        files: Annotated[list[Path], typer.Argument(metavar="FILE…")],
        evidence: Annotated[Path | None, evidence_option] = None,
        rubric: Annotated[str | None, rubric] = None,
        by: Annotated[str, typer.Option("--by", metavar="NAME", help=say("谁提供的", "who supplies them"))] = "",
        note: Annotated[str, typer.Option("--note", metavar="TEXT", help=say("备注", "a note"))] = "",
        digest: Annotated[str, digest_option] = "sha256",
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.evidence.gathering import attach_files
        from evalfw_cli.evidence.opened import algorithm_of

        return attach_files(files, evidence, rubric, by, note, algorithm_of(digest))

    @group.command(
        "review",
        help=say("复核：评审人交齐后比较各人的分数，合成复核分。", "Compare the raters' points once all are in."),
        cls=command_class,
    )
    def _review(
        evidence: Annotated[Path | None, folder] = None,
        rubric: Annotated[str | None, rubric] = None,
        settle: Annotated[
            bool,
            typer.Option("--settle", help=say("把合成的复核分写入 facts/review.toml", "write the review scores down")),
        ] = False,
        start: Annotated[
            str | None,
            typer.Option(
                "--start",
                metavar="RATER",
                help=say("给这个评审人写一个待填的评分文件", "write the file that this rater fills in"),
            ),
        ] = None,
        by: Annotated[str | None, by_option] = None,
        format: Annotated[str, format_option] = "text",
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.evidence.reviewing import review

        return review(evidence, rubric, settle, start, by, format, language)

    @group.command(
        "history",
        help=say("留痕：谁在什么时候改了哪一项分数。", "Who set which points when."),
        cls=command_class,
    )
    def _history(
        evidence: Annotated[Path | None, folder] = None,
        rubric: Annotated[str | None, rubric] = None,
        indicator: Annotated[
            str | None, typer.Option("--indicator", metavar="ID", help=say("只看这个指标", "this indicator alone"))
        ] = None,
        record: Annotated[
            bool, typer.Option("--record", help=say("把手工改动记入留痕", "record what was changed by hand"))
        ] = False,
        by: Annotated[str | None, by_option] = None,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.evidence.history import show_history

        return show_history(evidence, rubric, indicator, record, by, language)

    @group.command(
        "verify",
        help=say("验证：留痕前后相接、与现状一致，附件未被改动。", "Verify the history and the attachments."),
        cls=command_class,
    )
    def _verify(
        evidence: Annotated[Path | None, folder] = None,
        rubric: Annotated[str | None, rubric] = None,
        head: Annotated[
            str | None,
            typer.Option("--head", metavar="HASH", help=say("报告印出的末条哈希", "the hash that a report printed")),
        ] = None,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.evidence.history import verify

        return verify(evidence, rubric, head, language)
