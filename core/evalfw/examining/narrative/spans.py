"""Figures for a part of the year in a report about the whole of it: 1-10月, 上半年, 截至目前."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalfw.evidence import Period
from evalfw.examining.narrative.figures import figures_of
from evalfw.examining.narrative.prose import Passage
from evalfw.examining.observation import Observation
from evalfw.examining.periods import read_period
from evalfw.foundation import Text

_PART = re.compile(
    r"(?:[0-9]{4}年)?(?:[0-9]{1,2}月?(?:-|—|–|~|～|至|到)[0-9]{1,2}月(?![0-9]*日)|上半年|下半年|前三季度|第?[一二三四]季度)"
)
_NOW = re.compile(r"截[至止](?:到)?(?:目前|现在|发稿|今)")


def span_observations(passages: tuple[Passage, ...], period: Period | None) -> Iterator[Observation]:
    """
    ``narrative.period``: a span that is not the whole time evaluated; ``narrative.no_day``: a figure as of no day.

    Args:
        passages: The report.
        period: The time evaluated; a calendar year if it is not said.
    """
    for passage in passages:
        figures = [figure.start for figure in figures_of(passage) if figure.unit and figure.family != "date"]
        for found in _PART.finditer(passage.text):
            span = read_period(found.group(), None if period is None else period.first.year)
            if (span is None and period is not None) or not _has_figures(passage, found.end(), figures):
                continue
            if span is not None and period is not None and (span.first, span.last) == (period.first, period.last):
                continue
            whole = "全年" if period is None else f"{period.first}至{period.last}"
            yield Observation(
                "narrative.period",
                "warning",
                passage.place(found.start()),
                Text(
                    f"“{found.group()}”的数字，而评价的是{whole}",
                    f"figures of '{found.group()}', while {whole} is evaluated",
                ),
                passage.around(found.start(), found.end(), 6, 30),
            )
        for found in _NOW.finditer(passage.text):
            if not _has_figures(passage, found.end(), figures):
                continue
            yield Observation(
                "narrative.no_day",
                "warning",
                passage.place(found.start()),
                Text(f"“{found.group()}”没有写明截止到哪一天", f"'{found.group()}' names no day"),
                passage.around(found.start(), found.end(), 6, 30),
            )


def _has_figures(passage: Passage, start: int, figures: list[int]) -> bool:
    """Whether any of *figures* stands between *start* and the end of the sentence: a meeting in 上半年 is no figure of half a year."""
    end = passage.text.find("。", start)
    return any(start <= each < (len(passage.text) if end < 0 else end) for each in figures)
