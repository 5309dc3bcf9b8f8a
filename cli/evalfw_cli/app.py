"""The commands and their options. What a command needs is imported inside it, so that --help stays fast."""

# No postponed annotations here: typer reads them, and they name the help texts of the chosen language.

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperCommand, TyperGroup

from evalfw_cli.help_pages import ChineseCommand, ChineseGroup
from evalfw_cli.language import Language
from evalfw_cli.reports.commands import MakingOptions, add_report_commands, making_of

GROUPS = ("evidence", "rubric", "plugin")


MAIN_JOB = ("run",)


def build_app(language: Language, named: Sequence[str] = GROUPS) -> typer.Typer:
    """
    The command line in *language*.

    Groups of commands that are not *named* are left empty, and the main job needs no commands beside it: that saves their making.
    """
    chinese = language == "zh"

    def say(zh: str, en: str) -> str:
        return zh if chinese else en

    command_class = ChineseCommand if chinese else TyperCommand

    def group(help: str) -> typer.Typer:
        return typer.Typer(
            help=help,
            cls=ChineseGroup if chinese else TyperGroup,
            no_args_is_help=True,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
            add_completion=False,
        )

    app = group(say("按评分表给单位的预算绩效计分。", "Score an organisation against a versioned rubric."))
    evidence_group = group(say("收集、核对、留痕：证据文件夹。", "Gather, check and record: the evidence folder."))
    rubrics = group(say("编制、查看、比较、测试评分表。", "Make, look at, compare and test rubrics."))
    plugins = group(say("查看、检验、新建插件。", "Look at, check and start plugins."))

    lang = typer.Option("--lang", metavar="zh|en", help=say("界面语言", "language"), parser=_language)
    overlay = typer.Option(
        "--overlay", metavar="FILE", help=say("叠加在评分表上的文件，可重复", "file laid over the rubric; repeatable")
    )
    options = MakingOptions(say)

    @app.callback()
    def _app(
        version: Annotated[
            bool, typer.Option("--version", is_eager=True, callback=_version, help=say("显示版本", "show the version"))
        ] = False,
        plugin: Annotated[
            list[str] | None,
            typer.Option(
                "--plugin",
                metavar="FILE",
                help=say(
                    "另加一个插件：.py 文件，或放评分表的文件夹；可重复；可写在任何位置",
                    "one more plugin: a .py file or a folder of rubrics; repeatable; in any place",
                ),
            ),
        ] = None,
        no_plugins: Annotated[
            str | None,
            typer.Option(
                "--no-plugins",
                metavar="[=ID,…]",
                help=say("不用别人的插件，或不用写明的几个", "none of others' plugins, or none of these"),
            ),
        ] = None,
        locked: Annotated[
            bool,
            typer.Option(
                "--locked",
                help=say("与 evalfw.lock 有任何不同就不计分", "refuse any difference from evalfw.lock"),
            ),
        ] = False,
    ) -> None:
        """The options about plugins are taken out before anything is parsed (see plugin_options); here they have their help."""

    @app.command("run", help=say("计分，并输出报告。", "Score evidence and write the report."), cls=command_class)
    def _run(
        evidence: Annotated[
            Path | None,
            typer.Argument(
                metavar=say("[证据]", "[EVIDENCE]"),
                help=say(
                    "证据文件夹；不给则用 evalfw.toml 或 evidence/", "evidence folder; else evalfw.toml or evidence/"
                ),
            ),
        ] = None,
        rubric: Annotated[
            str | None,
            typer.Option(
                "--rubric", "-r", metavar="R", help=say("评分表：编号、别名或文件", "rubric: id, alias or path")
            ),
        ] = None,
        overlay: Annotated[list[str] | None, overlay] = None,
        format: Annotated[list[str] | None, options.format] = None,
        output: Annotated[str, options.output] = "-",
        force: Annotated[bool, options.force] = False,
        audience: Annotated[str, options.audience] = "internal",
        template: Annotated[Path | None, options.template] = None,
        pdf_via: Annotated[str, options.pdf_via] = "typst",
        fail_under: Annotated[
            str | None,
            typer.Option(
                "--fail-under",
                metavar="N",
                help=say("保底分低于 N 时退出码为 1", "exit 1 if the sure points are below N"),
            ),
        ] = None,
        as_of: Annotated[
            str | None,
            typer.Option(
                "--as-of", metavar="DATE", help=say("按哪一天判断豁免和认定", "day by which exemptions are judged")
            ),
        ] = None,
        strict: Annotated[
            bool, typer.Option("--strict", help=say("有未定项时退出码为 4", "exit 4 while anything is open"))
        ] = False,
        quiet: Annotated[bool, options.quiet] = False,
        no_color: Annotated[bool, options.no_color] = False,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.plugins import is_locked
        from evalfw_cli.run import Request, run

        making = making_of(format, output, force, audience, template, pdf_via, quiet, not no_color, language)
        return run(
            Request(
                evidence=evidence,
                rubric=rubric,
                overlays=tuple(overlay or ()),
                making=making,
                fail_under=fail_under,
                as_of=as_of,
                strict=strict,
                locked=is_locked(),
            )
        )

    @app.command("init", help=say("新建一个项目文件夹。", "Start a project folder."), cls=command_class)
    def _init(
        rubric: Annotated[
            str,
            typer.Option(
                "--rubric", "-r", metavar="R", help=say("评分表：编号、别名或文件", "rubric: id, alias or path")
            ),
        ],
        folder: Annotated[Path, typer.Argument(metavar=say("[文件夹]", "[FOLDER]"))] = Path(),
        name: Annotated[
            str | None, typer.Option("--name", metavar="NAME", help=say("单位名称", "name of the organisation"))
        ] = None,
        subject: Annotated[
            str | None,
            typer.Option(
                "--id",
                metavar="ID",
                help=say(
                    "单位编号：各单位不同、各年不变，文件名用它",
                    "id of the organisation: its own, the same every year; names files",
                ),
            ),
        ] = None,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.init import init

        return init(folder, rubric, name, subject, language)

    @app.command(
        "lock",
        help=say("把评分表和插件锁定到 evalfw.lock。", "Pin the rubric and all plugins in evalfw.lock."),
        cls=command_class,
    )
    def _lock(
        evidence: Annotated[
            Path | None,
            typer.Argument(
                metavar="[EVIDENCE]",
                help=say("证据文件夹，它补充的评分表也锁定", "folder; how it completes the rubric is locked too"),
            ),
        ] = None,
        rubric: Annotated[
            str | None,
            typer.Option(
                "--rubric",
                "-r",
                metavar="R",
                help=say("编号、别名或文件；不给则用 evalfw.toml", "id, alias or path; else evalfw.toml"),
            ),
        ] = None,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.locking import lock

        return lock(evidence, rubric, language)

    @app.command(
        "schema",
        help=say("输出文件格式的 JSON Schema，供编辑器用。", "Print the JSON Schema of a sort of file, for editors."),
        cls=command_class,
    )
    def _schema(
        subject: Annotated[
            str, typer.Argument(metavar="rubric|evidence|case", help=say("哪种文件", "which sort of file"))
        ],
        output: Annotated[
            str, typer.Option("--output", "-o", metavar="FILE", help=say("写到文件；- 为标准输出", "file; - is stdout"))
        ] = "-",
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.schema_command import schema

        return schema(subject, output, language)

    if "evidence" in named:
        from evalfw_cli.evidence.commands import add_evidence_commands

        add_evidence_commands(evidence_group, language, command_class)
    if "rubric" in named:
        from evalfw_cli.rubric_commands import add_rubric_commands

        add_rubric_commands(rubrics, language, command_class)
    if "plugin" in named:
        from evalfw_cli.plugin_commands import add_plugin_commands

        add_plugin_commands(plugins, language, command_class, lambda: commands_of(app))
    if tuple(named[:1]) != MAIN_JOB:
        from evalfw_cli.batch.commands import add_batch_commands

        add_report_commands(app, language, command_class)
        add_batch_commands(app, language, command_class)
    app.add_typer(evidence_group, name="evidence")
    app.add_typer(rubrics, name="rubric")
    app.add_typer(plugins, name="plugin")
    return app


def commands_of(app: typer.Typer) -> frozenset[str]:
    """The commands that evalfw itself has."""
    names = [command.name for command in app.registered_commands] + [group.name for group in app.registered_groups]
    return frozenset(name for name in names if name)


def _version(wanted: bool) -> None:
    if wanted:
        from evalfw_cli.outputs import print_lines
        from evalfw_cli.version import VERSION

        print_lines([f"evalfw {VERSION}"])
        raise typer.Exit


def _language(name: str) -> str:
    if name not in ("zh", "en"):
        raise typer.BadParameter(f"'{name}' is not one of zh, en.")
    return name
