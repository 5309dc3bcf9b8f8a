"""
The ruling of a leaf in columns: what its rule alone says in each row.

Rows are of four kinds. Where every fact is known, the column reading of the rule says it. Where every number is unknown, what comes out
hangs on the truths and choices alone: it is asked of scoring itself, once for each combination, when the rubric is compiled. Where some
facts are known and numbers are not, or something is divided by zero, scoring is asked for that row. And a rule that has no column reading
is asked row by row altogether.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from evalfw.language import FactDeclaration, Rule, facts_in
from evalfw.population.columns.bounds import open_ruling
from evalfw.population.columns.cells import statements_of
from evalfw.population.columns.decisions import decided, nulls_with
from evalfw.population.columns.facts import TableFacts
from evalfw.population.columns.finite import MOST_COMBINATIONS, finite_values
from evalfw.population.columns.reading import Branch, ColumnAlgebra, NotInColumnsError
from evalfw.population.columns.ruling_terms import RulingTerms, in_units
from evalfw.population.columns.states import CODE_OF, ERROR, PENDING, SCORED
from evalfw.population.columns.terms import Term, Terms, TooWideError
from evalfw.population.columns.working import Cell, work_out
from evalfw.rubric import Indicator
from evalfw.scoring import rule_on, tabulate

FIELDS = ("state", "points", "low", "high", "branch")


class Leftover(NamedTuple):
    """
    Rows of which scoring itself is asked what a leaf gets, or how many findings there are.

    Attributes:
        leaf: The leaf; None for the findings.
        rows: Where.
        inputs: The columns that it hangs on.
        columns: Where the answers are put, by field of ``RulingTerms``.
        is_whole: Whether the rule has no column reading at all.
    """

    leaf: Indicator | None
    rows: Term
    inputs: tuple[str, ...]
    columns: Mapping[str, str]
    is_whole: bool


class CompiledRuling(NamedTuple):
    """The terms, and the rows that are left over."""

    terms: RulingTerms
    leftover: Leftover | None


Answer = tuple[Cell, ...]  # what scoring says, in the order of ``FIELDS``
Asked = dict[tuple[object, ...], dict[tuple[Cell, ...], Answer]]  # a leaf with its finite facts → what scoring said


def compile_ruling(leaf: Indicator, rule: Rule, facts: TableFacts, t: Terms, known: Asked) -> CompiledRuling:
    """The ruling of *leaf*, whose rule is *rule*, over *facts*; what is *known* already is not asked again."""
    reads = read_of(leaf, rule)
    finite = {fact: values for fact in reads if (values := finite_values(facts, fact, rule, leaf)) is not None}
    combinations = 1
    for values in finite.values():
        combinations *= len(values)
    numbers = [fact for fact in reads if fact not in finite]
    if combinations > MOST_COMBINATIONS:
        return _by_reading(leaf, rule, facts, t, reads, None)
    asked = (leaf.id, *finite.items())
    table = known.get(asked) or dict(_asked(leaf, rule, facts, finite))
    known[asked] = table
    if not numbers:
        return CompiledRuling(_from_table(leaf, rule, facts, t, finite, table), None)
    return _by_reading(leaf, rule, facts, t, reads, _tree(facts, finite, table, t))


def answer_of(
    leaf: Indicator, rule: Rule, row: Mapping[str, Cell], declarations: Mapping[str, FactDeclaration]
) -> Answer:
    """What scoring says of *leaf* in *row*, which has canonical cells."""
    ruling = rule_on(leaf, rule, tabulate(declarations, statements_of(declarations, row, declarations)))
    unit = 10**leaf.places
    points = None if ruling.points is None else in_units(ruling.points, unit)
    least, most = ruling.bounds.least, ruling.bounds.most
    return (
        CODE_OF[ruling.state],
        points,
        None if least is None else in_units(least, unit),
        None if most is None else in_units(most, unit),
        None if ruling.branch is None else ruling.branch + 1,
    )


def _asked(
    leaf: Indicator, rule: Rule, facts: TableFacts, finite: Mapping[str, tuple[Cell, ...]]
) -> Iterator[tuple[tuple[Cell, ...], Answer]]:
    declarations = behind(read_of(leaf, rule), facts.declarations)
    for each in product(*finite.values()):
        yield each, answer_of(leaf, rule, dict(zip(finite, each, strict=True)), declarations)


def read_of(leaf: Indicator, rule: Rule) -> tuple[str, ...]:
    """The facts that *rule* of *leaf* reads, and those of the condition under which it applies."""
    needed = [] if leaf.applies_when is None else [ref.id for ref in facts_in(leaf.applies_when.root)]
    return tuple(dict.fromkeys((*rule.reads(), *needed)))


def behind(reads: Iterable[str], declarations: Mapping[str, FactDeclaration]) -> dict[str, FactDeclaration]:
    """The declarations of *reads* and of all that they are derived from, in the order of declaration."""
    waiting = list(reads)
    found: set[str] = set()
    while waiting:
        fact = waiting.pop()
        if fact in found:
            continue
        found.add(fact)
        derivation = declarations[fact].derivation
        waiting += [ref.id for ref in facts_in(derivation.root)] if derivation is not None else []
    return {fact: each for fact, each in declarations.items() if fact in found}


def _tree(
    facts: TableFacts,
    finite: Mapping[str, tuple[Cell, ...]],
    table: Mapping[tuple[Cell, ...], Answer],
    t: Terms,
) -> RulingTerms:
    columns = {fact: (facts.column(fact), values) for fact, values in finite.items()}
    made = [decided(columns, {key: answer[at] for key, answer in table.items()}, t) for at in range(len(FIELDS))]
    return RulingTerms(*made)


def _from_table(
    leaf: Indicator,
    rule: Rule,
    facts: TableFacts,
    t: Terms,
    finite: Mapping[str, tuple[Cell, ...]],
    table: Mapping[tuple[Cell, ...], Answer],
) -> RulingTerms:
    """The ruling of a leaf that hangs on truths and choices alone: as the rule reads, where that says the same in every combination."""
    tree = _tree(facts, finite, table, t)
    algebra = ColumnAlgebra(t, facts, leaf.places)
    try:
        branches = rule.points(algebra, leaf.weight)
        read = _short(branches, t)
    except (NotInColumnsError, TooWideError):
        return tree
    except Exception:  # a plugin's rule: what it does was asked above
        return tree
    kept = list(tree)
    for at, name in ((1, "points"), (4, "branch")):
        term = read.get(name)
        rows = ((dict(zip(finite, key, strict=True)), answer[at]) for key, answer in table.items())
        if term is not None and all(work_out(term, row) == said for row, said in rows):
            kept[at] = term
    points = kept[1]
    others = {at: {answer[at] for answer in table.values() if answer[1] is None} for at in (0, 2, 3)}
    same_as_points = all(answer[2] == answer[3] == answer[1] for answer in table.values() if answer[1] is not None)
    if same_as_points and all(len(each) <= 1 for each in others.values()):
        for at in (2, 3):
            (end,) = others[at] or {None}
            kept[at] = points if end is None else t.fill(points, t.value(int(end)))
        if others[0]:
            (state,) = others[0]
            kept[0] = t.when(t.is_null(points), t.value(int(state or 0)), t.value(SCORED))
    return RulingTerms(*kept)


def _short(branches: tuple[Branch, ...], t: Terms) -> dict[str, Term]:
    """Points and branch of a rule that awards one number or another, null where its condition is."""
    if len(branches) == 2 and branches[1].condition.is_value and all(each.award.how == "awarded" for each in branches):
        condition = branches[0].condition
        return {
            "points": t.pick(condition, branches[0].award.least, branches[1].award.least),
            "branch": t.pick(condition, t.value(1), t.value(2)),
        }
    if len(branches) == 1 and branches[0].condition.is_value:
        return {"points": branches[0].award.least}
    return {}


def _by_reading(
    leaf: Indicator,
    rule: Rule,
    facts: TableFacts,
    t: Terms,
    reads: tuple[str, ...],
    without_numbers: RulingTerms | None,
) -> CompiledRuling:
    """The ruling of a leaf that reads numbers, lists, or more truths than can be asked about."""
    inputs = tuple(dict.fromkeys(each for fact in reads for each in facts.inputs(fact)))
    try:
        algebra = ColumnAlgebra(t, facts, leaf.places)
        branches = rule.points(algebra, leaf.weight)
        known = t.every([facts.known(fact) for fact in reads])
        odd = t.some([t.holds(each) for each in algebra.odd])
        read = _of_branches(branches, leaf, t)
    except (NotInColumnsError, TooWideError):
        return _left_altogether(leaf, inputs, facts, t)
    except Exception:  # a rule of a plugin, opaque or failing in this reading: scoring says what it does
        return _left_altogether(leaf, inputs, facts, t)
    wild = t.some([facts.wild(each) for each in inputs])
    plain = t.every([known, t.negate(odd), t.negate(wild)])
    numbers = [fact for fact in reads if _is_number(facts, fact)]
    if without_numbers is None:
        blank, without_numbers = t.value(False), read
    else:
        blank = t.every([facts.blank(fact) for fact in numbers])
    open_rows = t.value(False)
    may_be: RulingTerms | None = None
    if len(reads) > 1 and leaf.applies_when is None and not leaf.is_monitored:
        try:
            may_be = open_ruling(leaf, rule, facts, algebra, t)
            sure = [t.either(facts.known(fact), facts.blank(fact)) for fact in numbers]
            open_rows = t.every([t.negate(known), *sure, *(t.negate(each) for each in (odd, wild))])
        except (NotInColumnsError, TooWideError):
            may_be = None
    rows = t.negate(t.some([plain, blank, open_rows]))
    columns = {name: f"~{leaf.id}:{name}" for name in FIELDS}
    leftover = None if rows.is_value and not rows.value else Leftover(leaf, rows, inputs, columns, False)
    asked = without_numbers if leftover is None else _asked_terms(leaf, columns, t)
    made = []
    for name in FIELDS:
        one, two, three = (getattr(each, name) for each in (read, without_numbers, asked))
        rest = two if may_be is None else t.when(blank, two, getattr(may_be, name))
        rest = rest if leftover is None else t.when(rows, three, rest)
        if leftover is None and rest.is_value and rest.value is None and _covers(one, inputs):
            made.append(one)
        else:
            made.append(t.when(plain, one, rest))
    return CompiledRuling(RulingTerms(*made), leftover)


def _covers(term: Term, inputs: tuple[str, ...]) -> bool:
    """Whether *term* is null wherever one of *inputs* is."""
    found = nulls_with(term)
    return found is None or (bool(inputs) and set(inputs) <= found)


def _is_number(facts: TableFacts, fact: str) -> bool:
    declaration = facts.declarations[fact]
    return declaration.derivation is not None or declaration.type not in ("bool", "choice", "text")


def _of_branches(branches: tuple[Branch, ...], leaf: Indicator, t: Terms) -> RulingTerms:
    """What the branches say where every fact is known, within the limits of *leaf*."""
    unit = 10**leaf.places
    least = None if leaf.limits.least is None else in_units(leaf.limits.least, unit)
    most = None if leaf.limits.most is None else in_units(leaf.limits.most, unit)
    low, high = (t.null("int") if end is None else t.value(end) for end in (least, most))
    result = RulingTerms(t.value(PENDING), t.null("int"), low, high, t.null("int"))  # where no branch holds
    for number, (condition, award) in reversed(list(enumerate(branches, 1))):
        if award.how == "awarded":
            points = t.within(award.least, least, most) if leaf.extra else award.least
            branch = RulingTerms(t.value(SCORED), points, points, points, t.value(number))
            outside = _outside(points, least, most, t)
            error = RulingTerms(t.value(ERROR), t.null("int"), low, high, t.null("int"))
            branch = RulingTerms(*(t.when(outside, a, b) for a, b in zip(error, branch, strict=True)))
        else:
            ends = [t.within(end, least, most) for end in (award.least, award.most)]
            branch = RulingTerms(t.value(PENDING), t.null("int"), ends[0], ends[1], t.value(number))
        result = RulingTerms(*(t.when(condition, a, b) for a, b in zip(branch, result, strict=True)))
    return result


def _outside(points: Term, least: int | None, most: int | None, t: Terms) -> Term:
    """Where *points* are beyond the limits."""
    beyond = []
    if least is not None and points.low < least:
        beyond.append(t.less(points, t.value(least)))
    if most is not None and points.high > most:
        beyond.append(t.less(t.value(most), points))
    return t.some(beyond)


def _left_altogether(leaf: Indicator, inputs: tuple[str, ...], facts: TableFacts, t: Terms) -> CompiledRuling:
    columns = {name: f"~{leaf.id}:{name}" for name in FIELDS}
    return CompiledRuling(_asked_terms(leaf, columns, t), Leftover(leaf, t.value(True), inputs, columns, True))


MOST_POINTS = 10**12
"""Most points, in their smallest unit, that scoring may say of a leaf."""


def _asked_terms(leaf: Indicator, columns: Mapping[str, str], t: Terms) -> RulingTerms:
    unit = 10**leaf.places
    least = -MOST_POINTS if leaf.limits.least is None else in_units(leaf.limits.least, unit)
    most = MOST_POINTS if leaf.limits.most is None else in_units(leaf.limits.most, unit)
    limits = {"state": (ERROR, SCORED), "branch": (1, 10_000)}
    return RulingTerms(
        *(
            t.column(columns[name], "int", *limits.get(name, (least, most)), is_nullable=name != "state")
            for name in FIELDS
        )
    )
