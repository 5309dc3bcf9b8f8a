"""``EVALFW_DEBUG=plugins``: what happens with plugins, on stderr, with the traceback of everything that fails."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from evalfw.foundation import Traced

VARIABLE = "EVALFW_DEBUG"


def is_traced(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether plugins are to be traced: ``plugins`` is one of the words of ``EVALFW_DEBUG``."""
    return "plugins" in environment.get(VARIABLE, "").replace(",", " ").split()


def tracer(environment: Mapping[str, str] = os.environ) -> Traced | None:
    """Writes a line for each call; None if nobody wants to know."""
    return write_trace if is_traced(environment) else None


def write_trace(author: str, what: str, failure: str) -> None:
    """A line on stderr: that *what* of plugin *author* was called; the traceback if it failed."""
    from evalfw.foundation import visible

    if sys.stderr is not None:
        lines = [f"evalfw plugins: {author}: {what}{': failed' if failure else ''}", *failure.splitlines()]
        sys.stderr.write("".join(f"{visible(line)}\n" for line in lines))
