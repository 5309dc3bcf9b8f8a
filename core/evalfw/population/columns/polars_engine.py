"""Polars: the plan as expressions on lazy frames, streamed; rows that are left over in Python, batch by batch."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import polars as pl

from evalfw.language import COMPARED
from evalfw.population.columns.asking import AskedFindings, AskedLeaf, AskedRow, asked_of
from evalfw.population.columns.cells import BETWEEN, NOTHING_THERE
from evalfw.population.columns.lists import ITEMS, ListNumber
from evalfw.population.columns.plan import Plan
from evalfw.population.columns.polars_spelling import PolarsSpelling
from evalfw.population.columns.ruling import Leftover
from evalfw.population.columns.spelling import columns_in, stages_of
from evalfw.population.columns.terms import Term


class PolarsFigures:
    """
    What a plan says of frames of canonical columns. Its expressions are made once, for any number of frames.

    Args:
        plan: The plan for their columns.
        wanted: Names of the outputs that are wanted.
        kept: Columns that are kept as they are.
    """

    def __init__(self, plan: Plan, wanted: Sequence[str], kept: Sequence[str]) -> None:
        outputs = {output.name: output.term for output in plan.outputs if output.name in set(wanted)}
        needed = columns_in([*outputs.values(), plan.odd])
        self._plan = plan
        self._wanted, self._kept = tuple(wanted), tuple(dict.fromkeys(kept))
        asked = [each for each in plan.leftovers if needed & set(each.columns.values())]
        self._answers = [_answers_of(each, plan) for each in asked]
        self._row = AskedRow(plan) if plan.has_odd_rows else None
        if self._row is not None:
            outputs["~odd"] = plan.odd
        *self._stages, self._last = _stages(outputs)
        if self._row is not None:
            self._kept_for_rows = tuple(
                dict.fromkeys([*self._kept, *(_held(name, plan.inputs) for name in plan.inputs)])
            )
        else:
            self._kept_for_rows = self._kept

    def __call__(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """What the plan says, for every row of *frame*."""
        frame = with_list_numbers(frame, self._plan.lists)
        for each in self._answers:
            frame = _with_answers(frame, each, self._plan.inputs)
        for stage in self._stages:
            frame = frame.with_columns(stage)
        frame = frame.select(*self._last, *self._kept_for_rows)
        return frame if self._row is None else _whole_rows(frame, self._plan, self._row, self._wanted, self._kept)


class _Answers(NamedTuple):
    """What scoring says of a leaf: the stages that tell of which rows it is asked, what it is told, and the columns of its answers."""

    stages: list[list[pl.Expr]]
    made: tuple[str, ...]
    inputs: tuple[str, ...]
    asked: AskedLeaf | AskedFindings
    columns: Mapping[str, str]


def _answers_of(leftover: Leftover, plan: Plan) -> _Answers:
    stages = _stages({"~rows": leftover.rows})
    made = tuple(each.meta.output_name() for stage in stages for each in stage)
    return _Answers(stages, made, tuple(leftover.inputs), asked_of(leftover, plan), leftover.columns)


def _stages(outputs: Mapping[str, Term]) -> list[list[pl.Expr]]:
    """The expressions of *outputs*, in the order in which they are worked out; the last ones are they."""
    stages, names = stages_of(outputs)
    spelling = PolarsSpelling(names)
    kept = set(names.values())
    return [[spelling.of(term, is_new=name in kept).alias(name) for name, term in stage.items()] for stage in stages]


def _keys(table: pl.DataFrame, inputs: Sequence[str], sorts: Mapping[str, str]) -> pl.Series:
    """The cells of *inputs* as one text, for each row."""
    if not inputs:
        return pl.Series([""]).new_from_index(0, table.height)
    cells = []
    for name in inputs:
        cell = table[_held(name, sorts)]
        if sorts[name] == "list":
            texts = [None if items is None else json.dumps(items, ensure_ascii=False) for items in cell.to_list()]
            cell = pl.Series(name, texts, dtype=pl.String)
        cells.append(
            (cell.cast(pl.Int8) if sorts[name] == "bool" else cell).cast(pl.String).fill_null(NOTHING_THERE).alias(name)
        )
    return pl.DataFrame(cells).select(pl.concat_str(pl.all(), separator=BETWEEN)).to_series()


def _held(name: str, sorts: Mapping[str, str]) -> str:
    """The column that holds the cells of *name*: of a list its items."""
    return f"{name}{ITEMS}" if sorts[name] == "list" else name


def _with_answers(frame: pl.LazyFrame, answers: _Answers, sorts: Mapping[str, str]) -> pl.LazyFrame:
    """*frame* with what scoring says of a leaf, in the rows of which it is asked."""
    asked, inputs, columns = answers.asked, answers.inputs, answers.columns
    for stage in answers.stages:
        frame = frame.with_columns(stage)
    types = pl.Struct({columns[field]: pl.Int64 for field in asked.fields})
    empty = dict.fromkeys(types.to_schema())

    def answer(batch: pl.Series) -> pl.Series:
        table = batch.struct.unnest()
        places = table["~rows"].arg_true()
        if not len(places):
            return pl.Series("", [empty], dtype=types).new_from_index(0, len(batch))
        keys = _keys(table[places], inputs, sorts)
        said = [asked(key) for key in keys]
        whole = pl.DataFrame(
            {columns[name]: [each[at] for each in said] for at, name in enumerate(asked.fields)},
            schema=types.to_schema(),
        )
        blank = pl.Series([None], dtype=pl.Int64).new_from_index(0, len(batch))
        return pl.DataFrame([blank.alias(name).scatter(places, whole[name]) for name in whole.columns]).to_struct("")

    name = f"~answers of {asked.name}"
    struct = pl.struct("~rows", *(_held(name, sorts) for name in inputs)).map_batches(
        answer, return_dtype=types, is_elementwise=True
    )
    return frame.with_columns(struct.alias(name)).drop(answers.made).unnest(name)


def _whole_rows(
    frame: pl.LazyFrame, plan: Plan, asked: AskedRow, wanted: Sequence[str], kept: Sequence[str]
) -> pl.LazyFrame:
    """*frame* with the rows in it that are odd as scoring says."""
    schema = frame.collect_schema()
    final = {**dict.fromkeys(wanted, pl.Int64()), **{name: schema[name] for name in kept}}
    at = {name: number for number, name in enumerate(asked.fields)}

    def patch(batch: pl.DataFrame) -> pl.DataFrame:
        odd, batch = batch["~odd"], batch.cast(dict.fromkeys(wanted, pl.Int64))
        if not odd.any():
            return batch.select(*final)
        keys = _keys(batch.filter(odd), list(plan.inputs), plan.inputs)
        rows = [asked(key) for key in keys]
        said = pl.DataFrame(
            {name: [row[at[name]] for row in rows] for name in wanted},
            schema={name: final[name] for name in wanted},
        )
        places = odd.arg_true()
        changed = [batch[name].scatter(places, said[name]) if len(places) else batch[name] for name in wanted]
        return batch.with_columns(changed).select(*final)

    return frame.map_batches(patch, schema=pl.Schema(final), streamable=True)


def with_list_numbers(frame: pl.LazyFrame, numbers: Sequence[ListNumber]) -> pl.LazyFrame:
    """
    *frame* with a column for each of *numbers*, made of its columns of items.

    They are made batch by batch, as the frame is read: joined to the whole frame they would all be held at once.
    """
    made = []
    for number in numbers:
        own = pl.col(number.own[0]) * number.own[1] if number.own[0] else pl.lit(0, pl.Int64)
        given = pl.struct(pl.col(f"{number.fact}{ITEMS}").alias("items"), own.alias("own"))
        work = partial(_list_number, number)
        made.append(given.map_batches(work, return_dtype=pl.Int64, is_elementwise=True).alias(number.column))
    return frame.with_columns(made)


def _list_number(number: ListNumber, given: pl.Series) -> pl.Series:
    """*number* of each row of *given*: its items, and what they are compared with."""
    table = given.struct.unnest().with_row_index("row")
    items = table.filter(pl.col("items").list.len() > 0).explode("items")
    item = pl.col("items").struct
    for name, sign, wanted in number.where:
        items = items.filter(COMPARED[sign](item.field(name), wanted if isinstance(wanted, str) else int(wanted)))
    if number.how == "best":
        worth = pl.lit(0, pl.Int64)
        for name, points in number.points:
            worth = pl.when(item.field(number.field) == name).then(pl.lit(points, pl.Int64)).otherwise(worth)
        best = items.group_by("row", item.field(number.group).alias("group")).agg(worth.max().alias("best"))
        made = best.group_by("row").agg(pl.col("best").sum().alias("number"))
    elif number.how in ("before", "behind"):
        value = item.field(number.field)
        counts = value > pl.col("own") if number.how == "before" else value < pl.col("own")
        made = items.group_by("row").agg(counts.sum().cast(pl.Int64).alias("number"))
    elif number.how == "middle":
        doubled = (item.field(number.field).median() * 2).cast(pl.Int64)  # exact: items are below 2^52
        made = items.group_by("row").agg(doubled.alias("number"))
    elif number.how == "count":
        made = items.group_by("row").agg(pl.len().cast(pl.Int64).alias("number"))
    else:
        value = item.field(number.field)
        of_all = {"sum": value.sum(), "least": value.min(), "most": value.max()}[number.how]
        made = items.group_by("row").agg(of_all.alias("number"))
    found = table.join(made, on="row", how="left", maintain_order="left")
    if number.how in ("least", "most", "middle"):
        return found["number"]
    filled = pl.when(pl.col("items").is_not_null()).then(pl.col("number").fill_null(0))
    return found.select(filled.alias("number")).to_series()
