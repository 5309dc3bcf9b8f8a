"""The four scoring models of XCCDF 1.2: a part passes if it has full marks; what is not decided counts as failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import ClassVar

import attrs

from evalfw.foundation import ZERO, Text
from evalfw.language.aggregates.aggregator import Aggregator
from evalfw.language.aggregates.bounding import bounds_of
from evalfw.language.aggregates.part import Combined, Part, Whole

ONE, HUNDRED = Fraction(1), Fraction(100)


def leaves_of(parts: Sequence[Part]) -> Iterator[Part]:
    """The leaves below *parts* that count."""
    for part in parts:
        if part.parts:
            yield from leaves_of(part.parts)
        elif part.is_present:
            yield part


def passes(part: Part) -> bool:
    """Whether the leaf has full marks."""
    return part.points >= part.full


@attrs.frozen
class XccdfDefault(Aggregator):
    """
    ``urn:xccdf:scoring:default``: the weighted mean of the parts, each group normalised to 100 by itself, from the leaves up.

    The tree below is averaged by shares, whatever its own aggregators are. Full mark 100.

    Source: NIST IR 7275 r4, 7.3.2.
    """

    kind: ClassVar[str] = "xccdf_default"
    divides: ClassVar[bool] = True
    takes_extras: ClassVar[bool] = False

    def full_mark(self, parts: Sequence[Part], stated: Fraction | None) -> Fraction | None:
        return HUNDRED

    def combine(self, parts: Sequence[Part], whole: Whole) -> Combined:
        def figure(given: Sequence[Part]) -> Fraction:
            return HUNDRED * (_rate(given) or ZERO)

        return Combined(figure(parts), HUNDRED, bounds_of(parts, figure, whole.full))

    def words(self, name: Callable[[str], str]) -> Text:
        return Text("XCCDF default：逐层归一的加权平均", "XCCDF default: weighted means, normalised level by level")


def _rate(parts: Sequence[Part]) -> Fraction | None:
    """Share of what passes, from 0 to 1; None if nothing counts."""
    total, weight = ZERO, ZERO
    for part in parts:
        rate = _rate(part.parts) if part.parts else (Fraction(passes(part)) if part.is_present else None)
        if rate is not None:
            total, weight = total + part.share * rate, weight + part.share
    return total / weight if weight else None


@attrs.frozen
class XccdfFlat(Aggregator):
    """
    ``urn:xccdf:scoring:flat``: the weights of the leaves that pass, of the weights of all; the structure is ignored.

    Source: NIST IR 7275 r4, 7.3.3.
    """

    kind: ClassVar[str] = "xccdf_flat"
    takes_extras: ClassVar[bool] = False

    def full_mark(self, parts: Sequence[Part], stated: Fraction | None) -> Fraction | None:
        return sum((part.full for part in leaves_of(parts)), ZERO)

    def combine(self, parts: Sequence[Part], whole: Whole) -> Combined:
        def figure(given: Sequence[Part]) -> Fraction:
            return sum((part.full for part in leaves_of(given) if passes(part)), ZERO)

        return Combined(
            figure(parts), sum((part.full for part in leaves_of(parts)), ZERO), bounds_of(parts, figure, whole.full)
        )

    def words(self, name: Callable[[str], str]) -> Text:
        return Text("XCCDF flat：得满分的指标的分值之和", "XCCDF flat: the weights of the indicators that pass")


@attrs.frozen
class XccdfFlatUnweighted(Aggregator):
    """
    ``urn:xccdf:scoring:flat-unweighted``: how many leaves pass, of how many.

    Source: NIST IR 7275 r4, 7.3.4.
    """

    kind: ClassVar[str] = "xccdf_flat_unweighted"
    takes_extras: ClassVar[bool] = False

    def full_mark(self, parts: Sequence[Part], stated: Fraction | None) -> Fraction | None:
        return Fraction(sum(1 for _ in leaves_of(parts)))

    def combine(self, parts: Sequence[Part], whole: Whole) -> Combined:
        def figure(given: Sequence[Part]) -> Fraction:
            return Fraction(sum(passes(part) for part in leaves_of(given)))

        return Combined(figure(parts), Fraction(sum(1 for _ in leaves_of(parts))), bounds_of(parts, figure, whole.full))

    def words(self, name: Callable[[str], str]) -> Text:
        return Text("XCCDF flat-unweighted：得满分的指标数", "XCCDF flat-unweighted: how many indicators pass")


@attrs.frozen
class XccdfAbsolute(Aggregator):
    """
    ``urn:xccdf:scoring:absolute``: 1 if everything that counts passes, and something counts; else 0.

    Source: NIST IR 7275 r4, 7.3.5.
    """

    kind: ClassVar[str] = "xccdf_absolute"
    takes_extras: ClassVar[bool] = False

    def full_mark(self, parts: Sequence[Part], stated: Fraction | None) -> Fraction | None:
        return ONE

    def combine(self, parts: Sequence[Part], whole: Whole) -> Combined:
        def figure(given: Sequence[Part]) -> Fraction:
            leaves = list(leaves_of(given))
            return Fraction(bool(leaves) and all(passes(part) for part in leaves))

        return Combined(figure(parts), ONE, bounds_of(parts, figure, whole.full))

    def words(self, name: Callable[[str], str]) -> Text:
        return Text("XCCDF absolute：全部得满分为 1，否则为 0", "XCCDF absolute: 1 if all indicators pass, else 0")
