"""The renderers: JSON as documented, Markdown that shows what was written, terminal colours."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import RunCli

import evalfw
from evalfw import RenderOptions, Report

Scored = Callable[[Path], Report]


def rendered(host: evalfw.PluginHost, report: Report, format: str, **options: Any) -> str:
    content = host.renderer(format).render(report, RenderOptions(**options))
    assert isinstance(content, str)
    return content


def keys_of(value: object, path: str = "") -> set[str]:
    if isinstance(value, dict):
        return {f"{path}.{key}".lstrip(".") for key in value}.union(
            *(keys_of(inner, f"{path}.{key}") for key, inner in value.items())
        )
    if isinstance(value, list):
        return set().union(*(keys_of(item, path) for item in value)) if value else set()
    return set()


def test_every_key_of_the_json_is_documented_and_the_other_way_round(cli: RunCli, sample: Path) -> None:
    page = (Path(__file__).parents[2] / "docs/report-json.md").read_text(encoding="utf-8").partition("## Codes")[0]
    documented = set(re.findall(r"^\| `([a-z_.0-9]+)` \|", page, re.MULTILINE))
    Path("more.toml").write_text(
        'format = "evalfw.rubric/1"\nid = "test/more"\nversion = "1"\nextends = "nanjing/2021"\n'
        'model = [{ id = "m", title = "达标项数", aggregate = { kind = "xccdf_flat_unweighted" } }]\n'
        'gate = [{ id = "g", title = "否决", when = "integrity.violations > 0", action = "block_publication" },\n'
        '  { id = "h", title = "限分", when = "mood = \'bad\'", action = "cap_score", points = 90 }]\n'
        'fact = [{ id = "mood", label = "情形", type = "choice", choices = { bad = "差", good = "好" } }]\n'
        'grade = [{ label = "优", from = 90 }, { label = "差", below = 90 }]\n'
        "[layout.annex]\ncolumns = ["
        + ", ".join(
            f'{{ show = "{show}", title = "列" }}' for show in ("id", "rule", "because", "source", "weight", "points")
        )
        + ']\n[layout.annex.money]\ntitle = "资金"\ncolumns = ["收入"]\nrate = "budget.execution_rate"\n'
        'indicator = "decision.budget.soundness"\nlines = [{ label = "合计", facts = ["budget.execution_rate"] }]\n'
        '[[layout.annex.head]]\nlabel = "单位"\n',
        encoding="utf-8",
    )
    Path("a.txt").write_text("一", encoding="utf-8")
    assert cli("evidence", "attach", "a.txt", "--evidence", sample).code == 0
    assert cli("evidence", "history", sample, "--record", "--rubric", "./more.toml").code == 0
    main = sample / "evidence.toml"
    main.write_text(main.read_text(encoding="utf-8").replace("points = 0.5", "points = 0.6"), encoding="utf-8")
    assert cli("evidence", "history", sample, "--record", "--rubric", "./more.toml").code == 0
    assert keys_of(json.loads(cli("run", sample, "--rubric", "./more.toml", "--format", "json").out)) == documented


def test_numbers_in_json_are_exact_decimals_as_texts(host: evalfw.PluginHost, sample: Path, scored: Scored) -> None:
    data = json.loads(rendered(host, scored(sample), "json"), parse_float=lambda text: pytest.fail(f"float {text}"))
    numbers = [entry[key] for entry in data["indicators"] for key in ("weight", "points", "low", "high")]
    assert sum(Decimal(entry["points"]) for entry in data["indicators"] if entry["level"] == 1) == 98
    assert all(number == format(Decimal(number), "f") for number in numbers)


def test_json_carries_the_narrative(host: evalfw.PluginHost, sample: Path, scored: Scored) -> None:
    data = json.loads(rendered(host, scored(sample), "json"))
    assert [section["name"][0] for section in data["narrative"]] == list("123456")
    assert data["narrative"][1]["markdown"].startswith("# 二、评价结论")


HOSTILE = "<b>|*x*|</b> [a](javascript:alert(1)) `code` # \\ ~~ {{7*7}} \x1b[31m \u202e &amp; ![i](x)"


@pytest.fixture
def hostile(sample: Path, scored: Scored) -> Report:
    report = scored(sample)
    leaf = report.indicators[2]._replace(title=HOSTILE, criterion=HOSTILE, because=evalfw.foundation.verbatim(HOSTILE))
    finding = report.findings[0]._replace(message=evalfw.foundation.verbatim(HOSTILE))
    return report._replace(
        title=HOSTILE,
        subject=evalfw.Subject(id="x", name=HOSTILE),
        indicators=(*report.indicators[:2], leaf, *report.indicators[3:]),
        findings=(finding, *report.findings[1:]),
    )


def test_markdown_shows_hostile_text_as_text(host: evalfw.PluginHost, hostile: Report) -> None:
    text = rendered(host, hostile, "md")
    assert not re.search(r"(?<!\\)[<\[`]", text.replace("| --- |", ""))
    (row,) = [line for line in text.splitlines() if line.startswith("| \\<b\\>")]
    assert len(re.findall(r"(?<!\\)\|", row)) == 7, "no cell breaks out of its column"


def test_no_text_format_lets_control_characters_through(host: evalfw.PluginHost, hostile: Report) -> None:
    for format in ("text", "md"):
        text = rendered(host, hostile, format)
        assert "\x1b" not in text and "\u202e" not in text


def test_json_keeps_hostile_text_as_it_was(host: evalfw.PluginHost, hostile: Report) -> None:
    assert json.loads(rendered(host, hostile, "json"))["subject"]["name"] == HOSTILE


def test_colours_mark_lost_points_and_nothing_else_changes(
    host: evalfw.PluginHost, sample: Path, scored: Scored
) -> None:
    report = scored(sample)
    plain, colored = rendered(host, report, "text"), rendered(host, report, "text", color=True)
    assert "\x1b" not in plain and "\x1b[33m" in colored
    assert re.sub(r"\x1b\[\d+m", "", colored) == plain


def test_an_open_item_stands_out_in_every_format(host: evalfw.PluginHost, sample: Path, scored: Scored) -> None:
    table = sample / "facts/judgements.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("it.seal,是", "it.seal,"), encoding="utf-8")
    report = scored(sample)
    text = rendered(host, report, "text", color=True)
    assert "总分 97 / 100 [97～98]" in text and "\x1b[31m" in text
    markdown = rendered(host, report, "md")
    assert "**97 / 100** \\[97～98\\]" in markdown and "| 1 | 缺证据 |" in markdown
    assert "| 1 | missing |" in rendered(host, report, "md", language="en")


def test_a_narrow_terminal_still_gets_a_report(host: evalfw.PluginHost, sample: Path, scored: Scored) -> None:
    assert "总分 98" in rendered(host, scored(sample), "text", width=10)
