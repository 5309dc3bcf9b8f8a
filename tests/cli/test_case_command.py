"""``evalfw rubric test`` and the pytest plugin: what authors of rubrics are told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import RunCli

RUBRIC = """
format = "evalfw.rubric/1"
id = "x/small"
version = "0.1.0"
title = "小表"
full_mark = 3
fact = [{ id = "rate", label = "执行率", type = "ratio", min = 0 }, { id = "ok", label = "合格", type = "bool" }]

[[indicator]]
id = "a"
title = "执行"
weight = 2
criterion = "达到90%得2分，否则得1分"
rule = { kind = "bands", fact = "rate", bands = [{ from = 0.9, points = 2 }, { below = 0.9, points = 1 }] }

[[indicator]]
id = "b"
title = "合格"
weight = 1
criterion = "合格得1分"
rule = { kind = "all_or_nothing", when = "ok" }
"""
CASE = """
format = "evalfw.case/1"
rubric = "../small.toml"
reason = "恰好90%算达到"
indicator = "a"
facts = { rate = "90%" }
expect = { points = 2, branch = 1 }
"""
BELOW = """
format = "evalfw.case/1"
rubric = "../small.toml"

[[case]]
name = "略低"
reason = "略低于90%只得1分"
indicator = "a"
facts = { rate = 0.899 }
expect = { points = 1 }

[[case]]
name = "合格与否"
reason = "总分是两项之和"
facts = { rate = 0.9, ok = true }
expect = { points = 3 }

[[case]]
name = "不合格"
reason = "不合格不得分"
facts = { rate = 0.895, ok = false }
expect = { points = 1 }
expect_each = { b = { points = 0, because = "合格（否），不得分" } }
"""


@pytest.fixture
def small(cli: RunCli) -> Path:
    """A rubric with one case, in the working folder."""
    Path("small.toml").write_text(RUBRIC, encoding="utf-8")
    Path("cases").mkdir()
    Path("cases/exactly.case.toml").write_text(CASE, encoding="utf-8")
    return Path("cases")


def test_what_the_cases_do_not_look_at_is_told(cli: RunCli, small: Path) -> None:
    ran = cli("rubric", "test", "./small.toml", "--mutate")
    assert ran.code == 0, ran.err
    lines = ran.out.splitlines()
    assert lines[0] == "./small.toml：1 个用例，全部符合" or lines[0] == "small.toml：1 个用例，全部符合"
    assert lines[1] == "分支覆盖 1/4（25%）"
    assert "  没有用例走到：a 执行，第 2 个分支" in lines
    assert "  没有用例发现：a: bands[2].points 1 -> 0.9" in lines
    assert cli("rubric", "test", "./small.toml", "--mutate", "--strict").code == 1


def test_cases_that_leave_nothing_unnoticed(cli: RunCli, small: Path) -> None:
    (small / "below.case.toml").write_text(BELOW, encoding="utf-8")
    ran = cli("rubric", "test", "./small.toml", "--mutate", "--strict")
    assert ran.code == 0 and "4 个用例，全部符合" in ran.out and "分支覆盖 4/4（100%）" in ran.out, ran.out


def test_a_case_that_fails_says_what_was_expected_and_why_the_case_exists(cli: RunCli, small: Path) -> None:
    (small / "exactly.case.toml").write_text(CASE.replace("points = 2,", "points = 1,"), encoding="utf-8")
    ran = cli("rubric", "test", "./small.toml")
    assert ran.code == 1
    assert "exactly: “执行” points：期望 1，得到 2 — 用例：恰好90%算达到" in ran.out
    assert "1 个用例，1 个不符" in ran.out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('format = "evalfw.case/1"', "", "format: 这不是用例文件"),
        ('reason = "恰好90%算达到"', "", "缺少键 'reason'"),
        ("rate = ", "rat = ", "facts.rat: 评分表没有要求事实 'rat' — 是不是 rate？"),
        ('"90%"', '"九成"', "应当是数"),
        ('indicator = "a"', 'indicator = "c"', "没有指标 'c'"),
        ("points = 2, branch = 1", "", "没有写期望"),
        ("points = 2", "ponts = 2", "没有这个键 — 是不是 points？"),
        ("../small.toml", "../other.toml", "没有这个评分表文件"),
        ("../small.toml", "small/of/nothing", "rubric: 没有评分表 “small/of/nothing”"),
        ("expect = { points = 2, branch = 1", "expect_each = { a = { points = 2 } }\nexpect = { points = 2", "expect_each: expect 和 expect_each 说的是同一个指标"),
        ("expect = {", '[[case]]\nname = "x"\nreason = "y"\nindicator = "a"\nfacts = { rate = 1 }\nexpect = {', "reason: "),
    ],
)  # fmt: skip
def test_a_case_that_is_not_in_order_is_told_at_its_place(
    cli: RunCli, small: Path, old: str, new: str, told: str
) -> None:
    (small / "exactly.case.toml").write_text(CASE.replace(old, new), encoding="utf-8")
    ran = cli("rubric", "test", "./small.toml")
    assert ran.code == 3 and told in ran.err and "cases/exactly.case.toml" in ran.err, ran.err


def test_cases_of_another_rubric_beside_this_one_are_passed_over(cli: RunCli, small: Path) -> None:
    (small / "other.case.toml").write_text(CASE.replace("../small.toml", "nanjing/2021"), encoding="utf-8")
    assert "1 个用例，全部符合" in cli("rubric", "test", "./small.toml").out
    (small / "exactly.case.toml").unlink()
    ran = cli("rubric", "test", "./small.toml")
    assert ran.code == 2 and "没有 small.toml 的用例" in ran.err


def test_cases_of_another_rubric_are_refused(cli: RunCli, small: Path) -> None:
    ran = cli("rubric", "test", "2021", "cases")
    assert ran.code == 3 and "这个用例是评分表 '../small.toml' 的，不是 'nanjing/2021' 的" in ran.err


def test_a_rubric_without_cases_is_told(cli: RunCli) -> None:
    Path("small.toml").write_text(RUBRIC, encoding="utf-8")
    ran = cli("rubric", "test", "./small.toml")
    assert ran.code == 2 and "没有用例" in ran.err


def test_a_case_may_rest_on_an_evidence_folder(cli: RunCli, small: Path) -> None:
    assert cli("init", "unit", "--rubric", "./small.toml").code == 0
    facts = Path("unit/evidence/facts/facts.csv")
    text = facts.read_text(encoding="utf-8")
    facts.write_text(text.replace("rate,执行率,,", "rate,执行率,95%,"), encoding="utf-8")
    on_evidence = 'format = "evalfw.case/1"\nrubric = "../small.toml"\nevidence = "../unit/evidence"\n'
    more = 'reason = "证据里是95%"\nfacts = { ok = true }\nexpect = { points = 3 }\n'
    (small / "evidence.case.toml").write_text(on_evidence + more, encoding="utf-8")
    assert cli("rubric", "test", "./small.toml", "cases/evidence.case.toml").code == 0
    instead = more.replace("ok = true", "ok = true, rate = 0.5").replace("points = 3", "points = 2")
    (small / "evidence.case.toml").write_text(on_evidence + instead, encoding="utf-8")
    assert cli("rubric", "test", "./small.toml", "cases/evidence.case.toml").code == 0


def test_a_mutant_may_be_declared_equivalent_with_a_reason(cli: RunCli, small: Path) -> None:
    (small / "below.case.toml").write_text(BELOW.replace("0.899", "0.5"), encoding="utf-8")
    (small / "below.case.toml").write_text(
        (small / "below.case.toml").read_text(encoding="utf-8").replace("0.895", "0.5"), encoding="utf-8"
    )
    out = cli("rubric", "test", "./small.toml", "--mutate").out
    (alive,) = [line.partition("：")[2] for line in out.splitlines() if "没有用例发现" in line][:1]
    everything = [line.partition("：")[2] for line in out.splitlines() if "没有用例发现" in line]
    declared = "".join(f'[[equivalent]]\nmutant = "{each}"\nreason = "不会有这样的取值"\n' for each in everything)
    (small / "equivalent.toml").write_text(declared, encoding="utf-8")
    ran = cli("rubric", "test", "./small.toml", "--mutate", "--strict")
    assert ran.code == 0 and f"  等价：{alive}（不会有这样的取值）" in ran.out


def run_pytest(folder: Path) -> str:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly", str(folder)]
    return subprocess.run(command, capture_output=True, cwd=folder, check=False).stdout.decode("utf-8")


@pytest.mark.slow
def test_pytest_collects_cases(cli: RunCli, small: Path) -> None:
    (small / "below.case.toml").write_text(BELOW, encoding="utf-8")
    assert "4 passed" in run_pytest(small.resolve())


@pytest.mark.slow
def test_pytest_tells_a_failed_case_without_a_traceback(
    pytester: pytest.Pytester, cli: RunCli, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small / "exactly.case.toml").write_text(CASE.replace("points = 2,", "points = 1,"), encoding="utf-8")
    (small / "bad.case.toml").write_text(CASE.replace("rate = ", "rat = "), encoding="utf-8")
    folder = small.resolve()

    def told() -> str:
        monkeypatch.chdir(folder)
        return "\n".join(pytester.runpytest_inprocess("-p", "no:cacheprovider", str(folder)).outlines)

    out = told()
    assert "“执行” points：期望 1，得到 2" in out and "事实：rate = 90%" in out and "用例：恰好90%算达到" in out
    assert "评分表没有要求事实 'rat'" in out and "Traceback" not in out and "running.py" not in out
    (folder / "worse.case.toml").write_text("reason = 1", encoding="utf-8")
    assert "这不是用例文件" in told()


@pytest.mark.slow
def test_the_pytest_plugin_imports_nothing_of_evalfw_until_there_is_a_case(tmp_path: Path) -> None:
    """It is loaded in every project of an environment that has evalfw."""
    test = "import sys\ndef test_it():\n    assert not [n for n in sys.modules if n.split('.')[0] in ('evalfw', 'cattrs')]\n"
    (tmp_path / "test_it.py").write_text(test, encoding="utf-8")
    assert "1 passed" in run_pytest(tmp_path)
