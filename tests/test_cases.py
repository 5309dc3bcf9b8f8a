"""The shipped rubrics and their cases: all hold, every branch is taken, every mutant is noticed."""

from __future__ import annotations

import pytest
from conftest import RunCli, one_in

import evalfw
from evalfw.maintaining.cases.case_file import Case, read_cases
from evalfw.maintaining.cases.coverage import coverage_of
from evalfw.maintaining.cases.mutation import mutate
from evalfw.maintaining.cases.running import Loaded, prepare, run_case

SHIPPED = ("nanjing/2021", "mof/project-2020", "mof/department-2013", "pefa/2016")


def cases_of(ref: str, host: evalfw.PluginHost) -> list[Case]:
    """Every case that lies with the rubric."""
    files = sorted((host.rubrics.find(ref).path.parent / "cases").glob("*.case.toml"))
    assert files
    return [case for file in files for case in read_cases(file, file.name)]


@pytest.mark.parametrize("ref", one_in(4, SHIPPED))
def test_the_cases_of_a_shipped_rubric_leave_nothing_unnoticed(ref: str, host: evalfw.PluginHost) -> None:
    """Every case holds; every branch that any facts take is taken; a mutant that no case notices is proved to change nothing."""
    loaded: Loaded = {}
    results = [
        run_case(prepare(case, host.rubrics, host.vocabulary, host.collectors, loaded)) for case in cases_of(ref, host)
    ]
    assert len(results) >= 15
    for result in results:
        assert not result.differences, result.prepared.case.name
    assert len(loaded) == 1
    (rubric,) = loaded.values()
    coverage = coverage_of(rubric, results)
    assert coverage.reachable and not coverage.missed
    found = mutate(rubric, results)
    assert found.killed and not [mutant.id for mutant in found.survived]


@pytest.mark.parametrize("ref", one_in(3, SHIPPED[:3]))
@pytest.mark.slow
def test_the_command_agrees(ref: str, cli: RunCli) -> None:
    ran = cli("rubric", "test", ref, "--mutate", "--strict")
    assert ran.code == 0 and "（100%）" in ran.out and "没有发现 0" in ran.out, ran.out
