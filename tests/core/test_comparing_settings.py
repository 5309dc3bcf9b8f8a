"""What else a rubric says, compared: each setting with its words and how much it matters."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import DATA

import evalfw
from evalfw.maintaining.comparing import RubricDiff, compare_rubrics

RUBRIC = (DATA / "made-up.toml").read_text(encoding="utf-8")


@pytest.fixture
def compared(host: evalfw.PluginHost, tmp_path: Path) -> Compare:
    return Compare(host, tmp_path)


class Compare:
    """Compares the made-up rubric with itself after one replacement."""

    def __init__(self, host: evalfw.PluginHost, folder: Path) -> None:
        self.host, self.folder = host, folder

    def __call__(self, old: str, new: str) -> RubricDiff:
        assert old in RUBRIC
        return compare_rubrics(self.load("old", RUBRIC), self.load("new", RUBRIC.replace(old, new, 1)))

    def load(self, name: str, text: str) -> evalfw.Rubric:
        path = self.folder / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        return evalfw.rubric.load_rubric(self.host.rubrics.find(str(path)), self.host.rubrics, self.host.vocabulary)


@pytest.mark.parametrize(
    ("old", "new", "level", "said"),
    [
        ('risk = "high"', 'risk = "low"', "major", "风险等级：high → low"),
        ('risk = "high"', 'risk = "high"\nplaces = 1', "major", "小数位数：2 → 1"),
        ('risk = "high"', 'risk = "high"\nscale = "abc"', "major", "量表：（无） → abc"),
        ('risk = "high"', 'risk = "high"\napplies_when = "rate > 0"', "major", "适用条件：（无） → rate > 0"),
        ('risk = "high"', 'risk = "high"\nexplain_when = "not done"', "minor", "须说明偏差的条件变了"),
        ('risk = "high"', 'risk = "high"\npolicy = { missing = "exclude" }', "major", "不计分时：zero / exclude → exclude / exclude"),
        ('kind = "weighted_mean"', 'kind = "sum"', "major", "汇总方式：各项得分率"),
        ('limits = [0, 2]\n\n', 'limits = [0, 1]\n\n', "major", "上下限：0～2 → 0～1"),
    ],
)  # fmt: skip
def test_a_setting_of_an_indicator(compared: Compare, old: str, new: str, level: str, said: str) -> None:
    diff = compared(old, new)
    told = [each.zh for change in diff.indicators for each in change.says]
    assert diff.level == level
    assert any(each.startswith(said) for each in told), told


@pytest.mark.parametrize(
    ("old", "new", "key", "level"),
    [
        ('title = "编造的评分表"', 'title = "改了"', "title", "patch"),
        ('label = "差", below = 9', 'label = "中", below = 9', "grade", "major"),
        ('title = "一票否决"', 'title = "否决"', "gate", "patch"),
        ("points = 3", "points = 4", "gate", "major"),
        ('action = "cap_score"\npoints = 3', 'action = "to_zero"', "gate", "major"),
        ('title = "另一种算法"', 'title = "另一算法"', "model", "patch"),
        ('aggregate = { kind = "best_of" }', 'aggregate = { kind = "sum" }', "model", "major"),
        ('label = "B", points = 5', 'label = "B", points = 4', "scale conversion", "major"),
        ('BC = "C"', 'BC = "B"', "conversion", "major"),
        ('relation = "rate <= 1"', 'relation = "rate < 1"', "reconciliation", "minor"),
        ('label = "不超过一"', 'label = "至多为一"', "reconciliation", "patch"),
        ("full_mark = 10\n", 'full_mark = 10\naggregate = { kind = "weighted_mean" }\n', "aggregate", "major"),
    ],
)  # fmt: skip
def test_an_entry_beside_the_indicators(compared: Compare, old: str, new: str, key: str, level: str) -> None:
    diff = compared(old, new)
    assert [(each.sort, each.level) for each in diff.others] == [(sort, level) for sort in key.split()]
    assert diff.level == level


@pytest.mark.parametrize(
    ("key", "gone", "come"),
    [("gate", "major", "major"), ("model", "major", "minor"), ("reconciliation", "minor", "minor")],
)
def test_an_entry_that_is_gone_or_new(compared: Compare, key: str, gone: str, come: str) -> None:
    (block,) = [each for each in RUBRIC.split("\n\n") if each.startswith(f"[[{key}]]")]
    without = compared(block, "")
    assert [(each.sort, each.level) for each in without.others] == [(key, gone)]
    back = compare_rubrics(compared.load("new", RUBRIC.replace(block, "")), compared.load("old", RUBRIC))
    assert [(each.sort, each.level) for each in back.others] == [(key, come)]
