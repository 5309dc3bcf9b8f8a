"""
Satisfaction surveys (满意度调查): one row for each respondent, as survey sites export them.

Figures: ``n`` 回收份数, ``answered`` 有效份数, ``mean`` 平均分, ``share`` 达到阈值的比例 (满意率), ``response_rate`` 回收率,
``margin_of_error`` 抽样误差. The last is that of ``share`` at 95 % confidence, 1.96·√(p(1−p)/n), with the correction for a finite
population, √((N−n)/(N−1)), where ``population`` says how many there are (Cochran, Sampling Techniques, 3.2 and 2.6).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Context, Decimal
from fractions import Fraction

from evalfw import SourceRequest, SourceRows, Text
from evalfw.evidence import Given, Row, Taken
from evalfw.foundation import numeral, plain, round_half_up
from evalfw_plugins.sources.delimited import delimited_rows
from evalfw_plugins.sources.workbook import workbook_rows

FIGURES = ("n", "answered", "mean", "share", "response_rate", "margin_of_error")
CONFIDENCE = Decimal("1.96")
"""Standard deviations of 95 % confidence."""

EXACT = Context(prec=40)


def survey_rows(request: SourceRequest) -> SourceRows:
    """
    The figures of a survey, as one row.

    Options: ``question``, the column with the answers; ``scale``, label → number, where answers are labels; ``threshold``, from
    which an answer counts as satisfied; ``issued``, how many were sent out; ``population``, how many there are to ask; ``sheet``,
    ``header``, ``encoding`` and ``delimiter`` of the file.

    Raises:
        EvidenceError: There is no such question, nobody has answered, or an answer is neither on the scale nor a number.
    """
    request.only("question", "scale", "threshold", "issued", "population", "sheet", "header", "encoding", "delimiter")
    question = request.text("question")
    path = request.file()
    given = workbook_rows(request, path) if path.suffix.lower() == ".xlsx" else delimited_rows(request, path, "survey")
    if question not in given.columns:
        listed = "、".join(given.columns[:12])
        raise request.problem(
            Text(f"没有问题 '{question}'", f"there is no question '{question}'"),
            Text(f"有：{listed}", f"there are: {listed}"),
        )
    return SourceRows(FIGURES, _figures(request, given, question))


def _figures(request: SourceRequest, given: SourceRows, question: str) -> Iterator[Row]:
    scale = request.options.get("scale", {})
    if not isinstance(scale, Mapping):
        raise request.problem(Text("scale 应当是一个表", "'scale' must be a table"))
    threshold = request.number("threshold")
    count, total, satisfied, answered = 0, Fraction(0), 0, 0
    taken: Taken | None = None
    for row in given.rows:
        count += 1
        taken = taken or row.taken
        worth = _worth(request, row, row.values.get(question), scale)
        if worth is None:
            continue
        answered += 1
        total += worth
        satisfied += threshold is not None and worth >= Fraction(threshold)
    if taken is None or answered == 0:
        raise request.problem(Text("没有一份有效答卷", "nobody has answered"))
    whole = Taken(collector="survey", file=taken.file, sheet=taken.sheet, cell=question, digest=taken.digest)
    share = Fraction(satisfied, answered) if threshold is not None else None
    issued, population = request.number("issued"), request.number("population")
    if issued is not None and issued < count:
        raise request.problem(
            Text(f"发放 {plain(issued)} 份，却收回 {count} 份", f"{plain(issued)} were sent out, but {count} came back")
        )
    margin = (
        None if share is None else margin_of_error(share, answered, None if population is None else int(population))
    )
    values: dict[str, Given] = {
        "n": Fraction(count),
        "answered": Fraction(answered),
        "mean": total / answered,
        "share": share,
        "response_rate": Fraction(count) / Fraction(issued) if issued else None,
        "margin_of_error": margin,
    }
    yield Row(values, whole, _note(count, answered, margin))


def margin_of_error(share: Fraction, answered: int, population: int | None = None) -> Decimal:
    """Half the width of the 95 % confidence interval of *share*, of *answered* out of *population* (None: very many)."""
    squared = share * (1 - share) / answered
    if population is not None and population > 1:
        squared *= Fraction(max(population - answered, 0), population - 1)
    root = EXACT.sqrt(EXACT.divide(Decimal(squared.numerator), Decimal(squared.denominator)))
    rounded = round_half_up(Fraction(EXACT.multiply(CONFIDENCE, root)), 6)
    return EXACT.divide(Decimal(rounded.numerator), Decimal(rounded.denominator))


def _note(count: int, answered: int, margin: Decimal | None) -> str:
    said = f"回收 {count} 份，有效 {answered} 份"
    if margin is None:
        return said
    points = round_half_up(Fraction(margin) * 100, 2)
    return f"{said}，95% 置信度下误差 ±{float(points):g} 个百分点" + ("；样本少于 30 份" if answered < 30 else "")


def _worth(request: SourceRequest, row: Row, answer: Given, scale: Mapping[str, str | Decimal]) -> Fraction | None:
    """What *answer* counts; None for one that was left out."""
    if answer is None or (isinstance(answer, str) and not answer.strip()):
        return None
    written = plain(answer) if isinstance(answer, Decimal) else str(answer).strip()
    counted = scale.get(written)
    if counted is None and not scale:
        counted = numeral(written)
    if not isinstance(counted, Decimal):
        at = row.taken.words()
        what = Text(
            f"答案 '{written[:40]}' 不在量表里（{at.zh}）", f"the answer '{written[:40]}' is not on the scale ({at.en})"
        )
        listed = "、".join(scale) or "数"
        raise request.problem(what, Text(f"有：{listed}", f"there are: {listed}"))
    return Fraction(counted)
