"""What evalfw's own rule kinds and aggregators are made of is what anybody's are made of."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

import evalfw
import evalfw.authoring
from evalfw.language import CORE_AGGREGATORS, CORE_KINDS

NAMED = [str(kind.source) for kind in CORE_KINDS] + [str(kind.source) for kind in CORE_AGGREGATORS]
SOURCES = sorted({source.partition(":")[0] for source in NAMED})
OFFERED = [getattr(face, name) for face in (evalfw, evalfw.authoring) for name in dir(face)]


def imported_from_evalfw(module: str) -> list[tuple[str, str]]:
    """Modules of evalfw that *module* imports from, and the names."""
    tree = ast.parse(Path(str(importlib.import_module(module).__file__)).read_text(encoding="utf-8"))
    return [
        (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("evalfw")
        for alias in node.names
    ]


@pytest.mark.parametrize("module", SOURCES)
def test_a_built_in_kind_imports_nothing_that_the_two_faces_do_not_offer(module: str) -> None:
    """A helper that kinds share is looked into in its place: it is held to the same."""
    waiting, seen = [module], set()
    while waiting:
        each = waiting.pop()
        seen.add(each)
        for home, name in imported_from_evalfw(each):
            what = getattr(importlib.import_module(home), name)
            if any(what is offered for offered in OFFERED):
                continue
            shared = home.rpartition(".")[0] == module.rpartition(".")[0] and home not in SOURCES
            assert shared, f"{each} imports {name} from {home}"
            waiting += [home] if home not in seen else []


def test_the_faces_are_small_enough_to_be_learnt() -> None:
    names = [name for name in dir(evalfw) if not isinstance(getattr(evalfw, name), type(evalfw)) and name[0] != "_"]
    assert len(names) <= 60 and len(dir(evalfw.authoring)) <= 30


def test_every_name_of_the_faces_has_an_entry_of_its_own_in_the_reference() -> None:
    page = (Path(__file__).parents[2] / "docs/plugins/reference.md").read_text(encoding="utf-8")
    for face in (evalfw, evalfw.authoring):
        for name in dir(face):
            if not isinstance(getattr(face, name), type(evalfw)) and name[0] != "_":
                assert f"\n### `{name}`\n" in page or f"\n### `{name}(" in page, name


@pytest.mark.slow
def test_own_messages_have_both_languages() -> None:
    """``Text("…")`` takes one language, for plugins that speak one; evalfw's own messages have two."""
    for root in ("core", "plugins", "cli"):
        for path in sorted((Path(__file__).parents[2] / root).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
                    one = len(node.args) == 1 and not isinstance(node.args[0], ast.Starred)
                    quotes = one and not (isinstance(node.args[0], ast.Constant) and node.args[0].value)
                    assert not one or quotes, f"{path}:{node.lineno}"
