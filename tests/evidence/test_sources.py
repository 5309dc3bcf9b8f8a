"""``evalfw evidence collect``: tables, nested files and surveys become facts, each with where it was taken from."""

from __future__ import annotations

import io
import tomllib
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from conftest import RunCli
from gathering import contents, lay_gathering
from hypothesis import given, strategies as st

import evalfw
from evalfw_plugins.sources.survey import margin_of_error

CSV = '项目,决算数,备注\n本年收入,74149100,\n本年支出,"61,576,000",含结转\n'


def declared(source: str, facts: str, options: str = "") -> str:
    lines = [f'\n[[collect]]\nid = "one"\nfrom = "{source}"\n']
    lines += [f"options = {options}\n"] if options else []
    return "".join(lines) + "".join(f"[[collect.fact]]\n{each}\n" for each in facts.split(";"))


INCOME = 'id = "money.income"\nwhere = { "项目" = "本年收入" }\ncolumn = "决算数"\nunit = "元"'
SPENT = 'id = "money.spent"\nwhere = { "项目" = "本年支出" }\ncolumn = "决算数"\nunit = "元"'


def collected(root: Path) -> dict[str, dict[str, object]]:
    file = tomllib.loads((root / "facts/one.collected.toml").read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in file["fact"]}


def workbook(rows: list[list[object]], title: str = "收支表") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title  # type: ignore[union-attr]
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("utf8.csv", CSV.encode()),
        ("utf8_mark.csv", b"\xef\xbb\xbf" + CSV.encode()),
        ("gbk.csv", CSV.encode("gb18030")),
        ("utf16.csv", CSV.encode("utf-16")),
        ("semicolons.csv", CSV.replace('"61,576,000"', "61576000").replace(",", ";").encode()),
        ("tabs.csv", CSV.replace('"61,576,000"', "61576000").replace(",", "\t").encode()),
        ("bars.csv", CSV.replace('"61,576,000"', "61576000").replace(",", "|").encode("gb18030")),
        ("windows.csv", CSV.replace("\n", "\r\n").encode()),
    ],
)
def test_delimited_text_in_any_encoding_and_with_any_delimiter(cli: RunCli, name: str, content: bytes) -> None:
    root = lay_gathering(
        declared(f"csv:attachments/{name}", f"{INCOME};{SPENT}"), files={f"attachments/{name}": content}
    )
    ran = cli("evidence", "collect")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "one：2 个事实，已写入 evidence/facts/one.collected.toml\n"
    report = json_report(cli)
    facts = {fact["id"]: fact for each in report["indicators"] for fact in each["facts"]}
    assert facts["money.rate"]["value"] == str(Fraction(6157600, 7414910))
    entry = collected(root)["money.income"]
    assert entry["value"] == "74149100元"
    taken = entry["taken"]
    assert isinstance(taken, dict)
    assert (taken["collector"], taken["file"], taken["row"]) == ("csv", f"attachments/{name}", 2)
    assert taken["digest"] == evalfw.evidence.digest_of(root / f"attachments/{name}")


def json_report(cli: RunCli) -> dict[str, list[dict[str, list[dict[str, object]]]]]:
    import json

    ran = cli("run", "--format", "json", "--quiet")
    assert ran.code == 0, ran.err
    report: dict[str, list[dict[str, list[dict[str, object]]]]] = json.loads(ran.out)
    return report


def test_tsv_json_toml_and_xlsx_say_the_same(cli: RunCli) -> None:
    rows: list[list[object]] = [["项目", "决算数"], ["本年收入", 74149100], ["本年支出", 61576000]]
    files: dict[str, str | bytes] = {
        "attachments/a.tsv": "项目\t决算数\n本年收入\t74149100\n本年支出\t61576000\n",
        "attachments/a.json": '[{"项目": "本年收入", "决算数": 74149100}, {"项目": "本年支出", "决算数": 61576000}]',
        "attachments/a.toml": '"决算" = [{ "项目" = "本年收入", "决算数" = 74149100 }, { "项目" = "本年支出", "决算数" = 61576000 }]\n',
        "attachments/a.xlsx": workbook(rows),
    }
    lay_gathering(files=files)
    said = []
    for kind, options in (("tsv", ""), ("json", ""), ("toml", '{ at = "决算" }'), ("xlsx", '{ sheet = "收支表" }')):
        more = declared(f"{kind}:attachments/a.{kind}", f"{INCOME};{SPENT}", options)
        root = rewritten(more)
        assert cli("evidence", "collect").code == 0
        said.append({id: entry["value"] for id, entry in collected(root).items()})
    assert said == [{"money.income": "74149100元", "money.spent": "61576000元"}] * 4


def rewritten(more: str) -> Path:
    from gathering import EVIDENCE

    path = Path("evidence/evidence.toml")
    path.write_text(EVIDENCE + more, encoding="utf-8")
    return path.parent


def test_cells_of_workbooks_and_places_of_nested_files(cli: RunCli) -> None:
    book = workbook([["决算表"], ["收入", 0.1 + 0.2]])
    more = declared("xlsx:attachments/a.xlsx", 'id = "money.income"\ncell = "B2"\nunit = "亿元"')
    root = lay_gathering(
        more, files={"attachments/a.xlsx": book, "attachments/a.json": '{"合计": {"收入": [1, 3000]}}'}
    )
    assert cli("evidence", "collect").code == 0
    entry = collected(root)["money.income"]
    assert entry["value"] == "0.3亿元"  # to the 15 digits that spreadsheets keep
    assert entry["taken"]["cell"] == "B2"  # type: ignore[index]
    rewritten(declared("json:attachments/a.json", 'id = "money.income"\ncell = "合计.收入[1]"'))
    assert cli("evidence", "collect").code == 0
    assert collected(root)["money.income"]["value"] == 3000


def test_sums_and_counts_over_rows(cli: RunCli) -> None:
    rows = "部门,金额\n甲,1.5\n乙,\n甲,2\n甲,-0.5\n"
    facts = 'id = "money.income"\nwhere = { "部门" = "甲" }\ncolumn = "金额"\ntake = "sum"'
    facts += ';id = "money.spent"\nwhere = { "部门" = "甲" }\ncolumn = "金额"\ntake = "most"'
    facts += ';id = "people.asked"\nwhere = { "部门" = "甲" }\ntake = "count"'
    root = lay_gathering(declared("csv:a.dat", facts), files={"a.dat": rows})
    assert cli("evidence", "collect").code == 0
    assert {id: entry["value"] for id, entry in collected(root).items()} == {
        "money.income": 3,
        "money.spent": 2,
        "people.asked": 3,
    }


MISTAKES = {
    "no such row": ("where = { \"项目\" = \"没有\" }\ncolumn = \"决算数\"", "没有一行符合条件 — 检查 where 和查询条件"),
    "two rows": ("column = \"决算数\"", "有 2 行符合，应当只有一行（第 2、3 行…） — 用 where 缩小范围，或写 take = \"sum\""),
    "no such column": ("where = { \"项目\" = \"本年收入\" }\ncolumn = \"决算\"", "没有列 '决算' — 是不是 决算数？"),
    "nothing in it": ("where = { \"项目\" = \"本年收入\" }\ncolumn = \"备注\"", "值是空的"),
    "no number": ("where = { \"项目\" = \"本年支出\" }\ncolumn = \"备注\"", "本年收入：应当是数（以万元为单位），写的是 '含结转'（attachments/a.csv，第 3 行）"),
    "no cells": ("cell = \"B2\"", "这种来源没有单元格，请用 column"),
    "a sum of words": ("column = \"备注\"\ntake = \"sum\"", "'含结转' 不是数（attachments/a.csv，第 3 行）"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_fact_that_cannot_be_had_is_told_and_nothing_is_written(cli: RunCli, name: str) -> None:
    fact, told = MISTAKES[name]
    more = declared("csv:attachments/a.csv", f'id = "money.income"\n{fact}')
    root = lay_gathering(more, files={"attachments/a.csv": CSV, "facts/one.collected.toml": "# before\n"})
    before = contents(root)
    ran = cli("evidence", "collect")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == f"evidence/evidence.toml: collect[one]: money.income: {told}\n"
    assert contents(root) == before


SOURCES = {
    "missing": ("csv:attachments/b.csv", "", "没有文件 'attachments/b.csv'"),
    "outside": ("csv:../rubric.toml", "", "'../rubric.toml' 在证据文件夹之外 — 请把文件放到 sources/ 里"),
    "absolute": ("csv:/etc/passwd", "", "'/etc/passwd' 在证据文件夹之外 — 请把文件放到 sources/ 里"),
    "binary": ("csv:attachments/binary.csv", "", "既不是 UTF-8、UTF-16 也不是 GB 18030 文本 — 请用记事本打开、另存为 UTF-8"),
    "mixed": ("csv:attachments/mixed.csv", "", "文件混用了编码：第 2 行是 UTF-8，别处不是 — 请用记事本打开、另存为 UTF-8"),
    "no option": ("csv:attachments/a.csv", '{ sheet = "x" }', "没有选项 'sheet' — 有：header、encoding、delimiter"),
    "quotes": ("csv:attachments/quotes.csv", "", "第 2 行：引号后面还有字，或引号没有合上 — 格子里的引号要写成两个，整格再加引号"),
    "no headings": ("csv:attachments/empty.csv", "", "是空文件"),
    "no workbook": ("xlsx:attachments/a.csv", "", "读不了：不是 Office 文件（可能加了密码，或没有存完） — 请在 Excel、WPS 或 Word 里另存为 .xlsx 或 .docx"),
    "of WPS": ("xlsx:attachments/a.et", "", ".et 是旧格式或 WPS 私有格式 — 请在 Excel、WPS 或 Word 里另存为 .xlsx 或 .docx"),
    "no sheet": ("xlsx:attachments/a.xlsx", '{ sheet = "没有" }', "没有工作表 '没有' — 有：收支表"),
    "no kind": ("cvs:attachments/a.csv", "", "from: 没有来源类型 'cvs' — 是不是 csv？"),
    "not set": ("sql:NO_SUCH_VARIABLE", '{ query = "select 1" }', "环境变量 NO_SUCH_VARIABLE 没有设置 — 它应当是数据库的地址"),
    "an address": ("sql:postgresql://u:secret@h/d", '{ query = "select 1" }', "sql: 后面写环境变量的名字，不写数据库地址 — 如 sql:FINANCE_DB"),
}  # fmt: skip


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_that_cannot_be_read_says_why(cli: RunCli, name: str) -> None:
    source, options, told = SOURCES[name]
    files: dict[str, str | bytes] = {
        "attachments/a.csv": CSV,
        "attachments/a.et": b"x",
        "attachments/a.xlsx": workbook([["项目"]]),
        "attachments/binary.csv": bytes(range(256)),
        "attachments/mixed.csv": "项目,决算数\n".encode("gb18030") + "本年收入,1\n".encode(),
        "attachments/quotes.csv": '项目,决算数\n"本年收入,1\n',
        "attachments/empty.csv": "",
    }
    lay_gathering(declared(source, INCOME, options), files=files)
    ran = cli("evidence", "collect")
    assert ran.code == 3
    assert ran.err == f"evidence/evidence.toml: collect[one]: {told}\n"


def test_a_heading_over_two_columns_is_never_chosen_in_silence(cli: RunCli) -> None:
    table = "项目,金额,金额\n本年收入,1,2\n"
    fact = 'id = "money.income"\ncolumn = "{}"'
    lay_gathering(declared("csv:a.dat", fact.format("金额")), files={"a.dat": table})
    assert "没有列 '金额' — 有：项目、金额（第2列）、金额（第3列）" in cli("evidence", "collect").err
    root = rewritten(declared("csv:a.dat", fact.format("金额（第3列）")))
    assert cli("evidence", "collect").code == 0
    assert collected(root)["money.income"]["value"] == 2


def test_collecting_twice_changes_nothing(cli: RunCli) -> None:
    root = lay_gathering(declared("csv:attachments/a.csv", INCOME), files={"attachments/a.csv": CSV})
    assert cli("evidence", "collect").code == 0
    before = contents(root)
    ran = cli("evidence", "collect", "--lang", "en")
    assert ran.err == "one: 1 facts, unchanged: evidence/facts/one.collected.toml\n"
    assert contents(root) == before


def test_a_figure_is_rounded_only_where_the_declaration_says_so(cli: RunCli) -> None:
    table, fact = "项目,金额\n本年收入,74149123.45\n", 'id = "money.income"\ncolumn = "金额"\nunit = "元"'
    lay_gathering(declared("csv:a.dat", fact), files={"a.dat": table})
    assert "74149123.45元（即 7414.912345万元） 的小数多于 2 位" in cli("evidence", "collect").err
    root = rewritten(declared("csv:a.dat", f'{fact}\nto_unit = "万元"\nplaces = 2'))
    assert cli("evidence", "collect").code == 0
    assert collected(root)["money.income"]["value"] == "7414.91万元"
    rewritten(declared("csv:a.dat", f'{fact}\nto_unit = "万人"'))
    assert "元 不能换算成 万人" in cli("evidence", "collect").err


ANSWERS = "编号,总体满意度\n" + "".join(
    f"{n},{word}\n" for n, word in enumerate(["非常满意", "满意", "不满意", "", "满意"])
)
SURVEY = '{ question = "总体满意度", threshold = 4, issued = 8, scale = { "非常满意" = 5, "满意" = 4, "不满意" = 1 } }'


def test_a_survey_gives_shares_with_their_error(cli: RunCli) -> None:
    facts = 'id = "people.satisfied"\ncolumn = "share"\nplaces = 4;id = "people.asked"\ncolumn = "n"'
    root = lay_gathering(declared("survey:a.dat", facts, SURVEY), files={"a.dat": ANSWERS.encode("gb18030")})
    assert cli("evidence", "collect").code == 0
    entry = collected(root)["people.satisfied"]
    assert entry["value"] == 0.75  # 3 of the 4 that answered
    assert entry["note"] == "回收 5 份，有效 4 份，95% 置信度下误差 ±42.44 个百分点；样本少于 30 份"
    assert collected(root)["people.asked"]["value"] == 5


def test_an_answer_off_the_scale_is_told_with_its_row(cli: RunCli) -> None:
    facts = 'id = "people.satisfied"\ncolumn = "share"'
    lay_gathering(declared("survey:a.dat", facts, SURVEY), files={"a.dat": ANSWERS + "9,还行\n"})
    assert "答案 '还行' 不在量表里（a.dat，第 7 行） — 有：非常满意、满意、不满意" in cli("evidence", "collect").err


def test_the_margin_of_error_is_the_textbook_one() -> None:
    """1.96·√(0.9·0.1/400) is 2.94 points; of a population of 1000 it is 2.94·√(600/999)."""
    assert margin_of_error(Fraction(9, 10), 400) == evalfw.foundation.numeral("0.0294")
    assert margin_of_error(Fraction(9, 10), 400, 1000) == evalfw.foundation.numeral("0.022785")
    assert margin_of_error(Fraction(9, 10), 1000, 1000) == 0


@given(st.integers(0, 500), st.integers(1, 500))
def test_margins_are_symmetric_and_shrink_with_more_answers(satisfied: int, answered: int) -> None:
    share = Fraction(min(satisfied, answered), answered)
    margin = margin_of_error(share, answered)
    assert margin == margin_of_error(1 - share, answered)
    assert margin_of_error(share, answered * 4) <= margin
    assert 0 <= margin <= 1
