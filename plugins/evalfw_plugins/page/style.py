"""How pages look."""

from __future__ import annotations

from functools import cache
from importlib import resources


def report_style() -> str:
    """The style sheet of the page of a report, for pages that are to look like it."""
    return text_of("report.css")


@cache
def text_of(name: str) -> str:
    """The file *name* of ``templates/``."""
    return resources.files("evalfw_plugins").joinpath(f"page/templates/{name}").read_text(encoding="utf-8").strip()


@cache
def source_of(content: str) -> str:
    """*content*, a script or a style sheet, as the policy of a page allows it: by its hash."""
    from base64 import b64encode
    from hashlib import sha256

    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
