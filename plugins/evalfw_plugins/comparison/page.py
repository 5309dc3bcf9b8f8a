"""A comparison as one page: heat map, ranking, spreads, and a link to each report."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path
from urllib.parse import quote

from evalfw import IndicatorResult, Language, shown
from evalfw.reporting import Comparison, Saved, change, points_of, rate_of
from evalfw_plugins.comparison.words import (
    ARROWS,
    cell_of,
    column_of,
    say_of,
    title_of,
    total_words,
    warnings,
)
from evalfw_plugins.page.pages import page

STEPS = (
    (Fraction(1), "h5"),
    (Fraction(95, 100), "h4"),
    (Fraction(9, 10), "h3"),
    (Fraction(8, 10), "h2"),
    (Fraction(6, 10), "h1"),
)
"""Rates from which on a cell has a colour; below all of them ``h0``."""


def html_comparison(given: Comparison, language: Language, beside: Path) -> str:
    """*given* as a page that lies in the folder *beside*, from which its links lead."""
    return page(
        "compare.html",
        language,
        given=given,
        words=say_of(language),
        title=title_of(given).read(language),
        warnings=[said.read(language) for said in warnings(given)],
        column_of=lambda saved: column_of(saved, given),
        total_words=total_words,
        cell_of=cell_of,
        heat_of=heat_of,
        points_of=points_of,
        arrow_of=lambda node, at: ARROWS[change(node, at)],
        shown=shown,
        link_of=lambda saved: link_of(saved, beside),
        graded=any(each.report.total.grade_span for each in given.saved),
    )


def heat_of(result: IndicatorResult | None) -> str:
    """The class of a cell: how warm it is; ``hx`` where there is no rate."""
    rate = None if result is None else rate_of(result)
    if rate is None:
        return "hx"
    return next((name for least, name in STEPS if rate >= least), "h0")


def link_of(saved: Saved, beside: Path) -> str:
    """Where a report lies, as seen from *beside*: its page if that is there, else the saved report itself."""
    target = saved.path.with_suffix(".html")
    if not target.is_file():
        target = saved.path
    try:
        relative = Path(os.path.relpath(target.resolve(), beside.resolve())).as_posix()
    except ValueError:  # on another drive
        return target.resolve().as_uri()
    return "/".join(quote(step) if step not in (".", "..") else step for step in ("./" + relative).split("/"))
