"""Help pages in the chosen language: the parser's own headings are English."""

from __future__ import annotations

from typer import Context
from typer.core import TyperCommand, TyperGroup

_CHINESE = (
    ("Usage: ", "用法："),
    ("[OPTIONS] COMMAND [ARGS]...", "[选项] 命令 …"),
    ("[OPTIONS]", "[选项]"),
    ("\nOptions:\n", "\n选项：\n"),
    ("\nArguments:\n", "\n参数：\n"),
    ("\nCommands:\n", "\n命令：\n"),
    ("Show this message and exit.", "显示这一页。"),
    ("[default: ", "[默认："),
    ("[required]", "[必填]"),
)


def _in_chinese(page: str) -> str:
    for english, chinese in _CHINESE:
        page = page.replace(english, chinese)
    return page


class ChineseCommand(TyperCommand):
    """A command whose help page has Chinese headings."""

    def get_help(self, ctx: Context) -> str:  # type: ignore[override] # the base names a private class
        """The help page."""
        return _in_chinese(super().get_help(ctx))


class ChineseGroup(TyperGroup):
    """A group of commands whose help page has Chinese headings."""

    def get_help(self, ctx: Context) -> str:  # type: ignore[override] # the base names a private class
        """The help page."""
        return _in_chinese(super().get_help(ctx))
