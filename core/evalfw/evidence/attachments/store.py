"""
Attachments: each stored once, under a name made of its hash; an index that says what it was called; a list of hashes to check.

    attachments/
      index.toml            what each was called, who brought it and when
      3f2a9c04b7d1e865.pdf  named by the first 16 digits of its hash
    SHA256SUMS              for: sha256sum -c SHA256SUMS   (with --digest sm3: SM3SUMS, for: cksum -a sm3 -c SM3SUMS)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import attrs

from evalfw.evidence.attachment import Attachment
from evalfw.evidence.attachments.digests import ALGORITHMS, Algorithm, algorithm_in, digest_of, digest_of_bytes
from evalfw.evidence.evidence_file import evidence_converter
from evalfw.foundation import EvidenceError, Problem, Text, is_there, parse_toml, read_text, structure, toml_value

ATTACHMENTS = "attachments"
INDEX = "index.toml"
SUMS: dict[Algorithm, str] = {"sha256": "SHA256SUMS", "sm3": "SM3SUMS"}
NAME_DIGITS = 16
MAX_BYTES = 512 * 1024 * 1024
"""Largest attachment; git hosts refuse less."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class IndexFile:
    """The keys of ``attachments/index.toml``."""

    attachment: tuple[Attachment, ...] = ()


def read_index(root: Path, shown: str) -> tuple[Attachment, ...]:
    """
    The attachments of the evidence folder *root*, called *shown* in messages; none if there is no index.

    Raises:
        EvidenceError: The index is not in order, or an entry leads out of the folder.
    """
    path, named = root / ATTACHMENTS / INDEX, f"{shown}/{ATTACHMENTS}/{INDEX}"
    if not is_there(path):
        return ()
    document = parse_toml(read_text(path, named, EvidenceError), named, EvidenceError)
    entries = structure(document, IndexFile, EvidenceError, evidence_converter()).attachment
    problems = []
    for number, entry in enumerate(entries):
        if not _FILE.fullmatch(entry.file):
            what = Text(f"'{entry.file}' 不是附件的文件名", f"'{entry.file}' is no name of an attachment")
            problems.append(document.problem(("attachment", number, "file"), what))
        if not _DIGEST.fullmatch(entry.digest):
            what = Text(f"'{entry.digest[:20]}' 不是哈希", f"'{entry.digest[:20]}' is no hash")
            problems.append(document.problem(("attachment", number, "digest"), what))
    if problems:
        raise EvidenceError(problems)
    return entries


_FILE = re.compile(r"[0-9a-f]{16,64}(?:\.[A-Za-z0-9]{1,10})?")
_DIGEST = re.compile(r"(?:sha256|sm3):[0-9a-f]{64}")
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,10}")


class Store:
    """The attachments of one evidence folder, with those that are to be added; nothing is written here."""

    def __init__(self, root: Path, shown: str, algorithm: Algorithm = "sha256") -> None:
        """Read the index of *root*. Raises EvidenceError: it is not in order."""
        self.algorithm = algorithm
        self.entries = {entry.file: entry for entry in read_index(root, shown)}
        self.root = root
        self.added: dict[Path, bytes] = {}

    def add(
        self, content: bytes, name: str, supplied_by: str = "", supplied_on: date | None = None, note: str = ""
    ) -> str:
        """
        Add *content*, that was called *name*, unless it is there already.

        Returns:
            Its name in the evidence folder, such as ``attachments/3f2a9c04b7d1e865.pdf``.
        """
        digest = digest_of_bytes(content, self.algorithm)
        made = {self.algorithm: digest}
        for entry in self.entries.values():
            algorithm = algorithm_in(entry.digest)
            if algorithm not in made:
                made[algorithm] = digest_of_bytes(content, algorithm)
            if entry.digest == made[algorithm]:
                if name not in entry.names:
                    self.entries[entry.file] = attrs.evolve(entry, names=(*entry.names, name))
                return f"{ATTACHMENTS}/{entry.file}"
        suffix = Path(name).suffix.lower() if _SUFFIX.fullmatch(Path(name).suffix) else ""
        digits = digest.partition(":")[2]
        length = NAME_DIGITS
        while f"{digits[:length]}{suffix}" in self.entries:
            length += 1
        file = f"{digits[:length]}{suffix}"
        self.entries[file] = Attachment(
            file=file, digest=digest, names=(name,), supplied_by=supplied_by, supplied_on=supplied_on, note=note
        )
        self.added[self.root / ATTACHMENTS / file] = content
        return f"{ATTACHMENTS}/{file}"

    def files(self) -> dict[Path, bytes]:
        """What has to be written: the new attachments, the index and the lists of hashes; nothing if there are none."""
        if not self.entries:
            return {}
        ordered = sorted(self.entries.values(), key=lambda each: each.file)
        written = {**self.added, self.root / ATTACHMENTS / INDEX: index_text(ordered).encode()}
        for algorithm in ALGORITHMS:
            lines = list(sum_lines(ordered, algorithm))
            if lines:
                written[self.root / SUMS[algorithm]] = "".join(lines).encode()
        return written


def index_text(entries: Sequence[Attachment]) -> str:
    """The index, as TOML."""
    head = "# 附件目录：由 evalfw 写入。每个附件按内容的哈希存一份。\n"
    blocks = []
    for entry in entries:
        keys: dict[str, object] = {"file": entry.file, "digest": entry.digest, "names": list(entry.names)}
        keys |= {"supplied_by": entry.supplied_by} if entry.supplied_by else {}
        keys |= {"supplied_on": entry.supplied_on} if entry.supplied_on is not None else {}
        keys |= {"note": entry.note} if entry.note else {}
        blocks.append("\n[[attachment]]\n" + "".join(f"{key} = {toml_value(each)}\n" for key, each in keys.items()))
    return head + "".join(blocks)


def sum_lines(entries: Sequence[Attachment], algorithm: Algorithm) -> Iterator[str]:
    """Lines of the list of hashes, as ``sha256sum`` writes them; for SM3 with a tag, as ``cksum -a sm3`` does."""
    for entry in entries:
        made_with, _, digits = entry.digest.partition(":")
        if made_with != algorithm:
            continue
        file = f"{ATTACHMENTS}/{entry.file}"
        yield f"{digits}  {file}\n" if algorithm == "sha256" else f"SM3 ({file}) = {digits}\n"


def find_attachment(named: str, root: Path, entries: Sequence[Attachment]) -> Path | None:
    """
    The file that *named*, the ``file`` of an entry, stands for: a path in the evidence folder, or what an attachment was called.

    None if there is none, several are called so, or it would lie outside of *root*.
    """
    called = [
        entry for entry in entries if named in (entry.file, f"{ATTACHMENTS}/{entry.file}") or named in entry.names
    ]
    path = root / ATTACHMENTS / called[0].file if len(called) == 1 else root / named
    try:
        inside = path.resolve().is_relative_to(root.resolve())
        return path if inside and path.is_file() else None
    except (OSError, ValueError):
        return None


def attachment_problems(root: Path, shown: str) -> Iterator[Problem]:
    """
    What is wrong with the attachments of *root*: one is missing, has another content, or is in no index; links that lead out.

    Raises:
        EvidenceError: The index is not in order.
    """
    entries = {entry.file: entry for entry in read_index(root, shown)}
    folder = root / ATTACHMENTS
    for file, entry in sorted(entries.items()):
        named, path = f"{shown}/{ATTACHMENTS}/{file}", folder / file
        if not path.is_file():
            yield Problem(
                named,
                None,
                "",
                Text(f"附件不见了（{'、'.join(entry.names)}）", f"is missing ({', '.join(entry.names)})"),
            )
        elif path.is_symlink():
            yield Problem(named, None, "", Text("附件不能是链接", "an attachment must not be a link"))
        elif digest_of(path, algorithm_in(entry.digest)) != entry.digest:
            what = Text("内容与登记的哈希不符：被改过", "does not match its hash: it was changed")
            yield Problem(named, None, "", what)
    there = sorted(folder.iterdir()) if folder.is_dir() else []
    for path in there:
        if path.name not in entries and path.name != INDEX and not path.name.startswith("."):
            what = Text("没有登记在附件目录里", "is not in the index")
            hint = Text("用 evalfw evidence attach 加入", "add it with: evalfw evidence attach")
            yield Problem(f"{shown}/{ATTACHMENTS}/{path.name}", None, "", what, hint)
