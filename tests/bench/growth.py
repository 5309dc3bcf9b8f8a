"""
How time grows with the size of a rubric: indicators side by side, derivations in a chain, bands of one rule.

    python tests/bench/growth.py

Commands run in processes of their own, whose processor time is taken, the least of three; from each the time of the same command on a rubric of
one indicator is taken away. The last line is a summary; the exit status is 1 where a ceiling is missed: ten times the indicators at most eleven times the
time; a chain of 3,000 derivations two seconds; 200 bands one second, and four times as many bands at most 5.5 times as long (n·log n: 5.05).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

EVALFW = str(Path(sys.executable).with_name("evalfw"))
HEAD = 'format = "evalfw.rubric/1"\nid = "t/t"\nversion = "1"\ntitle = "made up"\nfull_mark = {}\n'
EVIDENCE = 'format = "evalfw.evidence/1"\nrubric = "t/t"\nsubject = {{ id = "s", name = "虚构局" }}\n{}'


def flat(count: int) -> tuple[str, str]:
    """A rubric of *count* indicators side by side, each with a fact of its own; and evidence that states all of them."""
    nodes = "".join(
        f'[[fact]]\nid = "f{n}"\nlabel = "事实{n}"\ntype = "ratio"\n[[indicator]]\nid = "n{n}"\ntitle = "指标{n}"\nweight = 1\n'
        f'criterion = "不低于90%得1分"\nrule = {{ kind = "all_or_nothing", when = "f{n} >= 90%" }}\n'
        for n in range(count)
    )
    stated = "".join(f'[[fact]]\nid = "f{n}"\nvalue = "95%"\nsection = "一"\n' for n in range(count))
    return HEAD.format(count) + nodes, EVIDENCE.format('document = "虚构"\n' + stated)


def chain(count: int) -> tuple[str, str]:
    """A rubric with a chain of *count* derivations, each from the one before it; and evidence that states the first fact."""
    facts = "".join(
        f'[[fact]]\nid = "f{n}"\nlabel = "事实{n}"\ntype = "number"\n' + (f'derivation = "f{n - 1} + 1"\n' if n else "")
        for n in range(count + 1)
    )
    node = f'[[indicator]]\nid = "n"\ntitle = "指标"\nweight = 1\ncriterion = "…"\nrule = {{ kind = "all_or_nothing", when = "f{count} > 0" }}\n'
    stated = 'document = "虚构"\n[[fact]]\nid = "f0"\nvalue = 1\nsection = "一"\n'
    return HEAD.format(1) + facts + node, EVIDENCE.format(stated)


def bands(count: int) -> tuple[str, str]:
    """A rubric with a rule of *count* bands, whose fact is missing."""
    listed = ", ".join(
        f"{{ from = {n / count:.6f}, below = {(n + 1) / count:.6f}, points = {n % 10} }}" for n in range(count)
    )
    fact = '[[fact]]\nid = "r"\nlabel = "率"\ntype = "ratio"\nplaces = 8\nmin = 0\n'
    node = f'[[indicator]]\nid = "n"\ntitle = "指标"\nweight = 10\ncriterion = "分档"\nrule = {{ kind = "bands", fact = "r", bands = [{listed}] }}\n'
    return HEAD.format(10) + fact + node, EVIDENCE.format("")


def processor_time() -> float:
    """Seconds of processor time that ended children have taken."""
    times = os.times()
    return times.children_user + times.children_system


class Timer:
    """Times of commands, less that of the same command on next to nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.base = {command: self._seconds(command, flat(1)) for command in ("run", "lint")}

    def __call__(self, command: str, made: tuple[str, str]) -> float:
        """Seconds that *command* (``run`` or ``lint``) takes of *made*."""
        return max(self._seconds(command, made) - self.base[command], 0.001)

    def _seconds(self, command: str, made: tuple[str, str]) -> float:
        for name, content in zip(("rubric.toml", "evidence.toml"), made, strict=True):
            (self.folder / name).write_text(content, encoding="utf-8")
        options = ["run", "evidence.toml", "-r", "./rubric.toml", "-f", "summary"]
        options = options if command == "run" else ["rubric", "lint", "./rubric.toml"]
        fastest = float("inf")
        for _ in range(3):
            begun = processor_time()
            subprocess.run([EVALFW, *options], cwd=self.folder, capture_output=True, check=True)
            fastest = min(fastest, processor_time() - begun)
        return fastest


def main() -> int:
    """Measure; print a table; return 1 if a ceiling is missed."""
    missed = []

    def told(name: str, value: float, ceiling: float, unit: str) -> None:
        print(f"{name:52} {value:7.2f} {unit:2} (at most {ceiling:g})")
        if value > ceiling:
            missed.append(name)

    with tempfile.TemporaryDirectory() as folder:
        timer = Timer(Path(folder))
        sizes = {count: timer("run", flat(count)) for count in (100, 1_000, 2_000, 10_000, 20_000)}
        for count, seconds in sizes.items():
            print(f"run of {count:6} indicators {seconds:34.2f} s")
        for few, many in ((100, 1_000), (1_000, 10_000), (2_000, 20_000)):
            told(f"run: {many} indicators against {few}", sizes[many] / sizes[few], 11, "×")
        told("run: a chain of 3,000 derivations", timer("run", chain(3_000)), 2, "s")
        for command in ("run", "lint"):
            of_200, of_800 = timer(command, bands(200)), timer(command, bands(800))
            told(f"{command}: a rule of 200 bands", of_200 + timer.base[command], 1, "s")
            told(f"{command}: 800 bands against 200", of_800 / of_200, 5.5, "×")
    print("too slow: " + ", ".join(missed) if missed else "all within their ceilings")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
