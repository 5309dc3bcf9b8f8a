"""``evalfw batch``: a table of units in, a table of figures out."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from evalfw import Language, RequestError, Text
from evalfw.extending import FoldersRequest, score_folders
from evalfw.population import (
    BatchRequest,
    Engine,
    Explain,
    MixedRequest,
    mapping_in,
    needs,
    rubric_for_tables,
    score_mixed,
    score_table,
)
from evalfw_cli.clock import today
from evalfw_cli.one_of import one_of
from evalfw_cli.plugins import load_host
from evalfw_cli.progress import Bar

DONE, REFUSED = 0, 4


def batch(
    ref: str | None,
    overlays: tuple[str, ...],
    folder: Path | None,
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
    engine_meant = one_of(get_args(Engine), engine, "--engine")
    explain_meant = one_of(get_args(Explain), explain, "--explain")
    host = load_host()
    told = Bar(language, quiet, fewest=3, mark="evalfw: ")
    if describe:
        from evalfw_cli.batch.describe import describe as print_columns

        return print_columns(rubric_for_tables(_there(ref), overlays, host), language)
    if output is None or (data is None) == (folder is None):
        raise RequestError(
            Text(
                "请用 --data 给出数据（或用 --folder 给出证据文件夹所在处），用 -o 给出结果文件",
                "give the table with --data (or where evidence folders are with --folder), and the result with -o",
            )
        )
    if folder is not None:
        _none_of(engine=engine != "polars", explain=explain != "codes", mapping=mapping, units=units, master=master)
        done = score_folders(FoldersRequest(folder, output, ref, overlays, None, today(), force, language), host, told)
        return REFUSED if done.refused else DONE
    assert data is not None
    if ref is None:
        _none_of(engine=engine != "polars", explain=explain != "codes", master=master)
        asked = MixedRequest(data, output, overlays, mapping_in(mapping), units, force, language)
        return REFUSED if score_mixed(asked, host, told).refused else DONE
    if rows < 1:
        raise RequestError(Text("--rows 应当大于 0", "--rows must be more than 0"))
    needs(engine)
    request = BatchRequest(
        rubric=rubric_for_tables(ref, overlays, host),
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
    return REFUSED if score_table(request, told).refused else DONE


def _there(ref: str | None) -> str:
    if ref is None:
        raise RequestError(Text("请用 --rubric 给出评分表", "give a rubric with --rubric"))
    return ref


def _none_of(**options: object) -> None:
    """Raises RequestError: one of *options* is given, which mean nothing where units have rubrics of their own."""
    given = [f"--{name}" for name, value in options.items() if value]
    if given:
        named = "、".join(given)
        raise RequestError(
            Text(
                f"{named} 只用于一份评分表的一张数据表",
                f"{named.replace('、', ', ')}: only for a table of units under one rubric",
            )
        )
