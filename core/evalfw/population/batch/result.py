"""What a batch writes: its columns with their types, the refused rows beside it, and what it says of itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from evalfw.foundation import Language, Problem, ReportError, Text, harmless
from evalfw.population.batch.job import write_whole
from evalfw.population.batch.layout import TableLayout
from evalfw.population.batch.owning import MANIFEST, METADATA
from evalfw.population.batch.reading import NAME, UNIT, claim_column
from evalfw.population.batch.request import FORMAT
from evalfw.population.columns.leaves import exemption_column, override_column
from evalfw.population.columns.lists import ITEMS
from evalfw.population.columns.outputs import Output
from evalfw.population.columns.plan import Plan
from evalfw.population.columns.ruling import MOST_POINTS

STATUS = "status"
"""The column that says whether a unit was scored."""

SCORED, REFUSED = "scored", "error"


Explain = str
"""``none``: figures alone · ``codes``: with the facts and the branches taken, from which sentences are made later · ``text``: with sentences."""


def wanted_outputs(plan: Plan, explain: Explain) -> tuple[Output, ...]:
    """The outputs that are written."""
    return tuple(output for output in plan.outputs if explain != "none" or not output.is_code)


def kept_columns(layout: TableLayout, plan: Plan, explain: Explain) -> dict[str, pl.DataType]:
    """Canonical columns that are written as they are, with their types."""
    kept: dict[str, pl.DataType] = {UNIT: pl.String()}
    if layout.name:
        kept[NAME] = pl.String()
    kept |= {claim_column(node): pl.Int64() for node in layout.claims}
    if explain == "none":
        return kept
    for fact in layout.facts:
        declaration = plan.rubric.facts[fact]
        if declaration.type == "list":
            fields = {name: pl.Int64 if field.is_number else pl.String for name, field in declaration.fields.items()}
            kept[f"{fact}{ITEMS}"] = pl.List(pl.Struct(fields))
        else:
            kept[fact] = {"bool": pl.Boolean(), "choice": pl.String(), "text": pl.String()}.get(
                declaration.type, pl.Int64()
            )
    kept |= {override_column(leaf): pl.Int64() for leaf in layout.overrides}
    kept |= {exemption_column(leaf): pl.String() for leaf in layout.exemptions}
    return kept | dict.fromkeys(layout.notes, pl.String())


def type_of(output: Output, plan: Plan) -> pl.DataType:
    """The narrowest integers that hold *output*, one of *plan*, for certain."""
    if plan.has_odd_rows or (output.term.is_value and output.term.value is None):
        return pl.Int64()
    low, high = output.term.low, output.term.high
    if max(-low, high) >= MOST_POINTS:
        return pl.Int64()
    return next(
        kind
        for kind, bits in ((pl.Int8(), 8), (pl.Int16(), 16), (pl.Int32(), 32), (pl.Int64(), 64))
        if output.term.bits <= bits
    )


def schema_of(layout: TableLayout, plan: Plan, explain: Explain) -> dict[str, pl.DataType]:
    """Columns of the result with their types, in order."""
    kept = kept_columns(layout, plan, explain)
    first = {name: kept[name] for name in (UNIT, NAME) if name in kept}
    outputs = {output.name: type_of(output, plan) for output in wanted_outputs(plan, explain)}
    texts = {f"{leaf.id}:because": pl.String() for leaf in plan.rubric.leaves} if explain == "text" else {}
    rest = {name: kind for name, kind in kept.items() if name not in first}
    return {**first, STATUS: pl.String(), **outputs, **texts, **rest}


ERROR_HEADS = {"zh": ("行", "单位", "列", "写的是", "原因"), "en": ("row", "unit", "column", "value", "reason")}


def errors_csv(rows: Iterable[Sequence[str]], language: Language) -> bytes:
    """The refused rows as CSV that Excel opens: UTF-8 with its mark."""
    import csv
    import io

    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(ERROR_HEADS[language])
    for row in rows:
        writer.writerow(map(harmless, row))
    return ("\ufeff" + made.getvalue()).encode("utf-8")


def put_reasons(output: Path, rows: Sequence[Sequence[str]], language: Language) -> Path | None:
    """Write the refused *rows* beside the result *output*, or take away those of an earlier one; where they are, if there are any."""
    beside = output.with_name(f"{output.name}.errors.csv")
    if rows:
        write_whole(beside, errors_csv(rows, language))
        return beside
    if beside.is_file() and _is_of_errors(beside):
        beside.unlink()
    return None


def _is_of_errors(path: Path) -> bool:
    """Whether the file at *path* is one of refused rows, as ``errors_csv`` makes them."""
    with path.open("rb") as stream:
        start = stream.read(64)
    return any(start.startswith(("\ufeff" + ",".join(heads)).encode("utf-8")) for heads in ERROR_HEADS.values())


def manifest_of(path: Path) -> Mapping[str, object]:
    """
    What the result at *path* says of itself.

    Raises:
        ReportError: It is no result of a batch, or not there.
    """
    try:
        if path.is_dir():
            said = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        else:
            said = json.loads(pl.read_parquet_metadata(path).get(METADATA, "null"))
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        first = (str(error).splitlines() or [""])[0]
        raise ReportError(
            [Problem(path.as_posix(), None, "", Text(f"读不了：{first}", f"cannot be read: {first}"))]
        ) from None
    form = str(said.get("format")) if isinstance(said, dict) else ""
    if form != FORMAT:
        what = Text("不是 evalfw batch 的结果", "it is no result of evalfw batch")
        if form.startswith(FORMAT.partition("/")[0]):
            what = Text(
                "是另一版本的 evalfw 写的结果：请重新计分", "another version of evalfw has written it: make it again"
            )
        raise ReportError([Problem(path.as_posix(), None, "", what)])
    assert isinstance(said, dict)
    return said


def scan_written(path: Path) -> pl.LazyFrame:
    """The result at *path*, a file or a folder of parts, as it was written."""
    return pl.scan_parquet(path / "*.parquet" if path.is_dir() else path)
