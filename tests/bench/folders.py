"""
How long a batch of evidence folders takes beyond reading them: ``python tests/bench/folders.py --units 10000``.

The sample of nanjing/2021 (41 indicators, 78 facts and decisions) is copied under other ids; what merely collecting every folder takes is
measured first, then the command. The exit status is 1 where it takes more than 3 ms a folder beyond that.
"""

from __future__ import annotations

import argparse
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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
            for file in (folder / "facts").glob("*.csv"):  # other amounts in each: 7414.91 becomes 7415.33
                written = file.read_text(encoding="utf-8-sig")
                moved = re.sub(
                    r"(?<=,)([0-9]+)\.([0-9]{2})(?=,)",
                    lambda found: f"{int(found[1]) + number % 97}.{number % 90 + 10}",
                    written,
                )
                file.write_text(moved, encoding="utf-8-sig")


def reading(root: Path) -> float:
    from evalfw.evidence import collect
    from evalfw.extending import load_plugins

    host = load_plugins()
    began = time.process_time()
    for folder in sorted(root.iterdir()):
        collect(folder, host.collectors, folder.name, digests=False)
    return time.process_time() - began


def scoring(root: Path, output: Path) -> float:
    called = [sys.executable, "-c", "from evalfw_cli import script; script()", "batch", "--folder", str(root)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*called, "-o", str(output), "--force", "--quiet"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "units"
        root.mkdir()
        make_folders(given.units, root)
        read = reading(root)
        scored = scoring(root, Path(folder) / "result.parquet")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    beyond = (scored - read) / given.units
    print(
        f"{given.units} folders of {REF}: read {read:.1f} s, command {scored:.1f} s of processor time, peak {peak:.0f} MB"
    )
    print(f"beyond reading {beyond * 1000:.2f} ms a folder; at most {MOST * 1000:.0f} ms")
    return int(beyond > MOST)


if __name__ == "__main__":
    raise SystemExit(main())
