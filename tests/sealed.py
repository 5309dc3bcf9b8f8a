"""Saved reports that a test has changed, with the hash that belongs to them."""

from __future__ import annotations

import json
from pathlib import Path

from evalfw.reporting.saving.sealing import SEAL, seal_of


def sealed_again(path: Path, old: str = "", new: str = "") -> None:
    """The saved report at *path* with *old* replaced by *new*, as if it had been saved so."""
    data = json.loads(path.read_text(encoding="utf-8").replace(old, new) if old else path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**data, SEAL: seal_of(data)}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
