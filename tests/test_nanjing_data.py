"""The rubric and its sample say what the published report says, to the letter."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

from conftest import DATA, annex_rows

import evalfw

ROWS = annex_rows()
TEXT = (DATA / "nanjing-2021/report.txt").read_text(encoding="utf-8")


def squeezed(text: str) -> str:
    """*text* without page numbers and white space."""
    lines = [line for line in text.splitlines() if not re.fullmatch(r"\s*\d{1,2}\s*", line)]
    return re.sub(r"\s", "", "".join(lines))


REPORT = squeezed(TEXT)


def test_all_41_rows_are_verbatim(nanjing: evalfw.Rubric) -> None:
    """Titles, 指标说明, 评价要点 and weights, in the order of the table."""
    written = [
        (leaf.title, leaf.description, leaf.criterion, leaf.weight, parents(nanjing, leaf)) for leaf in nanjing.leaves
    ]
    printed = [
        (
            row["level3"],
            row["description"],
            row["criterion"],
            Fraction(row["points"] or 0),
            (row["level1"].partition("（")[0], row["level2"]),
        )
        for row in ROWS
    ]
    assert written == printed


def parents(rubric: evalfw.Rubric, leaf: evalfw.Indicator) -> tuple[str, str]:
    level2 = rubric.by_id[leaf.parent or ""]
    return rubric.by_id[level2.parent or ""].title, level2.title


def test_printed_subtotals_are_stated(nanjing: evalfw.Rubric) -> None:
    for row in ROWS:
        level2 = rubric_node(nanjing, row["level1"].partition("（")[0], row["level2"])
        if row["level2_points"]:
            assert level2.weight == Fraction(row["level2_points"])
    assert [node.weight for node in nanjing.indicators if node.level == 1] == [15, 20, 40, 20, 5, 0]
    assert sum(node.level == 2 for node in nanjing.indicators) == 18


def rubric_node(rubric: evalfw.Rubric, level1: str, level2: str) -> evalfw.Indicator:
    (found,) = [
        node
        for node in rubric.indicators
        if node.level == 2 and node.title == level2 and rubric.by_id[node.parent or ""].title == level1
    ]
    return found


def test_incomplete_sentences_have_a_note(nanjing: evalfw.Rubric) -> None:
    """Exactly 90 %, 达到财政考核要求, 超支扣分, 酌情扣分, and what lies below the satisfaction mark."""
    for id in (
        "decision.budget.soundness",
        "management.execution.department",
        "management.execution.special_funds",
        "management.execution.three_public",
        "results.satisfaction.clients",
        "extra.malus.violations",
    ):
        assert nanjing.by_id[id].note, id


def test_every_quote_stands_in_the_report(host: evalfw.PluginHost, nanjing: evalfw.Rubric) -> None:
    assert nanjing.sample is not None
    evidence = evalfw.evidence.check_evidence(evalfw.evidence.collect(nanjing.sample, host.collectors), nanjing)
    statements = [statement for group in evidence.statements.values() for statement in group]
    assert len(statements) > 90
    for source in (*statements, *evidence.remarks):
        assert source.section, source
        assert squeezed(source.quote) in REPORT, source.quote
    for statement in statements:
        assert statement.quote, statement.fact


def parts_of(narrative: tuple[evalfw.evidence.Section, ...]) -> dict[str, str]:
    """``二（二）`` → the squeezed text under that heading."""
    parts: dict[str, str] = {}
    here = ""
    for section in narrative:
        number = section.markdown[2]
        for line in section.markdown.splitlines():
            if line.startswith("## "):
                here = number + line[3:6]
            elif line.startswith("# "):
                here = number
            parts[here] = parts.get(here, "") + squeezed(line)
    return parts


def test_every_quote_stands_in_the_section_named(host: evalfw.PluginHost, nanjing: evalfw.Rubric) -> None:
    assert nanjing.sample is not None
    collected = evalfw.evidence.collect(nanjing.sample, host.collectors)
    evidence = evalfw.evidence.check_evidence(collected, nanjing)
    parts = parts_of(collected.narrative)
    sources = [*(each for group in evidence.statements.values() for each in group), *evidence.remarks]
    for source in sources:
        named = re.findall(r"[一二三四五六]（[一二三四五六七八]）", source.section)
        assert named, source.section
        assert any(squeezed(source.quote) in parts[each] for each in named), (source.section, source.quote)
        for title in re.findall(r"）([^（；、]+?)(?:；|$)", source.section):
            assert any(squeezed(title) in parts[each] for each in named), title


def test_every_figure_stands_in_its_quote(host: evalfw.PluginHost, nanjing: evalfw.Rubric) -> None:
    """A number is recorded as it is printed; none is rounded, converted or made up."""
    assert nanjing.sample is not None
    evidence = evalfw.evidence.check_evidence(evalfw.evidence.collect(nanjing.sample, host.collectors), nanjing)
    declarations = {**nanjing.facts, **evidence.declarations}
    for fact, statements in evidence.statements.items():
        for statement in statements:
            if declarations[fact].is_numeric and isinstance(statement.value, str):
                figure = statement.value.removesuffix(declarations[fact].unit)
                assert figure in squeezed(statement.quote), fact


def test_what_the_report_does_not_print_is_no_fact(host: evalfw.PluginHost, nanjing: evalfw.Rubric) -> None:
    assert nanjing.sample is not None
    evidence = evalfw.evidence.check_evidence(evalfw.evidence.collect(nanjing.sample, host.collectors), nanjing)
    assert not {"satisfaction.rate", "budget.required_rate", "special_funds.execution_rate"} & set(evidence.statements)
    assert all(override.section.startswith("附件1") for override in evidence.overrides.values())


def test_the_narrative_is_the_text_of_the_report(host: evalfw.PluginHost, nanjing: evalfw.Rubric) -> None:
    """Sections 一 to 六, not a character more or less; only the paragraph torn apart by a page break is put back."""
    assert nanjing.sample is not None
    narrative = evalfw.evidence.collect(nanjing.sample, host.collectors).narrative
    assert [section.markdown[:4] for section in narrative] == [f"# {number}、" for number in "一二三四五六"]
    written = re.sub(r"[#\s]", "", "".join(section.markdown for section in narrative))
    start, end = REPORT.index("一、部门概况"), REPORT.index("附件：1.")
    assert Counter(written) == Counter(REPORT[start:end])
    for section in narrative:
        if section.name != "3-achievements":
            assert re.sub(r"[#\s]", "", section.markdown) in REPORT


def test_no_person_or_telephone_number_is_carried(nanjing: evalfw.Rubric) -> None:
    assert nanjing.sample is not None
    for path in sorted(nanjing.sample.rglob("*")):
        if path.is_file():
            assert not re.search(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-\d{7,8})(?!\d)", path.read_text(encoding="utf-8"))
