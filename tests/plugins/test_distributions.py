"""
Plugins as distributions of their own, as others make them: built into wheels, installed into fresh virtual environments, and judged by
their own tests, by mypy, by the conformance kit and by what their READMEs say.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import RunCli
from fresh_venv import ROOT, FreshVenv, build_wheel, requirements_of

import evalfw
from evalfw.extending.scaffolding import STARTS

EXAMPLES = ROOT / "docs/examples"
KINDS = tuple(STARTS)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def evalfw_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of evalfw, built once."""
    return build_wheel(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, evalfw_wheel: Path) -> FreshVenv:
    """A virtual environment with evalfw and pytest, made once."""
    made = FreshVenv(tmp_path_factory.mktemp("fresh") / "venv", [*requirements_of("evalfw"), "pytest"])
    made.install(evalfw_wheel)
    return made


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What mypy has read of evalfw, for it to read it once."""
    return tmp_path_factory.mktemp("mypy")


Fresh = Callable[..., FreshVenv]


@pytest.fixture
def fresh(tmp_path: Path, prepared: FreshVenv) -> Iterator[Fresh]:
    """Makes a virtual environment with evalfw, pytest, and the wheels of projects, which are taken out of it again."""
    before = prepared.installed()
    wheels: list[Path] = []

    def make(*projects: Path) -> FreshVenv:
        wheels.extend(build_wheel(each, tmp_path / f"wheel-{each.name}") for each in projects)
        prepared.install(*wheels)
        return prepared

    yield make
    prepared.uninstall(*(wheel.name.partition("-")[0] for wheel in wheels))
    assert prepared.installed() == before


def passes_its_own_tests(venv: FreshVenv, project: Path, cache: Path) -> None:
    """With pytest in the fresh environment, and with mypy --strict against what is installed there."""
    tested = venv.run("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=project)
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert re.search(r"\d+ passed", tested.stdout) and "skipped" not in tested.stdout
    command = [sys.executable, "-m", "mypy", "--python-executable", str(venv.python), "--cache-dir", str(cache)]
    typed = subprocess.run(command, cwd=project, capture_output=True, check=False, encoding="utf-8")
    assert typed.returncode == 0, typed.stdout + typed.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_plugin_passes_its_own_tests_at_once(
    kind: str, cli: RunCli, fresh: Fresh, cache: Path, tmp_path: Path
) -> None:
    made = cli("plugin", "new", f"my-{kind}", "--kind", kind)
    assert made.code == 0 and f"evalfw-my-{kind}/pyproject.toml" in made.err
    project = Path(f"evalfw-my-{kind}").resolve()
    venv = fresh(project)
    passes_its_own_tests(venv, project, cache)
    checked = venv.run("evalfw", "plugin", "check", f"my-{kind}", "--strict", cwd=tmp_path)
    assert checked.returncode == 0 and "违约 0 条（!），没有试到 0 条（?）" in checked.stdout, (
        checked.stdout + checked.stderr
    )
    (wheel,) = (tmp_path / f"wheel-evalfw-my-{kind}").glob("*.whl")
    assert f"evalfw_my_{kind}/py.typed" in zipfile.ZipFile(wheel).namelist()


@pytest.mark.parametrize("name", sorted(each.name for each in EXAMPLES.iterdir() if each.is_dir()))
def test_an_example_keeps_what_its_readme_says(name: str, fresh: Fresh, cache: Path, tmp_path: Path) -> None:
    """Installed from its wheel; the commands of the README print the lines that it shows."""
    project = Path(
        shutil.copytree(EXAMPLES / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    )
    venv = fresh(project)
    passes_its_own_tests(venv, project, cache)
    work = tmp_path / "work"
    work.mkdir()
    ran = 0
    for block in CONSOLE.findall((project / "README.md").read_text(encoding="utf-8")):
        printed: list[str] = []
        for line in block.splitlines():
            if line.startswith("$ "):
                program, *arguments = shlex.split(line.removeprefix("$ "))
                assert program == "evalfw"
                done = venv.run(program, *arguments, cwd=work)
                assert done.returncode == 0, line + done.stdout + done.stderr
                printed = (done.stdout + done.stderr).splitlines()
                ran += 1
            else:
                assert any(line.strip() in each for each in printed), f"{line}\n" + "\n".join(printed)
    assert ran >= 3


def test_all_examples_live_side_by_side(fresh: Fresh, tmp_path: Path) -> None:
    """Installed together they bring what each says, and the main job is what it was."""
    venv = fresh(*(EXAMPLES / name for name in ("evalfw-suzhou-demo", "evalfw-hotline", "evalfw-ods-table")))
    listed = venv.run("evalfw", "plugin", "list", cwd=tmp_path).stdout
    for brought in ("rubric suzhou-demo/2022", "rule hotline_answered", "collector .hotline.csv", "renderer ods"):
        assert brought in listed
    ran = venv.run("evalfw", "run", "--rubric", "2021", "-q", "--format", "ods", "-o", "out.ods", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "总分 98 / 100" in venv.run("evalfw", "run", "--rubric", "2021", cwd=tmp_path).stdout
    without = venv.run("evalfw", "plugin", "list", "--no-plugins", cwd=tmp_path).stdout
    assert "renderer ods" not in without and "renderer text" in without


def test_all_rows_of_the_real_report_are_in_the_spreadsheet_of_the_example(
    fresh: Fresh, tmp_path: Path, nanjing: evalfw.Rubric
) -> None:
    venv = fresh(EXAMPLES / "evalfw-ods-table")
    ran = venv.run("evalfw", "run", "--rubric", "2021", "-q", "-f", "ods", "-o", "points.ods", cwd=tmp_path)
    assert ran.returncode == 0
    root = ElementTree.fromstring(zipfile.ZipFile(tmp_path / "points.ods").read("content.xml"))
    table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    rows = [
        ["".join(cell.itertext()) for cell in row.iter(f"{table}table-cell")] for row in root.iter(f"{table}table-row")
    ]
    assert [row[0].lstrip("　") for row in rows[2:-1]] == [node.title for node in nanjing.indicators]
    assert rows[-1][:4] == ["合计", "", "100", "98"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("MyBureau", "--kind", "rule"), "名称 'MyBureau' 应当是小写英文、数字和连字符"),
        (("evalfw-x", "--kind", "rule"), "（不带 evalfw-）"),
        (("mine", "--kind", "rul"), "--kind 没有 'rul' — 是不是 rule"),
        (("mine",), "缺少 --kind"),
        (("plugins", "--kind", "rule"), "evalfw_plugins 是 evalfw 自己的包"),
        (("text", "--kind", "renderer"), "名称 'text' 已经有人用了"),
        (("formula", "--kind", "rule"), "名称 'formula' 已经有人用了"),
        (("csv", "--kind", "collector"), "名称 'csv' 已经有人用了"),
        (("md", "--kind", "renderer"), "名称 'md' 已经有人用了"),
    ],
)
def test_a_name_or_kind_that_will_not_do_is_told_and_nothing_is_written(
    arguments: tuple[str, ...], told: str, cli: RunCli
) -> None:
    ran = cli("plugin", "new", *arguments)
    assert ran.code == 2 and told in ran.err and not list(Path().iterdir())


@pytest.mark.parametrize("name", ["true", "fraction", "class", "a1-b2"])
def test_odd_names_make_code_that_can_be_read(name: str, cli: RunCli) -> None:
    assert cli("plugin", "new", name, "--kind", "rule").code == 0
    for path in Path(f"evalfw-{name}").rglob("*.py"):
        compile(path.read_text(encoding="utf-8"), str(path), "exec")


def test_an_existing_folder_is_left_alone(cli: RunCli) -> None:
    Path("evalfw-mine").mkdir()
    ran = cli("plugin", "new", "mine", "--kind", "rule")
    assert (ran.code, ran.err) == (2, "evalfw-mine 已经存在\n") and not list(Path("evalfw-mine").iterdir())
