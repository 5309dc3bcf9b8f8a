"""The ratings of one rater: a file of its own, ``ratings/<rater>.toml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import attrs

from evalfw.errors import EvidenceError, Problem, nearest
from evalfw.exact import plain, shown_span
from evalfw.loading.evidence_file import evidence_converter
from evalfw.model.evidence import Source
from evalfw.model.rubric import Rubric
from evalfw.reading.document import Document, Origin
from evalfw.reading.files import is_there
from evalfw.reading.structuring import structure
from evalfw.reading.toml import read_toml
from evalfw.text import Text

RATINGS = "ratings"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Rating(Source):
    """The points that a rater gives for an indicator; below the full mark with a reason."""

    indicator: str
    points: Decimal
    reason: str = ""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class RatingsFile:
    """
    The keys of ``ratings/<rater>.toml``.

    Attributes:
        rater: Who rates, as ``evidence.toml`` lists them.
        complete: Whether the rater is done; until then the file counts as not handed in.
        rating: The points.
    """

    rater: str
    complete: bool = False
    rating: tuple[Rating, ...] = ()


def read_ratings(root: Path, shown: str, raters: tuple[str, ...], rubric: Rubric) -> Mapping[str, RatingsFile]:
    """
    The ratings in the evidence folder *root* that are handed in, by rater.

    Args:
        root: The folder.
        shown: Its name in messages.
        raters: Who rates.
        rubric: What they rate.

    Raises:
        EvidenceError: A file is of nobody, names an indicator that is not there, gives points that it cannot have, points below the
            full mark without a reason, or leaves an indicator out and says that it is complete. With every problem.
    """
    problems: list[Problem] = []
    files: dict[str, RatingsFile] = {}
    folder = root / RATINGS
    for path in sorted(folder.glob("*.toml")) if is_there(folder) else ():
        named = f"{shown}/{RATINGS}/{path.name}"
        try:
            document = read_toml(path, named, EvidenceError)
            file = structure(document, RatingsFile, EvidenceError, evidence_converter())
        except EvidenceError as error:
            problems += error.problems
            continue
        problems += _problems(file, document, path.stem, raters, rubric)
        files[file.rater] = attrs.evolve(file, rating=tuple(_placed(file, document)))
    if problems:
        raise EvidenceError(problems)
    return {rater: file for rater, file in files.items() if file.complete}


def _placed(file: RatingsFile, document: Document) -> Iterator[Rating]:
    for number, rating in enumerate(file.rating):
        yield attrs.evolve(rating, origin=Origin(document.shown, None, document, ("rating", number)))


def _problems(
    file: RatingsFile, document: Document, stem: str, raters: tuple[str, ...], rubric: Rubric
) -> Iterator[Problem]:
    if file.rater not in raters:
        what = Text(
            f"'{file.rater}' 不在 evidence.toml 的 raters 之中",
            f"'{file.rater}' is not among the raters of evidence.toml",
        )
        yield document.problem(("rater",), what, nearest(file.rater, raters))
    elif file.rater != stem:
        what = Text(f"文件名应为 {file.rater}.toml", f"the file must be called {file.rater}.toml")
        yield document.problem(("rater",), what)
    leaves = {leaf.id: leaf for leaf in rubric.leaves}
    seen: set[str] = set()
    for number, rating in enumerate(file.rating):
        place = ("rating", number)
        if rating.indicator not in leaves:
            what = Text(
                f"评分表没有末级指标 '{rating.indicator}'", f"the rubric scores no indicator '{rating.indicator}'"
            )
            yield document.problem((*place, "indicator"), what, nearest(rating.indicator, leaves))
            continue
        if rating.indicator in seen:
            yield document.problem((*place, "indicator"), Text("评了两次", "is rated twice"))
        seen.add(rating.indicator)
        leaf = leaves[rating.indicator]
        points = Fraction(rating.points)
        if not leaf.limits.contains(points):
            span = shown_span(leaf.limits.least, leaf.limits.most)
            what = Text(f"{plain(rating.points)} 分超出 {span}", f"{plain(rating.points)} is outside {span}")
            yield document.problem((*place, "points"), what)
        elif (points * 10**leaf.places).denominator != 1:
            what = Text(f"分数最多 {leaf.places} 位小数", f"points have at most {leaf.places} decimals")
            yield document.problem((*place, "points"), what)
        elif points < leaf.weight and not rating.reason.strip():
            what = Text(f"“{leaf.title}”没有给满分，要写 reason", f"below the full mark of {leaf.id}: needs a 'reason'")
            yield document.problem((*place, "reason"), what)
    if file.complete:
        left = [id for id in leaves if id not in seen]
        if left:
            listed = "、".join(left[:5]) + ("…" if len(left) > 5 else "")
            what = Text(
                f"写了 complete，还有 {len(left)} 项没有评：{listed}",
                f"says complete, but leaves {len(left)} out: {listed}",
            )
            yield document.problem(("complete",), what)
