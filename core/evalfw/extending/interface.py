"""
The version of the plugin interface: hooks, descriptors, and the public names of ``evalfw``.

MINOR grows when something is added, MAJOR when something is taken away. A plugin says what it was written for, in its module:
``EVALFW_API = "1.0"``. Accepted are this MAJOR and the one before.
"""

from __future__ import annotations

import re

from evalfw.foundation import Text

INTERFACE = (1, 2)
ATTRIBUTE = "EVALFW_API"


def written(version: tuple[int, int]) -> str:
    """``1.0``"""
    return f"{version[0]}.{version[1]}"


def interface_problem(declared: object, offered: tuple[int, int] = INTERFACE) -> Text | None:
    """Why a plugin written for *declared* (``"1.0"``) does not work with *offered*; None if it does."""
    if not isinstance(declared, str) or not re.fullmatch(r"\d{1,4}\.\d{1,4}", declared):
        said = f"{ATTRIBUTE} = {declared!r}"[:60] if isinstance(declared, str | int | float | tuple) else ATTRIBUTE
        return Text(
            f'{said}：应当写成 "{written(offered)}" 这样', f'{said}: expected something like "{written(offered)}"'
        )
    major, minor = map(int, declared.split("."))
    oldest = max(offered[0] - 1, 0)
    if oldest <= major < offered[0] or (major == offered[0] and minor <= offered[1]):
        return None
    if major < oldest:
        return Text(
            f"按插件接口 {declared} 编写，这个 evalfw 只接受 {oldest} 和 {offered[0]}；请升级插件",
            f"written for plugin interface {declared}, this evalfw accepts {oldest} and {offered[0]}; upgrade the plugin",
        )
    return Text(
        f"需要插件接口 {declared}，这个 evalfw 提供 {written(offered)}；请升级 evalfw",
        f"needs plugin interface {declared}, this evalfw offers {written(offered)}; upgrade evalfw",
    )
