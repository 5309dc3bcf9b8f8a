"""``evalfw doctor``: what this machine has, what it lacks, and what stands in for that."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from evalfw import Language, PluginHost, Text
from evalfw.extending import read_project
from evalfw.foundation import padded, width_of
from evalfw_cli.outputs import print_lines
from evalfw_cli.plugins import load_whatever_loads
from evalfw_cli.version import VERSION

EXTRAS = (
    ("pdf", "typst", Text("PDF 报告", "reports as PDF")),
    ("template", "docxtpl", Text("自己的 Word 表样", "Word forms of your own")),
    ("fast", "python_calamine", Text("很快地读工作簿", "reading workbooks fast")),
    ("pdf-read", "pypdfium2", Text("核对 PDF 里的引文", "checking quotes in PDF files")),
    ("sql", "sqlalchemy", Text("从数据库取数", "facts from databases")),
    ("batch", "polars", Text("批量计分", "many units at once")),
    ("duckdb", "duckdb", Text("用 DuckDB 批量计分", "the same with DuckDB")),
    ("spark", "pyspark", Text("用 Spark 批量计分（另要 Java）", "the same on Spark (needs Java too)")),
)
"""Extras, what they bring, and what it is for."""

FAILING = 1


def doctor(language: Language) -> int:
    """Say what this machine has; return 1 if something does not work that is installed, else 0."""
    host = load_whatever_loads(read_project(Path()))
    there = _families()
    faults: list[str] = []
    print_lines(_lines(host, there, language, faults))
    return FAILING if faults else 0


def _lines(host: PluginHost, there: frozenset[str] | None, language: Language, faults: list[str]) -> Iterator[str]:
    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    yield f"evalfw {VERSION}  ·  Python {platform.python_version()}  ·  {platform.system()} {platform.machine()}"
    encoding = sys.stdout.encoding if sys.stdout is not None else "—"
    yield say(f"终端编码 {encoding}", f"terminal encoding {encoding}")
    yield ""
    yield say("可选组件", "Extras")
    for extra, module, purpose in EXTRAS:
        is_there = find_spec(module) is not None
        mark = say("有  ", "yes ") if is_there else say("没有", "no  ")
        more = "" if is_there else f"  pip install 'evalfw[{extra}]'"
        yield f"  {mark}  {padded(extra, 9)} {purpose.read(language)}{more}"
    yield from _office(language)
    yield ""
    yield say("公文字体", "Fonts of official documents")
    if there is None:
        yield say(
            "  查不了：没有 typst（evalfw[pdf]），也没有 fc-list",
            "  cannot be looked up: neither typst (evalfw[pdf]) nor fc-list is there",
        )
    else:
        yield from _fonts(there, language, faults)
    failed = [plugin for plugin in host.plugins if plugin.failure is not None]
    if failed:
        yield ""
        yield say("没有加载的插件", "Plugins that were not loaded")
        for plugin in failed:
            faults.append(plugin.author)
            assert plugin.failure is not None  # chosen above
            yield f"  {plugin.author}: {plugin.failure.read(language)}"


def _office(language: Language) -> Iterator[str]:
    from evalfw_plugins.pdf.libreoffice import soffice

    program = soffice()
    mark = {"zh": "有  " if program else "没有", "en": "yes " if program else "no  "}[language]
    purpose = Text("LibreOffice：--pdf-via soffice", "LibreOffice: --pdf-via soffice").read(language)
    yield f"  {mark}  {padded('soffice', 9)} {purpose}{f'  {program}' if program else ''}"


def _families() -> frozenset[str] | None:
    """The families of fonts on this machine, as typst sees them, or else fontconfig; None if neither is there."""
    if find_spec("typst") is not None:
        from evalfw_plugins.pdf.fonts import families

        return families()
    program = shutil.which("fc-list")
    if program is None:
        return None
    try:
        ran = subprocess.run([program, "--format", "%{family}\n"], check=False, capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    names = ran.stdout.decode("utf-8", errors="replace").splitlines()
    return frozenset(name.strip() for line in names for name in line.split(","))


def _fonts(there: frozenset[str], language: Language, faults: list[str]) -> Iterator[str]:
    from evalfw_plugins.pdf.fonts import chosen
    from evalfw_plugins.word.fonts import ALTERNATIVES

    found = {font: chosen(font, there) for font in ALTERNATIVES}
    wide = max(width_of(font) for font in found)
    for font, used in found.items():
        if used == font:
            said = Text("有", "there")
        elif used is not None:
            said = Text(f"没有，用 {used} 代替", f"missing: {used} is used")
        else:
            said = Text("没有，也没有可以代替的", "missing, and nothing to use instead")
        yield f"  {padded(font, wide)}  {said.read(language)}"
    if all(used == font for font, used in found.items()):
        return
    yield ""
    chinese = [used for font, used in found.items() if font != "Times New Roman"]
    if not any(chinese):
        faults.append("fonts")
        yield Text(
            "  没有中文字体，PDF 输出不了。Debian、Ubuntu、UOS、麒麟：apt install fonts-noto-cjk",
            "  There is no font with Chinese characters: no PDF can be made. Debian and the like: apt install fonts-noto-cjk",
        ).read(language)
    yield Text(
        "  Word 文件里总是写公文规定的字体名：收件人的 Windows、WPS 有这些字体，打开就是规定的样子。",
        "  Word files always name the official fonts: machines with Windows or WPS have them, and show what is prescribed.",
    ).read(language)
    yield Text(
        "  仿宋_GB2312、楷体_GB2312、黑体、宋体随 Windows 和 WPS 安装；方正小标宋简体由方正提供。装好后重新运行。",
        "  仿宋_GB2312, 楷体_GB2312, 黑体 and 宋体 come with Windows and WPS, 方正小标宋简体 from Founder. Run this again afterwards.",
    ).read(language)
