"""Which fonts a PDF is set in: the official ones where this machine has them, else what is nearest."""

from __future__ import annotations

from collections.abc import Collection

from evalfw import PluginError, Text
from evalfw_plugins.word.fonts import ALTERNATIVES, BODY, HEAD, KAI, LAST_RESORTS, LATIN, SONG, TITLE

ROLES = {"title": TITLE, "head": HEAD, "kai": KAI, "body": BODY, "song": SONG}
"""What each font is for."""


def families() -> frozenset[str]:
    """The families of fonts on this machine, as typst finds them. Needs typst."""
    import typst

    return frozenset(typst.Fonts().families())


def chosen(font: str, there: Collection[str]) -> str | None:
    """The family that *font* is set in: itself, an alternative, or any with all characters; None if there is none."""
    return next((each for each in (font, *ALTERNATIVES[font], *LAST_RESORTS) if each in there), None)


def lists_of(there: Collection[str]) -> dict[str, list[str]]:
    """
    The fonts of each role, Latin first where its own font is there: numbers and letters are set in that.

    Raises:
        PluginError: No family has Chinese characters: the report would be a row of boxes.
    """
    latin = chosen(LATIN, there)
    lists: dict[str, list[str]] = {}
    for role, font in ROLES.items():
        found = chosen(font, there)
        if found is None:
            raise PluginError(
                Text(
                    "这台机器上没有中文字体，PDF 里只会是方框；用 evalfw doctor 看要装什么",
                    "there is no font with Chinese characters: evalfw doctor tells what to install",
                )
            )
        lists[role] = [found]
    if latin is not None:
        lists["latin"] = [latin]
    return lists
