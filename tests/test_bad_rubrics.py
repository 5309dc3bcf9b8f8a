"""One mistake a file; the expected messages stand in its first lines, after ``#!``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import evalfw

FILES = sorted((Path(__file__).parent / "bad_rubrics").glob("*.toml"))


def test_there_are_bad_rubrics() -> None:
    assert len(FILES) >= 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_bad_rubric(path: Path, host: evalfw.PluginHost) -> None:
    """Every problem is told, nothing else, each at its line."""
    expected = re.findall(r"^#! (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    with pytest.raises(evalfw.RubricError) as raised:
        evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    problems = raised.value.problems
    told = [problem.read("en").removeprefix(f"{path}:") for problem in problems]
    assert sorted(re.sub(r"^\d+: ", "", message).removeprefix(" ") for message in told) == sorted(expected)
    lines = path.read_text(encoding="utf-8").splitlines()
    for problem in problems:
        last = problem.path.rpartition(".")[2]
        if problem.line is not None and re.fullmatch(r"[a-z_]+", last):
            assert last in lines[problem.line - 1], problem
        assert re.search(r"[\u4e00-\u9fff]", problem.what.zh), "told in Chinese too"
