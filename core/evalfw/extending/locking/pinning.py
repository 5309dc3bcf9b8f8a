"""What there is now, in the form of a lock."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

import attrs

from evalfw.extending.locking.lock_file import PinnedDistribution, PinnedPlugin, PinnedRubric
from evalfw.extending.plugins.plugin import Plugin
from evalfw.extending.plugins.settings import PluginSettings
from evalfw.rubric import Rubric

OWN = ("evalfw", "evalfw_cli", "evalfw_plugins", "evalfw_rubrics")
"""The packages of evalfw itself, which is pinned like any distribution."""


def pin_rubric(rubric: Rubric) -> tuple[PinnedRubric, ...]:
    """The files that *rubric* is made of, base first."""
    return tuple(
        PinnedRubric(id=layer.id, version=layer.version, role=layer.role, sha256=layer.identity.sha256)
        for layer in rubric.layers
    )


def pin_plugins(
    plugins: Iterable[Plugin], version: str
) -> tuple[tuple[PinnedPlugin, ...], tuple[PinnedDistribution, ...]]:
    """
    The plugins that are loaded, and every distribution they belong to with its files.

    Args:
        plugins: The plugins, in order of name.
        version: The version of evalfw, which is pinned too.
    """
    loaded = [plugin for plugin in plugins if plugin.is_loaded]
    pinned = tuple(PinnedPlugin(id=plugin.id, distribution=plugin.distribution) for plugin in loaded)
    packages: dict[str, set[str]] = {"evalfw": set(OWN)}
    versions = {"evalfw": version}
    paths: dict[str, tuple[Path, ...]] = {}
    for plugin in loaded:
        versions.setdefault(plugin.distribution, plugin.version)
        if plugin.module:
            packages.setdefault(plugin.distribution, set()).add(plugin.module.partition(".")[0])
        else:
            paths[plugin.distribution] = plugin.paths
    distributions = [
        PinnedDistribution(name=name, version=versions[name], files=dict(sorted(_installed(name, tops))))
        for name, tops in packages.items()
    ]
    distributions += [
        PinnedDistribution(name=name, version="", files=dict(sorted(_beside(each)))) for name, each in paths.items()
    ]
    return pinned, tuple(sorted(distributions, key=lambda each: each.name))


def pin_settings(settings: PluginSettings) -> dict[str, str]:
    """What *settings* say that decides which code is called, each as one text."""
    pinned = {f"prefer_plugins {key}": name for key, name in sorted(settings.prefer.items())}
    for entry, _ in settings.processes:
        said = attrs.asdict(entry)
        pinned[f"process {entry.id}"] = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return pinned


def _installed(distribution: str, tops: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every file of the packages *tops*, and whatever else the distribution says that it has installed."""
    seen: set[str] = set()
    for top in sorted(tops):
        for root in _roots(top):
            for file in _files(root):
                name = file.relative_to(root.parent).as_posix()
                if name not in seen:
                    seen.add(name)
                    yield name, _sha256(file)
    for name, file in _recorded(distribution):
        if name not in seen:
            yield name, _sha256(file)


def _roots(top: str) -> list[Path]:
    """Where the package or module *top* lies; a namespace package may lie in several places."""
    spec = find_spec(top)
    if spec is None:
        return []
    if spec.submodule_search_locations is not None:
        return [Path(each) for each in spec.submodule_search_locations]
    return [] if spec.origin is None else [Path(spec.origin)]


def _recorded(distribution: str) -> Iterator[tuple[str, Path]]:
    """Files of code and data that the RECORD of *distribution* lists; none in an editable installation."""
    from importlib.metadata import PackageNotFoundError, files

    try:
        listed = files(distribution) or ()
    except PackageNotFoundError:
        return
    for each in listed:
        path = Path(str(each.locate()))
        inside = ".." not in each.parts and not each.parts[0].endswith(".dist-info")
        if inside and path.is_file() and _counts(path) and path.suffix != ".pth":
            yield each.as_posix(), path


def _beside(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for path in map(Path.absolute, paths):
        for file in (*_files(path), *(_imported(path) if path.suffix == ".py" else ())):
            yield file.relative_to(path.parent).as_posix(), _sha256(file)


def _imported(program: Path) -> Iterator[Path]:
    """Modules beside *program* that it imports anywhere, and their modules; and whatever beside it is loaded by now."""
    from modulefinder import ModuleFinder

    finder = ModuleFinder([str(program.parent)])
    try:
        finder.run_script(str(program))  # reads it, and does not run it
    except SyntaxError:
        return  # no program of this Python
    yield from map(Path, _origins(finder.modules.values()))
    for file in map(Path, _origins(tuple(sys.modules.values()))):
        if file.resolve().parent == program.resolve().parent:
            yield program.parent / file.name


def _origins(modules: Iterable[object]) -> Iterator[str]:
    files = (getattr(module, "__file__", None) for module in modules)
    return (file for file in files if isinstance(file, str))


def _files(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
    else:
        yield from (file for file in sorted(root.rglob("*")) if file.is_file() and _counts(file))


def _counts(file: Path) -> bool:
    return file.suffix not in (".pyc", ".pyo") and "__pycache__" not in file.parts and not file.name.startswith(".")


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
