"""Work as bytes for other machines, and the modules that these need for it."""

from __future__ import annotations

import io
import pickle
import sys
from hashlib import sha256
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any, NamedTuple

from pyspark import cloudpickle


class Shipped(NamedTuple):
    """
    Work as bytes.

    Attributes:
        pickled: It.
        modules: Modules that it needs where it is done → hashes of their files; those of Python itself are not among them.
    """

    pickled: bytes
    modules: dict[str, str]


def ship(work: object) -> Shipped:
    """
    *work* as bytes.

    What is defined in a file that ``--plugin`` names is no module that others could import: it goes along whole.
    """
    alone: list[ModuleType] = []
    pickled = _pickled(work)
    try:
        while found := [module for module in _modules_in(pickled) if not _is_importable(module)]:
            for name in found:
                cloudpickle.register_pickle_by_value(sys.modules[name])  # type: ignore[no-untyped-call]
                alone.append(sys.modules[name])
            pickled = _pickled(work)
    finally:
        for module in alone:
            cloudpickle.unregister_pickle_by_value(module)  # type: ignore[no-untyped-call]
    needed = [sys.modules[name] for name in sorted(_modules_in(pickled)) if not _comes_along(name)]
    return Shipped(pickled, {module.__name__: _hash_of(module) for module in needed})


def _pickled(work: object) -> bytes:
    made: bytes = cloudpickle.dumps(work)  # type: ignore[no-untyped-call]
    return made


class _Reader(pickle.Unpickler):
    """Notes the modules whose names it looks up."""

    def __init__(self, pickled: bytes) -> None:
        super().__init__(io.BytesIO(pickled))
        self.modules: set[str] = set()

    def find_class(self, module: str, name: str) -> Any:
        self.modules.add(module)
        return super().find_class(module, name)


def _modules_in(pickled: bytes) -> set[str]:
    reader = _Reader(pickled)
    reader.load()
    return reader.modules


def _is_importable(module: str) -> bool:
    top = module.partition(".")[0]
    return top in sys.stdlib_module_names or PathFinder.find_spec(top) is not None


def _comes_along(module: str) -> bool:
    """Whether whoever has Python and Spark has *module*."""
    top = module.partition(".")[0]
    return top in sys.stdlib_module_names or top == "pyspark" or sys.modules[module].__spec__ is None


def _hash_of(module: ModuleType) -> str:
    """Of the file of *module*, in Python or compiled, on the disk or in an archive."""
    spec = module.__spec__
    assert spec is not None
    return sha256(spec.loader.get_data(spec.origin)).hexdigest()  # type: ignore[union-attr] # every loader of files has it
