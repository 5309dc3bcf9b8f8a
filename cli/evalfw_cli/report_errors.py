"""Errors as messages on stderr, and their exit codes."""

from __future__ import annotations

from evalfw import EvalfwError, Language, PluginError
from evalfw.foundation import InputError
from evalfw_cli.outputs import tell

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
