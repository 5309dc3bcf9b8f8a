"""
How long evalfw takes to start, as multiples of an empty Python process.

    python tests/bench/startup.py [--runs 20]

Commands are run in turn, so that all see the same load of the machine, and the fastest run of each counts. Each is run
once before, and may write its compiled modules then, as an installer does for an ordinary install. The last line is a
summary; the exit status is 1 where a ceiling is missed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EVALFW = str(Path(sys.executable).with_name("evalfw"))
COMMANDS: dict[str, tuple[list[str], float | None]] = {
    "python -c pass": ([sys.executable, "-c", "pass"], None),
    "evalfw --version": ([EVALFW, "--version"], None),
    "evalfw --help": ([EVALFW, "--help"], 7),
    "evalfw run --rubric 2021": ([EVALFW, "run", "--rubric", "2021"], 14),
    "evalfw run --rubric 2021 --format json": ([EVALFW, "run", "--rubric", "2021", "--format", "json"], None),
}
"""What is run, and the most that it may take as a multiple of the first."""


def main() -> int:
    """Measure; print a table; return 1 if a ceiling is missed."""
    parser = argparse.ArgumentParser(description="start-up time of evalfw")
    parser.add_argument("--runs", type=int, default=20)
    runs = parser.parse_args().runs
    fastest = dict.fromkeys(COMMANDS, float("inf"))
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(runs + 1):
            for name, (command, _) in COMMANDS.items():
                begun = time.perf_counter()
                subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
                if number > 0:
                    fastest[name] = min(fastest[name], time.perf_counter() - begun)
    base = fastest["python -c pass"]
    missed = []
    for name, (_, ceiling) in COMMANDS.items():
        multiple = fastest[name] / base
        limit = "" if ceiling is None else f"  (at most {ceiling:g})"
        print(f"{name:40} {fastest[name] * 1000:7.1f} ms  {multiple:5.2f}x{limit}")
        if ceiling is not None and multiple > ceiling:
            missed.append(name)
    print(f"minimum of {runs} runs: " + (f"too slow: {', '.join(missed)}" if missed else "all within their ceilings"))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
