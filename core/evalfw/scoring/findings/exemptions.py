"""What exemptions do to the total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalfw.foundation import Text, shown, shown_span
from evalfw.scoring.figures import Total
from evalfw.scoring.report import Finding


def exemption_findings(exempt: Sequence[str], before: Total, after: Total) -> Iterator[Finding]:
    """
    ``exemption.effect``: the total with and without exemptions.

    Args:
        exempt: The indicators of which one holds.
        before: The total without them.
        after: The total.
    """
    if not exempt or not after.is_made:
        return
    without, with_them = _figure(before), _figure(after)
    yield Finding(
        code="exemption.effect",
        severity="info",
        message=Text(
            f"豁免或认定不适用 {len(exempt)} 项：不计豁免时总分 {without}，计入豁免后 {with_them}",
            f"{len(exempt)} exempt: the total without exemptions is {without}, with them {with_them}",
        ),
        indicators=tuple(exempt),
    )


def _figure(total: Total) -> str:
    points = shown_span(total.bounds.least, total.bounds.most) if total.is_open else shown(total.points)
    return f"{points} / {shown(total.weight)}{f' {total.grade_span}' if total.grades else ''}"
