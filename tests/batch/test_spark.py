"""Spark schedules what one machine does: the same bytes, whatever happens on the way; and what is wrong is told in a line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest
from made_up_units import REF, RUBRIC, as_parquet, made_up
from spark import BRIEF, Cluster, free_port, spark_cluster, spark_session, with_spark

import evalfw
from evalfw.foundation import OutputError
from evalfw.population.batch.job import begin
from evalfw_cli import main

SCRIPT = [sys.executable, "-c", "from evalfw_cli import script; raise SystemExit(script())"]
KIND = Path(__file__).parent.parent / "plugins/kind_of_a_bureau.py"
ACROSS = Path(__file__).parent.parent / "data/across.toml"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with spark_cluster(tmp_path_factory.mktemp("cluster")) as made:
        yield made


def messy_units(count: int) -> list[dict[str, object]]:
    """Made-up units, with a doubled one, one without an id, and a figure that is none."""
    rows = made_up(count, seed=3)
    rows[7]["unit"] = rows[8]["unit"]
    rows[11]["unit"] = ""
    return rows


def begun(
    data: Path, output: Path, *more: str | Path, environment: dict[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """The command in a process of its own."""
    command = [*SCRIPT, "batch", "-r", REF, "--data", str(data), "-o", str(output), *map(str, more)]
    surroundings = {**os.environ, **BRIEF, "SPARK_LOCAL_IP": "127.0.0.1", **(environment or {})}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings)


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    _, err = process.communicate()
    return process.returncode, err.decode("utf-8")


def assert_same(one: Path, other: Path) -> None:
    """Two results are the same file, or folders of the same files."""
    if one.is_file():
        assert one.read_bytes() == other.read_bytes()
        return
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in other.iterdir())
    for name in names:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


def parts_of(output: Path) -> int:
    return len(list(output.with_name(f"{output.name}.partial").glob("part-*.parquet")))


@with_spark
@pytest.mark.parametrize("explain", ["codes", "text"])
def test_a_cluster_writes_the_bytes_that_one_machine_writes(tmp_path: Path, cluster: Cluster, explain: str) -> None:
    """A standalone master with two workers on loopback; bad rows and their reasons too."""
    table = as_parquet(messy_units(60), tmp_path / "in.parquet")
    more = ["--rows", "25", "--explain", explain]
    code, err = ended(begun(table, tmp_path / "spark.parquet", *more, "--engine", "spark", "--master", cluster.master))
    assert code == 4, err
    assert main(["batch", "-r", REF, "--data", str(table), "-o", str(tmp_path / "polars.parquet"), *more]) == 4
    assert_same(tmp_path / "spark.parquet", tmp_path / "polars.parquet")
    assert_same(tmp_path / "spark.parquet.errors.csv", tmp_path / "polars.parquet.errors.csv")


@with_spark
def test_facts_across_units_are_counted_on_a_cluster(tmp_path: Path, cluster: Cluster) -> None:
    """Places and medians of three groups, in parts of ten rows: a value in full-width digits, one missing, one wrong, a doubled unit."""
    scores = ["90", "８８", "", "错", *(str(60 + number * 7 % 23) for number in range(46))]
    lines = [f"u{at},{score},{30 + at % 7}.{at % 10},{'甲乙丙'[at % 3]}" for at, score in enumerate(scores)]
    table, mapping = tmp_path / "in.csv", tmp_path / "map.toml"
    table.write_text("\n".join(["unit,own,age,类", *lines, lines[9]]) + "\n", encoding="utf-8")
    place, middle = 'how = "place"\nof = "own"', 'how = "median"\nof = "age"\nby = "类"'
    mapping.write_text(f"[across.place]\n{place}\n[across.cohort_age]\n{middle}\n", encoding="utf-8")
    more = ["--rows", "10", "--mapping", str(mapping), "-r", str(ACROSS)]
    code, err = ended(begun(table, tmp_path / "spark.parquet", *more, "--engine", "spark", "--master", cluster.master))
    assert code == 4, err
    assert main(["batch", "--data", str(table), "-o", str(tmp_path / "polars.parquet"), *more, "-q"]) == 4
    assert_same(tmp_path / "spark.parquet", tmp_path / "polars.parquet")


def killed_after_a_part(
    tmp_path: Path, cluster: Cluster, kill: Callable[[subprocess.Popen[bytes]], None]
) -> tuple[Path, int]:
    """The result of a batch of many parts during which something is killed as soon as the first part is there; and its exit code."""
    table, output = as_parquet(messy_units(500), tmp_path / "in.parquet"), tmp_path / "spark.parquet"
    process = begun(table, output, "--rows", "20", "--engine", "spark", "--master", cluster.master)
    while not parts_of(output) and process.poll() is None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.02)
    kill(process)
    code, _ = ended(process)
    assert (
        main(["batch", "-r", REF, "--data", str(table), "-o", str(tmp_path / "polars.parquet"), "--rows", "20", "-q"])
        == 4
    )
    return output, code


@with_spark
def test_a_driver_that_is_killed_goes_on_where_it_was(tmp_path: Path, cluster: Cluster) -> None:
    output, _ = killed_after_a_part(tmp_path, cluster, lambda process: process.kill())
    there = parts_of(output)
    assert there and not output.exists()
    again = begun(tmp_path / "in.parquet", output, "--rows", "20", "--engine", "spark", "--master", cluster.master)
    code, err = ended(again)
    assert code == 4 and "接着做" in err, err
    assert_same(output, tmp_path / "polars.parquet")


@with_spark
def test_a_worker_that_is_killed_changes_nothing(tmp_path: Path) -> None:
    with spark_cluster(tmp_path / "cluster") as own:
        output, code = killed_after_a_part(tmp_path, own, lambda process: own.processes[1].kill())
    assert code == 4
    assert_same(output, tmp_path / "polars.parquet")


def interpreter(path: Path, *, of: str = sys.executable, before: str = "") -> str:
    """A Python for executors that finds modules in *before* first."""
    path.write_text(f'#!/bin/sh\nPYTHONPATH="{before}:$PYTHONPATH" exec {of} "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@with_spark
@pytest.mark.parametrize(
    ("which", "said"), [("another", "与这里的不同：请装上同一版本的 evalfw[spark]"), ("none", "没有 evalfw")]
)
def test_an_executor_without_this_evalfw_is_told_before_anything_is_written(
    tmp_path: Path, which: str, said: str
) -> None:
    if which == "another":
        other = tmp_path / "other/evalfw"
        shutil.copytree(Path(evalfw.__file__).parent, other, ignore=shutil.ignore_patterns("__pycache__"))
        for file in (other / "rubric").rglob("*.py"):
            file.write_text(file.read_text(encoding="utf-8") + "# another one\n", encoding="utf-8")
        python = interpreter(tmp_path / "python", before=str(other.parent))
    else:
        python = interpreter(tmp_path / "python", of=sys._base_executable)  # type: ignore[attr-defined]
    table, output = as_parquet(made_up(5), tmp_path / "in.parquet"), tmp_path / "out.parquet"
    process = begun(
        table,
        output,
        "--engine",
        "spark",
        "--master",
        "local[1]",
        environment={"PYSPARK_PYTHON": python, "EVALFW_LANG": "zh"},
    )
    code, err = ended(process)
    assert code == 2 and said in err, err
    assert "Traceback" not in err and not output.with_name("out.parquet.partial").exists()


@with_spark
def test_what_cannot_be_done_is_told_in_a_line_and_leaves_nothing(tmp_path: Path) -> None:
    """No Java, and a master that does not answer."""
    table, output = as_parquet(made_up(5), tmp_path / "in.parquet"), tmp_path / "out.parquet"
    for more, environment, said in (
        ([], {"PATH": "/nowhere", "JAVA_HOME": "/nowhere"}, "Spark 要 Java"),
        (["--master", f"spark://127.0.0.1:{free_port()}"], {}, "没有回应"),
    ):
        code, err = ended(
            begun(table, output, "--engine", "spark", *more, environment={**environment, "EVALFW_LANG": "zh"})
        )
        (line,) = (each for each in err.splitlines() if not each.startswith("Picked up"))
        assert code == 2 and said in line
        assert sorted(path.name for path in tmp_path.iterdir()) == ["in.parquet"]


def test_a_folder_that_a_machine_does_not_see_is_told(tmp_path: Path) -> None:
    """As where the result is to lie on the disk of the driver alone: another folder of that name there is not taken for it."""
    job, _ = begin(tmp_path / "out.parquet", {"format": "x"}, False)
    job.check()
    (job.folder / "_evalfw.json").write_text("{}", encoding="utf-8")
    with pytest.raises(OutputError, match="all machines share"):
        job.check()


@with_spark
def test_a_rule_kind_in_a_file_goes_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ``--plugin`` names is no module that executors could import."""
    spark_session()
    monkeypatch.chdir(tmp_path)
    facts = "\n".join(
        f'[[fact]]\nid = "{id}"\nlabel = "{id}"\ntype = "{kind}"\nbetter = "higher"'
        for id, kind in (("audited", "bool"), ("rate", "ratio"))
    ).replace('type = "bool"\nbetter = "higher"', 'type = "bool"')
    Path("r.toml").write_text(
        f'format = "evalfw.rubric/1"\nid = "x/1"\nversion = "1"\ntitle = "x"\nfull_mark = 10\n{facts}\n[[indicator]]\nid = "a"\ntitle = "a"\n'
        'criterion = "made up"\nweight = 10\nrule = { kind = "audited_target", when = "audited", fact = "rate", target = 0.9 }\n',
        encoding="utf-8",
    )
    Path("in.csv").write_text("unit,audited,rate\na,是,0.95\nb,否,0.95\nc,是,0.5\n", encoding="utf-8")
    for engine in ("polars", "spark"):
        called = ["batch", "-r", "r.toml", "--data", "in.csv", "-o", f"{engine}.parquet", "--engine", engine]
        assert main(["--plugin", str(KIND), *called]) == 0
    assert_same(Path("polars.parquet"), Path("spark.parquet"))
    assert pl.read_parquet("spark.parquet")["total:points"].to_list() == [1000, 500, 0]


@with_spark
def test_a_frame_of_spark_has_the_columns_that_are_asked_for(tmp_path: Path) -> None:
    """Nothing is worked out before somebody asks; a column that there is not is told at once."""
    path = as_parquet(made_up(12), tmp_path / "in.parquet")
    compiled = evalfw.compile(RUBRIC)
    frame = spark_session().read.parquet(path.as_uri())
    made = compiled.score_frame(frame, columns=["unit", "total:points"])
    wanted = compiled.score_frame(pl.read_parquet(path), columns=["unit", "total:points"])
    assert [tuple(row) for row in made.collect()] == wanted.rows()
    with pytest.raises(evalfw.RequestError, match="total:points"):
        compiled.score_frame(frame, columns=["total:point"])
