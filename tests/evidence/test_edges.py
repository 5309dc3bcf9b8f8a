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

from evalfw.evidence.workbooks.raw import read_raw
from evalfw.foundation.errors import RequestError


def rewrite(more: str) -> None:
    Path("evidence/evidence.toml").write_text(EVIDENCE + more, encoding="utf-8")


COLLECT = '\n[[collect]]\nid = "{}"\nfrom = "{}"\n[[collect.fact]]\nid = "{}"\ncolumn = "a"\n'


@pytest.mark.slow
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


@pytest.mark.slow
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
    from evalfw.evidence import attaching

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

    from evalfw.evidence.attachments.digests import digest_of_bytes

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


@pytest.mark.slow
@pytest.mark.parametrize("rubric", ["mof/department-2013", "mof/project-2020", "pefa/2016"])
def test_every_rubric_with_its_sample_makes_a_workbook_that_comes_back(
    cli: RunCli, tmp_path: Path, host: object, rubric: str
) -> None:
    """Choices, dates, many levels: a workbook prefilled with the sample, imported into a folder without facts, scores the same."""
    import shutil

    import evalfw

    assert isinstance(host, evalfw.PluginHost)
    found = evalfw.rubric.load_rubric(host.rubrics.find(rubric), host.rubrics, host.vocabulary)
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


@pytest.mark.slow
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


@pytest.mark.slow
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


AWARDS = '\n[[declare]]\nid = "awards"\nlabel = "获奖"\ntype = "list"\nfields = { name = { label = "名称" } }\n'


def test_long_lists_come_back_as_they_were_sent(cli: RunCli) -> None:
    items = ", ".join(f'{{ name = "奖{number}" }}' for number in range(40))
    root = lay_gathering(AWARDS, files={"facts/h.toml": f'fact = [{{ id = "awards", value = [{items}] }}]\n'})
    assert cli("evidence", "template", "-o", "out").code == 0
    assert "新增 0，更新 0，清空 0，未变 1" in cli("evidence", "import", "out").err
    (root / "facts/h.toml").unlink()
    assert cli("evidence", "import", "out").code == 0
    assert (root / "facts/all.workbook.toml").read_text(encoding="utf-8").count("奖") == 40


def test_divisions_of_one_name_get_a_workbook_each(cli: RunCli) -> None:
    lay_gathering(
        '\n[[division]]\nid = "x"\nname = "财务处"\nfacts = ["money"]\n[[division]]\nid = "y"\nname = "财务处"\nfacts = ["people"]\n'
    )
    assert cli("evidence", "template", "--by", "division", "-o", "out").code == 0
    assert {path.stem for path in Path("out").iterdir()} == {"财务处", "财务处（y）", "未分工"}


@pytest.mark.parametrize("fast", [True, False], ids=["calamine", "openpyxl"])
def test_an_error_in_a_cell_is_no_empty_cell(cli: RunCli, monkeypatch: pytest.MonkeyPatch, fast: bool) -> None:
    from evalfw.evidence.workbooks import raw

    monkeypatch.setattr(raw, "_is_fast", lambda asked: fast)
    root = lay_gathering()
    assert cli("evidence", "template", "-o", "out").code == 0
    (book,) = Path("out").iterdir()
    row = row_of(book, "事实", "money.income")
    typed(book, {f"事实!F{row}": 100})
    assert cli("evidence", "import", "out").code == 0
    before = contents(root)
    typed(book, {f"事实!F{row}": "#N/A"})
    changed = openpyxl.load_workbook(book)
    assert changed["事实"][f"F{row}"].data_type == "e"
    for more in ((), ("--replace",)):
        ran = cli("evidence", "import", "out", *more)
        assert ran.code == 3 and f"事实!F{row}: 是错误值 #N/A；请填数值，没有就清空" in ran.err
        assert contents(root) == before


def told_by_collect(source: str, fact: str, more: str = "") -> str:
    return f'\n[[collect]]\nid = "one"\nfrom = "{source}"\n{more}\n[[collect.fact]]\nid = "money.income"\n{fact}\n'


@pytest.mark.parametrize(
    ("table", "fact", "told"),
    [
        ("a,b\n收入,1,234.5\n", 'column = "b"', "第 2 行有 3 格，表头只有 2 格 — 数里的逗号要加引号"),
        ('a,b\n收入,"1,23"\n', 'column = "b"', "本年收入：应当是数（以万元为单位），写的是 '1,23'"),
        ("a;b\n收入;1,5\n", 'column = "b"\ntake = "sum"', "'1,5' 不是数"),
        ("a\n83%\n", 'column = "a"\nunit = "元"\nto_unit = "万元"', "% 不能换算成 万元"),
    ],
)
def test_commas_that_set_no_thousands_apart_are_not_dropped(cli: RunCli, table: str, fact: str, told: str) -> None:
    lay_gathering(told_by_collect("csv:sources/a.csv", fact), files={"sources/a.csv": table})
    ran = cli("evidence", "collect")
    assert ran.code == 3 and told in ran.err


@pytest.mark.parametrize(
    ("table", "fact", "value"),
    [
        ('a\n"1,234.5"\n', 'column = "a"', "value = 1234.5\n"),
        ("a\n12345.678元\n", 'column = "a"\nunit = "元"\nto_unit = "万元"\nplaces = 2', 'value = "1.23万元"\n'),
        ("a\n1.5亿元\n", 'column = "a"\nunit = "元"', 'value = "1.5亿元"\n'),
    ],
)
def test_figures_with_their_unit_are_rounded_and_converted_too(cli: RunCli, table: str, fact: str, value: str) -> None:
    root = lay_gathering(told_by_collect("csv:sources/a.csv", fact), files={"sources/a.csv": table})
    ran = cli("evidence", "collect")
    assert ran.code == 0, ran.err
    assert value in (root / "facts/one.collected.toml").read_text(encoding="utf-8")


def test_nan_is_no_figure(cli: RunCli) -> None:
    lay_gathering(told_by_collect("json:sources/a.json", 'column = "a"'), files={"sources/a.json": '[{"a": NaN}]'})
    assert "有一个数不能用（NaN、无穷大或太长）" in cli("evidence", "collect").err


def test_sources_change_and_attachments_do_not(cli: RunCli) -> None:
    root = lay_gathering(told_by_collect("csv:sources/a.csv", 'column = "a"'), files={"sources/a.csv": "a\n1\n"})
    assert cli("evidence", "collect").code == 0
    assert cli("evidence", "attach", "evidence/sources/a.csv").code == 0
    assert cli("evidence", "verify").code == 0
    (root / "sources/a.csv").write_text("a\n2\n", encoding="utf-8")
    found = json.loads(cli("evidence", "check", "--format", "json").out)
    assert "source.changed" in [each["code"] for each in found]
    rewrite(told_by_collect("csv:a.csv", 'column = "a"'))  # the attachment, by its name
    assert cli("evidence", "collect").code == 0
    assert "value = 1\n" in (root / "facts/one.collected.toml").read_text(encoding="utf-8")
    found = json.loads(cli("evidence", "check", "--format", "json").out)
    assert "source.changed" not in [each["code"] for each in found]


@pytest.mark.slow
def test_sqlite_keeps_to_its_time_and_takes_decimals(cli: RunCli) -> None:
    import sqlite3

    endless = "with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) as a from r"
    lay_gathering(
        told_by_collect("sqlite:sources/a.db", 'column = "a"', f'options = {{ query = "{endless}", seconds = 1 }}')
    )
    Path("evidence/sources").mkdir()
    sqlite3.connect("evidence/sources/a.db").close()
    assert "查询失败：interrupted" in cli("evidence", "collect").err
    rewrite(
        told_by_collect(
            "sqlite:sources/a.db", 'column = "a"', 'options = { query = "select :y as a", parameters = { y = 1.5 } }'
        )
    )
    assert cli("evidence", "collect").code == 0


def sheet(cli: RunCli, name: str) -> Path:
    """A workbook of 甲处, in a folder of its own."""
    assert cli("evidence", "template", "--by", "division", "-o", name).code == 0
    return Path(name) / "甲处.xlsx"


@pytest.mark.slow
def test_the_later_of_one_division_counts_with_replace(cli: RunCli) -> None:
    root = lay_gathering(DIVISIONS)
    typed(sheet(cli, "v1"), {"事实!F7": 100, "事实!F8": 90})
    assert cli("evidence", "import", "v1/甲处.xlsx").code == 0
    typed(sheet(cli, "v2"), {"事实!F7": 200})
    sheet(cli, "v3")
    assert cli("evidence", "import", "v2/甲处.xlsx").code == 0
    assert (
        "更新 1" in cli("evidence", "import", "v3/甲处.xlsx", "--replace").err
    )  # the untouched one, sent out with 100
    assert "value = 100\n" in (root / "facts/one.workbook.toml").read_text(encoding="utf-8")
    blank = sheet(cli, "v4")
    typed(blank, {"事实!F7": None, "事实!F8": None})
    book = openpyxl.load_workbook(blank)
    for row in book["_meta"].iter_rows():
        if row[0].value == "answer":
            for cell in row:
                cell.value = None  # as one that was sent out empty
    book.save(blank)
    ran = cli("evidence", "import", blank)
    assert "2 项以前填了、这次空着，仍保留：本年收入、本年支出（要以这次为准请加 --replace）" in ran.err
    assert "一格也没有填" in ran.err
    assert "清空 2" in cli("evidence", "import", blank, "--replace").err


def test_a_conflict_is_told_every_time(cli: RunCli) -> None:
    lay_gathering(DIVISIONS, files={"facts/hand.csv": "指标编号,自评分\na.rules,2\n"})
    sent = sheet(cli, "v0")
    typed(sent, {"事实!F7": 100, "指标!G7": 1})
    assert cli("evidence", "import", sent).code == 4
    typed(sent, {"事实!F7": 200})
    for _ in range(2):
        ran = cli("evidence", "import", sent)
        assert ran.code == 4
        assert "冲突：本年收入" in ran.err and "“制度”的自评分" in ran.err
        assert "自评分、认定分、原因只能有一个，留的是先有的" in ran.err


def test_what_was_cleared_or_stands_beside_no_answer_is_told(cli: RunCli) -> None:
    lay_gathering(DIVISIONS, files={"facts/hand.csv": "事实编号,数值\nmoney.income,100\n"})
    sent = sheet(cli, "v0")
    typed(sent, {"事实!F7": None, "事实!M8": "本单位无此项支出", "指标!I7": "决算.pdf"})
    ran = cli("evidence", "import", sent)
    assert ran.code == 0
    assert "1 项清空了，而手工表里仍写着，请在那里改：本年收入（evidence/facts/hand.csv:2）" in ran.err
    assert "2 格写在没有答案的行里，没有导入：指标!I7、事实!M8" in ran.err


@pytest.mark.parametrize("value", ["10²", "①", "~5"])
def test_look_alikes_of_digits_are_none(cli: RunCli, value: str) -> None:
    lay_gathering(DIVISIONS)
    sent = sheet(cli, "v0")
    typed(sent, {"事实!F7": value, "指标!G7": "1²"})
    ran = cli("evidence", "import", sent)
    assert ran.code == 3 and "事实!F7: 本年收入：应当是数" in ran.err and "指标!G7: 应当是分数，写的是 '1²'" in ran.err


def test_a_history_with_strange_entries_is_told_in_good_order(cli: RunCli) -> None:
    from evalfw.evidence.history_entry import FIRST, Entry

    root = lay_gathering()
    entry = Entry(number=1, at="x", by="y", what="xyz", about="a", before=None, after={}, previous=FIRST).hashed()
    (root / "history.jsonl").write_bytes(entry.line() + b"\n")
    assert cli("evidence", "history").code == 0
    ran = cli("evidence", "verify")
    assert ran.code == 3 and "“甲类”的xyz与留痕不符（a）" in ran.err
    (root / "history.jsonl").write_bytes(entry.line().replace(b'"y"', b'"\\ud800"') + b"\n")
    assert "不是一条留痕记录" in cli("evidence", "verify").err
    (root / "history.jsonl").write_bytes(entry.line() + b"\n")
    assert "不在链上" in cli("evidence", "verify", "--head", "00000000").err


def test_attachments_of_one_content_or_one_name(cli: RunCli) -> None:
    root = lay_gathering(
        files={"facts/a.toml": 'fact = [{ id = "rules.written", value = true, file = "a.txt", quote = "x" }]\n'}
    )
    for number, content in enumerate((b"x", b"y")):
        Path(f"{number}").mkdir()
        Path(f"{number}/a.txt").write_bytes(content)
    assert cli("evidence", "attach", "0/a.txt").code == 0
    assert cli("evidence", "attach", "0/a.txt", "--digest", "sm3").code == 0
    assert len(list((root / "attachments").iterdir())) == 2  # with the index
    assert cli("evidence", "attach", "1/a.txt").code == 0
    found = json.loads(cli("evidence", "check", "--format", "json").out)
    (said,) = [each["message"] for each in found if each["code"] == "citation.missing"]
    assert said.startswith("有 2 个附件叫“a.txt”，请写哪一个：")


def test_dates_before_spreadsheets_begin(cli: RunCli) -> None:
    lay_gathering(files={"facts/a.toml": 'fact = [{ id = "held_on", value = 1890-05-01 }]\n'})
    assert cli("evidence", "template", "-o", "out").code == 0
    assert "未变 1" in cli("evidence", "import", "out").err


def test_text_boxes_of_word_are_read_once(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml

    from evalfw_plugins.texts.word import word_pages

    box = (
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p>'
        "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = docx.Document()
    paragraph = document.add_paragraph("正文")
    paragraph._p.append(parse_xml(box))
    document.save(str(tmp_path / "a.docx"))
    (page,) = word_pages(tmp_path / "a.docx", "a.docx")
    assert page.text.split() == ["正文", "框里"]
