"""The machine-readable report, ``evalfw.report/1``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evalfw import Renderer, RenderOptions, Report, hookimpl

EVALFW_API = "1.0"

HALVES = re.compile(r"[\ud800-\udfff]")
"""Half characters, which only a careless plugin brings along, and which no encoding can write: they are spelt out."""


@hookimpl
def evalfw_renderers() -> Iterable[Renderer]:
    """``json``"""
    return [Renderer("json", ".json", render_json)]


def render_json(report: Report, options: RenderOptions) -> str:
    """*report* as JSON: keys in documented order, one line an entry's key."""
    import json

    from evalfw.reporting import report_data

    written = json.dumps(report_data(report, options.language), ensure_ascii=False, indent=2) + "\n"
    return HALVES.sub(lambda half: f"\\\\u{ord(half.group()):04x}", written)
