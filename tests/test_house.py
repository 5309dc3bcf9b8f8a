"""The map of the house: wings, their lines, and the imports between them."""

from __future__ import annotations

import runpy
from collections import Counter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent
made = runpy.run_path(str(ROOT / "docs/make_generated.py"))
ORDER = (
    "foundation",
    "language",
    "rubric",
    "evidence",
    "scoring",
    "reporting",
    "examining",
    "maintaining",
    "population",
    "extending",
)
"""Each wing imports from those before it alone; ``maintaining`` and ``population`` do not know each other."""


def lines_in(folder: Path) -> int:
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in folder.rglob("*.py"))


@pytest.fixture(scope="module")
def imports() -> Counter[tuple[str, str]]:
    """How many imports there are from one wing to another, by importer and imported."""
    graph = grimp.build_graph("evalfw", cache_dir=None)
    found: Counter[tuple[str, str]] = Counter()
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            wings = tuple(name.split(".")[1] if name.count(".") else "" for name in (importer, imported))
            if wings[0] != wings[1] and all(wing in ORDER for wing in wings):
                found[wings[0], wings[1]] += 1
    return found


def test_the_map(imports: Counter[tuple[str, str]]) -> None:
    """Printed with ``pytest -s tests/test_house.py``; no import goes against the order."""
    folders = {path.parent.name for path in (ROOT / "core/evalfw").glob("*/__init__.py")}
    assert folders == set(ORDER)
    shown = []
    for wing in ORDER:
        below = "  ".join(f"{other} {imports[wing, other]}" for other in ORDER if imports[wing, other])
        shown.append(f"{wing:12} {lines_in(ROOT / 'core/evalfw' / wing):6} lines  →  {below}")
    for root in ("core", "plugins", "cli", "rubrics"):
        shown.append(f"{root:12} {lines_in(ROOT / root):6} lines")
    print("", *shown, sep="\n")
    against = {(one, other) for one, other in imports if ORDER.index(one) < ORDER.index(other)}
    assert not against
    assert not {("maintaining", "population"), ("population", "maintaining")} & set(imports)


@pytest.mark.parametrize("wing", ORDER)
def test_a_face_says_what_the_wing_is_for_and_what_it_never_does(wing: str) -> None:
    import importlib

    face = importlib.import_module(f"evalfw.{wing}")
    said = (face.__doc__ or "").strip().splitlines()
    assert len(said) >= 3 and not said[-2].strip(), "a blank line stands before what it never does"
    for name in dir(face):
        assert getattr(face, name) is not None


@pytest.mark.parametrize("face", sorted(made["FACES"]))
def test_the_names_that_a_face_finds_are_those_that_it_shows_to_type_checkers(face: str) -> None:
    """To write the table anew: ``python docs/make_generated.py``."""
    source = made["FACES"][face].read_text(encoding="utf-8")
    assert made["with_table"](face, source) == source


def test_the_command_line_is_only_a_face() -> None:
    assert lines_in(ROOT / "cli") <= 5_000
