"""What the system says went wrong with a file, in both languages."""

from __future__ import annotations

import errno

from evalfw.foundation.text import Text, verbatim

_WORDS = {
    errno.ENOENT: "没有这个文件",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EISDIR: "这是文件夹",
    errno.EACCES: "没有权限，或正被别的程序占用",
    errno.EPERM: "不允许这样做",
    errno.ENOSPC: "磁盘满了",
    errno.EFBIG: "文件太大",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "名字太长",
    errno.EBUSY: "正被占用",
    errno.EEXIST: "已经有同名的文件",
    errno.ELOOP: "链接绕回了自己",
    errno.EIO: "读写磁盘出错",
}


def reason_of(error: OSError) -> Text:
    """Why *error* was raised: in Chinese by its number, in English as the system says."""
    english = error.strerror or type(error).__name__
    known = _WORDS.get(error.errno or 0)
    return verbatim(english) if known is None else Text(known, english)
