"""Overlays that are named by their files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from evalfw.foundation import path_ref
from evalfw.rubric.identity import Role
from evalfw.rubric.loading.catalogue import Catalogue
from evalfw.rubric.loading.chain import Overlay


def overlays_at(paths: Iterable[Path], role: Role, catalogue: Catalogue) -> tuple[Overlay, ...]:
    """The files at *paths*, laid over a rubric in the place that *role* says. Raises RubricError: there is no such file."""
    return tuple(Overlay(catalogue.find(path_ref(path)), role) for path in paths)
