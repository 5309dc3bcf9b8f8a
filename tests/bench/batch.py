"""
How fast a batch is: ``python tests/bench/batch.py --units 1000000``.

Made-up units under nanjing/2021. Each measurement runs in a process of its own, one after another: what merely reading the same columns takes;
the plan on Polars (without explanation: points of every node, total and grade; with codes: branches besides; and every column of a result);
on DuckDB; the command as people call it, on this machine and on Spark, beside merely copying a result with every column written out; ``cohort`` on what it wrote; and other
engines for rules on the same kernel, over fewer units. The last line is a summary; the exit status is 1 where a floor is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS, MANY = 3, 2_000_000
"""How often each is measured, and above how many units only once."""

FLOORS = {
    "share of the scan without explanation": 0.40,
    "share of the scan with codes": 0.30,
    "times zen-engine": 500.0,
}
CEILINGS = {
    "peak MB": 700.0,
    "peak MB of a cohort": 700.0,
    "peak MB of a worker of Spark": 700.0,
    "seconds to the first row": 1.5,
    "command, times the copy": 1.5,
    "Spark, times the command": 2.5,
    "Spark without its start, times the command": 1.5,
}

REF = "nanjing/2021"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "evalfw-bench")
    parser.add_argument("--only", default="", help="measurements to make, with commas between; all if empty")
    parser.add_argument("--measure", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.measure:
        from batch_measures import measure

        seconds, units, peak = measure(given.measure, given.units, given.folder)
        own = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        peak = peak or max(own) / 1024
        print(json.dumps({"seconds": seconds, "units": units, "peak": peak}))
        return 0
    return compare(given.units, given.folder, [each for each in given.only.split(",") if each])


NAMES = (
    "scan",
    "polars",
    "polars codes",
    "polars all columns",
    "duckdb scan",
    "duckdb codes",
    "command none",
    "command codes",
    "copy",
    "spark start",
    "spark",
    "cohort",
    "first row",
    "generated python",
    "cel",
    "zen",
)


def compare(units: int, folder: Path, only: list[str]) -> int:
    subprocess.run(
        [sys.executable, str(Path(__file__).with_name("batch_measures.py")), str(units), str(folder)], check=True
    )
    found: dict[str, dict[str, float]] = {}
    print(f"{units} units of {REF}, {os.cpu_count()} cores")
    for name in NAMES:
        if only and name not in only:
            continue
        made = in_process(name, units, folder)
        if made is None:
            print(f"{name:22} could not be measured here")
            continue
        found[name] = made
        rate = made["units"] / made["seconds"]
        print(f"{name:22} {rate:12,.0f} units/s  {made['seconds']:8.2f} s  peak {made['peak']:6.0f} MB", flush=True)
    return judged(found)


def in_process(name: str, units: int, folder: Path) -> dict[str, float] | None:
    """The best of several runs, each in a process of its own."""
    best: dict[str, float] | None = None
    for _ in range(1 if units > MANY else RUNS):
        command = [sys.executable, __file__, "--units", str(units), "--folder", str(folder), "--measure", name]
        ended = subprocess.run(
            command, check=False, capture_output=True, text=True, env={**os.environ, "EVALFW_LANG": "en"}
        )
        if ended.returncode:
            print(ended.stderr.strip().splitlines()[-1:], file=sys.stderr)
            return None
        made = json.loads(ended.stdout.strip().splitlines()[-1])
        if best is None or made["seconds"] < best["seconds"]:
            best = {**made, "peak": max(made["peak"], 0 if best is None else best["peak"])}
    return best


def judged(found: dict[str, dict[str, float]]) -> int:
    """Tell which floors hold; 1 if one does not."""

    def rate(name: str) -> float:
        return found[name]["units"] / found[name]["seconds"]

    figures: dict[str, float] = {}
    if {"scan", "polars", "polars codes"} <= set(found):
        figures["share of the scan without explanation"] = rate("polars") / rate("scan")
        figures["share of the scan with codes"] = rate("polars codes") / rate("scan")
        figures["peak MB"] = max(
            found[name]["peak"] for name in ("polars", "polars codes", "command none", "command codes") if name in found
        )
    if {"copy", "command codes"} <= set(found):
        figures["command, times the copy"] = rate("copy") / rate("command codes")
    if {"spark", "command codes"} <= set(found):
        alone = found["command codes"]["seconds"]
        figures["Spark, times the command"] = found["spark"]["seconds"] / alone
        figures["peak MB of a worker of Spark"] = found["spark"]["peak"]
        if {"spark start", "first row"} <= set(found):
            start = found["spark start"]["seconds"] - found["first row"]["seconds"]
            own = found["spark"]["seconds"] - start
            figures["Spark without its start, times the command"] = own / alone
    if "cohort" in found:
        figures["peak MB of a cohort"] = found["cohort"]["peak"]
    if {"polars", "zen"} <= set(found):
        figures["times zen-engine"] = rate("polars codes") / rate("zen")
    if "first row" in found:
        figures["seconds to the first row"] = found["first row"]["seconds"]
    missed = [name for name, floor in FLOORS.items() if name in figures and figures[name] < floor]
    missed += [name for name, most in CEILINGS.items() if name in figures and figures[name] > most]
    said = "; ".join(f"{name} {figure:.2f}" for name, figure in figures.items())
    print(f"{said}; missed: {', '.join(missed) or 'none'}")
    return int(bool(missed))


if __name__ == "__main__":
    began = time.perf_counter()
    status = main()
    raise SystemExit(status)
