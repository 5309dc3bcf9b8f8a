"""Where plugins come from: single files, folders of rubrics, what is installed; and how they are switched off, chosen and traced."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import RunCli
from hypothesis import given, strategies as st
from plugins_on_disk import install
from small_project import lay_project

from evalfw_cli.plugin_options import MissingValueError, PluginOptions, take_plugin_options

UPPER = '''"""Writes the total in capitals."""

from small_project import lay_project
import evalfw

EVALFW_API = "2.0"


@evalfw.hookimpl
def evalfw_renderers():
    return [evalfw.Renderer("upper", ".txt", lambda report, options: f"TOTAL {report.total.points}\\n")]
'''

COMMAND = '''"""Says hello."""

import evalfw


def hello(arguments):
    print("hello", *arguments)
    return len(arguments)


@evalfw.hookimpl
def evalfw_commands():
    return evalfw.Command("hello", evalfw.Text("问好", "say hello"), hello)
'''


def test_a_single_file_is_a_plugin(cli: RunCli) -> None:
    Path("upper.py").write_text(UPPER, encoding="utf-8")
    for place in ((), ("run",)):
        arguments = ["run", "--rubric", "2021", "-f", "upper", "-q"]
        at = len(place)
        ran = cli(*arguments[:at], "--plugin", "./upper.py", *arguments[at:])
        assert (ran.code, ran.out) == (0, "TOTAL 98\n")
    assert cli("run", "--rubric", "2021", "-f", "upper").code == 2


def test_a_project_names_its_plugins_and_folders_of_rubrics(cli: RunCli) -> None:
    Path("mine").mkdir()
    Path("mine/upper.py").write_text(UPPER, encoding="utf-8")
    Path("rubrics/one").mkdir(parents=True)
    Path("rubrics/one/rubric.toml").write_text(
        'format = "evalfw.rubric/1"\nid = "my/one"\nversion = "1"\ntitle = "甲"\nfull_mark = 1\n'
        'fact = [{ id = "n", label = "数", type = "count" }]\n'
        'indicator = [{ id = "a", title = "甲", weight = 1, criterion = "…", rule = { kind = "formula", points = "min(n, 1)" } }]\n',
        encoding="utf-8",
    )
    Path("evalfw.toml").write_text('plugins = ["./mine/upper.py", "./rubrics"]\n', encoding="utf-8")
    assert cli("run", "--rubric", "2021", "-f", "upper", "-q").out == "TOTAL 98\n"
    assert "my/one" in cli("rubric", "list").out
    listed = cli("plugin", "list").out
    assert "mine/upper.py" in listed and "rubrics/" in listed
    assert "rubric my/one" in listed and "rubric nanjing/2021" in listed


@pytest.mark.parametrize(
    ("name", "told"),
    [("none.py", "none.py：没有这个插件文件"), ("a.txt", "a.txt：插件是 .py 文件，或放评分表的文件夹")],
)
def test_a_plugin_that_is_named_and_not_there_is_told(name: str, told: str, cli: RunCli) -> None:
    Path("a.txt").write_text("", encoding="utf-8")
    ran = cli("--plugin", name, "plugin", "list")
    assert (ran.code, ran.err) == (2, f"{told}\n")


def test_a_folder_without_rubrics_is_told(cli: RunCli) -> None:
    Path("empty").mkdir()
    assert "no rubric.toml below empty" in cli("--plugin", "empty", "plugin", "list").out


def test_the_option_needs_a_file(cli: RunCli) -> None:
    ran = cli("run", "--plugin")
    assert (ran.code, ran.err) == (2, "选项 --plugin 后面要跟一个 .py 文件或文件夹\n")


@pytest.fixture
def upper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The plugin, installed."""
    install(tmp_path / "site", "evalfw-upper", {"upper_for_tests": UPPER}, "upper", "upper_for_tests")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.delitem(sys.modules, "upper_for_tests", raising=False)
    return "upper"


OFF: dict[tuple[str, ...], str] = {
    ("--no-plugins",): "已停用（--no-plugins）",
    ("--no-plugins=upper",): "已停用（no_plugins）",
    ("--no-plugins=evalfw-upper",): "已停用（no_plugins）",
    ("--no-plugins=Evalfw_Upper",): "已停用（no_plugins）",
}


@pytest.mark.parametrize("option", OFF, ids=str)
def test_plugins_are_switched_off_by_name_or_all_at_once(option: tuple[str, ...], upper: str, cli: RunCli) -> None:
    assert "renderer upper" in cli("plugin", "list").out
    listed = cli(*option, "plugin", "list").out
    assert "renderer upper" not in listed and OFF[option] in listed
    ran = cli("run", "--rubric", "2021", "-f", "upper", *option)
    assert ran.code == 2
    assert (
        f"没有输出格式 'upper' — 可用的有 docx、html、json、md、pdf、csv、junit、text、tree、table、summary、xlsx；没有加载的插件：upper (evalfw-upper 1.0)：{OFF[option]}"
        in ran.err
    )


def test_a_single_file_of_the_command_line_stays_where_all_others_are_off(upper: str, cli: RunCli) -> None:
    Path("mine.py").write_text(UPPER.replace('"upper"', '"mine"'), encoding="utf-8")
    listed = cli("plugin", "list", "--no-plugins", "--plugin=mine.py").out
    assert "renderer mine" in listed and "renderer upper" not in listed and "renderer text" in listed


@pytest.mark.parametrize(("value", "is_on"), [("", False), ("upper", True), ("evalfw-upper", True)])
def test_the_environment_chooses_plugins_of_others(
    value: str, is_on: bool, upper: str, cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Empty means none; evalfw's own stay."""
    monkeypatch.setenv("EVALFW_PLUGINS", value)
    listed = cli("plugin", "list").out
    assert ("renderer upper" in listed) == is_on
    assert ("不在 EVALFW_PLUGINS 之中" in listed) != is_on
    assert "renderer text" in listed


def test_an_allow_list_keeps_out_what_it_does_not_name(upper: str, cli: RunCli) -> None:
    Path("evalfw.toml").write_text('allow_plugins = ["something-else"]\n', encoding="utf-8")
    listed = cli("plugin", "list").out
    assert "不在 evalfw.toml 的 allow_plugins 之中" in listed and "renderer text" in listed
    Path("evalfw.toml").write_text('allow_plugins = ["evalfw-upper"]\n', encoding="utf-8")
    assert "renderer upper" in cli("plugin", "list").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--no-plugins=uper",), "no_plugins：没有插件或分发包 'uper' — 是不是 upper？"),
        (("--no-plugins=zzz",), "no_plugins：没有插件或分发包 'zzz'"),
    ],
)
def test_a_name_that_no_plugin_has_is_told(arguments: tuple[str, ...], told: str, upper: str, cli: RunCli) -> None:
    ran = cli("run", "--rubric", "2021", *arguments)
    assert ran.code == 2 and told in ran.err


BAD_PROJECTS = {
    'prefer_plugins = { "stars" = "upper" }': "prefer_plugins.stars: 'stars' 应当写成 \"rule stars\" 这样",
    'prefer_plugins = { "rul stars" = "upper" }': "是不是 rule？",
    'prefer_plugins = { "rule stars" = "nobody" }': "prefer_plugins：没有插件或分发包 'nobody'",
    "plugin_seconds = 0": "plugin_seconds: 应当大于 0，不超过 3600 秒",
    'plugins = "a.py"': "plugins: 应当是数组",
    'plugin = ["a.py"]': "没有这个键 — 是不是 plugins",
}


@pytest.mark.parametrize("line", BAD_PROJECTS)
def test_mistakes_in_the_project_file_are_told(line: str, cli: RunCli) -> None:
    Path("evalfw.toml").write_text(f"{line}\n", encoding="utf-8")
    ran = cli("plugin", "list")
    assert ran.code in (2, 3) and BAD_PROJECTS[line] in ran.err


def test_a_command_of_a_plugin_gets_its_arguments_and_gives_the_exit_code(cli: RunCli) -> None:
    Path("hello.py").write_text(COMMAND, encoding="utf-8")
    ran = cli("--plugin", "hello.py", "hello", "a", "--b")
    assert (ran.code, ran.out) == (2, "hello a --b\n")
    assert "command hello" in cli("--plugin", "hello.py", "plugin", "list").out
    assert cli("hello").code == 2 and "没有命令 “hello”" in cli("hello").err


def test_a_command_that_fails_names_its_plugin(cli: RunCli) -> None:
    Path("hello.py").write_text(COMMAND.replace("return len(arguments)", "return 1 / 0"), encoding="utf-8")
    ran = cli("--plugin", "hello.py", "hello")
    assert (ran.code, ran.err) == (
        3,
        "插件 hello.py 的 command hello 出错：ZeroDivisionError: division by zero（hello.py 第 8 行）\n",
    )


def test_a_command_may_leave_as_argument_parsers_do(cli: RunCli) -> None:
    Path("hello.py").write_text(COMMAND.replace("return len(arguments)", "raise SystemExit(7)"), encoding="utf-8")
    assert cli("--plugin", "hello.py", "hello").code == 7


def test_an_unknown_command_tells_of_plugins_that_may_have_brought_it(cli: RunCli) -> None:
    """That were asked for."""
    Path("hello.py").write_text("raise RuntimeError('broken')\n", encoding="utf-8")
    ran = cli("--plugin", "hello.py", "hello")
    assert ran.code == 3 and "插件 hello.py：加载失败：RuntimeError: broken" in ran.err


@pytest.mark.slow
def test_help_imports_no_plugin(tmp_path: Path) -> None:
    install(tmp_path, "loud", {"loud_plugin": "import sys\nsys.stderr.write('IMPORTED')\n"}, "loud", "loud_plugin")
    program = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); from evalfw_cli import main; sys.exit(main(sys.argv[1:]))"
    )
    for arguments in (["--help"], ["run", "--help"], ["plugin", "--help"], ["--version"]):
        ran = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path), *arguments], capture_output=True, check=True
        )
        assert b"IMPORTED" not in ran.stderr and ran.stdout
    ran = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path), "plugin", "list"], capture_output=True, check=True
    )
    assert b"IMPORTED" in ran.stderr


def test_debugging_shows_every_call_and_the_traceback_of_what_fails(
    cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("broken.py").write_text("def inner():\n    raise RuntimeError('here')\n\ninner()\n", encoding="utf-8")
    Path("upper.py").write_text(UPPER, encoding="utf-8")
    monkeypatch.setenv("EVALFW_DEBUG", "plugins")
    ran = cli("run", "--rubric", "2021", "--plugin", "broken.py")
    assert ran.code == 3 and "evalfw plugins: broken.py: import: failed" in ran.err
    assert "in inner" in ran.err and "Traceback" in ran.err
    ran = cli("run", "--rubric", "2021", "--plugin", "upper.py", "-f", "upper")
    assert ran.code == 0
    assert "evalfw plugins: upper.py: import\n" in ran.err
    assert "evalfw plugins: upper.py: evalfw_renderers\n" in ran.err
    assert "evalfw plugins: upper.py: format upper\n" in ran.err
    monkeypatch.delenv("EVALFW_DEBUG")
    assert "Traceback" not in cli("run", "--rubric", "2021", "--plugin", "broken.py").err


def test_a_report_names_what_a_plugin_contributed(cli: RunCli) -> None:
    """Beside each indicator, and together at the end, with the distribution."""
    Path("kinds.py").write_text(
        (Path(__file__).parent.parent / "hostile/while_scoring.py").read_text(encoding="utf-8"), encoding="utf-8"
    )
    lay_project('{ kind = "hostile", fact = "n", how = "above" }')
    ran = cli("run", "evidence", "-r", "./rubric.toml", "--plugin", "kinds.py")
    assert "插件 kinds.py〕" in ran.out
    assert "插件参与的内容（1）\n  kinds.py：规则：乙" in ran.out
    markdown = cli("run", "evidence", "-r", "./rubric.toml", "--plugin", "kinds.py", "-f", "md").out
    assert "## 插件参与的内容\n\n- kinds.py: 规则：乙" in markdown
    report = json.loads(cli("run", "evidence", "-r", "./rubric.toml", "--plugin", "kinds.py", "-f", "json").out)
    assert report["indicators"][0]["plugins"] == ["kinds.py"]


WORDS = ["run", "--", "--plugin=a.py", "--no-plugins", "--no-plugins=a,b", "--locked", "x", "--lang", "en"]


@given(st.lists(st.sampled_from(WORDS) | st.just(("--plugin", "b.py"))))
def test_taking_options_out_leaves_everything_else_in_order(given: list[str | tuple[str, str]]) -> None:
    """And behind ``--`` everything stays."""
    arguments = [word for each in given for word in ((each,) if isinstance(each, str) else each)]
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    rest, options = take_plugin_options(arguments)
    ours = {"--plugin=a.py", "--no-plugins", "--no-plugins=a,b", "--locked", "--plugin", "b.py"}
    assert rest == [each for each in arguments[:cut] if each not in ours] + arguments[cut:]
    files = [each.removeprefix("--plugin=") for each in arguments[:cut] if each in ("--plugin=a.py", "b.py")]
    assert options == PluginOptions(
        tuple(files),
        "--no-plugins" in arguments[:cut],
        ("a", "b") * arguments[:cut].count("--no-plugins=a,b"),
        "--locked" in arguments[:cut],
    )


@pytest.mark.parametrize("arguments", [["--plugin"], ["--plugin", "--locked"], ["run", "--plugin="]])
def test_an_option_without_its_file_is_refused(arguments: list[str]) -> None:
    with pytest.raises(MissingValueError):
        take_plugin_options(arguments)
