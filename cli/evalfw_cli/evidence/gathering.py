"""``evalfw evidence template``, ``collect`` and ``attach``."""

from __future__ import annotations

import os
from pathlib import Path

from evalfw import Language, RequestError, Text
from evalfw.evidence import Algorithm, attach, collect_sources, unknown_names, write_templates
from evalfw.extending import find_meant
from evalfw.foundation import well_formed
from evalfw_cli.clock import today
from evalfw_cli.evidence.opened import open_evidence
from evalfw_cli.outputs import print_lines, tell
from evalfw_cli.plugins import load_host


def template(given: Path | None, ref: str | None, by: str | None, output: Path, force: bool, language: Language) -> int:
    """Write the workbooks, and tell which; what divisions name in vain is told first. Raises EvalfwError."""
    if by not in (None, "division"):
        raise RequestError(Text(f"--by 只能是 division，写的是 '{by}'", f"--by: expected division, got '{by}'"))
    meant = find_meant(given)
    if meant.evidence is not None:
        opened = open_evidence(given, ref)
        file, document = opened.collected.file, opened.collected.document
        for unknown in unknown_names(file, document, opened.rubric, opened.declarations):
            if unknown.path.startswith("division"):
                tell(unknown.read(language))
        rubric, evidence, divisions = opened.rubric, opened.evidence, file.division
    elif ref is None:
        raise RequestError(Text("请用 --rubric 指定评分表", "give a rubric with --rubric"))
    else:
        rubric, evidence, divisions = load_host(meant.project).load(ref), None, ()
    for path in write_templates(output, rubric, evidence, divisions, by is not None, force):
        tell(Text(f"已写入 {path.as_posix()}", f"wrote {path.as_posix()}").read(language))
    return 0


def collect(given: Path | None, ref: str | None, only: list[str], language: Language) -> int:
    """Take facts from the sources, and tell how many of each. Raises EvalfwError."""
    for taken in collect_sources(open_evidence(given, ref), os.environ, only):
        state = Text("已写入", "written to") if taken.is_new else Text("没有变化：", "unchanged:")
        said = Text(f"{taken.id}：{taken.facts} 个事实，", f"{taken.id}: {taken.facts} facts, ") + state
        tell(f"{said.read(language)} {taken.path.as_posix()}")
        for each in taken.told:
            tell(f"{taken.id}{Text('：', ': ').read(language)}{each.read(language)}")
    return 0


def attach_files(
    files: list[Path], given: Path | None, ref: str | None, by: str, note: str, algorithm: Algorithm
) -> int:
    """Store *files*, and print what each is called in the folder. Raises EvalfwError."""
    attached = attach(open_evidence(given, ref), files, by, today(), note, algorithm)
    return print_lines(f"{each.file}  {well_formed(each.given.as_posix())}" for each in attached)
