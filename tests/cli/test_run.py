"""``evalfw run``: inputs, outputs, exit codes, messages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import RunCli

import evalfw
from evalfw.foundation.guarding import Guard

EXEMPTION = """
[[exemption]]
indicator = "results.social.role"
kind = "not_applicable"
reason = "不涉及"
approver = "财政局"
from = 2021-01-01
until = 2021-12-31
"""


def test_without_evidence_the_sample_is_scored_and_stderr_says_so(cli: RunCli) -> None:
    ran = cli("run", "--rubric", "2021")
    assert ran.code == 0
    assert "总分 98 / 100" in ran.out
    assert (
        ran.err
        == "这里没有 evalfw.toml，也没有 evidence/：用评分表 nanjing/2021 自带的样例计分（南京市政务服务管理办公室）\n"
    )
    assert cli("run", "--rubric", "2021", "--quiet").err == ""


def test_the_report_reads_well_at_100_columns(cli: RunCli) -> None:
    """Counted as the widest terminal would draw it."""
    import unicodedata

    out = cli("run", "--rubric", "2021").out
    for line in out.splitlines():
        columns = sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in line.lstrip(" │├└"))
        assert columns + len(line) - len(line.lstrip(" │├└")) <= 104, line
        assert not re.match(r"[ │├└]*[，。；：、）》”］〕]", line), f"begins with closing punctuation: {line}"
    assert "\x1b" not in out


def test_the_text_report_has_tree_lost_points_overrides_and_findings(cli: RunCli) -> None:
    out = cli("run", "--rubric", "2021").out
    places = [
        out.index(heading)
        for heading in ("  得分    分值    指标", "\n失分（2.5）", "\n人工认定（12）", "\n发现（20）")
    ]
    assert places == sorted(places)
    assert "  18.5      20    部门管理" in out
    assert "预算执行率 83.04%，小于90%，得1分〔一（二）部门收支情况；二（二）预算执行〕" in out


def test_the_evidence_of_the_working_folder_is_taken(cli: RunCli, sample: Path) -> None:
    sample.rename("evidence")
    ran = cli("run", "--rubric", "2021")
    assert ran.code == 0 and ran.err == ""
    assert cli("run").code == 0, "the evidence names its rubric"


def test_the_project_file_names_rubric_and_evidence(cli: RunCli, sample: Path) -> None:
    sample.rename("here")
    Path("evalfw.toml").write_text('rubric = "2021"\nevidence = "here"\n', encoding="utf-8")
    ran = cli("run")
    assert (ran.code, ran.err) == (0, "")
    Path("evalfw.toml").write_text('rubrik = "2021"\n', encoding="utf-8")
    ran = cli("run")
    assert ran.code == 3 and ran.err == "evalfw.toml:1: rubrik: 没有这个键 — 是不是 rubric？\n"


def test_no_rubric_at_all_is_a_usage_error_that_lists_them(cli: RunCli) -> None:
    ran = cli("run")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "请用 --rubric 指定评分表；现有：mof/department-2013、mof/project-2020、nanjing/2021、pefa/2016\n"


def test_a_rubric_by_path_needs_no_python(cli: RunCli) -> None:
    """Ten lines extend the base; its sample is scored, and the report says for which edition it was gathered."""
    Path("2022.toml").write_text(
        'format = "evalfw.rubric/1"\nid = "nanjing/2022"\nversion = "0.1.0"\nextends = "nanjing/2021"\n'
        'drop = ["sustainability.innovation.reported"]\nindicator = [\n'
        '  { id = "decision.mechanism.rules", weight = 1 },\n'
        '  { id = "results.social.prize", title = "获奖情况", weight = 2, criterion = "获国务院嘉奖的得2分，否则不得分", '
        'rule = { kind = "all_or_nothing", when = "social.prize" } },\n]\n'
        'fact = [{ id = "social.prize", label = "获国务院嘉奖", type = "bool" }]\n',
        encoding="utf-8",
    )
    ran = cli("run", "--rubric", "./2022.toml", "--format", "json")
    assert ran.code == 0
    report = json.loads(ran.out)
    assert report["rubric"]["id"] == "nanjing/2022"
    assert report["total"]["weight"] == "100"
    assert (report["total"]["low"], report["total"]["high"]) == ("96", "98")
    codes = {finding["code"] for finding in report["findings"]}
    assert {"evidence.other_edition", "evidence.not_asked"} <= codes


def test_several_formats_go_into_a_folder(cli: RunCli) -> None:
    ran = cli("run", "--rubric", "2021", "-f", "json", "-f", "md", "-f", "text", "-o", "out")
    assert (ran.code, ran.out) == (0, "")
    names = sorted(path.name for path in Path("out").iterdir())
    assert names == [f"nanjing-zhengwuban-nanjing-2021{suffix}" for suffix in (".json", ".md", ".txt")]
    assert all(f"已写入 out/{name}" in ran.err for name in names)


def test_several_formats_cannot_share_stdout(cli: RunCli) -> None:
    ran = cli("run", "--rubric", "2021", "-f", "json", "-f", "md")
    assert (ran.code, ran.out) == (2, "")
    assert "几种格式" in ran.err


@pytest.mark.slow
def test_a_single_format_goes_to_the_file_named_and_replaces_another_only_by_force(cli: RunCli) -> None:
    Path("r.json").write_text("old", encoding="utf-8")
    ran = cli("run", "--rubric", "2021", "-f", "json", "-o", "r.json")
    assert ran.code == 2 and "已有别的文件，没有改动：r.json；要覆盖请加 --force" in ran.err
    assert Path("r.json").read_text(encoding="utf-8") == "old"
    assert cli("run", "--rubric", "2021", "-f", "json", "-o", "r.json", "--force").code == 0
    assert json.loads(Path("r.json").read_text(encoding="utf-8"))["total"]["points"] == "98"
    assert cli("run", "--rubric", "2021", "-f", "json").out == Path("r.json").read_text(encoding="utf-8")


@pytest.mark.slow
def test_an_output_that_cannot_be_written_leaves_everything_as_it_was(cli: RunCli) -> None:
    Path("folder").mkdir()
    Path("file").write_text("kept", encoding="utf-8")
    for output in ("nowhere/r.json", "file/r.json", "file/"):
        ran = cli("run", "--rubric", "2021", "-f", "json", "-o", output)
        assert (ran.code, ran.out) == (2, ""), output
        assert "写不了" in ran.err and "Traceback" not in ran.err
    assert sorted(path.name for path in Path().iterdir()) == ["file", "folder"]
    assert Path("file").read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize(("threshold", "code"), [("98", 0), ("98.01", 1), ("0", 0), ("100", 1)])
def test_fail_under_is_exact(cli: RunCli, threshold: str, code: int) -> None:
    assert cli("run", "--rubric", "2021", "--fail-under", threshold).code == code


@pytest.mark.slow
def test_fail_under_counts_only_points_that_are_sure(cli: RunCli, sample: Path) -> None:
    table = sample / "facts/judgements.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("it.seal,是", "it.seal,"), encoding="utf-8")
    assert cli("run", sample, "--fail-under", "97").code == 0
    ran = cli("run", sample, "--fail-under", "98")
    assert ran.code == 1 and "保底分 97 低于 98" in ran.err
    assert cli("run", sample, "--fail-under", "98", "--strict").code == 4


def test_as_of_decides_which_exemptions_hold(cli: RunCli, sample: Path) -> None:
    with (sample / "evidence.toml").open("a", encoding="utf-8") as stream:
        stream.write(EXEMPTION)
    inside = json.loads(cli("run", sample, "-f", "json", "--as-of", "2021-12-31").out)
    assert (inside["as_of"], inside["total"]["weight"]) == ("2021-12-31", "90")
    after = cli("run", sample, "--as-of", "2022-01-01").out
    assert "/ 100" in after and "判断日期 2022-01-01" in after
    assert "不在有效期内" in re.sub(r"\s", "", after)


@pytest.mark.slow
def test_as_of_comes_from_the_evidence_or_stands_for_today(
    cli: RunCli, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sample / "evidence.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + EXEMPTION, encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1638316800")
    assert json.loads(cli("run", sample, "-f", "json").out)["as_of"] == "2021-12-01"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert json.loads(cli("run", sample, "-f", "json").out)["as_of"] >= "2026-11-24"
    path.write_text(text.replace("[subject]", "as_of = 2021-06-01\n[subject]") + EXEMPTION, encoding="utf-8")
    assert json.loads(cli("run", sample, "-f", "json").out)["as_of"] == "2021-06-01"


def test_overrides_later_than_as_of_do_not_count(cli: RunCli) -> None:
    report = json.loads(cli("run", "--rubric", "2021", "-f", "json", "--as-of", "2022-01-01").out)
    assert report["total"] == {
        "points": "76.5",
        "weight": "100",
        "low": "71.5",
        "high": "99.5",
        "grade": None,
        "grades": [],
        "sum": True,
        "failure": None,
        "plugins": [],
    }
    assert [finding["code"] for finding in report["findings"]].count("override.later") == 12


def test_english_is_complete(cli: RunCli) -> None:
    """Everything that evalfw words itself; titles, sentences and what people wrote stay as they are."""
    ran = cli("run", "--rubric", "2021", "--lang", "en")
    assert "total 98 / 100" in ran.out and "Findings (20)" in ran.out
    assert "full marks (10), but no figure is given for" in re.sub(r"\s+", " ", ran.out)
    assert ran.err.startswith("no evalfw.toml and no evidence/ here")
    for word in (" 分", "得分", "分值", "缺少", "按规则", "涉及", "发现", "失分"):
        assert word not in ran.out, word


@pytest.mark.parametrize(
    ("variable", "value", "word"),
    [
        ("EVALFW_LANG", "en", "total 98"),
        ("EVALFW_LANG", "zh", "总分 98"),
        ("LANG", "en_US.UTF-8", "total 98"),
        ("LANG", "zh_CN.GB18030", "总分 98"),
        ("LANG", "C.UTF-8", "总分 98"),
        ("LC_ALL", "de_DE@euro", "total 98"),
    ],
)
def test_the_language_follows_the_surroundings(
    cli: RunCli, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, word: str
) -> None:
    monkeypatch.setenv(variable, value)
    assert word in cli("run", "--rubric", "2021").out


def test_the_option_wins_over_the_surroundings(cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALFW_LANG", "en")
    assert "总分 98" in cli("run", "--rubric", "2021", "--lang=zh").out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("run", "--rubric", "2012"), 3, "没有评分表 “2012” — 是不是 2021？"),
        (("run", "--rubrik", "2021"), 2, "没有选项 --rubrik 是不是 --rubric？\n用法见：evalfw run --help"),
        (("run", "a", "b"), 2, "多余的参数：b\n用法见：evalfw run --help"),
        (("run", "--rubric"), 2, "选项 --rubric 后面要跟一个值\n用法见：evalfw --help"),
        (("frob",), 2, "没有命令 “frob”\n用法见：evalfw --help"),
        (("run", "--rubric", "2021", "-f", "jsn"), 2, "没有输出格式 'jsn' — 是不是 json？"),
        (
            ("run", "--rubric", "2021", "-f", "ofd"),
            2,
            "没有输出格式 'ofd' — 可用的有 docx、html、json、md、pdf、csv、junit、text、tree、table、summary、xlsx",
        ),
        (("run", "--rubric", "2021", "--fail-under", "x"), 2, "--fail-under 应当是数，写的是 'x'"),
        (("run", "--rubric", "2021", "--fail-under", "nan"), 2, "--fail-under 应当是数，写的是 'nan'"),
        (
            ("run", "--rubric", "2021", "--as-of", "31.12.2021"),
            2,
            "--as-of 应当是日期，如 2022-03-31，写的是 '31.12.2021'",
        ),
        (
            ("run", "--rubric", "2021", "--lang", "zz"),
            2,
            "Invalid value for '--lang': 'zz' is not one of zh, en.\nFor usage: evalfw run --help",
        ),
        (("run", "nowhere", "--rubric", "2021"), 3, "nowhere: 没有这个文件夹或文件"),
        (("run", ".", "--rubric", "2021"), 3, ".: 文件夹里没有 evidence.toml — 用 evalfw init 新建一个"),
        (("init",), 2, "缺少 --rubric / -r\n用法见：evalfw init --help"),
        (("rubric", "lint"), 2, "缺少 R\n用法见：evalfw rubric lint --help"),
        (("rubric", "show"), 2, "请写明评分表（编号、别名或文件）"),
    ],
)
def test_mistakes_are_told_in_one_line_with_the_right_code(
    cli: RunCli, arguments: tuple[str, ...], code: int, said: str
) -> None:
    ran = cli(*arguments)
    assert (ran.code, ran.out, ran.err) == (code, "", f"{said}\n")


def test_several_problems_are_counted_and_nothing_is_written(cli: RunCli, sample: Path) -> None:
    (sample / "facts/x.csv").write_text("fact,value\nno.such,1\nneither.this,2\n", encoding="utf-8")
    ran = cli("run", sample, "--rubric", "2021", "-o", "r.txt")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.endswith("共 2 个问题；没有输出结果。\n") and len(ran.err.splitlines()) == 3
    assert not Path("r.txt").exists()


def test_escape_sequences_in_evidence_are_made_visible(cli: RunCli, sample: Path) -> None:
    """Neither a terminal nor the reading direction can be turned by what somebody wrote."""
    path = sample / "evidence.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('name = "南京市', 'name = "\\u001b[31m\\u202e南京市'), encoding="utf-8")
    for format in ("text", "md"):
        out = cli("run", sample, "-f", format).out
        assert "\x1b" not in out and "\u202e" not in out and "x1b" in out


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    run = "import sys; from evalfw_cli import main; [main(['run', '--rubric', '2021', '-q', '-f', each]) for each in sys.argv[1:]]"
    outputs = set()
    for seed in ("0", "1", "424242"):
        ran = subprocess.run(
            [sys.executable, "-c", run, "json", "text", "md"],
            env={**os.environ, "PYTHONHASHSEED": seed, "EVALFW_LANG": "zh"},
            cwd=tmp_path,
            capture_output=True,
            check=True,
        )
        outputs.add(ran.stdout)
    (output,) = outputs
    assert output.startswith(b"{") and b"\n# " in output and output.count("总分".encode()) >= 2


def test_the_console_script_ends_with_the_exit_code(tmp_path: Path) -> None:
    program = "import sys; from evalfw_cli import script; sys.exit(script())"
    ran = subprocess.run(
        [sys.executable, "-c", program, "run", "--rubric", "x"], cwd=tmp_path, capture_output=True, check=False
    )
    assert ran.returncode == 3 and ran.stdout == b""


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """``evalfw run | head -1``"""
    program = "from evalfw_cli import script; raise SystemExit(script())"
    with subprocess.Popen(
        [sys.executable, "-c", program, "run", "--rubric", "2021", "-q", "-f", "json"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_renderer_that_fails_writes_nothing_and_names_its_plugin(
    cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(report: evalfw.Report, options: evalfw.RenderOptions) -> str:
        raise LookupError("no template")

    host = evalfw.load_plugins()
    doc = evalfw.Renderer("doc", ".doc", broken, Guard("docs (doc-dist 1)"))
    entries = {**host.renderers.entries, "doc": (doc, "docs (doc-dist 1)")}
    changed = host._replace(renderers=type(host.renderers)(host.renderers.sort, entries, {}))
    monkeypatch.setattr("evalfw_cli.run.load_host", lambda project=None: changed)
    ran = cli("run", "--rubric", "2021", "-f", "json", "-f", "doc", "-o", "out")
    assert (ran.code, ran.out) == (3, "")
    assert "插件 docs (doc-dist 1) 的 format doc 出错：LookupError: no template" in ran.err
    assert not Path("out").exists()


@pytest.mark.slow
@pytest.mark.parametrize(("closed", "code"), [("stdout", 2), ("stderr", 0)])
def test_closed_streams_are_no_bug(tmp_path: Path, closed: str, code: int) -> None:
    """A service or a shortcut may start a program without them."""
    program = f"import sys; sys.{closed} = None; from evalfw_cli import main; sys.exit(main())"
    ran = subprocess.run(
        [sys.executable, "-c", program, "run", "--rubric", "2021"], cwd=tmp_path, capture_output=True, check=False
    )
    assert ran.returncode == code
    assert b"Traceback" not in ran.stderr


def test_a_bug_in_evalfw_has_its_own_exit_code(cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr("evalfw_cli.run.evaluate_meant", broken)
    ran = cli("run", "--rubric", "2021")
    assert ran.code == 70 and "ZeroDivisionError: inside" in ran.err and "这是 evalfw 的缺陷" in ran.err


def test_an_interrupt_ends_quietly(cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("evalfw_cli.run.evaluate_meant", interrupted)
    assert cli("run", "--rubric", "2021").code == 130


def test_the_version_is_answered(cli: RunCli) -> None:
    assert cli("--version").out == "evalfw 0.1.0\n"
