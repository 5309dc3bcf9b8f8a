"""``rubric migrate`` where a folder cannot simply be carried: links, forms that cannot be edited, projects around it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import RunCli

NEXT = """
format = "evalfw.rubric/1"
id = "nanjing/2022"
version = "0.1.0"
extends = "nanjing/2021"

[[indicator]]
id = "results.contentment"
was = ["results.satisfaction"]
"""


@pytest.fixture
def evidence(cli: RunCli, sample: Path) -> Path:
    Path("2022.toml").write_text(NEXT, encoding="utf-8")
    shutil.copytree(sample, "evidence")
    return Path("evidence")


def carry(cli: RunCli, *more: str) -> tuple[int, str]:
    ran = cli("rubric", "migrate", "evidence", "--to", "./2022.toml", *more)
    return ran.code, ran.out + ran.err


def test_a_link_that_leads_out_is_refused_and_nothing_is_written(cli: RunCli, evidence: Path) -> None:
    Path("elsewhere.txt").write_text("x", encoding="utf-8")
    try:
        (evidence / "facts/link.txt").symlink_to(Path("elsewhere.txt").resolve())
    except OSError:
        pytest.skip("no links here")
    code, said = carry(cli, "-o", "next")
    assert code == 3 and "这个链接指向证据文件夹之外" in said and not Path("next").exists()


def test_a_single_file_can_be_previewed_and_not_written(cli: RunCli, evidence: Path) -> None:
    Path("one.toml").write_text(
        'format = "evalfw.evidence/1"\nrubric = "nanjing/2021"\nsubject = { id = "a", name = "甲" }\n'
        '[[override]]\nindicator = "results.satisfaction.clients"\npoints = 1\nauthor = "某"\nreason = "核对"\ndate = 2022-03-01\n',
        encoding="utf-8",
    )
    ran = cli("rubric", "migrate", "one.toml", "--to", "./2022.toml")
    assert ran.code == 0 and "results.satisfaction.clients → results.contentment.clients" in ran.out
    ran = cli("rubric", "migrate", "one.toml", "--to", "./2022.toml", "-o", "next")
    assert ran.code == 2 and "要写出就得是证据文件夹" in ran.err


def test_a_project_folder_is_taken_for_its_evidence(cli: RunCli, evidence: Path) -> None:
    Path("evalfw.toml").write_text('rubric = "nanjing/2021"\nevidence = "evidence"\n', encoding="utf-8")
    ran = cli("rubric", "migrate", ".", "--to", "./2022.toml")
    assert ran.code == 0 and "nanjing/2021" in ran.out and "这是预览" in ran.err


def test_evidence_can_be_carried_from_another_rubric_than_it_names(cli: RunCli, evidence: Path) -> None:
    ran = cli("rubric", "migrate", "evidence", "--from", "nanjing/2021", "--to", "./2022.toml")
    assert ran.code == 0
    ran = cli("rubric", "migrate", "evidence", "--from", "pefa/2016", "--to", "./2022.toml")
    assert ran.code == 3 and "Traceback" not in ran.err


def test_an_overlay_whose_base_is_written_over_two_lines_goes_on_with_the_next(cli: RunCli, evidence: Path) -> None:
    (evidence / "indicators.toml").write_text(
        'format = "evalfw.rubric/1"\nid = "own"\nversion = "1.0.0"\nextends = """nanjing/\\\n2021"""\n'
        'indicator = [{ id = "decision.mechanism.rules", note = "本单位的读法" }]\n',
        encoding="utf-8",
    )
    code, said = carry(cli, "-o", "next")
    assert code == 0, said
    assert 'extends = "../2022.toml"\nindicator = [' in Path("next/indicators.toml").read_text(encoding="utf-8")


def test_a_fact_of_the_evidence_that_the_new_edition_declares_too_is_to_be_looked_at(cli: RunCli, evidence: Path) -> None:  # fmt: skip
    (evidence / "facts/own.toml").write_text(
        'declare = [{ id = "own.rate", label = "自有指标", type = "ratio" }]\nfact = [{ id = "own.rate", value = 0.5 }]\n',
        encoding="utf-8",
    )
    declared = '[[fact]]\nid = "own.rate"\nlabel = "自有指标"\ntype = "ratio"\n\n[[indicator]]\nid = "decision.mechanism.rules"\napplies_when = "own.rate > 0"\n'
    Path("2022.toml").write_text(NEXT + declared, encoding="utf-8")
    code, said = carry(cli)
    assert code == 0, said
    assert "证据自己声明的事实，新评分表也声明了" in said


def test_a_self_score_above_the_new_weight_is_to_be_looked_at(cli: RunCli, evidence: Path) -> None:  # fmt: skip
    Path("2022.toml").write_text(
        NEXT
        + '\n[[indicator]]\nid = "decision.mechanism.rules"\nweight = 0.5\n\n[[indicator]]\nid = "decision.mechanism.process"\nweight = 3.5\n',
        encoding="utf-8",
    )
    code, said = carry(cli)
    assert code == 0, said
    assert "超过新的分值 0.5" in said and "分值变了" in said
