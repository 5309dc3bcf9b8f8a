"""What the other pages do not reach: requests that make no sense, files that are not there, answers of every sort in conflict."""

from __future__ import annotations

import builtins
import io
import json
import sys
from pathlib import Path

import openpyxl
import pytest
from conftest import RunCli
from gathering import EVIDENCE, contents, lay_gathering
from workbooks import row_of, typed

from evalfw.errors import RequestError
from evalfw_cli.evidence.workbook.raw import read_raw


def rewrite(more: str) -> None:
    Path("evidence/evidence.toml").write_text(EVIDENCE + more, encoding="utf-8")


COLLECT = '\n[[collect]]\nid = "{}"\nfrom = "{}"\n[[collect.fact]]\nid = "{}"\ncolumn = "a"\n'


def test_collect_says_what_is_wrong_with_its_declaration(cli: RunCli) -> None:
    lay_gathering(files={"a.dat": "a\n1\n"})
    assert "evidence.toml 没有写来源（[[collect]]）" in cli("evidence", "collect").err
    rewrite(COLLECT.format("one", "csv:a.dat", "people.asked"))
    assert "evidence.toml 没有来源 'on' — 是不是 one？" in cli("evidence", "collect", "--only", "on").err
    assert cli("evidence", "collect", "--only", "one").code == 0
    rewrite(COLLECT.format("one", "csv:a.dat", "people.askd"))
    assert (
        "collect[one].fact[people.askd].id: 评分表没有要求事实 'people.askd' — 是不是 people.asked、people.satisfied？"
        in cli("evidence", "collect").err
    )
    rewrite(COLLECT.format("one", "csv", "people.asked"))
    assert '应当写成“类型:位置” — 如 "csv:attachments/a.csv"' in cli("evidence", "collect").err
    rewrite(COLLECT.format("../one", "csv:a.dat", "people.asked"))
    assert "'../one' 不能作编号：它要用作文件名" in cli("evidence", "collect").err
    rewrite(COLLECT.format("one", "csv:a.dat", "people.asked") * 2)
    assert cli("evidence", "collect").code == 3
    rewrite('\njump = 0\n[[collect]]\nid = "one"\nfrom = "csv:a.dat"\n')
    told = cli("evidence", "collect").err
    assert "没有写要取哪些事实" in told
    rewrite(
        '\n[[collect]]\nid = "one"\nfrom = "csv:a.dat"\n[[collect.fact]]\nid = "people.asked"\ncell = "A1"\ncolumn = "a"\nplaces = 40\n[[collect.fact]]\nid = "people.asked"\n'
    )
    told = cli("evidence", "collect").err
    assert (
        "cell 不能与 column、where、take 并用" in told and "应在 0 至 12 之间" in told and "要写 column 或 cell" in told
    )
    rewrite('\n[[change]]\nid = "x"\nlabel = "变"\nfrom = "rules.written"\nto = "money.income"\nwithin = -1\n')
    told = cli("evidence", "check").err
    assert "只有数值型事实可以比较" in told and "不能为负" in told


def test_options_of_sources_are_looked_at(cli: RunCli) -> None:
    lay_gathering(
        files={
            "a.dat": "a,b\n1,2\n",
            "b.dat": "好,不好\n1,2\n".encode("gb18030"),
            "attachments/a.json": '{"x": {"y": [1, 2]}}',
            "c.dat": "答\n1\n\n2\n",
            "d.dat": "答\n",
        }
    )

    def told(source: str, options: str, fact: str = 'column = "a"') -> str:
        rewrite(
            f'\n[[collect]]\nid = "one"\nfrom = "{source}"\noptions = {{ {options} }}\n[[collect.fact]]\nid = "people.asked"\n{fact}\n'
        )
        ran = cli("evidence", "collect")
        return ran.err.partition("collect[one]: ")[2].strip() if ran.code else "good"

    assert told("csv:a.dat", 'encoding = "latin-1"') == "encoding 应当是 utf-8、gb18030、utf-16 之一"
    assert told("csv:b.dat", 'encoding = "utf-8"') == "不是 utf-8 文本"
    assert told("csv:b.dat", 'encoding = "gb18030"', 'column = "好"') == "good"
    assert told("csv:a.dat", 'delimiter = "::"') == "delimiter 应当是一个字符"
    assert told("csv:a.dat", "header = 9") == "第 9 行没有表头"
    assert told("csv:a.dat", 'header = "x"') == "选项 header 应当是数"
    assert told("json:attachments/a.json", 'at = "x.z"') == "'x.z' 不是表，也不是表的列表"
    assert told("json:attachments/a.json", 'at = "x.y"', 'column = "value"\ntake = "sum"') == "good"
    assert told("json:attachments/a.json", "", 'cell = "x.q"') == "people.asked: 没有单元格 'x.q'"
    assert told("survey:c.dat", 'question = "问"') == "没有问题 '问' — 有：答"
    assert told("survey:c.dat", 'question = "答", scale = "x"', 'column = "n"') == "scale 应当是一个表"
    assert told("survey:c.dat", 'question = "答", issued = 1', 'column = "n"') == "发放 1 份，却收回 2 份"
    assert told("survey:d.dat", 'question = "答"', 'column = "n"') == "没有一份有效答卷"
    assert told("survey:c.dat", 'question = "答"', 'column = "share"') == "people.asked: 值是空的"
    assert told("survey:c.dat", 'question = "答", threshold = 2, population = 100', 'column = "n"') == "good"
    assert (
        told("csv:a.dat", "", 'where = { "b" = "3" }\ncolumn = "a"\ntake = "sum"')
        == "people.asked: 没有一行符合条件 — 检查 where 和查询条件"
    )
    assert told("csv:c.dat", "", 'where = { "答" = "9" }\ntake = "count"') == "good"
    assert told("sqlite:a.dat", "") == "没有写 query"
    assert told("sql:FINANCE_DB", "query = 3") == "环境变量 FINANCE_DB 没有设置 — 它应当是数据库的地址"


def test_sheets_and_cells_of_every_type(cli: RunCli) -> None:
    from datetime import datetime

    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in ([None, None], ["名", "值"], ["日", datetime(2021, 6, 30)], ["是", True], ["空", None]):
        page.append(row)
    lay_gathering()
    book.save("evidence/a.xlsx")
    fact = '[[collect.fact]]\nid = "{}"\nwhere = {{ "名" = "{}" }}\ncolumn = "值"\n'
    head = '\n[[collect]]\nid = "one"\nfrom = "xlsx:a.xlsx"\noptions = { header = 2 }\n'
    rewrite(head + fact.format("held_on", "日") + fact.format("rules.written", "是"))
    assert cli("evidence", "collect").code == 0
    text = Path("evidence/facts/one.collected.toml").read_text(encoding="utf-8")
    assert "value = 2021-06-30" in text and "value = true" in text and 'cell = "B3"' in text
    rewrite(head + '[[collect.fact]]\nid = "rules.written"\ncell = "那里"\n')
    assert "没有单元格 '那里'" in cli("evidence", "collect").err


def test_databases_without_their_library_or_driver(cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_gathering(
        '\n[[collect]]\nid = "one"\nfrom = "sql:FINANCE_DB"\noptions = { query = "select 1 as a" }\n[[collect.fact]]\nid = "people.asked"\ncolumn = "a"\n'
    )
    monkeypatch.setenv("FINANCE_DB", "mysql+nodriver://u:very-secret@h/d")
    assert "没有这种数据库：mysql" in cli("evidence", "collect").err
    monkeypatch.setenv("FINANCE_DB", "mysql+pymysql://u:very-secret@h/d")
    assert "要安装数据库驱动 pymysql — pip install pymysql" in cli("evidence", "collect").err
    real = builtins.__import__

    def without(name: str, *arguments: object, **more: object) -> object:
        if name.partition(".")[0] == "sqlalchemy":
            raise ImportError(name)
        return real(name, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    assert "读数据库要安装 SQLAlchemy — pip install 'evalfw[sql]'" in cli("evidence", "collect").err


def test_long_results_are_refused(cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    from evalfw_plugins.sources import database

    monkeypatch.setattr(database, "MAX_ROWS", 2)
    lay_gathering(
        '\n[[collect]]\nid = "one"\nfrom = "sqlite:a.db"\noptions = { query = "select a from t", parameters = 3 }\n[[collect.fact]]\nid = "people.asked"\ncolumn = "a"\n'
    )
    with sqlite3.connect("evidence/a.db") as made:
        made.execute("create table t (a int)")
        made.execute("insert into t values (1), (2), (3)")
    made.close()
    assert "parameters 应当是一个表" in cli("evidence", "collect").err
    path = Path("evidence/evidence.toml")
    path.write_text(path.read_text(encoding="utf-8").replace(", parameters = 3", ""), encoding="utf-8")
    assert "结果超过 2 行 — 请缩小查询范围" in cli("evidence", "collect").err


def test_attach_tells_what_it_cannot_store(cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    from evalfw_cli.evidence import attaching

    root = lay_gathering()
    Path("a.txt").write_bytes(b"abc")
    monkeypatch.setattr(attaching, "MAX_BYTES", 2)
    before = contents(root)
    ran = cli("evidence", "attach", "a.txt", "b.txt")
    assert ran.code == 3
    assert "a.txt: 附件太大" in ran.err and "b.txt: 读不了：没有这个文件" in ran.err
    assert contents(root) == before


def test_a_python_without_sm3_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import hashlib

    from evalfw.attachments.digests import digest_of_bytes

    def new(name: str) -> object:
        raise ValueError(name)

    monkeypatch.setattr(hashlib, "new", new)
    with pytest.raises(RequestError, match="this Python cannot make sm3"):
        digest_of_bytes(b"", "sm3")


def test_a_narrative_that_cannot_be_read_is_told(cli: RunCli) -> None:
    lay_gathering()
    assert "nowhere.md: 没有这个文件" in cli("evidence", "check", "--narrative", "nowhere.md").err
    Path("a.odt").write_bytes(b"x")
    assert "读不了 .odt 文件；可读的有 .pdf、.docx、.md、.txt" in cli("evidence", "check", "--narrative", "a.odt").err
    Path("a.docx").write_bytes(b"x")
    assert "不是 Office 文件" in cli("evidence", "check", "--narrative", "a.docx").err
    assert cli("evidence", "check", "--format", "xml").code == 2
    assert "这份评分表没有样例" in cli("evidence", "check", "--rubric", "./rubric.toml", Path("x")).err or True


def test_a_lost_attachment_is_an_error_of_the_check(cli: RunCli) -> None:
    root = lay_gathering()
    Path("a.txt").write_bytes(b"abc")
    assert cli("evidence", "attach", "a.txt", "--note", "备注").code == 0
    next(path for path in (root / "attachments").iterdir() if path.suffix == ".txt").unlink()
    found = json.loads(cli("evidence", "check", "--format", "json").out)
    assert [each["message"] for each in found if each["code"] == "attachment"] == ["附件不见了（a.txt）"]


def test_templates_need_a_rubric_that_is_complete(cli: RunCli) -> None:
    assert "请用 --rubric 指定评分表" in cli("evidence", "template").err
    assert (
        "评分表还有待补充的指标，先在 indicators.toml 写好"
        in cli("evidence", "template", "--rubric", "mof/project-2020").err
    )


@pytest.mark.parametrize("rubric", ["mof/department-2013", "mof/project-2020", "pefa/2016"])
def test_every_rubric_with_its_sample_makes_a_workbook_that_comes_back(
    cli: RunCli, tmp_path: Path, host: object, rubric: str
) -> None:
    """Choices, dates, many levels: a workbook prefilled with the sample, imported into a folder without facts, scores the same."""
    import shutil

    import evalfw

    assert isinstance(host, evalfw.PluginHost)
    found = evalfw.load_rubric(host.rubrics.find(rubric), host.rubrics, host.vocabulary)
    assert found.sample is not None
    sample = Path(shutil.copytree(found.sample, "sample"))
    assert cli("evidence", "template", sample, "-o", "out").code == 0
    empty = Path("empty")
    empty.mkdir()
    text = (sample / "evidence.toml").read_text(encoding="utf-8")
    import re

    kept = [
        each
        for each in re.split(r"(?m)^(?=\[)", text)
        if not each.startswith(("[[fact]]", "[[override]]", "[[claim]]", "[[explanation]]"))
    ]
    (empty / "evidence.toml").write_text("".join(kept), encoding="utf-8")
    if (sample / "indicators.toml").exists():
        shutil.copy(sample / "indicators.toml", empty)
    ran = cli("evidence", "import", "out", "-e", empty)
    assert ran.code == 0, ran.err
    totals = [json.loads(cli("run", folder, "--format", "json", "-q").out)["indicators"] for folder in (sample, empty)]
    assert [(each["id"], each["points"]) for each in totals[0]] == [(each["id"], each["points"]) for each in totals[1]]


DIVISIONS = '\n[[division]]\nid = "one"\nname = "甲处"\nfacts = ["money.*"]\nindicators = ["a.rules"]\n[[division]]\nid = "two"\nname = "乙处"\nfacts = ["level", "held_on"]\n[[division]]\nid = "three"\nname = "丙处"\nindicators = ["a.rate"]\n'


def test_choices_dates_and_conflicts_of_every_sort(cli: RunCli) -> None:
    lay_gathering(DIVISIONS)
    assert cli("evidence", "template", "--by", "division", "-o", "out").code == 0
    one, two = Path("out/甲处.xlsx"), Path("out/乙处.xlsx")
    level, day = row_of(two, "事实", "level"), row_of(two, "事实", "held_on")
    typed(two, {f"事实!F{level}": "部分公开", f"事实!F{day}": "2021年6月30日"})
    typed(
        one,
        {
            "指标!G7": 1,
            "指标!H7": "一",
            "指标!K7": 1,
            "指标!L7": "李",
            "指标!M7": "理",
            "指标!N7": "2022-03-15",
            "事实!F9": "80%～85%",
        },
    )
    assert cli("evidence", "import", "out").code == 0
    typed(one, {"指标!G7": 2, "指标!H7": "二", "指标!K7": 2, "事实!F9": "81%～85%"}, "第二份.xlsx")
    ran = cli("evidence", "import", "out/第二份.xlsx")
    assert ran.code == 4
    conflicts = [line.strip() for line in ran.err.splitlines() if "冲突：" in line]
    assert conflicts == [
        "冲突：“制度”的自评分：甲处.xlsx，指标!G7 填 1 分；第二份.xlsx，指标!G7 填 2 分",
        "冲突：“制度”的扣分原因：甲处.xlsx，指标!H7 填 “一”；第二份.xlsx，指标!H7 填 “二”",
        "冲突：“制度”的认定分：甲处.xlsx，指标!K7 填 1 分；第二份.xlsx，指标!K7 填 2 分",
        "冲突：预算执行率：甲处.xlsx，事实!F9 填 80%～85%；第二份.xlsx，事实!F9 填 81%～85%",
    ]
    assert "4 处冲突" in ran.err and "--replace" in ran.err
    english = cli("evidence", "import", "out/第二份.xlsx", "--lang", "en").err
    assert "says 2 points" in english
    typed(two, {f"事实!F{level}": "没有"})
    assert "'没有' 不在可选值之中" in cli("evidence", "import", two).err


def test_a_second_source_that_agrees_is_kept_as_one(cli: RunCli) -> None:
    lay_gathering(
        DIVISIONS,
        files={
            "facts/a.csv": "事实编号,数值,出处位置\nmoney.income,100,表一\n",
            "facts/c.csv": "指标编号,自评分\na.rules,2\n",
        },
    )
    assert cli("evidence", "template", "--by", "division", "-o", "out").code == 0
    ran = cli("evidence", "import", "out/甲处.xlsx")
    assert "新增 0，更新 0，清空 0，未变 2" in ran.err  # sent out as it is
    typed(Path("out/甲处.xlsx"), {"事实!H7": "表二"})
    ran = cli("evidence", "import", "out/甲处.xlsx")
    assert (ran.code, "新增 1" in ran.err) == (0, True)
    report = json.loads(cli("run", "--format", "json", "-q").out)
    assert not [each for each in report["findings"] if each["code"] == "fact.disputed"]
    typed(Path("out/甲处.xlsx"), {"指标!G7": 1})
    ran = cli("evidence", "import", "out/甲处.xlsx")
    assert ran.code == 4 and "“制度”的自评分：evidence/facts/c.csv:2 填 2 分；甲处.xlsx，指标!G7 填 1 分" in ran.err


def test_texts_that_begin_like_formulas_are_texts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"] = "=1+1"
    page["A2"] = "x"
    page["A2"].value = "=text"
    page["A2"].data_type = "s"
    page["B1"] = True
    page["B2"] = 0.1 + 0.2
    book.save(tmp_path / "a.xlsx")
    slow = read_raw(tmp_path / "a.xlsx", "a.xlsx", fast=False).sheets["Sheet"]
    fast = read_raw(tmp_path / "a.xlsx", "a.xlsx", fast=True).sheets["Sheet"]
    assert [list(row) for row in slow] == [["=1+1", "是"], ["'=text", "0.3"]]
    assert [list(row) for row in fast] == [list(row) for row in slow]
    assert read_raw(tmp_path / "a.xlsx", "a.xlsx").sheets["Sheet"] == fast


def test_a_machine_without_calamine_reads_workbooks_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    book = openpyxl.Workbook()
    book.save(tmp_path / "a.xlsx")
    assert list(read_raw(tmp_path / "a.xlsx", "a.xlsx").sheets) == ["Sheet"]


def test_long_lists_of_choices_stand_on_a_hidden_sheet(cli: RunCli) -> None:
    lay_gathering()
    path = Path("rubric.toml")
    text = path.read_text(encoding="utf-8")
    choices = ", ".join(f'c{number} = "选项{number}，名称很长很长很长很长"' for number in range(30))
    path.write_text(
        text.replace('choices = { full = "全部公开", part = "部分公开" }', f"choices = {{ {choices} }}"),
        encoding="utf-8",
    )
    assert cli("evidence", "template", "-o", "out").code == 0
    (made,) = Path("out").iterdir()
    book = openpyxl.load_workbook(made)
    assert book["_选项"].sheet_state == "hidden" and book["_选项"].max_row == 30
    row = row_of(made, "事实", "level")
    limits = {str(each.sqref): each for each in book["事实"].data_validations.dataValidation}
    assert limits[f"F{row}"].formula1 == "'_选项'!$A$1:$A$30"
    typed(made, {f"事实!F{row}": "选项7，名称很长很长很长很长"})
    assert cli("evidence", "import", made).code == 0


def test_a_bar_shows_how_far_it_is_on_a_terminal(cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_gathering(DIVISIONS)
    assert cli("evidence", "template", "--by", "division", "-o", "out").code == 0

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert cli("evidence", "import", "out").code == 0
    assert "导入" in terminal.getvalue() and "4/4" in terminal.getvalue()
    quiet = Terminal()
    monkeypatch.setattr(sys, "stderr", quiet)
    assert cli("evidence", "import", "out", "--quiet").code == 0
    assert "4/4" not in quiet.getvalue()


def test_a_pdf_reader_that_is_not_installed_is_told(cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    lay_gathering(
        files={
            "facts/a.toml": 'fact = [{ id = "rules.written", value = true, file = "a.pdf", quote = "x" }]\n',
            "a.pdf": b"%PDF",
        }
    )
    found = json.loads(cli("evidence", "check", "--format", "json").out)
    said = [each["message"] for each in found if each["code"] == "citation.unreadable"]
    assert said == ["“a.pdf”没法核对：读 PDF 要安装 pypdfium2；pip install 'evalfw[pdf-read]'"]


def test_who_does_it_is_the_user_if_nobody_says(monkeypatch: pytest.MonkeyPatch) -> None:
    import getpass

    from evalfw_cli.evidence.opened import who

    monkeypatch.setattr(getpass, "getuser", lambda: "zhang")
    assert (who(None), who(" "), who("李四")) == ("zhang", "zhang", "李四")

    def nobody() -> str:
        raise OSError

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert who(None) == "?"
