"""Usage errors of the command line parser, in Chinese where that is the language."""

from __future__ import annotations

import re
import sys

from typer.exceptions import TyperException

from evalfw_cli.language import Language

USAGE = 2

_CHINESE = (
    (r"No such option: (\S+)", "没有选项 {0}"),
    (r"No such command '(.*?)'\.?", "没有命令 “{0}”"),
    (r"Missing command\.?", "缺少命令"),
    (r"Missing (?:argument|option|parameter) '?(.*?)'?\.", "缺少 {0}"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", "多余的参数：{0}"),
    (r"Option '(.*)' requires an argument\.?", "选项 {0} 后面要跟一个值"),
    (r"Invalid value for '(.*?)': (.*)", "{0} 的值不对：{1}"),
    (r"'(.*)' is not a valid (?:float|integer|int)\.?", "“{0}”不是数"),
    (r"'(.*)' is not one of (.*)\.", "“{0}”不在可选值 {1} 之中"),
    (r"Did you mean '?(.*?)'?\?", "是不是 {0}？"),
    (r"\(Possible options: (.*)\)", "是不是 {0}？"),
)


def report_usage_error(error: TyperException, language: Language) -> int:
    """Write *error* to stderr with the way to the help; return the exit code 2."""
    said = getattr(error, "format_message", error.__str__)().replace("' / '", " / ")
    context = getattr(error, "ctx", None)
    command = "evalfw" if context is None else context.command_path
    if language == "zh":
        sys.stderr.write(f"{in_chinese(said)}\n用法见：{command} --help\n")
    else:
        sys.stderr.write(f"{said}\nFor usage: {command} --help\n")
    return USAGE


def report_missing_file(language: Language) -> int:
    """Write to stderr that ``--plugin`` lacks its file; return the exit code 2."""
    said = (
        "选项 --plugin 后面要跟一个 .py 文件或文件夹" if language == "zh" else "--plugin needs a .py file or a folder"
    )
    sys.stderr.write(f"{said}\n")
    return USAGE


def in_chinese(said: str) -> str:
    """*said* in Chinese, as far as its sentences are known; the rest stays as it is."""
    for pattern, chinese in _CHINESE:
        found = re.search(pattern, said)
        if found:
            inner = [in_chinese(group) if number else group for number, group in enumerate(found.groups())]
            said = said[: found.start()] + chinese.format(*inner) + said[found.end() :]
    return said
