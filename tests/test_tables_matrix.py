"""Every kind of table by every way in: the same values or a refusal, as the table in ``docs/tables.md`` says cell by cell."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import openpyxl
import polars as pl
import pytest
from conftest import RunCli
from small_project import lay_rubric

ROOT = Path(__file__).parent.parent
Rows = list[list[str]]
RULE = '{ kind = "all_or_nothing", when = "n >= 1" }'
UNITS = [["unit", "n"], ["0012", "2"], ["0013", "1"]]
REGISTER = [["单位编号", "单位名称"], ["0012", "甲"], ["0013", "乙"]]
FACTS = [["fact", "value"], ["n", "2"], ["m", "1"]]
INDICATORS = [
    ["一级指标", "二级指标", "三级指标", "评价要点", "分值"],
    ["决策", "目标", "目标合理性", "目标合理得60分，否则不得分", "60"],
    ["产出", "数量", "完成情况", "完成得40分，否则不得分", "40"],
]


def written(rows: Rows, delimiter: str = ",", end: str = "\r\n", quoted: bool = False) -> str:
    """*rows* as text."""
    stream = io.StringIO(newline="")
    how: Literal[0, 1] = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=how).writerows(rows)
    return stream.getvalue()


def book(rows: Rows, change: Callable[[openpyxl.Workbook], None] = lambda _: None) -> bytes:
    """*rows* as the first sheet of a workbook."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    change(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def hide_first(made: openpyxl.Workbook) -> None:
    old = made.create_sheet("旧表", 0)
    old.append(["别的", "表"])
    old.sheet_state = "hidden"
    made.active = 1


def formula(made: openpyxl.Workbook) -> None:
    made.worksheets[0]["A2"] = '="00"&"12"'  # nobody has worked these out: no value is stored
    made.worksheets[0]["B2"] = "=1+1"


def equals(rows: Rows) -> str:
    return written([rows[0], *([f'="{cell}"' for cell in row] for row in rows[1:])])


KINDS: Mapping[str, tuple[str, Callable[[Rows], bytes]]] = {
    "UTF-8": (".csv", lambda rows: written(rows).encode()),
    "UTF-8，有 BOM": (".csv", lambda rows: written(rows).encode("utf-8-sig")),
    "UTF-8，两个 BOM": (".csv", lambda rows: b"\xef\xbb\xbf" + written(rows).encode("utf-8-sig")),
    "UTF-16": (".csv", lambda rows: written(rows).encode("utf-16")),
    "GB 18030": (".csv", lambda rows: written(rows).encode("gb18030")),
    "换行是 LF": (".csv", lambda rows: written(rows, end="\n").encode()),
    "换行是 CR": (".csv", lambda rows: written(rows, end="\r").encode()),
    "分号分隔": (".csv", lambda rows: written(rows, ";").encode()),
    "首行 sep=;": (".csv", lambda rows: b"sep=;\r\n" + written(rows, ";").encode()),
    "制表符分隔的 .csv": (".csv", lambda rows: written(rows, "\t").encode()),
    "格都加了引号": (".csv", lambda rows: written(rows, quoted=True).encode()),
    '="0012" 的写法': (".csv", lambda rows: equals(rows).encode()),
    "表头上面有标题": (".csv", lambda rows: written([["2021年度情况", *[""] * (len(rows[0]) - 1)], *rows]).encode()),
    "末尾有空行": (".csv", lambda rows: (written(rows) + "\r\n\r\n").encode()),
    "引号没有结束": (".csv", lambda rows: (written(rows) + '"甲,1\r\n').encode()),
    "不是文本": (".csv", lambda rows: b"\x00\x01\x02\xff\xfe\x00" * 20),
    ".xlsx": (".xlsx", book),
    ".xlsx，前面有隐藏的表": (".xlsx", lambda rows: book(rows, hide_first)),
    ".xlsx，公式没有存下结果": (".xlsx", lambda rows: book(rows, formula)),
    ".xlsx，文件不完整": (".xlsx", lambda rows: book(rows)[:-200]),
}  # fmt: skip


def by_batch(cli: RunCli, name: str, kind: Callable[[Rows], bytes]) -> tuple[object, str]:
    Path(name).write_bytes(kind(UNITS))
    ran = cli("batch", "-r", "./rubric.toml", "--data", name, "-o", "out.parquet")
    if not Path("out.parquet").exists() or Path("out.parquet.errors.csv").exists():
        return None, ran.err
    return pl.read_parquet("out.parquet").select("unit", "n").rows(), ran.err


def by_register(cli: RunCli, name: str, kind: Callable[[Rows], bytes]) -> tuple[object, str]:
    Path(f"register-{name}").write_bytes(kind(REGISTER))
    Path("units.csv").write_text(written([*UNITS, ["0014", "1"]]), encoding="utf-8")
    ran = cli("batch", "-r", "./rubric.toml", "--data", "units.csv", "--units", f"register-{name}", "-o", "out.parquet")
    if not Path("out.parquet").exists():
        return None, ran.err
    known = pl.read_parquet("out.parquet").filter(pl.col("status") == "scored")
    return [(unit, {"0012": 2, "0013": 1}[unit]) for unit in known["unit"].to_list()], ran.err


def by_collecting(cli: RunCli, name: str, kind: Callable[[Rows], bytes]) -> tuple[object, str]:
    Path("evidence/sources").mkdir(parents=True)
    Path("evidence/sources", name).write_bytes(kind(UNITS))
    sort = "xlsx" if name.endswith(".xlsx") else "csv"
    rows = [
        f'[[collect]]\nid = "{fact}"\nfrom = "{sort}:sources/{name}"\n[[collect.fact]]\nid = "{fact}"\nwhere = {{ unit = "{unit}" }}\ncolumn = "n"\n'
        for fact, unit in (("n", "0012"), ("m", "0013"))
    ]
    return _evidence(cli, "\n".join(rows), collect=True)


def by_facts(cli: RunCli, name: str, kind: Callable[[Rows], bytes]) -> tuple[object, str]:
    Path("evidence/facts").mkdir(parents=True)
    Path("evidence/facts", name).write_bytes(kind(FACTS))
    return _evidence(cli, "", collect=False)


def _evidence(cli: RunCli, more: str, collect: bool) -> tuple[object, str]:
    import json

    head = 'format = "evalfw.evidence/1"\nrubric = "t/t"\nsubject = { id = "s", name = "某" }\n\n'
    Path("evidence/evidence.toml").write_text(head + more, encoding="utf-8")
    Path("evalfw.toml").write_text('rubric = "./rubric.toml"\nevidence = "evidence"\n', encoding="utf-8")
    taken = cli("evidence", "collect") if collect else None
    if taken is not None and taken.code not in (0, 4):
        return None, taken.err
    ran = cli("run", "-f", "json", "-q")
    if ran.code != 0:
        return None, ran.err
    facts = {fact["id"]: int(fact["value"]) for fact in json.loads(ran.out)["facts"] if fact["value"] is not None}
    return [("0012", facts["n"]), ("0013", facts["m"])], "" if taken is None else taken.err


def by_importing(cli: RunCli, name: str, kind: Callable[[Rows], bytes]) -> tuple[object, str]:
    Path(name).write_bytes(kind(INDICATORS))
    ran = cli("rubric", "import", name, "-o", "made.toml")
    if not Path("made.toml").exists():
        return None, ran.err
    made = tomllib.loads(Path("made.toml").read_text(encoding="utf-8"))
    leaves = [(each["title"], each["weight"]) for each in made["indicator"] if "criterion" in each]
    return ([("0012", 2), ("0013", 1)] if leaves == [("目标合理性", 60), ("完成情况", 40)] else leaves), ran.err


WAYS = {"批量": by_batch, "名册": by_register, "采集": by_collecting, "事实表": by_facts, "导入评分表": by_importing}
SAME, REFUSED, NONE = "同", "拒", "—"


def documented() -> dict[tuple[str, str], str]:
    """Kind and way → what the page says of it."""
    page = (ROOT / "docs/tables.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]
    at = next(number for number, row in enumerate(rows) if row[0] == "文件")
    heads = rows[at][1:]
    table: dict[tuple[str, str], str] = {}
    for row in rows[at + 2 :]:
        if len(row) != len(heads) + 1:
            break
        table |= {(re.sub("`", "", row[0]), head): said for head, said in zip(heads, row[1:], strict=True)}
    return table


CELLS = documented()


def test_the_page_has_every_kind_and_every_way() -> None:
    assert set(CELLS) == {(kind, way) for kind in KINDS for way in WAYS}
    assert set(CELLS.values()) == {SAME, REFUSED, NONE}


@pytest.mark.parametrize(("kind", "way"), [cell for cell, said in CELLS.items() if said != NONE])
def test_it_is_as_the_page_says(kind: str, way: str, cli: RunCli) -> None:
    lay_rubric(RULE)
    rubric = Path("rubric.toml").read_text(encoding="utf-8")
    rubric = rubric.replace('type = "count" }]', 'type = "count" }, { id = "m", label = "别", type = "count" }]')
    Path("rubric.toml").write_text(rubric, encoding="utf-8")
    suffix, made = KINDS[kind]
    values, said = WAYS[way](cli, f"t{suffix}", made)
    assert "Traceback" not in said
    if CELLS[kind, way] == SAME:
        assert values == [("0012", 2), ("0013", 1)], said
    else:
        assert values is None or values == [], said
        assert "没有一行" not in said, said  # what could not be read is what is told
