"""What a plugin may look for in rubrics, beside what evalfw looks for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from evalfw.foundation import Guard, Problem, Text, WrongResultError, wrong_type
from evalfw.rubric.lint import Lint
from evalfw.rubric.model import Rubric


class LintCheck(NamedTuple):
    """
    A lint, as a plugin registers it.

    Attributes:
        id: Its name; the codes of what it finds are ``id``, or begin with ``id.``.
        check: Looks at a rubric, which it cannot change, and says what there is to know.
        guard: Set by the plugin host: how the code of the plugin is called.
    """

    id: str
    check: Callable[[Rubric], Iterable[Lint]]
    guard: Guard | None = None

    def found(self, rubric: Rubric) -> tuple[Lint, ...]:
        """
        What it finds in *rubric*, each with the plugin that says so.

        Raises:
            PluginFaultError: It failed, or gave something else.
        """
        guard = self.guard or Guard(self.id, None)

        def work() -> tuple[Lint, ...]:
            found = tuple(self.check(rubric))
            for each in found:
                _check(each, self.id)
            return found

        return tuple(each._replace(by=guard.author) for each in guard(f"lint {self.id}", work))


def _check(found: object, id: str) -> None:
    """Raise WrongResultError if *found* is not what the lint *id* may say."""
    if not isinstance(found, Lint):
        raise wrong_type(found, "Lint")
    if not isinstance(found.problem, Problem):
        raise wrong_type(found.problem, "Problem")
    if not isinstance(found.problem.what, Text):
        raise wrong_type(found.problem.what, "Text")
    if found.severity not in ("warning", "info"):
        said = f"severity {found.severity!r}"
        raise WrongResultError(Text(f"{said} 应当是 'warning' 或 'info'", f"{said} is not 'warning' or 'info'"))
    if not isinstance(found.indicators, tuple):
        raise wrong_type(found.indicators, "tuple[str, ...]")
    if found.code != id and not str(found.code).startswith(f"{id}."):
        raise WrongResultError(
            Text(f"code {found.code!r} 应当以 {id!r} 开头", f"code {found.code!r} does not begin with {id!r}")
        )
