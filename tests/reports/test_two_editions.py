"""Two editions of one run: what is labelled internal stands nowhere in the public one, and the total can still be added up from it."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import RunCli
from reporting import as_bytes, full_report, with_fonts

import evalfw
from evalfw import Report
from evalfw.reporting.editions import edition, leaks

SECRET = "机密第七号"
FORMATS = ("docx", "xlsx", "html", "md", "csv", "junit", "json", "tree", "table", "summary")


@pytest.fixture
def labelled(sample: Path) -> Path:
    """The sample with an internal statement of a fact, an internal override, and what must not leave the house."""
    finance = sample / "facts/finance.csv"
    lines = finance.read_text(encoding="utf-8").splitlines()
    changed = [f"{lines[0]},公开范围", *(f"{line},{'内部' if 'execution_rate' in line else ''}" for line in lines[1:])]
    finance.write_text("\n".join(changed) + "\n", encoding="utf-8")
    main = sample / "evidence.toml"
    text = main.read_text(encoding="utf-8")
    text = text.replace(
        'reason = "附件1自评1分；报告没有“三公”经费的数字"',
        f'reason = "{SECRET}"\naudience = "internal"\nsupplied_by = "保密处"',
    )
    text += f'\n[[remark]]\ntext = "关于预算执行率的内部说明 {SECRET}"\n'
    main.write_text(text, encoding="utf-8")
    return sample


def everywhere(host: evalfw.PluginHost, report: Report) -> dict[str, str]:
    """The text of every format."""
    from io import BytesIO
    from zipfile import ZipFile

    texts = {}
    for format in FORMATS:
        made = as_bytes(host, report, format)
        if format in ("docx", "xlsx"):
            package = ZipFile(BytesIO(made))
            made = b"".join(package.read(name) for name in package.namelist())
        texts[format] = made.decode("utf-8", errors="replace")
    return texts


def without_narrative(report: Report) -> Report:
    """People wrote the value into the narrative of the published report; that is told, not changed."""
    return report._replace(narrative=())


@pytest.mark.slow
def test_nothing_internal_stands_in_any_format_of_the_public_edition(host: evalfw.PluginHost, labelled: Path) -> None:
    internal = without_narrative(full_report(host, "nanjing/2021", labelled))
    public = edition(internal, "public")
    for format, text in everywhere(host, public).items():
        for secret in (SECRET, "83.04", "0.8304", "保密处", "92.13"):
            assert secret not in text, (format, secret)
    assert SECRET in everywhere(host, internal)["json"], "the internal edition has it all"
    page = everywhere(host, public)["html"]
    assert "（内部）" in page and "公开版" in page and "依据内部资料，得1分" in page
    assert f"另有 {public.withheld} 条涉及内部资料，公开版不列出。" in page and public.withheld >= 3


@pytest.mark.slow
@with_fonts
def test_nothing_internal_stands_in_the_public_pdf(host: evalfw.PluginHost, labelled: Path) -> None:
    import pypdfium2

    public = edition(without_narrative(full_report(host, "nanjing/2021", labelled)), "public")
    document = pypdfium2.PdfDocument(as_bytes(host, public, "pdf"))
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert SECRET not in text and "83.04" not in text and "公开版" in text


def test_the_public_edition_still_adds_up_to_the_same_total(host: evalfw.PluginHost, labelled: Path) -> None:
    internal = full_report(host, "nanjing/2021", labelled)
    data = json.loads(as_bytes(host, edition(internal, "public"), "json"))
    leaves = [each for each in data["indicators"] if each["rule"] is not None]
    assert len(leaves) == 41 and data["audience"] == "public"
    assert sum(Decimal(each["points"]) for each in leaves) == Decimal(data["total"]["points"]) == 98
    assert [each["points"] for each in data["indicators"]] == [
        each["points"] for each in json.loads(as_bytes(host, internal, "json"))["indicators"]
    ]
    assert data["rubric"]["sha256"] == internal.rubric.sha256


def test_what_can_be_tried_out_leaves_the_internal_fact_alone(host: evalfw.PluginHost, labelled: Path) -> None:
    public = edition(full_report(host, "nanjing/2021", labelled), "public")
    assert public.what_if is not None
    assert "budget.execution_rate" not in {fact.id for fact in public.what_if.facts}
    assert "decision.budget.soundness" not in {leaf.id for leaf in public.what_if.leaves}
    assert "it.seal" in {fact.id for fact in public.what_if.facts}


def test_how_values_were_taken_and_by_whom_stays_inside(host: evalfw.PluginHost, sample: Path) -> None:
    report = full_report(host, "nanjing/2021", sample)
    public = edition(report, "public")
    sources = [source for result in public.indicators for fact in result.facts for source in fact.sources]
    assert sources and all(source.taken is None and not source.supplied_by and not source.by for source in sources)
    assert any(source.quote for source in sources), "documents and quotes stay"
    assert public.changes == () and edition(public, "public") == public


def test_the_narrative_is_told_where_it_says_an_internal_value(cli: RunCli, labelled: Path) -> None:
    ran = cli("run", labelled, "-f", "html", "-f", "json", "--audience", "public", "-o", "out/")
    assert ran.code == 0
    assert "公开版的叙述里写着内部的数值，evalfw 不改叙述——1-overview：预算执行率" in ran.err
    assert {path.name for path in Path("out").iterdir()} == {
        "nanjing-zhengwuban-nanjing-2021-public.html",
        "nanjing-zhengwuban-nanjing-2021-public.json",
    }
    again = cli("render", "out/nanjing-zhengwuban-nanjing-2021-public.json", "-f", "summary")
    assert "这份保存的报告是公开版" in again.err and SECRET not in again.out


def test_a_reference_to_an_internal_fact_says_so_and_not_its_value(host: evalfw.PluginHost, labelled: Path) -> None:
    (labelled / "narrative/8.md").write_text("# 八\n\n执行率{{ budget.execution_rate }}。\n", encoding="utf-8")
    public = edition(full_report(host, "nanjing/2021", labelled), "public")
    text = evalfw.reporting.resolved(public.narrative[-1].markdown, public)
    assert text.endswith("执行率（内部）。\n") and not [said for said in leaks(public) if "8" in said.zh]


def test_a_fact_that_the_rubric_labels_internal(cli: RunCli) -> None:
    Path("r.toml").write_text(
        'format = "evalfw.rubric/1"\nid = "t"\nversion = "1"\ntitle = "题"\nfull_mark = 4\n'
        'fact = [{ id = "a", label = "案值", type = "money", unit = "万元", audience = "internal" }]\n'
        'indicator = [{ id = "x", title = "项", weight = 4, criterion = "超过12345得4分，否则不得分", '
        'rule = { kind = "all_or_nothing", when = "a > 12345" } }]\n',
        encoding="utf-8",
    )
    Path("evidence").mkdir()
    Path("evidence/evidence.toml").write_text(
        'format = "evalfw.evidence/1"\nrubric = "t"\nsubject = { id = "u", name = "甲" }\nfact = [{ id = "a", value = 67890 }]\n',
        encoding="utf-8",
    )
    inside = cli("run", "--rubric", "./r.toml", "-f", "tree").out
    outside = cli("run", "--rubric", "./r.toml", "-f", "tree", "--audience", "public").out
    assert "67890" in inside and "67890" not in outside
    assert "依据内部资料，得4分" in outside and "总分 4 / 4" in outside


def test_a_label_that_is_none_is_told(cli: RunCli, sample: Path) -> None:
    finance = sample / "facts/finance.csv"
    lines = finance.read_text(encoding="utf-8").splitlines()
    lines = [f"{lines[0]},公开范围", *(f"{line},保密" for line in lines[1:2]), *(f"{line}," for line in lines[2:])]
    finance.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ran = cli("run", sample, "-q")
    assert ran.code == 3 and re.search(r"finance\.csv:2: audience: 公开范围应当是 公开 或 内部，写的是 '保密'", ran.err)


RUBRIC = """
format = "evalfw.rubric/1"
id = "t"
version = "1"
title = "虚构的指标体系"
full_mark = 60
scale = [{ id = "abc", levels = [{ label = "乙等", points = 5 }, { label = "甲等", points = 10 }] }]
gate = [{ id = "g", title = "否决", when = "veto", action = "cap_score", points = 55 },
  { id = "h", title = "定级", when = "spent > 700", action = "cap_grade", grade = "中" }]
grade = [{ label = "优", from = 54 }, { label = "中", below = 54 }]
[[fact]]
id = "spent"
label = "保密支出"
type = "money"
unit = "万元"
audience = "internal"
[[fact]]
id = "budget"
label = "预算"
type = "money"
unit = "万元"
[[fact]]
id = "rate"
label = "执行率"
type = "ratio"
derivation = "spent / budget"
[[fact]]
id = "cases"
label = "案件"
type = "list"
audience = "internal"
fields = { name = { label = "名" }, score = { label = "分", type = "number" } }
[[fact]]
id = "level"
label = "巡察结论"
type = "choice"
choices = { bad = "重大问题", good = "没有问题" }
audience = "internal"
[[fact]]
id = "days"
label = "天数"
type = "count"
unit = "天"
[[fact]]
id = "goal"
label = "期限"
type = "count"
unit = "天"
audience = "internal"
[[fact]]
id = "veto"
label = "有违纪"
type = "bool"
audience = "internal"
[[fact]]
id = "size"
label = "规模"
type = "number"
[[fact]]
id = "open"
label = "公开事项"
type = "bool"
[[indicator]]
id = "rate"
title = "执行"
weight = 10
criterion = "按比例"
rule = { kind = "proportional", fact = "rate", target = 1 }
[[indicator]]
id = "cases"
title = "办案"
weight = 10
criterion = "按数量"
rule = { kind = "formula", points = "min(10, sum(cases, 'score') + size)" }
[[indicator]]
id = "level"
title = "巡察"
weight = 10
scale = "abc"
criterion = "按结论"
rule = { kind = "by_choice", fact = "level", choices = { bad = { points = 5 }, good = { points = 10 } } }
[[indicator]]
id = "days"
title = "时限"
weight = 10
criterion = "不超过期限得10分"
rule = { kind = "proportional", fact = "days", target = "goal", side = "at_most" }
[[indicator]]
id = "size"
title = "规模"
weight = 10
criterion = "达到3得10分"
rule = { kind = "all_or_nothing", when = "size >= 3" }
[[indicator]]
id = "open"
title = "公开"
weight = 10
criterion = "公开得10分"
rule = { kind = "all_or_nothing", when = "open" }
"""
EVIDENCE = """
format = "evalfw.evidence/1"
rubric = "t"
document = "报告"
as_of = 2022-03-31
subject = { id = "u", name = "甲局" }
[[fact]]
id = "spent"
value = 777.13
[[fact]]
id = "budget"
value = 1000
[[fact]]
id = "cases"
value = [{ name = "张某某案", score = 2.0707 }, { name = "李某某案", score = 2.0708 }]
[[fact]]
id = "level"
value = "bad"
[[fact]]
id = "days"
value = 9
[[fact]]
id = "goal"
value = 7
[[fact]]
id = "veto"
value = true
[[fact]]
id = "size"
value = 4
section = "第一页"
[[fact]]
id = "size"
value = 31.91
quote = "三十一点九一"
document = "内部纪要"
audience = "internal"
[[fact]]
id = "open"
value = true
[[claim]]
indicator = "open"
points = 8.88
audience = "internal"
[[explanation]]
indicator = "rate"
text = "内部解释丙"
audience = "internal"
[[override]]
indicator = "open"
points = 9
author = "领导丁"
reason = "内部批示戊"
date = 2022-01-01
audience = "internal"
[[exemption]]
indicator = "size"
kind = "waived"
reason = "内部豁免己"
approver = "领导庚"
from = 2022-01-01
until = 2022-12-31
audience = "internal"
[[remark]]
text = "内部说明辛"
audience = "internal"
"""
SECRETS = (
    "777.13", "77.713", "0.77713", "张某某", "李某某", "4.1415", "8283", "7天", "31.91", "三十一点九一", "内部纪要", "8.88",
    "内部解释丙", "领导丁", "内部批示戊", "内部豁免己", "领导庚", "内部说明辛",
)  # fmt: skip


def test_every_kind_of_entry_and_everything_that_follows_from_it_is_left_out(
    host: evalfw.PluginHost, cli: RunCli
) -> None:
    """Facts, lists folded into formulas, what is derived, gates, labels of choices, targets, disputes, and all that people wrote."""
    Path("r.toml").write_text(RUBRIC, encoding="utf-8")
    Path("evidence").mkdir()
    Path("evidence/evidence.toml").write_text(EVIDENCE, encoding="utf-8")
    assert cli("evidence", "history", "--record", "--by", "记录人壬", "--rubric", "./r.toml").code == 0
    formats = [part for format in FORMATS for part in ("-f", format)]
    assert cli("run", "--rubric", "./r.toml", *formats, "-o", "in/").code == 0
    assert cli("run", "--rubric", "./r.toml", *formats, "--audience", "public", "-o", "out/").code == 0
    inside, _ = evalfw.read_report(Path("in/u-t.json"), "u-t.json")
    outside, _ = evalfw.read_report(Path("out/u-t-public.json"), "u-t-public.json")
    assert inside.history is not None and outside.history is None
    whole = everywhere(host, inside)
    for secret in SECRETS:
        assert any(secret in text for text in whole.values()) or secret in ("8283", "4.1415", "0.77713"), secret
    for format, text in everywhere(host, outside).items():
        for secret in (*SECRETS, "记录人壬", inside.history.hash[:16]):
            assert secret not in text, (format, secret)
    assert outside.total.points == inside.total.points
    days = next(leaf for leaf in outside.leaves if leaf.id == "days")
    assert days.target.zh == "" and next(leaf for leaf in outside.leaves if leaf.id == "level").label == ""
    by_hand = next(leaf for leaf in outside.leaves if leaf.id == "open").override
    assert by_hand is not None and by_hand.rule_points is None and by_hand.points == 9


def test_a_gate_on_an_internal_fact_keeps_its_node_from_being_tried_out(host: evalfw.PluginHost, cli: RunCli) -> None:
    Path("r.toml").write_text(RUBRIC, encoding="utf-8")
    Path("evidence").mkdir()
    Path("evidence/evidence.toml").write_text(EVIDENCE, encoding="utf-8")
    public = json.loads(cli("run", "--rubric", "./r.toml", "-f", "json", "--audience", "public").out)["what_if"]
    assert public["gates"] == [] and public["grades"] == []
    assert {node["id"]: node["made"] for node in public["nodes"]}[""] == "fixed"
    assert {other["id"] for other in public["others"]} >= {"rate", "cases", "days"}
    assert "spent" not in {fact["id"] for fact in public["facts"]}
