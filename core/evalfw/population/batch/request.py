"""A batch as it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from evalfw.evidence import Means
from evalfw.foundation import VERSION, EvidenceError, Language, RequestError, Text, called, files_below, reason_of
from evalfw.population.batch.mapping import TableMapping
from evalfw.rubric import Rubric, overlays_at

Engine = Literal["polars", "duckdb", "spark"]
Explain = Literal["none", "codes", "text"]
FORMAT = "evalfw.batch/2"


class BatchRequest(NamedTuple):
    """
    What is scored, how, and where the result goes.

    Attributes:
        rubric: The rubric, from ``rubric_for_tables``.
        ref, overlays: How it was addressed, and what was laid over it; the result remembers both.
        data: A file (.parquet, .csv, .arrow, .xlsx), or ``sql:VARIABLE QUERY``.
        output: The result: a file of Parquet; a folder of such, on Spark.
        engine: What works it out.
        explain: ``none``; ``codes``: branches and facts, from which ``explain`` makes sentences; ``text``: sentences.
        mapping: Which column is what; columns are found by id or label where it says nothing.
        units: A register of the units that the table may hold.
        master: Address of a Spark cluster.
        rows: Rows of a part.
        force: Whether a result that is there may be written over.
        language: Of sentences.
    """

    rubric: Rubric
    ref: str
    data: str
    output: Path
    overlays: tuple[str, ...] = ()
    engine: Engine = "polars"
    explain: Explain = "codes"
    mapping: TableMapping = TableMapping()
    units: Path | None = None
    master: str = ""
    rows: int = 100_000
    force: bool = False
    language: Language = "zh"


class BatchDone(NamedTuple):
    """What became of a batch: units that were scored and refused, and where the reasons of these are; None if there are none."""

    scored: int
    refused: int
    reasons: Path | None = None


def rubric_for_tables(ref: str, overlays: Sequence[str], means: Means) -> Rubric:
    """
    The rubric *ref* with *overlays*, which are files.

    Raises:
        RubricError: It is not in order.
        RequestError: It is still to be completed by units, so that no table can be scored.
    """
    laid = overlays_at(map(Path, overlays), "command_line", means.rubrics)
    rubric = means.load(ref, laid)
    if rubric.waiting:
        names = "、".join(node.title for node in rubric.waiting[:5])
        raise RequestError(
            Text(
                f"{rubric.identity.id} 还有要由各单位补充的指标（{names}），不能批量计分；同一套补充指标的单位一起算：写成叠加文件，用 --overlay 给出",
                f"{rubric.identity.id} has indicators that units complete themselves ({names}): units that share them can be scored together, "
                "with a file that completes them, given with --overlay",
            )
        )
    return rubric


def needs(engine: str) -> None:
    """Raises RequestError: what *engine* needs is not installed."""
    from importlib.util import find_spec

    wanted = {
        "polars": ("polars", "narwhals"),
        "duckdb": ("polars", "narwhals", "duckdb", "numpy"),
        "spark": ("polars", "narwhals", "pyspark"),
    }
    extra = {"polars": "batch", "duckdb": "duckdb", "spark": "spark"}[engine]
    lacking = [name for name in wanted[engine] if find_spec(name) is None]
    if lacking:
        listed = "、".join(lacking)
        raise RequestError(
            Text(
                f"批量计分要装 {listed}：pip install 'evalfw[{extra}]'",
                f"a batch needs {listed.replace('、', ', ')}: pip install 'evalfw[{extra}]'",
            )
        )


def identity_of(request: BatchRequest) -> dict[str, object]:
    """
    What the batch is, so that parts of another one are not taken for its own. The source is told by the size and time of its files.

    Raises:
        RequestError: The register cannot be read.
    """
    rubric = request.rubric
    source: dict[str, object] = {"data": request.data}
    path = Path(request.data)
    if path.is_file():
        stat = path.stat()
        source |= {"size": stat.st_size, "changed": stat.st_mtime_ns}
    elif path.is_dir():
        files = files_below(path, called(path), EvidenceError, leftovers=True)
        source["files"] = [
            [each.relative_to(path).as_posix(), each.stat().st_size, each.stat().st_mtime_ns] for each in files
        ]
    try:
        units = b"" if request.units is None else request.units.read_bytes()
    except OSError as error:
        said = reason_of(error)
        raise RequestError(
            Text(f"读不了名册 {request.units}：{said.zh}", f"cannot read the register {request.units}: {said.en}")
        ) from None
    return {
        "format": FORMAT,
        "tool": VERSION,
        "rubric": {"id": rubric.identity.id, "version": rubric.identity.version, "sha256": rubric.identity.sha256},
        "ref": request.ref,
        "overlays": list(request.overlays),
        "source": source,
        "layout": sha256(request.mapping.said.encode()).hexdigest(),
        "units": sha256(units).hexdigest() if units else "",
        "explain": request.explain,
        "rows": request.rows,
    }
