"""
What reports cost: all eight formats of the sample in one command, and 1,000 pages from 1,000 saved reports in one process.

    python tests/bench/reports.py

Times are of the processor, the least of several runs; each run is a process of its own. The 1,000 saved reports are those of the sample
with other subjects and other answers. Exit status 1 where a limit is missed.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

FORMATS = ("docx", "xlsx", "html", "pdf", "md", "csv", "junit", "json")
ALL_FORMATS = 4.0
"""Seconds of processor time that all eight formats may take together, start of Python included."""

ONE_PAGE = 60.0
"""Milliseconds that a page may take, from the saved report on."""

REPORTS = 1000
RUNS = 5
MAIN = "import sys; from evalfw_cli import main; sys.exit(main(sys.argv[1:]))"


def seconds(folder: Path, *arguments: str) -> float:
    """Processor time of one command, its children's included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", MAIN, *arguments], cwd=folder, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def save_reports(folder: Path) -> None:
    """1,000 saved reports: the sample's, with other subjects, and one indicator in ten with other points."""
    subprocess.run(
        [sys.executable, "-c", MAIN, "run", "--rubric", "2021", "-f", "json", "-o", "one.json"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    data = json.loads((folder / "one.json").read_text(encoding="utf-8"))
    (folder / "saved").mkdir()
    for number in range(REPORTS):
        data["subject"] = {"id": f"unit-{number:04}", "name": f"虚构单位{number}"}
        text = json.dumps(data, ensure_ascii=False, indent=2)
        (folder / f"saved/{number:04}.json").write_text(text, encoding="utf-8")


def main() -> int:
    missed = []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        options = [part for format in FORMATS for part in ("-f", format)]
        empty = min(seconds(folder, "--version") for _ in range(RUNS))
        every = min(
            seconds(folder, "run", "--rubric", "2021", *options, "-o", f"out{number}/") for number in range(RUNS)
        )
        print(f"eight formats of the sample: {every:.2f} s (at most {ALL_FORMATS:g}; `evalfw --version` {empty:.2f} s)")
        missed += ["eight formats"] if every > ALL_FORMATS else []
        for format in FORMATS:
            one = min(
                seconds(folder, "run", "--rubric", "2021", "-f", format, "-o", f"{format}{number}/")
                for number in range(3)
            )
            print(f"  {format:6} alone: {one:.2f} s")
        save_reports(folder)
        saved = sorted(str(path.relative_to(folder)) for path in (folder / "saved").iterdir())
        first = seconds(folder, "render", saved[0], "-f", "html", "-o", "first/")
        page = (seconds(folder, "render", *saved, "-f", "html", "-o", "pages/") - first) / (REPORTS - 1) * 1000
        print(
            f"a page from a saved report: {page:.1f} ms, of {REPORTS} in one process (at most {ONE_PAGE:g}); the first {first:.2f} s"
        )
        missed += ["a page"] if page > ONE_PAGE else []
    print(f"missed: {', '.join(missed)}" if missed else "all within their limits")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
