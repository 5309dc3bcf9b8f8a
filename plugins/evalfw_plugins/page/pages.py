"""Self-contained pages: no request to anywhere, readable without scripts, light and dark, on paper and on a phone."""

from __future__ import annotations

from collections.abc import Callable

from evalfw import Language
from evalfw.foundation import visible


def page(template: str, language: Language, **values: object) -> str:
    """
    The page that *template* makes of *values*; everything is escaped.

    Args:
        template: Name of a file of ``templates/``.
        language: Of the page.
        values: What the template names.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("evalfw_plugins"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    return environment.get_template(template).render(language=language, say=_say(language), **values)


def _say(language: Language) -> Callable[[str, str], str]:
    return lambda zh, en: zh if language == "zh" else en


def _shown(value: object) -> object:
    """Controls and marks that turn the direction of writing are made visible, as in a terminal."""
    return visible(value) if type(value) is str else value
