"""``evalfw.lock``: what it pins, and that ``--locked`` refuses every difference by its name."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from conftest import RunCli
from plugins_on_disk import install

import evalfw_rubrics

PLUGIN = '"""Brings a format."""\nimport evalfw\n\n\n@evalfw.hookimpl\ndef evalfw_renderers():\n    return evalfw.Renderer("x", ".x", lambda report, options: "x")\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: RunCli) -> Path:
    """A project with an installed plugin, a single file, a program and a rubric of its own, locked; gives where things are installed."""
    site = tmp_path / "site"
    install(site, "evalfw-locked", {"locked_for_tests": PLUGIN}, "locked", "locked_for_tests")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.delitem(sys.modules, "locked_for_tests", raising=False)
    Path("mine.py").write_text(PLUGIN.replace('"x"', '"y"'), encoding="utf-8")
    Path("score.R").write_text("cat('{}')\n", encoding="utf-8")
    Path("evalfw.toml").write_text(
        'plugins = ["./mine.py"]\nprocess = [{ id = "by_r", kind = "rule", argv = ["Rscript", "score.R"] }]\n',
        encoding="utf-8",
    )
    Path("2022.toml").write_text(
        'format = "evalfw.rubric/1"\nid = "nanjing/2022"\nversion = "1"\nextends = "nanjing/2021"\ntitle = "下一年"\n',
        encoding="utf-8",
    )
    assert cli("lock", "-r", "./2022.toml").code == 0
    return site


def locked(cli: RunCli) -> list[str]:
    """What is told when a run is to be as locked; nothing if it is."""
    ran = cli("run", "--rubric", "./2022.toml", "--locked", "-q")
    assert (ran.code, bool(ran.out)) in ((0, True), (3, False))
    return [line.removeprefix("evalfw.lock: ") for line in ran.err.splitlines() if line.startswith("evalfw.lock: ")]


def test_as_long_as_nothing_changes_a_locked_run_is_a_run(project: Path, cli: RunCli) -> None:
    text = Path("evalfw.lock").read_text(encoding="utf-8")
    for word in (
        'name = "evalfw"',
        'name = "evalfw-locked"',
        '"locked_for_tests.py" = ',
        '"mine.py" = ',
        '"score.R" = ',
        'id = "nanjing/2022"',
        'id = "nanjing/2021"',
    ):
        assert word in text, word
    assert locked(cli) == []
    assert cli("lock", "-r", "./2022.toml").code == 0
    assert Path("evalfw.lock").read_text(encoding="utf-8") == text


@pytest.mark.slow
def test_a_changed_rubric_is_named(project: Path, cli: RunCli) -> None:
    file = Path("2022.toml")
    file.write_text(file.read_text(encoding="utf-8").replace("下一年", "再下一年"), encoding="utf-8")
    assert locked(cli) == ["评分表 nanjing/2022：内容与锁定时不同"]
    file.write_text(file.read_text(encoding="utf-8").replace('version = "1"', 'version = "2"'), encoding="utf-8")
    assert locked(cli) == ["评分表 nanjing/2022：版本是 2，锁定的是 1"]


def test_another_rubric_is_named(project: Path, cli: RunCli) -> None:
    ran = cli("run", "--rubric", "2021", "--locked")
    assert ran.code == 3
    assert "评分表 nanjing/2022（extends）：锁定了，这次没有用到" in ran.err


@pytest.mark.slow
def test_a_changed_line_of_a_plugin_is_named_with_its_file(project: Path, cli: RunCli) -> None:
    file = project / "locked_for_tests.py"
    file.write_text(PLUGIN + "# changed\n", encoding="utf-8")
    assert locked(cli) == ["evalfw-locked：文件 locked_for_tests.py 的内容与锁定时不同"]
    Path("mine.py").write_text(PLUGIN.replace('"x"', '"z"'), encoding="utf-8")
    Path("score.R").write_text("cat('{ }')\n", encoding="utf-8")
    assert locked(cli) == [
        "Rscript score.R：文件 score.R 的内容与锁定时不同",
        "evalfw-locked：文件 locked_for_tests.py 的内容与锁定时不同",
        "mine.py：文件 mine.py 的内容与锁定时不同",
    ]


def test_another_version_of_a_plugin_is_named(project: Path, cli: RunCli) -> None:
    info = project / "evalfw_locked-1.0.dist-info"
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: evalfw-locked\nVersion: 1.1\n", encoding="utf-8")
    assert locked(cli) == ["分发包 evalfw-locked：版本是 1.1，锁定的是 1.0"]


@pytest.mark.slow
def test_a_plugin_more_or_less_is_named(project: Path, cli: RunCli) -> None:
    install(project, "evalfw-more", {"more_for_tests": PLUGIN.replace('"x"', '"w"')}, "more", "more_for_tests")
    assert locked(cli) == ["插件 more（evalfw-more）：没有锁定"]
    Path("evalfw.toml").write_text('no_plugins = ["more"]\n', encoding="utf-8")
    assert locked(cli) == [
        "evalfw.toml 的 process by_r 与锁定时不同",
        "插件 by_r（Rscript score.R）：锁定了，现在没有加载",
        "插件 mine.py（mine.py）：锁定了，现在没有加载",
    ]


@pytest.mark.slow
def test_what_the_project_says_about_plugins_is_locked_too(project: Path, cli: RunCli) -> None:
    """Which of two plugins is meant, and how a program is called, changes scores as much as code does."""
    text = Path("evalfw.toml").read_text(encoding="utf-8")
    Path("evalfw.toml").write_text(text + 'prefer_plugins = { "renderer x" = "locked" }\n', encoding="utf-8")
    assert locked(cli) == ["evalfw.toml 的 prefer_plugins renderer x 与锁定时不同"]
    Path("evalfw.toml").write_text(text.replace('"score.R"]', '"score.R"], env = ["V"]'), encoding="utf-8")
    assert locked(cli) == ["evalfw.toml 的 process by_r 与锁定时不同"]


@pytest.mark.slow
def test_a_package_without_init_and_files_behind_an_equals_sign_are_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: RunCli
) -> None:
    site = tmp_path / "site"
    install(site, "evalfw-spaced", {}, "spaced", "spaced_for_tests.plugin")
    (site / "spaced_for_tests").mkdir()
    (site / "spaced_for_tests/plugin.py").write_text(PLUGIN, encoding="utf-8")
    monkeypatch.syspath_prepend(str(site))
    Path("conf.json").write_text("{}", encoding="utf-8")
    argv = f'["{Path(sys.executable).as_posix()}", "--conf=conf.json"]'
    Path("evalfw.toml").write_text(f'process = [{{ id = "p", kind = "rule", argv = {argv} }}]\n', encoding="utf-8")
    assert cli("lock", "-r", "2021").code == 0
    (site / "spaced_for_tests/plugin.py").write_text(PLUGIN + "#\n", encoding="utf-8")
    Path("conf.json").write_text("{ }", encoding="utf-8")
    err = cli("run", "--rubric", "2021", "--locked").err
    assert "evalfw-spaced：文件 spaced_for_tests/plugin.py 的内容与锁定时不同" in err
    assert "文件 conf.json 的内容与锁定时不同" in err


def test_without_a_lock_there_is_nothing_to_hold_to(cli: RunCli) -> None:
    ran = cli("run", "--rubric", "2021", "--locked")
    assert ran.code == 3 and "evalfw.lock" in ran.err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('format = "evalfw.lock/2"\n', 'evalfw.lock:1: format: 应当是 "evalfw.lock/1"'),
        ("plugin = 1\n", "evalfw.lock:1: plugin: 应当是数组"),
        ("= \n", "evalfw.lock:1: "),
    ],
)
def test_a_lock_that_is_not_in_order_is_told(text: str, told: str, cli: RunCli) -> None:
    Path("evalfw.lock").write_text(text, encoding="utf-8")
    ran = cli("run", "--rubric", "2021", "--locked")
    assert ran.code == 3 and ran.err.splitlines()[-1].startswith(told)


def test_modules_beside_a_plugin_are_locked_wherever_they_are_imported(project: Path, cli: RunCli) -> None:
    inside = "import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\n\n\ndef later():\n    import helper_of_mine\n"
    Path("mine.py").write_text(
        f"{inside}\n\n{PLUGIN.replace(chr(34) + 'x' + chr(34), chr(34) + 'y' + chr(34))}", encoding="utf-8"
    )
    Path("helper_of_mine.py").write_text("from package_of_mine import part\n", encoding="utf-8")
    Path("package_of_mine").mkdir()
    Path("package_of_mine/__init__.py").write_text("", encoding="utf-8")
    Path("package_of_mine/part.py").write_text("FACTOR = 1\n", encoding="utf-8")
    Path("unrelated.py").write_text("print 'of another Python'\n", encoding="utf-8")
    assert cli("lock", "-r", "./2022.toml").code == 0
    assert locked(cli) == []
    Path("unrelated.py").write_text("", encoding="utf-8")
    assert locked(cli) == []
    Path("package_of_mine/part.py").write_text("FACTOR = 2\n", encoding="utf-8")
    Path("helper_of_mine.py").write_text("from package_of_mine import part as other\n", encoding="utf-8")
    assert locked(cli) == [
        "mine.py：文件 helper_of_mine.py 的内容与锁定时不同",
        "mine.py：文件 package_of_mine/part.py 的内容与锁定时不同",
    ]


def test_what_the_evidence_completes_is_locked_with_the_rubric(cli: RunCli) -> None:
    cli("init", "project", "-r", "mof/project-2020")
    shutil.copytree(Path(evalfw_rubrics.__path__[0]) / "mof/project-2020/sample", "project/other")
    for named in ((), ("project/other",)):
        assert cli("lock", *named, "-r", "mof/project-2020").code == 0
        assert cli("run", *named, "-r", "mof/project-2020", "--locked", "-q").code == 0
    completing = Path("project/other/indicators.toml")
    completing.write_text(
        completing.read_text(encoding="utf-8")
        .replace("weight = 10", "weight = 9", 1)
        .replace("weight = 5", "weight = 6", 1),
        encoding="utf-8",
    )
    ran = cli("run", "project/other", "-r", "mof/project-2020", "--locked", "-q")
    assert (ran.code, ran.out) == (3, "")
    assert "内容与锁定时不同" in ran.err
