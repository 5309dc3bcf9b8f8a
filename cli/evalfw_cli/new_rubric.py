"""``evalfw rubric new``: next year's rubric, begun from this year's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from evalfw import (
    Language,
    PluginHost,
    RequestError,
    Rubric,
    RubricError,
    RubricSource,
    Text,
    is_there,
    load_rubric,
    read_text,
    read_toml,
)
from evalfw.foundation.writing import toml_string
from evalfw.maintaining.cases.case_file import CASE_SUFFIX, read_cases
from evalfw.rubric.loading.catalogue import RUBRIC_FILE
from evalfw_cli.case_tests import CASES_FOLDER, is_about
from evalfw_cli.outputs import make_folder, path_from, path_ref, tell, write_file
from evalfw_cli.plugins import load_host
from evalfw_cli.schemas import write_schema_beside
from evalfw.foundation.writing.toml_editing import edited_head


class NewRequest(NamedTuple):
    """What the command line asked for; see ``evalfw rubric new --help``."""

    id: str
    base: str
    copy: bool
    output: Path | None
    language: Language


_ID = re.compile(r"[^\s/\\:*?\"<>|.]+(?:/[^\s/\\:*?\"<>|.]+)*")


class _Names(NamedTuple):
    """What the new edition is called: guesses from the old one, to be looked at."""

    period: str
    title: str


def new_rubric(request: NewRequest) -> int:
    """
    Write a rubric that extends another, or a copy of it, with its cases.

    Raises:
        RubricError: The rubric to begin from is not in order.
        RequestError: A file is there already; nothing is written then.
        OutputError: A file cannot be written.
    """
    if not _ID.fullmatch(request.id):
        raise RequestError(
            Text(
                f"编号 '{request.id}' 不行：写成 城市/年度 这样，如 nanjing/2022",
                f"'{request.id}' is no id: write one such as nanjing/2022",
            )
        )
    host = load_host()
    source = host.rubrics.find(request.base)
    rubric = load_rubric(source, host.rubrics, host.vocabulary)
    output = request.output or Path(f"{request.id.rpartition('/')[2]}.toml")
    names = _names(request.id, rubric)
    text = _copied(request, source, output, names, host) if request.copy else _overlay(request, source, output, names)
    files = {output: text, **dict(_cases(source, output, host))}
    there = [path for path in files if is_there(path)]
    if there:
        named = "、".join(path.as_posix() for path in there)
        raise RequestError(
            Text(f"文件已经存在，没有写入任何文件：{named}", f"already there, nothing was written: {named}")
        )
    make_folder(output.parent)
    write_schema_beside(output, "rubric", host)
    if len(files) > 1:
        write_schema_beside(output, "case", host)
    for path, content in files.items():
        make_folder(path.parent)
        write_file(path, content.encode("utf-8"))
    tell(output.as_posix())
    if len(files) > 1:
        where, count = next(path.parent.as_posix() for path in files if path != output), len(files) - 1
        tell(Text(f"{where}/（{count} 个用例文件）", f"{where}/ ({count} case files)").read(request.language))
    _check(output, host)
    shown = path_ref(output)
    said = Text(
        f"改好之后：evalfw rubric lint {shown}，evalfw rubric test {shown}，evalfw rubric diff {request.base} {shown}",
        f"edit it, then: evalfw rubric lint {shown}, evalfw rubric test {shown}, evalfw rubric diff {request.base} {shown}",
    )
    tell(said.read(request.language))
    return 0


def _check(output: Path, host: PluginHost) -> None:
    """What was written is in order."""
    load_rubric(host.rubrics.find(path_ref(output)), host.rubrics, host.vocabulary)


def _names(id: str, rubric: Rubric) -> _Names:
    """The year, if the id ends in one, and the old title with it in place of the old year."""
    year = re.search(r"(?:19|20)[0-9]{2}$", id)
    if year is None or not rubric.period:
        return _Names(rubric.period, rubric.title)
    return _Names(year.group(), rubric.title.replace(rubric.period, year.group()))


def _overlay(request: NewRequest, source: RubricSource, output: Path, names: _Names) -> str:
    base = source.id or path_from(source.path, output.parent)
    return _OVERLAY[request.language].format(
        id=toml_string(request.id),
        base=toml_string(base),
        named=base,
        title=toml_string(names.title),
        period=toml_string(names.period),
    )


def _copied(request: NewRequest, source: RubricSource, output: Path, names: _Names, host: PluginHost) -> str:
    """The file of the old edition with another head; everything below it, comments included, as it is."""
    text = read_text(source.path, source.shown, RubricError)
    extends = read_toml(source.path, source.shown, RubricError).data.get("extends")
    values: dict[str, str | None] = {
        "id": request.id,
        "version": "0.1.0",
        "status": "draft",
        "sha256": None,
        "superseded_by": None,
        "sample": None,
        "aliases": None,
        "title": names.title,
        "period": names.period or None,
    }
    if isinstance(extends, str):
        base = host.rubrics.find(extends, below=source.path.parent)
        if not base.id:
            values["extends"] = path_from(base.path, output.parent)
    return "#:schema ./rubric.schema.json\n" + edited_head(_without_schema(text), values, after="id")


def _cases(source: RubricSource, output: Path, host: PluginHost) -> Iterator[tuple[Path, str]]:
    """The cases of the old edition, about the new one; those that rest on other files of the old one stay behind."""
    folder = source.path.parent / CASES_FOLDER
    into = output.parent / CASES_FOLDER
    into = into if output.name == RUBRIC_FILE else into / output.stem  # several editions may lie in one folder
    back = "../" * (len(into.parts) - len(output.parent.parts))
    for file in sorted(folder.rglob(f"*{CASE_SUFFIX}")) if folder.is_dir() else ():
        cases = read_cases(file, file.as_posix())
        if not cases or cases[0].file.overlay or cases[0].file.evidence or not is_about(cases[0], source, host):
            continue
        text = read_text(file, file.as_posix(), RubricError)
        up = back + "../" * len(file.parent.relative_to(folder).parts)
        edited = edited_head(_without_schema(text), {"rubric": f"{up}{output.name}"}, after="format")
        deeper = file.parent.relative_to(folder)
        yield into / deeper / file.name, f"#:schema {up}case.schema.json\n{edited}"


def _without_schema(text: str) -> str:
    """*text* without the line that tells editors its schema; the new place has another."""
    first, _, rest = text.partition("\n")
    return rest if first.startswith("#:schema ") else text


_OVERLAY = {
    "zh": """#:schema ./rubric.schema.json
# 在 {named} 的基础上修改：只写改动的内容，没有写的都沿用。title 和 period 只是换了年份，请按通知核对。
format = "evalfw.rubric/1"
id = {id}
version = "0.1.0"
status = "draft"
extends = {base}
title = {title}
period = {period}
# source = "通知或报告的名称、附件"
# drop = ["不再考核的指标的编号"]

# 改一项：写编号和要改的键。
# [[indicator]]
# id = "…"
# weight = 2
# criterion = "新的评价要点，照录"
# rule = {{ kind = "…" }}
#
# 移动或改编号：用 was 写原来的编号，其余沿用。
# [[indicator]]
# id = "新编号"
# was = ["原编号"]
""",
    "en": """#:schema ./rubric.schema.json
# Built on {named}: write only what changes, the rest is inherited. 'title' and 'period' only got another year: look at them.
format = "evalfw.rubric/1"
id = {id}
version = "0.1.0"
status = "draft"
extends = {base}
title = {title}
period = {period}
# source = "the notice or report, and its annex"
# drop = ["id of an indicator that is no longer there"]

# To change an indicator, give its id and the keys that change:
# [[indicator]]
# id = "…"
# weight = 2
# criterion = "the new official sentence, verbatim"
# rule = {{ kind = "…" }}
#
# To move it or give it another id, name the old one; the rest is inherited:
# [[indicator]]
# id = "new id"
# was = ["old id"]
""",
}
