"""``evalfw evidence check``: every inconsistency of the real report is found, what holds is left alone, and slips are noticed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from conftest import DATA, RunCli, one_in
from gathering import lay_gathering
from hypothesis import given, strategies as st

import evalfw
from evalfw.examining.narrative.examine import narrative_observations
from evalfw.examining.narrative.figures import number_of_words
from evalfw.examining.narrative.prose import passages_of
from evalfw.examining.narrative.sums import sum_observations
from evalfw.examining.observation import Observation
from evalfw.examining.periods import read_period
from evalfw.scoring.table import tabulate

REPORT = DATA / "nanjing-2021/report.txt"


def checked(cli: RunCli, *arguments: str | Path) -> list[dict[str, Any]]:
    ran = cli("evidence", "check", *arguments, "--format", "json")
    assert ran.code == 0, ran.err
    found: list[dict[str, Any]] = json.loads(ran.out)
    return found


def told(found: list[dict[str, Any]], code: str) -> list[str]:
    return [each["message"] for each in found if each["code"] == code]


@pytest.fixture(scope="module")
def found_once() -> list[dict[str, Any]]:
    """For the first test that looks at the sample to put down what is found in it."""
    return []


@pytest.fixture
def found(cli: RunCli, found_once: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is found in the sample, whose narrative is the real report."""
    if not found_once:
        found_once.extend(checked(cli, "--rubric", "2021"))
    return found_once


def test_1_the_execution_rate_does_not_follow_from_the_figures(found: list[dict[str, Any]]) -> None:
    (said,) = told(found, "derivation.differs")
    assert "报告写 83.04%" in said and "重算为 ≈92.13%" in said and "总分由 98 变为 99" in said


def test_2_more_people_than_posts(found: list[dict[str, Any]]) -> None:
    assert any("50人 与 49人（为其 102.04%）" in said for said in told(found, "reconciliation.fails"))


def test_3_and_4_half_points_that_no_rule_gives(found: list[dict[str, Any]]) -> None:
    said = told(found, "override.not_awardable")
    assert [each.partition("：")[0] for each in said] == ["“部门预算执行率”", "“专项资金执行率”", "“工作开展情况”"]


def test_5_full_marks_without_a_figure(found: list[dict[str, Any]]) -> None:
    said = " ".join(told(found, "override.full_marks_without_fact"))
    assert "服务对象、管理对象对部门工作的满意度" in said and "‘三公’经费控制率" in said
    assert any("应有的作用" in each for each in told(found, "criterion.unmeasurable"))


def test_6_what_the_rubric_leaves_open(found: list[dict[str, Any]]) -> None:
    assert any("预算执行率恰为 90%" in each for each in told(found, "rule.gap"))
    assert len(told(found, "criterion.discretionary")) == 2


def test_8_five_aspects_of_six_indicators_and_a_name_that_is_none(found: list[dict[str, Any]]) -> None:
    assert told(found, "narrative.count") == [
        "写“5个方面”，而指标体系有 6 个一级指标，没有提到 加减分项",
        "写“五个维度”，而指标体系有 6 个一级指标，没有提到 加减分项",
    ]
    assert told(found, "narrative.indicators") == ["“履职效益”不是一级指标的名称，指标体系里是“履职绩效”"]


def test_9_drifts_from_the_budget_that_nobody_explains(found: list[dict[str, Any]]) -> None:
    moved = [re.findall(r"[+-][0-9.]+%", each)[0] for each in told(found, "fact.change")]
    assert moved == ["+19.89%", "+25.27%", "+43.13%", "-65.54%"]


def test_10_one_figure_for_the_office_and_the_whole_department(found: list[dict[str, Any]]) -> None:
    assert [re.findall(r"都是 ([0-9.]+万元)", each)[0] for each in told(found, "fact.same")] == [
        "239.7万元",
        "1050.05万元",
    ]


def test_11_fewer_services_than_projects_served(found: list[dict[str, Any]]) -> None:
    assert any("2000次 与 17000项" in each for each in told(found, "reconciliation.fails"))


def test_13_slips_of_the_pen(found: list[dict[str, Any]]) -> None:
    assert told(found, "narrative.term") == ["“一半公共预算”应为“一般公共预算”"]
    assert len(told(found, "narrative.brackets")) == 2  # ﹝2019﹞ and ﹝2016﹞; the other two are right


def test_14_parts_of_the_year(found: list[dict[str, Any]]) -> None:
    (said,) = told(found, "narrative.period")
    assert said.startswith("“1-10月”的数字，而评价的是2021-01-01至2021-12-31")
    assert len(told(found, "narrative.no_day")) == 2


def test_7_and_15_are_told_as_remarks(found: list[dict[str, Any]]) -> None:
    said = " ".join(told(found, "evidence.remark"))
    assert "可能还有未申报的加分" in said and "指标体系没有写按哪个口径评价" in said


def test_nothing_else_is_found(found: list[dict[str, Any]]) -> None:
    """The twenty identities that hold give nothing: no sum, no balance, no count, no score, no figure that differs."""
    codes = {each["code"] for each in found if each["severity"] != "info"}
    assert codes == {
        "derivation.differs", "reconciliation.fails", "override.not_awardable", "override.full_marks_without_fact",
        "override.without_fact", "narrative.count", "narrative.indicators", "narrative.term", "narrative.period",
        "narrative.no_day", "fact.change",
    }  # fmt: skip
    assert len(told(found, "reconciliation.fails")) == 2


def narrative_of(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(each["code"], each["message"]) for each in found if each["code"].startswith("narrative.")]


@pytest.mark.slow
def test_the_report_as_it_comes_out_of_its_pdf_says_the_same(cli: RunCli, found: list[dict[str, Any]]) -> None:
    """Lines broken inside words and page numbers between them change nothing; a stray full stop is found besides."""
    raw = checked(cli, "--rubric", "2021", "--narrative", REPORT)
    more = [each for each in narrative_of(raw) if each not in narrative_of(found)]
    assert more == [("narrative.punctuation", "单独成段的标点“。”")]
    assert not [each for each in narrative_of(found) if each not in narrative_of(raw)]
    lines = REPORT.read_text(encoding="utf-8").splitlines()
    (term,) = [each for each in raw if each["code"] == "narrative.term"]
    assert "一半公共预算" in lines[int(term["place"].rpartition(":")[2]) - 1]


def test_a_word_report_is_examined_too(cli: RunCli, sample: Path) -> None:
    document = docx.Document()
    document.add_heading("二、评价结论", 1)
    document.add_paragraph("市政务办机关2021年收入数6210.65万元，总分100分，自评得分97分。")
    document.save("report.docx")
    said = checked(cli, sample, "--narrative", Path("report.docx"))
    assert "“总分”写得分 97 分，自评分和计分是 98 分".replace("“总分”", "总分") in told(said, "narrative.score")
    assert any(
        each.startswith("“年收入数”写 6210.65万元，而证据是 机关本年收入 6210.64万元")
        for each in told(said, "narrative.differs")
    )


FIGURES = [
    "5180.42万元（其中一半", "3629.42", "1551万元", "5180.42万元（其中基本", "2321.53", "2858.89", "6210.64", "4546.59", "239.7",
    "1050.05", "374.3", "1837.49", "7414.91", "3027.99", "4386.92", "633.22", "83.04", "20375.24", "9826.45", "2684.48",
    "6194.76万元、附属", "379.8", "2565.48", "22302.69", "9336.77", "6771.16", "6194.76万元）", "638.03", "7611.55", "4218.41",
    "1009.94", "2383.2", "359.18", "251.87", "107.31", "37.01", "24.21", "80.72", "49人", "50人", "3人，辅助", "35人", "88人",
]  # fmt: skip


@pytest.fixture(scope="module")
def examined(host: evalfw.PluginHost, nanjing: evalfw.Rubric) -> Callable[[Mapping[str, str]], list[Observation]]:
    """What is found in sections, given by name, that stand in place of those of the sample."""
    assert nanjing.sample is not None
    evidence = evalfw.evidence.check_evidence(evalfw.evidence.collect(nanjing.sample, host.collectors), nanjing)
    report = evalfw.score(nanjing, evidence)
    table = tabulate({**nanjing.facts, **evidence.declarations}, evidence.statements)

    def run(changed: Mapping[str, str]) -> list[Observation]:
        passages = tuple(
            passage
            for section in evidence.narrative
            for passage in passages_of(changed.get(section.name, section.markdown), section.name)
        )
        return list(narrative_observations(passages, nanjing, evidence, report, table))

    return run


@pytest.fixture(scope="module")
def found_before(examined: Callable[[Mapping[str, str]], list[Observation]]) -> set[tuple[str, evalfw.Text]]:
    """What is found in the sections as they are."""
    return {(each.code, each.message) for each in examined({})}


@pytest.mark.parametrize("figure", one_in(16, FIGURES))
def test_a_slip_in_any_figure_that_a_fact_has_is_found(
    nanjing: evalfw.Rubric,
    examined: Callable[[Mapping[str, str]], list[Observation]],
    found_before: set[tuple[str, evalfw.Text]],
    figure: str,
) -> None:
    """Each figure is misprinted by one in its last digit, in the first place where it stands."""
    assert nanjing.sample is not None
    digits = re.match(r"[0-9.]+", figure)
    assert digits is not None
    wrong = digits.group()[:-1] + str((int(digits.group()[-1]) + 1) % 10)
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted((nanjing.sample / "narrative").iterdir())}
    at = {name: found for name, text in texts.items() if (found := re.search(rf"(?<![0-9.]){re.escape(figure)}", text))}
    name, found = next(iter(at.items()))
    text = texts[name][: found.start()] + wrong + texts[name][found.start() + len(digits.group()) :]
    more = [each for each in examined({name: text}) if (each.code, each.message) not in found_before]
    assert more, figure
    section, _, line = more[0].place.rpartition(":")
    assert section == name and wrong in text.splitlines()[int(line) - 1]


SLIPS = [
    ("总分15分，自评价得分14分", "总分15分，自评价得分13分", "“部门决策”写得分 13 分，自评分和计分是 14 分"),
    ("总分20分，自评价得分18.5分", "总分25分，自评价得分18.5分", "“部门管理”写总分 25 分，指标体系是 20 分"),
    ("自评得分98分", "自评得分99分", "总分写得分 99 分，自评分和计分是 98 分"),
    ("一级指标6个", "一级指标5个", "写“一级指标5个”，而指标体系有 6 个"),
    ("二级指标18个", "二级指标17个", "写“二级指标17个”，而指标体系有 18 个"),
    ("以下三个方面", "以下四个方面", "写“四个方面”，实际列了 3 个"),
    ("分三个阶段", "分四个阶段", "写“四个阶段”，实际列了 3 个"),
    ("“放、管、服、保”四个方面", "“放、管、服、保”三个方面", "写“三个方面”，实际列了 4 个"),
    ("等四种方式", "等三种方式", "写“三种方式”，实际列了 4 个"),
    ("三是高标准督查", "四是高标准督查", "列举到“四是”，前面没有第 3 条"),
    ("一般公共预算财政拨款收入9826.45", "一般公共预祘财政拨款收入9826.45", "“一般公共预祘”应为“一般公共预算”"),
    ("年末结转和结余638.03", "年未结转和结余638.03", "“年未结转和结余”应为“年末结转和结余”"),
    ("2021年12月底", "2021年上半年", "“2021年上半年”的数字，而评价的是2021-01-01至2021-12-31"),
    ("〔2018〕12号", "[2018]12号", "文号写作 [2018]，应当用六角括号〔2018〕（GB/T 9704）"),
]  # fmt: skip


@pytest.mark.parametrize("slip", one_in(5, SLIPS), ids=[wrong for _, wrong, _ in SLIPS])
def test_a_slip_of_each_sort_is_found(cli: RunCli, sample: Path, slip: tuple[str, str, str]) -> None:
    right, wrong, expected = slip
    changed = 0
    for path in (sample / "narrative").iterdir():
        text = path.read_text(encoding="utf-8")
        changed += right in text
        path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    assert changed
    assert expected in [message for _, message in narrative_of(checked(cli, sample))]


@pytest.mark.parametrize(
    "said",
    [
        "本年收入11万元", "本年收入为11万元", "本年收入是11万元", "本年收入达11万元", "本年收入达到11万元", "本年收入共11万元",
        "本年收入合计11万元", "本年收入共计11万元", "本年收入完成11万元", "本年收入：11万元", "本年收入共有 11 万元", "本年收入110,000元",
    ],
)  # fmt: skip
def test_a_name_and_its_figure_are_joined_in_many_ways(cli: RunCli, said: str) -> None:
    lay_gathering(
        files={
            "facts/a.toml": 'fact = [{ id = "money.income", value = 10 }]\n',
            "narrative/1.md": f"# 一\n\n今年{said}。\n",
        }
    )
    assert len(told(checked(cli), "narrative.differs")) == 1
    right = said.replace("110,000", "100,000").replace("11", "10")
    Path("evidence/narrative/1.md").write_text(f"# 一\n\n今年{right}。\n", encoding="utf-8")
    assert not told(checked(cli), "narrative.differs")


ORDINARY = [
    "本年收入约9万元", "上年本年收入9万元", "非本年收入5万元", "2020年满意度90%，2021年满意度95%", "信息化项目满意度80%",
    "本年支出1000万元，其中：基本支出600万元，占60%；项目支出400万元，较上年减少50万元", "有关方面收入1000万元，其中财政拨款800万元，比上年增加100万元，其他收入200万元",
    "年初预算1000万元，其中基本支出600万元、项目支出400万元，实际执行950万元", "机关在职人员50人，其中行政40人、事业10人，离退休人员20人",
    "项目支出400万元，其中信息化建设100万元、办公设备采购50万元等", "人员经费100万元，公用经费50万元，较上年增加10万元，合计150万元",
    "2020年全市共办理案件23件，2021年全市共办理案件45件", "绩效再评价", "年终结转和结余", "从制度建设、资金使用、监督和管理三个方面", "上半年召开动员部署会",
    "2021年第四季度开展绩效自评", "3月至5月为自评阶段", "项目设置一级指标4个、二级指标9个", "目前存在三五个问题", "主要有两三个方面", "总分100分，自评得分9.8.1分",
    "预算执行率（总分.分，得分.分）", "二级指标三四个", "；一二是", "满意度达到90%以上",
]  # fmt: skip


@pytest.mark.parametrize("said", ORDINARY)
def test_ordinary_sentences_are_left_alone(cli: RunCli, said: str) -> None:
    facts = 'fact = [{ id = "money.income", value = 10 }, { id = "money.spent", value = 1000 }, { id = "people.satisfied", value = 0.95 }]\n'
    lay_gathering(files={"facts/a.toml": facts, "narrative/1.md": f"# 一\n\n{said}。\n"})
    assert [each for each in narrative_of(checked(cli)) if each[0] != "narrative.punctuation"] == []


@pytest.mark.parametrize("said", ["本年收入11余万元", "本年收入近11万元", "本年收入11万元以上", "本年收入约11万余元"])
def test_rough_figures_and_targets_are_left_alone(cli: RunCli, said: str) -> None:
    lay_gathering(
        files={
            "facts/a.toml": 'fact = [{ id = "money.income", value = 10 }]\n',
            "narrative/1.md": f"# 一\n\n{said}。\n",
        }
    )
    assert not told(checked(cli), "narrative.differs")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("主要做了三个方面：一是甲；二是乙；三是丙；四是丁。", ["写“三个方面”，实际列了 4 个"]),
        ("主要做了三个方面：一是甲；二是乙。", ["写“三个方面”，实际列了 2 个"]),
        ("主要做了两个方面：一是甲；二是乙。", []),
        ("分为三个阶段。", []),
    ],
)
def test_an_enumeration_is_counted(cli: RunCli, text: str, expected: list[str]) -> None:
    lay_gathering(files={"narrative/1.md": f"# 一\n\n{text}\n"})
    assert told(checked(cli), "narrative.count") == expected


def sums(text: str) -> list[str]:
    return [each.message.zh for each in sum_observations(passages_of(f"# 题\n\n{text}", "x.md"))]


def test_parts_that_make_their_total_are_left_alone() -> None:
    assert sums("收入100万元（其中拨款60万元、其他40万元），支出90万元。") == []
    assert sums("共有30个项目，其中市级10个，区级5个。") == []  # not all of them need be named
    assert sums("资金1.2亿元，其中中央8000万元，地方4000万元。") == []


def test_parts_that_do_not_make_their_total_are_told() -> None:
    assert sums("收入100万元（其中拨款60万元、其他30万元），支出90万元。") == [
        "收入写 100万元，各项之和是 60 + 30 = 90万元，相差 10万元"
    ]
    assert sums("共有30个项目，其中市级20个，区级15个。") == ["共有写 30个，各项之和是 20 + 15 = 35个，相差 5个"]
    assert sums("职工50人，退休3人，合计54人。") == ["合计写 54人，各项之和是 50 + 3 = 53人，相差 1人"]


@given(st.integers(1, 99))
def test_small_numbers_are_read_in_digits_and_in_chinese(number: int) -> None:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    words = (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")
    assert number_of_words(words) == number_of_words(str(number)) == number


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("2021", "2021-01-01 2021-12-31"),
        ("2021年度", "2021-01-01 2021-12-31"),
        ("2021年1-10月", "2021-01-01 2021-10-31"),
        ("1—10月", "2021-01-01 2021-10-31"),
        ("上半年", "2021-01-01 2021-06-30"),
        ("2020年前三季度", "2020-01-01 2020-09-30"),
        ("2020年2月", "2020-02-01 2020-02-29"),
        ("2021-01-01至2021-06-30", "2021-01-01 2021-06-30"),
        ("１－３月", "2021-01-01 2021-03-31"),
        ("今年", None),
        ("13月", None),
        ("10-1月", None),
    ],
)
def test_spans_of_time(written: str, span: str | None) -> None:
    read = read_period(written, 2021)
    assert (None if read is None else f"{read.first} {read.last}") == span


def test_a_figure_of_another_span_is_a_finding(cli: RunCli) -> None:
    facts = 'fact = [{ id = "money.income", value = 10, period = "1-10月" }, { id = "money.spent", value = 9, period = "2021年" }, { id = "people.asked", value = 1, period = "某时" }]\n'
    lay_gathering(files={"facts/a.toml": facts})
    found = checked(cli)
    assert told(found, "fact.period") == ["本年收入是 1-10月 的数字，而评价的是 2021-01-01 至 2021-12-31"]
    assert told(found, "fact.span") == ["调查份数：看不懂时间范围“某时”"]


def test_figures_that_jump_from_last_year_are_findings(cli: RunCli) -> None:
    from gathering import EVIDENCE

    now = 'fact = [{ id = "money.income", value = 140 }, { id = "money.spent", value = 100 }]\n'
    lay_gathering(files={"facts/a.toml": now})
    last = Path("last")
    last.mkdir()
    last.joinpath("evidence.toml").write_text(
        EVIDENCE + 'fact = [{ id = "money.income", value = 100 }, { id = "money.spent", value = 90 }]\n',
        encoding="utf-8",
    )
    path = Path("evidence/evidence.toml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('rubric = "', 'previous = "../last"\nrubric = "'), encoding="utf-8")
    assert told(checked(cli), "fact.jump") == ["本年收入：上年 100万元，本年 140万元，+40%，超过 ±30%"]
    path.write_text(text.replace('rubric = "', 'previous = "../last"\njump = 0.1\nrubric = "'), encoding="utf-8")
    assert len(told(checked(cli), "fact.jump")) == 3  # the rate that follows from them too


@pytest.mark.slow
def test_strict_ends_with_1_and_a_clean_folder_with_0(cli: RunCli) -> None:
    assert cli("evidence", "check", "--rubric", "2021", "--strict").code == 1
    lay_gathering(
        files={
            "facts/a.toml": 'fact = [{ id = "rules.written", value = true }, { id = "money.rate", value = 1 }, { id = "people.satisfied", value = 1 }]\n'
        }
    )
    ran = cli("evidence", "check", "--strict")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "0 处需要注意，0 处提示")


def test_tables_that_name_what_is_not_asked_for_are_findings(cli: RunCli) -> None:
    lay_gathering(
        '[[division]]\nid = "x"\nfacts = ["mony.*"]\n[[change]]\nid = "y"\nlabel = "变"\nfrom = "money.income"\nto = "no.fact"\n'
    )
    assert told(checked(cli), "arrangement") == [
        "division[x].facts: 'mony.*' 什么也没有指到",
        "change[y].to: 评分表没有要求事实 'no.fact'",
    ]
