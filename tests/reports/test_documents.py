"""What is handed in opens: valid by the standard, read by LibreOffice, and the same in an independent reader."""

from __future__ import annotations

import os
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import attrs
import pypdfium2
import pytest
from conftest import RunCli, annex_rows, one_in
from openxml_audit import OpenXmlValidator
from python_calamine import CalamineWorkbook
from reporting import as_bytes, full_report, paragraphs

import evalfw
from evalfw import Report
from evalfw_plugins.documents.blocks import Annex, Attached, Closing
from evalfw_plugins.documents.written import written

ROWS = annex_rows()
with_soffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def converted(file: Path, to: str, folder: Path) -> Path:
    """*file* as LibreOffice saves it in another format."""
    environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    command = ["soffice", f"-env:UserInstallation={(folder / 'settings').as_uri()}", "--headless", "--convert-to", to]
    ran = subprocess.run(
        [*command, "--outdir", str(folder / "made"), str(file)],
        check=False,
        capture_output=True,
        timeout=240,
        env=environment,
    )
    (made,) = (folder / "made").glob(f"*.{to.partition(':')[0]}")
    assert ran.returncode == 0
    return made


@pytest.mark.parametrize("ref", one_in(4, ["mof/project-2020", "nanjing/2021", "mof/department-2013", "pefa/2016"]))
@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_documents_validate_without_findings(ref: str, format: str, host: evalfw.PluginHost, tmp_path: Path) -> None:
    file = tmp_path / f"report.{format}"
    file.write_bytes(as_bytes(host, full_report(host, ref), format))
    result = OpenXmlValidator().validate(file)
    assert result.is_valid, [str(error) for error in result.errors]
    assert not result.errors


@pytest.mark.slow
@with_soffice
def test_libreoffice_opens_the_word_report_and_finds_the_41_rows(
    host: evalfw.PluginHost, report: Report, tmp_path: Path
) -> None:
    file = tmp_path / "report.docx"
    file.write_bytes(as_bytes(host, report, "docx"))
    text = converted(file, "txt:Text (encoded):UTF8", tmp_path).read_text(encoding="utf-8-sig")
    squeezed = "".join(text.split())
    for row in ROWS:
        assert row["level3"] in squeezed and row["criterion"] in squeezed
    assert "10098" in squeezed and "附件1" in squeezed


@pytest.mark.slow
@with_soffice
def test_libreoffice_opens_the_workbook_and_saves_the_same_rows(
    host: evalfw.PluginHost, report: Report, tmp_path: Path
) -> None:
    file = tmp_path / "report.xlsx"
    file.write_bytes(as_bytes(host, report, "xlsx"))
    own = CalamineWorkbook.from_filelike(BytesIO(file.read_bytes()))
    saved = CalamineWorkbook.from_filelike(BytesIO(converted(file, "xlsx", tmp_path).read_bytes()))
    assert own.sheet_names == saved.sheet_names
    first = own.get_sheet_by_index(0).to_python()
    start = next(number for number, row in enumerate(first) if row[0] == "一级指标") + 1
    assert [row[2] for row in first[start : start + 41]] == [row["level3"] for row in ROWS]
    assert [row[6] for row in first[start : start + 41]] == [float(row["self_score"] or 0) for row in ROWS]
    for name in own.sheet_names:
        assert own.get_sheet_by_name(name).to_python() == saved.get_sheet_by_name(name).to_python(), name


@pytest.mark.slow
@with_soffice
def test_the_printed_table_has_all_columns_on_each_of_its_pages(
    host: evalfw.PluginHost, report: Report, tmp_path: Path
) -> None:
    file = tmp_path / "report.xlsx"
    file.write_bytes(as_bytes(host, report, "xlsx"))
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(converted(file, "pdf", tmp_path))]
    heads = [page for page in pages if "评价要点" in page and "三级指标" in page]
    assert len(heads) == 4 and all("自评分" in page for page in heads)


@pytest.mark.slow
@with_soffice
def test_the_word_report_becomes_a_pdf_by_the_users_own_libreoffice(cli: RunCli) -> None:
    ran = cli("run", "--rubric", "2021", "-f", "pdf", "--pdf-via", "soffice", "-o", "r.pdf")
    assert ran.code == 0 and Path("r.pdf").read_bytes().startswith(b"%PDF-1.")


def test_without_libreoffice_the_message_says_so(cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ran = cli("run", "--rubric", "2021", "-f", "pdf", "--pdf-via", "soffice", "-o", "r.pdf")
    assert ran.code == 3 and "没有找到 LibreOffice（soffice）" in ran.err and not Path("r.pdf").exists()


def test_the_annex_is_named_below_the_text_unless_the_narrative_names_it(cli: RunCli, sample: Path) -> None:
    assert cli("run", sample, "-f", "docx", "-o", "a.docx").code == 0
    title = "2021年度南京市政务服务管理办公室整体预算绩效自评价指标体系得分情况"
    words = [text for _, text in paragraphs(Path("a.docx").read_bytes())]
    assert words.count(f"附件：1.{title}") == 1 and words[words.index(f"附件：1.{title}") - 1] == ""
    last = sample / "narrative/6-process.md"
    last.write_text(last.read_text(encoding="utf-8") + "\n附件：1.得分情况\n", encoding="utf-8")
    assert cli("run", sample, "-f", "docx", "-o", "b.docx").code == 0
    named = [text for _, text in paragraphs(Path("b.docx").read_bytes()) if text.startswith("附件：")]
    assert named == ["附件：1.得分情况"]


@pytest.mark.parametrize(
    ("label", "parts", "language", "line", "before"),
    [
        ("附件1", ("narrative", "signature", "annex"), "zh", "附件：1.表", "signature"),
        ("附件二", ("narrative", "annex"), "zh", "附件：2.表", "annex"),
        ("附件", ("narrative", "signature", "annex"), "zh", "附件：表", "signature"),
        ("附件1：", ("signature", "narrative", "annex"), "zh", "附件：1.表", "annex"),
        ("Annex 2", ("narrative", "annex", "lost"), "en", "Annex 2: 表", "annex"),
        ("附表", ("narrative", "annex"), "zh", "", ""),
        ("", ("narrative", "annex"), "zh", "", ""),
        ("", ("narrative", "annex"), "en", "", ""),
        ("附件1", ("annex", "narrative"), "zh", "", ""),
        ("附件1", ("signature", "annex"), "zh", "", ""),
    ],
)
def test_where_and_how_the_annex_is_named(
    label: str, parts: tuple[str, ...], language: evalfw.Language, line: str, before: str, report: Report
) -> None:
    annex = attrs.evolve(report.layout.annex, label=label, title="表")
    layout = attrs.evolve(report.layout, annex=annex, parts=parts, signature=("甲局",))  # type: ignore[arg-type]
    blocks = written(report._replace(layout=layout), language).blocks
    found = [at for at, block in enumerate(blocks) if isinstance(block, Attached)]
    assert [block.text for block in blocks if isinstance(block, Attached)] == ([line] if line else [])
    if found:
        assert isinstance(blocks[found[0] + 1], Closing if before == "signature" else Annex) and found[0] > 1


@pytest.mark.parametrize("said", ["附件:1.表", "　　附件：1.表", "附件1：表", "Annex 1: table"])
def test_who_names_the_annex_has_it_named_once(said: str, report: Report) -> None:
    narrative = (*report.narrative, evalfw.evidence.Section(name="9", markdown=f"# 九\n\n{said}\n"))
    blocks = written(report._replace(narrative=narrative), "zh").blocks
    assert not [block for block in blocks if isinstance(block, Attached)]


def test_options_that_do_not_go_with_the_formats_are_refused(cli: RunCli) -> None:
    for options, said in (
        (("-f", "md", "--pdf-via", "soffice"), "--pdf-via 只用于 -f pdf"),
        (("-f", "md", "--template", "a.docx"), "--template 只用于 -f docx"),
        (("-f", "pdf", "--template", "a.docx"), "要加 --pdf-via soffice"),
        (("-f", "md", "--audience", "everybody"), "--audience"),
        (("-f", "pdf", "--pdf-via", "word"), "--pdf-via"),
    ):
        ran = cli("run", "--rubric", "2021", *options)
        assert ran.code == 2 and said in ran.err and ran.out == "", options
