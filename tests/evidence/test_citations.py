"""Attachments and citations: stored once by hash, changed ones noticed, quotes found again in PDF and Word files."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from conftest import RunCli, one_in
from gathering import contents, lay_gathering
from hypothesis import given, strategies as st

from evalfw.evidence.citing.quotes import pages_with
from evalfw.evidence.citing.reader import Page


def pdf(pages: list[str]) -> bytes:
    """A PDF with one line of Latin text on each page, made by hand."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        )
        objects.append(page.encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def word(paragraphs: list[str]) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    table = document.add_table(1, 1)
    table.cell(0, 0).text = "表中的话"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


FACT = 'fact = [{{ id = "rules.written", value = true, {} }}]\n'

CITATIONS = {
    "found": ('file = "a.pdf", page = 2, quote = "Rules of  Procedure"', None),
    "found with other widths": ('file = "a.pdf", quote = "Ｒｕｌｅｓ of Procedure"', None),
    "other page": ('file = "a.pdf", page = 1, quote = "Rules of Procedure"', "原文在“a.pdf”第 2 页，写的是第 1 页"),
    "not found": ('file = "a.pdf", quote = "Rules of Practice"', "“a.pdf”里没有这段原文"),
    "a pattern is no pattern": ('file = "a.pdf", quote = "Rules.*(a+)+$"', "“a.pdf”里没有这段原文"),
    "over two pages": ('file = "a.pdf", page = 1, quote = "Title page Rules of"', None),
    "in Word": ('file = "a.docx", quote = "按照 制度执行"', None),
    "in a table": ('file = "a.docx", page = 7, quote = "表中的话"', None),
    "not in Word": ('file = "a.docx", quote = "没有这句话"', "“a.docx”里没有这段原文"),
    "no file": ('file = "b.pdf", quote = "x"', "证据文件夹里没有“b.pdf”"),
    "outside": ('file = "../rubric.toml", quote = "x"', "证据文件夹里没有“../rubric.toml”"),
    "a page of nothing": ("page = 3", "写了第 3 页，没有写哪个文件（file）"),
    "a page without a quote": ('file = "a.pdf", page = 2', "写了“a.pdf”第 2 页，没有写原文（quote）"),
    "a file alone": ('file = "a.pdf"', None),
    "a scan": ('file = "scan.pdf", quote = "x"', "“scan.pdf”没法核对：这个 PDF 没有文字层（是扫描件）；请换成由 Word 另存的 PDF，或人工核对"),
    "no PDF": ('file = "broken.pdf", quote = "x"', "“broken.pdf”没法核对：读不了这个 PDF：Failed to load document (PDFium: Data format error)."),
    "unreadable": ('file = "a.bin", quote = "x"', "“a.bin”没法核对：没有插件能读 .bin 文件的文字"),
}  # fmt: skip


@pytest.mark.parametrize("name", one_in(3, CITATIONS))
def test_a_quote_is_found_again_or_it_is_a_finding(cli: RunCli, name: str) -> None:
    cited, expected = CITATIONS[name]
    lay_gathering(files={"facts/a.toml": FACT.format(cited)})
    files: dict[str, bytes] = {
        "a.pdf": pdf(["Title page", "Rules of Procedure"]),
        "scan.pdf": pdf([""]),
        "broken.pdf": b"%PDF-1.4 and then nothing",
        "a.docx": word(["各处室按照制", "度执行。"]),
        "a.bin": b"x",
    }
    for file, content in files.items():
        Path(file).write_bytes(content)
    assert cli("evidence", "attach", *files).code == 0
    found = json.loads(cli("evidence", "check", "--format", "json").out)
    said = [each["message"] for each in found if each["code"].startswith("citation.")]
    assert said == ([] if expected is None else [expected])


@pytest.mark.slow
@given(st.lists(st.text(alphabet="甲乙 \n丙", max_size=12), min_size=1, max_size=4), st.data())
def test_whatever_stands_in_a_document_is_found_in_it(texts: list[str], data: st.DataObject) -> None:
    whole = "".join("".join(text.split()) for text in texts)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    pages = [Page(number, text) for number, text in enumerate(texts, 1)]
    found = pages_with(whole[start:end], pages)
    assert bool(found) == (start < end)


def test_attachments_are_stored_once_and_changes_are_noticed(cli: RunCli) -> None:
    root = lay_gathering()
    Path("决算.pdf").write_bytes(pdf(["Accounts"]))
    shutil.copy("决算.pdf", "copy.pdf")
    ran = cli("evidence", "attach", "决算.pdf", "copy.pdf", "--by", "综合处")
    assert ran.code == 0
    stored = ran.out.split()[0]
    assert ran.out == f"{stored}  决算.pdf\n{stored}  copy.pdf\n"
    names = sorted(path.name for path in (root / "attachments").iterdir())
    assert names == [Path(stored).name, "index.toml"]
    index = (root / "attachments/index.toml").read_text(encoding="utf-8")
    assert 'names = ["决算.pdf", "copy.pdf"]' in index and 'supplied_by = "综合处"' in index
    assert cli("evidence", "verify").code == 0
    before = contents(root)
    assert cli("evidence", "attach", "决算.pdf").code == 0
    assert contents(root) == before
    (root / stored).write_bytes(b"changed")
    (root / "attachments/stranger.pdf").write_bytes(b"x")
    ran = cli("evidence", "verify")
    assert ran.code == 3
    assert f"evidence/{stored}: 内容与登记的哈希不符：被改过" in ran.err
    assert "evidence/attachments/stranger.pdf: 没有登记在附件目录里 — 用 evalfw evidence attach 加入" in ran.err
    (root / stored).unlink()
    assert "附件不见了（决算.pdf、copy.pdf）" in cli("evidence", "verify").err


def test_sm3_where_the_trade_asks_for_it(cli: RunCli) -> None:
    root = lay_gathering()
    Path("a.txt").write_bytes(b"abc")
    assert cli("evidence", "attach", "a.txt", "--digest", "sm3").code == 0
    digest = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"  # GB/T 32905, example 1
    sums = (root / "SM3SUMS").read_text(encoding="utf-8")
    assert sums == f"SM3 (attachments/{digest[:16]}.txt) = {digest}\n"
    assert not (root / "SHA256SUMS").exists()
    assert cli("evidence", "verify").code == 0
    assert cli("evidence", "attach", "a.txt", "--digest", "md5").code == 2
    if (
        shutil.which("cksum")
        and subprocess.run(["cksum", "-a", "sm3", "/dev/null"], capture_output=True, check=False).returncode == 0
    ):
        subprocess.run(["cksum", "-a", "sm3", "-c", "SM3SUMS"], cwd=root, check=True, capture_output=True)


def test_a_source_that_changed_after_facts_were_taken_is_a_finding(cli: RunCli) -> None:
    more = '\n[[collect]]\nid = "one"\nfrom = "csv:attachments-here.dat"\n[[collect.fact]]\nid = "money.income"\ncolumn = "收入"\n'
    root = lay_gathering(more, files={"attachments-here.dat": "收入\n10\n"})
    assert cli("evidence", "collect").code == 0
    codes = [each["code"] for each in json.loads(cli("evidence", "check", "--format", "json").out)]
    assert not [code for code in codes if code.startswith("source.")]
    (root / "attachments-here.dat").write_text("收入\n11\n", encoding="utf-8")
    found = json.loads(cli("evidence", "check", "--format", "json").out)
    (said,) = [each["message"] for each in found if each["code"] == "source.changed"]
    assert said.startswith("“attachments-here.dat”在取数之后改过")
    (root / "attachments-here.dat").unlink()
    found = json.loads(cli("evidence", "check", "--format", "json").out)
    assert "source.missing" in [each["code"] for each in found]
