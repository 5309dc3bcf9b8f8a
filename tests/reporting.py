"""Reports to be looked at: of real samples, complete with what trying out takes."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

import evalfw
from evalfw import RenderOptions, Report


def full_report(host: evalfw.PluginHost, ref: str, folder: Path | None = None) -> Report:
    """The report of the sample of rubric *ref*, or of the evidence in *folder*, as ``run -f json`` makes it."""
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(ref), host.rubrics, host.vocabulary)
    source = folder or rubric.sample
    assert source is not None
    rubric = evalfw.evidence.complete_rubric(rubric, source, "sample", host.rubrics, host.vocabulary)
    evidence = evalfw.evidence.check_evidence(evalfw.evidence.collect(source, host.collectors, "sample"), rubric)
    report = evalfw.score(rubric, evidence, evidence.as_of, host.contributions)
    return report._replace(what_if=evalfw.scoring.what_if(rubric, evidence, report))


@pytest.fixture(scope="session")
def report(host: evalfw.PluginHost) -> Report:
    """The report of Nanjing's sample."""
    return full_report(host, "nanjing/2021")


def as_bytes(host: evalfw.PluginHost, report: Report, format: str, **options: object) -> bytes:
    """*report* in *format*."""
    return host.renderer(format).rendered(report, RenderOptions(**options))  # type: ignore[arg-type]


def has_chinese_fonts() -> bool:
    from evalfw_plugins.pdf.fonts import chosen, families
    from evalfw_plugins.word.fonts import BODY

    return chosen(BODY, families()) is not None


with_fonts = pytest.mark.skipif(not has_chinese_fonts(), reason="there is no font with Chinese characters")


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def paragraphs(document: bytes) -> list[tuple[str, str]]:
    """Style and text of every paragraph of the body that is in no table, read by nothing but the standard library."""
    body = ET.fromstring(ZipFile(BytesIO(document)).read("word/document.xml"))[0]
    found = []
    for paragraph in body.findall(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        found.append(("" if style is None else style.get(f"{W}val", ""), text))
    return found
