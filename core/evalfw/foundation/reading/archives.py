"""Office files are archives: refuse those that are none, bombs, and those that declare entities, before any reader unpacks them."""

from __future__ import annotations

import zipfile
from pathlib import Path

from evalfw.foundation.errors import EvidenceError, Problem
from evalfw.foundation.reading.files import UNREADABLE
from evalfw.foundation.reading.os_errors import reason_of
from evalfw.foundation.text import Text

MAX_BYTES = 64 * 1024 * 1024
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_MEMBERS = 10_000
_XML = (".xml", ".rels", ".vml")
_DECLARES = tuple(
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


def check_archive(path: Path, shown: str) -> None:
    """
    Refuse the file at *path*, called *shown* in messages, if it is no Office file, or one that only an attacker writes.

    Raises:
        EvidenceError: With what its user can do.
    """
    if path.suffix.lower() in (".et", ".wps", ".xls", ".doc"):
        what = Text(f"{path.suffix} 是旧格式或 WPS 私有格式", f"{path.suffix} is an old format, or WPS's own")
        raise _refused(shown, what, _SAVE_AS)
    try:
        if path.stat().st_size > MAX_BYTES:
            mib = MAX_BYTES // 1024 // 1024
            raise _refused(shown, Text(f"文件太大：最多读 {mib} MB", f"file too large: at most {mib} MB are read"))
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES or len(members) > MAX_MEMBERS:
                mib = MAX_UNPACKED_BYTES // 1024 // 1024
                what = Text(f"文件解开后太大：最多 {mib} MB", f"the file unpacks to too much: at most {mib} MB")
                raise _refused(shown, what)
            for member in members:
                if member.filename.lower().endswith(_XML) and _declares(archive, member):
                    what = Text(
                        f"{member.filename} 里声明了实体：不是办公软件写的文件",
                        f"{member.filename} declares entities: no office program writes that",
                    )
                    raise _refused(shown, what)
    except (OSError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile, EOFError) as error:
        if isinstance(error, OSError) and error.errno:
            raise _refused(shown, UNREADABLE + reason_of(error)) from None
        what = Text("不是 Office 文件（可能加了密码，或没有存完）", "not an Office file")
        raise _refused(shown, UNREADABLE + what, _SAVE_AS) from None


def _declares(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Whether *member* declares a document type or an entity; what an archive says of sizes need not be true."""
    with archive.open(member) as stream:
        kept, read = b"", 0
        while piece := stream.read(1024 * 1024):
            read += len(piece)
            if read > MAX_UNPACKED_BYTES:
                raise ValueError("a member is larger than the archive says")
            if any(mark in kept + piece for mark in _DECLARES):
                return True
            kept = piece[-32:]
    return False


def _refused(shown: str, what: Text, hint: Text | None = None) -> EvidenceError:
    return EvidenceError([Problem(shown, None, "", what, hint)])


_SAVE_AS = Text("请在 Excel、WPS 或 Word 里另存为 .xlsx 或 .docx", "save it as .xlsx or .docx")
