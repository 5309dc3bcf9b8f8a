"""``evalfw plugin …``: the commands for those who use and write plugins."""

# No postponed annotations here: typer reads them, and they name the help texts of the chosen language.

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperCommand

from evalfw_cli.language import Language


def add_plugin_commands(
    group: typer.Typer, language: Language, command_class: type[TyperCommand], own: Callable[[], frozenset[str]]
) -> None:
    """Add every command to *group*, with help in *language*; *own* tells the commands that evalfw has itself."""

    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    lang = typer.Option("--lang", metavar="zh|en", help=say("界面语言", "language"))

    @group.command(
        "list",
        help=say(
            "列出插件：来自哪里，提供什么，或为什么没有加载。", "List plugins: whence, what they bring, or why not."
        ),
        cls=command_class,
    )
    def _list(
        format: Annotated[
            str, typer.Option("--format", "-f", metavar="text|json", help=say("格式", "format"))
        ] = "text",
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.plugin_pages import list_plugins

        return list_plugins(format, language)

    @group.command(
        "hooks",
        help=say(
            "列出插件可以用的钩子：什么时候叫、给什么。",
            "List the hooks that plugins may have: when called, with what.",
        ),
        cls=command_class,
    )
    def _hooks(lang: Annotated[str | None, lang] = None) -> int:
        from evalfw_cli.plugin_pages import list_hooks

        return list_hooks(language)

    @group.command(
        "show", help=say("显示一个插件的全部情况。", "Show all there is to know about a plugin."), cls=command_class
    )
    def _show(
        id: Annotated[str, typer.Argument(metavar=say("插件", "ID"), help=say("插件名", "name of the plugin"))],
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.plugin_pages import show_plugin

        return show_plugin(id, language)

    @group.command(
        "check",
        help=say(
            "检验插件是否守约：登记、纯函数、结果确定、不越界、计分时不读写、不拖慢启动、有说明。",
            "Check that plugins keep the contract: register, pure, deterministic, bounded, no I/O, lazy, documented.",
        ),
        cls=command_class,
    )
    def _check(
        ids: Annotated[
            list[str] | None,
            typer.Argument(
                metavar=say("[插件]…", "[ID]..."),
                help=say("插件名或文件；不给则检验别人的全部插件", "names or files; else all of others"),
            ),
        ] = None,
        strict: Annotated[
            bool, typer.Option("--strict", help=say("没有试到的也算问题", "what was not tried counts as a problem"))
        ] = False,
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.plugin_check import check_plugins

        return check_plugins(ids or [], strict, own(), language)

    @group.command(
        "new", help=say("新建一个插件，连同测试和说明。", "Start a plugin, with tests and a README."), cls=command_class
    )
    def _new(
        name: Annotated[
            str,
            typer.Argument(
                metavar=say("名称", "NAME"),
                help=say("英文小写，如 mybureau；不带 evalfw-", "lower case, such as mybureau"),
            ),
        ],
        kind: Annotated[
            str,
            typer.Option(
                "--kind",
                metavar=say("类别", "KIND"),
                help=say(
                    "提供什么：rubric、rule、aggregator、collector、source、renderer、lint 或 command",
                    "what it brings: rubric, rule, aggregator, collector, source, renderer, lint or command",
                ),
            ),
        ],
        output: Annotated[
            Path,
            typer.Option("--output", "-o", metavar="DIR", help=say("放在哪个文件夹下", "folder in which it is made")),
        ] = Path(),
        lang: Annotated[str | None, lang] = None,
    ) -> int:
        from evalfw_cli.new_plugin import new_plugin

        return new_plugin(name, kind, output, language)
