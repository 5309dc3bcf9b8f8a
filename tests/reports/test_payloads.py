"""Whatever stands in a rubric, in evidence or in the narrative is shown as text, in every format: nothing is executed, nothing breaks."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import attrs
import openpyxl
import pypdfium2
import pytest
from browser import opened, with_chromium
from conftest import RunCli, one_in
from openxml_audit import OpenXmlValidator
from playwright.sync_api import Browser
from reporting import as_bytes, full_report, with_fonts

import evalfw
from evalfw import Report, Text
from evalfw.foundation import visible
from evalfw.foundation.writing.toml import toml_value
from evalfw.scoring.trying import TryFact

PAYLOADS = {
    "html": "<script>window.pwned=1;alert(1)</script><img src=x onerror=\"window.pwned=1\"><b>粗</b>",
    "attributes": "\"' onmouseover=\"window.pwned=1\" style='background:url(https://example.invalid/)'",
    "svg": "<svg onload=window.pwned=1><use href='https://example.invalid/#a'/></svg></title></style></textarea>",
    "end of data": "</script><script>window.pwned=1</script><!-- ]]> --> &lt;b&gt; &amp; &#x41;",
    "markdown": "[点](javascript:window.pwned=1) ![图](https://example.invalid/a.png) <https://example.invalid> `x` *y* | z | # ~~",
    "bidi": "合计\u202e001\u2066分\u2069\u061c",
    "zero width": "预\u200b算\u200d执\ufeff行\u00ad率\u2060",
    "formula": "=cmd|' /C calc'!A0",
    "plus": "+1+1",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "tab": "\t=HYPERLINK(\"https://example.invalid\",\"点\")",
    "template": "{{7*7}} {{ config }} {% for x in y %}{{ ''.__class__ }}{% endfor %} {# #} ${7*7} #{7*7} {points}",
    "typst": "#eval(\"1\") $x^2$ *b* _i_ `r` @a <b> \\ #read(\"/etc/passwd\") // c",
    "surrogate": "甲\ud800乙\udfff丙",
    "control": "一\x00二\x01\x07\x08\x0b\x0c\x1b[31m红\x1b]0;t\x07\x7f\x85\u2028\ufffe\uffff",
    "tags": "旗\U000e0041\U000e0042\ufdd0",
    "long": "长" * 100_000,
    "long word": "a" * 100_000,
    "empty": "",
}  # fmt: skip
LONG = ("long", "long word")

KEPT = frozenset(
    [
        "id",
        "parent",
        "state",
        "rule_state",
        "rule_kind",
        "severity",
        "code",
        "action",
        "type",
        "audience",
        "role",
        "status",
        "show",
        "parts",
        "indicator",
        "rate",
        "grades",
        "grade",
        "at",
        "made",
        "formula",
        "derived",
        "when",
        "aggregate",
        "kind",
        "known",
        "origin",
        "path",
        "content",
        "tool_version",
        "what",
        "reads",
        "inputs",
        "internal",
    ]
)
"""Fields that are no words: the readers of files refuse anything but what there is."""


def filled(value: Any, payload: str, field: str = "") -> Any:
    """*value* with *payload* for every text in it that people write."""
    if field in KEPT:
        return value
    if isinstance(value, Text):
        return Text(payload, payload)
    if isinstance(value, str):
        return payload
    if isinstance(value, TryFact):
        return value._replace(label=payload, unit=payload)  # its value is in machine form
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        named: Any = value
        return named._replace(**{name: filled(getattr(named, name), payload, name) for name in named._fields})
    if isinstance(value, tuple):
        return tuple(filled(each, payload, field) for each in value)
    if attrs.has(type(value)):
        changes = {
            each.name: filled(getattr(value, each.name), payload, each.name) for each in attrs.fields(type(value))
        }
        return attrs.evolve(value, **{name: each for name, each in changes.items() if each is not getattr(value, name)})
    return value


@pytest.fixture(scope="module")
def small(host: evalfw.PluginHost) -> Report:
    """The made-up project: money block, choices, dates, grades; small, so that long texts are not multiplied too often."""
    return full_report(host, "mof/project-2020")


@pytest.fixture(params=one_in(7, PAYLOADS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def hostile(small: Report, name: str) -> Report:
    payload = PAYLOADS[name]
    if name in LONG:  # in every sort of field, but not forty times over
        small = small._replace(
            indicators=small.indicators[:3], findings=small.findings[:1], facts=small.facts[:2], what_if=None
        )
    changed: Report = filled(small, payload)
    layout = filled(small.layout, payload)
    return changed._replace(
        narrative=tuple(each for each in changed.narrative)
        or (evalfw.evidence.Section(name=payload, markdown=f"# {payload}\n\n{payload}\n"),),
        layout=attrs.evolve(
            layout, parts=("narrative", "scores", "lost", "findings", "signature", "annex"), signature=(payload,)
        ),
    )


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.slow
def test_word(hostile: Report, name: str, host: evalfw.PluginHost, tmp_path: Path) -> None:
    made = as_bytes(host, hostile, "docx")
    text = "".join(ET.fromstring(ZipFile(BytesIO(made)).read("word/document.xml")).itertext())
    assert squeezed(visible(PAYLOADS[name])) in squeezed(text)
    assert "49" not in text or "{{7*7}}" in text
    if name not in LONG:
        file = tmp_path / "a.docx"
        file.write_bytes(made)
        assert [str(error) for error in OpenXmlValidator().validate(file).errors] == []


def test_workbook(hostile: Report, name: str, host: evalfw.PluginHost, tmp_path: Path) -> None:
    made = as_bytes(host, hostile, "xlsx")
    book = openpyxl.load_workbook(BytesIO(made))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    texts = [str(cell.value) for cell in cells]
    assert all(len(text.encode("utf-16-le")) // 2 <= 32_767 for text in texts)
    if name in LONG:
        assert any("〔全文 100000 字，单元格放不下〕" in text for text in texts)
    else:
        assert not PAYLOADS[name] or any(visible(PAYLOADS[name]) in text for text in texts)
        file = tmp_path / "a.xlsx"
        file.write_bytes(made)
        assert [str(error) for error in OpenXmlValidator().validate(file).errors] == []


@with_chromium
def test_page(hostile: Report, name: str, host: evalfw.PluginHost, chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(as_bytes(host, hostile, "html"))
    with opened(chromium, file, viewport={"width": 390, "height": 800}) as watched:
        page = watched.page
        assert watched.requests == [file.resolve().as_uri()] and watched.errors == []
        assert page.evaluate("window.pwned") is None
        assert squeezed(visible(PAYLOADS[name])) in squeezed(page.text_content("main") or "")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.locator("script").count() == (1 if hostile.what_if is None else 3)
        assert page.locator("img, iframe, object, embed, link, form, base").count() == 0
        links = page.locator("a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
        assert all(link.startswith("#") for link in links)


@with_fonts
def test_pdf(hostile: Report, name: str, host: evalfw.PluginHost) -> None:
    made = as_bytes(host, hostile, "pdf")
    document = pypdfium2.PdfDocument(made)
    text = squeezed("".join(page.get_textpage().get_text_bounded() for page in document))
    assert made.startswith(b"%PDF") and len(document) > 0
    if name in ("html", "template", "formula", "typst"):
        assert squeezed(PAYLOADS[name])[:12].replace("‘", "'") in text.replace("‘", "'").replace("’", "'")
    assert "root:x:" not in text


def test_tables_for_other_programs(hostile: Report, name: str, host: evalfw.PluginHost) -> None:
    csv.field_size_limit(10**9)
    rows = list(csv.reader(StringIO(as_bytes(host, hostile, "csv").decode("utf-8-sig"))))
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(("=", "@", "\t", "\r")) and (
            not cell.startswith(("+", "-")) or evalfw.foundation.numeral(cell) is not None
        )
        assert cell == visible(cell)
    suite = ET.fromstring(as_bytes(host, hostile, "junit"))[0]
    cases = suite.findall("testcase")
    assert len(cases) == len(hostile.leaves) and cases[0].get("name") == visible(PAYLOADS[name])


def test_markdown_is_escaped_and_terminals_get_nothing_to_obey(
    hostile: Report, name: str, host: evalfw.PluginHost
) -> None:
    markdown = as_bytes(host, hostile, "md").decode()
    assert not re.search(r"(?<!\\)<(?!-)|(?<!\\)\]\((?!#)", markdown)
    for format in ("tree", "table", "summary", "md"):
        text = as_bytes(host, hostile, format).decode()
        assert not [character for character in text if not character.isprintable() and character != "\n"], format


def test_json_keeps_what_was_written(hostile: Report, name: str, host: evalfw.PluginHost) -> None:
    data = json.loads(as_bytes(host, hostile, "json"))
    kept = PAYLOADS[name].replace("\ud800", "\\ud800").replace("\udfff", "\\udfff")
    assert data["subject"]["name"] == kept


RUBRIC = """
format = "evalfw.rubric/1"
id = "test/hostile"
version = "1"
title = {payload}
issuer = {payload}
source = {payload}
note = {payload}
full_mark = 10
[layout]
title = {plain}
signature = [{plain}]
[layout.annex]
label = {plain}
head = [{{ label = {payload}, text = {plain} }}]
columns = [{{ show = "level", level = 1, title = {payload} }}, {{ show = "criterion", title = {payload} }}, {{ show = "points", title = "分" }}]
[[fact]]
id = "a"
label = {payload}
type = "bool"
note = {payload}
[[fact]]
id = "b"
label = "数"
type = "number"
unit = {unit}
[[indicator]]
id = "x"
title = {payload}
weight = 10
description = {payload}
criterion = {payload}
note = {payload}
rule = {{ kind = "all_or_nothing", when = "a and b > 1" }}
"""
EVIDENCE = """
format = "evalfw.evidence/1"
rubric = "test/hostile"
document = {payload}
subject = {{ id = "u", name = {payload} }}
[[fact]]
id = "a"
value = true
document = {payload}
section = {payload}
quote = {payload}
note = {payload}
supplied_by = {payload}
[[fact]]
id = "b"
value = 2
[[override]]
indicator = "x"
points = 4
author = {payload}
reason = {payload}
date = 2022-01-01
document = {payload}
[[explanation]]
indicator = "x"
text = {payload}
[[remark]]
text = {payload}
"""


@with_fonts
@pytest.mark.parametrize("kind", one_in(7, [each for each in PAYLOADS if each not in ("surrogate", *LONG, "empty")]))
def test_from_real_files_through_every_renderer(kind: str, cli: RunCli) -> None:
    """Rubric, evidence and narrative as files, all formats at once: done, and nothing told but what was written."""
    payload = PAYLOADS[kind]
    quoted = toml_value(payload)
    words = {"payload": quoted, "plain": toml_value(payload.replace("{", "").replace("}", "")), "unit": quoted}
    Path("r.toml").write_text(RUBRIC.format(**words), encoding="utf-8")
    folder = Path("evidence/narrative")
    folder.mkdir(parents=True)
    (folder.parent / "evidence.toml").write_text(EVIDENCE.format(**words), encoding="utf-8")
    bad = {"template": "{{ config }}"}.get(kind, "")
    text = payload.replace(bad, "") if bad else payload
    (folder / "1.md").write_bytes(f"# {text}\n\n{text}\n\n- {text}\n\n| {text} |\n| --- |\n| {text} |\n".encode())
    formats = [
        part
        for each in ("docx", "xlsx", "html", "pdf", "md", "csv", "junit", "json", "tree", "table", "summary")
        for part in ("-f", each)
    ]
    ran = cli("run", "--rubric", "./r.toml", *formats, "-o", "out/")
    assert ran.code == 0, ran.err
    assert len(list(Path("out").iterdir())) == 11 and "Traceback" not in ran.err


def test_a_name_in_braces_that_nothing_has_is_a_mistake_and_arithmetic_is_text(cli: RunCli, sample: Path) -> None:
    (sample / "narrative/7.md").write_text("# 七\n\n{{7*7}} {{ config }}\n", encoding="utf-8")
    ran = cli("run", sample, "--rubric", "2021", "-q")
    assert ran.code == 3 and "narrative/7.md:3: 没有事实 'config'" in ran.err
