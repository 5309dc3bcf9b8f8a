"""Everything from Python: the page about it, a whole evaluation, and what notebooks show."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from conftest import RunCli

import evalfw
from evalfw.foundation import Notebook
from evalfw.reporting import Saved, compared

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "docs/python.md", ROOT / "docs/python.en.md")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"  #.*$", re.MULTILINE)


def blocks(page: Path) -> list[tuple[str, str]]:
    """``python`` or ``text``, and what stands there."""
    return BLOCK.findall(page.read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_program_of_the_page_runs_and_prints_what_is_shown(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    found = blocks(page)
    for (kind, block), (following, shown) in zip(found, [*found[1:], ("", "")], strict=True):
        if kind == "python":
            printed = StringIO()
            with redirect_stdout(printed):
                exec(compile(block, page.name, "exec"), names)
            assert printed.getvalue() == (shown if following == "text" else "")


def test_both_languages_have_the_same_program() -> None:
    programs = [[(kind, COMMENT.sub("", block)) for kind, block in blocks(page)] for page in PAGES]
    assert programs[0] == programs[1] and len(programs[0]) > 20


@pytest.mark.slow
def test_a_whole_evaluation_needs_no_command_line(cli: RunCli) -> None:
    program = "import runpy, sys; runpy.run_path(sys.argv[1]); print(*sys.modules, file=sys.stderr)"
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program, ROOT / "docs/examples/evaluation.py"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert "evalfw" in ran.stderr.split() and "evalfw_cli" not in ran.stderr.split()
    assert "0 conflicts, 0 refused" in ran.stdout and "<Report 虚构局 nanjing/2021 " in ran.stdout
    for suffix in ("docx", "xlsx", "html", "json"):
        assert cli("run", "虚构局", "-f", suffix, "-o", f"again.{suffix}").code == 0
        assert Path(f"again.{suffix}").read_bytes() == Path(f"虚构局.{suffix}").read_bytes()
    assert cli("run", "虚构局", "-f", "html", "--audience", "public", "-o", "p.html").code == 0
    assert Path("p.html").read_bytes() == Path("虚构局-public.html").read_bytes()


def test_notebooks_show_the_page(host: evalfw.PluginHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    evaluation = evalfw.evaluate(rubric="nanjing/2021", host=host)
    comparison = compared([Saved(Path("a.json"), evaluation.report), Saved(Path("b.json"), evaluation.report)])
    for shown, what in (
        (evaluation._repr_html_(), evaluation.report),
        (evaluation.report._repr_html_(), evaluation.report),
        (comparison._repr_html_(), comparison),
    ):
        assert shown is not None
        (page,) = re.findall(r'^<iframe style="[^"]*" srcdoc="([^"]*)"></iframe>$', shown)
        assert html.unescape(page) == host.document(what, "html").decode("utf-8")
    assert repr(evaluation.report) == "<Report 南京市政务服务管理办公室 nanjing/2021 98/100>"
    assert repr(comparison) == "<Comparison of 2 reports>"


def test_without_a_page_a_notebook_prints_the_object(report: evalfw.Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Notebook, "page", staticmethod(lambda what: None))
    assert report._repr_html_() is None
