"""Units under several rubrics in one result: what all of these rubrics have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from evalfw.foundation import VERSION, Language, Progress, RequestError, Text, verbatim
from evalfw.population.batch.job import begin, finish, give_up, working_on
from evalfw.population.batch.owning import is_readable
from evalfw.population.batch.packing import packing_of, weights_of, write_part
from evalfw.population.batch.readable import Readable, expect_room
from evalfw.population.batch.request import FORMAT, BatchDone
from evalfw.population.batch.result import SCORED, STATUS, put_reasons
from evalfw.population.batch.telling import told_of
from evalfw.population.columns.plan import labels_of, unit_of
from evalfw.rubric import Rubric

ROW, RUBRIC = "~row", "rubric"
"""The columns that order the units of a mixed result, and that say under which rubric each was scored."""

COUNTS = (":state", ":grade_low", ":grade_high")
"""Endings of columns that are no points."""


class Group(NamedTuple):
    """
    Units that were scored under one rubric.

    Attributes:
        rubric: The rubric.
        figures: Their figures, with ``ROW`` and whatever else tells them apart.
    """

    rubric: Rubric
    figures: pl.DataFrame


class Mixture(NamedTuple):
    """
    What is known of units under several rubrics before their figures are.

    Attributes:
        source: What they were read from, as the result tells it.
        rubrics: Every rubric, once.
        told: Columns beside the figures: the unit, its name, and the like.
    """

    source: Mapping[str, object]
    rubrics: Sequence[Rubric]
    told: Sequence[str]


def write_mixed(
    mixture: Mixture,
    groups: Callable[[], Sequence[Group]],
    refusals: list[list[str]],
    output: Path,
    progress: Progress,
    force: bool,
    language: Language,
) -> BatchDone:
    """
    Write the result of units under several rubrics.

    Args:
        mixture: What is known of them.
        groups: Works their figures out; what it refuses it adds to *refusals*.
        refusals: Number, unit, place, value and reason of those that are refused.
        output: The result, a file of Parquet.
        progress: Told of what came out.
        force: Whether a result that is there may be written over.
        language: Of reasons.

    Raises:
        EvalfwError: There is a result already, or no unit is left.
    """
    with working_on(output):
        said = _manifest(mixture)
        job, _ = begin(output, said, force)
        try:
            made = groups()
            if not made:
                raise RequestError(Text("没有一个单位能计分", "no unit can be scored") + _first(refusals))
            table = _table(made, mixture.told)
            scored = int((table[STATUS] == SCORED).sum())
            expect_room(output, len(table))
            write_part(job, 0, table, packing_of(table.schema, _weights(made)), b"{}")
            refusals.sort(key=lambda row: int(row[0]))
            readable = Readable.of(mixture.rubrics, language).write(job, 1, refusals) if is_readable(output) else None
            finish(job, 1, readable)
        except BaseException:
            give_up(job)
            raise
    reasons = put_reasons(output, refusals, language)
    refused = len({row[0] for row in refusals})
    progress.notice(told_of(scored, refused, output, reasons))
    return BatchDone(scored, refused, reasons)


def _first(refusals: Sequence[Sequence[str]]) -> Text:
    if not refusals:
        return Text("", "")
    _, unit, place, _, why = refusals[0]
    return verbatim(f": {unit}: {place}: {why}" if place else f": {unit}: {why}")


def _manifest(mixture: Mixture) -> dict[str, object]:
    identities = [rubric.identity for rubric in mixture.rubrics]
    named = [{"id": each.id, "version": each.version, "sha256": each.sha256} for each in identities]
    one: dict[str, object] = {"rubric": named[0], "ref": named[0]["id"], "overlays": []} if len(named) == 1 else {}
    return {"format": FORMAT, "tool": VERSION, **mixture.source, "rubrics": named, "explain": "none", **one}


def _weights(groups: Sequence[Group]) -> dict[str, int]:
    """The weights of leaves that are leaves of the same weight under every rubric, in the unit of the result."""
    unit = max(unit_of(group.rubric) for group in groups)
    each = [weights_of(group.rubric, unit) for group in groups]
    return {id: weight for id, weight in each[0].items() if all(some.get(id) == weight for some in each)}


def _common_columns(rubrics: Sequence[Rubric], columns: Sequence[Iterable[str]]) -> list[str]:
    """
    The columns of figures that mean the same under all of *rubrics*, in the order of the first.

    They are those of nodes of one id and title, and of models and gates of one id, without branches, which are numbered by each rubric for itself, and without
    findings; grades only where all rubrics have the same ones.
    """
    there = [set(each) for each in columns]
    titles = [{node.id: node.title for node in rubric.indicators} for rubric in rubrics]
    odd = {id for id, title in titles[0].items() if any(each.get(id, title) != title for each in titles)}
    same_grades = len({labels_of(rubric) for rubric in rubrics}) == 1
    return [
        name
        for name in columns[0]
        if ":" in name
        and all(name in each for each in there)
        and name.rpartition(":")[0] not in odd
        and not name.endswith(":branch")
        and (same_grades or not name.endswith(COUNTS[1:]))
    ]


def _table(groups: Sequence[Group], told: Sequence[str]) -> pl.DataFrame:
    """
    One table of all *groups*, in order of ``ROW``.

    Args:
        groups: At least one.
        told: Columns beside the figures: the unit, its name, and the like.
    """
    rubrics = [group.rubric for group in groups]
    common = _common_columns(rubrics, [group.figures.columns for group in groups])
    unit = max(map(unit_of, rubrics))
    frames = []
    for group in groups:
        by = unit // unit_of(group.rubric)
        kept = [
            pl.col(name).cast(pl.Int64) * (1 if name.endswith(COUNTS) or name.startswith("gate.") else by)
            for name in common
        ]
        frames.append(group.figures.select(ROW, *told, STATUS, *kept))
    return pl.concat(frames).sort(ROW).drop(ROW)
