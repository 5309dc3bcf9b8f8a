"""A comparison as one self-contained page."""

from __future__ import annotations

from evalfw import Language
from evalfw_plugins.rubric_diff.data import LEVEL_WORDS, WAYS, Data
from evalfw_plugins.page.pages import page


def diff_page(data: Data, language: Language) -> str:
    """*data* as HTML."""
    words = {key: text.read(language) for key, text in {**WAYS, **LEVEL_WORDS}.items()}
    return page("diff.html", language, diff=data, words=words)
