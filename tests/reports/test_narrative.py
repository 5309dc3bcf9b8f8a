"""The written report: living numbers are resolved and checked, the section on scores is written from them, Markdown is a subset."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import RunCli
from hypothesis import given, strategies as st
from reporting import as_bytes, full_report

import evalfw
from evalfw import Report
from evalfw.evidence import references
from evalfw.reporting import resolved
from evalfw_plugins.documents.blocks import Grid, Heading, Paragraph, plain
from evalfw_plugins.documents.markdown import blocks_of
from evalfw_plugins.documents.numerals import chinese, number_in
from evalfw_plugins.documents.written import written

REFERENCES = {
    "{{ budget.execution_rate }}": "83.04%",
    "{{预算执行率}}": "83.04%",
    "{{ decision:points }}": "14",
    "{{ decision:weight }}": "15",
    "{{ decision:lost }}": "1",
    "{{ decision:rate }}": "93.33%",
    "{{ decision:scores }}": "（总分15分，自评价得分14分）",
    "{{ total:points }}/{{ total:weight }}": "98/100",
    "{{ total:rate }}": "98%",
    "{{ total:grade }}": "",
    "{{7*7}}": "{{7*7}}",
    "{{ ''.__class__ }}": "{{ ''.__class__ }}",
    "{% if x %}": "{% if x %}",
    "{ decision:points }": "{ decision:points }",
    "{{ satisfaction.rate }}": "〔缺：服务对象、管理对象的满意度〕",
}


@pytest.mark.parametrize("written_as", REFERENCES)
def test_a_reference_stands_for_a_fact_or_a_score_and_anything_else_for_itself(written_as: str, report: Report) -> None:
    named = {fact.label: fact.id for fact in report.facts}
    source = written_as.replace("satisfaction.rate", named.get("服务对象、管理对象的满意度", ""))
    assert resolved(f"前{source}后", report) == f"前{REFERENCES[written_as]}后"


def test_values_are_not_looked_at_again(report: Report) -> None:
    """A fact whose text looks like a reference stays text."""
    tricked = tuple(
        fact._replace(shown=evalfw.Text("{{ total:points }}", "")) if fact.id == "budget.execution_rate" else fact
        for fact in report.facts
    )
    assert resolved("{{ budget.execution_rate }}", report._replace(facts=tricked)) == "{{ total:points }}"


@given(st.text(alphabet="{}ab:. \n率", max_size=40))
def test_no_text_breaks_the_search_for_references(text: str) -> None:
    found = list(references(text))
    assert all(text[each.start : each.end].startswith("{{") for each in found)


MISTAKES = {
    "{{ budget.excution_rate }}": "没有事实 'budget.excution_rate' — 是不是 budget.execution_rate",
    "{{ 预算执行律 }}": "没有事实 '预算执行律' — 是不是 预算执行率",
    "{{ decison:points }}": "没有指标 'decison' — 是不是 decision",
    "{{ decision:score }}": "'decision' 没有 :score — 可用的有 :points",
    "{{ total:scores }}": "'total' 没有 :scores",
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_name_that_nothing_has_is_told_with_file_and_line(mistake: str, cli: RunCli, sample: Path) -> None:
    (sample / "narrative/9.md").write_text(f"# 九\n\n\n见{mistake}。\n", encoding="utf-8")
    ran = cli("run", sample, "-q")
    assert ran.code == 3 and f"narrative/9.md:4: {MISTAKES[mistake]}" in ran.err


def test_all_mistakes_are_told_at_once_and_labels_that_two_facts_share_too(cli: RunCli) -> None:
    Path("r.toml").write_text(
        'format = "evalfw.rubric/1"\nid = "t"\nversion = "1"\ntitle = "题"\nfull_mark = 1\n'
        'fact = [{ id = "a", label = "数", type = "bool" }, { id = "b", label = "数", type = "bool" }]\n'
        'indicator = [{ id = "x", title = "项", weight = 1, criterion = "是得1分", rule = { kind = "all_or_nothing", when = "a and b" } }]\n',
        encoding="utf-8",
    )
    Path("evidence/narrative").mkdir(parents=True)
    head = 'format = "evalfw.evidence/1"\nrubric = "t"\nsubject = { id = "u", name = "甲" }\n'
    Path("evidence/evidence.toml").write_text(head, encoding="utf-8")
    Path("evidence/narrative/1.md").write_text("{{ 数 }}\n{{ c }}\n", encoding="utf-8")
    ran = cli("run", "--rubric", "./r.toml", "-q")
    assert (
        ran.code == 3 and "1.md:1: 有几个事实叫“数” — 请写编号：a、b" in ran.err and "1.md:2: 没有事实 'c'" in ran.err
    )


def headings(report: Report, level: int) -> list[str]:
    return [
        plain(block.runs)
        for block in written(report, "zh").blocks
        if isinstance(block, Heading) and block.level == level
    ]


def test_the_section_on_scores_is_written_where_people_did_not_write_it(report: Report) -> None:
    without = report._replace(narrative=tuple(each for each in report.narrative if not each.name.startswith("2-")))
    assert [each[:6] for each in headings(without, 1)][:3] == ["一、部门概况", "二、评价结论", "三、部门履职"]
    made = headings(without, 2)
    for said in (
        "（一）部门决策（总分15分，自评价得分14分）",
        "（二）部门管理（总分20分，自评价得分18.5分）",
        "（三）部门履职（总分40分，自评价得分40分）",
        "（六）加减分项（0.5分）",
    ):
        assert said in made
    paragraphs = [plain(block.runs) for block in written(without, "zh").blocks if isinstance(block, Paragraph)]
    lead = "围绕整体绩效框架体系开展自评价，总分100分，自评得分98分，具体情况如下："
    assert lead in paragraphs
    begin = "部门预算编制：预算编制科学规范：预算执行率 83.04%，小于90%，得1分；"
    assert any(text.startswith(begin) for text in paragraphs)


def test_a_section_that_people_wrote_stays_theirs(report: Report) -> None:
    assert headings(report, 1).count("二、评价结论") == 1
    assert "（三）部门履职（总分40分，自评价得分40分）和履职绩效（总分20分，自评价得分20分）。" in headings(report, 2)


def test_without_any_narrative_the_report_is_the_section_on_scores_and_the_table(host: evalfw.PluginHost) -> None:
    department = full_report(host, "mof/department-2013")
    assert headings(department, 1) == ["一、评价结论"]
    assert as_bytes(host, department, "docx")


def test_markdown_is_a_subset_and_everything_else_is_text() -> None:
    blocks = list(
        blocks_of(
            "# 一、*题*\n\n甲**粗**乙\n接着 `码`\n\n- 子\n- 丑\n\n3. 寅\n4. 卯\n\n| 头 | 尾 |\n| --- | --- |\n| 1 | <b>2</b> |\n\n"
            "[文](javascript:alert(1)) ![图](http://a/b.png) <script>x</script>\n\n```\nif x:\n    y\n```\n"
        )
    )
    assert [plain(block.runs) for block in blocks if isinstance(block, Heading | Paragraph)] == [
        "一、题", "甲粗乙 接着 码", "• 子", "• 丑", "3. 寅", "4. 卯",
        "[文](javascript:alert(1)) 〔图〕 <script>x</script>", "if x:", "    y",
    ]  # fmt: skip
    assert [block.rows for block in blocks if isinstance(block, Grid)] == [(("头", "尾"), ("1", "<b>2</b>"))]


def test_numerals_of_headings() -> None:
    assert [chinese(number) for number in (1, 10, 11, 20, 21, 99)] == ["一", "十", "十一", "二十", "二十一", "九十九"]
    assert number_in("二、评价结论") == 2 and number_in("十二、其他") == 12 and number_in("其他") is None
