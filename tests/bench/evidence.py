"""
How long it takes to import 120 workbooks of 41 rows, and how much memory; and to sum up a table of 2 GB.

    python tests/bench/evidence.py [workbooks] [table]

Each measure is a process of its own, so that its peak of memory is its own. The workbooks hold the answers of the sample of nanjing/2021:
41 indicators, and the facts with their sources.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import evalfw

BOOKS = 120
LIMITS = {"calamine": 6.0, "openpyxl": 25.0}
"""Seconds that importing all workbooks may take."""

MEMORY = 300
"""Megabytes that it may take."""

IMPORT = """
import resource, sys, time
from evalfw_cli import main
from evalfw.evidence.workbooks import raw
raw._is_fast = lambda asked: sys.argv[1] == "calamine"
start = time.perf_counter()
code = main(["evidence", "import", "books"])
print(code, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
MAIN = "import sys; from evalfw_cli import main; sys.exit(main(sys.argv[1:]))"
COLLECT = """
import resource, time
from evalfw_cli import main
start = time.perf_counter()
code = main(["evidence", "collect"])
print(code, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def measured(program: str, folder: Path, *arguments: str) -> tuple[float, float]:
    """Seconds and megabytes of *program*, run in *folder*."""
    ran = subprocess.run([sys.executable, "-c", program, *arguments], cwd=folder, capture_output=True, check=True)
    code, seconds, kilobytes = ran.stdout.split()[-3:]
    assert code == b"0", ran.stderr.decode()
    return float(seconds), int(kilobytes) / 1024


def lay_project(folder: Path, sample: Path, more: str = "") -> None:
    """A project whose evidence holds nothing but what the sample declares."""
    text = (sample / "evidence.toml").read_text(encoding="utf-8")
    blocks = re.split(r"(?m)^(?=\[)", text)
    kept = [each for each in blocks if not each.startswith(("[[fact]]", "[[override]]", "[[remark]]", "[[division]]"))]
    (folder / "evidence").mkdir(parents=True)
    (folder / "evidence/evidence.toml").write_text("".join(kept) + more, encoding="utf-8")
    (folder / "evalfw.toml").write_text('rubric = "nanjing/2021"\nevidence = "evidence"\n', encoding="utf-8")


def workbooks(sample: Path, work: Path) -> bool:
    """Import 120 workbooks with either reader, after one first run of each that is not counted."""
    made = work / "made"
    subprocess.run(
        [sys.executable, "-c", MAIN, "evidence", "template", str(sample), "-o", str(made)],
        check=True,
        capture_output=True,
    )
    (book,) = made.glob("*.xlsx")
    good = True
    for reader, limit in LIMITS.items():
        seconds, memory = [], []
        for number in range(3):
            folder = work / f"{reader}{number}"
            lay_project(folder, sample)
            (folder / "books").mkdir()
            for copy in range(BOOKS):
                (folder / f"books/处室{copy:03}.xlsx").write_bytes(book.read_bytes())
            took, peak = measured(IMPORT, folder, reader)
            seconds.append(took)
            memory.append(peak)
        good &= min(seconds) <= limit and max(memory) <= MEMORY
        print(
            f"{BOOKS} workbooks with {reader:10} {min(seconds):6.2f} s (at most {limit:g})   {max(memory):5.0f} MB (at most {MEMORY})"
        )
    return good


def table(sample: Path, work: Path) -> bool:
    """Sum up a column of a table of 2 GB."""
    folder = work / "table"
    more = '\n[[collect]]\nid = "long"\nfrom = "csv:long.dat"\n[[collect.fact]]\nid = "integrity.violations"\ncolumn = "件数"\nwhere = { "处室" = "综合处" }\ntake = "sum"\n'
    lay_project(folder, sample, more)
    path = folder / "evidence/long.dat"
    row = ("综合处,1," + "备注" * 30 + "\n").encode()
    rows = 0
    with path.open("wb") as stream:
        stream.write("处室,件数,说明\n".encode())
        while stream.tell() < 2 * 1024**3:
            stream.write(row * 10_000)
            rows += 10_000
    start = time.perf_counter()
    with path.open("rb") as stream:
        while stream.read(1024 * 1024):
            pass
    read = time.perf_counter() - start
    seconds, memory = measured(COLLECT, folder)
    text = (folder / "evidence/facts/long.collected.toml").read_text(encoding="utf-8")
    assert f"value = {rows}\n" in text
    path.unlink()
    print(
        f"2 GB of CSV, {rows:,} rows: {seconds:.0f} s ({seconds / read:.0f} times reading it), {memory:.0f} MB (at most {MEMORY})"
    )
    return memory <= MEMORY


def main() -> int:
    wanted = sys.argv[1:] or ["workbooks", "table"]
    host = evalfw.load_plugins()
    rubric = evalfw.rubric.load_rubric(host.rubrics.find("nanjing/2021"), host.rubrics, host.vocabulary)
    assert rubric.sample is not None
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for name, measure in (("workbooks", workbooks), ("table", table)):
            if name in wanted:
                good &= measure(rubric.sample, Path(folder))
    print(json.dumps({"within limits": good}))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
