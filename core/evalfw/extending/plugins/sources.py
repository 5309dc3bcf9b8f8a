"""What the source of a plugin says that cannot be imported."""

from __future__ import annotations

import ast
from importlib.util import find_spec
from pathlib import Path

from evalfw.extending.interface import ATTRIBUTE
from evalfw.extending.plugins.discovery import Found


def declared_in(found: Found) -> object:
    """The interface that the module of *found* was written for, read from its source; None if that does not say."""
    try:
        spec = find_spec(found.module) if found.module else None
        path = (
            spec.origin if spec is not None else next((str(path) for path in found.paths if path.suffix == ".py"), None)
        )
        tree = ast.parse(Path(path).read_text(encoding="utf-8")) if path is not None else ast.Module([], [])
    except (OSError, ValueError, SyntaxError, ImportError, AttributeError):
        return None
    declared = {
        target.id: each.value.value
        for each in tree.body
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant)
        for target in each.targets
        if isinstance(target, ast.Name)
    }
    return declared.get(ATTRIBUTE)
