"""Many evidence folders, and tables whose units name their rubrics: what a run gives each, in one result."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import polars as pl
import pytest
from conftest import RunCli

import evalfw
from evalfw.extending import FoldersRequest, score_folders
from evalfw.population.batch.packing import scan_result
from evalfw.population.batch.result import manifest_of

BASE = """
format = "evalfw.rubric/1"
id = "province/common"
version = "1"
title = "省里的共同指标（编的）"
full_mark = 100
fact = [
  { id = "rate", label = "执行率", type = "ratio", better = "higher" },
  { id = "clear", label = "目标明确", type = "bool" },
]
indicator = [
  { id = "budget", title = "预算", weight = 60 },
  { id = "budget.rate", title = "执行率", weight = 40, criterion = "编的", rule = { kind = "formula", share = "(rate - 0.5) / 0.5" } },
  { id = "budget.clear", title = "目标", weight = 20, criterion = "编的", rule = { kind = "all_or_nothing", when = "clear" } },
  { id = "own", title = "履职", weight = 40, supplied = true },
]
"""
OWN = """
format = "evalfw.rubric/1"
id = "dept/{name}"
version = "1"
extends = "../../common.toml"
fact = [{{ id = "served", label = "服务次数", type = "count", better = "higher" }}]
indicator = [{{ id = "own.served", title = "服务{name}", weight = 40, criterion = "编的", rule = {{ kind = "all_or_nothing", when = "served >= {target}" }} }}]
"""
EVIDENCE = """
format = "evalfw.evidence/1"
rubric = "{rubric}"
subject = {{ id = "{id}", name = "{id}" }}
{more}
"""


def put(folder: Path, id: str, more: str = "", rubric: str = "nanjing/2021") -> Path:
    folder.mkdir(parents=True)
    (folder / "evidence.toml").write_text(EVIDENCE.format(id=id, more=more, rubric=rubric), encoding="utf-8")
    return folder


def fact(id: str, value: str) -> str:
    return f'[[fact]]\nid = "{id}"\nvalue = {value}\n'


def some_folders(root: Path) -> list[Path]:
    """Under nanjing/2021: facts alone, points set by hand, an exemption, a range, and statements that contradict each other."""
    by_hand = """[[override]]
indicator = "results.social.role"
points = 1
author = "审核员甲"
reason = "编的"
date = 2022-01-01
"""
    exempt = """[[exemption]]
indicator = "results.social.role"
kind = "not_applicable"
reason = "编的"
approver = "审核员乙"
from = 2021-01-01
until = 2022-12-31
"""
    rate = fact("budget.execution_rate", "0.95") + fact("budget.required_rate", "0.9")
    return [
        put(root / "a", "u1", rate),
        put(root / "b", "u2", rate + by_hand),
        put(root / "c", "u3", "as_of = 2022-03-01\n" + rate + exempt),
        put(root / "d", "u4", '[[fact]]\nid = "budget.execution_rate"\nlow = 0.9\nhigh = 0.95\n'),
        put(root / "e", "u5", fact("budget.execution_rate", "0.95") + fact("budget.execution_rate", "0.85")),
        put(
            root / "f",
            "u6",
            fact("awards", '[{ project = "编的奖", tier = "市级考核二等奖" }]') + fact("decision.rules_clear", "true"),
        ),
    ]


@pytest.mark.parametrize("few", [1, 25])
def test_each_folder_gets_what_a_run_gives_it(tmp_path: Path, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Worked out in columns, or one by one where few share a rubric."""
    from evalfw.population.batch import folder_units

    monkeypatch.setattr(folder_units, "FEW", few)
    folders = some_folders(tmp_path / "units")
    host = evalfw.load_plugins()
    output = tmp_path / "out.parquet"
    assert score_folders(FoldersRequest(tmp_path / "units", output), host).refused == 0
    made = scan_result(output).collect().to_dicts()
    assert [row["folder"] for row in made] == [folder.as_posix() for folder in folders]
    for row, folder in zip(made, folders, strict=True):
        report = evalfw.evaluate(folder, host=host).report
        assert row["unit"] == report.subject.id and row["rubric"] == "nanjing/2021"
        for result in report.indicators:
            points = None if result.points is None else int(result.points * 100)
            ends = [None if end is None else int(end * 100) for end in (result.bounds.least, result.bounds.most)]
            assert row[f"{result.id}:points"] == points, (folder.name, result.id)
            assert [row[f"{result.id}:low"], row[f"{result.id}:high"]] == ends, (folder.name, result.id)
        assert row["total:points"] == report.total.points * 100


@pytest.fixture
def province(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three departments, each with an indicator of its own beside the common ones; a fourth is not in order, a fifth has supplied none."""
    monkeypatch.chdir(tmp_path)
    root = tmp_path / "units"
    (tmp_path / "common.toml").write_text(BASE, encoding="utf-8")
    for name, target, served in (("a", 10, 10), ("b", 20, 10), ("c", 5, 7)):
        more = fact("rate", "0.75") + fact("clear", "true") + fact("served", str(served))
        folder = put(root / name, name, more, "province/common")
        (folder / "indicators.toml").write_text(OWN.format(name=name, target=target), encoding="utf-8")
    put(root / "d", "d", fact("no_such", "1"), "province/common")
    (root / "d/indicators.toml").write_text(OWN.format(name="d", target=1), encoding="utf-8")
    put(root / "e", "e", rubric="province/common")
    (root / "notes").mkdir()
    return root


def test_departments_with_indicators_of_their_own_stand_in_one_result(province: Path, cli: RunCli) -> None:
    """It has the common nodes; what is not in order is told as bad rows are, and so is what was not read."""
    ran = cli("batch", "--folder", province, "-r", province.parent / "common.toml", "-o", "out.parquet")
    assert ran.code == 4 and "计分 3，出错 2" in ran.err and "不是证据文件夹，没有读：notes" in ran.err
    made = scan_result(Path("out.parquet")).collect()
    assert made["total:points"].to_list() == [8000, 4000, 8000]
    assert made["budget:points"].to_list() == [4000] * 3 and made["own:points"].to_list() == [4000, 0, 4000]
    assert made["rubric"].to_list() == ["dept/a", "dept/b", "dept/c"]
    assert not [name for name in made.columns if name.startswith("own.served")]  # of one id, and not the same
    with Path("out.parquet.errors.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    assert [row[1] for row in rows] == ["d", "e"] and "no_such" in rows[0][4] and "要补充" in rows[1][4]
    named = manifest_of(Path("out.parquet"))["rubrics"]
    assert isinstance(named, list) and [each["id"] for each in named] == ["dept/a", "dept/b", "dept/c"]
    ran = cli("explain", "out.parquet", "--unit", "a")
    assert ran.code == 2 and f"evalfw run {province / 'a'}" in ran.err
    assert cli("cohort", "out.parquet").code == 3
    again = cli("batch", "--folder", province, "-r", province.parent / "common.toml", "-o", "out.parquet")
    assert again.code == 2 and "--force" in again.err


def test_folders_of_one_rubric_make_a_cohort(tmp_path: Path, cli: RunCli) -> None:
    some_folders(tmp_path / "units")
    assert cli("batch", "--folder", tmp_path / "units", "-o", "out.parquet").code == 0
    ran = cli("cohort", "out.parquet")
    assert ran.code == 0 and "6" in ran.out


def test_a_subject_that_is_there_twice_is_told(tmp_path: Path, cli: RunCli) -> None:
    put(tmp_path / "units/a", "x")
    put(tmp_path / "units/b", "x")
    put(tmp_path / "units/c", "y")
    ran = cli("batch", "--folder", tmp_path / "units", "-o", "out.parquet")
    assert ran.code == 4 and "计分 1，出错 2" in ran.err
    assert Path("out.parquet.errors.csv").read_text(encoding="utf-8-sig").count("编号重复") == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--folder", "nowhere", "-o", "x.parquet"], "没有文件夹 nowhere"),
        (["--folder", "empty", "-o", "x.parquet"], "没有证据文件夹"),
        (["--folder", "empty", "--data", "in.csv", "-o", "x.parquet"], "请用 --data"),
        (["--folder", "empty", "-o", "x.parquet", "--engine", "spark"], "--engine 只用于"),
        (["--folder", "broken", "-o", "x.parquet"], "没有一个单位能计分"),
    ],
)
def test_what_makes_no_sense_is_told(cli: RunCli, arguments: list[str], said: str) -> None:
    Path("empty").mkdir()
    (put(Path("broken/a"), "a") / "evidence.toml").write_text("format = 1\n", encoding="utf-8")
    ran = cli("batch", *arguments)
    assert ran.code == 2 and said in ran.err and not Path("x.parquet.partial").exists()


def test_a_table_may_say_the_rubric_of_each_unit(tmp_path: Path, cli: RunCli) -> None:
    """Their common nodes in one result, in the order of the table; a unit without a rubric, or in error, is told with its row."""
    for name, target in (("a", 10), ("b", 20)):
        Path(f"{name}.toml").write_text(
            BASE.replace("province/common", f"x/{name}").replace(", supplied = true }", " }").replace("\n]\n\n", "\n"),
            encoding="utf-8",
        )
        text = Path(f"{name}.toml").read_text(encoding="utf-8")
        own = f'  {{ id = "own.served", title = "服务", weight = 40, criterion = "编的", rule = {{ kind = "all_or_nothing", when = "served >= {target}" }} }},\n]\n'
        served = '  { id = "served", label = "服务次数", type = "count", better = "higher" },\n]\nindicator'
        text = text.replace("]\nindicator", served).rstrip().removesuffix("]") + own
        Path(f"{name}.toml").write_text(text, encoding="utf-8")
    lines = [
        "unit,name,rubric,rate,clear,served",
        "1,甲,a.toml,0.75,是,10",
        "2,乙,b.toml,0.75,是,10",
        "3,丙,,0.75,是,10",
    ]
    lines += ["4,丁,a.toml,错,是,10", "5,戊,a.toml,1,否,10"]
    Path("in.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ran = cli("batch", "--data", "in.csv", "-o", "out.parquet")
    assert ran.code == 4 and "计分 3，出错 2" in ran.err, ran.err
    made = scan_result(Path("out.parquet")).collect().filter(pl.col("status") == "scored")
    assert made["unit"].to_list() == ["1", "2", "5"] and made["rubric"].to_list() == ["x/a", "x/b", "x/a"]
    assert made["total:points"].to_list() == [8000, 4000, 8000]
    with Path("out.parquet.errors.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row[:2] for row in csv.reader(stream)][1:] == [["4", "3"], ["5", "4"]]
    shutil.copy("in.csv", "no.csv")
    Path("no.csv").write_text(
        Path("no.csv").read_text(encoding="utf-8").replace(",rubric,", ",rubrik,"), encoding="utf-8"
    )
    ran = cli("batch", "--data", "no.csv", "-o", "no.parquet")
    assert ran.code == 2 and "是不是 rubrik" in ran.err
