"""
How long a batch of evidence folders takes beyond reading them: ``python tests/bench/folders.py --units 10000``.

The sample of nanjing/2021 (41 indicators, 95 facts and decisions) is copied under other ids and with other amounts, and scored in this
process; of its time that is set apart which goes into collecting the files, and into checking them against the rubric, as opening any
evidence does. The exit status is 1 where more than 3 ms a folder is left.
"""

from __future__ import annotations

import argparse
import re
import resource
import shutil
import tempfile
import time
from pathlib import Path
from types import ModuleType

MOST = 0.003
"""Seconds for each folder, beyond reading it."""

REF = "nanjing/2021"


def make_folders(count: int, root: Path) -> None:
    from evalfw.extending import load_plugins

    sample = load_plugins().load(REF).sample
    assert sample is not None
    text = (sample / "evidence.toml").read_text(encoding="utf-8")
    for number in range(count):
        folder = root / f"u{number:06}"
        if not folder.exists():
            shutil.copytree(sample, folder)
            named = re.sub(r'id = "[^"]*"', f'id = "u{number:06}"', text, count=1)
            (folder / "evidence.toml").write_text(named, encoding="utf-8")
            for file in (folder / "facts").glob("*.csv"):
                written = file.read_text(encoding="utf-8-sig")
                file.write_text(with_other_amounts(written, number), encoding="utf-8-sig")


def with_other_amounts(written: str, number: int) -> str:
    """7414.91 becomes 7415.33, say, so that no value of one folder is known from another."""

    def moved(found: re.Match[str]) -> str:
        return f"{int(found[1]) + number % 97}.{number % 90 + 10}"

    return re.sub(r"(?<=,)([0-9]+)\.([0-9]{2})(?=,)", moved, written)


def timed(module: ModuleType, name: str, spent: dict[str, float]) -> None:
    """Let the function *name* of *module* add its processor time to *spent*."""
    function = getattr(module, name)

    def call(*given: object, **named: object) -> object:
        began = time.process_time()
        try:
            return function(*given, **named)
        finally:
            spent[name] = spent.get(name, 0.0) + time.process_time() - began

    setattr(module, name, call)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "units"
        root.mkdir()
        make_folders(given.units, root)
        from evalfw.extending import FoldersRequest, load_plugins, score_folders
        from evalfw.extending.evaluating import folders

        spent: dict[str, float] = {}
        timed(folders, "collect", spent)
        timed(folders, "check_evidence", spent)
        began = time.process_time()
        score_folders(FoldersRequest(root, Path(folder) / "result.parquet"), load_plugins())
        whole = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    collected, checked = spent["collect"], spent["check_evidence"]
    left = (whole - collected - checked) / given.units
    print(f"{given.units} folders of {REF}: {whole:.1f} s of processor time, peak {peak:.0f} MB")
    for what, seconds in (("collecting", collected), ("checking", checked), ("the rest", whole - collected - checked)):
        print(f"{what:12} {seconds / given.units * 1000:6.2f} ms a folder")
    return int(left > MOST)


if __name__ == "__main__":
    raise SystemExit(main())
