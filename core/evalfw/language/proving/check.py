"""What is proved of a rule, each with a witness where it does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from evalfw.foundation import NOTHING, Text, listing
from evalfw.language.algebra import NotDecidedError
from evalfw.language.expressions import Expression, facts_in
from evalfw.language.facts import FactDeclaration
from evalfw.language.proving.amounts import amount_verdicts, amount_verdicts_by_bounds
from evalfw.language.proving.applying import award_if
from evalfw.language.proving.cell import Cell, explore
from evalfw.language.proving.gaps import Gap, gap_words, rule_gaps
from evalfw.language.proving.monotone import monotone_verdict
from evalfw.language.proving.subject import BEYOND, TOO_MANY, UNSHOWN, Subject, Verdict
from evalfw.language.proving.symbols import SKIPPED, TooManyCellsError
from evalfw.language.proving.variables import variable_of
from evalfw.language.rules.rule import Rule


def check_rule(
    rule: Rule,
    weight: Fraction,
    limits: tuple[Fraction | None, Fraction | None],
    facts: Mapping[str, FactDeclaration],
    applies: Expression | None = None,
) -> tuple[Verdict, ...]:
    """
    Every property of *rule*, over all values that its facts may have.

    Args:
        rule: The rule.
        weight: Most points of its indicator; 0 for an extra one.
        limits: Least and most points that the indicator allows.
        facts: The declared facts by id; all that the rule reads are there.
        applies: Condition under which the indicator applies; other values are not looked at.
    """
    subject = Subject(rule, weight, *limits, facts)
    needed = [] if applies is None else [ref.id for ref in facts_in(applies.root)]
    variables = {fact: variable_of(facts[fact]) for fact in (*rule.reads(), *needed)}
    try:
        cells = tuple(
            cell
            for cell in explore(lambda a: award_if(applies, rule, weight, a), variables, {}, every=rule.is_exclusive)
            if cell.award is not SKIPPED and not cell.region.is_empty
        )
    except NotDecidedError as error:
        why = TOO_MANY if isinstance(error, TooManyCellsError) else BEYOND
        return tuple(_without_cells(subject, why))
    return tuple(_verdicts(subject, cells)) if cells else ()


def _verdicts(subject: Subject, cells: tuple[Cell, ...]) -> Iterator[Verdict]:
    yield _total(subject, cells)
    if subject.rule.is_exclusive:
        yield _disjoint(subject, cells)
    if subject.rule.lists_branches:
        yield _reachable(subject, cells)
    yield from amount_verdicts(subject, cells)
    yield _defined(subject, cells)
    for fact in subject.rule.reads():
        if subject.facts[fact].better is not None:
            yield Verdict("monotone", *monotone_verdict(subject, cells, fact))


def _shown_in(subject: Subject, cell: Cell, wanted: str) -> Text | None:
    """A witness in *cell* for which the rule, read exactly, is found to do what is *wanted*; None if none is found."""
    witness = cell.region.witness()
    if witness is None:
        return None
    if subject.can_be_tried(cell.region):
        award = subject.award(witness)
        found = "undefined" if award is None else award.how if award.how == "unruled" else f"branch {award.branch}"
        if found != wanted:
            return None
    return subject.shown(witness)


def _total(subject: Subject, cells: tuple[Cell, ...]) -> Verdict:
    gaps = rule_gaps(subject.rule, subject.weight, subject.facts)
    if gaps and any(cell.how == "unruled" for cell in cells):
        (fact,) = subject.rule.reads()
        name, where = subject.facts[fact].name, listing(gap_words(gap, subject.facts[fact]) for gap in gaps)
        message = Text(f"{name.zh}{where.zh}时没有对应的档次", f"{name.en} {where.en}: no band covers it")
        return Verdict("total", "violated", message, _gap_witness(subject, fact, gaps[0], cells))
    open_cells = [cell for cell in cells if cell.how == "unruled"]
    for cell in open_cells:
        witness = _shown_in(subject, cell, "unruled")
        if witness is not None:
            example = witness if witness.zh else Text("有的取值", "some values")
            message = example + Text(" 没有对应的档次或情形", ": no band or row covers it")
            return Verdict("total", "violated", message, witness)
    if any(cell.region.witness() is not None or not cell.is_about_one_number for cell in open_cells):
        return Verdict("total", "not_proved", UNSHOWN)
    return Verdict("total", "proved")


def _gap_witness(subject: Subject, fact: str, gap: Gap, cells: tuple[Cell, ...]) -> Text:
    """A value in *gap*: an end that belongs to it, for that is where a sentence forgot something."""
    for end, inside in ((gap.low, gap.low_inside), (gap.high, gap.high_inside)):
        if end is not None and inside:
            return subject.shown({fact: end})
    shown = (_shown_in(subject, cell, "unruled") for cell in cells if cell.how == "unruled")
    return next((each for each in shown if each is not None), NOTHING)


def _disjoint(subject: Subject, cells: tuple[Cell, ...]) -> Verdict:
    for cell in cells:
        witness = cell.region.witness() if len(cell.held) > 1 else None
        if witness is not None:
            said = subject.shown(witness)
            both = "、".join(str(branch + 1) for branch in cell.held)
            message = said + Text(
                f" 同时落在第 {both} 档（按前一档计）",
                f" lies in bands {both.replace('、', ' and ')}; the first counts",
            )
            return Verdict("disjoint", "violated", message, said)
    if any(len(cell.held) > 1 and not cell.is_about_one_number for cell in cells):
        return Verdict("disjoint", "not_proved", UNSHOWN)
    return Verdict("disjoint", "proved")


def _reachable(subject: Subject, cells: tuple[Cell, ...]) -> Verdict:
    branches = max(cell.award.branches for cell in cells)
    by_branch: dict[int | None, list[Cell]] = {}
    for cell in cells:
        by_branch.setdefault(cell.branch, []).append(cell)
    dead, doubtful = [], []
    for branch in range(branches):
        taken = by_branch.get(branch, [])
        if any(_is_reached(subject, cell) for cell in taken):
            continue
        if any(not cell.is_about_one_number for cell in taken) or any(cell.is_undefined for cell in taken):
            doubtful.append(branch)
            continue
        dead.append(str(branch + 1))
    if dead:
        named = "、".join(dead)
        message = Text(f"第 {named} 档（情形）永远到不了", f"never taken: branch {named.replace('、', ', ')}")
        return Verdict("reachable", "violated", message)
    return Verdict("reachable", "not_proved", UNSHOWN) if doubtful else Verdict("reachable", "proved")


def _is_reached(subject: Subject, cell: Cell) -> bool:
    """Whether *cell* holds facts: of one number a value of its scale is enough; else one that the rule, read exactly, takes the branch for."""
    if cell.is_about_one_number and not cell.is_undefined:
        return cell.region.witness() is not None
    return _shown_in(subject, cell, f"branch {cell.branch}") is not None


def _defined(subject: Subject, cells: tuple[Cell, ...]) -> Verdict:
    undefined = [cell for cell in cells if cell.is_undefined]
    for cell in undefined:
        witness = _shown_in(subject, cell, "undefined")
        if witness is not None:
            message = witness + Text(" 时除数为零", ": divides by zero")
            return Verdict("defined", "violated", message, witness)
    if any(cell.is_doubtful for cell in cells):
        return Verdict("defined", "not_proved", BEYOND)
    return Verdict("defined", "not_proved", UNSHOWN) if undefined else Verdict("defined", "proved")


def _without_cells(subject: Subject, why: Text) -> Iterator[Verdict]:
    """What can still be said where linear arithmetic does not reach: only what holds of every combination of answers."""
    outcome = subject.bounds()
    silent = any(each.how == "unruled" for each in outcome.possibilities)
    yield Verdict("total", "not_proved", why) if silent else Verdict("total", "proved")
    if subject.rule.is_exclusive:
        yield Verdict("disjoint", "not_proved", why)
    if subject.rule.lists_branches:
        yield Verdict("reachable", "not_proved", why)
    yield from amount_verdicts_by_bounds(subject, why)
    yield Verdict("defined", "not_proved", why)
    for fact in subject.rule.reads():
        if subject.facts[fact].better is not None:
            yield Verdict("monotone", "not_proved", why)
