"""The body of the document: blocks as WordprocessingML. Everything that people wrote goes through ``escape``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from evalfw.rubric import LayoutPage
from evalfw_plugins.documents.blocks import Annex, Attached, Block, Closing, Grid, Heading, Paragraph, Run, Written
from evalfw_plugins.documents.table import AnnexTable, Cell

TWIPS = 1440 / 25.4
"""Twentieths of a point in a millimetre."""

LONG, SHORT = 297, 210
"""A4, in mm."""


def body_xml(document: Written, page: LayoutPage, footers: str) -> str:
    """
    What stands in the body.

    Args:
        document: The report.
        page: The page.
        footers: References to the footers, for every section.
    """
    upright, lying = _section(page, footers, False), _section(page, footers, True)
    pieces = [_paragraph("Title", (Run(line),)) for line in document.title]
    pieces += [_paragraph("Normal", ())] if document.title else []
    is_lying = False
    for number, block in enumerate(document.blocks):
        if isinstance(block, Annex):
            if pieces:
                pieces.append(_end_of_section(lying if is_lying else upright))
            is_lying = block.landscape
            pieces += _annex(block, page)
        else:
            if number and isinstance(document.blocks[number - 1], Annex):
                pieces.append(_end_of_section(lying if is_lying else upright))
                is_lying = False
            pieces += _block(block, page)
    return "".join([*pieces, lying if is_lying else upright])


def _section(page: LayoutPage, footers: str, landscape: bool) -> str:
    """The end of a section. On pages that lie on their side the head of the page is where its left was."""
    width, height = (LONG, SHORT) if landscape else (SHORT, LONG)
    top, right, bottom, left = page.top, page.right, page.bottom, page.left
    if landscape:
        top, right, bottom, left = page.left, page.top, page.right, page.bottom
    side = ' w:orient="landscape"' if landscape else ""
    return (
        f'<w:sectPr>{footers}<w:type w:val="nextPage"/><w:pgSz w:w="{_twips(width)}" w:h="{_twips(height)}"{side}/>'
        f'<w:pgMar w:top="{_twips(top)}" w:right="{_twips(right)}" w:bottom="{_twips(bottom)}" w:left="{_twips(left)}" '
        f'w:header="{_twips(15)}" w:footer="{_twips(max(bottom - 10, 7))}" w:gutter="0"/></w:sectPr>'
    )


def _twips(millimetres: float) -> int:
    return round(millimetres * TWIPS)


def _end_of_section(section: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="Imprint"/>{section}</w:pPr></w:p>'


def _paragraph(style: str, runs: Sequence[Run]) -> str:
    look = "" if style == "Normal" else f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
    return f"<w:p>{look}{''.join(map(_run, runs))}</w:p>"


def _run(run: Run) -> str:
    look = ("<w:b/>" if run.bold else "") + ("<w:i/>" if run.italic else "")
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    text = escape(run.text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _block(block: Block, page: LayoutPage) -> Iterator[str]:
    match block:
        case Heading():
            yield _paragraph(f"Heading{block.level}", block.runs)
        case Paragraph():
            yield _paragraph("Normal", block.runs)
        case Attached():
            yield _paragraph("Normal", ())
            yield _paragraph("Normal", (Run(block.text),))
        case Closing():
            yield _paragraph("Normal", ())
            yield from (_paragraph("Closing", (Run(line),)) for line in block.lines)
        case Grid():
            yield _grid(block, page)
            yield _paragraph("Imprint", ())


def _grid(grid: Grid, page: LayoutPage) -> str:
    columns = max((len(row) for row in grid.rows), default=1)
    rows = [
        tuple(Cell(text, is_head=number == 0, centred=number == 0) for text in (*row, *[""] * (columns - len(row))))
        for number, row in enumerate(grid.rows)
    ]
    return _table(rows, (1,) * columns, _twips(SHORT - page.left - page.right), heads=1)


def _annex(annex: Annex, page: LayoutPage) -> Iterator[str]:
    if annex.label:
        yield _paragraph("AnnexLabel", (Run(annex.label),))
    yield _paragraph("AnnexTitle", (Run(annex.title),))
    for label, text in annex.head:
        yield _paragraph("HeadLine", (Run(f"{label}：{text}"),))
    width = LONG - page.top - page.bottom if annex.landscape else SHORT - page.left - page.right
    yield _annex_table(annex.table, _twips(width))
    yield from (_paragraph("HeadLine", (Run(line),)) for line in annex.signature)
    yield _paragraph("Imprint", (Run(annex.imprint),) if annex.imprint else ())


def _annex_table(table: AnnexTable, width: int) -> str:
    """The money block and the table of indicators, one below the other: only the latter repeats its heading."""
    money = _table(table.money, table.widths, width, heads=0) if table.money else ""
    gap = _paragraph("Imprint", ()) if money else ""
    return money + gap + _table((table.heading, *table.rows), table.widths, width, heads=1)


def _table(rows: Sequence[Sequence[Cell]], shares: Sequence[int], width: int, heads: int) -> str:
    widths = [round(width * share / sum(shares)) for share in shares]
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}'
        '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(_rows(rows, widths, heads))}</w:tbl>"
    )


def _rows(rows: Iterable[Sequence[Cell]], widths: Sequence[int], heads: int) -> Iterator[str]:
    going_on: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        cells, at = [], 0
        while at < len(row):
            left, across = going_on.get(at, (0, 1))
            if left:
                going_on[at] = (left - 1, across)
                cells.append(_cell(Cell("", across=across), widths[at : at + across], "<w:vMerge/>"))
                at += across
                continue
            cell = row[at]
            merged = '<w:vMerge w:val="restart"/>' if cell.down > 1 else ""
            if cell.down > 1:
                going_on[at] = (cell.down - 1, cell.across)
            cells.append(_cell(cell, widths[at : at + cell.across], merged))
            at += cell.across
        head = "<w:tblHeader/>" if number < heads else ""
        yield f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(cell: Cell, widths: Sequence[int], merged: str) -> str:
    span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
    style = "TableHead" if cell.is_head else "TableCentre" if cell.centred else "TableText"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/>{span}{merged}<w:vAlign w:val="center"/></w:tcPr>'
        f"{_paragraph(style, (Run(cell.text),) if cell.text else ())}</w:tc>"
    )
