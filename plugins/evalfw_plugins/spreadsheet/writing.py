"""The workbook, sheet by sheet."""

from __future__ import annotations

from datetime import datetime

from evalfw import Language, Report
from evalfw.foundation import visible
from evalfw_plugins.documents.blocks import Annex
from evalfw_plugins.documents.written import annex_of
from evalfw_plugins.spreadsheet.annex import add_annex
from evalfw_plugins.spreadsheet.book import Book
from evalfw_plugins.spreadsheet.lists import add_evidence, add_facts, add_findings, add_history, add_lost
from evalfw_plugins.word.package import day_of
from evalfw_plugins.wording import words


def xlsx_report(report: Report, language: Language) -> bytes:
    """*report* as a workbook."""
    _ = words(language)
    annex: Annex = annex_of(report, language)
    created = datetime.combine(day_of(report), datetime.min.time())
    book = Book(visible(annex.title), visible(report.subject.name), created)
    add_annex(book, _sheet_name(annex.label) or _("评分表"), annex)
    add_lost(book, report, language)
    add_findings(book, report, language)
    add_evidence(book, report, language)
    add_facts(book, report, language)
    add_history(book, report, language)
    return book.content()


def _sheet_name(label: str) -> str:
    """*label* as the name of a sheet: without what these may not hold, at most 31 characters."""
    return "".join(character for character in label if character not in "[]:*?/\\'")[:31].strip()
