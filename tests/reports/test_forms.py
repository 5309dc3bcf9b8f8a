"""A Word form of the bureau's own, filled in by docxtpl: what it can name, what it cannot reach, and what a mistake looks like."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from conftest import RunCli
from docx import Document
from openxml_audit import OpenXmlValidator

BODY = (
    "单位：{{ subject }}，{{ year }}年度，{{ points }}/{{ weight }}",
    "执行率 {{ facts['budget.execution_rate'] }}；决策 {{ scores['decision'].points }} 分",
    "{%p for each in lost %}",
    "失 {{ each.lost }}：{{ each.title }}",
    "{%p endfor %}",
    "{%p for part in narrative %}",
    "〔{{ part.name }}〕{{ part.paragraphs[0] }}",
    "{%p endfor %}",
)


def form(*paragraphs: str, table: bool = False) -> Path:
    """A form as somebody would write it in Word."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        made = document.add_table(3, 3)
        made.cell(0, 0).text = "{%tr for each in leaves %}"
        for column, text in enumerate(("{{ each.title }}", "{{ each.weight }}", "{{ each.points }}")):
            made.cell(1, column).text = text
        made.cell(2, 0).text = "{%tr endfor %}"
    path = Path("form.docx")
    document.save(str(path))
    return path


@pytest.mark.slow
def test_a_form_is_filled_in_the_same_bytes_each_time(cli: RunCli) -> None:
    path = form(*BODY, table=True)
    assert cli("run", "--rubric", "2021", "-f", "docx", "--template", path, "-o", "out.docx").code == 0
    document = Document("out.docx")
    text = [paragraph.text for paragraph in document.paragraphs]
    assert text[0] == "单位：南京市政务服务管理办公室，2021年度，98/100"
    assert text[1] == "执行率 83.04%；决策 14 分"
    assert text[2:6] == [
        "失 1：预算编制科学规范",
        "失 0.5：部门预算执行率",
        "失 0.5：专项资金执行率",
        "失 0.5：工作开展情况",
    ]
    assert text[6] == "〔1-overview〕一、部门概况"
    (table,) = document.tables
    assert len(table.rows) == 41 and [cell.text for cell in table.rows[6].cells] == ["预算编制科学规范", "2", "1"]
    assert not [str(each) for each in OpenXmlValidator().validate("out.docx").errors if "styles" not in str(each)]
    first = Path("out.docx").read_bytes()
    assert cli("run", "--rubric", "2021", "-f", "docx", "--template", path, "-o", "again.docx").code == 0
    assert Path("again.docx").read_bytes() == first


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ facts.__init__.__globals__ }}",
        "{{ scores['decision'].points.__class__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__ }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{{ range(10**9) | list }}",
        "{{ 'x' * 10**10 }}",
    ],
)
def test_a_form_reaches_nothing(attack: str, cli: RunCli) -> None:
    ran = cli("run", "--rubric", "2021", "-f", "docx", "--template", form(attack), "-o", "out.docx", "-q")
    assert ran.code in (2, 3) and ran.err.startswith("form.docx：") and "Traceback" not in ran.err
    assert not Path("out.docx").exists()


def test_a_wrong_name_is_told_with_the_words_around_it(cli: RunCli) -> None:
    ran = cli(
        "run", "--rubric", "2021", "-f", "docx", "--template", form("单位：{{ subjekt }}"), "-o", "out.docx", "-q"
    )
    assert ran.code == 2 and "没有 'subjekt'" in ran.err and ran.err.startswith("form.docx：")
    ran = cli("run", "--rubric", "2021", "-f", "docx", "--template", form("{% for x in %}"), "-o", "out.docx", "-q")
    assert ran.code == 2 and ran.err.startswith("form.docx：写法有误：")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{{ scores['decision'].punkte }}", "没有 'punkte'"),
        ("{{ subject | upperr }}", "没有过滤器 'upperr'"),
        ("{{ subject.upper() }}", "不能调用"),
        ("{{ 2 * 3 }}", "表样里不能用 '*'"),
        ("{% fur x in lost %}", "没有标记 'fur'"),
    ],
)
def test_mistakes_in_a_form_are_told_in_chinese(written: str, said: str, cli: RunCli) -> None:
    ran = cli("run", "--rubric", "2021", "-f", "docx", "--template", form(written), "-o", "out.docx", "-q")
    assert ran.code == 2 and ran.err.startswith("form.docx：") and said in ran.err


def test_what_people_wrote_is_text_in_a_form(cli: RunCli, sample: Path) -> None:
    main = sample / "evidence.toml"
    name = "<w:p/>&{{ 7*7 }}局"
    main.write_text(
        main.read_text(encoding="utf-8").replace('name = "南京市政务服务管理办公室"', f'name = "{name}"'),
        encoding="utf-8",
    )
    assert cli("run", sample, "-f", "docx", "--template", form("甲{{ subject }}乙"), "-o", "out.docx").code == 0
    assert Document("out.docx").paragraphs[0].text == f"甲{name}乙"


def test_files_that_are_no_forms_and_a_missing_library_have_their_words(
    cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("form.docx").write_text("not a document", encoding="utf-8")
    assert cli("run", "--rubric", "2021", "-f", "docx", "--template", "form.docx", "-o", "o.docx").code == 3
    assert cli("run", "--rubric", "2021", "-f", "docx", "--template", "nowhere.docx", "-o", "o.docx").code == 3
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    ran = cli("run", "--rubric", "2021", "-f", "docx", "--template", form("x"), "-o", "o.docx")
    assert ran.code == 3 and "pip install 'evalfw[template]'" in ran.err
