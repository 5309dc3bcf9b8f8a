"""
Fresh virtual environments for tests, made without a network.

What evalfw and pytest need is copied from the environment of the tests, file by file as installers recorded it; evalfw itself and
plugins are installed from wheels that are built here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent


class FreshVenv:
    """A virtual environment with the distributions of the closure of *needed* in it, and nothing else."""

    def __init__(self, folder: Path, needed: Iterable[str]) -> None:
        self.folder = folder
        venv.create(folder, with_pip=False, symlinks=os.name != "nt")
        self.bin = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.bin / ("python.exe" if os.name == "nt" else "python")
        asked = [str(self.python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
        self.site = Path(subprocess.run(asked, capture_output=True, check=True, text=True).stdout.strip())
        for each in closure(needed):
            _copy(each, self.site)

    def install(self, *wheels: Path) -> None:
        """Install *wheels*, without looking for anything else."""
        self._pip("install", "--no-index", "--no-deps", *map(str, wheels))

    def uninstall(self, *names: str) -> None:
        """Take the distributions called *names* out again."""
        self._pip("uninstall", "--yes", *names)

    def installed(self) -> list[str]:
        """What lies in the environment, by the names of folders and files."""
        found = (path.name for folder in (self.site, self.bin) for path in folder.iterdir())
        return sorted(name for name in found if name != "__pycache__")

    def _pip(self, command: str, *arguments: str) -> None:
        asked = [sys.executable, "-m", "pip", "--python", str(self.python), command, "-q", *arguments]
        done = subprocess.run(asked, capture_output=True, check=False, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    def run(self, *command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run *command* with the environment's own programs first, and none of this process's settings."""
        program, *arguments = map(str, command)
        beside = self.bin / program
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "EVALFW", "COV_", "PYTEST"))
        }
        return subprocess.run(
            [str(beside) if beside.exists() else program, *arguments],
            cwd=cwd,
            env=environment | {"PYTHONUTF8": "1", "NO_COLOR": "1"},
            capture_output=True,
            check=False,
            encoding="utf-8",
        )


def closure(needed: Iterable[str]) -> list[Distribution]:
    """The installed distributions called *needed*, and all that they require here."""
    found: dict[str, Distribution] = {}
    waiting = list(needed)
    while waiting:
        name = waiting.pop()
        key = name.lower().replace("_", "-")
        if key in found:
            continue
        found[key] = distribution(name)
        for written in found[key].requires or ():
            requirement = Requirement(written)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                try:
                    distribution(requirement.name)
                except PackageNotFoundError:
                    continue  # what is not here was not needed here
                waiting.append(requirement.name)
    return list(found.values())


def requirements_of(name: str) -> list[str]:
    """What *name* requires on every machine, by name."""
    return [
        requirement.name
        for requirement in map(Requirement, distribution(name).requires or ())
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
    ]


def _copy(each: Distribution, site: Path) -> None:
    for file in each.files or ():
        if ".." not in file.parts and "__pycache__" not in file.parts:
            target = site / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(str(file.locate()), target)


def build_wheel(project: Path, output: Path) -> Path:
    """The wheel of *project*, built without a network."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(output), str(project)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = output.glob("*.whl")
    return wheel
