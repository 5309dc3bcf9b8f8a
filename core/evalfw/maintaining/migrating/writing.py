"""The carried folder: files with ids changed, what is no longer asked beside them, everything else as it is."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from evalfw.evidence import EVIDENCE_FILE, FACTS, INDICATORS_FILE, LEADS_OUT, is_inside
from evalfw.foundation import (
    BOM,
    CannotEditError,
    EvidenceError,
    Problem,
    RequestError,
    Text,
    edited_head,
    files_below,
    make_folder,
    well_formed,
    write_file,
)
from evalfw.maintaining.migrating.files import Ids, rewriter
from evalfw.maintaining.migrating.plan import Item, Plan
from evalfw.maintaining.schema.beside import write_schema_beside
from evalfw.maintaining.starting import facts_table
from evalfw.rubric import Rubric, Vocabulary

ASIDE = "no-longer-asked"
"""Folder of what the new edition does not ask for; it lies beside ``facts`` and is not read."""

NEWLY_ASKED = "newly-asked.csv"
"""Table of facts that the new edition asks for, to be filled in."""


def write_carried(evidence: Path, output: Path, plan: Plan, overlay: str | None, vocabulary: Vocabulary) -> None:
    """
    Write the folder *evidence* as it goes on under the new edition into the new folder *output*.

    Args:
        evidence: The folder; it is not changed.
        output: A folder that is not there yet.
        plan: What becomes of each entry.
        overlay: ``indicators.toml`` as it goes on; None if there is none.
        vocabulary: For the schema.

    Raises:
        EvidenceError: A file cannot be changed, or a link leads out of the folder; nothing is written then.
        RequestError: *evidence* is no folder, or *output* lies in it.
        OutputError: A file cannot be written.
    """
    if not evidence.is_dir():
        raise RequestError(Text("要写出就得是证据文件夹", "only an evidence folder can be written"))
    if output.resolve().is_relative_to(evidence.resolve()):
        raise RequestError(Text("不能写到证据文件夹里面", "the output cannot lie inside the evidence folder"))
    files = _files(evidence, plan, overlay)
    if plan.asked:
        files[_free(PurePosixPath(FACTS) / NEWLY_ASKED, files)] = facts_table(plan.asked).encode("utf-8")
    for relative, content in files.items():
        target = output / relative
        make_folder(target.parent)
        if isinstance(content, Path):
            shutil.copyfile(content, target)
        else:
            write_file(target, content)
    head = files.get(PurePosixPath(EVIDENCE_FILE), b"")
    if isinstance(head, bytes) and head.startswith(b"#:schema ../evidence.schema.json"):
        write_schema_beside(output, "evidence", vocabulary)


def _files(evidence: Path, plan: Plan, overlay: str | None) -> dict[PurePosixPath, bytes | Path]:
    """Every file of the new folder: its content, or, where nothing changes, the file to be copied."""
    by_file = _items_by_file(plan)
    shown = well_formed(evidence.as_posix())
    ids = Ids.of(plan)
    files: dict[PurePosixPath, bytes | Path] = {}
    asides: dict[PurePosixPath, bytes] = {}
    problems: list[Problem] = []
    for file in files_below(evidence, shown, EvidenceError, leftovers=True):
        relative = PurePosixPath(file.relative_to(evidence).as_posix())
        named = well_formed(f"{shown}/{relative}")
        if not is_inside(file, evidence):
            problems.append(Problem(named, None, "", LEADS_OUT))
            continue
        files[relative] = file
        try:
            if relative.as_posix() == INDICATORS_FILE and overlay is not None:
                files[relative] = overlay.encode("utf-8")
            elif relative.as_posix() == EVIDENCE_FILE or relative.parts[0] == FACTS:
                content, aside = _rewritten(file, by_file.get(named, {}), ids)
                if relative.as_posix() == EVIDENCE_FILE:
                    content = _pinned(content, plan.new)
                files[relative] = content
                if aside is not None:
                    asides[PurePosixPath(ASIDE) / relative] = aside
        except CannotEditError:
            what = Text(
                "这个文件里的编号改不了，请先手工改", "ids in this file cannot be changed; change them by hand first"
            )
            problems.append(Problem(named, None, "", what))
    if problems:
        raise EvidenceError(problems)
    for relative, aside in asides.items():
        files[_free(relative, files)] = aside  # what an earlier migration put aside stays
    return files


def _free(wanted: PurePosixPath, taken: Mapping[PurePosixPath, object]) -> PurePosixPath:
    """*wanted*, or the first of ``name-2``, ``name-3`` … that is not taken."""
    path, number = wanted, 2
    while path in taken:
        path, number = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}"), number + 1
    return path


def _items_by_file(plan: Plan) -> dict[str, dict[tuple[str, int], Item]]:
    by_file: dict[str, dict[tuple[str, int], Item]] = {}
    for item in plan.items:
        origin = item.entry.origin
        key = ("", origin.line or 0) if origin.document is None else (str(origin.path[0]), int(origin.path[1]))
        by_file.setdefault(origin.file, {})[key] = item
    return by_file


def _rewritten(file: Path, items: Mapping[tuple[str, int], Item], ids: Ids) -> tuple[bytes, bytes | None]:
    """The content of *file* as it goes on, and what is put aside. Raises CannotEditError."""
    content = file.read_bytes()
    rewrite = rewriter(file.name)
    if rewrite is None:
        if any(item.status == "retired" or item.new_id != item.id for item in items.values()):
            raise CannotEditError
        return content, None
    bom = BOM if content.startswith(BOM) else b""
    done = rewrite(content.removeprefix(BOM).decode("utf-8"), items, ids)
    aside = None if done.aside is None else bom + done.aside.encode("utf-8")
    return bom + done.text.encode("utf-8"), aside


def _pinned(content: bytes, new: Rubric) -> bytes:
    """``evidence.toml`` for the new edition: pinned to it if it is released."""
    released = new.status == "released"
    pin = {
        "rubric": new.edition.id,
        "rubric_version": new.edition.version if released else None,
        "rubric_sha256": new.edition.identity.sha256 if released else None,
    }
    return edited_head(content.removeprefix(BOM).decode("utf-8"), pin, after="rubric").encode("utf-8")
