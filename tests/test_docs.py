"""README and docs are true: their commands run, the lines they show are printed, their snippets load, their links lead somewhere."""

from __future__ import annotations

import re
import shlex
import tomllib
from decimal import Decimal
from pathlib import Path

import attrs
import pytest
from conftest import RunCli, one_in

import evalfw
from evalfw.evidence.evidence_file import EvidenceFile, structure_evidence
from evalfw.extending.conformance.for_tests import score_facts
from evalfw.foundation.errors import Problem
from evalfw.foundation.reading.toml import parse_toml

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "docs/examples").glob("*/README.md"))  # their commands are run in environments of their own
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs/plugins").glob("*.md")),
]
BLOCK = re.compile(r"^```(\w+)(?: (?:file|append|edit)=\S+)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TO_FILE = re.compile(r"^```\w+(?: (file|append|edit)=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@attrs.frozen
class Step:
    """A command of a page and the lines that it shows."""

    command: str
    shown: list[str]


def steps(block: str) -> list[Step]:
    found: list[Step] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(Step(line.removeprefix("$ "), []))
        elif line.strip():
            found[-1].shown.append(line)
    return found


def write(how: str, file: Path, block: str) -> None:
    """A block of a page that goes into a file: it is the file, is added to it, or says which of its lines become which."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if how == "file":
        file.write_text(block, encoding="utf-8")
        return
    text = file.read_text(encoding="utf-8")
    if how == "append":
        file.write_text(text + block, encoding="utf-8")
        return
    old, new = ("".join(f"{line[2:]}\n" for line in block.splitlines() if line.startswith(mark)) for mark in "-+")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


WITH_COMMANDS = [
    page for page in PAGES if any(kind == "console" for kind, _ in BLOCK.findall(page.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize("page", one_in(len(WITH_COMMANDS), reversed(WITH_COMMANDS)), ids=lambda page: page.name)
def test_the_commands_of_a_page_run_and_print_what_it_shows(page: Path, cli: RunCli) -> None:
    ran = 0
    text = page.read_text(encoding="utf-8")
    for (kind, block), (how, file, _) in zip(BLOCK.findall(text), TO_FILE.findall(text), strict=True):
        if file:
            write(how, Path(file), block)
        for step in steps(block) if kind == "console" else ():
            command, _, comment = step.command.partition("  # exit ")
            program, *arguments = shlex.split(command)
            assert program == "evalfw"
            result = cli(*arguments)
            assert result.code == int(comment or 0), step.command + result.err
            printed = (result.out + result.err).splitlines()
            for line in step.shown:
                assert any(line.strip() in each for each in printed), f"{step.command}: {line}"
            ran += 1
    assert ran


def test_the_two_commands_of_the_readme_are_one_line_each_and_the_same_in_both_languages() -> None:
    commands = [
        [
            line
            for kind, block in BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))
            if kind == "sh"
            for line in block.splitlines()
        ]
        for name in ("README.md", "README.zh.md")
    ]
    assert commands[0] == commands[1] and len(commands[0]) == 2
    assert commands[0][0].endswith("evalfw run --rubric 2021")
    assert "-m pytest" in commands[0][1]


def test_ci_runs_the_test_command_of_the_readme() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "<!-- test -->" in script and "README.md" in script and "ruff check" in script and "mypy" in script


def test_links_between_pages_lead_somewhere() -> None:
    for page in [*PAGES, *EXAMPLES]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", ["docs/how-it-works.md", "CONTRIBUTING.md"])
def test_files_that_pages_on_the_code_name_are_there(page: str) -> None:
    known = {
        path.relative_to(ROOT).as_posix()
        for root in ("core", "cli", "plugins", "tests", "docs")
        for path in (ROOT / root).rglob("*.py")
    }
    named = re.findall(r"`(?:python )?([a-z_/]+\.py)\b", (ROOT / page).read_text(encoding="utf-8"))
    assert named and not [each for each in named if not any(f"/{path}".endswith(f"/{each}") for path in known)]


HEAD = 'format = "evalfw.rubric/1"\nid = "docs/snippet"\nversion = "1"\ntitle = "片段"\n'
SNIPPETS = [
    block
    for kind, block in BLOCK.findall((ROOT / "docs/rule-kinds.en.md").read_text(encoding="utf-8"))
    if kind == "toml"
]


@pytest.mark.parametrize("page", ["rule-kinds", "rubric-file"])
def test_a_page_in_both_languages_has_the_same_snippets_and_keys(page: str) -> None:
    chinese, english = ((ROOT / f"docs/{page}{end}.md").read_text(encoding="utf-8") for end in ("", ".en"))
    snippets = [[block for kind, block in BLOCK.findall(text) if kind == "toml"] for text in (chinese, english)]
    assert snippets[0] == snippets[1] and snippets[0]
    rows = [re.findall(r"^\| (`[^|]*) \|", re.sub("、", ", ", text), re.MULTILINE) for text in (chinese, english)]
    keys = [[re.findall(r"`(\w+)", row) for row in each] for each in rows]
    assert keys[0] == keys[1]


@pytest.mark.parametrize("number", range(len(SNIPPETS)))
def test_every_rule_snippet_is_executed(number: int, host: evalfw.PluginHost, tmp_path: Path) -> None:
    """Each is a rubric apart from its head; the lines after ``#:`` say what facts earn."""
    block = SNIPPETS[number]
    path = tmp_path / "snippet.toml"
    path.write_text(HEAD + block, encoding="utf-8")
    rubric = evalfw.rubric.load_rubric(host.rubrics.find(str(path)), host.rubrics, host.vocabulary)
    cases = re.findall(r"^#: (.*) -> (.*)$", block, re.MULTILINE)
    assert cases
    for given, expected in cases:
        facts = tomllib.loads(f"facts = {given}", parse_float=Decimal)["facts"]
        report = score_facts(rubric, facts)
        assert _outcome(report) == expected, given


def _outcome(report: evalfw.Report) -> str:
    """``4``, with the grade if there is one; of an open indicator its state, with the bounds where a person decides."""
    states = {leaf.state for leaf in report.leaves} - {"scored", "not_applicable"}
    if states and len(report.leaves) == 1:
        (leaf,) = report.leaves
        judged = leaf.state == "pending" and leaf.branch is not None
        return f"{leaf.state} {evalfw.shown_span(leaf.bounds.least, leaf.bounds.most)}" if judged else leaf.state
    return " ".join(part for part in (evalfw.shown(report.total.points), report.total.grade) if part)


@pytest.mark.parametrize("page", ["rule-kinds.md", "rule-kinds.en.md"])
def test_the_page_covers_all_patterns_and_every_kind(host: evalfw.PluginHost, page: str) -> None:
    """K1 to K32 each with a row of the table and, but for K32, a snippet; every kind and parameter is named."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    for number in range(1, 33):
        assert re.search(rf"^\| K{number} ", text, re.MULTILINE) and f"**K{number}**" in text
    for kind in host.kinds.values():
        assert f"| `{kind.id}` |" in text
        assert attrs.has(kind.rule)
        for field in attrs.fields(kind.rule):
            assert f"`{field.metadata.get('key', field.name)}`" in text, field.name
    for aggregator in host.aggregators.values():
        assert f"| `{aggregator.id}` |" in text
        assert attrs.has(aggregator.aggregator)
        for field in attrs.fields(aggregator.aggregator):
            assert f"`{field.name}" in text, field.name


def test_the_evidence_snippet_is_evidence() -> None:
    (block,) = [
        block
        for kind, block in BLOCK.findall((ROOT / "docs/evidence-folder.md").read_text(encoding="utf-8"))
        if kind == "toml"
    ]
    file = structure_evidence(parse_toml(block, "snippet", evalfw.EvidenceError))
    assert isinstance(file, EvidenceFile) and file.subject.name == "某某局"


def test_every_finding_code_is_documented_and_no_other() -> None:
    text = (ROOT / "docs/report-json.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([a-z]+\.[a-z_]+)` \| [a-z]", text, re.MULTILINE)) & set(
        re.findall(r"`([a-z]+\.[a-z_]+)` \| (?:info|warning|error)", text)
    )
    source = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "core/evalfw/scoring").rglob("*.py")))
    used = set(
        re.findall(
            r'"((?:rule|override|claim|fact|evidence|exemption|derivation|reconciliation|gate|grade|explanation|figure|rubric|history)\.[a-z_]+)"',
            source,
        )
    )
    used |= {f"indicator.{state}" for state in ("missing", "pending", "error")}
    assert used == documented


@pytest.mark.slow
def test_nothing_unfinished_and_no_path_of_a_machine_is_left() -> None:
    words = re.compile(r"\bTODO\b|\bFIXME\b|/(?:home|Users)/\w|[A-Z]:\\Users")
    for folder in ("core", "plugins", "rubrics", "cli", "docs", "tests"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".md", ".toml", ".csv") and path != Path(__file__):
                found = words.search(path.read_text(encoding="utf-8", errors="replace"))
                assert found is None, f"{path}: {found}"


@pytest.mark.slow
def test_the_reference_of_plugins_is_current() -> None:
    """After a change of a docstring: ``python docs/make_generated.py``."""
    from make_reference import reference

    from evalfw.extending.hookspecs import HOOKS

    page = (ROOT / "docs/plugins/reference.md").read_text(encoding="utf-8")
    assert page == reference()
    assert all(f"### `{hook}(" in page for hook in HOOKS)


def test_problem_is_told_in_the_documented_form() -> None:
    problem = Problem("a.toml", 7, "x.y", evalfw.Text("错", "wrong"), evalfw.Text("改", "mend"))
    assert problem.read("en") == "a.toml:7: x.y: wrong — mend"


def test_the_case_of_the_page_holds(host: evalfw.PluginHost, tmp_path: Path) -> None:
    text = (ROOT / "docs/command-line.md").read_text(encoding="utf-8")
    (block,) = [block for kind, block in BLOCK.findall(text) if kind == "toml"]
    path = tmp_path / "page.case.toml"
    path.write_text(block, encoding="utf-8")
    (case,) = evalfw.maintaining.read_cases(path, path.name)
    prepared = evalfw.maintaining.prepare_case(case, host.rubrics, host.vocabulary, host.collectors)
    assert not evalfw.maintaining.run_case(prepared).differences
    keys = set(re.findall(r"^\| `(\w+)`(?:, `(\w+)`)? \|", text, re.MULTILINE))
    assert ("indicator", "expect") in keys and ("expect_each", "") in keys


def test_released_rubrics_are_what_was_released(host: evalfw.PluginHost) -> None:
    """A correction of a shipped rubric is a new version: its hash is recorded here under the version."""
    released = tomllib.loads((ROOT / "tests/data/released.toml").read_text(encoding="utf-8"))
    for source in host.rubrics.usable:
        rubric = evalfw.rubric.load_rubric(source, host.rubrics, host.vocabulary)
        assert rubric.status == "released"
        assert released[source.id][source.version] == rubric.identity.sha256
