"""The text of Word documents: paragraphs and tables in their order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evalfw import EvidenceError, Page, Problem, Text
from evalfw.foundation import check_archive

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word_pages(path: Path, shown: str) -> Sequence[Page]:
    """
    The text of the document at *path* as one page without a number, for Word makes pages only when it prints.

    Headings begin with as many ``#`` as their level says. What was deleted under review is left out, what was inserted is in.

    Raises:
        EvidenceError: It cannot be read.
    """
    check_archive(path, shown)
    from docx import Document

    try:
        document = Document(str(path))
        levels = {style.style_id: _level(style.name) for style in document.styles if style.name}
        lines = [_line(each, levels) for each in document.element.body.iter(f"{_W}p")]
    except Exception as error:  # whatever a damaged file makes the reader raise
        said = f"{type(error).__name__}: {error}"
        raise EvidenceError([Problem(shown, None, "", Text(f"读不了：{said}", f"cannot be read: {said}"))]) from None
    return [Page(None, "\n".join(lines))]


def _level(style: str) -> int:
    """Level of a heading style (``heading 1``, ``标题 1``); 0 for others."""
    word, _, number = style.lower().rpartition(" ")
    return int(number) if word in ("heading", "标题") and number.isdigit() else 0


def _line(paragraph: Any, levels: dict[str, int]) -> str:
    """The text of a paragraph; of text boxes in it each paragraph is a line of its own, and what is there for old programs is left out."""
    if next(paragraph.iterancestors(_FALLBACK), None) is not None:
        return ""
    own = (each for each in paragraph.iter(f"{_W}t") if next(each.iterancestors(f"{_W}p")) is paragraph)
    text = "".join(each.text or "" for each in own)
    style = next((each.get(f"{_W}val") for each in paragraph.iter(f"{_W}pStyle")), None)
    level = levels.get(style or "", 0)
    return f"{'#' * level} {text}" if level and text else text
