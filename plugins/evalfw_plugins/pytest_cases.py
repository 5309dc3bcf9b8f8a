"""
pytest runs ``*.case.toml`` files like any other test: their authors need no Python.

pytest loads this module in every project of an environment that has evalfw, so it imports nothing of evalfw until there is a case.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from evalfw import PluginHost, Rubric
    from evalfw.maintaining import Case, CaseResult

SUFFIX = ".case.toml"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Every ``*.case.toml`` is a file of tests."""
    if not file_path.name.endswith(SUFFIX):
        return None
    collector: pytest.Collector = CaseFile.from_parent(parent, path=file_path)
    return collector


class CaseFile(pytest.File):
    """A case file; its items are its cases."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item a case; a file that is not in order fails with every problem."""
        from evalfw import EvalfwError
        from evalfw.maintaining import read_cases

        try:
            cases = read_cases(self.path, self._shown())
        except EvalfwError as error:
            raise self.CollectError(error.message.zh) from None
        for case in cases:
            yield CaseItem.from_parent(self, name=case.entry.name or case.name, case=case)

    def _shown(self) -> str:
        try:
            return self.path.relative_to(self.config.rootpath).as_posix()
        except ValueError:
            return self.path.as_posix()


_SHARED = pytest.StashKey[tuple["PluginHost", dict[tuple[Path, Path | None], "Rubric"]]]()


def _shared(config: pytest.Config) -> tuple[PluginHost, dict[tuple[Path, Path | None], Rubric]]:
    """The plugins, those of an ``evalfw.toml`` at the root included, and the rubrics that cases of this session have loaded."""
    from evalfw import load_plugins
    from evalfw.extending import read_project

    if _SHARED not in config.stash:
        project = read_project(config.rootpath)
        config.stash[_SHARED] = (load_plugins(settings=None if project is None else project.plugins), {})
    return config.stash[_SHARED]


class CaseFailedError(Exception):
    """A case that does not hold, with the message for people."""


class CaseItem(pytest.Item):
    """A case."""

    def __init__(self, *, case: Case, **more: Any) -> None:
        super().__init__(**more)
        self.case = case

    def runtest(self) -> None:
        """Score its facts, and compare."""
        from evalfw import EvalfwError
        from evalfw.maintaining import prepare_case, run_case

        try:
            host, loaded = _shared(self.config)
            result = run_case(prepare_case(self.case, host.rubrics, host.vocabulary, host.collectors, loaded))
        except EvalfwError as error:
            raise CaseFailedError(error.message.zh) from None
        if result.differences:
            raise CaseFailedError(_told(result))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The message alone: a traceback through evalfw tells the author of a rubric nothing."""
        if isinstance(excinfo.value, CaseFailedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the case stands."""
        return self.path, (self.case.origin.line or 1) - 1, self.name


def _told(result: CaseResult) -> str:
    """What came out otherwise, the facts, and why the case exists."""
    prepared = result.prepared
    facts = "；".join(f"{fact} = {value}" for fact, value in prepared.case.entry.facts.items())
    lines = [difference.words(prepared.rubric).zh for difference in result.differences]
    lines += [f"事实：{facts}"] if facts else []
    return "\n".join([*lines, f"用例：{prepared.case.entry.reason}"])
