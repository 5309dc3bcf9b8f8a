"""What ``run`` and ``render`` share: an edition of a report in several formats, in places of its own."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from evalfw import (
    Language,
    OutputError,
    PluginError,
    PluginFaultError,
    PluginHost,
    Renderer,
    RenderOptions,
    Report,
    RequestError,
    Text,
    listing,
    verbatim,
)
from evalfw_cli.outputs import STDOUT, make_folder, names_a_folder, plan_outputs, tell, write_stdout

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

    def notice(self, said: Text) -> None:
        """*said* on stderr, unless notices are not wanted."""
        if not self.quiet:
            tell(said.read(self.language))


def edition_for(report: Report, making: Making) -> Report:
    """*report* for the audience; tells where people wrote what is labelled internal. Raises RequestError."""
    if making.audience == "internal":
        return report  # a saved public edition stays what it is
    from evalfw.reporting.editions import edition, leaks

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
    options = RenderOptions(
        language=making.language,
        width=_width(making),
        color=_color(making),
        template=making.template,
        pdf_via=making.pdf_via,
    )
    try:
        return [renderer.rendered(report, options) for renderer in renderers]
    except PluginFaultError as error:
        raise PluginError(error.message + Text("；没有写入任何文件", "; nothing was written")) from error


def places_for(renderers: Sequence[Renderer], report: Report, making: Making) -> list[Path | None]:
    """Where each format goes; see ``plan_outputs``."""
    return plan_outputs(making.output, renderers, report)


def known_formats(making: Making, known: Iterable[str]) -> tuple[str, ...]:
    """The formats that *making* asks for, each once. Raises RequestError: one is none of *known*."""
    formats = tuple(dict.fromkeys(making.formats))
    unknown = [format for format in formats if format not in known]
    if unknown:
        named = listing(map(verbatim, known))
        raise RequestError(
            Text(f"没有格式 '{unknown[0]}'；可用的有 {named.zh}", f"no format '{unknown[0]}'; known: {named.en}")
        )
    return formats


def places_named(stem: str, suffixes: Sequence[str], making: Making) -> list[Path | None]:
    """
    Where contents of the given *suffixes* go, None for stdout: one to the file that was named, several into a folder, each called *stem*.

    Raises:
        RequestError: Several for stdout.
    """
    if making.output == STDOUT:
        if len(suffixes) > 1:
            raise RequestError(Text("几种格式要用 -o 指定文件夹", "several formats need a folder: give -o"))
        return [None]
    path = Path(making.output)
    if len(suffixes) == 1 and not path.is_dir() and not names_a_folder(making.output):
        return [path]
    return [path / f"{stem}{suffix}" for suffix in suffixes]


def write(targets: Sequence[tuple[Path | None, bytes]], making: Making) -> list[Path]:
    """
    Write each content to its place, all of them or none, and tell it.

    Returns:
        The files, those included that held just that already.

    Raises:
        OutputError: One cannot be written; or there is another file, and ``--force`` was not given.
    """
    files = {path: content for path, content in targets if path is not None}
    for path, content in targets:
        if path is None:
            write_stdout(content)
    if not files:
        return []
    if not making.force:
        _keep_others(files)
    from evalfw.foundation.writing.files import write_together  # a run that prints needs no temporary files

    if len(files) > 1 or names_a_folder(making.output):
        make_folder(next(iter(files)).parent)
    written = write_together(files, folders=False)
    for path in files:
        if path in written:
            making.notice(Text(f"已写入 {path}", f"wrote {path}"))
        else:
            making.notice(Text(f"{path} 已有，内容相同", f"{path} is there already, with the same content"))
    return list(files)


def _keep_others(files: dict[Path, bytes]) -> None:
    """Refuse to write over files that hold something else."""
    others = [path for path, content in files.items() if _is_other(path, content)]
    if others:
        named = listing(verbatim(str(path)) for path in others)
        raise OutputError(
            Text(
                f"已有别的文件，没有改动：{named.zh}；要覆盖请加 --force",
                f"kept as they are: {named.en}; --force writes over them",
            )
        )


def _is_other(path: Path, content: bytes) -> bool:
    """Whether there is a file at *path* that holds something else; what cannot be told is told when it is written."""
    try:
        return path.is_file() and path.read_bytes() != content
    except (OSError, ValueError):
        return False


def _width(making: Making) -> int:
    """Columns of the terminal; a fixed number for anything else, so that files do not depend on it."""
    if making.output == STDOUT and _on_terminal():
        return min(shutil.get_terminal_size((WIDTH, 24)).columns, WIDEST)
    return WIDTH


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _color(making: Making) -> bool:
    return making.color and making.output == STDOUT and _on_terminal() and not os.environ.get("NO_COLOR")
