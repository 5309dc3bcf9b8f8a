"""The Word document as PDF, made by the user's own LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from evalfw import PluginError, Text

SECONDS = 180
"""A conversion takes some three; the first start of LibreOffice may take many more."""

PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
"""Where it lies if it is not on the path."""


def soffice() -> str | None:
    """The program; None if it is not there."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in PLACES if Path(place).is_file()), None)


def pdf_of(document: bytes) -> bytes:
    """
    *document*, a Word file, as PDF.

    LibreOffice gets settings of its own, so that one that is running already does not matter, and nothing of the user's is touched.

    Raises:
        PluginError: LibreOffice is not there, or made nothing of it.
    """
    program = soffice()
    if program is None:
        raise PluginError(Text("没有找到 LibreOffice（soffice）", "LibreOffice (soffice) was not found"))
    with TemporaryDirectory(prefix="evalfw-") as made:
        folder = Path(made)
        source = folder / "report.docx"
        source.write_bytes(document)
        command = [
            program,
            f"-env:UserInstallation={(folder / 'settings').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},"UseTaggedPDF":{"type":"boolean","value":"true"}}',
            "--outdir",
            str(folder),
            str(source),
        ]
        try:
            ran = subprocess.run(command, check=False, capture_output=True, timeout=SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PluginError(Text(f"LibreOffice 没有转换成：{error}", f"LibreOffice failed: {error}")) from None
        target = folder / "report.pdf"
        if not target.is_file():
            said = ran.stderr.decode("utf-8", errors="replace").strip()[:300]
            raise PluginError(Text(f"LibreOffice 没有转换成：{said}", f"LibreOffice failed: {said}"))
        return target.read_bytes()
