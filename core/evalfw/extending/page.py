"""The page of a report, or of something made of reports, as the plugins make it."""

from __future__ import annotations

from evalfw.extending.plugins.loaded import load_plugins
from evalfw.foundation import EvalfwError


def page_of(what: object) -> str | None:
    """The page of *what*, as ``-f html`` writes it; None where the plugins that are installed make none."""
    try:
        return load_plugins().document(what, "html").decode("utf-8")
    except EvalfwError:
        return None
