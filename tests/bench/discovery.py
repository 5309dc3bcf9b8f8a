"""
What discovery costs with 20 and with 150 distributions installed.

    python tests/bench/discovery.py [--runs 40]

Made-up distributions (metadata as installers write it; a third of them with entry points of other groups, none with plugins of
evalfw) lie in a folder on the path; in each process the plugins of evalfw are found and loaded, and both are timed from inside.
Processes with 20 and with 150 take turns, so that both see the same load of the machine; the fastest run of each counts. The exit
status is 1 if discovery with 150 takes more than 1.3 times as long as with 20.

What is found is remembered until something is installed (see evalfw/extending/plugins/remembering.py), so a third figure, without a ceiling, says
what the first command after an installation pays: looking through everything.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

COUNTS = (20, 150)
CEILING = 1.3

PROGRAM = """
import sys, time
sys.path[:] = [sys.argv[1]] + [p for p in sys.path if p and "site-packages" not in p] + sys.argv[2:]
import evalfw
from evalfw.extending.plugins.discovery import find_plugins, scan
begun = time.perf_counter()
found = find_plugins()
middle = time.perf_counter()
host = evalfw.load_plugins()
done = time.perf_counter()
list(scan(sys.path))
last = time.perf_counter()
assert len(found) == len(host.plugins) == 8, [each.id for each in found]
print(middle - begun, done - middle, last - done)
"""


def make(folder: Path, count: int) -> None:
    """*count* distributions in *folder*."""
    for number in range(count):
        info = folder / f"madeup_{number:03d}-1.{number}.dist-info"
        info.mkdir(parents=True)
        head = f"Metadata-Version: 2.1\nName: madeup-{number:03d}\nVersion: 1.{number}\n"
        (info / "METADATA").write_text(head + "Summary: made up\n\n" + "words " * 500, encoding="utf-8")
        (info / "RECORD").write_text("".join(f"madeup/{each}.py,,\n" for each in range(30)), encoding="utf-8")
        if number % 3 == 0:
            (info / "entry_points.txt").write_text("[console_scripts]\nmadeup = madeup:main\n", encoding="utf-8")


def main() -> int:
    """Measure; print a table; return 1 if the ceiling is missed."""
    parser = argparse.ArgumentParser(description="cost of discovery")
    parser.add_argument("--runs", type=int, default=40)
    runs = parser.parse_args().runs
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    fastest: dict[tuple[int, str], float] = {}
    with tempfile.TemporaryDirectory() as base:
        own = Path(base) / "own"
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pip",
                "install",
                "-q",
                "--no-deps",
                "--no-build-isolation",
                "--target",
                str(own),
                ".",
            ],
            cwd=Path(__file__).parent.parent.parent,
            check=True,
        )
        rest = [path for path in sys.path if path.endswith("site-packages")]
        needed = Path(base) / "needed"
        needed.mkdir()
        for name in ("attr", "attrs", "cattr", "cattrs", "pluggy", "typing_extensions.py"):
            for site in rest:
                if (Path(site) / name).exists():
                    (needed / name).symlink_to(Path(site) / name)
                    break
        for count in COUNTS:
            make(Path(base) / str(count), count)
        for number in range(runs + 1):
            for count in COUNTS:
                command = [sys.executable, "-S", "-c", PROGRAM, str(Path(base) / str(count)), str(own), str(needed)]
                ran = subprocess.run(command, env=environment, cwd=base, capture_output=True, check=True, text=True)
                for what, seconds in zip(("found", "loaded", "scanned"), map(float, ran.stdout.split()), strict=True):
                    if number > 0:
                        fastest[count, what] = min(fastest.get((count, what), 1.0), seconds)
    ratios = []
    for what in ("found", "loaded", "scanned"):
        few, many = (fastest[count, what] for count in COUNTS)
        ratios.append(many / few)
        print(
            f"plugins {what:7} {few * 1000:7.2f} ms with {COUNTS[0]}  {many * 1000:7.2f} ms with {COUNTS[1]}  {many / few:5.2f}x"
        )
    both = [sum(fastest[count, what] for what in ("found", "loaded")) for count in COUNTS]
    print(
        f"minimum of {runs} runs: finding alone {ratios[0]:.2f}x, together {both[1] / both[0]:.2f}x (at most {CEILING}x)"
    )
    return 1 if ratios[0] > CEILING or both[1] / both[0] > CEILING else 0


if __name__ == "__main__":
    sys.exit(main())
