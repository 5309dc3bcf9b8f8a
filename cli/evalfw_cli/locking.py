"""``evalfw lock``."""

from __future__ import annotations

from pathlib import Path

from evalfw import Language, Text
from evalfw.extending import find_meant, lock_path, make_lock, rubric_meant
from evalfw_cli.outputs import tell
from evalfw_cli.plugins import load_host, settings_now


def lock(evidence: Path | None, ref: str | None, language: Language) -> int:
    """
    Write ``evalfw.lock`` beside ``evalfw.toml``: the rubric *ref*, or that of the project or of *evidence*, as these complete it, and
    all plugins.

    Raises:
        EvalfwError: The rubric cannot be loaded, or the file not written.
    """
    meant = find_meant(evidence)
    project = meant.project
    host = load_host(project)
    made = make_lock(project, host, rubric_meant(meant, host, ref), settings_now(project))
    path, files = lock_path(project).as_posix(), sum(len(each.files) for each in made.distribution)
    said = Text(
        f"已写入 {path}：评分表 {len(made.rubric)} 个文件，插件 {len(made.plugin)} 个，程序文件 {files} 个",
        f"wrote {path}: {len(made.rubric)} rubric files, {len(made.plugin)} plugins, {files} program files",
    )
    tell(said.read(language))
    return 0
