"""The machine-readable report, ``evalfw.report/1``."""

from __future__ import annotations

from collections.abc import Iterable

from evalfw import Renderer, RenderOptions, Report, hookimpl

EVALFW_API = "1.0"


@hookimpl
def evalfw_renderers() -> Iterable[Renderer]:
    """``json``"""
    return [Renderer("json", ".json", render_json)]


def render_json(report: Report, options: RenderOptions) -> str:
    """*report* as JSON: keys in documented order, one line an entry's key."""
    import json

    from evalfw import report_data

    return json.dumps(report_data(report, options.language), ensure_ascii=False, indent=2) + "\n"
