"""Read back what a report carries besides results; see ``extras.py``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import get_args

from evalfw.evidence import Attachment, HistoryEntry as Entry
from evalfw.foundation import Text, as_decimal
from evalfw.language import FactType
from evalfw.reporting.saving.cursor import Cursor
from evalfw.rubric import Grade
from evalfw.scoring import ARITY, DEEPEST, Formula, TryFact, TryGate, TryLeaf, TryNode, TryOther, TryPart, WhatIf


def attachment(at: Cursor) -> Attachment:
    """An attachment."""
    return Attachment(
        file=at["file"].text(),
        digest=at["digest"].text(),
        names=at["names"].texts(),
        supplied_by=at["supplied_by"].text(),
        supplied_on=at["supplied_on"].day(),
        note=at["note"].text(),
    )


def change(at: Cursor) -> Entry:
    """A line of the history."""
    return Entry(
        number=at["number"].whole(),
        at=at["at"].text(),
        by=at["by"].text(),
        what=at["what"].text(),
        about=at["about"].text(),
        before=at["before"].maybe(_state),
        after=at["after"].maybe(_state),
        previous=at["previous"].text(),
        hash=at["hash"].text(),
    )


def _state(at: Cursor) -> Mapping[str, object]:
    return {pair["key"].text(): pair["value"].text() for pair in at.items()}


def what_if(at: Cursor) -> WhatIf:
    """What it takes to try out other facts."""
    return WhatIf(
        facts=tuple(map(_fact, at["facts"].items())),
        leaves=tuple(map(_leaf, at["leaves"].items())),
        others=tuple(TryOther(each["id"].text(), each["reads"].texts()) for each in at["others"].items()),
        nodes=tuple(map(_node, at["nodes"].items())),
        gates=tuple(
            TryGate(each["at"].text(), _formula(each["when"]), each["cap"].number(), each["reads"].texts())
            for each in at["gates"].items()
        ),
        grades=tuple(map(_grade, at["grades"].items())),
        full=at["full"].number(),
        most_places=at["most_places"].whole(),
    )


def _formula(at: Cursor, depth: int = 0) -> Formula:
    """A formula, whose operations are those there are, with as many operands as they take."""
    if depth > DEEPEST:
        raise at.fault(Text("公式嵌套太深", "a formula is nested too deeply"))
    if isinstance(at.raw, bool):
        return at.raw
    operation, *operands = list(at.items()) or [at]
    name = operation.text()
    if name in ("c", "f", "flag", "is"):
        made: list[Formula] = [name, *(each.text() for each in operands)]
        if name == "c":
            _ = [each.number() for each in operands]
    elif name == "cases":
        made = [name, *(_pair(each, depth + 1) for each in operands)]
    else:
        made = [name, *(_formula(each, depth + 1) for each in operands)]
    if name != "cases" and len(operands) != ARITY.get(name, -1):
        raise at.fault(
            Text(f"公式里没有 '{name[:20]}'，或操作数不对", f"no operation '{name[:20]}' with such operands")
        )
    return made


def _pair(at: Cursor, depth: int) -> Formula:
    """A condition and what it awards."""
    both = list(at.items())
    if len(both) != 2:
        raise at.fault(Text("应当是条件和得分两项", "a condition and an award are needed"))
    return [_formula(each, depth + 1) for each in both]


def _fact(at: Cursor) -> TryFact:
    return TryFact(
        id=at["id"].text(),
        label=at["label"].text(),
        type=at["type"].one_of(get_args(FactType)),
        unit=at["unit"].text(),
        places=at["places"].whole(),
        value=None if at["value"].is_null else at["value"].text(),
        least=at["least"].maybe_number(),
        most=at["most"].maybe_number(),
        choices={each["value"].text(): each["label"].text() for each in at["choices"].items()},
        derived=at["derived"].maybe(_formula),
        is_open=at["open"].flag(),
        reads=at["reads"].texts(),
    )


def _leaf(at: Cursor) -> TryLeaf:
    return TryLeaf(
        id=at["id"].text(),
        formula=_formula(at["formula"]),
        weight=at["weight"].number(),
        least=at["least"].maybe_number(),
        most=at["most"].maybe_number(),
        places=at["places"].whole(),
        is_extra=at["extra"].flag(),
        is_left_out=at["left_out"].flag(),
        reads=at["reads"].texts(),
    )


def _node(at: Cursor) -> TryNode:
    return TryNode(
        id=at["id"].text(),
        made=at["made"].one_of(("sum", "mean", "fixed")),
        full=at["full"].number(),
        least=at["least"].maybe_number(),
        most=at["most"].maybe_number(),
        places=at["places"].whole(),
        points=at["points"].number(),
        parts=tuple(map(_part, at["parts"].items())),
    )


def _part(at: Cursor) -> TryPart:
    return TryPart(
        id=at["id"].text(),
        points=at["points"].number(),
        weight=at["weight"].number(),
        share=at["share"].number(),
        spread=at["spread"].number(),
        is_extra=at["extra"].flag(),
    )


def _grade(at: Cursor) -> Grade:
    def end(key: str) -> Decimal | None:
        number = at[key].maybe_number()
        exact = None if number is None else as_decimal(number)
        if number is not None and exact is None:
            raise at[key].fault(Text("应当是有限小数", "expected a finite decimal"))
        return exact

    return Grade(
        label=at["label"].text(),
        above=end("above"),
        from_=end("from"),
        below=end("below"),
        to=end("to"),
        equal=end("equal"),
    )
