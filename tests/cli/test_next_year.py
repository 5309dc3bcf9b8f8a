"""``rubric new``, ``rubric migrate``, ``rubric docs``: the next edition, and what becomes of evidence."""

from __future__ import annotations

import csv
import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from conftest import RunCli
from pages import Page

import evalfw


@pytest.mark.slow
def test_new_begins_an_overlay_with_the_cases_of_the_old_edition(cli: RunCli) -> None:
    ran = cli("rubric", "new", "nanjing/2022", "--from", "nanjing/2021")
    assert ran.code == 0 and "evalfw rubric diff nanjing/2021 ./2022.toml" in ran.err
    text = Path("2022.toml").read_text(encoding="utf-8")
    assert 'extends = "nanjing/2021"' in text and 'title = "2022年度南京市' in text and 'period = "2022"' in text
    assert cli("rubric", "test", "./2022.toml", "--mutate", "--strict").code == 0
    assert cli("rubric", "diff", "2021", "./2022.toml", "--claim", "patch").code == 0


@pytest.mark.slow
def test_new_copies_a_file_with_its_comments(cli: RunCli, host: evalfw.PluginHost) -> None:
    assert cli("rubric", "new", "nanjing/2022", "--from", "2021", "--copy", "-o", "next/2022.toml").code == 0
    old = host.rubrics.find("2021").path.read_text(encoding="utf-8").splitlines()
    new = Path("next/2022.toml").read_text(encoding="utf-8").splitlines()
    gone, come = set(old) - set(new), set(new) - set(old)
    assert all(
        line.split(" = ")[0] in ("id", "version", "status", "aliases", "title", "period", "sample") for line in gone
    )
    assert come == {
        "#:schema ./rubric.schema.json", 'id = "nanjing/2022"', 'version = "0.1.0"', 'status = "draft"', 'period = "2022"',
        'title = "2022年度南京市政务服务管理办公室整体预算绩效自评价指标体系"',
    }  # fmt: skip
    assert [line for line in old if line.startswith("#")] == [
        line for line in new if line.startswith("#") and not line.startswith("#:")
    ]
    assert cli("rubric", "diff", "2021", "next/2022.toml", "--claim", "patch").code == 0


@pytest.mark.slow
def test_new_from_a_file_names_it_by_its_path_from_there(cli: RunCli) -> None:
    assert cli("rubric", "new", "a/2022", "--from", "2021").code == 0
    assert cli("rubric", "new", "a/2023", "--from", "./2022.toml", "-o", "later/2023.toml").code == 0
    assert 'extends = "../2022.toml"' in Path("later/2023.toml").read_text(encoding="utf-8")
    assert cli("rubric", "new", "a/2024", "--from", "later/2023.toml", "--copy", "-o", "more/2024.toml").code == 0
    assert 'extends = "../2022.toml"' in Path("more/2024.toml").read_text(encoding="utf-8")


def test_new_overwrites_nothing(cli: RunCli) -> None:
    Path("2022.toml").write_text("mine", encoding="utf-8")
    ran = cli("rubric", "new", "nanjing/2022", "--from", "2021")
    assert ran.code == 2 and "没有写入任何文件" in ran.err and not Path("cases").exists()
    assert Path("2022.toml").read_text(encoding="utf-8") == "mine"


NEXT = """
format = "evalfw.rubric/1"
id = "nanjing/2022"
version = "0.1.0"
extends = "nanjing/2021"
drop = ["sustainability.innovation.reported"]

[[indicator]]
id = "decision.budget.soundness"
criterion = "年度预算执行率不低于95%的得2分，低于95%得1分"
rule = { kind = "bands", fact = "budget.execution_rate", bands = [{ from = 0.95, points = 2 }, { below = 0.95, points = 1 }] }

[[indicator]]
id = "results.contentment"
was = ["results.satisfaction"]

[[indicator]]
id = "sustainability.innovation.patents"
title = "创新奖项"
weight = 1
criterion = "有的得1分"
rule = { kind = "all_or_nothing", when = "innovation.prize and disclosure.in_order" }

[[indicator]]
id = "management.execution.disclosure"
rule = { kind = "all_or_nothing", when = "disclosure.in_order" }

[[fact]]
id = "innovation.prize"
label = "获得创新奖项"
type = "bool"

[[fact]]
id = "disclosure.in_order"
label = "预决算公开的时效和质量符合市财政要求"
type = "bool"
was = ["disclosure.budget_in_order"]
"""


@pytest.fixture
def evidence(cli: RunCli, sample: Path) -> Path:
    """The sample with a fact in JSON beside it, and the next edition in the working folder."""
    Path("2022.toml").write_text(NEXT, encoding="utf-8")
    shutil.copytree(sample, "evidence")
    extra = {
        "fact": [
            {"id": "special_funds.execution_rate", "low": 0.830000, "high": 0.9},
            {"id": "disclosure.budget_in_order", "value": True},
        ],
        "remark": [
            {"text": "核对", "indicators": ["results.satisfaction.clients", "sustainability.innovation.reported"]}
        ],
    }
    written = json.dumps(extra, ensure_ascii=False).replace("0.83,", "0.830000,")
    Path("evidence/facts/more.json").write_text(written, encoding="utf-8")
    Path("evidence/facts/notes.toml").write_text(
        '# 手写的备注\n[[explanation]]\nindicator = "results.satisfaction.clients"  # 满意度\ntext = "说明"\n\n'
        '# 创新\n[[explanation]]\nindicator = "sustainability.innovation.reported"\ntext = "没有报道"\n# 末尾\n',
        encoding="utf-8",
    )
    return Path("evidence")


def test_the_preview_says_what_becomes_of_each_entry_and_writes_nothing(cli: RunCli, evidence: Path) -> None:
    unit = '\n[[fact]]\nid = "staff.total"\nlabel = "人员合计"\ntype = "count"\nunit = "百人"\n'
    Path("2022.toml").write_text(NEXT + unit, encoding="utf-8")
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    ran = cli("rubric", "migrate", "evidence", "--to", "./2022.toml")
    assert ran.code == 0, ran.err
    assert "这是预览，没有写入任何文件" in ran.err
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before
    assert "自评分 results.satisfaction.clients → results.contentment.clients" in ran.out
    assert "自评分 decision.budget.soundness：文字变了、规则变了" in ran.out
    assert "自评分 sustainability.innovation.reported：新评分表没有这个指标" in ran.out
    assert "事实 staff.total：事实的声明变了：unit" in ran.out
    assert "  innovation.prize  获得创新奖项" in ran.out
    assert "period 还是 2021-01-01～2021-12-31" in ran.out


def statements(folder: Path) -> list[tuple[str, ...]]:
    """Every entry below *folder*, by what it says apart from ids: nothing may be lost."""
    found: list[tuple[str, ...]] = []
    for path in sorted(path for path in folder.rglob("*.csv") if path.name != "newly-asked.csv"):
        rows = list(csv.reader(StringIO(path.read_text(encoding="utf-8-sig"))))
        found += [tuple(row[1:]) for row in rows[1:]]
    for path in sorted(folder.rglob("*.toml")):
        text = path.read_text(encoding="utf-8")
        found += [
            (line,)
            for line in text.splitlines()
            if line.startswith(("points", "value", "quote", "reason", "text", "#"))
        ]
    return sorted(found)


@pytest.mark.slow
def test_nothing_is_lost_and_what_is_carried_is_read_by_the_new_edition(cli: RunCli, evidence: Path) -> None:
    ran = cli("rubric", "migrate", "evidence", "--to", "./2022.toml", "-o", "next")
    assert ran.code == 0, ran.err
    assert statements(Path("next")) == statements(evidence)
    notes = Path("next/facts/notes.toml").read_text(encoding="utf-8")
    assert (
        notes == '# 手写的备注\n[[explanation]]\nindicator = "results.contentment.clients"  # 满意度\ntext = "说明"\n\n'
    )
    aside = Path("next/no-longer-asked/facts/notes.toml").read_text(encoding="utf-8")
    assert aside.startswith("# 创新\n[[explanation]]") and "没有报道" in aside
    more = json.loads(Path("next/facts/more.json").read_text(encoding="utf-8"))
    assert more["remark"][0]["indicators"] == ["results.contentment.clients"]
    assert "0.830000" in Path("next/facts/more.json").read_text(encoding="utf-8")
    asked = Path("next/facts/newly-asked.csv").read_text(encoding="utf-8")
    assert "innovation.prize,获得创新奖项,,,,,,,填 是 或 否" in asked
    claims = Path("next/no-longer-asked/facts/claims.csv").read_text(encoding="utf-8")
    assert "sustainability.innovation.reported" in claims and claims.count("\n") == 2
    for path in (evidence / "narrative").iterdir():
        assert (Path("next/narrative") / path.name).read_bytes() == path.read_bytes()
    assert 'rubric = "nanjing/2022"' in Path("next/evidence.toml").read_text(encoding="utf-8")
    report = cli("run", "next", "--rubric", "./2022.toml", "--quiet")
    assert report.code == 0, report.err


def test_a_fact_with_another_id_is_carried_to_it(cli: RunCli, evidence: Path) -> None:
    """Nothing reads the old fact any more, so that it is gone; its statement goes on under the new id."""
    ran = cli("rubric", "migrate", "evidence", "--to", "./2022.toml", "-o", "next")
    assert "事实 disclosure.budget_in_order → disclosure.in_order" in ran.out, ran.err
    assert "disclosure.in_order" in Path("next/facts/more.json").read_text(encoding="utf-8")


def test_migrating_twice_into_one_folder_is_refused(cli: RunCli, evidence: Path) -> None:
    assert cli("rubric", "migrate", "evidence", "--to", "./2022.toml", "-o", "next").code == 0
    ran = cli("rubric", "migrate", "evidence", "--to", "./2022.toml", "-o", "next")
    assert ran.code == 2 and "已经存在" in ran.err


@pytest.mark.slow
def test_evidence_is_pinned_to_a_released_edition(cli: RunCli, evidence: Path) -> None:
    Path("rubric.toml").write_text(Path("2022.toml").read_text(encoding="utf-8"), encoding="utf-8")
    assert cli("rubric", "release", "rubric.toml").code == 0
    assert cli("rubric", "migrate", "evidence", "--to", "./rubric.toml", "-o", "next").code == 0
    text = Path("next/evidence.toml").read_text(encoding="utf-8")
    assert 'rubric_version = "0.1.0"' in text and "rubric_sha256" in text
    changed = Path("rubric.toml").read_text(encoding="utf-8").replace("有的得1分", "有奖项的得1分")
    Path("rubric.toml").write_text(
        "\n".join(line for line in changed.splitlines() if not line.startswith("sha256")), encoding="utf-8"
    )
    ran = cli("run", "next", "--rubric", "./rubric.toml")
    assert ran.code == 3 and "评分表 'nanjing/2022' 的内容变了，版本却还是 0.1.0" in ran.err


def test_evidence_with_indicators_of_its_own_is_carried_with_them(cli: RunCli, host: evalfw.PluginHost) -> None:
    sample = host.rubrics.find("project").path.parent / "sample"
    shutil.copytree(sample, "project")
    text = 'format = "evalfw.rubric/1"\nid = "mof/project-2021"\nversion = "0.1.0"\nextends = "mof/project-2020"\n'
    Path("2021.toml").write_text(text, encoding="utf-8")
    ran = cli("rubric", "migrate", "project", "--to", "./2021.toml", "-o", "next/evidence")
    assert ran.code == 0 and "不再需要 0" in ran.out and "indicators.toml" in ran.out
    overlay = Path("next/evidence/indicators.toml").read_text(encoding="utf-8")
    assert 'extends = "../../2021.toml"' in overlay and overlay.startswith("# 样例项目的三级指标")
    before, after = cli("run", "project", "-r", "project", "-q"), cli("run", "next/evidence", "-r", "./2021.toml", "-q")
    total = next(line for line in before.out.splitlines() if line.startswith("总分"))
    assert total in after.out, after.err


def test_what_an_earlier_migration_put_aside_stays(cli: RunCli, evidence: Path) -> None:
    earlier = evidence / "no-longer-asked/facts/claims.csv"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("指标编号,自评分\nold,1\n", encoding="utf-8")
    assert cli("rubric", "migrate", "evidence", "--to", "./2022.toml", "-o", "next").code == 0
    aside = Path("next/no-longer-asked/facts")
    assert "old,1" in (aside / "claims.csv").read_text(encoding="utf-8")
    assert "sustainability.innovation.reported" in (aside / "claims-2.csv").read_text(encoding="utf-8")


def test_the_output_cannot_lie_in_the_evidence(cli: RunCli, evidence: Path) -> None:
    ran = cli("rubric", "migrate", "evidence", "--to", "./2022.toml", "-o", "evidence/facts/next")
    assert ran.code == 2 and "不能写到证据文件夹里面" in ran.err


@pytest.mark.slow
def test_evidence_of_a_rubric_that_has_changed_can_still_be_carried(cli: RunCli, evidence: Path) -> None:
    """The message about the changed rubric names this command, so that it must not be refused here."""
    path = evidence / "evidence.toml"
    pin = 'rubric = "nanjing/2021"\nrubric_version = "1.0.0"\nrubric_sha256 = "0"\n'
    path.write_text(path.read_text(encoding="utf-8").replace('rubric = "nanjing/2021"\n', pin), encoding="utf-8")
    assert cli("run", "evidence", "-r", "2021").code == 3
    ran = cli("rubric", "migrate", "evidence", "--to", "./2022.toml")
    assert ran.code == 0 and "内容变了，版本却还是 1.0.0" in ran.out


@pytest.mark.slow
def test_docs_are_pages_with_sentences_rules_facts_and_examples(cli: RunCli) -> None:
    assert cli("rubric", "docs", "2021", "-o", "docs").code == 0
    markdown = Path("docs/nanjing-2021.md").read_text(encoding="utf-8")
    assert "- 评价要点: 年度预算执行率大于90%的得2分，小于90%得1分" in markdown
    assert "- 规则: 预算执行率大于90%得2分，小于90%得1分" in markdown
    assert "- 例: 预算执行率 90% → 未定，0～2 分" in markdown
    html = Path("docs/nanjing-2021.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(html)
    assert set(page.fetching) <= {"a"} and 'href="http' not in html
    for said in ("2021年度南京市", "预算编制科学规范", "未定，0～2 分", "勾稽关系", "机关收支结转平衡"):
        assert said in page.text
    assert all(f'id="{id}"' in html for id in _targets(html))


def _targets(html: str) -> set[str]:
    import re

    return set(re.findall(r'href="#([^"]+)"', html))


@pytest.mark.slow
@pytest.mark.parametrize(
    "ref", [pytest.param("pefa", marks=pytest.mark.slow), "project", pytest.param("department", marks=pytest.mark.slow)]
)
def test_docs_of_every_shipped_rubric_in_english(cli: RunCli, ref: str) -> None:
    ran = cli("rubric", "docs", ref, "-o", "docs", "--lang", "en")
    assert ran.code == 0, ran.err
    assert len(list(Path("docs").iterdir())) == 2


@pytest.mark.slow
def test_docs_of_a_rubric_with_a_failing_case_are_refused(cli: RunCli) -> None:
    assert cli("rubric", "new", "nanjing/2022", "--from", "2021").code == 0
    case = Path("cases/2022/execution-rate-just-above-90.case.toml")
    case.write_text(case.read_text(encoding="utf-8").replace("points = 2", "points = 1"), encoding="utf-8")
    ran = cli("rubric", "docs", "./2022.toml", "-o", "docs")
    assert ran.code == 2 and "有用例不符" in ran.err and not Path("docs").exists()
