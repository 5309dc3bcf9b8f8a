"""
What can go wrong, and who can put it right.

    EvalfwError                 anything evalfw says about the user's request
    ├── InputError              problems in files, each with its place; all of a file at once
    │   ├── RubricError         … in a rubric (or no such rubric)
    │   ├── EvidenceError       … in evidence or in a project file
    │   └── ReportError         … in a saved report
    ├── PluginError             a plugin the request needs is missing, broken or ambiguous
    ├── RequestError            the request itself does not make sense (an unknown output format, say)
    └── OutputError             a report cannot be written where it was asked for

Everything else that escapes is a bug in evalfw.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from evalfw.foundation.text import Language, Text, listing, verbatim


@attrs.frozen
class Problem:
    """
    One mistake in a file, told so that its author can find and mend it.

    Attributes:
        file: The file as the user named it; empty where there is none.
        line: Line in the file, from 1; None where no line applies.
        path: Place inside the file, such as ``indicator[decision.rules].weight``; may be empty.
        what: What is wrong, with what was found there.
        hint: What to try, if anything can be proposed.
    """

    file: str
    line: int | None
    path: str
    what: Text
    hint: Text | None = None

    @property
    def place(self) -> str:
        """``file:line``."""
        return self.file if self.line is None else f"{self.file}:{self.line}"

    def read(self, language: Language) -> str:
        """``file:line: path: what — hint``."""
        said = ": ".join(part for part in (self.place, self.path, self.what.read(language)) if part)
        return said if self.hint is None else f"{said} — {self.hint.read(language)}"


class EvalfwError(Exception):
    """Base of all errors that are told to the user without a traceback."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


class InputError(EvalfwError):
    """One or more problems in files. ``problems`` is in file order and never empty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            Text(
                "\n".join(problem.read("zh") for problem in self.problems),
                "\n".join(problem.read("en") for problem in self.problems),
            )
        )


class RubricError(InputError):
    """A rubric cannot be found, read or understood."""


class EvidenceError(InputError):
    """Evidence or a project file cannot be found, read or understood."""


class ReportError(InputError):
    """A saved report cannot be found, read or understood."""


class PluginError(EvalfwError):
    """A plugin that the request needs is missing, broken or ambiguous."""


class RequestError(EvalfwError):
    """The request does not make sense: an unknown format, two outputs for one place."""


class OutputError(EvalfwError):
    """An output cannot be written."""


def nearest(word: str, known: Iterable[str]) -> Text | None:
    """A hint naming the entries of *known* that look like *word*; None if none does."""
    from difflib import get_close_matches  # only when something is already wrong

    matches = get_close_matches(word, sorted(known), n=3, cutoff=0.6)
    if not matches:
        return None
    named = listing(verbatim(match) for match in matches)
    return Text(f"是不是 {named.zh}？", f"did you mean {named.en}?")
