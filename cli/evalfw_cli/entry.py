"""From arguments to an exit code: every error becomes a message, and the right code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextvars import copy_context
from io import TextIOWrapper

from typer.exceptions import Abort, Exit, TyperException

from evalfw_cli.app import build_app, commands_of
from evalfw_cli.language import Language, choose_language
from evalfw_cli.plugin_options import MissingValueError, PluginOptions, take_plugin_options

BUG = 70
INTERRUPTED = 130


def run_command_line(arguments: Sequence[str]) -> int:
    """Run *arguments*; return the exit code."""
    language = choose_language(arguments)
    _speak_unicode()
    try:
        rest, options = take_plugin_options(arguments)
        return copy_context().run(_run, rest, options, language)
    except MissingValueError:
        from evalfw_cli.usage_errors import report_missing_file

        return report_missing_file(language)
    except Exit as stop:
        return stop.exit_code
    except (Abort, KeyboardInterrupt):
        return INTERRUPTED
    except TyperException as error:
        from evalfw_cli.usage_errors import report_usage_error

        return report_usage_error(error, language)
    except Exception as error:
        return _report(error, language)


def _run(arguments: list[str], options: PluginOptions, language: Language) -> int:
    if options != PluginOptions():
        from evalfw_cli.plugins import OPTIONS

        OPTIONS.set(options)
    app = build_app(language, arguments)
    if arguments and not arguments[0].startswith("-") and arguments[0] not in commands_of(app):
        from evalfw_cli.plugin_command import call_plugin_command

        code = call_plugin_command(arguments[0], arguments[1:], language)
        if code is not None:
            return code
    answer = app(arguments, prog_name="evalfw", standalone_mode=False)
    return answer if isinstance(answer, int) else 0


def _speak_unicode() -> None:
    """Help pages are written by the parser: UTF-8 into files and pipes, and on a terminal what it can show."""
    stream = sys.stdout
    if isinstance(stream, TextIOWrapper) and (stream.encoding or "").lower().replace("-", "") != "utf8":
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8")


def _report(error: Exception, language: Language) -> int:
    """Tell an error; the known ones by their message, any other as the bug that it is."""
    from evalfw import EvalfwError

    if isinstance(error, EvalfwError):
        from evalfw_cli.report_errors import report_error

        return report_error(error, language)
    if isinstance(error, OSError):
        from evalfw_cli.report_errors import report_os_error

        return report_os_error(error, language)
    import traceback

    traceback.print_exception(error)
    said = (
        "这是 evalfw 的缺陷，请把上面的内容报告给维护者。"
        if language == "zh"
        else "This is a bug in evalfw; please report the above."
    )
    sys.stderr.write(f"{said}\n")
    return BUG
