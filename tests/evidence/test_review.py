"""Review: ratings stay closed until all are in, one rule settles what is close, every change of points is kept."""

from __future__ import annotations

import csv
import json
import os
import time
from collections.abc import Callable, Iterator
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import RunCli
from gathering import contents, lay_gathering

from evalfw.evidence.history_entry import FIRST

REVIEW = '\n[review]\nraters = ["甲", "乙", "丙"]\nsettle = "median"\nwithin = 1\n'
FACTS = 'fact = [{ id = "rules.written", value = true }, { id = "money.rate", value = "95%" }, { id = "people.satisfied", value = "85%" }]\nclaim = [{ indicator = "a.rate", points = 4 }]\n'
LEAVES = ("a.rate", "a.rules", "b")


def ratings(rater: str, points: dict[str, str], complete: bool = True, reason: str = "证据不足") -> None:
    lines = [f'rater = "{rater}"', f"complete = {str(complete).lower()}"]
    full = {"a.rate": "4", "a.rules": "2", "b": "4"}
    for id, given in points.items():
        lines += ["[[rating]]", f'indicator = "{id}"', f"points = {given}"]
        lines += [f'reason = "{reason}"'] if given != full.get(id) and reason else []
    path = Path(f"evidence/ratings/{rater}.toml")
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def project(more: str = REVIEW) -> Path:
    return lay_gathering(more, files={"facts/a.toml": FACTS})


def all_in() -> None:
    ratings("甲", {"a.rate": "4", "a.rules": "2", "b": "4"})
    ratings("乙", {"a.rate": "3.5", "a.rules": "2", "b": "4"})
    ratings("丙", {"a.rate": "3", "a.rules": "2", "b": "1"})


def test_nothing_is_shown_until_all_are_in(cli: RunCli) -> None:
    project()
    ratings("甲", {"a.rate": "1", "a.rules": "2", "b": "4"})
    ratings("乙", {"a.rate": "2"}, complete=False)
    ran = cli("evidence", "review")
    assert ran.code == 4
    assert ran.out == "评审人 3 人，已交 1 人\n等 乙、丙；交齐之前不公开任何人的评分\n"
    data = json.loads(cli("evidence", "review", "--format", "json").out)
    assert (data["waiting"], data["indicators"]) == (["乙", "丙"], [])
    assert "还没有交齐：乙、丙" in cli("evidence", "review", "--settle").err


def test_self_score_ratings_review_score_and_points_stand_side_by_side(cli: RunCli) -> None:
    project()
    all_in()
    ran = cli("evidence", "review")
    assert ran.code == 4  # one is left to a person
    lines = ran.out.splitlines()
    assert lines[:2] == ["评审人 3 人，已交 3 人", "完全一致的指标占 33.3%"]
    rows = {line.split()[0]: line.split()[1:] for line in lines[3:7]}
    assert rows["指标"] == ["自评分", "规则分", "甲", "乙", "丙", "一致", "复核分", "最终分"]
    assert rows["执行率"] == ["4", "4", "4", "3.5", "3", "0%", "3.5", "3.5"]
    assert "  执行率：取中位数" in ran.out
    assert rows["制度"] == ["2", "2", "2", "2", "100%", "2", "2"]
    assert rows["乙类"][:7] == ["4", "4", "4", "1", "33%", "?", "?"]
    assert "相差 3 分，超过 1 分，由人裁定" in ran.out
    assert "    丙 1：证据不足" in ran.out
    assert "甲" not in "".join(line for line in lines if "理由" in line)


@pytest.mark.parametrize(
    ("settle", "score"),
    [("median", "3.5"), ("mean", "3.5"), ("lowest", "3"), ("highest", "4"), ("majority", None)],
)
def test_the_rule_is_data(cli: RunCli, settle: str, score: str | None) -> None:
    project(REVIEW.replace("median", settle))
    all_in()
    data = json.loads(cli("evidence", "review", "--format", "json").out)
    assert data["indicators"][0]["review"] == score
    assert data["indicators"][0]["agreement"] == "0" and data["indicators"][0]["spread"] == "1"


def test_a_majority_settles_and_the_mean_is_rounded_half_up(cli: RunCli) -> None:
    project(REVIEW.replace("median", "majority"))
    ratings("甲", {"a.rate": "4", "a.rules": "2", "b": "4"})
    ratings("乙", {"a.rate": "4", "a.rules": "2", "b": "4"})
    ratings("丙", {"a.rate": "3.5", "a.rules": "2", "b": "4"})
    assert json.loads(cli("evidence", "review", "--format", "json").out)["indicators"][0]["review"] == "4"
    path = Path("evidence/evidence.toml")
    path.write_text(path.read_text(encoding="utf-8").replace("majority", "mean"), encoding="utf-8")
    assert json.loads(cli("evidence", "review", "--format", "json").out)["indicators"][0]["review"] == "3.8"  # 3.83


MISTAKES = {
    "nobody": ('rater = "丁"\n', "rater: '丁' 不在 evidence.toml 的 raters 之中"),
    "another name": ('rater = "乙"\n', "rater: 文件名应为 乙.toml"),
    "no reason": ('rater = "甲"\n[[rating]]\nindicator = "b"\npoints = 1\n', "rating[1].reason: “乙类”没有给满分，要写 reason（理由）"),
    "too many": ('rater = "甲"\n[[rating]]\nindicator = "b"\npoints = 9\n', "rating[1].points: 9 分超出 0～4"),
    "too fine": ('rater = "甲"\n[[rating]]\nindicator = "b"\npoints = 3.33\nreason = "x"\n', "rating[1].points: 分数最多 1 位小数"),
    "no indicator": ('rater = "甲"\n[[rating]]\nindicator = "a.rat"\npoints = 1\n', "rating[1].indicator: 评分表没有末级指标 'a.rat' — 是不是 a.rate？"),
    "twice": ('rater = "甲"\n[[rating]]\nindicator = "b"\npoints = 4\n[[rating]]\nindicator = "b"\npoints = 4\n', "rating[2].indicator: 评了两次"),
    "not complete": ('rater = "甲"\ncomplete = true\n', "complete: 写了 complete（全部评完），还有 3 项没有评：a.rate、a.rules、b"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_ratings_is_told(cli: RunCli, name: str) -> None:
    content, told = MISTAKES[name]
    project()
    Path("evidence/ratings").mkdir()
    Path("evidence/ratings/甲.toml").write_text(content, encoding="utf-8")
    ran = cli("evidence", "review")
    assert ran.code == 3
    assert told in ran.err


@pytest.mark.slow
def test_a_rater_is_given_a_table_to_fill_in(cli: RunCli) -> None:
    """As a spreadsheet opens and saves it: half filled in nothing is shown, complete it counts like any other."""
    project()
    assert cli("evidence", "review", "--start", "甲").err == "已写入 evidence/ratings/甲.csv\n"
    path = Path("evidence/ratings/甲.csv")
    rows = list(csv.DictReader(StringIO(path.read_text(encoding="utf-8-sig"))))
    assert rows[0] == {
        "指标编号": "a.rate", "指标": "执行率", "可以给的分": "分值是 4 分，请填 0～4", "评价要点": "达到90%得4分，否则得1分", "评分": "", "理由": "",
    }  # fmt: skip
    assert "已交 0 人" in cli("evidence", "review").out
    assert cli("evidence", "review", "--start", "甲").code == 2
    assert "没有评审人 '丁'" in cli("evidence", "review", "--start", "丁").err

    def fill(*given: str, complete: str = "") -> None:
        for row, points in zip(rows, [*given, complete], strict=True):
            row["评分"] = points
            row["理由"] = "不足" if points == "１分" else ""
        stream = StringIO()
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
        path.write_text("\ufeff" + stream.getvalue(), encoding="utf-8")

    fill("4", "", "４")
    assert "已交 0 人" in cli("evidence", "review").out
    fill("4", "", "4", complete="是")
    assert "写了 complete（全部评完），还有 1 项没有评：a.rules" in cli("evidence", "review").err
    fill("4", "很好", "4", complete="是")
    assert "evidence/ratings/甲.csv:3: points: 应当是分数，写的是 '很好'" in cli("evidence", "review").err
    fill("3", "2", "4", complete="是")
    assert "甲.csv:2: reason: “执行率”没有给满分，要写 reason（理由）" in cli("evidence", "review").err
    fill("4", "１分", "4", complete="是")
    assert "已交 1 人" in cli("evidence", "review").out
    ratings("甲", {"a.rate": "4", "a.rules": "2", "b": "4"})
    assert "甲 有两个评分文件" in cli("evidence", "review").err
    path.write_text("指标,评分\n", encoding="utf-8")
    assert "表头少了：指标编号、理由" in cli("evidence", "review").err


@pytest.mark.slow
def test_settled_scores_count_and_are_kept_in_the_history(cli: RunCli) -> None:
    root = project()
    all_in()
    ran = cli("evidence", "review", "--settle", "--by", "组长")
    assert ran.code == 4
    assert "1 项复核分与现计分不同；1 项由人裁定" in ran.err
    report = json.loads(cli("run", "--format", "json", "--quiet").out)
    rate = next(each for each in report["indicators"] if each["id"] == "a.rate")
    assert (rate["points"], rate["claim"], rate["override"]["author"]) == ("3.5", "4", "甲、乙、丙")
    assert rate["override"]["reason"] == "复核：甲 4，乙 3.5，丙 3；取中位数。证据不足"
    assert report["history"]["length"] == 1 + 1 + 9  # the self-score, the override, nine ratings
    before = contents(root)
    assert cli("evidence", "review", "--settle", "--by", "组长").code == 4
    assert contents(root) == before
    assert cli("evidence", "verify").code == 0
    (root / "facts/o.toml").write_text(OVERRIDE.format("3"), encoding="utf-8")
    ran = cli("evidence", "review")
    assert ran.code == 0  # a person has decided what was open
    assert [line.split()[1:8] for line in ran.out.splitlines() if line.startswith("乙类")] == [
        ["4", "4", "4", "1", "33%", "?", "3"]
    ]
    assert cli("evidence", "history", "--record").code == 0
    ratings("丙", {"a.rate": "4", "a.rules": "2", "b": "1"})
    assert "丙: “执行率”的评审分与留痕不符（a.rate）" in cli("evidence", "verify").err
    path = root / "evidence.toml"
    path.write_text(path.read_text(encoding="utf-8").partition("[review]")[0], encoding="utf-8")
    assert (
        "甲: “执行率”的评审分与留痕不符" in cli("evidence", "verify").err
    )  # taking the review away takes nothing back


def test_without_raters_there_is_no_review(cli: RunCli) -> None:
    project("")
    assert "evidence.toml 没有写 [review]" in cli("evidence", "review").err
    path = Path("evidence/evidence.toml")
    path.write_text(
        path.read_text(encoding="utf-8") + '[review]\nraters = ["甲", "甲"]\nwithin = -1\n', encoding="utf-8"
    )
    told = cli("evidence", "review").err
    assert "review.raters: 要列出各不相同的评审人" in told and "review.within: 不能为负" in told


OVERRIDE = '[[override]]\nindicator = "b"\npoints = {}\nauthor = "李四"\nreason = "裁定"\ndate = 2022-03-15\n'


def recorded(cli: RunCli, *points: str) -> Path:
    """A folder whose override of ``b`` was set to each of *points* in turn, and recorded."""
    root = project()
    for each in points:
        (root / "facts/o.toml").write_text(OVERRIDE.format(each), encoding="utf-8")
        assert cli("evidence", "history", "--record", "--by", "李四").code == 0
    return root


def test_every_change_is_kept_with_who_and_when(cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1647302400")
    monkeypatch.setenv("TZ", "CST-8")
    getattr(time, "tzset", lambda: None)()
    root = recorded(cli, "1", "2")
    (root / "facts/o.toml").unlink()
    assert "记下 1 处变动；共 4 条" in cli("evidence", "history", "--record", "--by", "李四").err
    out = cli("evidence", "history", "--indicator", "b").out.splitlines()
    assert [" ".join(line.split()) for line in out[:3]] == [
        "2 2022-03-15 08:00 李四 认定分 乙类 — → 1（李四，裁定）",
        "3 2022-03-15 08:00 李四 认定分 乙类 1（李四，裁定） → 2（李四，裁定）",
        "4 2022-03-15 08:00 李四 认定分 乙类 2（李四，裁定） → —",
    ]
    assert out[3].startswith("共 4 条；末条哈希 ")
    assert cli("evidence", "history", "--indicator", "乙类").out.splitlines() == out
    assert "评分表没有指标 '丙类'" in cli("evidence", "history", "--indicator", "丙类").err
    lines = (root / "history.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0])["previous"] == FIRST
    assert all(json.loads(line)["previous"] == json.loads(before)["hash"] for before, line in pairwise(lines))


@pytest.fixture(autouse=True)
def _the_clock_of_the_system() -> Iterator[None]:
    """A test that sets another time zone leaves none behind."""
    yield
    os.environ.pop("TZ", None)
    getattr(time, "tzset", lambda: None)()


@pytest.mark.slow
def test_reports_print_the_head_so_that_truncation_shows(cli: RunCli) -> None:
    root = recorded(cli, "1", "2")
    lines = (root / "history.jsonl").read_bytes().splitlines(keepends=True)
    head = json.loads(lines[-1])["hash"]
    assert f"留痕 3 条，末条哈希 {head[:16]}" in cli("run").out
    assert f"- 留痕 3 条，末条哈希 {head}" in cli("run", "--format", "md").out
    assert json.loads(cli("run", "--format", "json").out)["history"]["hash"] == head
    assert cli("evidence", "verify", "--head", head[:16]).code == 0
    (root / "history.jsonl").write_bytes(b"".join(lines[:-1]))
    (root / "facts/o.toml").write_text(OVERRIDE.format("1"), encoding="utf-8")
    assert cli("evidence", "verify").code == 0  # the chain itself holds
    ran = cli("evidence", "verify", "--head", head[:16])
    assert ran.code == 3 and "不在链上：末尾被截掉，或不是这份证据" in ran.err
    assert cli("evidence", "verify", "--head", "ab").code == 2


TAMPERED: dict[str, tuple[Callable[[list[bytes]], list[bytes]], str]] = {
    "a word": (lambda lines: [lines[0], lines[1].replace(b"\xe8\xa3\x81\xe5\xae\x9a", b"\xe6\x94\xb9\xe8\xbf\x87"), lines[2]], "history.jsonl:2: 内容与它的哈希不符：这一行被改过"),
    "a line less": (lambda lines: [lines[0], lines[2]], "history.jsonl:2: 接不上前一行：有行被删、被插入或换了位置"),
    "two lines the other way round": (lambda lines: [lines[1], lines[0], lines[2]], "history.jsonl:1: 接不上前一行"),
    "a line twice": (lambda lines: [*lines, lines[2]], "history.jsonl:4: 接不上前一行"),
    "no JSON": (lambda lines: [*lines, b"something\n"], "history.jsonl:4: 不是一条留痕记录"),
    "half a line": (lambda lines: [*lines[:2], lines[2][:40]], "history.jsonl:3: 不是一条留痕记录"),
    "no line end": (lambda lines: [*lines[:2], lines[2].rstrip()], "history.jsonl:3: 最后一行没有写完"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED)
def test_a_history_that_was_tampered_with_is_refused_everywhere(cli: RunCli, name: str) -> None:
    root = recorded(cli, "1", "2")
    change, told = TAMPERED[name]
    path = root / "history.jsonl"
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))
    for command in (("run",), ("evidence", "verify"), ("evidence", "history"), ("evidence", "history", "--record")):
        ran = cli(*command)
        assert ran.code == 3
        assert told in ran.err and "请从备份或 git 恢复这个文件" in ran.err


def test_points_changed_without_a_trace_are_a_finding(cli: RunCli) -> None:
    root = recorded(cli, "1")
    (root / "facts/o.toml").write_text(OVERRIDE.format("3"), encoding="utf-8")
    assert "1 处人工设定的分数没有留痕：override b" in cli("run").out
    assert (
        "“乙类”的认定分与留痕不符（b） — 改回去，或用 evalfw evidence history --record 记下"
        in cli("evidence", "verify").err
    )
    assert "还有 1 处变动没有记下" in cli("evidence", "history").out


def test_a_folder_without_a_history_says_so(cli: RunCli) -> None:
    root = project()
    assert "还没有留痕" in cli("evidence", "history").out
    assert "没有留痕文件，而证据里有人设定的分数" in cli("evidence", "verify").err
    (root / "facts/a.toml").unlink()
    assert cli("evidence", "history", "--record").code == 0
    assert (root / "history.jsonl").read_bytes() == b""
    assert cli("evidence", "verify", "--lang", "en").out == (
        "0 entries of the history follow one another and say what stands; 0 attachments are unchanged\n"
    )


def test_exemptions_are_points_that_people_set_too(cli: RunCli) -> None:
    root = project()
    exemption = '[[exemption]]\nindicator = "b"\nkind = "waived"\nreason = "不涉及"\napprover = "财政局"\nfrom = 2021-01-01\nuntil = 2021-12-31\n'
    (root / "facts/e.toml").write_text(exemption, encoding="utf-8")
    assert cli("evidence", "history", "--record", "--by", "某").code == 0
    assert "— → waived" in cli("evidence", "history").out
    assert "waived（财政局，不涉及）" in cli("evidence", "history", "--indicator", "b").out
