"""A comparison as one self-contained page."""

from __future__ import annotations

from evalfw import Language
from evalfw.maintaining import LEVEL_WORDS
from evalfw_plugins.page.pages import page
from evalfw_plugins.rubric_diff.data import WAYS, Data


def html_diff(data: Data, language: Language) -> str:
    """*data* as HTML."""
    words = {key: text.read(language) for said in (WAYS, LEVEL_WORDS) for key, text in said.items()}
    return page("diff.html", language, diff=data, words=words)
