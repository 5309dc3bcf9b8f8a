"""``evalfw batch``: a table of units in, a table of figures out."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from evalfw import Language, PluginHost, RequestError, Rubric, Text, load_rubric
from evalfw.foundation.version import VERSION
from evalfw.population.batch.mapping_file import mapping_in
from evalfw_cli.outputs import tell
from evalfw_cli.plugins import load_host
from evalfw_cli.rubrics import overlays_of

ENGINES = ("polars", "duckdb", "spark")
EXPLAINS = ("none", "codes", "text")
DONE, REFUSED = 0, 4


class BatchRequest(NamedTuple):
    """What the command line asked for; see ``evalfw batch --help``."""

    rubric: str
    overlays: tuple[str, ...]
    data: str | None
    output: Path | None
    engine: str
    explain: str
    mapping: Path | None
    units: Path | None
    master: str
    rows: int
    describe: bool
    force: bool
    quiet: bool
    language: Language


def batch(request: BatchRequest) -> int:
    """Do what *request* asks; return the exit code. Raises EvalfwError."""
    for value, known, option in ((request.engine, ENGINES, "--engine"), (request.explain, EXPLAINS, "--explain")):
        if value not in known:
            named = "、".join(known)
            raise RequestError(
                Text(
                    f"{option} 没有 '{value}'；可用 {named}",
                    f"{option}: no '{value}'; known: {named.replace('、', ', ')}",
                )
            )
    host = load_host(None)
    rubric = loaded(request.rubric, request.overlays, host)
    if request.describe:
        from evalfw_cli.batch.describe import describe

        return describe(rubric, request.language)
    if request.data is None or request.output is None:
        raise RequestError(
            Text("请用 --data 给出数据，用 -o 给出结果文件", "give the table with --data and the result with -o")
        )
    if request.rows < 1:
        raise RequestError(Text("--rows 应当大于 0", "--rows must be more than 0"))
    needs(request.engine)
    from evalfw_cli.batch.work import work

    return work(request, request.data, request.output, rubric, mapping_in(request.mapping))


def loaded(ref: str, overlays: tuple[str, ...], host: PluginHost) -> Rubric:
    """The rubric *ref* with *overlays*. Raises RequestError: it is still to be completed by units, so that no table can be scored."""
    rubric = load_rubric(host.rubrics.find(ref), host.rubrics, host.vocabulary, overlays_of(None, overlays, host))
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


def identity_of(request: BatchRequest, rubric: Rubric, mapped: str) -> dict[str, object]:
    """What the batch is, so that parts of another one are not taken for its own. The source is told by its size and time."""
    from evalfw.population.batch.result import FORMAT  # with Polars, which --describe does without

    assert request.data is not None  # asked before
    source: dict[str, object] = {"data": request.data}
    path = Path(request.data)
    if path.is_file():
        stat = path.stat()
        source |= {"size": stat.st_size, "changed": stat.st_mtime_ns}
    units = b"" if request.units is None else request.units.read_bytes()
    return {
        "format": FORMAT,
        "tool": VERSION,
        "rubric": {"id": rubric.identity.id, "version": rubric.identity.version, "sha256": rubric.identity.sha256},
        "ref": request.rubric,
        "overlays": list(request.overlays),
        "source": source,
        "layout": sha256(mapped.encode()).hexdigest(),
        "units": sha256(units).hexdigest() if units else "",
        "explain": request.explain,
        "rows": request.rows,
    }


def notice(request: BatchRequest, said: Text) -> None:
    """*said* on stderr, unless the caller wants it quiet."""
    if not request.quiet:
        tell(f"evalfw: {said.read(request.language)}")
