"""Several reports side by side: places with ties and bounds, spreads, and a statement wherever figures mean different things."""

from __future__ import annotations

import json
import shutil
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import opened, with_chromium
from conftest import RunCli
from openxml_audit import OpenXmlValidator
from playwright.sync_api import Browser
from reporting import as_bytes
from sealed import sealed_again

import evalfw
from evalfw import Report
from evalfw.evidence.model import Period
from evalfw.language.algebra import Range
from evalfw.reporting.comparing import Saved, compared
from evalfw.reporting.editions import edition

SMALL = """
format = "evalfw.rubric/1"
id = "made-up/{year}"
version = "1"
title = "虚构的指标体系"
full_mark = 10
fact = [{{ id = "a", label = "制度成文", type = "bool" }}, {{ id = "b", label = "满意度", type = "ratio" }}]
[[indicator]]
id = "rules"
title = "制度"
weight = 4
criterion = "成文得4分，否则不得分"
rule = {{ kind = "all_or_nothing", when = "a" }}
[[indicator]]
id = "people"
title = "满意"
weight = 6
criterion = "达到{limit}得6分，否则不得分"
rule = {{ kind = "all_or_nothing", when = "b >= {limit}" }}
"""


def saved(cli: RunCli, name: str, subject: str, year: int, rubric: str, **facts: str) -> str:
    """Score made-up evidence, and save the report as *name*."""
    folder = Path(f"evidence-{name}")
    folder.mkdir()
    said = ", ".join(f'{{ id = "{id}", value = {value} }}' for id, value in facts.items())
    (folder / "evidence.toml").write_text(
        f'format = "evalfw.evidence/1"\nrubric = "{rubric}"\nsubject = {{ id = "{subject}", name = "{subject}局" }}\n'
        f"period = {{ first = {year}-01-01, last = {year}-12-31 }}\nfact = [{said}]\n",
        encoding="utf-8",
    )
    path = f"./{rubric.rpartition('/')[2]}.toml"
    ran = cli("run", folder, "--rubric", path, "-f", "json", "-o", f"{name}.json", "-q")
    assert ran.code == 0, ran.err
    return f"{name}.json"


@pytest.fixture
def rubrics(cli: RunCli) -> None:
    Path("2021.toml").write_text(SMALL.format(year=2021, limit="90%"), encoding="utf-8")
    Path("2022.toml").write_text(SMALL.format(year=2022, limit="95%"), encoding="utf-8")


@pytest.fixture
def four(cli: RunCli, rubrics: None) -> list[str]:
    """甲 10, 乙 and 丙 4 each, 丁 4 to 10: nobody knows yet."""
    rubric = "made-up/2021"
    return [
        saved(cli, "c", "丙", 2021, rubric, a="true", b="0.5"),
        saved(cli, "d", "丁", 2021, rubric, a="true"),
        saved(cli, "a", "甲", 2021, rubric, a="true", b="0.9"),
        saved(cli, "b", "乙", 2021, rubric, a="true", b="0.6"),
    ]


def test_ties_share_a_place_and_open_totals_have_the_places_still_possible(cli: RunCli, four: list[str]) -> None:
    data = json.loads(cli("compare", *four, "-f", "json").out)
    places = {each["subject"]["id"]: (each["best_place"], each["worst_place"]) for each in data["reports"]}
    assert places == {"甲": (1, 1), "乙": (2, 3), "丙": (2, 3), "丁": (1, 2)}
    decided = json.loads(cli("compare", four[0], four[2], four[3], "-f", "json").out)
    assert [(each["subject"]["id"], each["best_place"], each["worst_place"]) for each in decided["reports"]] == [
        ("甲", 1, 1), ("丙", 2, 2), ("乙", 2, 2),
    ]  # fmt: skip
    assert decided["warnings"] == []


def test_places_are_those_of_brute_force_over_all_that_may_come(report: Report) -> None:
    """For totals within spans: the best and the worst place over every choice of ends."""
    from itertools import product

    spans = [(97, 97), (90, 98), (97, 97), (80, 85), (84, 99)]
    reports = [
        report._replace(
            subject=evalfw.Subject(id=str(number), name=str(number)),
            total=report.total._replace(points=Fraction(low), bounds=Range(Fraction(low), Fraction(high))),
        )
        for number, (low, high) in enumerate(spans)
    ]
    given = compared([Saved(Path(f"{number}.json"), each) for number, each in enumerate(reports)])
    for each, place in zip(given.saved, given.places, strict=True):
        own = int(each.report.subject.id)
        found = {1 + sum(total > totals[own] for total in totals) for totals in product(*spans)}
        assert place is not None and (place.best, place.worst) == (min(found), max(found)), own


def test_the_terminal_shows_ranking_rates_and_what_sets_subjects_apart(cli: RunCli, four: list[str]) -> None:
    out = cli("compare", *four).out
    lines = out.splitlines()
    assert lines[0] == "4 个单位的比较"
    assert next(line for line in lines if "甲局" in line).split() == ["1", "甲局", "10", "100%", "100%"]
    assert any("丙局" in line and "2" in line for line in lines)
    assert any(line.split()[:6] == ["6", "0", "0", "6", "6", "1"] and line.endswith("满意") for line in lines)
    assert all(evalfw.foundation.width_of(line) <= 100 for line in lines)


@pytest.mark.slow
def test_many_columns_get_numbers_so_that_lines_fit_a_terminal(
    host: evalfw.PluginHost, report: Report, cli: RunCli
) -> None:
    for number in (1, 2):
        name = "虚构市人力资源和社会保障局" + "分局" * number
        named = report._replace(subject=evalfw.Subject(id=f"s{number}", name=name))
        Path(f"{number}.json").write_bytes(as_bytes(host, named, "json"))
    lines = cli("compare", "1.json", "2.json").out.splitlines()
    assert all(evalfw.foundation.width_of(line) <= 100 for line in lines)
    assert "(1) 部门决策" in lines[2] and "(5) 可持续发展能力" in lines[2]


def test_the_same_subject_over_years_says_where_the_rubric_changed(cli: RunCli, rubrics: None) -> None:
    files = [
        saved(cli, "y2", "甲", 2022, "made-up/2022", a="true", b="0.92"),
        saved(cli, "y1", "甲", 2021, "made-up/2021", a="true", b="0.92"),
    ]
    out = cli("compare", *files).out
    assert out.startswith("甲局：2 次评价\n评分表不同")
    assert "made-up/2022 1 与 made-up/2021 1 相比：标准不同 1 项（满意）" in out
    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines() if line.startswith(("总分", "制度", "满意"))}
    assert rows == {"总分": ["10", "/", "10", "4", "/", "10"], "制度": ["4", "4"], "满意": ["≠", "6", "0"]}
    data = json.loads(cli("compare", *files, "-f", "json").out)
    assert data["mode"] == "years" and [each["year"] for each in data["reports"]] == ["2021", "2022"]
    assert {each["id"]: each["same_meaning"] for each in data["indicators"]} == {"rules": True, "people": False}


def test_points_that_moved_since_the_year_before_have_an_arrow(cli: RunCli, rubrics: None) -> None:
    files = [
        saved(cli, "y1", "甲", 2020, "made-up/2021", a="true", b="0.5"),
        saved(cli, "y2", "甲", 2021, "made-up/2021", a="false", b="0.92"),
        saved(cli, "y3", "甲", 2022, "made-up/2021", a="false", b="0.93"),
    ]
    rows = {line.split()[0]: line.split()[1:] for line in cli("compare", *files).out.splitlines()[1:] if line}
    assert rows["制度"] == ["4", "0", "↓", "0"] and rows["满意"] == ["0", "6", "↑", "6"]
    page = cli("compare", *files, "-f", "html").out
    assert page.count("↑") == 1 and page.count("↓") == 1


def test_the_same_subject_year_and_rubric_twice_is_told_and_called_by_its_files(
    host: evalfw.PluginHost, report: Report, cli: RunCli
) -> None:
    for name, each in (("inside", report), ("outside", edition(report, "public"))):
        Path(f"{name}.json").write_bytes(as_bytes(host, each, "json"))
    out = cli("compare", "inside.json", "outside.json").out
    assert "有的是公开版，有的是内部版。" in out
    assert "inside.json 与 outside.json 是同一单位、同一年度、同一评分表。" in out
    assert "2021 (inside.json)" in out and "2021 (outside.json)" in out


def test_two_subjects_that_were_given_one_id_are_not_taken_for_one_over_the_years(
    host: evalfw.PluginHost, report: Report, cli: RunCli
) -> None:
    for name in ("甲", "乙"):
        named = report._replace(subject=evalfw.Subject(id="subject", name=f"{name}局"))
        Path(f"{name}.json").write_bytes(as_bytes(host, named, "json"))
    out = cli("compare", "甲.json", "乙.json").out
    assert out.startswith("2 个单位的比较") and "编号应当各不相同" in out


def test_a_subject_that_was_renamed_is_one_over_the_years_and_that_is_told(cli: RunCli, rubrics: None) -> None:
    files = [saved(cli, f"y{year}", "甲", year, "made-up/2021", a="true", b="0.5") for year in (2020, 2021)]
    sealed_again(Path(files[0]), "甲局", "旧甲局")
    out = cli("compare", *files).out
    assert out.startswith("甲局：2 次评价") and "单位名称先后不同，按同一单位比较：旧甲局、甲局" in out


def test_an_indicator_that_does_not_apply_neither_rose_nor_fell(
    host: evalfw.PluginHost, report: Report, cli: RunCli
) -> None:
    leaf = next(each for each in report.leaves if each.points == 2)
    none = leaf._replace(state="not_applicable", points=None, bounds=Range(Fraction(0), Fraction(0)))
    for year, each in ((2020, leaf), (2021, none)):
        period = Period(first=date(year, 1, 1), last=date(year, 12, 31))
        indicators = tuple(each if other.id == leaf.id else other for other in report.indicators)
        changed = report._replace(period=period, indicators=indicators)
        Path(f"{year}.json").write_bytes(as_bytes(host, changed, "json"))
    out = cli("compare", "2020.json", "2021.json").out
    assert "↓" not in out and any(line.split()[-2:] == ["2", "—"] for line in out.splitlines())


@pytest.mark.slow
def test_reports_without_a_total_have_none_in_the_workbook_either(cli: RunCli) -> None:
    assert cli("run", "--rubric", "pefa/2016", "-f", "json", "-o", "a.json").code == 0
    shutil.copy("a.json", "b.json")
    sealed_again(Path("b.json"), '"name": "Exampleland', '"name": "Otherland')
    assert cli("compare", "a.json", "b.json", "-f", "xlsx", "-o", "c.xlsx").code == 0
    cells = [str(cell.value) for cell in next(iter(openpyxl.load_workbook("c.xlsx").worksheets[0].iter_rows(3, 3)))]
    assert cells[2] == "—" and "0" not in cells[3:5]


def test_files_of_one_name_are_told_apart_by_their_folders(
    host: evalfw.PluginHost, report: Report, cli: RunCli
) -> None:
    named = report._replace(subject=evalfw.Subject(id="s", name="一个名字长得列不下的政务服务管理单位"))
    for folder in ("east", "west"):
        Path(folder).mkdir()
        Path(folder, "report.json").write_bytes(as_bytes(host, named, "json"))
    out = cli("compare", "east/report.json", "west/report.json").out
    assert "2021 (east/report.json)" in out and "2021 (west/report.json)" in out
    again = cli("compare", "east/report.json", Path("east/report.json").resolve())
    assert again.code == 2 and "至少要两份报告" in again.err


def test_a_total_without_an_upper_end_may_take_any_place_above(report: Report) -> None:
    def at(name: str, least: int, most: int | None) -> Saved:
        span = Range(Fraction(least), None if most is None else Fraction(most))
        total = report.total._replace(points=Fraction(least), bounds=span)
        return Saved(Path(name), report._replace(subject=evalfw.Subject(id=name, name=name), total=total))

    given = compared([at("甲", 90, None), at("乙", 95, 95), at("丙", 80, 80)])
    places = {
        each.report.subject.name: place.shown for each, place in zip(given.saved, given.places, strict=True) if place
    }
    assert places == {"甲": "1～2", "乙": "1～2", "丙": "3"}


@pytest.mark.slow
def test_the_language_of_saving_makes_no_indicator_differ(cli: RunCli) -> None:
    for language in ("zh", "en"):
        assert cli("run", "--rubric", "2021", "-f", "json", "--lang", language, "-o", f"{language}.json").code == 0
    assert "≠" not in cli("compare", "zh.json", "en.json").out


def test_rubrics_with_nothing_in_common_are_not_said_to_be_without_spread(cli: RunCli, rubrics: None) -> None:
    other = SMALL.format(year=2023, limit="95%").replace('"rules"', '"order"').replace('"people"', '"folk"')
    Path("2023.toml").write_text(other, encoding="utf-8")
    files = [
        saved(cli, "e", "戊", 2021, "made-up/2021", a="true", b="0.5"),
        saved(cli, "f", "己", 2023, "made-up/2023", a="true", b="0.99"),
    ]
    out = cli("compare", *files).out
    assert "没有含义相同、至少两个单位有得分的指标" in out and "没有差距" not in out


def test_subjects_under_different_rubrics_are_ranked_apart(cli: RunCli, rubrics: None) -> None:
    files = [
        saved(cli, "e", "戊", 2021, "made-up/2021", a="true", b="0.5"),
        saved(cli, "f", "己", 2022, "made-up/2022", a="true", b="0.99"),
    ]
    data = json.loads(cli("compare", *files, "-f", "json").out)
    assert [each["best_place"] for each in data["reports"]] == [1, 1] and "评分表不同" in data["warnings"][0]


@with_chromium
def test_the_page_colours_rates_links_to_each_report_and_is_accessible(
    cli: RunCli, four: list[str], chromium: Browser
) -> None:
    assert cli("render", four[2], "-f", "html", "-o", "a.html").code == 0
    Path("out").mkdir()
    assert cli("compare", *four, "-f", "html", "-f", "xlsx", "-o", "out/").code == 0
    with opened(
        chromium, Path("out/comparison.html"), viewport={"width": 390, "height": 800}, bypass_csp=True
    ) as watched:
        page = watched.page
        links = page.locator("td.name a").evaluate_all("all => all.map((a) => [a.textContent, a.getAttribute('href')])")
        assert dict(links)["甲局"] == "./../a.html" and dict(links)["乙局"] == "./../b.json"
        assert page.locator("td.h5").count() >= 4 and page.locator("td.h0").count() == 2
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert watched.requests == [Path("out/comparison.html").resolve().as_uri()] and watched.errors == []
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []
        page.click("text=甲局")
        assert page.inner_text("#total").startswith("10")


@pytest.mark.slow
def test_the_workbook_has_numbers_and_validates(cli: RunCli, four: list[str], tmp_path: Path) -> None:
    assert cli("compare", *four, "-f", "xlsx", "-o", "c.xlsx").code == 0
    book = openpyxl.load_workbook(BytesIO(Path("c.xlsx").read_bytes()))
    first = book.worksheets[0]
    assert [cell.value for cell in first[3]][:3] == ["1", "甲局", 10] and first.cell(3, 7).number_format == "0.0%"
    assert [str(error) for error in OpenXmlValidator().validate("c.xlsx").errors] == []


def test_editions_of_different_audiences_are_told_and_mistakes_have_their_words(cli: RunCli, four: list[str]) -> None:
    for arguments, said in (
        ((four[0],), "至少要两份报告"),
        ((four[0], four[0]), "至少要两份报告"),
        ((*four, "-f", "pdf"), "没有格式 'pdf'；可用的有 text、html、xlsx、json"),
        ((*four, "-f", "html", "-f", "text"), "几种格式要用 -o 指定文件夹"),
    ):
        ran = cli("compare", *arguments)
        assert ran.code == 2 and said in ran.err
    assert cli("compare", four[0], "nowhere.json").code == 3


def test_hostile_names_are_text_in_a_comparison(host: evalfw.PluginHost, report: Report, cli: RunCli) -> None:
    bad = "=cmd|' /C calc'!A0<script>alert(1)</script>\u202e"
    for number in (1, 2):
        named = report._replace(subject=evalfw.Subject(id=f"s{number}", name=bad))
        Path(f"{number}.json").write_bytes(as_bytes(host, named, "json"))
    assert cli("compare", "1.json", "2.json", "-f", "html", "-f", "xlsx", "-f", "text", "-o", "out/").code == 0
    page = Path("out/comparison.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page and "\u202e" not in page
    book = openpyxl.load_workbook("out/comparison.xlsx")
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert "\u202e" not in Path("out/comparison.txt").read_text(encoding="utf-8")
    shutil.rmtree("out")
