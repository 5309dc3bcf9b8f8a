"""The layout is data: of the rubric, changed key by key by overlays and by ``evalfw.toml``; mistakes in it are told where they stand."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from conftest import RunCli
from reporting import paragraphs

RUBRIC = """
format = "evalfw.rubric/1"
id = "t"
version = "1"
title = "虚构的指标体系"
full_mark = 2
[layout]
title = "{year}年{subject}报告"
signature = ["{subject}"]
[layout.annex]
label = "附表"
columns = [
  { show = "id", title = "号" },
  { show = "rule", title = "规则", width = 30 },
  { show = "value", title = "完成值" },
  { show = "lost", title = "失分" },
  { show = "claim", title = "自评" },
  { show = "state", title = "状态" },
  { show = "because", title = "依据" },
  { show = "source", title = "出处" },
  { show = "note", title = "读法" },
  { show = "weight", title = "分值" },
  { show = "points", title = "得分" },
]
[[fact]]
id = "a"
label = "制度成文"
type = "bool"
[[indicator]]
id = "x"
title = "制度"
weight = 2
criterion = "成文得2分，否则不得分"
note = "读法一"
rule = { kind = "all_or_nothing", when = "a" }
"""
EVIDENCE = """
format = "evalfw.evidence/1"
rubric = "t"
document = "文件"
subject = { id = "u", name = "甲局" }
period = { first = 2021-01-01, last = 2021-12-31 }
fact = [{ id = "a", value = false, section = "第三页" }]
claim = [{ indicator = "x", points = 2 }]
"""


@pytest.fixture
def files(cli: RunCli) -> None:
    Path("r.toml").write_text(RUBRIC, encoding="utf-8")
    Path("evidence").mkdir()
    Path("evidence/evidence.toml").write_text(EVIDENCE, encoding="utf-8")


def rows(path: str) -> list[list[object]]:
    sheet = openpyxl.load_workbook(BytesIO(Path(path).read_bytes())).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.usefixtures("files")
def test_every_kind_of_column(cli: RunCli) -> None:
    assert cli("run", "--rubric", "./r.toml", "-f", "xlsx", "-o", "a.xlsx").code == 0
    found = rows("a.xlsx")
    assert found[0][0] == "附表" and found[2] == [
        "号",
        "规则",
        "完成值",
        "失分",
        "自评",
        "状态",
        "依据",
        "出处",
        "读法",
        "分值",
        "得分",
    ]
    assert found[3] == [
        "x",
        "制度成文，得2分；否则不得分",
        "否",
        2,
        2,
        "已评",
        "制度成文（否），不得分",
        "第三页",
        "读法一",
        2,
        0,
    ]
    assert found[4][-2:] == [2, 0] and found[4][0] == "合计"


@pytest.mark.usefixtures("files")
def test_the_project_changes_single_keys_and_no_hash(cli: RunCli) -> None:
    before = json.loads(cli("run", "--rubric", "./r.toml", "-f", "json").out)
    Path("evalfw.toml").write_text(
        'rubric = "./r.toml"\n[layout]\nsignature = ["甲局（盖章）", "{date}"]\n[layout.annex]\nlabel = "附件二"\ntotal = "总计"\n',
        encoding="utf-8",
    )
    after = json.loads(cli("run", "-f", "json", "--as-of", "2022-03-31").out)
    assert after["layout"]["title"] == "{year}年{subject}报告" and len(after["layout"]["annex"]["columns"]) == 11
    assert after["layout"]["annex"]["label"] == "附件二" and after["layout"]["signature"][0] == "甲局（盖章）"
    assert after["rubric"]["sha256"] == before["rubric"]["sha256"]
    assert cli("run", "-f", "xlsx", "-o", "b.xlsx").code == 0 and rows("b.xlsx")[0][0] == "附件二"
    Path("r.json").write_text(json.dumps(before, ensure_ascii=False), encoding="utf-8")
    assert cli("render", "r.json", "-f", "xlsx", "-o", "c.xlsx").code == 0, "saved reports as well"
    assert rows("c.xlsx")[0][0] == "附件二"


@pytest.mark.usefixtures("files")
def test_an_overlay_changes_single_keys_and_resolved_says_whence(cli: RunCli) -> None:
    Path("o.toml").write_text(
        'format = "evalfw.rubric/1"\nid = "o"\nversion = "1"\nextends = "./r.toml"\n[layout]\ntitle = "乙"\n[layout.annex]\nlabel = "附件三"\n',
        encoding="utf-8",
    )
    data = json.loads(cli("run", "--rubric", "./r.toml", "--overlay", "o.toml", "-f", "json").out)
    assert data["layout"]["title"] == "乙" and data["layout"]["signature"] == ["{subject}"]
    assert data["layout"]["annex"]["label"] == "附件三" and len(data["layout"]["annex"]["columns"]) == 11
    shown = cli("rubric", "show", "./r.toml", "--overlay", "o.toml", "--resolved").out
    assert 'title = "乙"' in shown and "o.toml:6" in shown


MISTAKES = {
    'title = "{year}年{subject}报告"': (
        'title = "{yaer}年"',
        "r.toml:8: layout.title: 没有占位符 {yaer} — 是不是 year？",
    ),
    'label = "附表"': ('lable = "附表"', "r.toml:11: layout.annex.lable: 没有这个键 — 是不是 label？"),
    '{ show = "id", title = "号" }': ('{ show = "number", title = "号" }', "应当是 level、id、title"),
    'signature = ["{subject}"]': ('signature = ["{points"]\nparts = ["anex"]', "layout.parts[1]: 应当是"),
    "[layout.annex]": (
        '[layout.scores]\nnode = "{subject}"\n[layout.annex]',
        "layout.scores.node: 没有占位符 {subject}",
    ),
}


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("part", MISTAKES)
def test_a_mistake_in_the_layout_is_told_where_it_stands(part: str, cli: RunCli) -> None:
    wrong, said = MISTAKES[part]
    Path("r.toml").write_text(RUBRIC.replace(part, wrong), encoding="utf-8")
    ran = cli("run", "--rubric", "./r.toml")
    assert ran.code == 3 and said in ran.err, ran.err


@pytest.mark.usefixtures("files")
def test_a_money_block_names_facts_and_indicators_that_there_are(cli: RunCli) -> None:
    Path("r.toml").write_text(
        RUBRIC + '\n[layout.annex.money]\ntitle = "资金"\ncolumns = ["预算", "执行"]\nindicator = "y"\nrate = "b"\n'
        'lines = [{ label = "总额", facts = ["a"] }]\n',
        encoding="utf-8",
    )
    ran = cli("run", "--rubric", "./r.toml")
    assert ran.code == 3
    for said in ("有 1 个单元格，表头有 2 列", "没有声明事实 'b'", "没有指标 'y'"):
        assert said in ran.err
    text = Path("r.toml").read_text(encoding="utf-8")
    narrow = re.sub(r"^columns = \[\n.*?^\]", "columns = []", text, count=1, flags=re.DOTALL | re.MULTILINE)
    Path("r.toml").write_text(narrow, encoding="utf-8")
    assert "资金一块要 7 列，[layout.annex] 的 columns 写了 0 列" in cli("run", "--rubric", "./r.toml").err


@pytest.mark.usefixtures("files")
def test_a_mistake_in_evalfw_toml_is_told_too(cli: RunCli) -> None:
    Path("evalfw.toml").write_text('rubric = "./r.toml"\n[layout]\ntitle = "{nobody}"\n', encoding="utf-8")
    ran = cli("run")
    assert ran.code == 3 and "evalfw.toml:3: layout.title: 没有占位符 {nobody}" in ran.err


@pytest.mark.usefixtures("files")
def test_parts_come_in_the_order_of_the_layout(cli: RunCli) -> None:
    text = RUBRIC.replace("[layout]\n", '[layout]\nparts = ["lost", "findings", "scores", "signature"]\n')
    Path("r.toml").write_text(text, encoding="utf-8")
    assert cli("run", "--rubric", "./r.toml", "-f", "docx", "-o", "a.docx").code == 0
    found = paragraphs(Path("a.docx").read_bytes())
    assert [words for style, words in found if style in ("Title", "Heading1", "Closing")] == [
        "2021年甲局报告", "失分情况", "需要说明的情况", "一、评价结论", "甲局",
    ]  # fmt: skip
