"""
The version of the plugin interface: hooks, descriptors, and the names of ``evalfw`` and ``evalfw.authoring``.

MINOR grows when something is added, MAJOR when something is taken away. A plugin says what it was written for, in its module:
``EVALFW_API = "2.0"``. Accepted are this MAJOR and the one before.
"""

from __future__ import annotations

import re

from evalfw.foundation import Text

INTERFACE = (2, 0)
FIRST_PROMISED = 2
"""The MAJOR with which the promise begins: what was written for an earlier one is not accepted."""
ATTRIBUTE = "EVALFW_API"

MOVED = Text(
    "规则类型、汇总方式要用的名字改从 evalfw.authoring 导入，测试用的从 evalfw.extending 导入，见 docs/plugins/compatibility.md",
    "import what rule kinds and aggregators are made with from evalfw.authoring, and helpers of tests from evalfw.extending, "
    "see docs/plugins/compatibility.md",
)
"""What a plugin of an interface before 2.0 has to change."""


def written(version: tuple[int, int]) -> str:
    """``2.0``"""
    return f"{version[0]}.{version[1]}"


def interface_problem(declared: object, offered: tuple[int, int] = INTERFACE) -> Text | None:
    """Why a plugin written for *declared* (``"2.0"``) does not work with *offered*; None if it does."""
    if not isinstance(declared, str) or not re.fullmatch(r"\d{1,4}\.\d{1,4}", declared):
        said = f"{ATTRIBUTE} = {declared!r}"[:60] if isinstance(declared, str | int | float | tuple) else ATTRIBUTE
        return Text(
            f'{said}：应当写成 "{written(offered)}" 这样', f'{said}: expected something like "{written(offered)}"'
        )
    major, minor = map(int, declared.split("."))
    oldest = max(offered[0] - 1, 0 if offered[0] < FIRST_PROMISED else FIRST_PROMISED)
    if oldest <= major < offered[0] or (major == offered[0] and minor <= offered[1]):
        return None
    if major < FIRST_PROMISED <= offered[0]:
        return Text(
            f'按插件接口 {declared} 编写，这个 evalfw 是 {written(offered)}；请升级插件：{MOVED.zh}；改好后写 {ATTRIBUTE} = "{written(offered)}"',
            f'written for plugin interface {declared}, this evalfw offers {written(offered)}; upgrade the plugin: {MOVED.en}; then write {ATTRIBUTE} = "{written(offered)}"',
        )
    if major < oldest:
        return Text(
            f"按插件接口 {declared} 编写，这个 evalfw 只接受 {oldest} 和 {offered[0]}；请升级插件",
            f"written for plugin interface {declared}, this evalfw accepts {oldest} and {offered[0]}; upgrade the plugin",
        )
    return Text(
        f"需要插件接口 {declared}，这个 evalfw 提供 {written(offered)}；请升级 evalfw",
        f"needs plugin interface {declared}, this evalfw offers {written(offered)}; upgrade evalfw",
    )
