"""``evalfw render``: documents of saved reports, without scoring again."""

from __future__ import annotations

from pathlib import Path

from evalfw import Language, Report, RequestError, Text, read_report
from evalfw.extending import read_project
from evalfw.reporting import STDOUT, plan_outputs
from evalfw_cli.plugins import load_host
from evalfw_cli.progress import Bar
from evalfw_cli.reports.making import Making, edition_for, rendered, write

STAYS_PUBLIC = Text("这份保存的报告是公开版，按公开版输出", "this saved report is the public edition, and stays so")


def render(saved: tuple[Path, ...], making: Making, language: Language | None) -> int:
    """
    Make what *making* asks for of each of *saved*; return 0. Raises EvalfwError.

    Args:
        saved: Files that ``-f json`` wrote.
        making: What is asked for.
        language: The language that was asked for; None: that of each report.
    """
    project = read_project(Path())
    renderers = making.renderers(load_host(project))
    if len(saved) > 1 and making.output == STDOUT:
        raise RequestError(Text("几份报告要用 -o 指定文件夹", "several reports need a folder: give -o"))
    if len(saved) > 1 and not making.output.endswith("/"):
        making = making._replace(output=f"{making.output}/")
    bar = Bar(making.language, making.quiet, making.color)
    seen: dict[Path, Path] = {}
    jobs: list[tuple[Report, Making, list[Path | None]]] = []
    for path in bar.over(saved, Text("读报告", "reading reports")):  # all are in order before any is written
        report, own = read_report(path)
        each = making._replace(language=language or own)
        if language is not None and language != own:
            each.notice(_mixed(own))
        if project is not None and project.layout is not None:
            report = project.layout.over_report(report)
        if report.audience == "public" and making.audience == "internal":
            each.notice(STAYS_PUBLIC)
        report = edition_for(report, each)
        places = plan_outputs(each.output, renderers, report)
        for place in places:
            if place is not None and seen.setdefault(place, path) != path:
                what = Text(
                    f"{path} 与 {seen[place]} 是同一单位、同一评分表，会写到同一个文件 {place}",
                    f"{path} and {seen[place]} are of one subject and rubric: both would be {place}",
                )
                raise RequestError(what)
        jobs.append((report, each, places))
    for report, each, places in bar.over(jobs, Text("份报告", "reports")):
        write(list(zip(places, rendered(renderers, report, each), strict=True)), each)
    return 0


def _mixed(own: Language) -> Text:
    """Sentences were saved in one language, and stay in it."""
    name = Text("中文", "Chinese") if own == "zh" else Text("英文", "English")
    return Text(f"依据等句子是按{name.zh}保存的，保持不变", f"sentences were saved in {name.en}, and stay so")
