"""
A rater's ratings as a table that is filled in with Excel or WPS, or as TOML.

The table has the columns 指标编号, 评分 and 理由, and others for people; a row with the id ``complete`` and 是 under 评分 says that all is rated.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from decimal import Decimal
from io import StringIO
from pathlib import Path

import attrs

from evalfw.evidence.model import Source
from evalfw.foundation import (
    MAX_TABLE_BYTES,
    EvidenceError,
    Line,
    Origin,
    Problem,
    TableFaultError,
    Text,
    delimited_lines,
    expect_small,
    form_of,
    head_text,
    narrow,
    numeral,
)
from evalfw.rubric import Indicator

HEADINGS = ("指标编号", "指标", "可以给的分", "评价要点", "评分", "理由")
COMPLETE = "complete"
BOM = "\ufeff"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Rating(Source):
    """The points that a rater gives for an indicator; below the full mark with a reason."""

    indicator: str
    points: Decimal
    reason: str = ""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class RatingsFile:
    """
    The keys of ``ratings/<rater>.toml``; a table says the same.

    Attributes:
        rater: Who rates, as ``evidence.toml`` lists them.
        complete: Whether the rater is done; until then the file counts as not handed in.
        rating: The points.
    """

    rater: str
    complete: bool = False
    rating: tuple[Rating, ...] = ()


def blank_table(leaves: Sequence[tuple[Indicator, str]]) -> str:
    """A table to be filled in: a row for each of *leaves*, given with the words for the points it may have."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for leaf, words in leaves:
        writer.writerow((leaf.id, leaf.title, words, " ".join(leaf.criterion.split()), "", ""))
    writer.writerow((COMPLETE, "全部评完了吗？评完填“是”，在此之前别人看不到", "", "", "", ""))
    return BOM + stream.getvalue()


def read_table(path: Path, shown: str) -> RatingsFile:
    """
    The ratings in the table at *path*, called *shown* in messages; the file is called after its rater.

    Raises:
        EvidenceError: A column is not there, or points are no number. With every problem.
    """
    expect_small(path, shown, EvidenceError, MAX_TABLE_BYTES)
    problems: list[Problem] = []
    ratings: list[Rating] = []
    complete = False
    try:
        lines = (line for line in delimited_lines(path, form_of(path)) if not line.is_blank)
        heads = [head_text(cell) for cell in next(lines, Line(1, ())).cells]
        lacking = [name for name in ("指标编号", "评分", "理由") if name not in heads]
        if lacking:
            named = "、".join(lacking)
            raise EvidenceError([Problem(shown, 1, "", Text(f"表头少了：{named}", f"columns are missing: {named}"))])
        for line in lines:
            row = dict(zip(heads, map(str, line.cells), strict=False))
            origin = Origin(shown, line.number)
            id, written = row.get("指标编号", ""), narrow(row.get("评分", ""))
            if id == COMPLETE:
                complete = written in ("是", "yes", "true")
                continue
            if not written:
                continue
            points = numeral(written.removesuffix("分").strip())
            if points is None:
                what = Text(f"应当是分数，写的是 '{written[:40]}'", f"expected points, got '{written[:40]}'")
                problems.append(origin.problem("points", what))
                continue
            ratings.append(Rating(indicator=id, points=points, reason=row.get("理由", ""), origin=origin))
    except TableFaultError as fault:
        problems.append(Problem(shown, fault.line, "", fault.what, fault.hint))
    if problems:
        raise EvidenceError(problems)
    return RatingsFile(rater=path.stem, complete=complete, rating=tuple(ratings))
