"""Indicators that have no points yet, with what they are worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evalfw.foundation import Text, shown_span
from evalfw.scoring.figures import ModelResult, Total
from evalfw.scoring.report import Finding, IndicatorResult, open_by_themselves

_STATES = {
    "missing": Text("缺证据", "evidence is missing"),
    "pending": Text("待裁定", "a person has to decide"),
    "error": Text("无法计分", "could not be scored"),
}


def open_findings(results: tuple[IndicatorResult, ...], figures: Iterable[Total | ModelResult]) -> Iterator[Finding]:
    """``indicator.missing``, ``indicator.pending``, ``indicator.error`` and ``figure.error``."""
    for figure in figures:
        if figure.failure.zh:
            name = Text(figure.title, figure.title) if isinstance(figure, ModelResult) else Text("总分", "total")
            yield Finding(code="figure.error", severity="error", message=name + Text("：", ": ") + figure.failure)
    for result in open_by_themselves(results):
        least, most = result.bounds.least, result.bounds.most
        span = shown_span(least, most)
        state = _STATES[result.state]
        yield Finding(
            code=f"indicator.{result.state}",
            severity="error" if result.state == "error" else "warning",
            message=Text(
                f"{result.name.zh}{state.zh}：{result.because.zh}；可得 {span} 分",
                f"{result.name.en}: {state.en}: {result.because.en}; worth {span} points",
            ),
            indicators=(result.id,),
            at_stake=None if least is None or most is None else most - least,
        )
