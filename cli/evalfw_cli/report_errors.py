"""Errors as messages on stderr, and their exit codes."""

from __future__ import annotations

from evalfw import EvalfwError, Language, PluginError
from evalfw.foundation import InputError, reason_of, well_formed
from evalfw_cli.outputs import give_up_stdout, tell

USAGE, BAD_INPUT = 2, 3


def report_error(error: EvalfwError, language: Language) -> int:
    """Write *error* to stderr; return 3 for bad rubrics, evidence and plugins, 2 for requests that cannot be met."""
    if isinstance(error, InputError):
        for problem in error.problems:
            tell(problem.read(language))
        count = len(error.problems)
        if count > 1:
            said = (
                f"共 {count} 个问题；没有输出结果。" if language == "zh" else f"{count} problems; there is no result."
            )
            tell(said)
        return BAD_INPUT
    tell(error.message.read(language))
    return BAD_INPUT if isinstance(error, PluginError) else USAGE


def report_os_error(error: OSError, language: Language) -> int:
    """Write what the system refused to stderr; return 3 where it names a file, 2 where what is written (a help page) gets nowhere."""
    reason = reason_of(error).read(language)
    if error.filename is not None:
        tell(f"{well_formed(str(error.filename))}: {reason}")
        return BAD_INPUT
    give_up_stdout()
    tell(f"写不了：{reason}" if language == "zh" else f"cannot be written: {reason}")
    return USAGE
