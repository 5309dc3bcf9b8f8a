"""A saved report is complete: it is read back as it was, every format can be made of it, and damaged files are told with their place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import RunCli, one_in
from reporting import as_bytes, full_report
from sealed import sealed_again

import evalfw
from evalfw import Report, read_report
from evalfw.foundation import ReportError
from evalfw.reporting import report_data

REFS = ("nanjing/2021", "mof/project-2020", "mof/department-2013", "pefa/2016")


@pytest.mark.parametrize("ref", one_in(4, REFS))
def test_a_report_is_read_back_as_it_was_in_either_language(ref: str, host: evalfw.PluginHost, tmp_path: Path) -> None:
    report = full_report(host, ref)
    for language in ("zh", "en"):
        path = tmp_path / f"{language}.json"
        path.write_bytes(as_bytes(host, report, "json", language=language))
        again, spoken = read_report(path, path.name)
        assert spoken == language
        assert report_data(again, language) == report_data(report, language)
        for format in ("html", "md", "tree", "csv", "junit"):
            assert as_bytes(host, again, format, language=language) == as_bytes(
                host, report, format, language=language
            ), format


def test_a_report_of_an_earlier_version_is_read(host: evalfw.PluginHost, report: Report, tmp_path: Path) -> None:
    """Without the keys that came later; what they would say is left empty."""
    data = json.loads(as_bytes(host, report, "json"))
    for key in ("audience", "withheld", "places", "attachments", "facts", "layout", "what_if"):
        del data[key]
    for indicator in data["indicators"]:
        del indicator["has_figure"], indicator["target"]
        for fact in indicator["facts"]:
            del fact["type"], fact["unit"], fact["audience"]
    path = tmp_path / "old.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    sealed_again(path)
    again, _ = read_report(path, "old.json")
    assert again.total == report.total and again.what_if is None
    assert "98" in as_bytes(host, again, "summary").decode()
    assert as_bytes(host, again, "docx") and as_bytes(host, again, "html")


def broken(report: Report, host: evalfw.PluginHost, change: object) -> str:
    data = json.loads(as_bytes(host, report, "json"))
    change(data)  # type: ignore[operator]
    return json.dumps(data, ensure_ascii=False, indent=1)


def put(*path: str | int, value: object) -> object:
    """A change: *value* at *path*."""

    def change(data: object) -> None:
        for step in path[:-1]:
            data = data[step]  # type: ignore[index]
        data[path[-1]] = value  # type: ignore[index]

    return change


MISTAKES = {
    "total.points: 应当是数（加引号），写的是 98": put("total", "points", value=98),
    "indicators[decision.mechanism.rules].state: 应当是": put("indicators", 2, "state", value="sored"),
    "indicators[decision.mechanism.rules].level: 应当是整数": put("indicators", 2, "level", value="3"),
    "findings[1].message: 应当是文字": put("findings", 0, "message", value=7),
    "format: 这不是保存的报告": put("format", value="evalfw.rubric/1"),
    "layout.annex.columns[1].show: 应当是": put("layout", "annex", "columns", 0, "show", value="points!"),
    "indicators: 应当是数组": put("indicators", value={}),
    "what_if.nodes[decision.mechanism].made: 应当是": put("what_if", "nodes", -1, "made", value="magic"),
    "period.first: 应当是日期": put("period", "first", value="2021-13-01"),
}  # fmt: skip


@pytest.mark.parametrize("said", [each for each in MISTAKES if not each.startswith("what_if")])
def test_what_is_wrong_is_told_with_file_line_and_place(
    said: str, host: evalfw.PluginHost, report: Report, cli: RunCli
) -> None:
    Path("r.json").write_text(broken(report, host, MISTAKES[said]), encoding="utf-8")
    ran = cli("render", "r.json", "-f", "html", "-o", "r.html")
    assert ran.code == 3 and ran.err.startswith("r.json:") and said in ran.err, ran.err
    assert "Traceback" not in ran.err and not Path("r.html").exists()


def paths_in(data: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from paths_in(value, (*path, key))


OTHER_VALUES = [
    "null",
    "true",
    "0",
    "-1",
    "1" + "0" * 50,
    '"x"',
    '""',
    '"1/0"',
    "[]",
    "{}",
    "[[]]",
    f'"{"9" * 5000}"',
    "",
]
"""As JSON; the empty one takes the value out."""


@pytest.mark.slow
def test_any_damage_is_told_and_never_a_crash(host: evalfw.PluginHost, report: Report, tmp_path: Path) -> None:
    """One value somewhere in the file is replaced by another, or taken out: the report is read, or ReportError says why not."""
    written = as_bytes(host, report, "json")
    paths, chance = list(paths_in(json.loads(written))), Random(20211231)
    read = 0
    for _ in range(150):
        saved = json.loads(written)
        *above, key = chance.choice(paths)
        at = saved
        for step in above:
            at = at[step]
        other = chance.choice(OTHER_VALUES)
        if other:
            at[key] = json.loads(other)
        else:
            del at[key]
        path = tmp_path / "r.json"
        path.write_text(json.dumps(saved), encoding="utf-8")
        sealed_again(path)
        try:
            again, _language = read_report(path, "r.json")
        except ReportError:
            continue
        read += 1
        for format in ("html", "csv", "tree", "docx"):
            as_bytes(host, again, format)
    assert 10 < read < 140


@pytest.mark.slow
def test_several_saved_reports_go_into_one_folder_and_two_of_one_name_are_refused(cli: RunCli, sample: Path) -> None:
    assert cli("run", "--rubric", "2021", "-f", "json", "-o", "a.json").code == 0
    main = sample / "evidence.toml"
    text = main.read_text(encoding="utf-8").replace('id = "nanjing-zhengwuban"', 'id = "other"')
    main.write_text(text, encoding="utf-8")
    assert cli("run", sample, "-f", "json", "-o", "b.json").code == 0
    ran = cli("render", "a.json", "b.json", "-f", "md", "-o", "out")
    assert ran.code == 0 and sorted(path.name for path in Path("out").iterdir()) == [
        "nanjing-zhengwuban-nanjing-2021.md",
        "other-nanjing-2021.md",
    ]
    assert cli("render", "a.json", "b.json").code == 2
    Path("c.json").write_bytes(Path("a.json").read_bytes())
    twice = cli("render", "a.json", "c.json", "-f", "md", "-o", "twice")
    assert twice.code == 2 and "是同一单位、同一评分表" in twice.err and not Path("twice").exists()
    Path("bad.json").write_text("{}", encoding="utf-8")
    assert cli("render", "a.json", "bad.json", "-f", "md", "-o", "twice").code == 3 and not Path("twice").exists()


@pytest.mark.slow
def test_another_language_changes_the_words_of_the_report_and_says_that_sentences_stay(cli: RunCli) -> None:
    assert cli("run", "--rubric", "2021", "-f", "json", "-o", "a.json").code == 0
    ran = cli("render", "a.json", "-f", "html", "--lang", "en", "-o", "a.html")
    assert ran.code == 0 and "sentences were saved in Chinese, and stay so" in ran.err
    page = Path("a.html").read_text(encoding="utf-8")
    assert "Points lost (most first)" in page and "预算执行率 83.04%，小于90%，得1分" in page
    assert "sentences" not in cli("render", "a.json", "-f", "summary").err


def test_progress_is_shown_on_long_work_and_only_where_somebody_looks(
    cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    from evalfw import Text
    from evalfw_cli.progress import Bar

    drawn: list[int] = []

    def track(_: object, items: list[int], **more: object) -> list[int]:
        drawn.append(len(items))
        return items

    monkeypatch.setattr("rich.progress.Progress.track", track)
    items, said = list(range(50)), Text("份报告", "reports")
    assert list(Bar("zh", False).over(items, said)) == items and drawn == [], "stderr is no terminal here"
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert list(Bar("zh", False).over(items[:5], said)) == items[:5] and drawn == [], "little work"
    assert list(Bar("zh", True).over(items, said)) == items and drawn == []
    assert list(Bar("zh", False).over(items, said)) == items and drawn == [50]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("page", "size"), "layout.page.size: 应在 6 至 40 之间"),
        (("annex", "columns", 1, "width"), "layout.annex.columns[2].width: 应在 1 至 1000 之间"),
    ],
)
def test_a_saved_layout_that_no_page_can_have_is_refused(path: tuple[Any, ...], said: str, cli: RunCli) -> None:
    assert cli("run", "--rubric", "2021", "-f", "json", "-o", "a.json").code == 0
    data = json.loads(Path("a.json").read_text(encoding="utf-8"))
    below: Any = data["layout"]
    for step in path[:-1]:
        below = below[step]
    below[path[-1]] = 0
    Path("b.json").write_text(json.dumps(data), encoding="utf-8")
    ran = cli("render", "b.json", "-f", "docx", "-o", "b.docx")
    assert ran.code == 3 and said in ran.err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data["total"].update(points="999"), "total.points: 与下级之和"),
        (lambda data: data["indicators"][0].update(points="1"), "与下级之和"),
        (
            lambda data: next(each for each in data["indicators"] if each["rule"]).update(points="99"),
            "与分值或上下限不符",
        ),
    ],
)
def test_a_report_that_contradicts_itself_is_refused(
    host: evalfw.PluginHost, report: Report, cli: RunCli, change: Callable[[dict[str, Any]], None], said: str
) -> None:
    """Changed by hand it does not match its hash; with a hash that does, its figures do not add up."""
    Path("r.json").write_text(broken(report, host, change), encoding="utf-8")
    for command in (["render", "r.json", "-f", "summary"], ["compare", "r.json", "r.json"]):
        ran = cli(*command)
        assert ran.code != 0
    assert "与保存时的校验和不符" in cli("render", "r.json", "-f", "summary").err
    sealed_again(Path("r.json"))
    ran = cli("render", "r.json", "-f", "summary")
    assert ran.code == 3 and said in ran.err, ran.err


def test_a_report_without_a_hash_or_in_other_order_of_keys(
    host: evalfw.PluginHost, report: Report, cli: RunCli
) -> None:
    """The hash is that of what is said: blanks and the order of keys do not matter; without one nothing is believed."""
    data = json.loads(as_bytes(host, report, "json"))
    Path("r.json").write_text(json.dumps(dict(reversed(data.items()))), encoding="utf-8")
    assert cli("render", "r.json", "-f", "summary").code == 0
    del data["sha256"]
    Path("r.json").write_text(json.dumps(data), encoding="utf-8")
    assert cli("render", "r.json", "-f", "summary").code == 3
