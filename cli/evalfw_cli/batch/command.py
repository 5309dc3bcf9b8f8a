"""``evalfw batch``: a table of units in, a table of figures out."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar, get_args

from evalfw import Language, RequestError, Text
from evalfw.population import BatchRequest, Engine, Explain, mapping_in, needs, rubric_for_tables, score_table
from evalfw_cli.plugins import load_host
from evalfw_cli.progress import Bar

DONE, REFUSED = 0, 4
T = TypeVar("T", bound=str)


def batch(
    ref: str,
    overlays: tuple[str, ...],
    data: str | None,
    output: Path | None,
    engine: str,
    explain: str,
    mapping: Path | None,
    units: Path | None,
    master: str,
    rows: int,
    describe: bool,
    force: bool,
    quiet: bool,
    language: Language,
) -> int:
    """Score the table, or describe its columns; return 4 if a unit was refused. Raises EvalfwError."""
    engine_meant = _one_of(get_args(Engine), engine, "--engine")
    explain_meant = _one_of(get_args(Explain), explain, "--explain")
    rubric = rubric_for_tables(ref, overlays, load_host())
    if describe:
        from evalfw_cli.batch.describe import describe as print_columns

        return print_columns(rubric, language)
    if data is None or output is None:
        raise RequestError(
            Text("请用 --data 给出数据，用 -o 给出结果文件", "give the table with --data and the result with -o")
        )
    if rows < 1:
        raise RequestError(Text("--rows 应当大于 0", "--rows must be more than 0"))
    needs(engine)
    request = BatchRequest(
        rubric=rubric,
        ref=ref,
        data=data,
        output=output,
        overlays=overlays,
        engine=engine_meant,
        explain=explain_meant,
        mapping=mapping_in(mapping),
        units=units,
        master=master,
        rows=rows,
        force=force,
        language=language,
    )
    done = score_table(request, Bar(language, quiet, fewest=3, mark="evalfw: "))
    return REFUSED if done.refused else DONE


def _one_of(known: tuple[T, ...], value: str, option: str) -> T:
    for each in known:
        if each == value:
            return each
    named = "、".join(known)
    raise RequestError(
        Text(f"{option} 没有 '{value}'；可用 {named}", f"{option}: no '{value}'; known: {named.replace('、', ', ')}")
    )
