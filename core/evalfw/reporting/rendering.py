"""What a renderer is: a report in, bytes out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from evalfw.foundation.guarding import Guard, wrong_type
from evalfw.foundation.text import Language
from evalfw.scoring.report import Report


class RenderOptions(NamedTuple):
    """
    What a renderer may take into account besides the report.

    Attributes:
        language: Language of everything that evalfw words itself; official titles and sentences stay as they are.
        width: Columns of the terminal, for formats that are read there.
        color: Whether terminal colours may be used.
        template: A form of the user's own, for formats that take one.
        pdf_via: What makes PDF: typst, or the user's LibreOffice.
    """

    language: Language = "zh"
    width: int = 100
    color: bool = False
    template: Path | None = None
    pdf_via: Literal["typst", "soffice"] = "typst"


class Renderer(NamedTuple):
    """
    An output format, as a plugin registers it.

    Attributes:
        id: Name of the format, as in ``--format``.
        suffix: File name ending, with the dot.
        render: Report → text, encoded as UTF-8 by whoever writes it; or bytes. The same report and options give the
            same bytes. Heavy libraries are imported inside.
        guard: Set by the plugin host: how the code of the plugin is called.
    """

    id: str
    suffix: str
    render: Callable[[Report, RenderOptions], str | bytes]
    guard: Guard | None = None

    def rendered(self, report: Report, options: RenderOptions) -> bytes:
        """
        *report* in this format.

        Raises:
            PluginFaultError: The renderer failed, or gave something else.
        """
        guard = self.guard or Guard(self.id, None)

        def work() -> bytes:
            content: object = self.render(report, options)
            if isinstance(content, str):
                return content.encode("utf-8")
            if not isinstance(content, bytes | bytearray):
                raise wrong_type(content, "str | bytes")
            return bytes(content)

        return guard(f"format {self.id}", work)
