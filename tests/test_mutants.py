"""A slip of the pen in a shipped rubric is noticed: by the loader, by lint, or by a case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from test_cases import cases_of

import evalfw
from evalfw.examining.linting import lint_rubric
from evalfw.maintaining.cases.running import Loaded, Prepared, differences, prepare
from evalfw.rubric.loading.catalogue import Catalogue, RubricSource

NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"


class Shipped(NamedTuple):
    """A file that is shipped: the rubric it belongs to, and whether it lies with the sample."""

    ref: str
    is_overlay: bool


SHIPPED = [
    Shipped("nanjing/2021", False),
    Shipped("mof/project-2020", False),
    Shipped("mof/project-2020", True),
    Shipped("mof/department-2013", True),
    Shipped("pefa/2016", False),
]


class Mutant(NamedTuple):
    """A changed text, and what was changed."""

    what: str
    text: str


def mutants(text: str) -> Iterator[Mutant]:
    """One slip each: a threshold, a closure, a weight, a comparator, a side, points, a step."""
    for number, line in enumerate(text.splitlines()):
        is_rule = line.startswith("rule = ") or re.match(r"\s*\{ (?:from|above|below|to|equal) = ", line) is not None
        changes: list[tuple[str, str]] = []
        if line.startswith("weight = "):
            changes.append((r"weight = (" + NUMBER + ")", "weight = 1\\1"))
        if is_rule:
            for key in ("from", "above", "below", "to", "equal", "target", "points", "step", "share", "least_share"):
                changes.append((rf"\b{key} = ({NUMBER})", rf"{key} = 0.17"))
            changes += [
                (r"\bfrom = ", "above = "), (r"\babove = ", "from = "), (r"\bbelow = ", "to = "), (r"\bto = ", "below = "),
                (r">=", ">"), (r"<=", "<"), (r">= ", "<= "), (r"<= ", ">= "), (r" = 0\"", " > 0\""),
                (r'side = "above"', 'side = "below"'), (r'side = "below"', 'side = "above"'),
                (r'side = "at_most"', 'side = "at_least"'), (r"when = \"not ", 'when = "'), (r"full_when = \"not ", 'full_when = "'),
            ]  # fmt: skip
        if "{ label = " in line and "points = " in line:
            changes.append((rf"points = ({NUMBER})", "points = 9"))
        for pattern, replacement in changes:
            for match in re.finditer(pattern, line):
                changed = line[: match.start()] + match.expand(replacement) + line[match.end() :]
                if changed != line:
                    lines = text.splitlines()
                    lines[number] = changed
                    yield Mutant(f"{number + 1}: {line.strip()} -> {changed.strip()}", "\n".join(lines) + "\n")


def load(shipped: Shipped, text: str | None, host: evalfw.PluginHost, folder: Path) -> evalfw.Rubric:
    """The rubric with *text* in place of the shipped file; as shipped if None."""
    source = host.rubrics.find(shipped.ref)
    if not shipped.is_overlay and text is not None:
        (folder / "rubric.toml").write_text(text.replace('sample = "sample"\n', ""), encoding="utf-8")
        source = source._replace(path=folder / "rubric.toml")
    rubric = evalfw.rubric.load_rubric(source, host.rubrics, host.vocabulary)
    if not shipped.is_overlay:
        return rubric
    there = source.path.parent / "sample"
    if text is not None:
        there = folder
        (there / "indicators.toml").write_text(text, encoding="utf-8")
    return evalfw.evidence.complete_rubric(rubric, there, "sample", host.rubrics, host.vocabulary)


def differs(prepared: Prepared, rubric: evalfw.Rubric) -> bool:
    """Whether the case comes out otherwise under *rubric*."""
    return any(True for _ in differences(prepared.case, prepared.report_under(rubric)))


def told(rubric: evalfw.Rubric) -> set[tuple[str, str]]:
    return {(each.code, each.problem.what.zh) for each in lint_rubric(rubric)}


@pytest.mark.slow
@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda each: f"{each.ref}{' sample' if each.is_overlay else ''}")
def test_every_slip_is_noticed(shipped: Shipped, host: evalfw.PluginHost, tmp_path: Path) -> None:
    source = host.rubrics.find(shipped.ref)
    path = source.path.parent / "sample/indicators.toml" if shipped.is_overlay else source.path
    text = path.read_text(encoding="utf-8")
    before = told(load(shipped, None, host, tmp_path))
    loaded: Loaded = {}
    cases = [
        prepare(case, host.rubrics, host.vocabulary, host.collectors, loaded)
        for case in cases_of(shipped.ref, host)
        if (case.file.overlay is not None) == shipped.is_overlay
    ]
    all_of_them = list(mutants(text))
    chosen = all_of_them[:: max(1, len(all_of_them) // 60)] if shipped.ref == "pefa/2016" else all_of_them
    assert len(chosen) >= 2
    unnoticed = []
    for mutant in chosen:
        try:
            rubric = load(shipped, mutant.text, host, tmp_path)
        except evalfw.RubricError:
            continue
        if told(rubric) != before:
            continue
        if not any(differs(case, rubric) for case in cases):
            unnoticed.append(mutant.what)
    assert unnoticed == []


def test_there_is_something_to_slip_on(host: evalfw.PluginHost) -> None:
    """The catalogue is not empty, and each shipped file has mutants of several sorts."""
    assert isinstance(host.rubrics, Catalogue) and isinstance(host.rubrics.sources[0], RubricSource)
    text = host.rubrics.find("nanjing/2021").path.read_text(encoding="utf-8")
    sorts = {re.sub(r"[0-9.]+", "N", mutant.what.partition(" -> ")[2])[:12] for mutant in mutants(text)}
    assert len(sorts) >= 4
