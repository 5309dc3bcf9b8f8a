"""What a batch says of all its units: every figure against Python's own arithmetic, and a public edition that no unit can be made out in."""

from __future__ import annotations

import json
import random
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import opened, with_chromium
from conftest import DATA, RunCli
from hypothesis import given, settings, strategies as st
from made_up_units import REF, RUBRIC, as_parquet, made_up, rubric_at
from playwright.sync_api import Browser

import evalfw
from evalfw import IndicatorResult, Report
from evalfw.evidence.stating import evidence_of
from evalfw.foundation import root
from evalfw.population.batch.packing import scan_result
from evalfw.population.cohort import stability
from evalfw.population.cohort.additive import additive
from evalfw.population.cohort.cells import OPEN, UNCOUNTED, Cell, merged, merged_rates
from evalfw.population.cohort.counting import MIDDLE, Count
from evalfw.population.cohort.distribution import Distribution
from evalfw.population.cohort.figures import Node, node_figures
from evalfw.population.cohort.making import cohort_of
from evalfw.population.cohort.measure import Measure
from evalfw.population.cohort.model import Cohort, NodeFigures
from evalfw.population.cohort.public import figures_for_the_public, public
from evalfw_cli import main
from evalfw_plugins.cohort.data import json_cohort
from evalfw_plugins.cohort.page import html_cohort
from evalfw_plugins.cohort.text import text_cohort

TENTH = Fraction(1, 10)
SMALL = rubric_at((DATA / "cohort.toml").as_posix())

Row = dict[str, object]


def some_units(count: int, seed: int, missing: float = 0.1) -> list[Row]:
    """Made-up units, the better ones better at everything; some facts are missing, some units claim something."""
    chosen, rows = random.Random(seed), []
    for number in range(count):
        quality = chosen.random()
        row: Row = {
            "unit": f"unit-{number}",
            "name": f"单位{number}号",
            "rate": round(0.3 + 0.7 * quality * chosen.random() ** 0.2, 2),
            "done": chosen.random() < quality,
            "open": chosen.random() < 0.95,
            "bad": chosen.random() < 0.05,
            "prizes": chosen.choice([0, 0, 0, 1, 2]),
        }
        for fact in ("rate", "done", "open", "bad", "prizes"):
            if chosen.random() < missing:
                row[fact] = None
        row["total@claim"] = None if chosen.random() < 0.2 else 5 + round(5 * chosen.random(), 1)
        row["a.done@claim"] = 3.0
        rows.append(row)
    return rows


def table_of(rows: Sequence[Row]) -> pl.DataFrame:
    types = {"rate": pl.Float64, "done": pl.Boolean, "open": pl.Boolean, "bad": pl.Boolean, "prizes": pl.Int64}
    return pl.DataFrame(
        {
            name: pl.Series(
                [row[name] for row in rows],
                dtype=types.get(name, pl.Float64 if name.endswith("@claim") else pl.String),
            )
            for name in rows[0]
        }
    )


def cohort_from(rows: Sequence[Row], rubric: evalfw.Rubric) -> Cohort:
    scored = evalfw.compile(rubric).score_frame(table_of(rows))
    return cohort_of(scored.lazy(), rubric, TENTH)


def reports_on(rows: Sequence[Row], rubric: evalfw.Rubric) -> list[Report]:
    """Each unit scored by itself."""
    made = []
    for row in rows:
        facts = {fact: row[fact] for fact in rubric.facts if row.get(fact) is not None}
        facts = {fact: Decimal(str(value)) if isinstance(value, float) else value for fact, value in facts.items()}
        made.append(evalfw.score(rubric, evidence_of(rubric, facts)))  # type: ignore[arg-type] # values as a table gives them
    return made


values = st.lists(st.tuples(st.fractions(-3, 20, max_denominator=100), st.integers(1, 4)), min_size=1, max_size=30).map(
    Distribution.of
)


def every(given: Distribution) -> list[Fraction]:
    return [value for value, count in given.counts for _ in range(count)]


@pytest.mark.slow
@given(values)
def test_means_medians_and_variances_are_those_of_pythons_statistics(found: Distribution) -> None:
    listed = every(found)
    assert found.size == len(listed)
    assert found.mean == statistics.mean(listed)
    assert found.variance == statistics.pvariance(listed)
    assert found.quantile(Fraction(1, 2)) == statistics.median(listed)
    assert abs(root(found.variance, 6) ** 2 - found.variance) <= Fraction(1, 10**4)


@pytest.mark.slow
@given(values, st.sampled_from([Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1, 10)]))
def test_a_quantile_has_its_share_of_values_on_either_side(found: Distribution, share: Fraction) -> None:
    quantile, listed = found.quantile(share), every(found)
    assert sum(value < quantile for value in listed) <= share * len(listed)
    assert sum(value > quantile for value in listed) <= (1 - share) * len(listed)


def test_outliers_are_those_that_tukey_names_or_a_hundredth_that_differs() -> None:
    spread = Distribution.of([(Fraction(value), 1) for value in (1, 50, 51, 52, 53, 54, 55, 56, 57, 120)])
    assert (spread.below, spread.above) == (1, 1)
    same = Distribution.of([(Fraction(10), 99), (Fraction(0), 1)])
    assert (same.below, same.above) == (1, 0)
    more = Distribution.of([(Fraction(10), 90), (Fraction(0), 10)])
    assert (more.below, more.above) == (0, 0)
    most = Distribution.of([(Fraction(10), 74), (Fraction("9.9"), 2), (Fraction(0), 24)])
    assert (most.below, most.above) == (0, 0)  # three of four share a value: a quarter is no outlier


@pytest.mark.slow
def test_every_figure_is_what_scoring_one_by_one_and_counting_gives() -> None:
    """120 units scored by themselves, counted with Python's own functions."""
    rows = some_units(120, 3)
    reports, cohort = reports_on(rows, SMALL), cohort_from(rows, SMALL)
    totals = [report.total.points for report in reports]
    assert (cohort.units, cohort.refused) == (120, 0)
    assert cohort.total is not None and cohort.total.points is not None
    assert cohort.total.mean == statistics.mean(totals)
    assert cohort.total.points.quantile(Fraction(1, 2)) == statistics.median(totals)
    assert cohort.total.open == sum(report.total.is_open for report in reports)
    assert sum(units for _, _, units, _ in cohort.total_bins) == 120
    for low, high, units, still_open in cohort.total_bins[:-1]:
        inside = [report for report in reports if low <= report.total.points < high]
        assert (units, still_open) == (len(inside), sum(report.total.is_open for report in inside))
    spans = Counter((report.total.grades[0], report.total.grades[-1]) for report in reports)
    assert {(each.grades[0], each.grades[-1]): each.units for each in cohort.grades} == spans
    (gate,) = cohort.gates
    assert gate.fired == sum(report.gates[0].state == "fired" for report in reports)
    assert gate.open == sum(report.gates[0].state == "open" for report in reports)
    lacking = {each.id: each.units for each in cohort.facts}
    assert lacking == {
        fact: sum(row[fact] is None for row in rows) for fact in ("rate", "done", "open", "bad", "prizes")
    }
    opened_at = Counter(sum(result.is_open for result in report.leaves) for report in reports)
    assert {each.leaves: each.units for each in cohort.open_leaves} == opened_at
    for at, node in enumerate(cohort.nodes):
        results = [report.indicators[at] for report in reports]
        ends = [(result.bounds.least or Fraction(0), result.bounds.most or Fraction(0)) for result in results]
        counts = [
            result.points is not None
            and (result.is_leaf or result.extra or not result.is_open or high - low < result.weight)
            for result, (low, high) in zip(results, ends, strict=True)
        ]
        points = [result.points for result, is_in in zip(results, counts, strict=True) if is_in]
        assert node.units == len(points) and node.mean == statistics.mean(points)  # type: ignore[type-var] # none is None
        assert node.states == Counter(result.state for result in results)
        assert node.open == sum(result.is_open for result in results)
        assert node.stake == sum(high - low for low, high in ends) / Fraction(120)
        if node.weight:
            assert node.full == sum(low >= result.weight for result, (low, _) in zip(results, ends, strict=True))
        pairs = [
            (float(result.points), float(report.total.points - result.points))
            for result, report, is_in in zip(results, reports, counts, strict=True)
            if is_in and result.points is not None
        ]
        correlation = statistics.correlation(*zip(*pairs, strict=True))
        assert node.correlation is not None and abs(float(node.correlation) - correlation) <= 0.0005001
        if node.weight:
            assert node.difference == discrimination(results, counts, totals)


def discrimination(results: Sequence[IndicatorResult], counts: Sequence[bool], totals: Sequence[Fraction]) -> Fraction:
    """As the textbook says: mean rate of the best 27 % less that of the last, ties with the group that they touch."""
    ordered = sorted(totals)
    rank = -(-27 * len(ordered) // 100)
    last, best = ordered[rank - 1], ordered[-rank]

    def mean_rate(wanted: Sequence[bool]) -> Fraction:
        rates = [
            result.points / result.weight
            for result, is_in, has in zip(results, wanted, counts, strict=True)
            if is_in and has and result.points is not None and result.weight
        ]
        return statistics.mean(rates)

    return mean_rate([total >= best for total in totals]) - mean_rate([total <= last for total in totals])


def test_claims_are_compared_with_points() -> None:
    rows = some_units(80, 5)
    reports, cohort = reports_on(rows, SMALL), cohort_from(rows, SMALL)
    pairs = []
    undecided = 0
    for row, report in zip(rows, reports, strict=True):
        if row["total@claim"] is not None:
            claim, low, high = Fraction(str(row["total@claim"])), report.total.bounds.least, report.total.bounds.most
            assert low is not None  # there is no most, for a bonus has no limit
            above = Fraction(0) if high is None else max(claim - high, Fraction(0))
            pairs.append(above + min(claim - low, Fraction(0)))
            undecided += low <= claim and (high is None or claim <= high) and low != high
    total, done = cohort.agreements
    assert (total.id, done.id) == ("total", "a.done")
    assert (total.pairs, total.over, total.within) == (len(pairs), sum(pair > 0 for pair in pairs), undecided)
    assert (total.under, total.equal) == (sum(pair < 0 for pair in pairs), pairs.count(Fraction(0)) - undecided)
    assert total.mean == statistics.mean(pairs) and total.distance == statistics.mean(map(abs, pairs))
    assert done.under == 0 and done.pairs == sum(row["done"] is not None for row in rows)
    excess = [each.claim - each.most for each in cohort.claims]
    assert excess == sorted((pair for pair in pairs if pair > 0), reverse=True)[:50]


def test_flags_and_outliers_name_what_stands_out() -> None:
    """An indicator at which nine of ten have full marks; the one unit in a hundred that has none at it."""
    rows = some_units(200, 9, missing=0)
    for number, row in enumerate(rows):
        row["open"] = number != 77
    cohort = cohort_from(rows, SMALL)
    shown = {node.id: node for node in cohort.nodes}
    assert shown["b"].is_ceiling and not shown["a.done"].is_ceiling
    assert shown["b"].is_poor and not shown["a.done"].is_poor
    assert [each.unit for each in cohort.odd if "公开" in each.indicators] == ["unit-77"]


def test_fewer_than_twenty_units_say_nothing_of_discrimination() -> None:
    cohort = cohort_from(some_units(19, 2, missing=0), SMALL)
    assert all(node.difference is None and node.correlation is None for node in cohort.nodes)
    assert not any(node.is_ceiling for node in cohort.nodes)


def test_places_move_only_where_weights_decide() -> None:
    """Of three units one is ahead at everything; the other two are level, and each is ahead by turns."""
    rows: list[Row] = [
        {"unit": "first", "name": None, "rate": 1.0, "done": True, "open": True, "bad": False, "prizes": 0},
        {"unit": "one", "name": None, "rate": 0.25, "done": True, "open": False, "bad": False, "prizes": 0},
        {"unit": "other", "name": None, "rate": 0.25, "done": False, "open": True, "bad": False, "prizes": 0},
    ]
    found = cohort_from(rows, SMALL).stability
    assert found is not None and found.addends == 3
    spans = {each.unit: (each.place, each.best, each.worst) for each in found.spans}
    assert spans == {"first": (1, 1, 1), "one": (2, 2, 3), "other": (2, 2, 3)}
    assert found.moved == Fraction("0.1111")  # in every draw one of the two moves by one of three places
    assert found.kept == 1


def test_places_are_the_same_every_time_and_those_of_a_sample_where_there_are_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = some_units(300, 4)
    first, again = cohort_from(rows, SMALL).stability, cohort_from(rows, SMALL).stability
    assert first == again and first is not None and (first.units, first.of) == (300, 300)
    assert [(band.first, band.last) for band in first.bands] == [(30 * n + 1, 30 * n + 30) for n in range(10)]
    monkeypatch.setattr(stability, "SAMPLE", 100)
    sampled = cohort_from(rows, SMALL).stability
    assert sampled is not None and (sampled.units, sampled.of) == (100, 300)
    assert abs(sampled.moved - first.moved) < Fraction(2, 100)


def test_weights_that_can_be_varied_are_those_of_what_the_total_is_the_sum_of() -> None:
    assert additive(SMALL).addends == ("a.rate", "a.done", "b")
    assert additive(RUBRIC).addends == tuple(leaf.id for leaf in RUBRIC.leaves if not leaf.extra)


cells = st.lists(st.integers(0, 30), min_size=1, max_size=14).map(
    lambda counts: [Cell(atom, atom, units) for atom, units in enumerate(counts)]
)


@given(cells, st.integers(3, 15))
def test_merged_cells_hold_nobody_or_enough_and_lose_nobody(given: list[Cell], k: int) -> None:
    """Unless there are too few altogether; each atom is in one cell, in order."""
    for found in (merged(given, k), merged_rates(given, k)):
        assert sum(cell.units for cell in found) == sum(cell.units for cell in given)
        if sum(cell.units for cell in given) >= k:
            assert all(not cell.units or cell.units >= k for cell in found)
        inside = [atom for cell in found for atom in range(cell.first, cell.last + 1)]
        assert inside == sorted(set(inside))
        assert all(atom in inside for atom, cell in enumerate(given) if cell.units)


@given(cells, st.integers(3, 15))
def test_who_has_no_rate_stays_apart_where_there_are_enough(given: list[Cell], k: int) -> None:
    without = sum(cell.units for cell in given if cell.first in (OPEN, UNCOUNTED))
    rates = sum(cell.units for cell in given) - without
    found = merged_rates(given, k)
    if (without >= k or not without) and (rates >= k or not rates):
        assert not any(cell.first <= UNCOUNTED < cell.last for cell in found)


def counted(data: object, path: str = "") -> Iterator[tuple[str, int]]:
    """Every whole number in *data*, with where it stands."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from counted(value, f"{path}.{key}")
    elif isinstance(data, list):
        for value in data:
            yield from counted(value, path)
    elif isinstance(data, int) and not isinstance(data, bool):
        yield path, data


NO_COUNTS = {".k", ".indicators.level", ".total.level", ".places.draws", ".places.weights"}
"""Whole numbers of the public edition that count no units."""

PLACES = {".places.tenths.first", ".places.tenths.last"}


@pytest.mark.slow
@settings(max_examples=25)
@given(st.integers(3, 90), st.integers(3, 12), st.integers(0, 10**6), st.sampled_from([0.0, 0.05, 0.3]))
def test_nothing_public_is_about_fewer_than_k_units(units: int, k: int, seed: int, missing: float) -> None:
    """Every count of the public edition is nobody or k units, so is what cells leave of them, and nobody is named."""
    rows = some_units(units, seed, missing)
    cohort = cohort_from(rows, SMALL)
    if units < k:
        with pytest.raises(evalfw.RequestError, match="no public edition"):
            public(cohort, k)
        return
    edition = public(cohort, k)
    said = json_cohort(edition, "zh")
    data = json.loads(said)
    for path, number in counted(data):
        if path not in NO_COUNTS | PLACES:
            assert number == 0 or number >= k, path
    assert not any(str(row[what]) in said for row in rows for what in ("unit", "name"))
    for node in data["indicators"]:
        if node["cells"] is not None:
            assert sum(cell["units"] for cell in node["cells"]) == units
        for count in (node["units"], node["full"]):
            assert count is None or units - count == 0 or units - count >= k
        if node["units"] is not None and node["full"] is not None:
            assert node["units"] - node["full"] == 0 or node["units"] - node["full"] >= k
    for hidden in ("facts", "gates", "open_indicators", "claims", "total_bins"):
        assert data[hidden] == []
    assert data["outliers"] == {"units": None, "listed": []}
    for view in (html_cohort(edition, "zh"), text_cohort(edition, "zh")):
        assert "unit-" not in view and "号" not in view


def figures_of(counts: dict[str, int], k: int) -> NodeFigures:
    """What is published of an indicator of two points that *counts* units have open, at none, at half, at full marks."""
    pieces = {"open": (None, 0, 1), "none": (0, 0, 3), "half": (100, 100, 3), "full": (200, 200, 3)}
    made = [
        Count(points, low, None, state, MIDDLE, False, counts[name], 0, 0, counts[name] * (points is None), 0)
        for name, (points, low, state) in pieces.items()
        if counts[name]
    ]
    node = Node("a", "甲", 1, True, False, Fraction(2))
    return figures_for_the_public(node_figures(node, made, Measure("points", 100)), k, with_cells=True)


def solutions(shown: NodeFigures, everybody: int, k: int) -> Iterator[tuple[int, ...]]:
    """All numbers of units that are open, at none, at half, at full marks, that fit what is published: cells, and means as they are rounded."""
    atoms = (0, 2, 8, 13)
    held = [
        (cell.units, [at for at, atom in enumerate(atoms) if cell.first <= atom <= cell.last])
        for cell in shown.cells or ()
    ]
    for waiting in range(everybody + 1):
        for none in range(everybody + 1 - waiting):
            for half in range(everybody + 1 - waiting - none):
                groups = (waiting, none, half, everybody - waiting - none - half)
                if any(sum([groups[at] for at in inside]) != units for units, inside in held):
                    continue
                rated = everybody - waiting
                if shown.rate is not None and (
                    not rated
                    or evalfw.foundation.round_half_up(Fraction(half + 2 * groups[3], 2 * rated), 2) != shown.rate
                ):
                    continue
                yield groups


few = st.integers(0, 14)


@pytest.mark.slow
@settings(max_examples=150)
@given(few, few, few, st.integers(0, 30), st.integers(3, 12))
def test_what_is_published_cannot_be_solved_for_a_few_units(
    opened: int, none: int, half: int, full: int, k: int
) -> None:
    """Whoever tries every number that fits cells and means finds for no group that it is some units, but fewer than k."""
    everybody = opened + none + half + full
    if everybody < k:
        return
    shown = figures_of({"open": opened, "none": none, "half": half, "full": full}, k)
    found = list(solutions(shown, everybody, k))
    assert (opened, none, half, full) in found
    for group in range(4):
        possible = {each[group] for each in found}
        assert not all(0 < count < k for count in possible), (shown.cells, shown.rate, possible)


@pytest.mark.slow
def test_a_public_edition_hides_who_is_alone() -> None:
    """One of a hundred units fails: nothing is said of that indicator, neither its cells nor its mean."""
    rows = some_units(100, 1, missing=0)
    for number, row in enumerate(rows):
        row["open"] = number != 50
    node = public(cohort_from(rows, SMALL), 10).nodes[3]
    assert node.id == "b" and (node.units, node.full, node.mean, node.rate) == (100, None, None, None)
    assert node.cells is not None and [cell.units for cell in node.cells if cell.units] == [100]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch of 400 made-up units of the rubric of Nanjing, with claims."""
    folder = tmp_path_factory.mktemp("cohort")
    table = as_parquet(made_up(400, seed=8), folder / "in.parquet")
    claims = pl.Series("total@claim", [80 + number % 21 for number in range(400)], dtype=pl.Int64)
    pl.read_parquet(table).with_columns(claims).write_parquet(table)
    assert main(["batch", "--rubric", REF, "--data", str(table), "-o", str(folder / "out.parquet"), "--quiet"]) == 0
    return folder / "out.parquet"


@pytest.mark.slow
def test_every_format_of_either_edition(cli: RunCli, result: Path) -> None:
    """Files in the folder that was named; lines of a terminal are at most 100 columns wide."""
    for audience in ("internal", "public"):
        formats = [part for format in ("html", "xlsx", "json", "text") for part in ("-f", format)]
        ran = cli("cohort", result, *formats, "--audience", audience, "-o", f"{audience}/")
        assert ran.code == 0, ran.err
        names = sorted(path.name for path in Path(audience).iterdir())
        assert names == ["cohort.html", "cohort.json", "cohort.txt", "cohort.xlsx"]
        lines = Path(audience, "cohort.txt").read_text(encoding="utf-8").splitlines()
        assert max(map(evalfw.foundation.width_of, lines)) <= 100
        data = json.loads(Path(audience, "cohort.json").read_text(encoding="utf-8"))
        assert (data["format"], data["edition"], data["units"]) == ("evalfw.cohort/1", audience, 400)
        book = openpyxl.load_workbook(Path(audience, "cohort.xlsx"))
        sheet = book["指标"]
        assert sheet.max_row == 2 + len(RUBRIC.indicators)
        assert isinstance(sheet["E4"].value, int | float) == (audience == "internal")
    assert "单位1" not in Path("public/cohort.html").read_text(encoding="utf-8")
    assert "离群单位" in Path("internal/cohort.txt").read_text(encoding="utf-8")


@pytest.mark.slow
def test_in_english_only_official_names_are_chinese(cli: RunCli, result: Path) -> None:
    ran = cli("cohort", result, "--lang", "en", "-f", "json")
    said = json.loads(ran.out)
    titles = {node["title"] for node in said["indicators"]}
    words = {cell["what"] for node in said["indicators"] for cell in node["cells"]}
    assert words and all(word.isascii() for word in words)
    assert said["total"]["title"] == "total" and "部门决策" in titles
    lines = cli("cohort", result, "--lang", "en").out.splitlines()
    assert any(line.startswith("total: mean") for line in lines)


@pytest.mark.slow
def test_requests_that_make_no_sense_are_refused(cli: RunCli, result: Path, tmp_path: Path) -> None:
    """Each with a sentence that tells what to do."""
    for arguments, said in (
        (["-f", "docx"], "可用的有"),
        (["--k", "5"], "--audience public"),
        (["--audience", "public", "--k", "2"], "至少为 3"),
        (["--audience", "public", "--k", "401"], "只有 400 个单位"),
        (["--noise", "0"], "--noise"),
        (["--audience", "secret"], "--audience"),
        (["-f", "html", "-f", "json"], "-o"),
    ):
        ran = cli("cohort", result, *arguments)
        assert ran.code == 2 and said in ran.err, (arguments, ran.err)
    other = tmp_path / "other.parquet"
    pl.DataFrame({"a": [1]}).write_parquet(other)
    for path in (other, tmp_path / "absent.parquet"):
        ran = cli("cohort", path)
        assert ran.code == 3 and path.name in ran.err
    table = tmp_path / "bad.csv"
    table.write_text("unit,预算执行率\na,abc\n", encoding="utf-8")
    assert cli("batch", "-r", REF, "--data", table, "-o", tmp_path / "bad.parquet").code == 4
    ran = cli("cohort", tmp_path / "bad.parquet")
    assert ran.code == 2 and "没有计了分的单位" in ran.err


@pytest.mark.slow
def test_a_hundred_thousand_units_make_a_page_no_larger(tmp_path: Path, result: Path) -> None:
    """Charts are binned: the page of 100,000 units is as large as that of 400, and is made of the same kinds of parts."""
    frame = scan_result(result).collect()
    many = pl.concat([frame.with_columns(pl.format("{}-{}", pl.lit(n), "unit").alias("unit")) for n in range(250)])
    pages = [html_cohort(cohort_of(each.lazy(), RUBRIC, TENTH), "zh") for each in (frame, many)]
    assert len(pages[1]) < 1.2 * len(pages[0]) < 200_000
    assert pages[1].count("<rect") < 1.2 * pages[0].count("<rect")


@with_chromium
@pytest.mark.parametrize("audience", ["internal", "public"])
@pytest.mark.parametrize("size", [(1300, 900), (390, 800)], ids=["wide", "phone"])
def test_the_page_in_a_browser(
    cli: RunCli, result: Path, chromium: Browser, audience: str, size: tuple[int, int]
) -> None:
    """Nothing leaves, nothing fails, nothing sticks out, no rule of accessibility is broken, and charts have their size."""
    assert cli("cohort", result, "-f", "html", "-o", "page.html", "--audience", audience).code == 0
    with opened(chromium, Path("page.html"), viewport={"width": size[0], "height": size[1]}) as watched:
        page = watched.page
        assert watched.requests == [Path("page.html").resolve().as_uri()] and watched.errors == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        strips = page.locator(".strip")
        shown = len(list(RUBRIC.leaves)) if audience == "public" else len(RUBRIC.indicators)
        assert strips.count() == shown
        assert all((box := strip.bounding_box()) and box["width"] > 100 for strip in strips.all()[:5])
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
