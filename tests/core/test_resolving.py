"""Addressing rubrics, and laying an extension over its base."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import evalfw
from evalfw.rubric.loading.catalogue import list_rubrics

TEN_LINES = """\
format = "evalfw.rubric/1"
id = "nanjing/2022"
version = "0.1.0"
extends = "nanjing/2021"
drop = ["sustainability.innovation.reported"]
indicator = [
  { id = "decision.mechanism.rules", weight = 1 },
  { id = "sustainability.innovation.patents", title = "创新奖项", weight = 2, criterion = "有的得2分", rule = { kind = "all_or_nothing", when = "innovation.prize" } },
]
fact = [{ id = "innovation.prize", label = "获得创新奖项", type = "bool" }]
"""


def load(host: evalfw.PluginHost, path: Path, text: str) -> evalfw.Rubric:
    path.write_text(text, encoding="utf-8")
    return evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)


def test_a_rubric_is_found_by_id_alias_and_path(host: evalfw.PluginHost, nanjing: evalfw.Rubric) -> None:
    by_alias = host.rubrics.find("2021")
    assert by_alias.id == "nanjing/2021"
    for ref in (str(by_alias.path), str(by_alias.path.parent)):
        rubric = evalfw.rubric.load_rubric(host.rubrics.find(ref), host.rubrics, host.vocabulary)
        assert rubric.identity.sha256 == nanjing.identity.sha256


@pytest.mark.parametrize(
    ("ref", "told"),
    [
        ("2012", "no rubric '2012' — did you mean 2021?"),
        ("nanjing/2012", "no rubric 'nanjing/2012' — did you mean nanjing/2021?"),
        ("zzz", "no rubric 'zzz' — there are: mof/department-2013, mof/project-2020, nanjing/2021, pefa/2016"),
        ("./nowhere.toml", "nowhere.toml: no such rubric file"),
    ],
)
def test_an_unknown_rubric_is_told_with_the_nearest(host: evalfw.PluginHost, ref: str, told: str) -> None:
    with pytest.raises(evalfw.RubricError) as raised:
        host.rubrics.find(ref)
    assert [problem.read("en") for problem in raised.value.problems] == [told]


def test_an_alias_that_two_rubrics_claim_must_be_made_clear(host: evalfw.PluginHost, tmp_path: Path) -> None:
    source = host.rubrics.find("2021")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        text = source.path.read_text(encoding="utf-8").replace('id = "nanjing/2021"', f'id = "{name}/2021"')
        (tmp_path / name / "rubric.toml").write_text(text, encoding="utf-8")
    catalogue = list_rubrics([(evalfw.RubricFolder(tmp_path), "test")])
    assert catalogue.find("one/2021").id == "one/2021"
    with pytest.raises(evalfw.RubricError, match=r"'2021' is ambiguous: one/2021 .* two/2021"):
        catalogue.find("2021")


def test_a_broken_rubric_file_is_listed_and_fails_only_who_asks(tmp_path: Path, host: evalfw.PluginHost) -> None:
    for name, text in (("bad", "format = \n"), ("other", 'format = "evalfw.evidence/1"\n')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rubric.toml").write_text(text, encoding="utf-8")
    good = tmp_path / "good"
    shutil.copytree(host.rubrics.find("2021").path.parent, good)
    catalogue = list_rubrics([(evalfw.RubricFolder(tmp_path), "test")])
    assert [source.id for source in catalogue.usable] == ["nanjing/2021"]
    assert catalogue.find("2021").path == good / "rubric.toml"
    with pytest.raises(evalfw.RubricError) as raised:
        catalogue.find("bad")
    assert [problem.read("en") for problem in raised.value.problems][1].startswith(
        f"{tmp_path.name}/bad/rubric.toml:1: not valid TOML"
    )


def test_ten_lines_make_next_years_rubric(host: evalfw.PluginHost, nanjing: evalfw.Rubric, tmp_path: Path) -> None:
    """One weight changed, one indicator dropped, one added; everything else and the full mark are inherited."""
    assert len(TEN_LINES.splitlines()) == 10
    rubric = load(host, tmp_path / "2022.toml", TEN_LINES)
    assert rubric.lineage == ("nanjing/2021",)
    assert rubric.full_mark == 100 == sum(node.weight for node in rubric.indicators if node.level == 1)
    assert rubric.by_id["decision.mechanism.rules"].weight == 1
    assert rubric.by_id["decision.mechanism.rules"].criterion == nanjing.by_id["decision.mechanism.rules"].criterion
    assert rubric.by_id["decision.mechanism"].weight == 3, "an inherited subtotal follows its parts"
    assert "sustainability.innovation.reported" not in rubric.by_id
    siblings = [node.id for node in rubric.children("sustainability.innovation")]
    assert siblings == ["sustainability.innovation.patents"]
    assert next(leaf.id for leaf in rubric.leaves) == "decision.mechanism.rules", "order is the base's"
    assert rubric.identity.sha256 != nanjing.identity.sha256


def test_the_full_mark_is_checked_after_an_extension(host: evalfw.PluginHost, tmp_path: Path) -> None:
    with pytest.raises(evalfw.RubricError, match="the weights add up to 101, the full mark is 100"):
        load(host, tmp_path / "2022.toml", TEN_LINES.replace("weight = 1 }", "weight = 2 }"))
    rubric = load(
        host,
        tmp_path / "2022.toml",
        TEN_LINES.replace("weight = 1 }", "weight = 2 }").replace("drop =", "full_mark = 101\ndrop ="),
    )
    assert rubric.full_mark == 101


def test_a_subtotal_that_an_extension_states_is_checked(host: evalfw.PluginHost, tmp_path: Path) -> None:
    stated = TEN_LINES.replace("indicator = [", 'indicator = [\n  { id = "decision.mechanism", weight = 4 },')
    with pytest.raises(
        evalfw.RubricError,
        match=r"2022\.toml:7: indicator\[decision\.mechanism\]\.weight: the weight is 4, those below add up to 3",
    ):
        load(host, tmp_path / "2022.toml", stated)


def test_a_whole_branch_can_be_dropped(host: evalfw.PluginHost, tmp_path: Path) -> None:
    text = 'format = "evalfw.rubric/1"\nid = "x"\nversion = "1"\nextends = "2021"\nfull_mark = 60\ndrop = ["duties", "extra"]\n'
    rubric = load(host, tmp_path / "x.toml", text)
    assert {node.id.partition(".")[0] for node in rubric.indicators} == {
        "decision",
        "management",
        "results",
        "sustainability",
    }


def test_an_indicator_whose_last_part_is_dropped_goes_with_it(host: evalfw.PluginHost, tmp_path: Path) -> None:
    """部门创新情况 has one part only; its point must then be made up elsewhere."""
    text = 'format = "evalfw.rubric/1"\nid = "x"\nversion = "1"\nextends = "2021"\nfull_mark = 99\ndrop = ["sustainability.innovation.reported"]\n'
    rubric = load(host, tmp_path / "x.toml", text)
    assert "sustainability.innovation" not in rubric.by_id and rubric.by_id["sustainability"].weight == 4


def test_extensions_can_be_extended(host: evalfw.PluginHost, tmp_path: Path) -> None:
    load(host, tmp_path / "2022.toml", TEN_LINES)
    text = 'format = "evalfw.rubric/1"\nid = "nanjing/2023"\nversion = "1"\nextends = "./2022.toml"\ntitle = "新标题"\n'
    rubric = load(host, tmp_path / "2023.toml", text)
    assert rubric.lineage == ("nanjing/2022", "nanjing/2021")
    assert rubric.title == "新标题"
    assert rubric.sample is not None


def test_comments_layout_and_line_ends_do_not_change_the_hash(
    host: evalfw.PluginHost, nanjing: evalfw.Rubric, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(host.rubrics.find("2021").path.parent, folder)
    path = folder / "rubric.toml"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.replace("weight = 15", "weight = 15.00  # 一级").replace("\n", "\r\n").encode())
    same = evalfw.rubric.load_rubric(host.rubrics.find(str(folder)), host.rubrics, host.vocabulary)
    assert same.identity.sha256 == nanjing.identity.sha256
    path.write_text(text.replace("above = 0.9", "above = 0.91"), encoding="utf-8")
    other = evalfw.rubric.load_rubric(host.rubrics.find(str(folder)), host.rubrics, host.vocabulary)
    assert other.identity.sha256 != nanjing.identity.sha256
