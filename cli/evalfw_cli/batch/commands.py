"""The commands of batches and their options."""

# No postponed annotations here: typer reads them, and they name the help texts of the chosen language.

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperCommand

from evalfw_cli.language import Language
from evalfw_cli.reports.commands import MakingOptions, making_of


def add_batch_commands(app: typer.Typer, language: Language, command_class: type[TyperCommand]) -> None:
    """Add ``batch``, ``explain`` and ``cohort`` to *app*."""

    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    lang = typer.Option("--lang", metavar="zh|en", help=say("界面语言", "language"))

    @app.command("batch", help=say("给一张表里的所有单位计分。", "Score every unit of a table."), cls=command_class)
    def _batch(
        rubric: Annotated[
            str | None,
            typer.Option(
                "--rubric",
                "-r",
                metavar="R",
                help=say(
                    "评分表：编号、别名或文件；不给则按表里的 rubric 列，或各文件夹自己的",
                    "rubric: id, alias or path; otherwise as the table's column 'rubric', or each folder, says",
                ),
            ),
        ] = None,
        folder: Annotated[
            Path | None,
            typer.Option(
                "--folder",
                metavar="DIR",
                help=say(
                    "各单位的证据文件夹所在处，代替 --data", "where the units' evidence folders are, in place of --data"
                ),
            ),
        ] = None,
        data: Annotated[
            str | None,
            typer.Option(
                "--data",
                metavar="FILE",
                help=say(
                    "数据表：parquet、csv、arrow、xlsx，或 sql:环境变量 查询",
                    "table: parquet, csv, arrow, xlsx, or sql:VARIABLE QUERY",
                ),
            ),
        ] = None,
        output: Annotated[
            Path | None, typer.Option("--output", "-o", metavar="OUT", help=say("结果：Parquet", "result: Parquet"))
        ] = None,
        engine: Annotated[
            str, typer.Option("--engine", metavar="polars|duckdb|spark", help=say("计算引擎", "engine"))
        ] = "polars",
        explain: Annotated[
            str,
            typer.Option(
                "--explain",
                metavar="none|codes|text",
                help=say(
                    "说明：不要；情形编号和事实，供以后解释；整句", "explanation: none; branches and facts; sentences"
                ),
            ),
        ] = "codes",
        mapping: Annotated[
            Path | None,
            typer.Option("--mapping", metavar="FILE", help=say("列名对照（TOML）", "which column is what (TOML)")),
        ] = None,
        units: Annotated[
            Path | None, typer.Option("--units", metavar="FILE", help=say("单位名册", "register of the units"))
        ] = None,
        overlay: Annotated[
            list[str] | None,
            typer.Option(
                "--overlay",
                metavar="FILE",
                help=say("叠加在评分表上的文件，可重复", "file laid over the rubric; repeatable"),
            ),
        ] = None,
        master: Annotated[
            str, typer.Option("--master", metavar="URL", help=say("Spark 集群的地址", "address of a Spark cluster"))
        ] = "",
        rows: Annotated[int, typer.Option("--rows", metavar="N", help=say("每部分的行数", "rows of a part"))] = 100_000,
        describe: Annotated[
            bool,
            typer.Option("--describe", help=say("列出要哪些列、会有哪些列", "print which columns go in and come out")),
        ] = False,
        force: Annotated[bool, typer.Option("--force", help=say("覆盖已有的结果", "write over a result"))] = False,
        quiet: Annotated[bool, typer.Option("--quiet", "-q", help=say("不显示提示", "no notices"))] = False,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.batch.command import batch

        overlays = tuple(overlay or ())
        return batch(
            rubric,
            overlays,
            folder,
            data,
            output,
            engine,
            explain,
            mapping,
            units,
            master,
            rows,
            describe,
            force,
            quiet,
            language,
        )

    @app.command(
        "explain",
        help=say("批量结果里一个单位的计分依据。", "Why a unit of a batch has its points."),
        cls=command_class,
    )
    def _explain(
        result: Annotated[
            Path, typer.Argument(metavar=say("结果", "RESULT"), help=say("evalfw batch 的结果", "of evalfw batch"))
        ],
        unit: Annotated[str, typer.Option("--unit", metavar="ID", help=say("单位编号", "id of the unit"))],
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.batch.explain import explain

        return explain(result, unit, language)

    options = MakingOptions(say)

    @app.command(
        "cohort",
        help=say(
            "批量结果的整体分析：分布、区分度、缺失、离群、名次稳定、自评一致。",
            "What a batch says of all units: distributions, discrimination, gaps, outliers, stable places, agreement.",
        ),
        cls=command_class,
    )
    def _cohort(
        result: Annotated[
            Path, typer.Argument(metavar=say("结果", "RESULT"), help=say("evalfw batch 的结果", "of evalfw batch"))
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
        audience: Annotated[
            str,
            typer.Option(
                "--audience",
                metavar="internal|public",
                help=say(
                    "内部版，或认不出单位的公开版",
                    "internal edition, or the public one that no unit can be made out in",
                ),
            ),
        ] = "internal",
        k: Annotated[
            int | None,
            typer.Option(
                "--k",
                metavar="K",
                help=say(
                    "公开版每个数字至少涉及几个单位，默认 10", "units that a public figure is about, 10 if not given"
                ),
            ),
        ] = None,
        noise: Annotated[
            int,
            typer.Option(
                "--noise",
                metavar="PERCENT",
                help=say("试名次时权重变动百分之几", "by how many per cent weights are off when places are tried"),
            ),
        ] = 10,
        by: Annotated[str, options.by] = "points",
        force: Annotated[bool, options.force] = False,
        quiet: Annotated[bool, options.quiet] = False,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.batch.cohort import cohort

        making = making_of(format, output, force, audience, None, "typst", quiet, False, language)
        return cohort(result, k, noise, by, making)
