"""What a notebook shows in place of an object: its page, isolated from the rest of the notebook."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

HEIGHT = 640
"""Of the frame, in pixels."""


class Notebook:
    """
    Who makes pages. The wings that have something to show lie below those that know the plugins, so the package ``evalfw``, which
    stands above all of them, says so here when it is imported.

    Attributes:
        page: An object → its page; None where no plugin makes one.
    """

    page: ClassVar[Callable[[object], str | None]] = staticmethod(lambda what: None)


def in_notebook(what: object) -> str | None:
    """*what* for ``_repr_html_``: a frame that holds the page and nothing of the notebook's own styles; None if there is no page."""
    page = Notebook.page(what)
    if page is None:
        return None
    from html import escape  # half a millisecond that no command needs

    return f'<iframe style="width:100%;height:{HEIGHT}px;border:0" srcdoc="{escape(page)}"></iframe>'
