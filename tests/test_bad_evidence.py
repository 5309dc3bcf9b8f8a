"""Mistakes in evidence: each is told with its file, line and place, all at once, and nothing is scored."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import evalfw

Change = Callable[[Path], None]


def replace(file: str, old: str, new: str) -> Change:
    def change(sample: Path) -> None:
        path = sample / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def write(file: str, text: str) -> Change:
    def change(sample: Path) -> None:
        (sample / file).parent.mkdir(parents=True, exist_ok=True)
        (sample / file).write_text(text, encoding="utf-8")

    return change


HEAD = "事实编号,数值\n"
OVERRIDE = (
    '[[override]]\nindicator = "results.social.role"\npoints = 10\nauthor = "甲"\nreason = "乙"\ndate = 2022-01-01\n'
)

MISTAKES: dict[str, tuple[Change, str]] = {
    "another rubric": (
        replace("evidence.toml", 'rubric = "nanjing/2021"', 'rubric = "suzhou/2021"'),
        "evidence.toml:7: rubric: this evidence was gathered for rubric 'suzhou/2021', not for 'nanjing/2021'",
    ),
    "no evidence file": (
        replace("evidence.toml", 'format = "evalfw.evidence/1"', 'format = "evalfw.rubric/1"'),
        'evidence.toml:6: format: not an evidence file: format is not "evalfw.evidence/1"',
    ),
    "unknown fact": (
        replace("facts/judgements.csv", "midterm.clear,", "midterm.cleer,"),
        "facts/judgements.csv:4: id: the rubric asks for no fact 'midterm.cleer' — did you mean midterm.clear, midterm.aligned?",
    ),
    "neither yes nor no": (
        replace("facts/judgements.csv", "midterm.clear,是", "midterm.clear,大概"),
        "facts/judgements.csv:4: value: 中长期规划清晰、目标明确、具有可实现性: expected true or false, got '大概'",
    ),
    "a percentage without its sign": (
        replace("facts/finance.csv", "budget.execution_rate,83.04%", "budget.execution_rate,83.04"),
        'facts/finance.csv:50: value: 预算执行率: 83.04 is out of range 0～10 — write a ratio as a decimal, or as "83.04%"',
    ),
    "another unit": (
        replace("facts/finance.csv", "agency.income,6210.64,万元", "agency.income,6210.64,人"),
        "facts/finance.csv:8: value: 机关本年收入: expected a number in 万元, got '6210.64人'",
    ),
    "too many decimals in another unit": (
        replace("facts/finance.csv", "agency.income,6210.64,万元", "agency.income,6210.64,元"),
        "facts/finance.csv:8: value: 机关本年收入: 6210.64元 (0.621064万元) has more than 2 decimals — round it to 2 decimals",
    ),
    "too many decimals": (
        replace("facts/finance.csv", "agency.income,6210.64", "agency.income,6210.641"),
        "facts/finance.csv:8: value: 机关本年收入: 6210.641 has more than 2 decimals — round it to 2 decimals",
    ),
    "NaN": (
        write("facts/x.csv", HEAD + "agency.income,NaN\n"),
        "facts/x.csv:2: value: 机关本年收入: expected a number in 万元, got 'NaN'",
    ),
    "a 10,000-digit number in a table": (
        write("facts/x.csv", HEAD + f"agency.income,{'9' * 10_000}\n"),
        "facts/x.csv:2: value: 机关本年收入: number too long: at most 30 digits",
    ),
    "a 10,000-digit number in TOML": (
        write("facts/x.toml", f'[[fact]]\nid = "agency.income"\nvalue = {"9" * 10_000}\n'),
        "facts/x.toml:3: number too long: at most 30 digits",
    ),
    "a 10,000-digit number in JSON": (
        write("facts/x.json", '{"fact": [\n{"id": "agency.income",\n"value": ' + "9" * 10_000 + "}]}"),
        "facts/x.json:3: number too long: at most 30 digits",
    ),
    "3,000 nested brackets in TOML": (
        write("facts/x.toml", "x = 1\ny = " + "[" * 3000 + "]" * 3000),
        "facts/x.toml:2: brackets nested too deep: at most 100 levels",
    ),
    "300,000 nested brackets in JSON": (
        write("facts/x.json", '{"fact":\n' + "[" * 300_000 + "]" * 300_000 + "}"),
        "facts/x.json:2: brackets nested too deep: at most 100 levels",
    ),
    "a JSON key twice": (
        write("facts/x.json", '{"fact": [], "fact": []}'),
        "facts/x.json: key 'fact' is given twice",
    ),
    "JSON that is none": (
        write("facts/x.json", '{"fact": [}'),
        "facts/x.json:1: not valid JSON: Expecting value (column 11)",
    ),
    "a JSON list": (write("facts/x.json", "[]"), "facts/x.json:1: the outermost value must be an object { }"),
    "half a character in JSON": (
        write("facts/x.json", '{"fact": [{"id": "it.seal", "value": true, "quote": "\\ud800"}]}'),
        "facts/x.json: an escape \\uD800 to \\uDFFF stands alone",
    ),
    "a table without end": (
        write("facts/x.csv", HEAD + "it.seal,\n" * 100_001),
        "facts/x.csv:100002: table too long: at most 100000 rows",
    ),
    "infinity in JSON": (
        write("facts/x.json", '{"fact": [\n{"id": "agency.income", "value": Infinity}]}'),
        "facts/x.json:2: fact[agency.income].value: infinity cannot be scored",
    ),
    "an unknown key": (
        write("facts/x.toml", '[[fact]]\nid = "it.seal"\nvalue = true\nsauce = "x"\n'),
        "facts/x.toml:4: fact[it.seal].sauce: unknown key — did you mean audience, value?",
    ),
    "an unknown tier": (
        replace("evidence.toml", 'tier = "市级考核二等奖"', 'tier = "市级考核三等奖"'),
        "evidence.toml:22: fact[awards].value: 受嘉奖情况: item 1: '市级考核三等奖' is not a choice — "
        "choices: state_council（国务院嘉奖）, province（省级嘉奖）, city_first（市级考核一等奖）, city_second（市级考核二等奖）",
    ),
    "a list item without a field": (
        replace("evidence.toml", 'project = "2021年度市级部门绩效考核", ', ""),
        "evidence.toml:22: fact[awards].value: 受嘉奖情况: item 1: field 'project' is missing",
    ),
    "an unknown column": (
        write("facts/x.csv", "事实编号,数值,颜色\n"),
        "facts/x.csv:1: unknown column '颜色' — columns: fact（事实编号）, value（数值）, unit（单位）, low（下限）, high（上限）, "
        "indicator（指标编号）, points（自评分）, label（名称）, document（出处文件）, section（出处位置）, quote（原文）, note（备注）, file（附件）, page（页码）, period（时间范围）, audience（公开范围）, hint（填写说明）",
    ),
    "a column twice": (write("facts/x.csv", "事实编号,数值,value\n"), "facts/x.csv:1: column 'value' is given twice"),
    "no header": (
        write("facts/x.csv", "名称,备注\n"),
        "facts/x.csv:1: the header needs the columns 'fact' and 'value', or 'indicator' and 'points'",
    ),
    "an unquoted comma": (
        write("facts/x.csv", HEAD + "agency.income,6,210.64\n"),
        "facts/x.csv:2: 3 cells under 2 headings — quote cells that hold commas",
    ),
    "an open quotation mark": (
        write("facts/x.csv", HEAD + '"agency.income,1\n'),
        "facts/x.csv:2: text behind a closing quote, or a quote that is never closed — double the quotes within a cell, and put the cell in quotes",
    ),
    "a self-score that is no number": (
        write("facts/x.csv", "指标编号,自评分\nresults.social.role,十分\n"),
        "facts/x.csv:2: points: expected a number, got '十分'",
    ),
    "a self-score with an exponent": (
        write("facts/x.csv", "指标编号,自评分\nresults.social.role,9e9999\n"),
        "facts/x.csv:2: points: expected a number, got '9e9999'",
    ),
    "a row that ends before its fact": (
        write("facts/x.csv", "数值,事实编号\n1\n"),
        "facts/x.csv:2: fact: the fact is not named",
    ),
    "a self-score for no indicator": (
        replace("facts/claims.csv", "results.social.role", "results.social.roll"),
        "facts/claims.csv:41: indicator: the rubric has no indicator 'results.social.roll' — did you mean results.social.role",
    ),
    "a file that nothing reads": (
        write("facts/x.docx", ""),
        "facts/x.docx: no collector reads .docx files — readable: .csv, .json, .toml",
    ),
    "a table in the wrong folder": (
        write("x.csv", HEAD),
        "x.csv: data files here are not read: move it into facts/",
    ),
    "an override without a reason": (
        write("facts/x.toml", OVERRIDE.replace('reason = "乙"\n', "")),
        "facts/x.toml:1: override[1]: missing key 'reason'",
    ),
    "an override with an empty author": (
        write("facts/x.toml", OVERRIDE.replace("甲", " ")),
        "facts/x.toml:4: override[1].author: must not be empty",
    ),
    "an override above the weight": (
        write("facts/x.toml", OVERRIDE.replace("10", "10.5")),
        "facts/x.toml:3: override[1].points: 10.5 is outside 0～10",
    ),
    "an override with too many decimals": (
        write("facts/x.toml", OVERRIDE.replace("10", "9.999")),
        "facts/x.toml:3: override[1].points: points have at most 2 decimals",
    ),
    "an override of a subtotal": (
        write("facts/x.toml", OVERRIDE.replace("results.social.role", "results.social")),
        "facts/x.toml:2: override[1].indicator: only indicators without others below them can have this",
    ),
    "a date that is none": (
        write("facts/x.toml", OVERRIDE.replace("2022-01-01", '"2022-02-30"')),
        "facts/x.toml:6: override[1].date: expected a date such as 2022-03-31, got '2022-02-30'",
    ),
    "a fact without a value": (
        write("facts/x.toml", '[[fact]]\nid = "it.seal"\n'),
        "facts/x.toml:1: fact[it.seal]: no 'value' (nor 'low' and 'high')",
    ),
    "a value and a range": (
        write("facts/x.toml", '[[fact]]\nid = "agency.income"\nvalue = 1\nlow = 0\n'),
        "facts/x.toml:1: fact[agency.income]: 'value' excludes 'low' and 'high'",
    ),
    "a range upside down": (
        write("facts/x.toml", '[[fact]]\nid = "satisfaction.rate"\nlow = 0.9\nhigh = 0.8\n'),
        "facts/x.toml:1: fact[satisfaction.rate].value: 服务对象、管理对象的满意度: 'low' is more than 'high'",
    ),
    "an exemption that ends before it begins": (
        write(
            "facts/x.toml",
            '[[exemption]]\nindicator = "results.social.role"\nkind = "waived"\nreason = "甲"\napprover = "乙"\n'
            "from = 2022-01-01\nuntil = 2021-01-01\n",
        ),
        "facts/x.toml:7: exemption[1].until: 'until' is before 'from'",
    ),
    "an exemption of an unknown kind": (
        write(
            "facts/x.toml",
            '[[exemption]]\nindicator = "results.social.role"\nkind = "waved"\nreason = "甲"\napprover = "乙"\n'
            "from = 2022-01-01\nuntil = 2022-01-01\n",
        ),
        "facts/x.toml:3: exemption[1].kind: expected one of not_applicable, waived, got 'waved' — did you mean waived?",
    ),
    "a declaration of what the rubric declares": (
        write("facts/x.toml", '[[declare]]\nid = "it.seal"\nlabel = "甲"\ntype = "bool"\n'),
        "facts/x.toml:2: declare[it.seal].id: the rubric declares fact 'it.seal' already",
    ),
    "a figure raised to a power": (
        write("facts/x.csv", HEAD + "agency.income,10⁶\n"),
        "facts/x.csv:2: value: 机关本年收入: expected a number in 万元, got '10⁶'",
    ),
    "two units": (
        replace("facts/finance.csv", "agency.income,6210.64,万元", "agency.income,6210.64万元,元"),
        "facts/finance.csv:8: unit: 'value' says 万元, 'unit' says 元",
    ),
    "a range with a unit": (
        write("facts/x.csv", "事实编号,数值,下限,上限,单位\nagency.income,,1,2,万元\n"),
        "facts/x.csv:2: unit: a range takes no unit: give it in the declared unit",
    ),
    "a declaration twice": (
        write("facts/x.toml", '[[declare]]\nid = "x.y"\nlabel = "甲"\ntype = "bool"\n' * 2),
        "facts/x.toml:6: declare[x.y].id: id 'x.y' is used twice",
    ),
    "a relation twice": (
        write(
            "facts/x.toml",
            '[[reconciliation]]\nid = "r"\nlabel = "甲"\nrelation = "agency.income = agency.income"\n' * 2,
        ),
        "facts/x.toml:6: reconciliation[r].id: id 'r' is used twice",
    ),
    "facts and self-scores in one table": (
        write("facts/x.csv", "事实编号,数值,指标编号\n"),
        "facts/x.csv:1: a table holds either facts or self-scores",
    ),
    "a value and a range in a table": (
        write("facts/x.csv", "事实编号,数值,下限\nagency.income,1,2\n"),
        "facts/x.csv:2: value: 'value' excludes 'low' and 'high'",
    ),
    "a self-score of nothing": (
        write("facts/x.csv", "指标编号,自评分\n,1\n"),
        "facts/x.csv:2: indicator: the indicator is not named",
    ),
    "a range of yes and no": (
        write("facts/x.toml", '[[fact]]\nid = "it.seal"\nlow = 0\nhigh = 1\n'),
        "facts/x.toml:1: fact[it.seal].value: 建设电子印章系统按照年初工作目标有序推进，并取得良好质效: only numeric facts and dates can be given as a range",
    ),
    "an override of nothing": (
        write("facts/x.toml", OVERRIDE.replace("results.social.role", "results.social.roll")),
        "facts/x.toml:2: override[1].indicator: the rubric has no indicator 'results.social.roll' — did you mean results.social.role",
    ),
    "an exemption without a reason": (
        write(
            "facts/x.toml",
            '[[exemption]]\nindicator = "results.social.role"\nkind = "waived"\nreason = " "\napprover = "乙"\n'
            "from = 2022-01-01\nuntil = 2022-01-01\n",
        ),
        "facts/x.toml:4: exemption[1].reason: must not be empty",
    ),
    "a declaration that reads nothing there": (
        write("facts/x.toml", '[[declare]]\nid = "x.y"\nlabel = "甲"\ntype = "number"\nderivation = "x.z + 1"\n'),
        "facts/x.toml:5: declare[x.y].derivation: column 1: no fact 'x.z' is declared — did you mean x.y?",
    ),
    "a relation of nothing there": (
        write("facts/x.toml", '[[reconciliation]]\nid = "r"\nlabel = "甲"\nrelation = "x.z = 1"\n'),
        "facts/x.toml:4: reconciliation[r].relation: column 1: no fact 'x.z' is declared",
    ),
    "a period that ends before it begins": (
        replace("evidence.toml", "last = 2021-12-31", "last = 2020-12-31"),
        "evidence.toml:14: period: 'first' is after 'last'",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake(name: str, sample: Path, scored: Callable[[Path], evalfw.Report]) -> None:
    change, expected = MISTAKES[name]
    change(sample)
    with pytest.raises(evalfw.EvidenceError) as raised:
        scored(sample)
    told = [problem.read("en").removeprefix(f"{sample.as_posix()}/") for problem in raised.value.problems]
    assert len(told) == 1
    assert told[0] == expected or (told[0].startswith(expected) and "did you mean" in expected)
    assert raised.value.problems[0].what.zh


def test_all_files_are_told_at_once(sample: Path, scored: Callable[[Path], evalfw.Report]) -> None:
    """A clerk mends everything in one go, not file by file."""
    for name in ("an unknown column", "a file that nothing reads", "a fact without a value"):
        MISTAKES[name][0](sample)
    write("facts/y.json", "[]")(sample)
    with pytest.raises(evalfw.EvidenceError) as raised:
        scored(sample)
    assert len(raised.value.problems) == 4


def test_one_indicator_overridden_twice_names_the_other_place(
    sample: Path, scored: Callable[[Path], evalfw.Report]
) -> None:
    write("facts/x.toml", OVERRIDE)(sample)
    write("facts/y.toml", OVERRIDE)(sample)
    with pytest.raises(
        evalfw.EvidenceError,
        match=r"facts/y\.toml:2: override\[1\]\.indicator: .*given twice \(also in .*facts/x\.toml\)",
    ):
        scored(sample)


def test_a_200_mb_file_is_refused_without_being_read(sample: Path, scored: Callable[[Path], evalfw.Report]) -> None:
    for name in ("big.toml", "big.csv", "big.json"):
        with (sample / "facts" / name).open("wb") as stream:
            stream.truncate(200 * 1024 * 1024)
    with pytest.raises(evalfw.EvidenceError) as raised:
        scored(sample)
    assert [problem.what.en for problem in raised.value.problems] == [
        "file too large: 200.0 MB, at most 64 MB are read",
        "file too large: 200.0 MB, at most 8 MB are read",
        "file too large: 200.0 MB, at most 8 MB are read",
    ]


def test_a_table_that_is_no_text_is_told(sample: Path, scored: Callable[[Path], evalfw.Report]) -> None:
    """One in GB 18030 is read: the fact that it names is not there."""
    (sample / "facts/x.csv").write_bytes("fact,value\n事实,1\n".encode("gb18030"))
    (sample / "facts/y.csv").write_bytes(b"fact,value\n\xff\xff\xff\n")
    with pytest.raises(evalfw.EvidenceError) as raised:
        scored(sample)
    (problem,) = raised.value.problems
    assert "neither text in UTF-8, UTF-16 nor GB 18030" in problem.what.en


def test_a_table_of_unknown_facts_is_told_by_its_first_thousand(
    sample: Path, scored: Callable[[Path], evalfw.Report]
) -> None:
    write("facts/x.csv", HEAD + "".join(f"f{number},1\n" for number in range(1500)))(sample)
    with pytest.raises(evalfw.EvidenceError) as raised:
        scored(sample)
    assert len(raised.value.problems) == 1000


def test_an_escaped_pair_in_json_is_one_character(sample: Path, scored: Callable[[Path], evalfw.Report]) -> None:
    write("facts/x.json", '{"remark": [{"text": "\\ud83d\\ude00"}]}')(sample)
    assert any("\U0001f600" in finding.message.zh for finding in scored(sample).findings)


def test_a_file_name_that_is_no_unicode_is_told_and_reported_all_the_same(
    sample: Path, scored: Callable[[Path], evalfw.Report], host: evalfw.PluginHost
) -> None:
    """Names on a disk may hold any bytes; a report is Unicode."""
    name = os.fsdecode(b"\xff.csv")
    try:
        (sample / "facts" / name).write_text("fact,value\nsatisfaction.rate,95%\n", encoding="utf-8")
    except (OSError, UnicodeError):
        return  # this file system refuses such names itself
    report = scored(sample)
    for format in ("text", "json", "md"):
        content = host.renderer(format).render(report, evalfw.RenderOptions())
        assert isinstance(content, str) and content.encode("utf-8")


@pytest.mark.parametrize("link", ["facts/link.csv", "narrative/9-link.md", "narrative", "evidence.toml"])
def test_a_link_out_of_the_folder_is_refused(
    link: str, sample: Path, tmp_path: Path, scored: Callable[[Path], evalfw.Report]
) -> None:
    outside = tmp_path / "outside"
    if (sample / link).exists():
        (sample / link).rename(outside)
    else:
        outside.write_text(HEAD, encoding="utf-8")
    (sample / link).symlink_to(outside)
    with pytest.raises(evalfw.EvidenceError, match="leads out of the evidence folder"):
        scored(sample)


def test_what_editors_leave_behind_is_passed_over(sample: Path, scored: Callable[[Path], evalfw.Report]) -> None:
    for name in ("~$facts.xlsx", ".DS_Store", "Thumbs.db"):
        (sample / "facts" / name).write_bytes(b"\x00")
    assert scored(sample).total.points == 98


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(
    sample: Path, scored: Callable[[Path], evalfw.Report]
) -> None:
    for path in (sample / "evidence.toml", *sorted((sample / "facts").iterdir())):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert scored(sample).total.points == 98
