"""What ``run`` and ``render`` share: an edition of a report in several formats, in places of its own."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from evalfw import Language, PluginError, PluginHost, Renderer, RenderOptions, Report, RequestError, Text
from evalfw.foundation import PluginFaultError
from evalfw.reporting import STDOUT, names_a_folder, places_named, write_documents
from evalfw_cli.outputs import tell, write_stdout

Audience = Literal["internal", "public"]
WIDTH = 100
WIDEST = 140

FOR_TERMINALS = frozenset({"text", "tree", "table", "summary"})
"""Formats that need neither hashes of files nor what trying out takes."""

WITHOUT_TRIALS = FOR_TERMINALS | {"md", "csv", "junit", "docx", "xlsx", "pdf"}
"""evalfw's own formats that do not carry what trying out takes; those of plugins may."""


class Making(NamedTuple):
    """What the command line asked for; see ``evalfw run --help``."""

    formats: tuple[str, ...]
    output: str
    force: bool
    audience: Audience
    template: Path | None
    pdf_via: Literal["typst", "soffice"]
    quiet: bool
    color: bool
    language: Language

    def renderers(self, host: PluginHost) -> list[Renderer]:
        """The renderers of the formats, each once. Raises EvalfwError: there is none, or an option does not go with them."""
        renderers = [host.renderer(format) for format in dict.fromkeys(self.formats)]
        names = {renderer.id for renderer in renderers}
        if self.pdf_via == "soffice" and "pdf" not in names:
            raise RequestError(Text("--pdf-via 只用于 -f pdf", "--pdf-via goes with -f pdf only"))
        if self.template is not None:
            if not names & {"docx", "pdf"}:
                raise RequestError(Text("--template 只用于 -f docx", "--template goes with -f docx only"))
            if "pdf" in names and self.pdf_via != "soffice":
                what = Text(
                    "用自己的 Word 表样输出 PDF，要加 --pdf-via soffice",
                    "a PDF of a form of your own needs --pdf-via soffice",
                )
                raise RequestError(what)
        return renderers

    @property
    def needs_digests(self) -> bool:
        """Whether anybody will see the hashes of files: terminal reports print none, and working them out costs 2 ms."""
        return not set(self.formats) <= FOR_TERMINALS

    @property
    def needs_trials(self) -> bool:
        """Whether a format carries what trying out takes."""
        return not set(self.formats) <= WITHOUT_TRIALS

    @property
    def options(self) -> RenderOptions:
        """What renderers and views are told."""
        return RenderOptions(self.language, _width(self), _color(self), self.template, self.pdf_via)

    def notice(self, said: Text) -> None:
        """*said* on stderr, unless notices are not wanted."""
        if not self.quiet:
            tell(said.read(self.language))


def edition_for(report: Report, making: Making) -> Report:
    """*report* for the audience; tells where people wrote what is labelled internal. Raises RequestError."""
    if making.audience == "internal":
        return report  # a saved public edition stays what it is
    from evalfw.reporting import edition, leaks

    for said in leaks(report):
        making.notice(
            Text(
                "注意：公开版的叙述里写着内部的数值，evalfw 不改叙述——",
                "note: the narrative says an internal value, and evalfw does not change it: ",
            )
            + said
        )
    return edition(report, "public")


def rendered(renderers: Sequence[Renderer], report: Report, making: Making) -> list[bytes]:
    """*report* in every format. Raises PluginError, naming the plugin, if one fails."""
    return _made(lambda: [renderer.rendered(report, making.options) for renderer in renderers])


def shown(of: type, what: object, stem: str, host: PluginHost, making: Making) -> None:
    """Write *what*, an instance of *of*, in every format that is asked for, to files called *stem*. Raises EvalfwError."""
    views = host.views_of(of, making.formats)
    places = places_named(stem, [view.suffix for view in views], making.output)
    folders = [Path() if place is None else place.parent for place in places]
    contents = _made(
        lambda: [
            view.shown(what, making.options._replace(beside=folder))
            for view, folder in zip(views, folders, strict=True)
        ]
    )
    write(list(zip(places, contents, strict=True)), making)


def _made(make: Callable[[], list[bytes]]) -> list[bytes]:
    try:
        return make()
    except PluginFaultError as error:
        raise PluginError(error.message + Text("；没有写入任何文件", "; nothing was written")) from error


def write(targets: Sequence[tuple[Path | None, bytes]], making: Making) -> list[Path]:
    """
    Write each content to its place, all of them or none, and tell it.

    Returns:
        The files, those included that held just that already.

    Raises:
        OutputError: One cannot be written; or there is another file, and ``--force`` was not given.
    """
    for path, content in targets:
        if path is None:
            write_stdout(content)
    files = [path for path, _ in targets if path is not None]
    written = write_documents(targets, making.force, folder=len(files) > 1 or names_a_folder(making.output))
    for each in written:
        if each.is_new:
            making.notice(Text(f"已写入 {each.path}", f"wrote {each.path}"))
        else:
            making.notice(Text(f"{each.path} 已有，内容相同", f"{each.path} is there already, with the same content"))
    return [each.path for each in written]


def _width(making: Making) -> int:
    """Columns of the terminal; a fixed number for anything else, so that files do not depend on it."""
    if making.output == STDOUT and _on_terminal():
        return min(shutil.get_terminal_size((WIDTH, 24)).columns, WIDEST)
    return WIDTH


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _color(making: Making) -> bool:
    return making.color and making.output == STDOUT and _on_terminal() and not os.environ.get("NO_COLOR")
