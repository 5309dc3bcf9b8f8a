"""``evalfw plugin new``: a distribution with a plugin, its tests and its README, which passes them at once."""

from __future__ import annotations

from pathlib import Path

from evalfw import Language, Text
from evalfw.extending import start_plugin
from evalfw_cli.outputs import tell
from evalfw_cli.plugins import load_host


def new_plugin(name: str, kind: str, output: Path, language: Language) -> int:
    """Start a plugin, and tell what to do next. Raises EvalfwError."""
    for path in start_plugin(name, kind, output, load_host()):
        tell(path.as_posix())
    folder = (output / f"evalfw-{name}").as_posix()
    said = Text(
        f"接下来：cd {folder}，照 README.md 安装并运行测试",
        f"next: cd {folder}, install it and run its tests as README.md says",
    )
    tell(said.read(language))
    return 0
