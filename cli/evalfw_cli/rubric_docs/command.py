"""Write the pages of a rubric."""

from __future__ import annotations

from pathlib import Path

from evalfw import Language, PluginHost, RequestError, RubricSource, Text, load_rubric
from evalfw.maintaining.cases.running import CaseResult
from evalfw_cli.case_tests import find_cases, run_all
from evalfw_cli.outputs import make_folder, tell, write_file
from evalfw_plugins.page.pages import page
from evalfw_cli.plugins import load_host
from evalfw_plugins.rubric_docs.data import docs_data
from evalfw_plugins.rubric_docs.markdown import docs_markdown


def write_docs(ref: str, output: Path, language: Language) -> int:
    """
    One Markdown and one HTML page into the folder *output*, named after the rubric.

    Raises:
        RubricError: The rubric or one of its cases is not in order.
        RequestError: A case fails: an example has to be true.
        OutputError: A page cannot be written.
    """
    host = load_host()
    source = host.rubrics.find(ref)
    rubric = load_rubric(source, host.rubrics, host.vocabulary)
    data = docs_data(rubric, _examples(source, host), language)
    make_folder(output)
    stem = rubric.identity.id.replace("/", "-")
    for suffix, content in (
        (".md", docs_markdown(data, language)),
        (".html", page("docs.html", language, rubric=data)),
    ):
        path = output / f"{stem}{suffix}"
        write_file(path, content.encode("utf-8"))
        tell(Text(f"已写入 {path.as_posix()}", f"wrote {path.as_posix()}").read(language))
    return 0


def _examples(source: RubricSource, host: PluginHost) -> list[CaseResult]:
    try:
        results = run_all(find_cases(source, ()), source, host, given=False)
    except RequestError:
        return []  # a rubric without cases has no examples
    failed = [result.prepared.case.name for result in results if result.differences]
    if failed:
        named = "、".join(failed)
        raise RequestError(
            Text(f"有用例不符，先让它们符合：{named}", f"some cases fail; they are the examples of the pages: {named}")
        )
    return results
