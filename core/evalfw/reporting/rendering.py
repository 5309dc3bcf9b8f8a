"""What renderers and views are: a report, or something made of reports, in; bytes out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar, cast

from evalfw.foundation import Guard, Language, wrong_type
from evalfw.scoring import Report

T = TypeVar("T")


class RenderOptions(NamedTuple):
    """
    What a renderer may take into account besides the report.

    Attributes:
        language: Language of everything that evalfw words itself; official titles and sentences stay as they are.
        width: Columns of the terminal, for formats that are read there.
        color: Whether terminal colours may be used.
        template: A form of the user's own, for formats that take one.
        pdf_via: What makes PDF: typst, or the user's LibreOffice.
        beside: The folder in which it will lie, for links from there.
    """

    language: Language = "zh"
    width: int = 100
    color: bool = False
    template: Path | None = None
    pdf_via: Literal["typst", "soffice"] = "typst"
    beside: Path = Path()


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
        return _content(self.guard or Guard(self.id, None), f"format {self.id}", lambda: self.render(report, options))


class View(NamedTuple):
    """
    A form of something other than a report (a comparison, a cohort, the difference of two rubrics …), as a plugin registers it.

    Attributes:
        of: Name of the class of what it shows; its module is imported only by whoever makes one.
        id: Name of the form, as in ``--format``.
        suffix: File name ending, with the dot.
        show: What is shown and options → text or bytes, as for renderers.
        guard: Set by the plugin host: how the code of the plugin is called.
    """

    of: str
    id: str
    suffix: str
    show: Callable[[object, RenderOptions], str | bytes]
    guard: Guard | None = None

    @classmethod
    def made(cls, of: str, id: str, suffix: str, show: Callable[[T, RenderOptions], str | bytes]) -> View:
        """A view of instances of the class called *of*."""
        return cls(of, id, suffix, cast(Callable[[object, RenderOptions], str | bytes], show))

    @property
    def key(self) -> str:
        """What it is registered by: ``Comparison html``."""
        return f"{self.of} {self.id}"

    def shown(self, what: object, options: RenderOptions) -> bytes:
        """
        *what*, an instance of ``of``, in this form.

        Raises:
            PluginFaultError: The view failed, or gave something else.
        """
        return _content(self.guard or Guard(self.id, None), f"view {self.key}", lambda: self.show(what, options))


def _content(guard: Guard, what: str, make: Callable[[], object]) -> bytes:
    def work() -> bytes:
        content = make()
        if isinstance(content, str):
            return content.encode("utf-8")
        if not isinstance(content, bytes | bytearray):
            raise wrong_type(content, "str | bytes")
        return bytes(content)

    return guard(what, work)
