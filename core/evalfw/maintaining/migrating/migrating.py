"""An evidence folder carried to another edition of its rubric: planned, and, where asked, written."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import attrs

from evalfw.evidence import INDICATORS_FILE, Collected, Means, check_evidence, collect, complete_rubric, pin_problems
from evalfw.foundation import (
    BOM,
    CannotEditError,
    EvalfwError,
    Problem,
    RequestError,
    RubricError,
    Text,
    edited_head,
    is_there,
    path_from,
    well_formed,
)
from evalfw.maintaining.migrating.plan import Plan, plan_migration
from evalfw.maintaining.migrating.writing import write_carried
from evalfw.rubric import Rubric, RubricSource, load_rubric


class Around(NamedTuple):
    """What the project around an evidence folder says: its rubric, and the folder that a path of it starts from."""

    rubric: str
    folder: Path


class Migration(NamedTuple):
    """
    An evidence folder on its way to another edition.

    Attributes:
        evidence: The folder.
        shown: Its name in messages.
        plan: What becomes of each entry.
        edition: The new edition, as it is without the indicators that the evidence brings.
        overlay: ``indicators.toml`` as it goes on; None if there is none.
    """

    evidence: Path
    shown: str
    plan: Plan
    edition: Rubric
    overlay: str | None


def plan_folder(
    evidence: Path,
    to: str,
    means: Means,
    old_ref: str | None = None,
    output: Path | None = None,
    around: Around | None = None,
) -> Migration:
    """
    What becomes of the folder *evidence* under the edition *to*.

    Args:
        evidence: The folder.
        to: The new edition.
        means: What rubrics and evidence are read with.
        old_ref: The edition that it was gathered for, where its id is not enough.
        output: The folder it is going to be written to, if any.
        around: What the project around the evidence says.

    Raises:
        EvalfwError: A rubric or the evidence is not in order; the output is there already.
    """
    if output is not None and is_there(output):
        raise RequestError(Text(f"已经存在，没有写入：{output}", f"already there, nothing was written: {output}"))
    shown = well_formed(evidence.as_posix())
    collected = collect(evidence, means.collectors)
    target = means.rubrics.find(to)
    new = edition = load_rubric(target, means.rubrics, means.vocabulary)
    source = _old_source(old_ref, collected, new, means, around)
    old = load_rubric(source, means.rubrics, means.vocabulary)
    folder = evidence if evidence.is_dir() else None
    old = complete_rubric(old, folder, shown, means.rubrics, means.vocabulary)
    overlay = None
    if folder is not None and (folder / INDICATORS_FILE).is_file():
        overlay = _moved_overlay(folder, target, output or folder)
        new = _completed(new, _moved_overlay(folder, target, None), shown, means)
    changed = list(pin_problems(collected.file, collected.document, old))
    unpinned = collected._replace(file=attrs.evolve(collected.file, rubric_version="", rubric_sha256=""))
    check_evidence(
        unpinned, old
    )  # that the old rubric has changed is told, not refused: this is how to get away from it
    plan = plan_migration(collected, old, new)
    plan = plan._replace(by_hand=(*(problem.what for problem in changed), *plan.by_hand))
    return Migration(evidence, shown, plan, edition, overlay)


def write_migration(migration: Migration, output: Path, means: Means) -> EvalfwError | None:
    """
    Write the carried folder.

    Args:
        migration: What was planned.
        output: A folder that is not there yet.
        means: What rubrics and evidence are read with.

    Returns:
        What is not in order yet in what was written: that is for a person to settle; None if all is.

    Raises:
        EvalfwError: A file cannot be changed or written.
    """
    write_carried(migration.evidence, output, migration.plan, migration.overlay, means.vocabulary)
    try:
        rubric = complete_rubric(migration.edition, output, output.as_posix(), means.rubrics, means.vocabulary)
        check_evidence(collect(output, means.collectors), rubric)
    except EvalfwError as error:
        return error
    return None


def _old_source(
    old_ref: str | None, collected: Collected, new: Rubric, means: Means, around: Around | None
) -> RubricSource:
    """
    The rubric that the evidence was gathered for: as given; else what the new one extends, if it is that; else what the project
    around the evidence names; else what is known by that id.
    """
    if old_ref is not None:
        return means.rubrics.find(old_ref)
    id = collected.file.rubric
    for layer in new.layers:
        if layer.id == id:
            return RubricSource(id="", path=layer.path, shown=layer.shown)
    if around is not None:
        return means.rubrics.find(around.rubric, below=around.folder)
    return means.rubrics.find(id)


def _moved_overlay(folder: Path, target: RubricSource, into: Path | None) -> str:
    """``indicators.toml`` extending the new edition: by id, or by its path from the folder *into* (None: in full)."""
    named = well_formed((folder / INDICATORS_FILE).as_posix())
    text = (folder / INDICATORS_FILE).read_bytes().removeprefix(BOM).decode("utf-8")
    path = target.path.resolve().as_posix() if into is None else path_from(target.path, into)
    try:
        return edited_head(text, {"extends": target.id or path}, after="id")
    except CannotEditError:
        what = Text("extends 改不了，请先手工改", "'extends' cannot be changed; change it by hand first")
        raise RubricError([Problem(named, None, "extends", what)]) from None


def _completed(new: Rubric, overlay: str, shown: str, means: Means) -> Rubric:
    """
    The new edition with the indicators that the evidence brings.

    Raises:
        RubricError: They do not fit it; they have to be mended before anything can be carried.
    """
    with TemporaryDirectory() as folder:
        (Path(folder) / INDICATORS_FILE).write_bytes(overlay.encode("utf-8"))
        return complete_rubric(new, Path(folder), shown, means.rubrics, means.vocabulary)
