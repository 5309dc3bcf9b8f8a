"""
Which plugins are installed: the entry points of the group ``evalfw``, in order of name.

``importlib.metadata`` would say the same, but importing it (it reads mail, zip and CSV formats) costs more than everything
else that discovery does: a tenth of a whole ``evalfw run``. So installed distributions are looked through here, in the one
form that installers have written since PEP 376 (``NAME-VERSION.dist-info`` beside the packages); where Python finds
distributions in any other way, ``importlib.metadata`` is asked after all. A test compares the two.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Literal, NamedTuple

from evalfw.extending.plugins.remembering import looks_of, recall, remember, stamps_of

GROUP = "evalfw"


class Found(NamedTuple):
    """
    A plugin, not yet imported.

    Attributes:
        id: Name of the entry point.
        module: The module it names; empty for a file or folder.
        distribution: The distribution that declares it; of a file or folder its path.
        version: Version of that distribution.
        origin: ``installed``; named in ``evalfw.toml`` (``project``) or on the command line (``given``).
        make: Makes the module of what is not installed.
        paths: Files and folders that it is made of; none for what is installed.
        has_own_limits: Whether it is a program, which is ended when its own time is up.
    """

    id: str
    module: str
    distribution: str
    version: str
    origin: Literal["installed", "project", "given"] = "installed"
    make: Callable[[], ModuleType] | None = None
    paths: tuple[Path, ...] = ()
    has_own_limits: bool = False

    def load(self) -> ModuleType:
        """Import the module. Raises whatever the import raises."""
        return import_module(self.module) if self.make is None else self.make()


def find_plugins() -> tuple[Found, ...]:
    """Every installed plugin, sorted by name and distribution; nothing is imported."""
    return in_order(_remembered(sys.path) if _only_folders(sys.path) else ask_importlib())


def in_order(found: Iterable[Found]) -> tuple[Found, ...]:
    """*found* in the order in which plugins are loaded and called, whatever the order of installation; of equals evalfw's own first."""
    return tuple(sorted(found, key=lambda each: (each.id, each.distribution != GROUP, each.distribution)))


def _remembered(folders: Iterable[str]) -> Iterable[Found]:
    """The plugins of *folders*, looked for only if something may have changed since they were last."""
    looks = looks_of(dict.fromkeys(folders))
    known = recall(looks)
    if known is not None:
        return [Found(*each) for each in known]
    found = list(_scan(folder for folder, _, _ in looks))
    files = stamps_of(f"{info}/{name}" for _, info in found for name in ("entry_points.txt", "METADATA"))
    remember(looks, files, [each[:4] for each, _ in found])
    return [each for each, _ in found]


def ask_importlib() -> Iterator[Found]:
    """The plugins that ``importlib.metadata`` finds."""
    from importlib.metadata import entry_points

    for entry_point in entry_points(group=GROUP):
        distribution = entry_point.dist
        name, version = ("", "") if distribution is None else (distribution.name, distribution.version)
        yield Found(entry_point.name, entry_point.value, name, version)


def scan(folders: Iterable[str]) -> Iterator[Found]:
    """The plugins of the distributions that lie in *folders*; of two with one name the first counts, as for imports."""
    return (found for found, _ in _scan(folders))


def _scan(folders: Iterable[str]) -> Iterator[tuple[Found, str]]:
    """As ``scan``, each with the folder of metadata that names it."""
    seen = set()
    for folder in dict.fromkeys(folders):
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - a Path for each of a thousand names costs a millisecond
        except OSError:
            continue  # a path that is not there, as Python allows
        for name in sorted(name for name in names if name.endswith(".dist-info")):
            distribution = name.partition("-")[0].lower()
            if distribution not in seen:
                seen.add(distribution)
                info = f"{folder or '.'}/{name}"
                yield from ((found, info) for found in _entries(info))


def _only_folders(folders: Iterable[str]) -> bool:
    """Whether every installed distribution can be seen in folders: no zipped paths, no finders with others of their own."""
    finders = {getattr(finder, "__name__", "") for finder in sys.meta_path if hasattr(finder, "find_distributions")}
    zipped = any(folder.endswith((".zip", ".whl", ".egg", ".pyz")) and Path(folder).is_file() for folder in folders)
    return finders <= {"PathFinder"} and not zipped


def _entries(info: str) -> Iterator[Found]:
    try:
        with open(f"{info}/entry_points.txt", encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - as above
            text = file.read()
    except OSError:
        return  # most distributions have none
    if f"[{GROUP}]" not in text:
        return
    name, version = _name_and_version(Path(info))
    inside = False
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            inside = line == f"[{GROUP}]"
        elif inside and "=" in line and not line.startswith(("#", ";")):
            id, _, module = line.partition("=")
            yield Found(id.strip(), module.partition("[")[0].strip(), name, version)


def _name_and_version(info: Path) -> tuple[str, str]:
    """As the distribution's metadata give them; else as its folder is called."""
    name, _, version = info.name.removesuffix(".dist-info").partition("-")
    try:
        head, _, _ = (info / "METADATA").read_text(encoding="utf-8", errors="replace").partition("\n\n")
    except OSError:
        return name, version
    fields = dict(line.split(": ", 1) for line in head.splitlines() if line.startswith(("Name: ", "Version: ")))
    return fields.get("Name", name), fields.get("Version", version)
