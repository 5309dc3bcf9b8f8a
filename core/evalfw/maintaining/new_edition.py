"""Next year's rubric, begun from this year's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from evalfw.evidence import Means
from evalfw.foundation import (
    Language,
    RequestError,
    RubricError,
    Text,
    edited_head,
    is_there,
    make_folder,
    path_from,
    path_ref,
    read_text,
    read_toml,
    toml_string,
    write_file,
)
from evalfw.maintaining.cases.case_file import CASE_SUFFIX, read_cases
from evalfw.maintaining.cases.testing import CASES_FOLDER, is_about
from evalfw.maintaining.schema.beside import write_schema_beside
from evalfw.rubric import RUBRIC_FILE, Rubric, RubricSource, load_rubric

_ID = re.compile(r"[^\s/\\:*?\"<>|.]+(?:/[^\s/\\:*?\"<>|.]+)*")


class _Names(NamedTuple):
    """What the new edition is called: guesses from the old one, to be looked at."""

    period: str
    title: str


class NewEdition(NamedTuple):
    """An edition that was begun: its file, and those of the cases that came along."""

    path: Path
    cases: tuple[Path, ...]


def begin_edition(
    id: str, base: str, means: Means, copy: bool = False, output: Path | None = None, language: Language = "zh"
) -> NewEdition:
    """
    Write a rubric that extends another, or a copy of it, with its cases.

    Args:
        id: Of the new edition.
        base: The rubric to begin from.
        means: What rubrics are loaded with.
        copy: Whether all of it is copied, in place of a file that only says what changes.
        output: The file; the last part of the id if None.
        language: Of the comments.

    Raises:
        RubricError: The rubric to begin from is not in order.
        RequestError: A file is there already; nothing is written then.
        OutputError: A file cannot be written.
    """
    if not _ID.fullmatch(id):
        raise RequestError(
            Text(
                f"编号 '{id}' 不行：写成 城市/年度 这样，如 nanjing/2022",
                f"'{id}' is no id: write one such as nanjing/2022",
            )
        )
    source = means.rubrics.find(base)
    rubric = load_rubric(source, means.rubrics, means.vocabulary)
    output = output or Path(f"{id.rpartition('/')[2]}.toml")
    names = _names(id, rubric)
    text = _copied(id, source, output, names, means) if copy else _overlay(id, source, output, names, language)
    files = {output: text, **dict(_cases(source, output, means))}
    there = [path for path in files if is_there(path)]
    if there:
        named = "、".join(path.as_posix() for path in there)
        raise RequestError(
            Text(f"文件已经存在，没有写入任何文件：{named}", f"already there, nothing was written: {named}")
        )
    make_folder(output.parent)
    write_schema_beside(output, "rubric", means.vocabulary)
    if len(files) > 1:
        write_schema_beside(output, "case", means.vocabulary)
    for path, content in files.items():
        make_folder(path.parent)
        write_file(path, content.encode("utf-8"))
    means.load(path_ref(output))  # what was written is in order
    return NewEdition(output, tuple(path for path in files if path != output))


def _names(id: str, rubric: Rubric) -> _Names:
    """The year, if the id ends in one, and the old title with it in place of the old year."""
    year = re.search(r"(?:19|20)[0-9]{2}$", id)
    if year is None or not rubric.period:
        return _Names(rubric.period, rubric.title)
    return _Names(year.group(), rubric.title.replace(rubric.period, year.group()))


def _overlay(id: str, source: RubricSource, output: Path, names: _Names, language: Language) -> str:
    base = source.id or path_from(source.path, output.parent)
    return _OVERLAY[language].format(
        id=toml_string(id),
        base=toml_string(base),
        named=base,
        title=toml_string(names.title),
        period=toml_string(names.period),
    )


def _copied(id: str, source: RubricSource, output: Path, names: _Names, means: Means) -> str:
    """The file of the old edition with another head; everything below it, comments included, as it is."""
    text = read_text(source.path, source.shown, RubricError)
    extends = read_toml(source.path, source.shown, RubricError).data.get("extends")
    values: dict[str, str | None] = {
        "id": id,
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
        base = means.rubrics.find(extends, below=source.path.parent)
        if not base.id:
            values["extends"] = path_from(base.path, output.parent)
    return "#:schema ./rubric.schema.json\n" + edited_head(_without_schema(text), values, after="id")


def _cases(source: RubricSource, output: Path, means: Means) -> Iterator[tuple[Path, str]]:
    """The cases of the old edition, about the new one; those that rest on other files of the old one stay behind."""
    folder = source.path.parent / CASES_FOLDER
    into = output.parent / CASES_FOLDER
    into = into if output.name == RUBRIC_FILE else into / output.stem  # several editions may lie in one folder
    back = "../" * (len(into.parts) - len(output.parent.parts))
    for file in sorted(folder.rglob(f"*{CASE_SUFFIX}")) if folder.is_dir() else ():
        cases = read_cases(file, file.as_posix())
        if not cases or cases[0].file.overlay or cases[0].file.evidence or not is_about(cases[0], source, means):
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
