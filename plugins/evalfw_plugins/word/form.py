"""A form of the bureau's own: a Word file with ``{{ … }}`` and ``{% … %}`` where things belong, filled in by docxtpl in a sandbox."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from evalfw import IndicatorResult, Language, PluginError, Report, RequestError, Text, shown
from evalfw.foundation import check_archive, visible
from evalfw.reporting import points_of, report_values, resolved
from evalfw_plugins.documents.blocks import Grid, Heading, Paragraph, plain
from evalfw_plugins.documents.markdown import blocks_of
from evalfw_plugins.documents.written import written
from evalfw_plugins.report_words import STATES, lost_points, places_of
from evalfw_plugins.word.package import repacked


def filled_in(form: Path, report: Report, language: Language) -> bytes:
    """
    The Word file *form*, filled in from *report*.

    Raises:
        PluginError: docxtpl is not installed.
        RequestError: The file cannot be read, or what stands in its braces does not make sense.
    """
    try:
        from docxtpl import DocxTemplate
    except ImportError:
        raise PluginError(
            Text(
                "自己的 Word 表样需要 docxtpl：pip install 'evalfw[template]'",
                "a form of your own needs docxtpl: pip install 'evalfw[template]'",
            )
        ) from None
    from docx.opc.exceptions import PackageNotFoundError
    from jinja2 import TemplateError

    from evalfw_plugins.word.sandbox import form_environment

    check_archive(form, form.name)
    environment = form_environment()
    out = BytesIO()
    try:
        template = DocxTemplate(form)
        template.render(context(report, language), jinja_env=environment, autoescape=True)
        template.save(out)
    except TemplateError as error:
        raise RequestError(_told(form, error)) from None
    except (PackageNotFoundError, OSError, KeyError, ValueError) as error:
        raise RequestError(
            Text(f"{form.name}：不是可用的 Word 文件：{error}", f"{form.name}: no usable Word file: {error}")
        ) from None
    return repacked(out.getvalue())


def _told(form: Path, error: Any) -> Text:
    """What is wrong with the form, with the words around it where docxtpl knows them."""
    around = " ".join(str(line).strip() for line in list(getattr(error, "docx_context", ()))[:3])
    near = Text(f"（在“{around[:120]}”附近）", f" (near “{around[:120]}”)") if around else Text("", "")
    said = _cause(str(error.message or error))
    return Text(f"{form.name}：{said.zh}", f"{form.name}: {said.en}") + near


CAUSES = (
    (re.compile(r"'([^']+)' is undefined"), "没有 '{}'"),
    (re.compile(r"has no (?:attribute|element) '?([^']+)'?"), "没有 '{}'"),
    (re.compile(r"No filter named '([^']+)'\.?"), "没有过滤器 '{}'"),
    (re.compile(r"(.+?) is not safely callable"), "{} 不能调用"),
    (re.compile(r"'([^']+)' is not allowed in a form"), "表样里不能用 '{}'"),
    (re.compile(r"Encountered unknown tag '([^']+)'.*", re.DOTALL), "没有标记 '{}'"),
)
"""What jinja2 says, and the same in Chinese."""


def _cause(said: str) -> Text:
    for pattern, zh in CAUSES:
        found = pattern.search(said)
        if found:
            return Text(zh.format(found.group(1)), said)
    return Text(f"写法有误：{said}", said)


def context(report: Report, language: Language) -> Mapping[str, object]:
    """What a form can name; docs/reports.md explains each."""
    values = {name: visible(value) for name, value in report_values(report).items()}
    document = written(report, language)
    return {
        **values,
        "heading": [visible(line) for line in document.title],
        "subject_id": report.subject.id,
        "sha256": report.rubric.sha256,
        "facts": {fact.id: visible(fact.shown.read(language)) for fact in report.facts},
        "scores": {result.id: _node(result, report, language) for result in report.indicators},
        "indicators": [_node(result, report, language) for result in report.indicators],
        "leaves": [_node(result, report, language) for result in report.leaves],
        "lost": [{**_node(leaf, report, language), "lost": shown(points)} for points, leaf in lost_points(report)],
        "narrative": [
            {"name": visible(section.name), "paragraphs": _paragraphs(resolved(section.markdown, report, language))}
            for section in report.narrative
        ],
        "findings": [visible(finding.message.read(language)) for finding in report.findings],
    }


def _node(result: IndicatorResult, report: Report, language: Language) -> dict[str, object]:
    return {
        "id": result.id,
        "level": result.level,
        "title": visible(result.title),
        "description": visible(result.description),
        "criterion": visible(result.criterion),
        "weight": "" if result.extra else shown(result.weight),
        "points": points_of(result),
        "state": STATES[result.state].read(language),
        "target": visible(result.target.read(language)),
        "value": "；".join(visible(fact.shown.read(language)) for fact in result.facts),
        "because": visible(result.because.read(language)),
        "explanation": visible(result.explanation),
        "source": visible(places_of(result, report)),
    }


def _paragraphs(markdown: str) -> list[str]:
    said = []
    for block in blocks_of(markdown):
        if isinstance(block, Heading | Paragraph):
            said.append(plain(block.runs))
        elif isinstance(block, Grid):
            said += ["　".join(row) for row in block.rows]
    return said
