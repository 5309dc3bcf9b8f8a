"""The page in a real browser: nothing leaves, everything is readable without scripts, and it works for whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import Watched, opened, with_chromium
from playwright.sync_api import Browser
from reporting import as_bytes, full_report

import evalfw
from evalfw import Report

pytestmark = with_chromium
SIZES = {"wide": (1400, 900), "phone": (390, 800)}


@pytest.fixture(scope="module")
def file(host: evalfw.PluginHost, report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the sample."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_bytes(as_bytes(host, report, "html"))
    return path


@pytest.fixture
def shown(chromium: Browser, file: Path) -> Iterator[Watched]:
    with opened(chromium, file, viewport={"width": 1400, "height": 900}) as watched:
        yield watched
        assert watched.requests == [file.resolve().as_uri()] and watched.errors == []


def test_the_page_of_the_sample_is_under_150_kb(file: Path) -> None:
    assert file.stat().st_size < 150_000


def test_no_request_leaves_and_the_policy_forbids_any(shown: Watched, file: Path) -> None:
    assert shown.requests == [file.resolve().as_uri()]
    policy = shown.page.get_attribute('meta[http-equiv="Content-Security-Policy"]', "content") or ""
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    refused = shown.page.evaluate(
        "() => fetch('https://example.invalid/').then(() => 'sent', (error) => error.constructor.name)"
    )
    assert refused == "TypeError"
    shown.errors.clear()  # the browser tells of the refusal


def test_a_director_sees_the_total_the_rates_and_what_was_lost(shown: Watched) -> None:
    page = shown.page
    assert page.inner_text("#total").replace("\n", " ") == "98 / 100 分"
    rates = page.locator(".rates tbody tr").all_inner_texts()
    assert len(rates) == 6 and "+0.5" in rates[5] and "14 / 15" in rates[0] and "93.33%" in rates[0]
    lost = page.locator(".lost li").all_inner_texts()
    assert [text.split("\n")[0] for text in lost] == [
        "预算编制科学规范−1", "部门预算执行率−0.5", "专项资金执行率−0.5", "工作开展情况−0.5",
    ]  # fmt: skip
    assert page.locator('svg[aria-labelledby="t-fall"] rect').count() == 5
    assert page.locator('svg[aria-labelledby="t-burst"] path').count() == 5 + 16 + 39


def test_every_indicator_shows_sentence_rule_facts_sources_and_who_set_points_by_hand(shown: Watched) -> None:
    page = shown.page
    assert page.locator("tr.leaf").count() == 41
    row = page.locator("#i-decision\\.budget\\.soundness")
    row.locator("summary").click()
    said = row.inner_text()
    for words in (
        "年度预算执行率大于90%的得2分，小于90%得1分", "预算执行率大于90%得2分，小于90%得1分", "（用了第 2 条）",
        "预算执行率 83.04%", "二（二）预算执行", "2021年全年预算执行率83.04%",
    ):  # fmt: skip
        assert words in said, words
    by_hand = page.locator("#i-management\\.execution\\.department")
    by_hand.locator("summary").click()
    assert (
        "0.5 分：附件1自评0.5分" in by_hand.inner_text()
        and "样例编制者，照附件1转录 2026-11-24" in by_hand.inner_text()
    )


def test_search_filter_and_sort(shown: Watched) -> None:
    page = shown.page
    visible = "tr.leaf:not([hidden]) .name"
    page.fill("#search", "双平台")
    assert page.locator(visible).all_inner_texts() == ["预决算信息公开情况", "绩效信息公开"]
    assert page.inner_text("#count") == "2 / 41"
    page.fill("#search", "")
    page.select_option("#filter", "lost")
    assert page.locator(visible).count() == 4 and not page.locator("tr.node").first.is_visible()
    page.select_option("#filter", "hand")
    assert page.locator(visible).count() == 12
    page.select_option("#filter", "all")
    page.select_option("#sort", "weight")
    assert page.locator(visible).all_inner_texts()[:2] == [
        "在高水平全面建设小康社会，推动高质量发展，优化营商环境中发挥的作用",
        "服务对象、管理对象对部门工作的满意度",
    ]
    page.select_option("#sort", "rubric")
    assert page.locator(visible).count() == 41 and page.locator("tr.node").first.is_visible()


def test_a_link_to_a_lost_indicator_opens_it_even_if_it_was_filtered_away(shown: Watched) -> None:
    page = shown.page
    page.select_option("#filter", "none")
    page.click(".lost li:first-child a")
    assert page.locator("#i-decision\\.budget\\.soundness details").get_attribute("open") is not None


def test_changing_a_fact_moves_points_and_total_as_scoring_would(shown: Watched) -> None:
    """At 90.01 % the indicator earns 2 of 2; at exactly 90 % the criterion is silent, and a person decides."""
    page = shown.page
    rate = page.get_by_label("预算执行率（%）", exact=True)
    assert rate.input_value() == "83.04"
    rate.fill("90.01")
    assert page.inner_text("#try-total") == "总分 98 → 99"
    assert page.locator("#try-moved li").all_inner_texts()[-1] == "部门决策 14 → 15"
    rate.fill("９０%")
    assert page.inner_text("#try-total") == "总分 98 → 97（1 项未定）" and "（待人裁定）" in page.inner_text(
        "#try-moved"
    )
    rate.fill("很高")
    assert rate.get_attribute("aria-invalid") == "true" and "还没有改动" in page.inner_text("#try-total")
    assert page.locator("#try-moved li").all_inner_texts() == ["预算执行率 填的值不合要求，没有算进去"]
    page.get_by_label("建设电子印章系统按照年初工作目标有序推进，并取得良好质效").select_option("否")
    assert page.inner_text("#try-total") == "总分 98 → 97"
    page.click("#try-reset")
    assert page.inner_text("#try-total") == "总分 98：还没有改动" and rate.input_value() == "83.04"


def test_without_scripts_everything_but_trying_out_is_there(chromium: Browser, file: Path) -> None:
    with opened(chromium, file, java_script_enabled=False) as watched:
        page = watched.page
        assert page.locator("tr.leaf").count() == 41 and page.locator("tr.leaf").last.is_visible()
        assert not page.locator("#tools").is_visible() and not page.locator("#try").is_visible()
        assert "试算要用脚本" in page.inner_text("section.trying")
        page.locator("tr.leaf summary").first.click()
        assert page.locator("tr.leaf dl").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_and_the_page_never_scrolls_sideways(
    size: str, scheme: str, chromium: Browser, file: Path
) -> None:
    width, height = SIZES[size]
    with opened(
        chromium, file, viewport={"width": width, "height": height}, color_scheme=scheme, bypass_csp=True
    ) as watched:
        page = watched.page
        page.locator("tr.leaf summary").first.click()
        page.get_by_label("预算执行率（%）", exact=True).fill("x")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["impact"], each["nodes"][0]["html"][:120]) for each in found] == []


def test_dark_mode_is_dark_and_paper_is_white_in_either(chromium: Browser, file: Path) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    with opened(chromium, file, color_scheme="dark") as watched:
        assert watched.page.evaluate(background) == "rgb(20, 23, 26)"
        watched.page.emulate_media(media="print", color_scheme="dark")
        assert watched.page.evaluate(background) == "rgb(255, 255, 255)"
        assert watched.page.evaluate("getComputedStyle(document.body).color") == "rgb(26, 29, 33)"


def test_on_paper_there_are_no_controls_and_the_heading_of_the_table_is_repeated(chromium: Browser, file: Path) -> None:
    with opened(chromium, file) as watched:
        paper = watched.page.pdf(prefer_css_page_size=True)
    pages = ["".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(BytesIO(paper))]
    assert 4 <= len(pages) <= 7
    assert not [text for text in pages if "找事实" in text or "搜索" in text]
    with_rows = [text for text in pages if "得1分" in text and "指标和依据" in text]
    assert len(with_rows) >= 2


@pytest.mark.parametrize("ref", ["mof/project-2020", "mof/department-2013", "pefa/2016"])
def test_pages_of_other_rubrics_have_no_errors(
    ref: str, host: evalfw.PluginHost, chromium: Browser, tmp_path: Path
) -> None:
    """With grades, scales, open totals, and without any total at all."""
    path = tmp_path / "report.html"
    path.write_bytes(as_bytes(host, full_report(host, ref), "html"))
    with opened(chromium, path, viewport={"width": 390, "height": 800}) as watched:
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert watched.errors == [] and watched.page.locator("tr.leaf").count() > 0


def test_the_page_speaks_english(host: evalfw.PluginHost, report: Report, chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(as_bytes(host, report, "html", language="en"))
    with opened(chromium, path) as watched:
        assert watched.page.inner_text("#h-lost") == "Points lost (most first)"
        assert watched.page.get_attribute("html", "lang") == "en"
