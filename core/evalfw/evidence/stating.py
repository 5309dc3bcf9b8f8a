"""Evidence that is nothing but stated values: for programs and tests that have no folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from evalfw.evidence.model import Claim, Evidence, Exemption, Override, StatedValue, Statement, Subject
from evalfw.rubric import Rubric

GivenValue = bool | str | int | Decimal | date | Sequence[Mapping[str, str | int | Decimal]]


def evidence_of(
    rubric: Rubric,
    facts: Mapping[str, GivenValue],
    overrides: Iterable[Override] = (),
    exemptions: Iterable[Exemption] = (),
    claims: Iterable[Claim] = (),
) -> Evidence:
    """
    Evidence for *rubric* with *facts* stated and nothing else known.

    Args:
        rubric: The rubric; it declares every fact.
        facts: Values by fact id, as a TOML file would give them.
        overrides: Points set by hand.
        exemptions: Indicators that do not count.
        claims: Self-scores.
    """
    return Evidence(
        subject=Subject(id="test", name="test"),
        document="",
        rubric=rubric.identity.id,
        period=None,
        as_of=None,
        statements={id: (Statement(fact=id, value=_stated(value)),) for id, value in facts.items()},
        claims={claim.indicator: claim for claim in claims},
        overrides={override.indicator: override for override in overrides},
        exemptions={exemption.indicator: exemption for exemption in exemptions},
        explanations={},
        remarks=(),
        declarations={},
        reconciliations=(),
        narrative=(),
    )


def _stated(value: GivenValue) -> StatedValue:
    if isinstance(value, bool | str | date):
        return value
    if isinstance(value, int | Decimal):
        return Decimal(value)
    return tuple({name: str(each) for name, each in item.items()} for item in value)
