"""The layout stays honest: who imports whom, what is installed, what a wheel holds, what a start costs."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest

import evalfw
import evalfw_cli.version

ROOT = Path(__file__).parent.parent
ROOTS = ("core", "plugins", "rubrics", "cli")


def imported(path: Path) -> set[str]:
    """Full names of the modules that *path* imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.slow
def test_wings_are_reached_through_their_faces_in_one_order_and_without_circles() -> None:
    """The contracts of ``pyproject.toml``, for every import, those inside functions and under TYPE_CHECKING too."""
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))",
        ],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout.decode("utf-8")


def test_scoring_reads_no_file_no_clock_and_no_float() -> None:
    for folder in ("scoring", "language/rules", "language/algebra", "language/expressions"):
        for path in sorted((ROOT / "core/evalfw" / folder).rglob("*.py")):
            assert not imported(path) & {"os", "pathlib", "time", "io", "random", "socket", "math"}, path
            names = {
                node.id for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)
            }
            assert not names & {"open", "float", "print", "eval", "exec"}, path


def test_the_entry_points_are_current() -> None:
    """After a change of pyproject.toml: run ``pip install -e .`` again."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]["evalfw"]
    installed = {each.name: each.value for each in distribution("evalfw").entry_points.select(group="evalfw")}
    assert installed == declared


def test_one_version_everywhere() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert {distribution("evalfw").version, evalfw.__version__, evalfw_cli.version.VERSION} == {declared}
    assert f"## {declared}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_files_fit_the_head() -> None:
    for root in ROOTS:
        for path in sorted((ROOT / root).rglob("*.py")):
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path


@pytest.mark.slow
def test_a_wheel_holds_the_four_packages_with_their_data(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"evalfw", "evalfw_cli", "evalfw_plugins", "evalfw_rubrics"}
    assert "evalfw_rubrics/nanjing/2021/rubric.toml" in names
    assert "evalfw_rubrics/nanjing/2021/sample/facts/finance.csv" in names
    assert "evalfw_rubrics/nanjing/2021/cases/every-sentence.case.toml" in names
    assert {"evalfw/maintaining/schema/rubric.schema.json", "evalfw_plugins/templates/diff.html"} <= set(names)
    assert all(f"{top}/py.typed" in names for top in tops)


def modules_after(*arguments: str) -> set[str]:
    """Modules that a process has imported after running a command."""
    program = (
        "import sys; from evalfw_cli import main; main(sys.argv[1:]); "
        "sys.stderr.write(' '.join(['MODULES', *sorted(sys.modules)]))"
    )
    ran = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=True)
    return set(ran.stderr.decode("utf-8").rpartition("MODULES")[2].split())


@pytest.mark.parametrize("command", [("--help",), ("run", "--help"), ("plugin", "--help")])
def test_help_imports_nothing_heavy(command: tuple[str, ...]) -> None:
    loaded = modules_after(*command)
    assert "typer" in loaded
    for heavy in (
        "rich",
        "pydantic",
        "cattrs",
        "attr",
        "pluggy",
        "jinja2",
        "docx",
        "openpyxl",
        "importlib.metadata",
        "evalfw",
        "evalfw_plugins",
    ):
        assert heavy not in loaded, heavy


def test_the_version_imports_nothing_at_all() -> None:
    assert not modules_after("--version") & {"typer", "evalfw", "re", "pathlib"}


@pytest.mark.slow
def test_a_run_imports_nothing_that_it_does_not_need() -> None:
    loaded = modules_after("run", "--rubric", "2021", "--quiet")
    for heavy in (
        "rich",
        "pydantic",
        "jinja2",
        "docx",
        "openpyxl",
        "importlib.metadata",
        "hashlib",
        "tempfile",
        "tomli_w",
    ):
        assert heavy not in loaded, heavy
