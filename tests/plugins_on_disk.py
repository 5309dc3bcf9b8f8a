"""Installed plugins for tests: modules with the metadata that installers write, in a folder on ``sys.path``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def install(
    site: Path, distribution: str, modules: Mapping[str, str], plugin: str, module: str, version: str = "1.0"
) -> None:
    """
    Put a distribution into the folder *site*.

    Args:
        site: The folder.
        distribution: Its name.
        modules: Text by name of module.
        plugin: Name of its entry point.
        module: What the entry point names.
        version: Its version.
    """
    site.mkdir(exist_ok=True)
    for name, text in modules.items():
        (site / f"{name}.py").write_text(text, encoding="utf-8")
    info = site / f"{distribution.replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\nSummary: For tests.\n", encoding="utf-8"
    )
    (info / "entry_points.txt").write_text(f"[evalfw]\n{plugin} = {module}\n", encoding="utf-8")
    record = "".join(f"{name}.py,,\n" for name in modules)
    (info / "RECORD").write_text(record, encoding="utf-8")
