"""Facts worked out across the units of a table: what a run gives that is told of all other units."""

from __future__ import annotations

import statistics
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

import polars as pl
import pytest
from conftest import DATA, RunCli
from hypothesis import given, settings, strategies as st
from made_up_units import rubric_at
from spark import spark_session, with_spark

import evalfw
from evalfw.evidence.stating import evidence_of
from evalfw.population.batch.across import CountsAcross, values_across
from evalfw.population.batch.layout import find_layout
from evalfw.population.batch.mapping import TableMapping
from evalfw.population.batch.refusing import Units
from evalfw.population.batch.workers import Here
from evalfw.rubric import HOWS, Across
from evalfw.rubric.across import OF_EACH

FILE = DATA / "across.toml"
RUBRIC = rubric_at(FILE.as_posix())
MAPPING = """
[across.place]
how = "place"
of = "own"

[across.cohort_age]
how = "mean"
of = "age"
"""


def test_places_and_means_are_those_of_a_run_that_lists_all_units(cli: RunCli, tmp_path: Path) -> None:
    """Eight units scored by themselves, each told of all eight; equal scores share a place."""
    scores = ["90.5", "88", "88", "70", "95", "60", "88", "90.5"]
    ages = ["41.5", "39", "38.5", "45", "36", "42", "47.5", "40.5"]
    lines = [
        "unit,own,age",
        *(f"u{at},{score},{age}" for at, (score, age) in enumerate(zip(scores, ages, strict=True))),
    ]
    Path("in.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    Path("map.toml").write_text(MAPPING, encoding="utf-8")
    for engine in ("polars", "duckdb"):
        ran = cli(
            "batch",
            "-r",
            FILE,
            "--data",
            "in.csv",
            "--mapping",
            "map.toml",
            "-o",
            "out.parquet",
            "--engine",
            engine,
            "--rows",
            "3",
            "--force",
        )
        assert ran.code == 0, ran.err
        made = {row["unit"]: row for row in pl.read_parquet("out.parquet/*.parquet").iter_rows(named=True)}
        others = tuple({"score": score, "age": age} for score, age in zip(scores, ages, strict=True))
        for at, (score, age) in enumerate(zip(scores, ages, strict=True)):
            facts = {"own": Decimal(score), "age": Decimal(age), "others": others}
            report = evalfw.score(RUBRIC, evidence_of(RUBRIC, facts))  # type: ignore[arg-type] # items as a file gives them
            row = made[f"u{at}"]
            assert [row["a:points"], row["b:points"]] == [int((each.points or 0) * 100) for each in report.leaves]
            assert row["total:points"] == report.total.points * 100
    ran = cli("explain", "out.parquet", "--unit", "u0")
    assert "名次 2" in ran.out and "41.25岁" in ran.out


def test_every_row_counts_whose_unit_and_value_are_in_order(cli: RunCli) -> None:
    """A doubled unit and a wrong value do not count; a value in full-width digits does, and a row that is refused for something else."""
    Path("in.csv").write_text(
        "unit,own,age\na,1,40\nb,2,５０\nc,错,30\nd,1,x\ne,1,99\ne,1,99\n,1,99\n", encoding="utf-8"
    )
    Path("map.toml").write_text(MAPPING, encoding="utf-8")
    ran = cli("batch", "-r", FILE, "--data", "in.csv", "--mapping", "map.toml", "-o", "out.parquet")
    assert ran.code == 4
    assert "计分 2，出错 5" in ran.err
    row = pl.read_parquet("out.parquet").row(0, named=True)
    assert (row["unit"], row["cohort_age"], row["place"]) == ("a", 400_000, 2)
    assert pl.read_parquet("out.parquet").filter(pl.col("unit") == "b")["b:points"].item() == 0


@with_spark
def test_spark_works_out_the_same(cli: RunCli) -> None:
    """Places and medians of three groups, with a value in full-width digits, one missing, one wrong, and a doubled unit."""
    spark_session()
    scores = ["90", "８８", "", "错", *(str(60 + number * 7 % 23) for number in range(26))]
    lines = [f"u{at},{score},{30 + at % 7}.{at % 10},{'甲乙丙'[at % 3]}" for at, score in enumerate(scores)]
    Path("in.csv").write_text("\n".join(["unit,own,age,类", *lines, lines[9]]) + "\n", encoding="utf-8")
    told = MAPPING.replace('"mean"', '"median"').replace('of = "age"', 'of = "age"\nby = "类"')
    Path("map.toml").write_text(told, encoding="utf-8")
    made = []
    for engine in ("polars", "spark"):
        ran = cli(
            "batch",
            "-r",
            FILE,
            "--data",
            "in.csv",
            "--mapping",
            "map.toml",
            "-o",
            f"{engine}.parquet",
            "--engine",
            engine,
        )
        assert ran.code == 4, ran.err
        made.append(Path(f"{engine}.parquet").read_bytes())
    assert made[0] == made[1]
    there = pl.read_parquet("spark.parquet").select(pl.col("place", "cohort_age").is_not_null().sum()).row(0)
    assert there == (27, 28)  # nothing of the three that are refused; one has no score


class InStretches(Here):
    """Counts a table in pieces, as the executors of a cluster do."""

    def stretches(self, rows: int, least: int) -> list[tuple[int, int]]:
        return [(offset, least) for offset in range(0, rows, least)]


values = st.lists(st.none() | st.integers(-50, 50).map(lambda tenths: Decimal(tenths) / 10), min_size=1, max_size=40)


@pytest.mark.slow
@settings(max_examples=60)
@given(values, st.integers(1, 3))
def test_figures_of_groups_are_those_of_pythons_statistics(
    tmp_path_factory: pytest.TempPathFactory, found: list[Decimal | None], groups: int
) -> None:
    """However the table is cut into stretches that are counted apart."""
    of = [f"g{number % groups}" for number in range(len(found))]
    table = pl.DataFrame(
        {
            "unit": [str(number) for number in range(len(found))],
            "age": pl.Series(found, dtype=pl.Decimal(10, 1)),
            "group": of,
        }
    )
    path = tmp_path_factory.mktemp("across") / "in.parquet"
    table.write_parquet(path)
    for how in HOWS:
        share = Fraction(3, 4) if how == "percentile" else None
        mapping = TableMapping({}, (Across("cohort_age", how, "age", "group", share),))
        layout = find_layout(RUBRIC, table.columns, mapping)
        work = CountsAcross(str(path), layout, RUBRIC.facts, Units(frozenset(), None))
        (made,) = values_across(work, table.height, 7, InStretches())
        beside = made.beside(table, layout)["~across cohort_age"].to_list()
        for own, group, got in zip(found, of, beside, strict=True):
            mine = [value for value, each in zip(found, of, strict=True) if each == group and value is not None]
            wanted = expected(how, mine, own)
            assert (None if got is None else Fraction(got)) == wanted, how


def expected(how: str, values: list[Decimal], own: Decimal | None) -> Fraction | None:
    if not values or (own is None and how in OF_EACH):
        return None
    exact = [Fraction(value) for value in values]
    round = evalfw.foundation.round_half_up
    match how:
        case "deviation":
            return evalfw.foundation.root(statistics.pvariance(exact), 4)
        case "percentile":
            ordered, rank = sorted(exact), Fraction(3 * len(exact), 4)
            return (ordered[ceil(rank) - 1] + ordered[floor(rank + 1) - 1]) / 2
        case "percent_rank":
            return round(Fraction(sum(value <= Fraction(own or 0) for value in exact), len(exact)), 4)
        case "z_score":
            variance, far = statistics.pvariance(exact), Fraction(own or 0) - statistics.mean(exact)
            if not variance:
                return None
            size = evalfw.foundation.root(far**2 / variance, 4)
            return size if far >= 0 else -size
        case "count":
            return Fraction(len(exact))
        case "sum":
            return sum(exact, Fraction(0))
        case "mean":
            return evalfw.foundation.round_half_up(statistics.mean(exact), 4)
        case "median":
            return statistics.median(exact)
        case "least" | "most":
            return min(exact) if how == "least" else max(exact)
        case "place":
            return Fraction(1 + sum(value > Fraction(own or 0) for value in exact))
        case _:
            return Fraction(1 + sum(value < Fraction(own or 0) for value in exact))


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ('[across.plac]\nhow = "place"\nof = "own"', "没有事实 'plac'；是不是 place"),
        ('[across.place]\nhow = "rank"\nof = "own"', "how 没有 'rank'"),
        ('[across.place]\nhow = "place"\nof = "others"', "'others' 不是数"),
        ('[across.age]\nhow = "mean"\nof = "own"', "表里已有这一列"),
        ('[across.place]\nhow = "place"\nof = "cohort_age"', "表里没有 'cohort_age' 的列"),
        ('[across.place]\nhow = "place"\nof = "own"\nby = "类"', "表里没有列 '类'"),
        ('[across.place]\nhow = "place"', 'of = "事实"'),
        ("across = 3", 'of = "事实"'),
        ("[acros]", "[columns] 和 [across]"),
        ('[across.place]\nhow = "percentile"\nof = "own"', "percentile 要写 share"),
        ('[across.place]\nhow = "mean"\nof = "own"\nshare = 0.5', "percentile 要写 share"),
        ('[across.place]\nhow = "percentile"\nof = "own"\nshare = 1.5', "share 在 0 和 1 之间"),
    ],
)
def test_mappings_that_do_not_fit_are_refused(cli: RunCli, mapping: str, said: str) -> None:
    """Each with the place and what to write."""
    Path("in.csv").write_text("unit,own,age\na,1,40\n", encoding="utf-8")
    Path("map.toml").write_text(mapping, encoding="utf-8")
    ran = cli("batch", "-r", FILE, "--data", "in.csv", "--mapping", "map.toml", "-o", "out.parquet")
    assert ran.code == 2 and said in ran.err, ran.err


IN_RUBRIC = """format = "evalfw.rubric/1"
id = "made-up/across-units"
version = "1"
title = "编造：评分表规定的各单位平均"
full_mark = 10
fact = [
  { id = "spent", label = "支出", type = "money", unit = "万元" },
  { id = "mean", label = "同类平均支出", type = "money", unit = "UNIT", places = 4 },
  { id = "kind", label = "类别", type = "choice", choices = { a = "甲", b = "乙" } },
]
indicator = [{ id = "a", title = "支出", weight = 10, criterion = "不超过同类平均得10分，否则不得分", rule = { kind = "all_or_nothing", when = "spent <= mean" } }]
[across.mean]
how = "HOW"
of = "OF"
BY
"""


def in_rubric(name: str, **given: str) -> str:
    text = IN_RUBRIC
    for key, value in {"UNIT": "亿元", "HOW": "mean", "OF": "spent", "BY": 'by = "kind"', **given}.items():
        text = text.replace(key, value)
    Path(name).write_text(text, encoding="utf-8")
    return f"./{name}"


TABLE = "unit,spent,kind\nu1,100,a\nu2,300,a\nu3,900,b\nu4,1000,b\n"


def test_what_the_rubric_says_of_all_units_is_worked_out_in_its_unit(cli: RunCli) -> None:
    """By group; means of 200 and 950 万元 as 0.02 and 0.095 亿元. A column of the table is taken as it is."""
    rubric = in_rubric("r.toml")
    Path("in.csv").write_text(TABLE, encoding="utf-8")
    for engine in ("polars", "duckdb"):
        ran = cli("batch", "-r", rubric, "--data", "in.csv", "-o", "out.parquet", "--engine", engine, "--force")
        assert ran.code == 0, ran.err
        made = pl.read_parquet("out.parquet").sort("unit")
        assert made["a:points"].to_list() == [1000, 0, 1000, 0]
    Path("given.csv").write_text("unit,spent,kind,mean\nu1,100,a,0.001亿元\nu2,300,a,0.05\n", encoding="utf-8")
    assert cli("batch", "-r", rubric, "--data", "given.csv", "-o", "given.parquet").code == 0
    assert pl.read_parquet("given.parquet").sort("unit")["a:points"].to_list() == [0, 1000]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"OF": "spend"}, "没有事实 'spend'"),
        ({"OF": "kind"}, "'kind' 不是数"),
        ({"OF": "mean"}, "不能由自己得出"),
        ({"HOW": "rank"}, "没有 'rank'"),
        ({"UNIT": "天"}, "单位不同"),
    ],
)
def test_what_is_wrong_is_told_when_the_rubric_is_loaded(cli: RunCli, change: dict[str, str], said: str) -> None:
    ran = cli("rubric", "lint", in_rubric("r.toml", **change))
    assert ran.code == 3 and said in ran.err and "across[mean]" in ran.err.replace("across.mean", "across[mean]")


def test_it_belongs_to_the_rubric(cli: RunCli) -> None:
    """It is compared and hashed, and no mapping says it otherwise; its facts are read."""
    old, new = in_rubric("old.toml"), in_rubric("new.toml", HOW="median")
    ran = cli("rubric", "diff", old, new)
    assert "median" in ran.out and "major" in ran.out
    Path("map.toml").write_text('[across.mean]\nhow = "mean"\nof = "spent"\n', encoding="utf-8")
    Path("in.csv").write_text(TABLE, encoding="utf-8")
    ran = cli("batch", "-r", old, "--data", "in.csv", "--mapping", "map.toml", "-o", "o.parquet")
    assert ran.code != 0 and "评分表已经规定了" in ran.err
    assert "fact.unread" not in cli("rubric", "lint", old).out


def test_a_mapping_converts_and_refuses_units_as_well(cli: RunCli) -> None:
    text = IN_RUBRIC.split("[across.mean]")[0].replace("UNIT", "天")
    Path("r.toml").write_text(text.replace("spent <= mean", "number(spent) <= number(mean)"), encoding="utf-8")
    Path("map.toml").write_text('[across.mean]\nhow = "mean"\nof = "spent"\n', encoding="utf-8")
    Path("in.csv").write_text(TABLE, encoding="utf-8")
    ran = cli("batch", "-r", "./r.toml", "--data", "in.csv", "--mapping", "map.toml", "-o", "o.parquet")
    assert ran.code != 0 and "单位不同" in ran.err


def test_percentiles_of_the_rubric_are_written_as_people_do(cli: RunCli) -> None:
    """Three quarters of 100, 300, 900 and 1000 do not exceed 950, half-way between the last two."""
    rubric = in_rubric("r.toml", HOW="percentile", BY='share = "75%"', UNIT="万元")
    Path("in.csv").write_text(TABLE, encoding="utf-8")
    assert cli("batch", "-r", rubric, "--data", "in.csv", "-o", "out.parquet").code == 0
    made = pl.read_parquet("out.parquet").sort("unit")
    assert set(made["mean"]) == {9_500_000} and made["a:points"].to_list() == [1000, 1000, 1000, 0]


def test_frames_and_tables_of_several_rubrics_are_worked_out_as_well(cli: RunCli, host: evalfw.PluginHost) -> None:
    """By all units of the frame; in a table of several rubrics by those under the same one."""
    loaded = host.load(in_rubric("r.toml"))
    Path("in.csv").write_text(TABLE, encoding="utf-8")
    frame = pl.read_csv("in.csv")
    compiled = evalfw.compile(loaded)
    assert compiled.score_frame(frame)["a:points"].to_list() == [1000, 0, 1000, 0]
    assert compiled.score_frame(frame.lazy()).collect()["a:points"].to_list() == [1000, 0, 1000, 0]
    assert compiled.score_frame(frame.to_arrow())["a:points"].to_pylist() == [1000, 0, 1000, 0]
    in_rubric("other.toml", BY="")
    Path("other.toml").write_text(
        Path("other.toml").read_text(encoding="utf-8").replace("across-units", "across-all"), encoding="utf-8"
    )
    Path("mixed.csv").write_text(
        "unit,rubric,spent,kind\nu1,./r.toml,100,a\nu2,./r.toml,300,a\nu3,./other.toml,900,a\nu4,./other.toml,1000,b\n",
        encoding="utf-8",
    )
    ran = cli("batch", "--data", "mixed.csv", "-o", "mixed.parquet")
    assert ran.code == 0, ran.err
    assert pl.read_parquet("mixed.parquet").sort("unit")["total:points"].to_list() == [1000, 0, 1000, 0]


@with_spark
def test_spark_counts_its_own_frames(cli: RunCli, host: evalfw.PluginHost) -> None:
    loaded = host.load(in_rubric("r.toml"))
    session = spark_session()
    rows = [("u1", 100.0, "a"), ("u2", 300.0, "a"), ("u3", 900.0, "b"), ("u4", 1000.0, "b"), ("", 99999.0, "b")]
    frame = session.createDataFrame(rows, ["unit", "spent", "kind"])
    made = {row["unit"]: row["a:points"] for row in evalfw.compile(loaded).score_frame(frame).collect()}
    assert [made[f"u{number}"] for number in (1, 2, 3, 4)] == [1000, 0, 1000, 0]
