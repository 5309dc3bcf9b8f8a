"""Files that only an attacker, or a very unlucky clerk, hands in: refused in good order, or read for what they are; nothing is lost."""

from __future__ import annotations

import errno
import io
import os
import platform
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import RunCli
from gathering import contents, lay_gathering
from workbooks import in_sheet, rewritten, typed

from evalfw.foundation import changing

DIVISION = '\n[[division]]\nid = "one"\nname = "甲处"\nfacts = ["money.*"]\nindicators = ["a.rules"]\n'
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture(params=[True, False], ids=["calamine", "openpyxl"])
def book(request: pytest.FixtureRequest, cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook of 甲处 with one figure in it, read by either reader."""
    from evalfw.evidence.workbooks import raw

    monkeypatch.setattr(raw, "_is_fast", lambda asked: request.param)
    lay_gathering(DIVISION)
    assert cli("evidence", "template", "--by", "division", "-o", "out").code == 0
    return typed(Path("out/甲处.xlsx"), {"事实!F7": 100})


def refused(cli: RunCli, book: Path, *told: str) -> None:
    """The workbook is refused with these words, and evidence and workbook stay as they were."""
    before, workbook = contents(Path("evidence")), book.read_bytes()
    ran = cli("evidence", "import", book)
    assert ran.code == 3
    for each in told:
        assert each in ran.err
    assert "Traceback" not in ran.err
    assert (contents(Path("evidence")), book.read_bytes()) == (before, workbook)


def imported(cli: RunCli, book: Path, *told: str) -> None:
    """The workbook is imported: the one figure that it holds."""
    ran = cli("evidence", "import", book)
    assert ran.code == 0, ran.err
    assert "新增 1" in ran.err
    for each in told:
        assert each in ran.err
    assert "value = 100" in Path("evidence/facts/one.workbook.toml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_zip_bomb(cli: RunCli, book: Path) -> None:
    """300 MB of zeros in 300 KB."""
    with (
        zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/image1.bin", "w") as stream,
    ):
        for _ in range(300):
            stream.write(b"\0" * 1024 * 1024)
    refused(cli, book, "文件解开后太大：最多 256 MB")


def test_an_archive_that_lies_about_its_sizes(cli: RunCli, book: Path) -> None:
    """The directory says one byte for a sheet: reading it fails, whoever does it."""
    content = bytearray(book.read_bytes())
    start = content.find(b"PK\x01\x02")
    while start >= 0:
        content[start + 24 : start + 28] = (1).to_bytes(4, "little")
        start = content.find(b"PK\x01\x02", start + 4)
    book.write_bytes(content)
    refused(cli, book, "读不了")


@pytest.mark.slow
def test_a_million_empty_rows(cli: RunCli, book: Path) -> None:
    rows = "".join(f'<row r="{number}"/>' for number in range(30, 1_000_030))
    rewritten(book, in_sheet(2, "</sheetData>", f"{rows}</sheetData>"))
    imported(cli, book)


@pytest.mark.slow
def test_a_million_rows_with_styles_only(cli: RunCli, book: Path) -> None:
    cells = "".join(f'<row r="{number}"><c r="A{number}" s="1"/></row>' for number in range(30, 200_030))
    rewritten(book, in_sheet(2, "</sheetData>", f"{cells}</sheetData>"))
    imported(cli, book)


def test_links_to_other_files_are_not_followed(cli: RunCli, book: Path) -> None:
    rewritten(book, lambda _, content: content, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})
    imported(cli, book, "工作簿链接到别的文件；没有去读")


def test_macros_are_not_run_and_are_told(cli: RunCli, book: Path) -> None:
    rewritten(book, lambda _, content: content, {"xl/vbaProject.bin": b"macro"})
    imported(cli, book, "工作簿带宏；宏没有运行")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_entities_are_refused(cli: RunCli, book: Path, encoding: str) -> None:
    """A billion laughs, or a file of the machine read through an entity."""
    declared = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

    def change(name: str, content: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return content
        head, _, body = content.decode("utf-8").partition("?>")
        return f"{head}?>{declared}{body}".encode(encoding)

    rewritten(book, change)
    refused(cli, book, "xl/worksheets/sheet1.xml 里声明了实体：不是办公软件写的文件")


def test_wrong_dimensions_as_wps_writes_them(cli: RunCli, book: Path) -> None:
    rewritten(book, in_sheet(2, r'<dimension ref="[^"]*"/>', '<dimension ref="A1"/>'))
    imported(cli, book)


CELL_IMAGES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<etc:cellImages xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"><etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="ID_5A0B" descr="x"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>"""
CELL_IMAGE_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="{}"/></Relationships>"""


def with_picture(book: Path, cell: str, target: str = "media/image1.png") -> None:
    typed(book, {cell: '=_xlfn.DISPIMG("ID_5A0B",1)'})
    more = {
        "xl/cellimages.xml": CELL_IMAGES.encode(),
        "xl/_rels/cellimages.xml.rels": CELL_IMAGE_RELATIONS.format(target).encode(),
        "xl/media/image1.png": PNG,
    }
    rewritten(book, lambda _, content: content, more)


def test_pictures_in_cells_are_kept_as_attachments(cli: RunCli, book: Path) -> None:
    with_picture(book, "事实!K7")
    imported(cli, book)
    pictures = [path for path in Path("evidence/attachments").iterdir() if path.suffix == ".png"]
    assert [path.read_bytes() for path in pictures] == [PNG]
    text = Path("evidence/facts/one.workbook.toml").read_text(encoding="utf-8")
    assert f'file = "attachments/{pictures[0].name}"' in text
    before = contents(Path("evidence"))
    assert cli("evidence", "import", book).code == 0
    assert contents(Path("evidence")) == before


def test_a_picture_in_another_column_or_of_no_picture_is_told(cli: RunCli, book: Path) -> None:
    with_picture(book, "事实!J7")
    refused(cli, book, "事实!J7: 图片要放在“附件”列")


def test_a_picture_that_would_lead_out_of_the_archive_is_none(cli: RunCli, book: Path) -> None:
    with_picture(book, "事实!K7", "../../../../etc/passwd")
    refused(cli, book, "事实!K7: 图片在文件里找不到")


def test_a_picture_over_cells_is_told(cli: RunCli, book: Path) -> None:
    rewritten(book, lambda _, content: content, {"xl/media/image7.png": PNG})
    imported(cli, book, "1 张图片浮在单元格上，没有导入")


@pytest.mark.parametrize("lock", ["~$甲处.xlsx", ".~lock.甲处.xlsx#"])
def test_a_workbook_that_is_open_elsewhere(cli: RunCli, book: Path, lock: str) -> None:
    (book.parent / lock).write_bytes(b"x")
    refused(cli, book, f"工作簿正开着（旁边有 {lock}） — 请保存并关闭后再导入；若并没有打开，删除那个文件")


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0encrypted", bytes(range(256)) * 40],
    ids=["empty", "cut", "encrypted", "noise"],
)
def test_what_is_no_workbook(cli: RunCli, book: Path, content: bytes) -> None:
    book.write_bytes(content)
    refused(cli, book, "不是 Office 文件")


def test_any_other_workbook(cli: RunCli, book: Path) -> None:
    import openpyxl

    other = openpyxl.Workbook()
    other.save(book)
    refused(cli, book, "不是 evalfw evidence template 生成的工作簿")


def test_links_in_attachments_that_lead_out(cli: RunCli, tmp_path: Path) -> None:
    root = lay_gathering()
    Path("a.txt").write_bytes(b"abc")
    assert cli("evidence", "attach", "a.txt").code == 0
    (stored,) = (path for path in (root / "attachments").iterdir() if path.suffix == ".txt")
    secret = tmp_path / "secret.txt"
    secret.write_bytes(b"abc")
    stored.unlink()
    try:
        stored.symlink_to(secret)
    except OSError:
        pytest.skip("this system has no symbolic links")
    assert "附件不能是链接" in cli("evidence", "verify").err


@pytest.mark.parametrize("file", ["../../x.txt", "/etc/passwd", "a/../b.txt", "..", "C:\\x.txt", "con"])
def test_an_index_that_names_files_outside(cli: RunCli, file: str) -> None:
    root = lay_gathering()
    (root / "attachments").mkdir()
    entry = f"[[attachment]]\nfile = '{file}'\ndigest = 'sha256:{'0' * 64}'\nnames = ['x']\n"
    (root / "attachments/index.toml").write_text(entry, encoding="utf-8")
    ran = cli("evidence", "verify")
    assert ran.code == 3
    assert f"attachment[1].file: '{file}' 不是附件的文件名" in ran.err


class FullDisk(io.BytesIO):
    """A file on a disk that is full."""

    def write(self, _: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("after", range(5))
def test_a_disk_that_fills_up_while_writing_loses_nothing(
    cli: RunCli, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """After any number of files the disk is full: the evidence is what it was, and no temporary file is left."""
    root = lay_gathering(DIVISION)
    assert cli("evidence", "template", "--by", "division", "-o", "out").code == 0
    book = typed(Path("out/甲处.xlsx"), {"事实!F7": 100, "指标!G7": 2})
    before = contents(root)
    written = 0
    real = os.fdopen

    def fdopen(handle: int, *arguments: object, **more: object) -> object:
        nonlocal written
        written += 1
        if written > after:
            os.close(handle)
            return FullDisk()
        return real(handle, *arguments, **more)  # type: ignore[call-overload]

    with monkeypatch.context() as patched:
        patched.setattr("evalfw.foundation.writing.files.os.fdopen", fdopen)
        ran = cli("evidence", "import", book)
    assert ran.code == 2
    assert "写不了：" in ran.err and "Traceback" not in ran.err
    assert contents(root) == before
    assert cli("evidence", "import", book).code == 0


@pytest.mark.slow
def test_a_file_that_the_system_will_not_let_grow(cli: RunCli, tmp_path: Path) -> None:
    """The system itself refuses to write more than 4 KB into a file; the workbook, an attachment, is longer."""
    pytest.importorskip("resource", reason="limits of files are POSIX")
    root = lay_gathering(DIVISION)
    assert cli("evidence", "template", "--by", "division", "-o", "out").code == 0
    typed(Path("out/甲处.xlsx"), {"事实!F7": 100, "指标!G7": 2})
    before = contents(root)
    program = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "from evalfw_cli import main\n"
        "sys.exit(main(['evidence', 'import', 'out']))\n"
    )
    # -B: Python would cut the modules that it compiles short as well, and leave them so for whoever comes next
    ran = subprocess.run([sys.executable, "-B", "-c", program], capture_output=True, check=False)
    assert ran.returncode == 2
    assert "写不了：文件太大" in ran.stderr.decode("utf-8")
    assert contents(root) == before


def test_two_programs_do_not_change_a_folder_at_once(cli: RunCli) -> None:
    root = lay_gathering()
    Path("a.txt").write_bytes(b"abc")
    with changing(root):
        ran = cli("evidence", "attach", "a.txt")
        assert ran.code == 2
        whose = f"（主机 {platform.node()}，进程 {os.getpid()}）"
        said = f"另一个 evalfw{whose}正在改这个证据文件夹，等它结束再试；若确实没有，请删除 evidence/.evalfw-lock"
        assert said in ran.err
    assert not (root / ".evalfw-lock").exists()
    assert cli("evidence", "attach", "a.txt").code == 0
    assert not (root / ".evalfw-lock").exists()


def test_the_lock_of_a_program_that_was_killed_is_taken_over(cli: RunCli) -> None:
    root = lay_gathering()
    Path("a.txt").write_bytes(b"abc")
    holding = "import os, pathlib, signal\nfrom evalfw.foundation import changing\nwith changing(pathlib.Path('evidence')):\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    subprocess.run([sys.executable, "-c", holding], check=False)
    assert (root / ".evalfw-lock").exists()
    assert cli("evidence", "attach", "a.txt").code == 0
    assert not (root / ".evalfw-lock").exists()


@pytest.mark.slow
def test_a_long_table_is_streamed(cli: RunCli) -> None:
    """A table of 20 MB is summed up with less than 12 MB at any time; tests/bench/evidence.py does the same with 2 GB."""
    import tracemalloc

    root = lay_gathering(
        '\n[[collect]]\nid = "one"\nfrom = "csv:long.dat"\n[[collect.fact]]\nid = "people.asked"\ncolumn = "份数"\ntake = "sum"\n'
    )
    row = b"1," + b"x" * 1998 + b"\n"
    with (root / "long.dat").open("wb") as stream:
        stream.write("份数,备注\n".encode())
        for _ in range(10):
            stream.write(row * 1000)
    assert cli("evidence", "status").code == 0  # imports what is needed before anything is counted
    tracemalloc.start()
    try:
        assert cli("evidence", "collect").code == 0
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "value = 10000" in (root / "facts/one.collected.toml").read_text(encoding="utf-8")
    assert peak < 12_000_000


def test_an_attachment_with_a_wicked_name_is_stored_under_its_hash(cli: RunCli, tmp_path: Path) -> None:
    root = lay_gathering()
    wicked = tmp_path / "..;rm -rf $(x) <b>.PDF"
    wicked.write_bytes(b"x")
    ran = cli("evidence", "attach", wicked)
    assert ran.code == 0
    (stored,) = (path.name for path in (root / "attachments").iterdir() if path.name != "index.toml")
    assert stored.endswith(".pdf") and len(stored) == 20
