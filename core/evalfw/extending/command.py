"""What a command is that a plugin adds to the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

from evalfw.foundation import Guard, Text, named, wrong_type


class Command(NamedTuple):
    """
    A command of ``evalfw``, as a plugin registers it. It reads its own arguments, ``--help`` included.

    Attributes:
        id: What is typed after ``evalfw``.
        help: One line for listings.
        run: Gets the arguments behind the id and returns the exit code; or where it is, ``module:function``, imported when the
            command is called. It may leave with ``sys.exit(code)``, as argument parsers do.
        guard: Set by the plugin host: how the code of the plugin is called.
    """

    id: str
    help: Text
    run: Callable[[Sequence[str]], int] | str
    guard: Guard | None = None

    def call(self, arguments: Sequence[str]) -> int:
        """
        Run it.

        Raises:
            PluginFaultError: It failed, or gave no exit code.
        """
        guard = (self.guard or Guard(self.id, None)).out_loud()

        def work() -> int:
            run = self.run if callable(self.run) else cast(Callable[[Sequence[str]], int], named(self.run))
            try:
                code = run(arguments)
            except SystemExit as left:
                code = 0 if left.code is None else left.code if isinstance(left.code, int) else 1
            if not isinstance(code, int) or not 0 <= code <= 255:
                raise wrong_type(code, "int, 0 to 255")
            return code

        return guard(f"command {self.id}", work)
