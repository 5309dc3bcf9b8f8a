"""The hash that a saved report carries of its content: one that was changed by hand, or on the way, is told from one that was not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256

SEAL = "sha256"
"""The key of the hash."""


def seal_of(data: Mapping[str, object]) -> str:
    """The hash of a saved report, of everything in it but the hash itself, whatever its blanks and the order of its keys."""
    content = {key: value for key, value in data.items() if key != SEAL}
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode("utf-8", errors="surrogatepass")).hexdigest()
