"""Make again what is generated: schemas, the tables of names of the faces, the reference. ``python docs/make_generated.py``"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
CORE = ROOT / "core/evalfw"
FACES = {"evalfw": CORE / "__init__.py", "evalfw.authoring": CORE / "authoring.py"} | {
    f"evalfw.{path.parent.name}": path for path in sorted(CORE.glob("*/__init__.py"))
}
"""Module → its file."""
TABLE = re.compile(r'(face_of\(\n        __name__,\n        """\n)(.*?)(        """,\n)', re.DOTALL)


def table_of(face: str, source: str) -> str:
    """The table of names of *face*, as its ``TYPE_CHECKING`` block lists them."""
    package = "evalfw" if face == "evalfw.authoring" else face
    homes: dict[str, tuple[str, str]] = {}
    found: dict[str, list[str]] = defaultdict(list)
    block = next(node for node in ast.parse(source).body if isinstance(node, ast.If))
    for node in block.body:
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            homes |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
            named = [(alias.asname, node.module, alias.name) for alias in node.names if alias.asname]
        elif (
            isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Name)
        ):
            named = [(node.targets[0].id, *homes[node.value.id])]
        else:
            continue
        for public, module, own in named:
            if module != package:
                found[module.removeprefix(f"{package}.")].append(public if public == own else f"{public}={own}")
    return "".join(f"        {module}: {' '.join(sorted(names))}\n" for module, names in sorted(found.items()))


def with_table(face: str, source: str) -> str:
    """*source*, the text of *face*, with its table as it should be."""
    return TABLE.sub(lambda match: match[1] + table_of(face, source) + match[3], source)


def main() -> None:
    """Write all of it."""
    for face, path in FACES.items():
        path.write_text(with_table(face, path.read_text(encoding="utf-8")), encoding="utf-8")
    from evalfw.maintaining.schema import SHIPPED, SUBJECTS, shipped_schema

    for subject in SUBJECTS:
        (SHIPPED / f"{subject}.schema.json").write_text(shipped_schema(subject), encoding="utf-8")
    subprocess.run(
        [sys.executable, str(ROOT / "docs/make_reference.py"), str(ROOT / "docs/plugins/reference.md")], check=True
    )


if __name__ == "__main__":
    main()
