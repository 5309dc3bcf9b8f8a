"""
One sheet: a merged title, a header that is repeated on every page, a row an indicator, the total.

OpenDocument 1.3 (ISO/IEC 26300), part 3, chapters 9 and 19: a zip file whose first member, not compressed, names the type. Numbers
are numbers, texts are texts: nothing is ever a formula. The same report gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from evalfw import IndicatorResult, RenderOptions, Report, shown
from evalfw.foundation import visible

TYPE = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
HEADS = {
    "zh": ("指标", "评价要点", "分值", "得分", "状态", "依据"),
    "en": ("indicator", "criterion", "weight", "points", "state", "because"),
}
STATES = {
    "scored": ("已评", "scored"),
    "missing": ("缺证据", "missing"),
    "pending": ("待裁定", "pending"),
    "error": ("出错", "error"),
    "not_applicable": ("不适用", "not applicable"),
    "waived": ("豁免", "waived"),
}
WIDTHS = ("5.5cm", "7cm", "1.6cm", "1.6cm", "1.9cm", "8cm")
INDENT = "　"
"""One ideographic space a level."""

for prefix, uri in SPACES.items():
    ElementTree.register_namespace(prefix, uri)


def spreadsheet(report: Report, options: RenderOptions) -> bytes:
    """*report* as the bytes of an .ods file."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        _add(archive, "mimetype", TYPE.encode("ascii"), ZIP_STORED)
        _add(archive, "content.xml", _xml(_content(report, options)), ZIP_DEFLATED)
        _add(archive, "META-INF/manifest.xml", _xml(_manifest()), ZIP_DEFLATED)
    return packed.getvalue()


def _add(archive: ZipFile, name: str, content: bytes, method: int) -> None:
    member = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))  # no time of day: the same report, the same bytes
    member.compress_type = method
    member.external_attr = 0o644 << 16
    archive.writestr(member, content)


def _xml(root: Element) -> bytes:
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


def _below(parent: Element, tag: str, **attributes: str) -> Element:
    """A new element; of attributes the first ``_`` stands for the colon, others for hyphens."""
    named = {_name(":".join(key.split("_", 1)).replace("_", "-")): value for key, value in attributes.items()}
    return SubElement(parent, _name(tag), named)


def _content(report: Report, options: RenderOptions) -> Element:
    root = Element(_name("office:document-content"), {_name("office:version"): "1.3"})
    styles = _below(root, "office:automatic-styles")
    for number, width in enumerate(WIDTHS):
        column = _below(styles, "style:style", style_name=f"co{number}", style_family="table-column")
        _below(column, "style:table-column-properties", style_column_width=width)
    for name, weight, border in (
        ("plain", "normal", "0.5pt solid #808080"),
        ("bold", "bold", "0.5pt solid #808080"),
        ("title", "bold", "none"),
    ):
        cell = _below(styles, "style:style", style_name=name, style_family="table-cell")
        _below(
            cell, "style:table-cell-properties", fo_wrap_option="wrap", fo_border=border, style_vertical_align="middle"
        )
        _below(cell, "style:text-properties", fo_font_weight=weight, style_font_weight_asian=weight)
    sheet = _below(
        _below(_below(root, "office:body"), "office:spreadsheet"), "table:table", table_name=HEADS[options.language][0]
    )
    for number in range(len(WIDTHS)):
        _below(sheet, "table:table-column", table_style_name=f"co{number}")
    title = _below(sheet, "table:table-row")
    _cell(title, f"{report.title}  {report.subject.name}", "title", spanned=len(WIDTHS))
    for _ in WIDTHS[1:]:
        _below(title, "table:covered-table-cell")
    head = _below(_below(sheet, "table:table-header-rows"), "table:table-row")
    for heading in HEADS[options.language]:
        _cell(head, heading, "bold")
    for row in _rows(report, options):
        line = _below(sheet, "table:table-row")
        for value, style in row:
            _cell(line, value, style)
    return root


def _rows(report: Report, options: RenderOptions) -> Iterator[list[tuple[str | Fraction | None, str]]]:
    for result in report.indicators:
        style = "plain" if result.is_leaf else "bold"
        because = result.because.read(options.language) if result.is_leaf else ""
        cells = (
            INDENT * (result.level - 1) + result.title,
            result.criterion,
            None if result.extra else result.weight,
            _points(result),
            STATES[result.state][options.language == "en"],
            because,
        )
        yield [(cell, style) for cell in cells]
    total = report.total
    if total.is_made:
        label = "合计" if options.language == "zh" else "total"
        bounds = "" if not total.is_open else f"[{_end(total.bounds.least)}～{_end(total.bounds.most)}]"
        yield [(cell, "bold") for cell in (label, "", total.weight, total.points, total.grade or "", bounds)]


def _points(result: IndicatorResult) -> Fraction | None:
    """The points; nothing while they are open: what is missing is no zero."""
    return result.points if result.is_leaf or result.bounds.single is not None else None


def _end(end: Fraction | None) -> str:
    return "" if end is None else shown(end)


def _cell(row: Element, value: str | Fraction | None, style: str, spanned: int = 1) -> None:
    cell = _below(row, "table:table-cell", table_style_name=style)
    if spanned > 1:
        cell.set(_name("table:number-columns-spanned"), str(spanned))
    if isinstance(value, Fraction):
        cell.set(_name("office:value-type"), "float")
        cell.set(_name("office:value"), shown(value))
        _below(cell, "text:p").text = shown(value)
    elif value:
        cell.set(_name("office:value-type"), "string")
        for line in value.splitlines():
            _below(cell, "text:p").text = visible(line)


def _manifest() -> Element:
    root = Element(_name("manifest:manifest"), {_name("manifest:version"): "1.3"})
    for path, kind in (("/", TYPE), ("content.xml", "text/xml")):
        _below(root, "manifest:file-entry", manifest_full_path=path, manifest_media_type=kind)
    return root
