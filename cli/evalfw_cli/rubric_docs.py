"""``evalfw rubric docs``: pages about a rubric."""

from __future__ import annotations

from pathlib import Path

from evalfw import Language, RenderOptions, Text
from evalfw.foundation import make_folder, write_file
from evalfw.maintaining import RubricPages, pages_of
from evalfw_cli.outputs import tell
from evalfw_cli.plugins import load_host


def write_docs(ref: str, output: Path, language: Language) -> int:
    """One Markdown and one HTML page into the folder *output*, named after the rubric. Raises EvalfwError."""
    host = load_host()
    pages = pages_of(ref, host)
    stem = pages.rubric.identity.id.replace("/", "-")
    make_folder(output)
    for view in host.views_of(RubricPages, ("md", "html")):
        path = output / f"{stem}{view.suffix}"
        write_file(path, view.shown(pages, RenderOptions(language)))
        tell(Text(f"已写入 {path.as_posix()}", f"wrote {path.as_posix()}").read(language))
    return 0
