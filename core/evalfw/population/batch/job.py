"""A batch on the disk: its parts, each whole or not there, in a folder that gets the name of the result when all are there."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from socket import gethostname
from uuid import uuid4

import attrs

from evalfw.foundation import OutputError, RequestError, Text, held, make_folder
from evalfw.population.batch.owning import MANIFEST, expect_own, expect_suffix

LOCK = ".evalfw-lock"
"""What follows the name of the result, which a point goes before, while somebody works on it."""

PARTIAL = ".partial"
"""What follows the name of the result while it is not whole."""


@attrs.frozen
class Job:
    """
    A batch that is under way.

    Attributes:
        target: The result.
        folder: Where its parts are until it is whole.
        said: What the batch is: source, rubric, options. Parts of another batch are not taken for parts of this one.
    """

    target: Path
    folder: Path
    said: Mapping[str, object]

    def part(self, number: int) -> Path:
        """The part *number*, there or not."""
        return self.folder / f"part-{number:05}.parquet"

    def note(self, number: int) -> Path:
        """What was noted about the part *number*: counts and refusals. It is written before the part."""
        return self.folder / f"part-{number:05}.json"

    def temporary(self, number: int) -> Path:
        """A name for the part *number* while it is written; another one each time, for others may write it as well."""
        return self.folder / f"part-{number:05}.{uuid4().hex}.tmp"

    def check(self) -> None:
        """See that the folder is that of this batch. Raises OutputError: it is not, as where a machine has another disk."""
        try:
            if (self.folder / MANIFEST).read_text(encoding="utf-8") == manifest_text(self.said):
                return
        except OSError:
            pass
        host = gethostname()
        raise OutputError(
            Text(
                f"执行机 {host} 看不到 {self.folder}：结果要放在各机器共用的文件夹里",
                f"{host} does not see {self.folder}: the result must be in a folder that all machines share",
            )
        )

    def is_done(self, number: int) -> bool:
        """Whether the part is there."""
        return self.part(number).is_file() and self.note(number).is_file()


def manifest_text(said: Mapping[str, object]) -> str:
    """What a batch is, as a file says it."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1)


def working_on(target: Path) -> AbstractContextManager[None]:
    """
    This program works on the result *target*, and no other.

    Raises:
        RequestError: It has no suffix of a result.
        OutputError: Another program works on it, or nothing can be written there.
    """
    expect_suffix(target)
    make_folder(target.parent)
    return held(target.with_name(f".{target.name}{LOCK}"), Text(f"算 {target}", f"working on {target}"))


def begin(target: Path, said: Mapping[str, object], force: bool, goes_on: bool = True) -> tuple[Job, bool]:
    """
    Begin the batch that makes *target*, or go on with it where the same one was interrupted; the second tells which.

    Args:
        target: The result.
        said: What the batch is.
        force: Whether a result that is there may be written over.
        goes_on: Whether it may be gone on with: not so where nobody can tell if the source is what it was.

    Raises:
        RequestError: The result is there already, and not to be written over; or something is in the way that no batch has made.
        OutputError: The folder cannot be made.
    """
    expect_own(target, force)
    folder = target.with_name(target.name + PARTIAL)
    manifest = folder / MANIFEST
    text = manifest_text(said)
    try:
        if folder.exists() and not manifest.is_file() and any(folder.iterdir()):
            what = (
                f"{folder} 不是批量计分留下的，没有动它；请改名或换一个 -o",
                f"{folder} was not left by a batch, and stays; rename it or choose another -o",
            )
            raise RequestError(Text(*what))
        if goes_on and manifest.is_file() and manifest.read_text(encoding="utf-8") == text:
            return Job(target, folder, said), True
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        write_whole(manifest, text.encode("utf-8"))
    except OSError as error:
        raise OutputError(Text(f"写不了 {folder}：{error}", f"cannot write {folder}: {error}")) from None
    return Job(target, folder, said), False


def write_whole(path: Path, content: bytes) -> None:
    """Write *content* to *path*, so that the file is whole or as it was before."""
    temporary = path.with_name(f"{path.name}.{uuid4().hex}.tmp")
    with temporary.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


def put_in_place(temporary: Path, path: Path) -> None:
    """*temporary*, which is whole, as *path*."""
    with temporary.open("rb+") as stream:
        os.fsync(stream.fileno())
    temporary.replace(path)


def give_up(job: Job) -> None:
    """Leave nothing of a batch none of whose parts was made."""
    if not any(job.folder.glob("part-*.parquet")):
        shutil.rmtree(job.folder, ignore_errors=True)


def finish(job: Job, parts: int, readable: Path | None = None) -> None:
    """
    Give the result its name: the only part becomes the file, several the folder.

    Args:
        job: The batch, all of whose parts are there.
        parts: How many these are.
        readable: A table for people, in the folder of the job: it becomes the result in place of the parts.

    Raises:
        OutputError: It cannot be put there.
    """
    try:
        for number in range(parts):
            job.note(number).unlink()
        for left in job.folder.iterdir():
            is_part = left.suffix == ".parquet" and left.name.startswith("part-")
            if not is_part and left.name != MANIFEST and left != readable:
                left.unlink() if left.is_file() else shutil.rmtree(left)
        old = job.target.with_name(f"{job.target.name}.{uuid4().hex}.old")
        if job.target.exists():
            job.target.replace(old)
        if readable is not None or parts == 1:
            (readable or job.part(0)).replace(job.target)
            shutil.rmtree(job.folder)
        else:
            job.folder.replace(job.target)
        if old.exists():
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    except OSError as error:
        raise OutputError(Text(f"写不了 {job.target}：{error}", f"cannot write {job.target}: {error}")) from None
