"""Workbooks: sent out, filled in with LibreOffice as clerks do, imported; the sample gives 98 again."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from conftest import RunCli, one_in
from gathering import contents, lay_gathering
from libreoffice import Typed, with_libreoffice, work_in
from workbooks import rewritten, row_of, typed

DIVISIONS = """
[[division]]
id = "one"
name = "甲处"
facts = ["money.*"]
indicators = ["a.rules"]

[[division]]
id = "two"
name = "乙处"
indicators = ["b"]
facts = ["people"]

[[division]]
id = "three"
name = "丙处"
indicators = ["a.rate"]
"""


def bare_project(sample: Path) -> Path:
    """A project for the same subject whose evidence holds nothing yet but what the sample declares."""
    text = (sample / "evidence.toml").read_text(encoding="utf-8")
    kept = [
        block
        for block in re.split(r"(?m)^(?=\[)", text)
        if not block.startswith(("[[fact]]", "[[override]]", "[[remark]]"))
    ]
    Path("evidence").mkdir()
    Path("evidence/evidence.toml").write_text("".join(kept), encoding="utf-8")
    Path("evalfw.toml").write_text('rubric = "nanjing/2021"\nevidence = "evidence"\n', encoding="utf-8")
    return Path("evidence")


def total(cli: RunCli, *arguments: str | Path) -> str:
    ran = cli("run", *arguments, "--format", "json", "--quiet")
    assert ran.code == 0, ran.err
    return str(json.loads(ran.out)["total"]["points"])


def answers_in(book: Path) -> list[Typed]:
    """What stands in the yellow cells of a workbook, as somebody would type it into a blank one."""
    found = []
    for sheet in openpyxl.load_workbook(book).worksheets:
        if sheet.title.startswith("_"):
            continue
        headings = {cell.column: cell.fill.fgColor.rgb for cell in sheet[6]}
        for row in sheet.iter_rows(min_row=7):
            for cell in row:
                if headings.get(cell.column) == "FFFFE699" and cell.value is not None:
                    value = cell.value
                    percent = "%" in cell.number_format
                    text = value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else str(value)
                    found.append((sheet.title, cell.coordinate, f"{float(text) * 100:.10g}%" if percent else text))
    return found


@with_libreoffice
def test_the_sample_filled_in_with_libreoffice_is_98_again(cli: RunCli, sample: Path, tmp_path: Path) -> None:
    """
    Blank workbooks by division; what the sample says is typed into them in LibreOffice, which saves them; imported they score 98.
    Opened and saved once more without a change, they change not one byte of the evidence.
    """
    assert cli("evidence", "template", sample, "--by", "division", "-o", "answers").code == 0
    root = bare_project(sample)
    assert cli("evidence", "template", "--by", "division", "-o", "blank").code == 0
    blank = {book.name: book for book in sorted(Path("blank").glob("*.xlsx"))}
    assert len(blank) == 8
    work = {book: answers_in(Path("answers") / name) for name, book in blank.items()}
    assert sum(map(len, work.values())) > 300
    work_in(work, Path("filled"), tmp_path / "home")
    ran = cli("evidence", "import", "filled", "--by", "张三")
    assert ran.code == 0, ran.err
    assert "导入 8 个工作簿" in ran.err
    assert total(cli) == total(cli, sample) == "98"
    before = contents(root)
    assert cli("evidence", "template", "--by", "division", "-o", "again").code == 0
    work_in({book: [] for book in sorted(Path("again").glob("*.xlsx"))}, Path("saved"), tmp_path / "home")
    ran = cli("evidence", "import", "saved")
    assert ran.code == 0
    assert "新增 0，更新 0，清空 0" in ran.err and "新增 1" not in ran.err
    assert contents(root) == before


@with_libreoffice
def test_a_workbook_shows_its_marks_in_libreoffice(cli: RunCli, sample: Path, tmp_path: Path) -> None:
    """Locked cells stay locked, lists stay lists, the count of what is filled in is computed: after a round through LibreOffice."""
    bare_project(sample)
    assert cli("evidence", "template", "--by", "division", "-o", "blank").code == 0
    (saved,) = work_in({Path("blank/监督考核处.xlsx"): [("指标", "G7", "4")]}, Path("saved"), tmp_path / "home")
    book = openpyxl.load_workbook(saved)
    sheet = book["指标"]
    assert sheet.protection.sheet
    assert sheet["D7"].protection.locked and not sheet["G7"].protection.locked
    assert book["_meta"].sheet_state != "visible"
    kinds = {each.type for each in sheet.data_validations.dataValidation} | {
        each.type for each in book["事实"].data_validations.dataValidation
    }
    assert {"decimal", "list"} <= kinds
    assert openpyxl.load_workbook(saved, data_only=True)["指标"]["B3"].value == "已填 1 / 3 项"


def test_a_workbook_holds_all_that_a_clerk_needs(cli: RunCli) -> None:
    lay_gathering(DIVISIONS)
    assert cli("evidence", "template", "--by", "division", "-o", "out").code == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["丙处.xlsx", "乙处.xlsx", "未分工.xlsx", "甲处.xlsx"]
    book = openpyxl.load_workbook("out/甲处.xlsx")
    assert book.sheetnames == ["指标", "事实", "_meta"]
    sheet, facts = book["指标"], book["事实"]
    assert [cell.value for cell in sheet[6]][:8] == [
        "编号", "一级指标", "二级指标", "指标", "评价要点", "分值", "自评分", "扣分原因和改进措施",
    ]  # fmt: skip
    row = {cell.value: cell for cell in sheet[7]}
    assert {"a.rules", "甲类", "制度", "制度成文得2分", "2"} <= set(row)
    assert sheet.row_dimensions[5].hidden and sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$6:$6" and sheet.page_setup.fitToHeight == 0
    limits = {str(each.sqref): each for each in sheet.data_validations.dataValidation}
    assert limits["G7"].error == "“制度”：分值是 2 分，请填 0～2"
    assert (limits["G7"].formula1, limits["G7"].formula2) == ("0", "2")
    facts_limits = {str(each.sqref): each for each in facts.data_validations.dataValidation}
    assert facts_limits["F7"].error == "“本年收入”（万元）请填 0～"
    meta = {row[0].value: row[1].value for row in book["_meta"].iter_rows()}
    assert meta["format"] == "evalfw.workbook/1" and meta["division"] == "one" and meta["subject"] == "some"
    assert len(str(meta["rubric_sha256"])) == 64
    assert sheet.freeze_panes == "E7" and facts.freeze_panes == "D7"
    other = openpyxl.load_workbook("out/丙处.xlsx")["指标"]
    assert other["D7"].comment is not None
    assert other["D7"].comment.text == "年末支出与收入之比"


def test_the_same_plan_gives_the_same_bytes_and_filled_workbooks_are_not_written_over(cli: RunCli) -> None:
    lay_gathering(DIVISIONS)
    assert cli("evidence", "template", "--by", "division", "-o", "out").code == 0
    before = contents(Path("out"))
    assert cli("evidence", "template", "--by", "division", "-o", "out").code == 0
    assert contents(Path("out")) == before
    typed(Path("out/甲处.xlsx"), {"指标!G7": 1})
    before = contents(Path("out"))
    ran = cli("evidence", "template", "--by", "division", "-o", "out")
    assert ran.code == 2
    assert "文件已经存在，可能有人填过，没有写入：out/甲处.xlsx；确要覆盖请加 --force" in ran.err
    assert contents(Path("out")) == before
    assert cli("evidence", "template", "--by", "division", "-o", "out", "--force").code == 0


def test_without_divisions_there_is_one_workbook_and_by_division_says_what_is_lacking(cli: RunCli) -> None:
    lay_gathering()
    assert "在 evidence.toml 用 [[division]] 写明" in cli("evidence", "template", "--by", "division", "-o", "out").err
    assert cli("evidence", "template", "-o", "out").code == 0
    assert [path.name for path in Path("out").iterdir()] == ["made-up-gathering.xlsx"]
    assert cli("evidence", "template", "--by", "department").code == 2
    assert cli("evidence", "template", "--rubric", "2021", "-o", "blank", Path("nowhere")).code == 3


def blank(cli: RunCli, more: str = DIVISIONS) -> dict[str, Path]:
    """A project, and its blank workbooks by name."""
    lay_gathering(more)
    assert cli("evidence", "template", "--by", "division", "-o", "out").code == 0
    return {path.stem: path for path in Path("out").iterdir()}


FACT = {"income": "事实!F7", "spent": "事实!F8", "rate": "事实!F9"}


def facts_of(cli: RunCli) -> dict[str, object]:
    import tomllib

    found: dict[str, object] = {}
    for path in sorted(Path("evidence/facts").glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("fact", []):
            found[entry["id"]] = entry.get("value", (entry.get("low"), entry.get("high")))
    return found


@pytest.mark.parametrize(
    ("cell", "value", "stated"),
    [
        (FACT["income"], 7414.91, "7414.91"),
        (FACT["income"], "7,414.91", "7414.91"),
        (FACT["income"], "７４１４．９１", "7414.91"),
        (FACT["income"], "7414.91万元", "7414.91"),
        (FACT["income"], "74149100元", "7414.91"),
        (FACT["income"], "0.741491亿元", "7414.91"),
        (FACT["rate"], 0.8304, "0.8304"),
        (FACT["rate"], "83.04%", "0.8304"),
        (FACT["rate"], "８３．０４％", "0.8304"),
        (FACT["rate"], "830.4‰", "0.8304"),
        (FACT["rate"], "80%～85%", "(0.8, 0.85)"),
    ],
)
def test_figures_as_people_type_them(cli: RunCli, cell: str, value: object, stated: str) -> None:
    books = blank(cli)
    typed(books["甲处"], {cell: value})
    assert cli("evidence", "import", "out").code == 0
    (said,) = facts_of(cli).values()
    assert str(said) == stated


@pytest.mark.parametrize("value", [1, 0.5, "1", "1分", "０．５", "０．５分", " 1 "])
def test_points_as_people_type_them(cli: RunCli, value: object) -> None:
    books = blank(cli)
    typed(books["甲处"], {"指标!G7": value, "指标!H7": "没有成文"})
    ran = cli("evidence", "import", "out")
    assert ran.code == 0 and "没有写原因" not in ran.err


MISTAKES: dict[str, tuple[dict[str, object], str]] = {
    "points too high": ({"指标!G7": 3}, "指标!G7: “制度”：分值是 2 分，请填 0～2，写的是 3"),
    "points in words": ({"指标!G7": "满分"}, "指标!G7: 应当是分数，写的是 '满分'"),
    "too many decimals": ({"指标!G7": 0.55}, "指标!G7: 分数最多 1 位小数"),
    "a formula": ({"指标!G7": "=1+1"}, "指标!G7: 填了公式 =1+1；请填数值 — 复制后“选择性粘贴→数值”"),
    "a link": ({"事实!F7": "='[别的.xlsx]表'!A1"}, "事实!F7: 填了公式 ='[别的.xlsx]表'!A1；请填数值 — 复制后“选择性粘贴→数值”"),
    "a locked cell": ({"指标!E7": "制度成文得5分"}, "指标!E7: 锁定的“评价要点”被改了：原为“制度成文得2分”，现为“制度成文得5分” — 请改回"),
    "a weight": ({"指标!F7": "5"}, "指标!F7: 锁定的“分值”被改了：原为“2”，现为“5” — 请改回"),
    "a line of nobody": ({"指标!G8": 1}, "指标!A8: 这一行没有编号，填的内容不知道属于谁"),
    "a line gone": ({"指标!A7": None}, "指标: 少了 1 行：a.rules"),
    "an id mistyped": ({"指标!A7": "a.rule"}, "指标!A7: 编号“a.rule”不在这个工作簿里 — 是不是 a.rules？"),
    "a line twice": ({"指标!A8": "a.rules"}, "指标!A8: 编号 a.rules 有两行（第 7 行也是）"),
    "columns without names": ({"指标!A5": None}, "指标: 隐藏的列名行不见了 — 请用原来的工作簿，把数值粘贴进去"),
    "a column gone": ({"指标!G5": None}, "指标: 少了“自评分”这一列"),
    "a column twice": ({"指标!P5": "claim"}, "指标: “claim”这一列有两个"),
    "no number": ({"事实!F7": "很多"}, "事实!F7: 本年收入：应当是数（以万元为单位），写的是 '很多'"),
    "out of range": ({"事实!F7": -1}, "事实!F7: 本年收入：-1 超出范围 0～"),
    "a ratio as percent": ({"事实!F9": 83.04}, "事实!F9: 预算执行率：83.04 超出范围 0～10 — 比率写成小数，或写成 \"83.04%\""),
    "a range upside down": ({"事实!F9": "85%～80%"}, "事实!F9: 预算执行率：下限比上限大"),
    "a page": ({"事实!F7": 1, "事实!I7": "封面"}, "事实!I7: 页码应当是正整数，写的是 '封面'"),
    "points set by nobody": ({"指标!K7": 1, "指标!M7": "理由", "指标!N7": "2022-03-15"}, "指标!L7: 写了认定分，没有写认定人"),
    "nobody's reason": ({"指标!M7": "理由"}, "指标!K7: 写了认定人、理由或日期，没有写认定分"),
    "no date": ({"指标!K7": 1, "指标!L7": "李四", "指标!M7": "理由", "指标!N7": "去年"}, "指标!N7: 应当是日期，如 2022-03-15，写的是 '去年'"),
}  # fmt: skip


@pytest.mark.parametrize("name", one_in(4, MISTAKES))
@pytest.mark.parametrize("fast", [True, False], ids=["calamine", "openpyxl"])
def test_a_mistake_is_told_with_its_cell_and_nothing_of_the_workbook_is_imported(
    cli: RunCli, monkeypatch: pytest.MonkeyPatch, name: str, fast: bool
) -> None:
    from evalfw.evidence.workbooks import raw

    monkeypatch.setattr(raw, "_is_fast", lambda asked: fast)
    cells, told = MISTAKES[name]
    books = blank(cli)
    typed(books["甲处"], cells)
    before = contents(Path("evidence"))
    workbook = books["甲处"].read_bytes()
    ran = cli("evidence", "import", books["甲处"])
    assert ran.code == 3
    lines = ran.err.splitlines()
    assert f"out/甲处.xlsx: {told}" in lines
    assert lines[-1] == "导入 0 个工作簿；1 个有错，没有导入"
    assert contents(Path("evidence")) == before
    assert books["甲处"].read_bytes() == workbook


def test_one_bad_workbook_does_not_keep_the_others_out(cli: RunCli) -> None:
    books = blank(cli)
    typed(books["甲处"], {"指标!G7": 9})
    typed(books["乙处"], {"指标!G7": 4})
    ran = cli("evidence", "import", "out")
    assert ran.code == 3
    assert "导入 3 个工作簿；1 个有错，没有导入" in ran.err
    assert [path.name for path in Path("evidence/facts").iterdir()] == ["two.workbook.toml"]


@pytest.mark.slow
def test_two_answers_to_one_fact_are_a_conflict_with_both_places(cli: RunCli) -> None:
    books = blank(cli)
    typed(books["甲处"], {FACT["rate"]: "83.04%", "指标!E3": "王五", "指标!G3": "2022-03-15"})
    shutil.copy(books["甲处"], "out/甲处-修订.xlsx")
    typed(Path("out/甲处-修订.xlsx"), {FACT["rate"]: "84%"})
    assert cli("evidence", "import", "out/甲处.xlsx").code == 0
    ran = cli("evidence", "import", "out/甲处-修订.xlsx")
    assert ran.code == 4
    assert "  冲突：预算执行率：甲处.xlsx，事实!F9 填 83.04%；甲处-修订.xlsx，事实!F9 填 84%" in ran.err.splitlines()
    report = json.loads(cli("run", "--format", "json", "--quiet").out)
    assert "fact.disputed" in {finding["code"] for finding in report["findings"]}
    ran = cli("evidence", "import", "out/甲处-修订.xlsx", "--replace")
    assert ran.code == 0 and "更新 1" in ran.err
    assert str(facts_of(cli)["money.rate"]) == "0.84"


def test_a_conflict_with_a_table_kept_by_hand_leaves_the_table_alone(cli: RunCli) -> None:
    books = blank(cli)
    table = "事实编号,数值\nmoney.income,100\n"
    Path("evidence/facts").mkdir()
    Path("evidence/facts/finance.csv").write_text(table, encoding="utf-8")
    typed(books["甲处"], {FACT["income"]: 101})
    ran = cli("evidence", "import", books["甲处"])
    assert ran.code == 4
    assert "冲突：本年收入：evidence/facts/finance.csv:2 填 100万元；甲处.xlsx，事实!F7 填 101万元" in ran.err
    assert Path("evidence/facts/finance.csv").read_text(encoding="utf-8") == table


@pytest.mark.slow
def test_what_was_sent_out_and_corrected_takes_the_place_of_what_was_sent(cli: RunCli) -> None:
    """A workbook sent out with answers, corrected by the division: the correction counts; what it cleared goes; the rest stays."""
    books = blank(cli)
    typed(books["甲处"], {FACT["income"]: 100, FACT["spent"]: 90, "指标!G7": 2})
    assert cli("evidence", "import", books["甲处"]).code == 0
    assert cli("evidence", "template", "--by", "division", "-o", "again").code == 0
    typed(Path("again/甲处.xlsx"), {FACT["income"]: 120, FACT["spent"]: None})
    ran = cli("evidence", "import", "again/甲处.xlsx")
    assert ran.code == 0
    assert "甲处.xlsx：新增 0，更新 1，清空 1，未变 1" in ran.err
    assert facts_of(cli) == {"money.income": 120}


@pytest.mark.slow
def test_an_older_copy_does_not_undo_what_came_later(cli: RunCli) -> None:
    books = blank(cli)
    typed(books["甲处"], {FACT["income"]: 100})
    assert cli("evidence", "import", books["甲处"]).code == 0
    assert cli("evidence", "template", "--by", "division", "-o", "second").code == 0
    assert cli("evidence", "template", "--by", "division", "-o", "third").code == 0
    typed(Path("second/甲处.xlsx"), {FACT["income"]: 120})
    assert cli("evidence", "import", "second/甲处.xlsx").code == 0
    typed(Path("third/甲处.xlsx"), {FACT["spent"]: 90})  # made before the correction, filled in after it
    ran = cli("evidence", "import", "third/甲处.xlsx")
    assert ran.code == 0
    assert facts_of(cli) == {"money.income": 120, "money.spent": 90}


def test_who_supplied_it_and_when_is_kept(cli: RunCli) -> None:
    import tomllib

    books = blank(cli)
    typed(books["甲处"], {FACT["income"]: 100, "指标!E3": "王五", "指标!G3": "2022-03-15"})
    assert cli("evidence", "import", books["甲处"]).code == 0
    (entry,) = tomllib.loads(Path("evidence/facts/one.workbook.toml").read_text(encoding="utf-8"))["fact"]
    assert entry["supplied_by"] == "王五" and entry["supplied_on"].isoformat() == "2022-03-15"
    digest = entry["taken"].pop("digest")
    assert entry["taken"] == {"collector": "workbook", "file": "甲处.xlsx", "sheet": "事实", "cell": "F7"}
    stored = Path("evidence/attachments") / f"{digest.removeprefix('sha256:')[:16]}.xlsx"
    assert stored.read_bytes() == books["甲处"].read_bytes()


def test_the_lists_of_hashes_can_be_checked_with_coreutils(cli: RunCli) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("coreutils are not installed")
    books = blank(cli)
    typed(books["甲处"], {FACT["income"]: 100})
    assert cli("evidence", "import", books["甲处"]).code == 0
    ran = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd="evidence", capture_output=True, check=True)
    assert ran.stdout.count(b": OK\n") == 1


def test_a_workbook_for_another_rubric_version_or_subject_is_refused(cli: RunCli) -> None:
    books = blank(cli)
    rubric = Path("rubric.toml")
    before = rubric.read_text(encoding="utf-8")
    rubric.write_text(before.replace('version = "1"', 'version = "2"'), encoding="utf-8")
    told = cli("evidence", "import", books["甲处"]).err
    assert "工作簿是为评分表 made-up/gathering 1 生成的，这里用的是 made-up/gathering 2" in told
    rubric.write_text(before.replace("制度成文得2分", "制度已成文得2分"), encoding="utf-8")
    assert "在工作簿生成之后改过内容" in cli("evidence", "import", books["甲处"]).err
    rubric.write_text(before, encoding="utf-8")
    evidence = Path("evidence/evidence.toml")
    evidence.write_text(evidence.read_text(encoding="utf-8").replace('id = "some"', 'id = "other"'), encoding="utf-8")
    assert "工作簿是单位 some 的，这里是 other" in cli("evidence", "import", books["甲处"]).err


def test_columns_may_be_moved_and_rows_inserted(cli: RunCli) -> None:
    """Columns are found by their hidden names and lines by their ids, wherever they stand."""
    books = blank(cli)
    typed(books["甲处"], {FACT["income"]: 100, FACT["spent"]: 90})
    book = openpyxl.load_workbook(books["甲处"])
    book["事实"].insert_rows(8, 2)
    book["事实"].insert_cols(3)
    book.save(books["甲处"])
    assert cli("evidence", "import", books["甲处"]).code == 0
    assert facts_of(cli) == {"money.income": 100, "money.spent": 90}


@pytest.mark.slow
def test_items_of_lists_come_back(cli: RunCli, sample: Path) -> None:
    root = bare_project(sample)
    assert cli("evidence", "template", "--by", "division", "-o", "out").code == 0
    book = Path("out/监督考核处.xlsx")
    row = row_of(book, "事实", "awards")
    typed(book, {"受嘉奖情况!B7": "考核", "受嘉奖情况!C7": "市级考核二等奖"})
    assert cli("evidence", "import", book).code == 0
    assert facts_of(cli)["awards"] == [{"project": "考核", "tier": "市级考核二等奖"}]
    shutil.rmtree(root / "facts")
    typed(book, {f"事实!F{row}": "无"})
    assert f"事实!F{row}: 选了“无”，条目表里却有条目" in cli("evidence", "import", book).err
    typed(book, {"受嘉奖情况!B7": None, "受嘉奖情况!C7": None})
    assert cli("evidence", "import", book).code == 0
    assert facts_of(cli)["awards"] == []
    shutil.rmtree(root / "facts")
    typed(book, {f"事实!F{row}": None, "受嘉奖情况!B7": "考核", "受嘉奖情况!C7": "特等奖"})
    assert f"事实!F{row}: 受嘉奖情况：第 1 条：'特等奖' 不在可选值之中" in cli("evidence", "import", book).err


def saved_at(path: Path, moment: str) -> Path:
    """The workbook at *path*, as if it had been saved at *moment*."""

    def changed(name: str, content: bytes) -> bytes:
        if name != "docProps/core.xml":
            return content
        return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment.encode(), content)

    rewritten(path, changed)
    return path


def test_two_workbooks_of_one_division_are_refused_unless_the_newest_is_wanted(cli: RunCli) -> None:
    books = blank(cli)
    old = books["甲处"]
    new = Path("out/aa-甲处.xlsx")  # before the other by name, and saved later
    shutil.copy(old, new)
    saved_at(typed(old, {FACT["rate"]: "83.04%"}), "2022-03-15T08:00:00Z")
    saved_at(typed(new, {FACT["rate"]: "84%"}), "2022-03-16T09:30:00Z")
    before = contents(Path("evidence"))
    ran = cli("evidence", "import", old, new)
    assert ran.code == 3
    both = "甲处.xlsx（2022-03-15 08:00:00 保存）、aa-甲处.xlsx（2022-03-16 09:30:00 保存）"
    assert f"有 2 个工作簿，都没有导入：{both} — 只留一个；或加 --take newest，用最后保存的" in ran.err
    assert contents(Path("evidence")) == before
    shutil.copytree("evidence", "spare")
    ran = cli("evidence", "import", old, new, "--take", "newest")
    assert ran.code == 0
    assert "没有用 甲处.xlsx（2022-03-15 08:00:00 保存）：aa-甲处.xlsx 更新（2022-03-16 09:30:00 保存）" in ran.err
    assert str(facts_of(cli)["money.rate"]) == "0.84"
    shutil.rmtree("evidence")
    Path("spare").rename("evidence")
    new.unlink()  # the other remedy that the message names
    assert cli("evidence", "import", old).code == 0
    assert str(facts_of(cli)["money.rate"]) == "0.8304"


def test_the_newest_is_not_guessed_where_workbooks_do_not_say_when_they_were_saved(cli: RunCli) -> None:
    books = blank(cli)
    new = Path("out/乙.xlsx")
    shutil.copy(books["甲处"], new)
    for path, value in ((books["甲处"], "83%"), (new, "84%")):
        saved_at(typed(path, {FACT["rate"]: value}), "2022-03-15T08:00:00Z")
    ran = cli("evidence", "import", books["甲处"], new, "--take", "newest")
    assert ran.code == 3 and "分不出哪个是最后保存的：只留一个" in ran.err


def test_a_copy_counts_once_and_what_is_no_workbook_is_named(cli: RunCli) -> None:
    books = blank(cli)
    book = typed(books["甲处"], {FACT["rate"]: "83.04%", "指标!E3": "王五", "指标!G3": "2022-03-15"})
    Path("back").mkdir()
    shutil.copy(book, "back/甲处.XLSX")
    shutil.copy(book, "back/甲处（副本）.xlsx")
    Path("back/说明.docx").write_bytes(b"x")
    Path("back/乙处.xls").write_bytes(b"x")
    Path("back/.hidden").write_bytes(b"x")
    ran = cli("evidence", "import", "back")
    assert ran.code == 4
    assert "导入 1 个工作簿" in ran.err
    assert "没有用 甲处（副本）.xlsx：与 甲处.XLSX 内容相同" in ran.err
    assert "不是 .xlsx 工作簿，没有读：乙处.xls、说明.docx（.xls、.et 请另存为 .xlsx）" in ran.err
    for name in ("说明.docx", "乙处.xls"):
        Path("back", name).unlink()
    assert cli("evidence", "import", "back").code == 0
    ran = cli("evidence", "import", "back", "--take", "last")
    assert (ran.code, ran.err) == (2, "--take 没有 'last'；可用 one、newest\n")
