"""Plugins that are not installed: single files, folders of rubrics, and programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from shutil import which
from types import ModuleType
from typing import Literal

from evalfw.extending.plugins.discovery import Found
from evalfw.extending.processes.entry import ProcessEntry
from evalfw.foundation import RequestError, Text, called
from evalfw.rubric import RUBRIC_FILE, RubricFolder

Origin = Literal["project", "given"]


def found_process(entry: ProcessEntry, folder: Path) -> Found:
    """The program of *entry*, which runs in *folder*, as a plugin."""

    def make() -> ModuleType:
        from evalfw.extending.processes.descriptors import process_module

        return process_module(entry, folder)

    files = tuple(dict.fromkeys(_files_of(entry, folder)))
    return Found(entry.id, "", " ".join(entry.argv), "", "project", make, files, has_own_limits=True)


def _files_of(entry: ProcessEntry, folder: Path) -> Iterator[Path]:
    """The program, and files that its arguments name: as they are, or behind a ``=``."""
    program = which(entry.argv[0])
    if program is not None:
        yield Path(program)
    for argument in entry.argv:
        for written in (argument, argument.partition("=")[2]):
            if written and (folder / written).is_file():
                yield folder / written


def found_at(path: Path, origin: Origin) -> Found:
    """
    The plugin at *path*: a file of Python, or a folder below which rubrics lie.

    Raises:
        RequestError: There is nothing, or something else.
    """
    shown = called(path)
    if path.is_dir():
        return Found(f"{shown}/", "", f"{shown}/", "", origin, partial(load_file, path), (path,))
    if not path.is_file():
        raise RequestError(Text(f"{shown}：没有这个插件文件", f"{shown}: there is no such plugin file"))
    if path.suffix != ".py":
        raise RequestError(
            Text(
                f"{shown}：插件是 .py 文件，或放评分表的文件夹",
                f"{shown}: a plugin is a .py file, or a folder of rubrics",
            )
        )
    return Found(shown, "", shown, "", origin, partial(load_file, path), (path,))


def load_file(path: Path) -> ModuleType:
    """
    The module in the file at *path*; of a folder, a module with the one hook that says that rubrics lie there.

    Raises:
        FileNotFoundError: No rubric lies below the folder. Whatever the file raises is raised too.
    """
    name = f"evalfw_file_{path.stem}_{abs(hash(path.resolve())):x}"
    if path.is_dir():
        return _folder(path, name)
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} cannot be imported")
    module = module_from_spec(spec)
    sys.modules[name] = module  # classes look their module up while they are made
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _folder(path: Path, name: str) -> ModuleType:
    from evalfw.extending.hookspecs import hookimpl

    if not any(path.rglob(RUBRIC_FILE)):
        raise FileNotFoundError(f"no {RUBRIC_FILE} below {path.as_posix()}")
    module = ModuleType(name)

    def evalfw_rubrics() -> list[RubricFolder]:
        return [RubricFolder(path)]

    vars(module)["evalfw_rubrics"] = hookimpl(evalfw_rubrics)
    return module
