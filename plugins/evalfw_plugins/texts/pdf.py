"""The text of PDF files, through pypdfium2 (extra ``pdf-read``)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evalfw import EvidenceError, Page, Problem, Text

MAX_BYTES = 256 * 1024 * 1024
MAX_PAGES = 3000
MAX_CHARACTERS = 20_000_000


def pdf_pages(path: Path, shown: str) -> Sequence[Page]:
    """
    The pages of the PDF at *path*.

    Raises:
        EvidenceError: It cannot be read, is too long, or holds no text (a scan).
    """

    def problem(what: Text, hint: Text | None = None) -> EvidenceError:
        return EvidenceError([Problem(shown, None, "", what, hint)])

    try:
        import pypdfium2
    except ImportError:
        raise problem(
            Text("读 PDF 要安装 pypdfium2", "reading PDF needs pypdfium2"),
            Text("pip install 'evalfw[pdf-read]'", "pip install 'evalfw[pdf-read]'"),
        ) from None
    if path.stat().st_size > MAX_BYTES:
        raise problem(Text("文件太大", "file too large"))
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise problem(Text(f"读不了这个 PDF：{error}", f"this PDF cannot be read: {error}")) from None
    try:
        if len(document) > MAX_PAGES:
            raise problem(Text(f"页数太多：最多 {MAX_PAGES} 页", f"too many pages: at most {MAX_PAGES}"))
        pages, length = [], 0
        for number in range(len(document)):
            page = document[number]
            words = page.get_textpage()
            text = words.get_text_range()
            words.close()
            page.close()
            length += len(text)
            if length > MAX_CHARACTERS:
                raise problem(Text("文字太多", "too much text"))
            pages.append(Page(number + 1, text))
    except pypdfium2.PdfiumError as error:
        raise problem(Text(f"读不了这个 PDF：{error}", f"this PDF cannot be read: {error}")) from None
    finally:
        document.close()
    if not any(page.text.strip() for page in pages):
        raise problem(
            Text("这个 PDF 没有文字层（是扫描件）", "this PDF has no text layer (it is a scan)"),
            Text("请换成由 Word 另存的 PDF，或人工核对", "use a PDF that Word has saved, or check it by eye"),
        )
    return pages
