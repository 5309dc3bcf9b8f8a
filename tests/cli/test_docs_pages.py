"""Pages of a rubric that has every sort of entry, in both languages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import DATA, RunCli
from pages import Page

TOTAL = """
format = "evalfw.case/1"
rubric = "../made-up.toml"
reason = "样例：都完成"
facts = { done = true, rate = "100%" }
expect = { points = 12 }
"""


@pytest.fixture
def made_up(cli: RunCli) -> Path:
    shutil.copy(DATA / "made-up.toml", "made-up.toml")
    Path("cases").mkdir()
    Path("cases/all-done.case.toml").write_text(TOTAL, encoding="utf-8")
    return Path("made-up.toml")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ("## 等级", "- 优: 不低于9分", "## 一票否决", "→ 总分：最多得 3 分", "## 总分的例子", "样例：都完成", "## 勾稽关系")),
        ("en", ("## Grades", "## Gates", "total: at most 3 points", "## Examples of totals", "## Facts needed")),
    ],
)  # fmt: skip
def test_gates_grades_and_facts_have_their_sections(cli: RunCli, made_up: Path, language: str, said: tuple[str, ...]) -> None:  # fmt: skip
    ran = cli("rubric", "docs", "./made-up.toml", "-o", "docs", "--lang", language)
    assert ran.code == 0, ran.err
    markdown = Path("docs/made-up.md").read_text(encoding="utf-8")
    for each in said:
        assert each in markdown
    page = Page()
    page.feed(Path("docs/made-up.html").read_text(encoding="utf-8"))
    assert "编造的评分表" in page.text and set(page.fetching) <= {"a"}


def test_a_folder_that_cannot_be_made_is_told(cli: RunCli, made_up: Path) -> None:
    Path("taken").write_text("x", encoding="utf-8")
    ran = cli("rubric", "docs", "./made-up.toml", "-o", "taken/docs")
    assert ran.code == 2 and "写不了" in ran.err and "Traceback" not in ran.err
