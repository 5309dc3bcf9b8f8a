"""Rubrics that are completed with the evidence: the project or department supplies its own indicators, or the weights."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import attrs

from evalfw.evidence.collecting.folder import INDICATORS_FILE, LEADS_OUT, is_inside
from evalfw.foundation import Problem, RubricError, Text, is_there, listing, verbatim
from evalfw.rubric import Catalogue, Overlay, Rubric, RubricSource, Vocabulary, load_rubric


def complete_rubric(
    rubric: Rubric,
    folder: Path | None,
    shown: str,
    catalogue: Catalogue,
    vocabulary: Vocabulary,
    overlays: Iterable[Overlay] = (),
) -> Rubric:
    """
    *rubric* with the ``indicators.toml`` of an evidence folder laid over it, if there is one.

    Args:
        rubric: The rubric that was asked for.
        folder: The evidence folder; None if there is none.
        shown: Its name in messages.
        catalogue: Where ``extends`` is looked up.
        vocabulary: What rubric files may name.
        overlays: What *rubric* was loaded with; the file of the folder takes its place among them.

    Raises:
        RubricError: The file is not in order, extends another rubric, leads out of the folder, or something is still waiting to
            be supplied.
    """
    path = None if folder is None else folder / INDICATORS_FILE
    if path is not None and folder is not None and is_there(path):
        named = f"{shown}/{INDICATORS_FILE}"
        if not is_inside(path, folder):
            raise RubricError([Problem(named, None, "", LEADS_OUT)])
        base = rubric.identity.id
        edition = rubric.edition
        source = RubricSource(id="", path=edition.path, shown=edition.shown)
        mine = Overlay(RubricSource(id="", path=path, shown=named), "project")
        rubric = attrs.evolve(load_rubric(source, catalogue, vocabulary, (mine, *overlays)), completes=base)
    if rubric.waiting:
        waiting = rubric.waiting
        names = listing(verbatim(f"{node.id}（{node.title}）") for node in waiting[:5])
        more = verbatim("…" if len(waiting) > 5 else "")
        what = Text(f"还有 {len(waiting)} 项要补充：", f"{len(waiting)} are still to be supplied: ") + names + more
        hint = Text(
            f"在证据文件夹里写 {INDICATORS_FILE}，扩展这份评分表",
            f"write {INDICATORS_FILE} into the evidence folder, extending this rubric",
        )
        raise RubricError([Problem(rubric.identity.id, None, "", what, hint)])
    return rubric
