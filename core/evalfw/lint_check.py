"""What a plugin may look for in rubrics, beside what evalfw looks for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from evalfw.guarding import Guard
from evalfw.model.lint import Lint
from evalfw.model.rubric import Rubric


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
                if not isinstance(each, Lint):
                    raise TypeError(f"gave {type(each).__name__}, expected Lint")
                if each.code != self.id and not each.code.startswith(f"{self.id}."):
                    raise ValueError(f"code {each.code!r} does not begin with {self.id!r}")
            return found

        return tuple(each._replace(by=guard.author) for each in guard(f"lint {self.id}", work))
