"""Editions: overlays of a project, resolved values, release, and what a report says of the rubric."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import RunCli

NEXT = """\
# 说明：2022 年的草稿
format = "evalfw.rubric/1"
id = "nanjing/2022"
version = "0.1.0"  # 草稿
extends = "nanjing/2021"

# 只改一项
[[indicator]]
id = "decision.mechanism.rules"
note = "核对过"
"""


OTHER = """
[[indicator]]
id = "decision.mechanism.process"
weight = 3
"""


def test_a_project_names_overlays_and_the_command_line_is_laid_over_them(cli: RunCli) -> None:
    Path("dept.toml").write_text(NEXT, encoding="utf-8")
    Path("mine.toml").write_text(NEXT.replace("nanjing/2022", "mine").replace("核对过", "本次"), encoding="utf-8")
    Path("evalfw.toml").write_text(
        'rubric = "2021"\nevidence = "none"\n[overlay]\ndepartment = ["dept.toml"]\n', encoding="utf-8"
    )
    shown = cli("rubric", "show", "--resolved", "--indicator", "decision.mechanism.rules", "--overlay", "mine.toml").out
    assert 'note = "本次"  # mine.toml:10' in shown
    assert '#   原为 "核对过"  dept.toml:10' in shown
    assert "# 后者覆盖前者：基础 < 扩展 < 部门叠加 < 项目叠加 < 命令行叠加" in shown
    assert "# 部门叠加: nanjing/2022 0.1.0 draft  dept.toml" in shown


def test_a_run_with_an_overlay_names_it(cli: RunCli) -> None:
    Path("mine.toml").write_text(NEXT, encoding="utf-8")
    ran = cli("run", "--rubric", "2021", "--overlay", "mine.toml", "--quiet")
    assert ran.code == 0 and "叠加 nanjing/2021 1.0.0 ← nanjing/2022 0.1.0" in ran.out
    ran = cli("run", "--rubric", "2021", "--overlay", "mine.toml", "--quiet", "--format", "json")
    layers = json.loads(ran.out)["rubric"]["layers"]
    assert [layer["role"] for layer in layers] == ["base", "command_line"]


def test_a_draft_says_that_it_is_one(cli: RunCli) -> None:
    Path("next.toml").write_text(NEXT, encoding="utf-8")
    assert "评分表 nanjing/2022 0.1.0（草稿，未发布）" in cli("run", "--rubric", "./next.toml", "--quiet").out
    assert "草稿" not in cli("run", "--rubric", "2021", "--quiet").out


def test_the_flat_rubric_is_a_rubric_with_the_same_result(cli: RunCli) -> None:
    Path("next.toml").write_text(NEXT.replace('note = "核对过"', "weight = 1") + OTHER, encoding="utf-8")
    Path("flat.toml").write_text(cli("rubric", "show", "./next.toml", "--resolved").out, encoding="utf-8")
    assert cli("rubric", "diff", "./next.toml", "./flat.toml").out.splitlines()[-1].startswith("没有任何变化")


def test_release_keeps_comments_and_later_changes_are_noticed(cli: RunCli) -> None:
    path = Path("next.toml")
    path.write_text(NEXT, encoding="utf-8")
    ran = cli("rubric", "release", "next.toml")
    assert ran.code == 0 and ran.err.startswith("已发布 nanjing/2022 0.1.0，sha256 ")
    text = path.read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith(("status", "sha256"))]
    assert "\n".join(kept) + "\n" == NEXT
    assert cli("rubric", "lint", "./next.toml").code == 0
    assert cli("rubric", "release", "next.toml").code == 2, "released already"
    path.write_text(text.replace("核对过", "改过"), encoding="utf-8")
    ran = cli("run", "--rubric", "./next.toml")
    assert ran.code == 3 and "已发布的评分表不能改" in ran.err


@pytest.mark.slow
def test_what_extends_a_draft_is_not_released_before_it(cli: RunCli) -> None:
    Path("next.toml").write_text(NEXT, encoding="utf-8")
    assert cli("rubric", "new", "nanjing/2023", "--from", "./next.toml", "-o", "later.toml").code == 0
    ran = cli("rubric", "release", "later.toml")
    assert ran.code == 2 and "它扩展的 nanjing/2022 还是草稿，先发布那一份" in ran.err
    assert cli("rubric", "release", "next.toml").code == 0
    assert cli("rubric", "release", "later.toml").code == 0


def test_a_rubric_of_a_plugin_cannot_be_released_by_its_id(cli: RunCli) -> None:
    ran = cli("rubric", "release", "2021")
    assert ran.code == 2 and "请给出文件路径" in ran.err


def test_an_unknown_indicator_is_told_with_the_nearest(cli: RunCli) -> None:
    ran = cli("rubric", "show", "2021", "--indicator", "decision.mechanism.rule")
    assert ran.code == 2 and "没有指标 'decision.mechanism.rule' — 是不是 decision.mechanism.rules" in ran.err


def test_one_indicator_is_shown_with_its_place_and_its_facts(cli: RunCli) -> None:
    out = cli("rubric", "show", "2021", "--indicator", "decision.budget.soundness").out
    assert "rubric.toml:" in out and "budget.execution_rate  ratio  预算执行率" in out and "medical" not in out
