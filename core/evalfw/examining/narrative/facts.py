"""
Figures in prose against facts: whoever prints a figure under the name that a fact was quoted with prints the fact's value.

The name is what stands right before the figure in a quote of the evidence, or the label of the fact. Where several facts have one name
(本年支出数 of the office and of the whole department), any of their values will do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from evalfw.citing.quotes import folded
from evalfw.exact import round_half_up
from evalfw.examining.narrative.figures import Figure, figures_of
from evalfw.examining.narrative.prose import Passage
from evalfw.facts import FactDeclaration, show_amount
from evalfw.facts.units import split_unit
from evalfw.model.evidence import Statement
from evalfw.model.observation import Observation
from evalfw.text import Text, join

SHORTEST = 2
"""Fewest characters of a name that means anything."""


def fact_observations(
    passages: tuple[Passage, ...],
    facts: Mapping[str, FactDeclaration],
    statements: Mapping[str, tuple[Statement, ...]],
    values: Mapping[str, tuple[Fraction, ...]],
) -> Iterator[Observation]:
    """
    ``narrative.differs``: a figure that no fact of its name has; ``narrative.unlike``: one wording with two figures.

    Args:
        passages: The report.
        facts: Declarations by id.
        statements: By fact.
        values: Of each numeric fact that is known: what is stated, and what follows from others.
    """
    seen: dict[tuple[str, str], tuple[Figure, Passage]] = {}
    for figure, passage, comparable in named_figures(passages, facts, statements, values):
        if not comparable:
            yield from _unlike(figure, passage, seen)
        elif not any(_agrees(figure, fact, values[fact.id]) for fact in comparable):
            yield _differs(figure, passage, comparable, values)


def named_figures(
    passages: tuple[Passage, ...],
    facts: Mapping[str, FactDeclaration],
    statements: Mapping[str, tuple[Statement, ...]],
    values: Mapping[str, tuple[Fraction, ...]],
) -> Iterator[tuple[Figure, Passage, list[FactDeclaration]]]:
    """Every figure of the report with a unit, dates apart, with the facts that it can be compared with; arguments as above."""
    names = dict(_names(facts, statements, values))
    for passage in passages:
        for figure in figures_of(passage):
            if figure.family == "date" or not figure.unit:
                continue
            before = passage.text[max(figure.start - 60, 0) : figure.start]
            meant = [
                fact
                for name, known in names.items()
                if before.endswith(name) or figure.before.endswith(name)
                for fact in known
            ]
            comparable = [facts[fact] for fact in dict.fromkeys(meant) if _is_of(figure, facts[fact])]
            yield figure, passage, [] if figure.is_rough else comparable


def _names(
    facts: Mapping[str, FactDeclaration],
    statements: Mapping[str, tuple[Statement, ...]],
    values: Mapping[str, tuple[Fraction, ...]],
) -> Iterator[tuple[str, list[str]]]:
    """Names that figures are printed under → the facts they mean."""
    names: dict[str, list[str]] = {}
    for id in values:
        names.setdefault(folded(facts[id].label), []).append(id)
        for statement in statements.get(id, ()):
            quote = Passage(folded(statement.quote), "", (0,), (1,), 0)
            for figure in figures_of(quote):
                if _is_of(figure, facts[id]) and _agrees(figure, facts[id], values[id]):
                    for name in dict.fromkeys((figure.name, _last_run(figure.before))):
                        names.setdefault(name, []).append(id)
    return ((name, known) for name, known in names.items() if len(name) >= SHORTEST)


def _last_run(text: str) -> str:
    """The words at the end of *text*, up to the last digit or mark."""
    run = ""
    for character in reversed(text):
        if not character.isalpha():
            break
        run = character + run
    return run


def _is_of(figure: Figure, fact: FactDeclaration) -> bool:
    """Whether *figure* measures what *fact* does, to go by its unit."""
    if fact.type == "ratio":
        return figure.family == "ratio"
    base = split_unit(fact.unit)[1]
    if fact.type == "money":
        return figure.family == "money" and base == "元"
    return bool(base) and figure.family in ("count", "people") and (figure.family == "people") == (base == "人")


def _agrees(figure: Figure, fact: FactDeclaration, values: Sequence[Fraction]) -> bool:
    """Whether *figure* is one of *values*, to the decimals it is printed with."""
    unit = Fraction(10) ** figure.power
    scale = Fraction(10) ** (0 if fact.type == "ratio" else split_unit(fact.unit)[0])
    return any(round_half_up(value * scale / unit, figure.places) == Fraction(figure.value) for value in values)


def _differs(
    figure: Figure, passage: Passage, facts: list[FactDeclaration], values: Mapping[str, tuple[Fraction, ...]]
) -> Observation:
    listed = join(
        (
            Text(fact.label, fact.name.en) + Text(" ", " ") + show_amount(fact, value)
            for fact in facts
            for value in values[fact.id]
        ),
        "、",
        ", ",
    )
    printed = f"{figure.value}{figure.unit}"
    return Observation(
        "narrative.differs",
        "warning",
        passage.place(figure.start),
        Text(
            f"“{figure.name}”写 {printed}，而证据是 {listed.zh}",
            f"'{figure.name}' is printed as {printed}, the evidence says {listed.en}",
        ),
        passage.around(figure.start, figure.end),
    )


ALIKE = 6
"""Fewest characters of a name under which two figures are statements of one thing."""


def _unlike(
    figure: Figure, passage: Passage, seen: dict[tuple[str, str], tuple[Figure, Passage]]
) -> Iterator[Observation]:
    """One wording with two figures, of things that are no facts."""
    if len(figure.name) < ALIKE or figure.family == "date" or not figure.unit:
        return
    first, there = seen.setdefault((figure.name, figure.unit), (figure, passage))
    if first.value != figure.value:
        yield Observation(
            "narrative.unlike",
            "warning",
            passage.place(figure.start),
            Text(
                f"“{figure.name}”这里写 {figure.value}{figure.unit}，{there.place(first.start)} 写 {first.value}{first.unit}",
                f"'{figure.name}' has {figure.value}{figure.unit} here, and {first.value}{first.unit} in {there.place(first.start)}",
            ),
            passage.around(figure.start, figure.end),
        )
