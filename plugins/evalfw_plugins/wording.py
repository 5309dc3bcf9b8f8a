"""
What reports call things, in the language of the report: gettext catalogues in ``locale/``, by the Chinese words.

Chinese is the source and needs no catalogue. A test looks that the others are complete. Sentences about scores come from the core in
both languages and are no concern of catalogues.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources

from evalfw import Language

Words = Callable[[str], str]
"""The wording of a Chinese text in the language of the report."""


def words(language: Language) -> Words:
    """The wording in *language*."""
    return _as_it_is if language == "zh" else _catalogue(language)


def _as_it_is(text: str) -> str:
    return text


@cache
def _catalogue(language: Language) -> Words:
    from gettext import GNUTranslations

    file = resources.files("evalfw_plugins").joinpath(f"locale/{language}/LC_MESSAGES/evalfw.mo")
    with file.open("rb") as stream:
        return GNUTranslations(stream).gettext
