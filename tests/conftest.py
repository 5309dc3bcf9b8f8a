"""Fixtures: the command line in this process, the real rubric and its sample."""

from __future__ import annotations

import csv
import gc
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from io import StringIO
from pathlib import Path
from typing import Any

import attrs
import hypothesis
import pytest
from libreoffice import with_libreoffice
from spark import with_spark

import evalfw
from evalfw_cli import main

pytest_plugins = ["pytester", "reporting", "browser"]

# Modules that are compiled are kept, as they are for people who run evalfw: otherwise every process that a test starts compiles all of
# it again, and pytest every test.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

DATA = Path(__file__).parent / "data"

collect_ignore = ["data/edges"]
"""Cases in there are meant to fail."""

# The same examples in every run: a suite that fails does so for everybody. Look for new ones with
# `pytest --hypothesis-profile=search`.
PHASES = [phase for phase in hypothesis.Phase if phase is not hypothesis.Phase.explain]
hypothesis.settings.register_profile("same", derandomize=True, deadline=None, phases=PHASES)
hypothesis.settings.register_profile("search", derandomize=False, deadline=None, max_examples=2000, phases=PHASES)
hypothesis.settings.load_profile("same")


def one_in(count: int, values: Iterable[object]) -> list[Any]:
    """Parameters of many tests of one sort: everyday runs take one in *count*, the first among them."""
    return [pytest.param(value, marks=pytest.mark.slow if at % count else ()) for at, value in enumerate(values)]


OTHER_PROGRAMS = [each.mark for each in (with_spark, with_libreoffice)]
MANY = 2
OTHER_SURROUNDINGS = {"chromium", "evalfw_wheel"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    What needs Spark, LibreOffice, Chromium or an environment of its own is slow. Of many runs of the command line that differ by a
    parameter, and of the cases of a rubric's file, five in six are.
    """

    def kind_of(item: pytest.Item) -> str:
        return item.nodeid.partition("[")[0] if isinstance(item, pytest.Function) else str(item.path)

    alike = Counter(map(kind_of, items))
    seen: Counter[str] = Counter()
    for item in items:
        test = kind_of(item)
        is_run = "cli" in getattr(item, "fixturenames", ()) or not isinstance(item, pytest.Function)
        if alike[test] > MANY and is_run and seen[test] % 6:
            item.add_marker(pytest.mark.slow)
        seen[test] += 1
        needed = OTHER_SURROUNDINGS.intersection(getattr(item, "fixturenames", ()))
        if needed or any(mark in OTHER_PROGRAMS for mark in item.iter_markers("skipif")):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """What the modules of tests hold lives as long as the session: it is not gone through again whenever memory is tidied up."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where the surroundings are complete (EVALFW_NO_SKIPS is set) a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("EVALFW_NO_SKIPS") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def annex_rows() -> list[dict[str, str]]:
    """The 41 rows of annex 1 of the report, as printed."""
    text = (DATA / "nanjing-2021/annex1.tsv").read_text(encoding="utf-8")
    return list(csv.DictReader(StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


@attrs.frozen
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


RunCli = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the machine may change a result."""
    for variable in ("EVALFW_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "SOURCE_DATE_EPOCH", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def cli(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunCli:
    """Run a command line in an empty working folder."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def run(*arguments: str | Path) -> Ran:
        capfdbinary.readouterr()
        code = main([str(argument) for argument in arguments])
        captured = capfdbinary.readouterr()
        return Ran(code, captured.out.decode("utf-8"), captured.err.decode("utf-8"))

    return run


@pytest.fixture(scope="session")
def host() -> evalfw.PluginHost:
    """The installed plugins."""
    return evalfw.load_plugins()


@pytest.fixture(scope="session")
def nanjing(host: evalfw.PluginHost) -> evalfw.Rubric:
    """The rubric nanjing/2021."""
    return evalfw.rubric.load_rubric(host.rubrics.find("nanjing/2021"), host.rubrics, host.vocabulary)


@pytest.fixture
def sample(nanjing: evalfw.Rubric, tmp_path: Path) -> Path:
    """A copy of the sample evidence, to be changed."""
    assert nanjing.sample is not None
    return Path(shutil.copytree(nanjing.sample, tmp_path / "sample"))


@pytest.fixture
def scored(host: evalfw.PluginHost, nanjing: evalfw.Rubric) -> Callable[[Path], evalfw.Report]:
    """Score an evidence folder under nanjing/2021."""

    def run(path: Path) -> evalfw.Report:
        return evalfw.score(
            nanjing, evalfw.evidence.check_evidence(evalfw.evidence.collect(path, host.collectors), nanjing)
        )

    return run
