"""``evalfw rubric …``: the commands for those who make rubrics."""

# No postponed annotations here: typer reads them, and they name the help texts of the chosen language.

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperCommand

from evalfw_cli.language import Language


def add_rubric_commands(group: typer.Typer, language: Language, command_class: type[TyperCommand]) -> None:
    """Add every command to *group*, with help in *language*."""

    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    lang = typer.Option("--lang", metavar="zh|en", help=say("界面语言", "language"))
    one = typer.Argument(metavar="R", help=say("编号、别名或文件", "id, alias or path"))
    of_project = typer.Argument(
        metavar="[R]", help=say("编号、别名或文件；不给则用 evalfw.toml", "id, alias or path; else evalfw.toml")
    )
    overlay = typer.Option(
        "--overlay", metavar="FILE", help=say("叠加在评分表上的文件，可重复", "file laid over the rubric; repeatable")
    )

    @group.command("list", help=say("列出可用的评分表。", "List the rubrics there are."), cls=command_class)
    def _list(lang: Annotated[str | None, lang] = None) -> int:
        from evalfw_cli.rubric_pages import list_rubrics

        return list_rubrics(language)

    @group.command(
        "show",
        help=say("显示一份评分表：指标、原文、规则、所需事实。", "Show a rubric: indicators, sentences, rules, facts."),
        cls=command_class,
    )
    def _show(
        rubric: Annotated[str | None, of_project] = None,
        resolved: Annotated[
            bool,
            typer.Option(
                "--resolved",
                help=say("合成一个文件，每个值注明来自哪个文件哪一行", "as one file, each value with file and line"),
            ),
        ] = False,
        indicator: Annotated[
            str | None,
            typer.Option("--indicator", metavar="ID", help=say("只看这个指标", "this indicator alone")),
        ] = None,
        overlay: Annotated[list[str] | None, overlay] = None,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.rubric_pages import show_rubric

        return show_rubric(rubric, overlay or [], resolved, indicator, language)

    @group.command(
        "lint",
        help=say(
            "检查一份评分表：缺档、重叠、到不了的档次、说不清的词、规则与原文不一致。",
            "Examine a rubric: gaps, overlaps, vague words, rules that differ from their sentences.",
        ),
        cls=command_class,
    )
    def _lint(
        rubric: Annotated[str, one],
        strict: Annotated[
            bool, typer.Option("--strict", help=say("有需要注意的就以退出码 1 结束", "exit 1 if there is any warning"))
        ] = False,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.lint import lint

        return lint(rubric, strict, language)

    @group.command(
        "release",
        help=say(
            "发布一份评分表：记下内容的指纹，此后改动会被发现。",
            "Release a rubric: record the hash of its content, so that later changes are noticed.",
        ),
        cls=command_class,
    )
    def _release(
        rubric: Annotated[str, typer.Argument(metavar="FILE", help=say("评分表文件", "the rubric file"))],
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.editions import release

        return release(rubric, language)

    @group.command(
        "diff",
        help=say(
            "比较两份评分表：哪里变了，哪些取值得分不同。",
            "Compare two rubrics: what changed, and for which facts points differ.",
        ),
        cls=command_class,
    )
    def _diff(
        old: Annotated[str, typer.Argument(metavar="A", help=say("旧的评分表", "the old rubric"))],
        new: Annotated[str, typer.Argument(metavar="B", help=say("新的评分表", "the new rubric"))],
        format: Annotated[
            str, typer.Option("--format", "-f", metavar="F", help=say("text、json 或 html", "text, json or html"))
        ] = "text",
        output: Annotated[
            str, typer.Option("--output", "-o", metavar="FILE", help=say("写到文件；- 为标准输出", "file; - is stdout"))
        ] = "-",
        check: Annotated[
            bool,
            typer.Option(
                "--check", help=say("版本号说的变化不属实时退出码为 1", "exit 1 if the versions claim too little")
            ),
        ] = False,
        claim: Annotated[
            str | None,
            typer.Option(
                "--claim",
                metavar="LEVEL",
                help=say("核对这一级变化：none、patch、minor、major", "check this: none, patch, minor, major"),
            ),
        ] = None,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.diff import DiffRequest, diff

        return diff(DiffRequest(old, new, format, output, check, claim, language))

    @group.command(
        "test",
        help=say(
            "运行评分表的用例；报告没有用例走到的分支和发现不了的变异。",
            "Run the cases of a rubric; tell which branches and mutants they do not notice.",
        ),
        cls=command_class,
    )
    def _test(
        rubric: Annotated[str, one],
        cases: Annotated[
            list[Path] | None,
            typer.Argument(
                metavar=say("[用例…]", "[CASES]..."),
                help=say(
                    "用例文件或文件夹；默认评分表旁边的 cases/", "case files or folders; else cases/ beside the rubric"
                ),
            ),
        ] = None,
        mutate: Annotated[
            bool,
            typer.Option(
                "--mutate",
                help=say("改动门槛、端点、比较和分值，看用例能否发现", "change thresholds, ends, comparisons, weights"),
            ),
        ] = False,
        strict: Annotated[
            bool,
            typer.Option("--strict", help=say("有漏掉的就以退出码 1 结束", "exit 1 if anything goes unnoticed")),
        ] = False,
        propose: Annotated[
            Path | None,
            typer.Option(
                "--propose",
                metavar=say("文件", "FILE"),
                help=say(
                    "不运行用例，而把提议的用例写进新文件，供人核对", "write proposed cases to a new file instead"
                ),
            ),
        ] = None,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.case_tests import test_rubric

        return test_rubric(rubric, tuple(cases or ()), mutate, strict, propose, language)

    @group.command(
        "import",
        help=say(
            "把官方指标表（XLSX、DOCX、TSV）写成评分表草稿。",
            "Draft a rubric from an official table (XLSX, DOCX, TSV).",
        ),
        cls=command_class,
    )
    def _import(
        file: Annotated[Path, typer.Argument(metavar="FILE", help=say("指标表文件", "file with the table"))],
        output: Annotated[
            Path,
            typer.Option("--output", "-o", metavar="RUBRIC.toml", help=say("写到这个文件", "the rubric file to write")),
        ],
        like: Annotated[
            str | None,
            typer.Option(
                "--like",
                metavar="R",
                help=say(
                    "参照的评分表：名称相同的沿用编号，原文不变的沿用规则",
                    "keep ids and rules of this rubric where titles and sentences are the same",
                ),
            ),
        ] = None,
        id: Annotated[
            str | None,
            typer.Option("--id", metavar="ID", help=say("评分表编号；默认取文件名", "id; else the file name")),
        ] = None,
        title: Annotated[
            str | None,
            typer.Option("--title", metavar="TITLE", help=say("名称；默认取表题", "title; else that of the table")),
        ] = None,
        force: Annotated[bool, typer.Option("--force", help=say("覆盖已有的文件", "overwrite a file"))] = False,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.import_table import import_rubric

        return import_rubric(file, output, id, title, like, force, language)

    @group.command(
        "new",
        help=say("从一份评分表起草下一版。", "Begin the next edition of a rubric."),
        cls=command_class,
    )
    def _new(
        id: Annotated[
            str, typer.Argument(metavar="ID", help=say("新的编号，如 nanjing/2022", "new id, such as nanjing/2022"))
        ],
        base: Annotated[
            str, typer.Option("--from", metavar="R", help=say("以哪份评分表为基础", "the rubric to begin from"))
        ],
        copy: Annotated[
            bool,
            typer.Option(
                "--copy", help=say("抄一份完整的；默认只写改动（extends）", "a full copy; else only changes (extends)")
            ),
        ] = False,
        output: Annotated[
            Path | None,
            typer.Option(
                "--output",
                "-o",
                metavar="FILE",
                help=say("写到这个文件；默认取编号的最后一段", "file; else the last part of the id"),
            ),
        ] = None,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.editions import new_rubric

        return new_rubric(id, base, copy, output, language)

    @group.command(
        "migrate",
        help=say(
            "把证据文件夹转到另一版评分表；先看预览，什么也不丢。",
            "Carry an evidence folder to another edition; a preview first, nothing lost.",
        ),
        cls=command_class,
    )
    def _migrate(
        evidence: Annotated[Path, typer.Argument(metavar="EVIDENCE", help=say("证据文件夹", "evidence folder"))],
        to: Annotated[str, typer.Option("--to", metavar="R", help=say("转到哪份评分表", "the rubric to carry it to"))],
        old: Annotated[
            str | None,
            typer.Option(
                "--from",
                metavar="R",
                help=say("原来的评分表；默认按证据里的编号找", "the rubric it was gathered for; else by its id"),
            ),
        ] = None,
        output: Annotated[
            Path | None,
            typer.Option(
                "--output",
                "-o",
                metavar="DIR",
                help=say("写到这个新文件夹；不给则只预览", "new folder; else a preview"),
            ),
        ] = None,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.migrate import migrate

        return migrate(evidence, to, old, output, language)

    @group.command(
        "docs",
        help=say("为评分表写说明页（Markdown 和 HTML）。", "Write pages about a rubric (Markdown and HTML)."),
        cls=command_class,
    )
    def _docs(
        rubric: Annotated[str, one],
        output: Annotated[
            Path, typer.Option("--output", "-o", metavar="DIR", help=say("写到这个文件夹", "folder for the pages"))
        ],
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.rubric_docs import write_docs

        return write_docs(rubric, output, language)
