"""``rubric show`` and its ``--resolved`` form, for a rubric that has every sort of entry, with an overlay."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import DATA, RunCli

OVERLAY = """
format = "evalfw.rubric/1"
id = "made/next"
version = "1.0.0"
extends = "./made-up.toml"

[policy]
missing = "exclude"

[[indicator]]
id = "a.z"
was = ["a.x"]
policy = { missing = "error" }
explain_when = "rate < 0.5"
applies_when = "rate > 0"

[[gate]]
id = "late"
title = "迟报"
when = "rate < 0.1"
action = "to_zero"
at = "a.z"
"""


@pytest.fixture
def made_up(cli: RunCli) -> None:
    shutil.copy(DATA / "made-up.toml", "made-up.toml")
    Path("next.toml").write_text(OVERLAY, encoding="utf-8")


@pytest.mark.parametrize("name", ["./made-up.toml", "./next.toml"])
def test_the_resolved_file_says_the_same_as_its_layers(cli: RunCli, made_up: None, name: str) -> None:
    ran = cli("rubric", "show", name, "--resolved")
    assert ran.code == 0, ran.err
    Path("flat.toml").write_text(ran.out, encoding="utf-8")
    assert cli("rubric", "diff", name, "./flat.toml").out.splitlines()[-1].startswith("没有任何变化")


def test_every_value_names_its_file_and_line(cli: RunCli, made_up: None) -> None:
    out = cli("rubric", "show", "./next.toml", "--resolved").out
    (missing,) = [line for line in out.splitlines() if line.startswith("missing = ") or "policy.missing" in line][:1]
    assert "next.toml:8" in missing
    assert 'at = "a.z"' in out and "made-up.toml:" in out


def test_conditions_and_totals_are_shown_in_words(cli: RunCli, made_up: None) -> None:
    out = cli("rubric", "show", "./next.toml").out
    assert "适用：" in out and "须说明偏差：" in out and "汇总：" in out


def test_an_overlay_names_what_it_is_laid_over(cli: RunCli, made_up: None) -> None:
    Path("alone.toml").write_text('format = "evalfw.rubric/1"\nid = "alone"\nversion = "1.0.0"\n', encoding="utf-8")
    ran = cli("rubric", "show", "./made-up.toml", "--overlay", "alone.toml")
    assert ran.code == 3 and "要叠加的文件没有写 extends" in ran.err and 'extends = "made/up"' in ran.err


def test_a_run_with_a_superseded_edition_names_the_one_that_takes_its_place(cli: RunCli, sample: Path) -> None:
    Path("old.toml").write_text(
        'format = "evalfw.rubric/1"\nid = "nanjing/2021-first"\nversion = "1.0.0"\nextends = "nanjing/2021"\n'
        'status = "superseded"\nsuperseded_by = "nanjing/2021"\n',
        encoding="utf-8",
    )
    ran = cli("run", sample.as_posix(), "--rubric", "./old.toml")
    assert "评分表 nanjing/2021-first 已被取代，请用 nanjing/2021" in ran.out, ran.out[-800:] + ran.err


def test_extensions_without_end_are_refused(cli: RunCli, made_up: None) -> None:
    for number in range(40):
        below = "./made-up.toml" if number == 0 else f"./e{number - 1}.toml"
        Path(f"e{number}.toml").write_text(
            f'format = "evalfw.rubric/1"\nid = "e{number}"\nversion = "1.0.0"\nextends = "{below}"\n', encoding="utf-8"
        )
    ran = cli("rubric", "show", "./e39.toml")
    assert ran.code == 3 and "扩展层次太多" in ran.err
