"""Chinese is the source, English complete: no word of a report is without its translation, and none is translated that no report uses."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from catalogues import LANGUAGES, catalogue_of, compiled, folder_of, wanted
from reporting import as_bytes

import evalfw
from evalfw import Report

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_complete_current_and_compiled(language: str) -> None:
    """To bring it up to date: ``python tests/catalogues.py``."""
    catalogue = catalogue_of(language)
    translated = {str(message.id): str(message.string) for message in catalogue if message.id}
    assert set(translated) == wanted()
    assert not [id for id, said in translated.items() if not said]
    assert not [message.id for message in catalogue if message.fuzzy]
    assert (folder_of(language) / "evalfw.mo").read_bytes() == compiled(catalogue)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_names_the_same_placeholders(language: str) -> None:
    def names(text: str) -> set[str | None]:
        return {field for _, field, _, _ in string.Formatter().parse(text)} - {None}

    for message in catalogue_of(language):
        if message.id:
            assert names(str(message.id)) == names(str(message.string)), message.id


def test_no_english_translation_is_chinese() -> None:
    assert not [message.id for message in catalogue_of("en") if message.id and CHINESE.search(str(message.string))]


def test_an_english_report_of_an_english_rubric_has_no_chinese(host: evalfw.PluginHost, tmp_path: Path) -> None:
    """Everything that evalfw words itself: page, workbook and Word document of a rubric whose words are English."""
    from io import BytesIO
    from zipfile import ZipFile

    from evalfw.extending.conformance.for_tests import rubric_at, score_facts

    path = tmp_path / "r.toml"
    path.write_text(
        'format = "evalfw.rubric/1"\nid = "t"\nversion = "1"\ntitle = "Made up"\nfull_mark = 6\n'
        'grade = [{ label = "good", from = 3 }, { label = "poor", below = 3 }]\n'
        'fact = [{ id = "a", label = "rules written", type = "bool" }, { id = "b", label = "rate", type = "ratio" }]\n'
        '[[indicator]]\nid = "x"\ntitle = "Rules"\nweight = 4\n'
        '[[indicator]]\nid = "x.y"\ntitle = "Written"\nweight = 4\ncriterion = "4 if written"\nrule = { kind = "all_or_nothing", when = "a" }\n'
        '[[indicator]]\nid = "z"\ntitle = "Rate"\nweight = 2\ncriterion = "2 from 90%"\nrule = { kind = "all_or_nothing", when = "b >= 0.9" }\n',
        encoding="utf-8",
    )
    report: Report = score_facts(rubric_at(path, host), {"a": False})
    for format in ("html", "csv", "junit", "md", "tree", "table", "summary"):
        text = as_bytes(host, report, format, language="en").decode()
        text = re.sub(r"<script.*?</script>|<style>.*?</style>", "", text, flags=re.DOTALL)
        assert not CHINESE.findall(text), (format, CHINESE.findall(text))
    for format, part in (("docx", "word/document.xml"), ("xlsx", "xl/sharedStrings.xml"), ("xlsx", "xl/workbook.xml")):
        text = ZipFile(BytesIO(as_bytes(host, report, format, language="en"))).read(part).decode()
        assert not CHINESE.findall(text), (format, CHINESE.findall(text)[:20])
