"""``evalfw init``: a project folder with everything to fill in."""

from __future__ import annotations

from pathlib import Path

from evalfw import Language, Text
from evalfw.maintaining import start_project
from evalfw_cli.outputs import tell
from evalfw_cli.plugins import load_host


def init(folder: Path, ref: str, name: str | None, subject: str | None, language: Language) -> int:
    """Start the project, and tell what is to be filled in. Raises EvalfwError."""
    for path in start_project(folder, ref, load_host(), name, subject, language).files:
        tell(path.as_posix())
    where = folder.as_posix()
    for said in (
        Text(
            f"在 {where} 填好 evidence/facts/ 里的表，再运行 evalfw run。没填的事实算作缺证据。",
            f"Fill in the tables of evidence/facts/ in {where}, then: evalfw run. What is not filled in counts as missing.",
        ),
        Text(
            "报告的文字写在 evidence/narrative/ 里，每部分一个 .md 文件；可以不写。",
            "The words of the report go into evidence/narrative/, a .md file for each part, if any.",
        ),
    ):
        tell(said.read(language))
    return 0
