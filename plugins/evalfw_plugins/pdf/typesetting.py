"""Set the written report with typst: tagged, PDF/A-2a, the same bytes each time for the same fonts."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from importlib import resources
from typing import Literal

from evalfw import Language, PluginError, Report, Text
from evalfw.foundation import visible
from evalfw_plugins.documents.blocks import (
    Annex,
    Attached,
    Block,
    Closing,
    Grid,
    Heading,
    Paragraph,
    Run,
    Written,
    plain,
)
from evalfw_plugins.documents.table import Cell
from evalfw_plugins.documents.written import written
from evalfw_plugins.pdf.fonts import families, lists_of
from evalfw_plugins.word.package import day_of

LONGEST = 255
"""Most characters of what stands in the properties of the file, and of a heading that is listed: PDF/A allows no very long ones."""

STANDARD: Literal["a-2a"] = "a-2a"
"""PDF/A-2, level a: for archives, with structure for screen readers."""


def pdf_report(report: Report, language: Language) -> bytes:
    """
    The written report of *report* as PDF.

    Raises:
        PluginError: typst is not installed, or there is no font with Chinese characters.
    """
    try:
        import typst
    except ImportError:
        raise PluginError(
            Text(
                "输出 PDF 需要 typst：pip install 'evalfw[pdf]'；或用已装的 LibreOffice：--pdf-via soffice",
                "PDF needs typst: pip install 'evalfw[pdf]'; or use LibreOffice: --pdf-via soffice",
            )
        ) from None
    fonts = lists_of(families())
    data = {**_data(written(report, language), report, language), "fonts": fonts}
    template = resources.files("evalfw_plugins").joinpath("pdf/report.typ").read_bytes()
    made, _ = typst.compile_with_warnings(
        template, format="pdf", sys_inputs={"report": json.dumps(data, ensure_ascii=False)}, pdf_standards=STANDARD
    )
    assert isinstance(made, bytes)  # one file, since the format is PDF
    return made


def _data(document: Written, report: Report, language: Language) -> dict[str, object]:
    page, day = report.layout.page, day_of(report)
    return {
        "language": language,
        "title": list(map(_breakable, document.title)),
        "name": (" ".join(document.title) or visible(report.title))[:LONGEST],
        "author": visible(report.subject.name)[:LONGEST],
        "day": (day.year, day.month, day.day),
        "page": {name: getattr(page, name) for name in ("top", "bottom", "left", "right", "line", "size")},
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block | Annex) -> dict[str, object]:
    match block:
        case Heading():
            listed = len(plain(block.runs)) <= LONGEST
            return {"kind": "heading", "level": block.level, "runs": list(map(_run, block.runs)), "listed": listed}
        case Paragraph():
            return {"kind": "paragraph", "runs": list(map(_run, block.runs))}
        case Attached():
            return {"kind": "attached", "text": _breakable(block.text)}
        case Closing():
            return {"kind": "closing", "lines": list(map(_breakable, block.lines))}
        case Grid():
            columns = max((len(row) for row in block.rows), default=1)
            rows = [
                [
                    _cell(Cell(text, is_head=not number, centred=not number))
                    for text in (*row, *[""] * (columns - len(row)))
                ]
                for number, row in enumerate(block.rows)
            ]
            return {"kind": "grid", "columns": columns, "rows": rows}
        case Annex():
            table = block.table
            return {
                "kind": "annex",
                "label": _breakable(block.label),
                "title": _breakable(block.title),
                "listed": len(block.title) <= LONGEST,
                "head": [[_breakable(words) for words in line] for line in block.head],
                "widths": table.widths,
                "money": _rows(table.money),
                "heading": list(map(_cell, table.heading)),
                "rows": _rows(table.rows),
                "signature": list(map(_breakable, block.signature)),
                "imprint": _breakable(block.imprint),
                "landscape": block.landscape,
            }


_WORD = re.compile(r"[^\s\u2e80-\uffef]{200}")


def _breakable(text: str) -> str:
    """*text* with places where a line may break in words that are longer than any line."""
    return _WORD.sub(lambda found: found.group() + "\u200b", text)


def _run(run: Run) -> dict[str, object]:
    return {"text": _breakable(run.text), "bold": run.bold, "italic": run.italic}


def _rows(rows: Sequence[Sequence[Cell]]) -> list[list[dict[str, object]]]:
    return [list(map(_cell, row)) for row in rows]


def _cell(cell: Cell) -> dict[str, object]:
    return {
        "text": _breakable(cell.text),
        "across": cell.across,
        "down": cell.down,
        "centred": cell.centred,
        "head": cell.is_head,
    }
