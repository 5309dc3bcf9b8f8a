"""What everyday runs leave out: ``pytest -m "not slow" -n 2 --dist worksteal`` still looks at every wing."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
WINGS = sorted(path.parent.name for path in (TESTS.parent / "core/evalfw").glob("*/__init__.py"))
ASKED = [*(rf"evalfw\.{wing}\b" for wing in WINGS), r"evalfw_plugins\b", r"evalfw_cli\b|RunCli"]
"""What stands in a module that tests a wing, the plugins, the command line."""

SLOW = re.compile(r"mark\.slow\b|with_spark|with_libreoffice|with_chromium")
SURROUNDINGS = {"chromium", "fresh"}


def everyday_tests(path: Path) -> list[str]:
    """Tests of a module of which everyday runs take all; what its parameters are marked with does not matter here."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for each in tree.body:
        if (
            isinstance(each, ast.Assign)
            and ast.unparse(each).startswith("pytestmark = ")
            and SLOW.search(ast.unparse(each))
        ):
            return []
    return [
        each.name
        for each in tree.body
        if isinstance(each, ast.FunctionDef)
        and each.name.startswith("test_")
        and not SURROUNDINGS.intersection(argument.arg for argument in each.args.args)
        and not SLOW.search(" ".join(map(ast.unparse, each.decorator_list)))
    ]


EVERYDAY = {path: everyday_tests(path) for path in sorted(TESTS.rglob("test_*.py"))}


@pytest.mark.parametrize("asked", ASKED)
def test_every_wing_is_looked_at_every_day(asked: str) -> None:
    """No module that alone tests a wing is slow as a whole: some module that asks for it has tests that are not."""
    about = [path for path in EVERYDAY if re.search(asked, path.read_text(encoding="utf-8"))]
    assert any(EVERYDAY[path] for path in about)


def test_most_modules_are_looked_at_every_day() -> None:
    """Those that are slow as a whole need a browser, Spark or an environment of their own, or prove things by trying all there is."""
    assert len([path for path in EVERYDAY if not EVERYDAY[path]]) < len(EVERYDAY) / 8
