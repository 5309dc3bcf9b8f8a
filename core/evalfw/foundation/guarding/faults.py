"""What goes wrong in plugins, in words for those who wrote and those who use them."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

from evalfw.foundation.errors import EvalfwError, PluginError
from evalfw.foundation.text import NOTHING, Text, verbatim

OWN = str(Path(__file__).parents[2])
PYTHON = str(Path(os.__file__).parent)
"""Where evalfw and Python lie: their lines are no news to the author of a plugin."""


class PluginFaultError(PluginError):
    """A call into a plugin failed; the message names the plugin, its distribution, and what was called."""

    def __init__(self, author: str, what: str, said: Text) -> None:
        super().__init__(
            Text(f"插件 {author} 的 {what} 出错：{said.zh}", f"{what} of plugin {author} failed: {said.en}")
        )
        self.author = author
        self.what = what
        self.said = said


class NoAnswerError(Exception):
    """What was asked has no answer. Readings of rules say so; no plugin is to blame that called them."""


class WrongResultError(Exception):
    """A plugin gave something that it may not give; ``said`` tells what, and what was expected."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.en)
        self.said = said


def wrong_type(given: object, wanted: str) -> WrongResultError:
    """*given* is not what was *wanted*, in the words of Python."""
    name = type(given).__name__
    return WrongResultError(Text(f"给出了 {name}，应当是 {wanted}", f"gave {name}, expected {wanted}"))


def told(what: Text, error: BaseException) -> Text:
    """*what* and that it failed with *error*, as findings say it; a plugin is named with its distribution."""
    said = said_of(error)
    if isinstance(error, PluginFaultError):
        return what + Text(
            f"（插件 {error.author}，{error.what}）出错：{said.zh}",
            f" of plugin {error.author} failed in {error.what}: {said.en}",
        )
    return what + Text(f" 出错：{said.zh}", f" failed: {said.en}")


def said_of(error: BaseException) -> Text:
    """What *error* says, where in the code of the plugin it was raised, and what may help."""
    if isinstance(error, PluginFaultError | WrongResultError):
        return error.said
    if isinstance(error, EvalfwError):
        return error.message
    return verbatim(f"{type(error).__name__}: {_text(error)}") + _place(error.__traceback__) + _help(error)


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # even that may fail
        return "?"


def _place(trace: TracebackType | None) -> Text:
    """The last line of the plugin that was reached: ``（stars.py 第 12 行）``."""
    place = NOTHING
    while trace is not None:
        code, line = trace.tb_frame.f_code, trace.tb_lineno
        is_python = code.co_filename.startswith(PYTHON) and "site-packages" not in code.co_filename
        if not is_python and not code.co_filename.startswith((OWN, "<")):
            name = Path(code.co_filename).name
            place = Text(f"（{name} 第 {line} 行）", f" ({name}, line {line})")
        trace = trace.tb_next
    return place


def _help(error: BaseException) -> Text:
    if isinstance(error, ModuleNotFoundError) and error.name:
        name = error.name.partition(".")[0]
        return Text(
            f"，没有 Python 模块 {name}：插件的分发包要声明它需要的包，单个文件不能导入旁边的文件",
            f": there is no Python module {name}; a distribution names what it needs, a single file cannot import what lies beside it",
        )
    if isinstance(error, ImportError) and error.name == "evalfw":
        return Text(
            "，从接口 2.0 起，规则类型、汇总方式要用的名字在 evalfw.authoring",
            ": since interface 2.0 what rule kinds and aggregators are made with is in evalfw.authoring",
        )
    if isinstance(error, SyntaxError | UnicodeDecodeError) and "utf-8" in _text(error):
        return Text("，请把文件存成 UTF-8", ": save the file as UTF-8")
    if isinstance(error, AttributeError | TypeError) and any(
        f"'{word}'" in _text(error) for word in ("float", "decimal.Decimal")
    ):
        return Text("，数要写成 Fraction，不能是 float", ": numbers are Fraction, never float")
    return NOTHING
