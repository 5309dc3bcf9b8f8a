"""Mistakes that clerks make, and what they are told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import RunCli

RUBRIC = """
format = "evalfw.rubric/1"
id = "x/2022"
version = "0.1.0"
title = "小表"
full_mark = 1
fact = [{ id = "ok", label = "合格", type = "bool" }, { id = "n", label = "件数", type = "count" }, { id = "d", label = "两倍", type = "number", derivation = "n * 2" }]

[[indicator]]
id = "a"
title = "合格"
weight = 1
criterion = "合格得1分"
rule = { kind = "all_or_nothing", when = "ok and d >= 0" }
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('id = "x/2022"', "id = “x/2022”", "第 6 列的 “ 是全角符号"),
        ("full_mark = 1", "full_mark ＝ 1", "第 11 列的 ＝ 是全角符号"),
        ("weight = 1", "weight = １", "第 10 列的 １ 是全角符号"),
        ('type = "bool" }, {', 'type = "bool" }， {', "是全角符号；引号、逗号、等号、括号要用半角"),
    ],
)
def test_full_width_signs_in_toml_are_named(cli: RunCli, old: str, new: str, told: str) -> None:
    Path("t.toml").write_text(RUBRIC.replace(old, new), encoding="utf-8")
    ran = cli("rubric", "lint", "./t.toml")
    assert ran.code == 3 and told in ran.err, ran.err


def test_full_width_signs_inside_texts_and_comments_are_not_blamed(cli: RunCli) -> None:
    Path("t.toml").write_text(RUBRIC.replace('title = "小表"', 'title = "小，表"  # 注：说明\nx ='), encoding="utf-8")
    assert "全角" not in cli("rubric", "lint", "./t.toml").err


def test_a_table_given_for_a_rubric_is_recognised(cli: RunCli) -> None:
    Path("附件2.xlsx").write_bytes(b"PK")
    ran = cli("rubric", "lint", "附件2.xlsx")
    assert ran.code == 3 and "这是表格文件，不是评分表 — 先写成评分表：evalfw rubric import" in ran.err


def test_a_file_named_without_its_ending_is_found_for_the_clerk(cli: RunCli) -> None:
    Path("2023.toml").write_text(RUBRIC, encoding="utf-8")
    assert "文件要写成 ./2023.toml" in cli("rubric", "lint", "2023").err


def test_evidence_knows_its_project_wherever_the_command_is_given(cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("2022.toml").write_text(RUBRIC, encoding="utf-8")
    assert cli("init", "某局", "--rubric", "./2022.toml").code == 0
    assert 'rubric = "../2022.toml"' in Path("某局/evalfw.toml").read_text(encoding="utf-8")
    assert cli("run", "某局/evidence", "--quiet").code == 0
    assert cli("run", "某局", "--quiet").code == 0
    monkeypatch.chdir("某局/evidence")
    assert cli("run", ".", "--quiet").code == 0
    monkeypatch.chdir("../..")
    shutil.copytree(".", "elsewhere", ignore=shutil.ignore_patterns("elsewhere"))
    monkeypatch.chdir("elsewhere")
    assert cli("run", "某局/evidence", "--quiet").code == 0, "a moved folder still works"


def test_hints_of_the_tables_to_fill_in_do_not_get_into_the_report(cli: RunCli) -> None:
    Path("2022.toml").write_text(RUBRIC, encoding="utf-8")
    cli("init", "某局", "--rubric", "./2022.toml")
    table = Path("某局/evidence/facts/facts.csv")
    text = table.read_text(encoding="utf-8-sig")
    assert "填 是 或 否" in text and "填整数" in text and "可不填：由其他事实推算" in text
    table.write_text(text.replace("ok,合格,,", "ok,合格,是,").replace("n,件数,,", "n,件数,3,"), encoding="utf-8")
    out = cli("run", "某局", "--quiet").out
    assert "总分 1 / 1" in out and "填 是 或 否" not in out


def test_a_correction_can_be_released_as_its_message_says(cli: RunCli) -> None:
    path = Path("t.toml")
    path.write_text(RUBRIC, encoding="utf-8")
    assert cli("rubric", "release", "t.toml").code == 0
    changed = path.read_text(encoding="utf-8").replace("合格得1分", "合格的得1分")
    path.write_text(changed, encoding="utf-8")
    assert "提高 version、删去 sha256" in cli("rubric", "lint", "./t.toml").err
    lines = [line for line in changed.replace("0.1.0", "0.1.1").splitlines() if not line.startswith("sha256")]
    path.write_text("\n".join(lines), encoding="utf-8")
    ran = cli("rubric", "release", "t.toml")
    assert ran.code == 0 and "已发布 x/2022 0.1.1" in ran.err


def test_an_extension_of_a_draft_is_not_released(cli: RunCli) -> None:
    Path("base.toml").write_text(RUBRIC, encoding="utf-8")
    Path("next.toml").write_text(
        'format = "evalfw.rubric/1"\nid = "x/2023"\nversion = "0.1.0"\nextends = "./base.toml"\n', encoding="utf-8"
    )
    ran = cli("rubric", "release", "next.toml")
    assert ran.code == 2 and "x/2022 还是草稿，先发布那一份" in ran.err


def test_what_an_extension_makes_not_add_up_is_told_in_its_own_file(cli: RunCli) -> None:
    Path("base.toml").write_text(RUBRIC, encoding="utf-8")
    Path("next.toml").write_text(
        'format = "evalfw.rubric/1"\nid = "x/2023"\nversion = "0.1.0"\nextends = "./base.toml"\n[[indicator]]\nid = "a"\nweight = 2\n',
        encoding="utf-8",
    )
    ran = cli("rubric", "lint", "./next.toml")
    assert ran.code == 3 and ran.err.startswith("next.toml:4: extends: 一级指标分值合计 2，与满分 1 不符")


@pytest.mark.parametrize("id", ["", "a b", "q/", "a/../b", "a:b"])
def test_ids_that_no_file_could_have_are_refused(cli: RunCli, id: str) -> None:
    ran = cli("rubric", "new", id, "--from", "2021")
    assert ran.code == 2 and "如 nanjing/2022" in ran.err and not list(Path().iterdir())


def test_keys_beside_several_cases_are_refused(cli: RunCli) -> None:
    Path("t.toml").write_text(RUBRIC, encoding="utf-8")
    Path("cases").mkdir()
    Path("cases/t.case.toml").write_text(
        'format = "evalfw.case/1"\nrubric = "../t.toml"\nindicator = "zzz"\nfacts = { ok = true }\n'
        '[[case]]\nreason = "x"\nfacts = { ok = true }\nexpect = { points = 1 }\nexpect_each = { "" = { points = 1 } }\n',
        encoding="utf-8",
    )
    ran = cli("rubric", "test", "./t.toml")
    assert ran.code == 3 and ran.err.count("有 [[case]] 时写在各个用例里") == 2
    assert "expect 和 expect_each 说的是同一个指标" in ran.err
