"""
Figures in prose against facts: whoever prints a figure under the name that a fact was quoted with prints the fact's value.

The name is what stands right before the figure in a quote of the evidence, or the label of the fact. Where several facts have one name
(本年支出数 of the office and of the whole department), any of their values will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from evalfw.evidence import Statement
from evalfw.examining.narrative.figures import Figure, figures_of
from evalfw.examining.narrative.prose import Passage
from evalfw.examining.observation import Observation
from evalfw.foundation import Text, folded, round_half_up
from evalfw.language import FactDeclaration, show_amount, split_unit

SHORTEST = 2
"""Fewest characters of a name that means anything."""


def fact_observations(
    passages: tuple[Passage, ...],
    facts: Mapping[str, FactDeclaration],
    statements: Mapping[str, tuple[Statement, ...]],
    values: Mapping[str, tuple[Fraction, ...]],
    year: int | None = None,
) -> Iterator[Observation]:
    """
    ``narrative.differs``: a figure that no fact of its name has; ``narrative.unlike``: one wording with two figures.

    Args:
        passages: The report.
        facts: Declarations by id.
        statements: By fact.
        values: Of each numeric fact that is known: what is stated, and what follows from others.
        year: The year evaluated; figures of other years are not compared.
    """
    seen: dict[tuple[str, str], tuple[Figure, Passage]] = {}
    for figure, passage, comparable in named_figures(passages, facts, statements, values, year):
        if not comparable:
            yield from _unlike(figure, passage, seen)
        elif not any(_agrees(figure, fact, values[fact.id]) for fact in comparable):
            yield _differs(figure, passage, comparable, values)


def named_figures(
    passages: tuple[Passage, ...],
    facts: Mapping[str, FactDeclaration],
    statements: Mapping[str, tuple[Statement, ...]],
    values: Mapping[str, tuple[Fraction, ...]],
    year: int | None = None,
) -> Iterator[tuple[Figure, Passage, list[FactDeclaration]]]:
    """
    Every figure of the report with a unit, dates apart, with the facts that it can be compared with; arguments as above.

    The words before a figure have to be the name, not only to end with it: the satisfaction with one project is not the satisfaction.
    """
    names = dict(_names(facts, statements, values))
    for passage in passages:
        for figure in figures_of(passage):
            if figure.family == "date" or not figure.unit:
                continue
            meant = [] if _is_of_another_year(figure, passage, year) else _meant(figure, passage, names)
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
        names.setdefault(_LEADING.sub("", folded(facts[id].label)), []).append(id)
        for statement in statements.get(id, ()):
            quote = Passage(folded(statement.quote), "", (0,), (1,), 0)
            for figure in figures_of(quote):
                if _is_of(figure, facts[id]) and _agrees(figure, facts[id], values[id]):
                    names.setdefault(_bare_name(figure), []).append(id)
    return ((name, known) for name, known in names.items() if len(name) >= SHORTEST)


_LEADING = re.compile(r"^(?:今年|本年度|年度|年|其中|全年|全市|我[办局委])+(?=..)")
"""Words before a name that are no part of it."""


_SUBJECT = re.compile(r"(?:机关|部门|单位|本级|[办局委厅署])$")
"""How the names of those end whose figure it is: 市政务办机关编制数 is 编制数."""


def _bare_name(figure: Figure) -> str:
    """The name of *figure* without what leads to it and what joins it to the figure."""
    return _LEADING.sub("", _last_run(figure.before))


def _meant(figure: Figure, passage: Passage, names: Mapping[str, list[str]]) -> list[str]:
    """The facts whose name stands before *figure*."""
    bare = _bare_name(figure)
    whole = figure.before
    return [
        fact
        for name, known in names.items()
        if name == bare
        or (bare.endswith(name) and _SUBJECT.search(bare[: -len(name)]) is not None)
        or (not name.isalpha() and whole.endswith(name))  # a label with marks in it
        for fact in known
    ]


_CLAUSE = re.compile(r"[^，。；：（]*$")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})年")


def _is_of_another_year(figure: Figure, passage: Passage, year: int | None) -> bool:
    """Whether the clause before *figure* speaks of another year."""
    found = _CLAUSE.search(passage.text[: figure.start])
    clause = found.group() if found is not None else ""
    if re.search(r"上年|去年|上一年|往年|同期", clause):
        return True
    years = _YEAR.findall(clause)
    return year is not None and bool(years) and int(years[-1]) != year


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
    unit = figure.scale
    scale = Fraction(10) ** (0 if fact.type == "ratio" else split_unit(fact.unit)[0])
    return any(round_half_up(value * scale / unit, figure.places) == Fraction(figure.value) for value in values)


def _differs(
    figure: Figure, passage: Passage, facts: list[FactDeclaration], values: Mapping[str, tuple[Fraction, ...]]
) -> Observation:
    listed = Text.joined(
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
    if len(figure.name) < ALIKE:
        return
    begin = figure.start - len(figure.name)
    year = re.search(r"[0-9]*$", passage.text[:begin])  # 2020年办理 and 2021年办理 are two things
    first, there = seen.setdefault(((year.group() if year else "") + figure.name, figure.unit), (figure, passage))
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
