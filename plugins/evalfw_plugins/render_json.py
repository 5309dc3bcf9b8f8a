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
    """*report* as JSON."""
    from evalfw_plugins.json_report import json_report

    return json_report(report, options.language)
