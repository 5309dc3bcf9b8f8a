"""``evalfw compare``: saved reports side by side."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from evalfw import RequestError, Text, read_report
from evalfw.reporting import Comparison, Saved, compared
from evalfw.rubric import By
from evalfw_cli.one_of import one_of
from evalfw_cli.plugins import load_host
from evalfw_cli.progress import Bar
from evalfw_cli.reports.making import Making, shown


def compare(saved: tuple[Path, ...], by: str, making: Making) -> int:
    """Lay *saved* side by side as *making* asks; return 0. Raises EvalfwError."""
    places_by = one_of(get_args(By), by, "--by")
    host = load_host()
    host.views_of(Comparison, making.formats)  # before anything is read
    saved = tuple({path.resolve(): path for path in saved}.values())
    if len(saved) < 2:
        raise RequestError(Text("至少要两份报告", "give two reports at least"))
    bar = Bar(making.language, making.quiet, making.color)
    read = [Saved(path, read_report(path)[0]) for path in bar.over(saved, Text("读报告", "reading reports"))]
    shown(Comparison, compared(read, places_by), "comparison", host, making)
    return 0
