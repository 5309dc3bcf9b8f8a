"""Readers of the text of documents: PDF, Word, Markdown and plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from evalfw import EvidenceError, Page, TextReader, hookimpl
from evalfw.foundation import read_text

EVALFW_API = "2.0"


@hookimpl
def evalfw_text_readers() -> Iterable[TextReader]:
    """pdf, docx, text."""
    return [
        TextReader("pdf", (".pdf",), read_pdf),
        TextReader("docx", (".docx",), read_docx),
        TextReader("text", (".md", ".txt"), read_plain),
    ]


def read_pdf(path: Path, shown: str) -> Sequence[Page]:
    """The pages of a PDF; one without a text layer is refused."""
    from evalfw_plugins.texts.pdf import pdf_pages

    return pdf_pages(path, shown)


def read_docx(path: Path, shown: str) -> Sequence[Page]:
    """The text of a Word document, tables included, as one page without a number."""
    from evalfw_plugins.texts.word import word_pages

    return word_pages(path, shown)


def read_plain(path: Path, shown: str) -> Sequence[Page]:
    """A text file."""
    return [Page(None, read_text(path, shown, EvidenceError))]
