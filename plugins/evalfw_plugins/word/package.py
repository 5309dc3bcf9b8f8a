"""The package: python-docx's empty document with our styles, fonts, footers and body; the same bytes each time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from evalfw import Language, Report
from evalfw.foundation import visible
from evalfw_plugins.documents.written import written
from evalfw_plugins.word.body import body_xml
from evalfw_plugins.word.styles import R, W, font_table_xml, styles_xml

if TYPE_CHECKING:
    from docx.document import Document

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the package: it would else be the time of writing."""

_LEFT_OUT = ("stylesWithEffects", "customXml", "thumbnail")
"""Parts of python-docx's template that say something else than ours, or nothing."""


def docx_report(report: Report, language: Language) -> bytes:
    """The written report of *report* as a Word document."""
    from docx import Document as new_document
    from docx.oxml import parse_xml

    document = new_document()
    _leave_out(document)
    text = written(report, language)
    page = report.layout.page
    styles = document.part.part_related_by(f"{R}/styles")
    styles._element = parse_xml(styles_xml(page))  # type: ignore[attr-defined]
    document.settings.odd_and_even_pages_header_footer = True
    _set_blob(document, "fontTable", font_table_xml())
    footers = _footers(document)
    body = document.element.body
    for child in list(body):
        body.remove(child)
    made = parse_xml(f'<w:body xmlns:w="{W}" xmlns:r="{R}">{body_xml(text, page, footers)}</w:body>')
    for child in list(made):
        body.append(child)
    properties = document.core_properties
    properties.title = visible(" ".join(text.title) or report.title)[:255]
    properties.author = visible(report.subject.name)[:255]
    properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = datetime.combine(day_of(report), datetime.min.time(), UTC)
    properties.revision = 1
    return _packed(document)


def day_of(report: Report) -> date:
    """The day that the file bears: of judgement, or the last of the period; no clock, so that the bytes are the same."""
    return report.as_of or (report.period.last if report.period is not None else date(1980, 1, 1))


def _leave_out(document: Document) -> None:
    for owner in (document.part, document.part.package):
        for id, relation in list(owner.rels.items()):
            if any(each in relation.reltype for each in _LEFT_OUT):
                del owner.rels[id]


def _set_blob(document: Document, name: str, xml: str) -> None:
    part = document.part.part_related_by(f"{R}/{name}")
    part._blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'.encode()


def _footers(document: Document) -> str:
    """Page numbers — 1 —, outside on odd and even pages, one character in; what sections refer to them by."""
    from docx.oxml import parse_xml

    section = document.sections[0]
    references = []
    for kind, footer, side in (("default", section.footer, "right"), ("even", section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        element = footer._element
        for child in list(element):
            element.remove(child)
        field = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        dash = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
        element.append(
            parse_xml(
                f'<w:p xmlns:w="{W}"><w:pPr><w:pStyle w:val="Footer"/><w:ind w:{side}Chars="100" w:{side}="280"/>'
                f'<w:jc w:val="{side}"/></w:pPr>{dash.format("— ")}{field}{dash.format(" —")}</w:p>'
            )
        )
        id = document.part.relate_to(footer.part, f"{R}/footer")
        references.append(f'<w:footerReference w:type="{kind}" r:id="{id}"/>')
    return "".join(references)


def _packed(document: Document) -> bytes:
    raw = BytesIO()
    document.save(raw)
    return repacked(raw.getvalue(), {"docProps/app.xml": _APP})


def repacked(package: bytes, instead: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """*package* written anew with fixed dates, with other content for the parts in *instead*."""
    packed = BytesIO()
    with ZipFile(BytesIO(package)) as read, ZipFile(packed, "w") as out:
        for name in read.namelist():
            info = ZipInfo(name, EARLIEST)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 3  # the same on every system
            content = instead[name] if name in instead else read.read(name)
            out.writestr(info, content)
    return packed.getvalue()


_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>evalfw</Application></Properties>"
)
