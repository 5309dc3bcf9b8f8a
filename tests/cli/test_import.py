"""``evalfw rubric import``: the printed annex as XLSX, DOCX and TSV, and tables that are not in order."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from annex import HEADER, printed_rows, write_docx, write_xlsx
from conftest import DATA, RunCli, annex_rows

import evalfw

Load = Callable[[Path], evalfw.Rubric]


@pytest.fixture
def load(host: evalfw.PluginHost) -> Load:
    def loaded(path: Path) -> evalfw.Rubric:
        return evalfw.rubric.load_rubric(host.rubrics.find(f"./{path.as_posix()}"), host.rubrics, host.vocabulary)

    return loaded


def write_annex(form: str) -> Path:
    path = Path(f"附件1.{form}")
    if form == "xlsx":
        write_xlsx(path)
    elif form == "docx":
        write_docx(path)
    else:
        path.write_bytes((DATA / "nanjing-2021/annex1.tsv").read_bytes())
    return path


@pytest.mark.slow
@pytest.mark.parametrize("form", ["xlsx", "docx", "tsv"])
def test_the_printed_annex_becomes_a_rubric_with_its_rows_weights_and_sums(cli: RunCli, load: Load, form: str) -> None:
    ran = cli("rubric", "import", write_annex(form), "-o", "draft.toml")
    assert ran.code == 0, ran.err
    rubric = load(Path("draft.toml"))
    rows, leaves = annex_rows(), list(rubric.leaves)
    assert len(leaves) == 41
    for row, leaf in zip(rows, leaves, strict=True):
        assert (leaf.title, leaf.description, leaf.criterion) == (row["level3"], row["description"], row["criterion"])
        assert leaf.weight == (int(row["points"]) if row["points"] else 0)
    tops = {node.title: node.weight for node in rubric.children(None)}
    assert tops == {"部门决策": 15, "部门管理": 20, "部门履职": 40, "履职绩效": 20, "可持续发展能力": 5, "加减分项": 0}
    assert rubric.full_mark == 100 and len([node for node in rubric.indicators if node.level == 2]) == 18
    understood = [leaf for leaf in leaves if leaf.rule is not None and leaf.rule.kind != "todo"]
    assert len(understood) / len(leaves) >= 0.8
    assert f"认出 {len(understood)} 条规则" in ran.out and "全部相符" in ran.out
    (extra,) = [node for node in rubric.children(None) if node.extra]
    assert extra.limits == evalfw.authoring.Range(Fraction(-5), Fraction(5))


@pytest.mark.slow
def test_the_three_forms_give_the_same_rubric(cli: RunCli, load: Load) -> None:
    said = []
    for form in ("xlsx", "docx", "tsv"):
        cli("rubric", "import", write_annex(form), "-o", f"{form}.toml", "--id", "x", "--title", "x")
        text = Path(f"{form}.toml").read_text(encoding="utf-8")
        said.append([line for line in text.splitlines() if not line.startswith("source = ")])
    assert said[0] == said[1] == said[2]


def test_the_imported_rubric_scores_the_sample_to_98(cli: RunCli, load: Load) -> None:
    """Evidence as the annex tells it: done where full points were given, else set by hand as the annex has it."""
    cli("rubric", "import", write_annex("xlsx"), "-o", "draft.toml")
    rubric = load(Path("draft.toml"))
    facts, overrides = [], []
    for row, leaf in zip(annex_rows(), rubric.leaves, strict=True):
        assert leaf.rule is not None
        given = row["self_score"] or "0"
        for id in leaf.rule.reads():
            value = {
                "bool": "false" if leaf.rule.kind == "discretion" else "true",
                "ratio": '"83.04%"' if "执行率" in leaf.criterion else '"95%"',
                "list": '[{ project = "考核", tier = "tier_4" }]',
            }[rubric.facts[id].type]
            facts.append(f'[[fact]]\nid = "{id}"\nvalue = {value}\n')
        if given not in (row["points"], "0") and leaf.rule.kind == "all_or_nothing":
            reason = 'author = "某"\nreason = "附件1"\ndate = 2022-03-01\n'
            overrides.append(f'[[override]]\nindicator = "{leaf.id}"\npoints = {given}\n{reason}')
    assert len(overrides) == 3
    head = 'format = "evalfw.evidence/1"\nrubric = "draft"\nsubject = { id = "a", name = "政务办" }\n'
    Path("evidence.toml").write_text(head + "\n".join([*facts, *overrides]), encoding="utf-8")
    ran = cli("run", "evidence.toml", "--rubric", "./draft.toml", "--quiet")
    assert ran.code == 0 and "总分 98 / 100" in ran.out, ran.out + ran.err


@pytest.mark.slow
def test_like_keeps_ids_and_rules_so_that_the_evidence_of_last_year_still_fits(cli: RunCli, nanjing: evalfw.Rubric, load: Load) -> None:  # fmt: skip
    ran = cli(
        "rubric", "import", write_annex("docx"), "-o", "draft.toml", "--like", "2021", "--id", "nanjing/2021-again"
    )
    assert ran.code == 0 and "41  与参照的评分表相同" in ran.out
    rubric = load(Path("draft.toml"))
    assert list(rubric.by_id) == list(nanjing.by_id)
    assert nanjing.sample is not None
    assert cli("rubric", "migrate", nanjing.sample, "--to", "./draft.toml", "-o", "evidence").code == 0
    assert "总分 98 / 100" in cli("run", "evidence", "--rubric", "./draft.toml", "--quiet").out
    diff = cli("rubric", "diff", "2021", "./draft.toml").out
    assert "比较了 41 条规则：41 条对任何取值得分都不变" in diff


def test_like_keeps_the_fact_where_only_the_thresholds_change(cli: RunCli, load: Load) -> None:
    rows = printed_rows()
    (row,) = [row for row in rows if "90%的得2分" in row[4]]
    row[4] = "年度预算执行率不低于95%的得2分，85%（含）-95%得1分，低于85%得0.5分"
    (named,) = [row for row in rows if row[2] == "绩效信息公开"]
    named[4] = "按照规定的内容、时限和格式公开的得1分，否则不得分"
    write_xlsx(Path("a.xlsx"), rows)
    cli("rubric", "import", "a.xlsx", "-o", "draft.toml", "--like", "2021")
    rubric = load(Path("draft.toml"))
    leaf = rubric.by_id["decision.budget.soundness"]
    assert leaf.rule is not None and leaf.rule.kind == "bands"
    assert rubric.by_id["management.performance.disclosure"].rule is not None
    assert "performance.disclosed" in rubric.facts


@pytest.mark.parametrize(
    ("criterion", "kind"),
    [
        ("在职人员控制率≦100%,计5分;每超过一个百分点扣0.5分,扣完为止".replace("≦", "≤"), "deduct_per_step"),
        ("预算完成率达到100%，计5分；每低于5%扣2分，扣完为止", "deduct_per_step"),
        ("每出现一例不符合要求的扣1分，扣完为止", "deduct_per_step"),
        ("年内至少3次，每少一次扣1分", "deduct_per_step"),
        ("按完成比例计算得分，满分为止", "proportional"),
        ("重点支出安排率达到80%，计5分；未达到按比例计分", "proportional"),
        ("≥90%，计5分；80%（含）-90%，计4分；60%（含）-80%，计2分；低于60%不得分", "bands"),
        ("①绩效目标明确，2分；②指标量化，3分", "checklist"),
        ("①有制度；②有台账；③有检查。每少一项扣1分，扣完为止", "checklist"),
        ("制度健全的得5分，否则不得分", "all_or_nothing"),
        ("覆盖率达到95%以上的得5分，否则不得分", "all_or_nothing"),
        ("违反规定的，酌情扣分", "discretion"),
        ("根据超计划时间占计划完成时间百分比扣分", "todo"),
        ("制度健全的得2分，否则不得分", "todo"),
        ("每相差3%，扣1分，扣满15分为止", "todo"),
        ("排名第一得5分，以后每名递减0.5分", "todo"),
    ],
)  # fmt: skip
def test_what_is_made_of_a_sentence(cli: RunCli, load: Load, criterion: str, kind: str) -> None:
    """Known patterns become rules of five points; what is not quite one of them is left to a person."""
    Path("t.tsv").write_text(f"一级指标\t评分标准\t分值\n指标甲\t{criterion}\t5\n", encoding="utf-8")
    ran = cli("rubric", "import", "t.tsv", "-o", "t.toml")
    assert ran.code == 0, ran.err
    (leaf,) = load(Path("t.toml")).leaves
    assert leaf.rule is not None and leaf.rule.kind == kind
    if kind == "todo":
        assert "没有认出 1 条，写成 todo" in ran.out and criterion in ran.out
        assert cli("rubric", "release", "t.toml").code == 2, "a rubric with a todo is not released"
        assert "规则还没有写  [rule.todo]" in cli("rubric", "lint", "./t.toml").out


def test_what_rules_say_of_the_edges(cli: RunCli, load: Load) -> None:
    """以上 includes the number itself, 大于 does not, and a reading that was chosen is in the note."""
    Path("t.tsv").write_text(
        "一级指标\t评分标准\t分值\n甲\t覆盖率90%以上得5分；60%-90%得3分；低于60%不得分\t5\n乙\t满意度超过90%得满分\t5\n",
        encoding="utf-8",
    )
    assert cli("rubric", "import", "t.tsv", "-o", "t.toml").code == 0
    text = Path("t.toml").read_text(encoding="utf-8")
    for band in (
        "{ from = 0.9, points = 5 }",
        "{ from = 0.6, below = 0.9, points = 3 }",
        "{ below = 0.6, points = 0 }",
    ):
        assert band in text
    assert "《民法典》第一千二百五十九条" in text and "读作含下端、不含上端" in text
    assert "{ above = 0.9, points = 5 }" in text and "其余取值待人裁定" in text


def table(*rows: list[str], header: tuple[str, ...] = HEADER) -> str:
    return "\n".join("\t".join(row) for row in (list(header), *rows)) + "\n"


A = ["部门决策（4分）", "机制（4分）", "规范性", "说明", "规范的得2分，否则不得分", "2", "2"]
B = ["", "", "科学性", "说明", "科学的得2分，否则不得分", "2", "2"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (table(A, [*B[:5], "3", "2"]), "“机制”印的是 4 分，下面各行合计 5 分 — 下级：2 + 3"),
        (table(A, B, ["合计", "", "", "", "", "5", ""]), "合计印的是 5 分，各行合计 4 分"),
        (table(A, [*B[:5], "", "2"]), "“科学性”没有分值"),
        (table(A, [*B[:5], "两", "2"]), "应当是数，写的是 '两'"),
        (table(A, [*B[:2], "", *B[3:]]), "没有写指标名称"),
        (table(["", *A[1:]]), "没有写上级指标"),
        (table(), "表头下面一行也没有"),
        ("甲\t乙\n1\t2\n", "没有找到指标表"),
    ],
)
def test_a_table_that_is_not_in_order_is_told_at_its_cell_and_nothing_is_written(
    cli: RunCli, text: str, told: str
) -> None:
    Path("t.tsv").write_text(text, encoding="utf-8")
    ran = cli("rubric", "import", "t.tsv", "-o", "t.toml")
    assert ran.code == 3 and told in ran.err, ran.err
    assert not Path("t.toml").exists()


def test_a_header_in_another_order_is_read_all_the_same(cli: RunCli, load: Load) -> None:
    order = [2, 5, 0, 4, 1, 6, 3]
    rows = [[row[at] for at in order] for row in printed_rows()]
    Path("t.tsv").write_text(table(*rows, header=tuple(HEADER[at] for at in order)), encoding="utf-8")
    assert cli("rubric", "import", "t.tsv", "-o", "t.toml").code == 0
    assert [leaf.criterion for leaf in load(Path("t.toml")).leaves] == [row["criterion"] for row in annex_rows()]


def test_points_behind_each_level_are_its_subtotal(cli: RunCli, load: Load) -> None:
    header = ("一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "评分标准")
    rows = [
        ["甲", "3", "乙", "3", "丙", "1", "好的得1分，否则不得分"],
        ["", "", "", "", "丁", "2", "好的得2分，否则不得分"],
    ]
    Path("t.tsv").write_text(table(*rows, header=header), encoding="utf-8")
    ran = cli("rubric", "import", "t.tsv", "-o", "t.toml")
    assert "核对了 2 个印出的小计" in ran.out
    rows[0][1] = "4"
    Path("t.tsv").write_text(table(*rows, header=header), encoding="utf-8")
    assert "“甲”印的是 4 分" in cli("rubric", "import", "t.tsv", "-o", "t.toml", "--force").err


def test_a_half_merged_cell_is_told(cli: RunCli) -> None:
    """The first level is merged over two of its three rows; the third is blank and not merged."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (list(HEADER), A, B, [None, None, "第三", "", "好的得1分，否则不得分", 1, 1]):
        sheet.append(row)
    for column in (1, 2):
        sheet.cell(3, column).value = None
        sheet.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)
    book.save("t.xlsx")
    ran = cli("rubric", "import", "t.xlsx", "-o", "t.toml")
    assert ran.code == 3
    assert "t.xlsx: Sheet!A4: 这一格是空的，又不在上面的合并单元格“部门决策”里：分不清是漏合并还是漏填" in ran.err


def test_a_merged_cell_across_two_groups_is_told(cli: RunCli) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (list(HEADER), A, ["部门管理（2分）", *B[1:]]):
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    book.save("t.xlsx")
    ran = cli("rubric", "import", "t.xlsx", "-o", "t.toml")
    assert ran.code == 3 and "Sheet!B3: 这个合并单元格跨过了两个上级指标" in ran.err


@pytest.mark.parametrize("name", ["t.xlsx", "t.docx"])
def test_a_file_that_is_none_of_its_sort_is_told(cli: RunCli, name: str) -> None:
    Path(name).write_bytes(b"PK\x03\x04 broken")
    ran = cli("rubric", "import", name, "-o", "t.toml")
    assert ran.code == 3 and "读不了" in ran.err and "另存为" in ran.err
    assert cli("rubric", "import", "nothing.xlsx", "-o", "t.toml").code == 3
    assert "读不了 .pdf 文件；可读的有 .xlsx、.docx、.tsv、.csv" in cli("rubric", "import", "a.pdf", "-o", "t.toml").err


def test_a_file_that_is_there_is_not_overwritten(cli: RunCli) -> None:
    Path("t.toml").write_text("mine", encoding="utf-8")
    ran = cli("rubric", "import", write_annex("tsv"), "-o", "t.toml")
    assert ran.code == 2 and Path("t.toml").read_text(encoding="utf-8") == "mine"
    assert cli("rubric", "import", write_annex("tsv"), "-o", "t.toml", "--force").code == 0


def test_a_title_merged_over_several_rows_is_one_indicator_whose_sentence_goes_on(cli: RunCli, load: Load) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        list(HEADER),
        [*A[:2], "规范性", "说明", "①有制度，2分", 4, 4],
        [None] * 3 + [None, "②有记录，2分", None, None],
    ):
        sheet.append(row)
    for area in ("A2:A3", "B2:B3", "C2:C3", "D2:D3", "F2:F3", "G2:G3"):
        sheet.merge_cells(area)
    book.save("t.xlsx")
    ran = cli("rubric", "import", "t.xlsx", "-o", "t.toml")
    assert ran.code == 0, ran.err
    (leaf,) = load(Path("t.toml")).leaves
    assert leaf.criterion == "①有制度，2分\n②有记录，2分" and leaf.weight == 4
    assert leaf.rule is not None and leaf.rule.kind == "checklist"
    sheet.unmerge_cells("F2:F3")
    sheet["F2"], sheet["F3"] = 2, 2
    book.save("t.xlsx")
    ran = cli("rubric", "import", "t.xlsx", "-o", "t.toml", "--force")
    assert ran.code == 3 and "Sheet!F3: “规范性”合并成一格，分值却分成几格" in ran.err


def test_columns_and_rows_that_are_not_read_are_told(cli: RunCli, load: Load) -> None:
    header = ("序号", "一级指标", "年度指标值", "评分标准", "分值", "数据来源")
    rows = [
        ["1", "完成率", "≥90%", "按完成比例计算得分，满分为止", "5", "报表"],
        ["注：以上各项以年末为准", "", "", "", "", ""],
    ]
    Path("t.tsv").write_text(table(*rows, header=header), encoding="utf-8")
    ran = cli("rubric", "import", "t.tsv", "-o", "t.toml")
    assert "没有读的列：数据来源" in ran.out and "跳过一行（第3行第1列）：注：以上各项以年末为准" in ran.out
    (leaf,) = load(Path("t.toml")).leaves
    assert leaf.description == "年度指标值：≥90%"
    assert leaf.rule is not None and "target = 0.9" in Path("t.toml").read_text(encoding="utf-8")


def import_of(cli: RunCli, load: Load, text: str) -> tuple[evalfw.Rubric, str]:
    Path("t.tsv").write_text(text, encoding="utf-8")
    ran = cli("rubric", "import", "t.tsv", "-o", "t.toml", "--force")
    assert ran.code == 0, ran.err
    return load(Path("t.toml")), ran.out


def test_indicators_that_begin_like_a_footer_or_a_total_are_indicators(cli: RunCli, load: Load) -> None:
    rows = [
        [f"{name}", "好的得5分，否则不得分", "5"] for name in ("审核监督", "负责人履职", "总分类账设置", "总计划完成率")
    ]
    rows += [["小计", "", "20"], ["合  计", "", "20"], ["填表人：某某", "", ""]]
    rubric, out = import_of(cli, load, table(*rows, header=("一级指标", "评分标准", "分值")))
    assert [leaf.title for leaf in rubric.leaves] == ["审核监督", "负责人履职", "总分类账设置", "总计划完成率"]
    assert "核对了 1 个印出的小计" in out and "填表人：某某" in out


def test_points_beside_weights_and_standards_beside_gists(cli: RunCli, load: Load) -> None:
    header = ("一级指标", "评价要点", "权重", "评分标准", "分值")
    rubric, _ = import_of(cli, load, table(["甲", "看制度", "50%", "好的得5分，否则不得分", "5"], header=header))
    (leaf,) = rubric.leaves
    assert leaf.weight == 5 and leaf.criterion == "好的得5分，否则不得分" and leaf.description == "看制度"


def test_a_table_that_goes_on_below_another_header_is_one_table(cli: RunCli, load: Load) -> None:
    from docx import Document

    document = Document()
    for rows in (
        [list(HEADER), A],
        [["名称", "数量"], ["甲", "1"]],
        [list(HEADER), ["部门管理（2分）", "执行（2分）", *B[2:]]],
    ):
        made = document.add_table(rows=0, cols=len(rows[0]))
        for cells in rows:
            for cell, text in zip(made.add_row().cells, cells, strict=True):
                cell.text = text.replace("（4分）", "（2分）")
    document.save("t.docx")
    ran = cli("rubric", "import", "t.docx", "-o", "t.toml")
    assert ran.code == 0, ran.err
    assert [node.title for node in load(Path("t.toml")).children(None)] == ["部门决策", "部门管理"]
    assert "没有读的表：表2" in ran.out


def test_text_that_was_inserted_under_review_is_part_of_a_sentence(cli: RunCli, load: Load) -> None:
    from docx import Document
    from docx.oxml import parse_xml

    document = Document()
    made = document.add_table(rows=0, cols=3)
    for cells in (("一级指标", "评分标准", "分值"), ("甲", "完成得5分，否则不得分", "5")):
        for cell, text in zip(made.add_row().cells, cells, strict=True):
            cell.text = text
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    inserted = f'<w:ins {space} w:id="1" w:author="x"><w:r><w:t>；造假扣5分</w:t></w:r></w:ins>'
    made.cell(1, 1).paragraphs[0]._p.append(parse_xml(inserted))
    document.save("t.docx")
    assert cli("rubric", "import", "t.docx", "-o", "t.toml").code == 0
    (leaf,) = load(Path("t.toml")).leaves
    assert leaf.criterion == "完成得5分，否则不得分；造假扣5分"
    assert leaf.rule is not None and leaf.rule.kind == "todo"


def test_points_merged_over_two_indicators_are_told(cli: RunCli) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["一级指标", "评分标准", "分值"],
        ["甲", "好的得5分，否则不得分", 5],
        ["乙", "好的得5分，否则不得分", None],
    ):
        sheet.append(row)
    sheet.merge_cells("C2:C3")
    book.save("t.xlsx")
    ran = cli("rubric", "import", "t.xlsx", "-o", "t.toml")
    assert ran.code == 3 and "Sheet!C3: 分值合并成一格，指标却有几个" in ran.err


@pytest.mark.parametrize("area", ["A1:H1048576", "A1:XFD1048576"])
def test_a_hostile_merged_area_is_refused_before_it_is_unfolded(cli: RunCli, area: str) -> None:
    import zipfile

    write_xlsx(Path("good.xlsx"))
    with zipfile.ZipFile("good.xlsx") as good, zipfile.ZipFile("bad.xlsx", "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            if name.startswith("xl/worksheets/"):
                content = content.replace(b"</mergeCells>", f'<mergeCell ref="{area}"/></mergeCells>'.encode())
            bad.writestr(name, content)
    ran = cli("rubric", "import", "bad.xlsx", "-o", "t.toml")
    assert ran.code == 3 and "合并单元格太大" in ran.err


def test_a_table_of_too_many_rows_is_refused_and_not_cut(cli: RunCli) -> None:
    Path("t.tsv").write_text("一级指标\t评分标准\t分值\n" + "甲\t好的得1分，否则不得分\t1\n" * 5001, encoding="utf-8")
    ran = cli("rubric", "import", "t.tsv", "-o", "t.toml")
    assert ran.code == 3 and "表太大：最多 5000 行" in ran.err


def test_like_takes_over_conditions_and_other_keys_with_the_rule(cli: RunCli, load: Load) -> None:
    Path("old.toml").write_text(
        'format = "evalfw.rubric/1"\nid = "o"\nversion = "1"\ntitle = "o"\nfull_mark = 5\n'
        'fact = [{ id = "ok", label = "好", type = "bool" }, { id = "has", label = "有此项", type = "bool" }]\n'
        '[[indicator]]\nid = "x"\ntitle = "甲"\nweight = 5\ncriterion = "好的得5分，否则不得分"\nplaces = 1\n'
        'applies_when = "has"\nnote = "说明"\nrule = { kind = "all_or_nothing", when = "ok" }\n',
        encoding="utf-8",
    )
    Path("t.tsv").write_text("一级指标\t评分标准\t分值\n甲\t好的得5分，否则不得分\t5\n", encoding="utf-8")
    assert cli("rubric", "import", "t.tsv", "-o", "t.toml", "--like", "./old.toml").code == 0
    (leaf,) = load(Path("t.toml")).leaves
    assert (leaf.id, leaf.places, leaf.note) == ("x", 1, "说明") and leaf.applies_when is not None
    assert cli("rubric", "diff", "./old.toml", "./t.toml", "--claim", "patch").code == 0
