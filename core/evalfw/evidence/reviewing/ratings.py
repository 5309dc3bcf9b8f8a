"""The ratings of one rater: a file of its own, ``ratings/<rater>.csv`` (or ``.toml``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import attrs

from evalfw.evidence.evidence_file import evidence_converter
from evalfw.evidence.reviewing.forms import RatingsFile, read_table
from evalfw.foundation import (
    EvidenceError,
    Origin,
    Problem,
    Text,
    is_left_behind,
    is_there,
    nearest,
    plain,
    read_toml,
    shown_span,
    structure,
)
from evalfw.rubric import Rubric

RATINGS = "ratings"


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
    for path in sorted(folder.iterdir()) if is_there(folder) else ():
        named = f"{shown}/{RATINGS}/{path.name}"
        if path.suffix.lower() not in (".toml", ".csv") or is_left_behind(path.name):
            continue
        try:
            file = read_table(path, named) if path.suffix.lower() == ".csv" else _read_toml(path, named)
        except EvidenceError as error:
            problems += error.problems
            continue
        if file.rater in files:
            problems.append(
                Problem(named, None, "", Text(f"{file.rater} 有两个评分文件", f"{file.rater} has two files"))
            )
        problems += _problems(file, named, path.stem, raters, rubric)
        files[file.rater] = file
    if problems:
        raise EvidenceError(problems)
    return {rater: file for rater, file in files.items() if file.complete}


def _read_toml(path: Path, shown: str) -> RatingsFile:
    document = read_toml(path, shown, EvidenceError)
    file = structure(document, RatingsFile, EvidenceError, evidence_converter())
    placed = (
        attrs.evolve(rating, origin=Origin(shown, None, document, ("rating", number)))
        for number, rating in enumerate(file.rating)
    )
    return attrs.evolve(file, rating=tuple(placed))


def _problems(file: RatingsFile, shown: str, stem: str, raters: tuple[str, ...], rubric: Rubric) -> Iterator[Problem]:
    if file.rater not in raters:
        what = Text(
            f"'{file.rater}' 不在 evidence.toml 的 raters 之中",
            f"'{file.rater}' is not among the raters of evidence.toml",
        )
        yield Problem(shown, None, "rater", what, nearest(file.rater, raters))
    elif file.rater != stem:
        what = Text(f"文件名应为 {file.rater}.toml", f"the file must be called {file.rater}.toml")
        yield Problem(shown, None, "rater", what)
    leaves = {leaf.id: leaf for leaf in rubric.leaves}
    seen: set[str] = set()
    for rating in file.rating:
        tell = rating.origin.problem
        if rating.indicator not in leaves:
            what = Text(
                f"评分表没有末级指标 '{rating.indicator}'", f"the rubric scores no indicator '{rating.indicator}'"
            )
            yield tell("indicator", what, nearest(rating.indicator, leaves))
            continue
        if rating.indicator in seen:
            yield tell("indicator", Text("评了两次", "is rated twice"))
        seen.add(rating.indicator)
        leaf = leaves[rating.indicator]
        points = Fraction(rating.points)
        if not leaf.limits.contains(points):
            span = shown_span(leaf.limits.least, leaf.limits.most)
            yield tell(
                "points", Text(f"{plain(rating.points)} 分超出 {span}", f"{plain(rating.points)} is outside {span}")
            )
        elif (points * 10**leaf.places).denominator != 1:
            yield tell("points", Text(f"分数最多 {leaf.places} 位小数", f"points have at most {leaf.places} decimals"))
        elif points < leaf.weight and not rating.reason.strip():
            what = Text(
                f"“{leaf.title}”没有给满分，要写 reason（理由）", f"below the full mark of {leaf.id}: needs a 'reason'"
            )
            yield tell("reason", what)
    if file.complete:
        left = [id for id in leaves if id not in seen]
        if left:
            listed = "、".join(left[:5]) + ("…" if len(left) > 5 else "")
            what = Text(
                f"写了 complete（全部评完），还有 {len(left)} 项没有评：{listed}",
                f"says complete, but leaves {len(left)} out: {listed}",
            )
            yield Problem(shown, None, "complete", what)
