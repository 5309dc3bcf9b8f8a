"""``evalfw render``, ``compare`` and ``doctor``, and the options that they share with ``run``."""

# No postponed annotations here: typer reads them, and they name the help texts of the chosen language.

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from evalfw_cli.language import Language

Say = Callable[[str, str], str]


class MakingOptions:
    """The options that say what is made of a report."""

    def __init__(self, say: Say) -> None:
        """With help in the language of *say*."""
        self.format = typer.Option(
            "--format",
            "-f",
            metavar="F",
            help=say(
                "tree、table、summary、json、md、docx、xlsx、pdf、html、csv、junit…，可重复",
                "tree, table, summary, json, md, docx, xlsx, pdf, html, csv, junit…; repeatable",
            ),
        )
        self.output = typer.Option(
            "--output", "-o", metavar="PATH", help=say("写到文件或文件夹；- 为标准输出", "file or folder; - is stdout")
        )
        self.force = typer.Option("--force", help=say("覆盖已有的文件", "write over files that are there"))
        self.audience = typer.Option(
            "--audience",
            metavar="internal|public",
            help=say("内部版，或不含内部资料的公开版", "internal edition, or the public one without what is internal"),
        )
        self.by = typer.Option(
            "--by",
            metavar="points|rate",
            help=say(
                "按得分比较，或按得分率（得分除以计入的满分）",
                "compare by points, or by rates of the full mark that counts",
            ),
        )
        self.template = typer.Option(
            "--template", metavar="FORM.docx", help=say("自己的 Word 表样", "a Word form of your own")
        )
        self.pdf_via = typer.Option(
            "--pdf-via", metavar="typst|soffice", help=say("用什么生成 PDF", "what makes the PDF")
        )
        self.quiet = typer.Option("--quiet", "-q", help=say("不输出提示", "no notices"))
        self.no_color = typer.Option("--no-color", help=say("不用颜色", "no colours"))


def making_of(
    formats: list[str] | None,
    output: str,
    force: bool,
    audience: str,
    template: Path | None,
    pdf_via: str,
    quiet: bool,
    color: bool,
    language: Language,
) -> Any:
    """The ``Making`` that options ask for. Raises BadParameter for a word that is none of those there are."""
    from evalfw_cli.reports.making import Making

    if audience not in ("internal", "public"):
        raise typer.BadParameter(f"'{audience}' is not one of internal, public.", param_hint="--audience")
    if pdf_via not in ("typst", "soffice"):
        raise typer.BadParameter(f"'{pdf_via}' is not one of typst, soffice.", param_hint="--pdf-via")
    return Making(
        formats=tuple(formats or ("text",)),
        output=output,
        force=force,
        audience="public" if audience == "public" else "internal",
        template=template,
        pdf_via="soffice" if pdf_via == "soffice" else "typst",
        quiet=quiet,
        color=color,
        language=language,
    )


def add_report_commands(app: typer.Typer, language: Language, command_class: type[TyperCommand]) -> None:
    """Add every command to *app*, with help in *language*."""

    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    options = MakingOptions(say)
    lang = typer.Option("--lang", metavar="zh|en", help=say("界面语言", "language"))

    @app.command(
        "render",
        help=say(
            "把保存的报告（-f json）输出成别的格式，不重新计分。",
            "Make documents of saved reports (-f json), without scoring again.",
        ),
        cls=command_class,
    )
    def _render(
        saved: Annotated[
            list[Path],
            typer.Argument(metavar="REPORT.json...", help=say("run -f json 保存的报告", "what run -f json saved")),
        ],
        format: Annotated[list[str] | None, options.format] = None,
        output: Annotated[str, options.output] = "-",
        force: Annotated[bool, options.force] = False,
        audience: Annotated[str, options.audience] = "internal",
        template: Annotated[Path | None, options.template] = None,
        pdf_via: Annotated[str, options.pdf_via] = "typst",
        quiet: Annotated[bool, options.quiet] = False,
        no_color: Annotated[bool, options.no_color] = False,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.reports.render import render

        making = making_of(format, output, force, audience, template, pdf_via, quiet, not no_color, language)
        return render(tuple(saved), making, language if lang is not None else None)

    @app.command(
        "compare",
        help=say(
            "把几份保存的报告放在一起：各单位排名和得分率，或同一单位历年。",
            "Lay saved reports side by side: subjects ranked, with their rates, or one subject over the years.",
        ),
        cls=command_class,
    )
    def _compare(
        saved: Annotated[
            list[Path],
            typer.Argument(metavar="REPORT.json...", help=say("run -f json 保存的报告", "what run -f json saved")),
        ],
        format: Annotated[
            list[str] | None,
            typer.Option(
                "--format",
                "-f",
                metavar="F",
                help=say("text、html、xlsx、json，可重复", "text, html, xlsx, json; repeatable"),
            ),
        ] = None,
        output: Annotated[str, options.output] = "-",
        by: Annotated[str, options.by] = "points",
        force: Annotated[bool, options.force] = False,
        quiet: Annotated[bool, options.quiet] = False,
        no_color: Annotated[bool, options.no_color] = False,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.reports.compare import compare

        making = making_of(format, output, force, "internal", None, "typst", quiet, not no_color, language)
        return compare(tuple(saved), by, making)

    @app.command(
        "doctor",
        help=say(
            "检查这台机器：字体、可选组件、插件，缺什么装什么。",
            "Check this machine: fonts, extras, plugins; what to install.",
        ),
        cls=command_class,
    )
    def _doctor(lang: Annotated[str | None, lang] = None) -> int:
        from evalfw_cli.reports.doctor import doctor

        return doctor(language)
