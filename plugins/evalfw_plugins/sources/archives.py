"""Office files are archives: refuse those that are none, and those that unpack to more than any table, before they are read."""

from __future__ import annotations

import zipfile
from pathlib import Path

from evalfw import EvidenceError, Problem, Text

MAX_BYTES = 64 * 1024 * 1024
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_MEMBERS = 10_000


def check_archive(path: Path, shown: str) -> None:
    """
    Refuse the file at *path* if it is no Office file, or a bomb.

    Raises:
        EvidenceError: With what its user can do.
    """
    if path.suffix.lower() in (".et", ".wps", ".xls", ".doc"):
        what = Text(f"{path.suffix} 是旧格式或 WPS 私有格式", f"{path.suffix} is an old format, or WPS's own")
        raise EvidenceError([Problem(shown, None, "", what, _SAVE_AS)])
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            mib = MAX_BYTES // 1024 // 1024
            what = Text(f"文件太大：最多读 {mib} MB", f"file too large: at most {mib} MB are read")
            raise EvidenceError([Problem(shown, None, "", what)])
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else "not an Office file"
        zh = said if isinstance(error, OSError) and error.strerror else "不是 Office 文件（可能加了密码，或没有存完）"
        what = Text(f"读不了：{zh}", f"cannot be read: {said}")
        raise EvidenceError([Problem(shown, None, "", what, _SAVE_AS)]) from None
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES or len(members) > MAX_MEMBERS:
        mib = MAX_UNPACKED_BYTES // 1024 // 1024
        what = Text(f"文件解开后太大：最多 {mib} MB", f"the file unpacks to too much: at most {mib} MB")
        raise EvidenceError([Problem(shown, None, "", what)])


_SAVE_AS = Text("请在 Excel、WPS 或 Word 里另存为 .xlsx 或 .docx", "save it as .xlsx or .docx")
