"""Hashes of files: SHA-256, or SM3 (GB/T 32905) where that is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, get_args

from evalfw.foundation import UNREADABLE, EvidenceError, Problem, RequestError, Text, reason_of, well_formed

Algorithm = Literal["sha256", "sm3"]
ALGORITHMS: tuple[Algorithm, ...] = get_args(Algorithm)

_CHUNK = 1024 * 1024


def digest_of(path: Path, algorithm: Algorithm = "sha256") -> str:
    """
    ``sha256:…``, the hash of the file at *path*.

    Raises:
        EvidenceError: The file cannot be read.
        RequestError: This Python cannot make the hash.
    """
    hashed = _new(algorithm)
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                hashed.update(chunk)
    except OSError as error:
        what = UNREADABLE + reason_of(error)
        raise EvidenceError([Problem(well_formed(path.as_posix()), None, "", what)]) from None
    return f"{algorithm}:{hashed.hexdigest()}"


def digest_of_bytes(content: bytes, algorithm: Algorithm = "sha256") -> str:
    """``sha256:…``, the hash of *content*."""
    hashed = _new(algorithm)
    hashed.update(content)
    return f"{algorithm}:{hashed.hexdigest()}"


def digest_of_rows(rows: Iterable[Iterable[object]], algorithm: Algorithm = "sha256") -> str:
    """The hash of *rows* as a query gave them: fields ended by U+001F, rows by U+001E."""
    hashed = _new(algorithm)
    for row in rows:
        hashed.update("".join(f"{'' if each is None else each}\x1f" for each in row).encode() + b"\x1e")
    return f"{algorithm}:{hashed.hexdigest()}"


def algorithm_in(digest: str) -> Algorithm:
    """The hash that *digest*, such as ``sm3:…``, was made with."""
    return "sm3" if digest.startswith("sm3:") else "sha256"


def _new(algorithm: Algorithm) -> hashlib._Hash:
    try:
        return hashlib.new(algorithm)
    except ValueError:
        what = Text(
            f"这个 Python 算不了 {algorithm.upper()}（OpenSSL 没有提供）", f"this Python cannot make {algorithm}"
        )
        raise RequestError(what) from None
