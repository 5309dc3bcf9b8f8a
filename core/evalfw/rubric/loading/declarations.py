"""Checks of fact declarations and reconciliations, in rubrics and in evidence alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from evalfw.foundation import Problem, Text
from evalfw.language import Binary, ExpressionError, FactDeclaration, at_column, check_types, facts_in
from evalfw.rubric.loading.chain import Place
from evalfw.rubric.loading.tree import ID
from evalfw.rubric.structures import Reconciliation

COMPARISONS = frozenset({"=", "<", "<=", ">", ">="})
MAX_FACT_PLACES = 12
RESERVED = frozenset({"true", "false", "and", "or", "not", "in"})
"""Words of the expression language, which no fact can be called."""


def declaration_problems(
    facts: Mapping[str, tuple[FactDeclaration, Place]],
    reconciliations: Mapping[str, tuple[Reconciliation, Place]],
) -> Iterator[Problem]:
    """Everything wrong with *facts* and *reconciliations*, each given with its place."""
    declared = {id: fact for id, (fact, _) in facts.items()}
    circular = circular_facts(declared)
    for fact, place in facts.values():
        for key, what, hint in fact_faults(fact, declared, circular):
            yield place.problem(key, what, hint)
    for reconciliation, place in reconciliations.values():
        for key, what, hint in reconciliation_faults(reconciliation, declared):
            yield place.problem(key, what, hint)


Fault = tuple[str, Text, Text | None]


def fact_faults(
    fact: FactDeclaration, declared: Mapping[str, FactDeclaration], circular: Collection[str]
) -> Iterator[Fault]:
    """Key, what is wrong and hint for each fault of a declaration; *circular* are the facts that derive from themselves."""
    if not ID.fullmatch(fact.id):
        yield (
            "id",
            Text("编号只用小写字母、数字、下划线和点", "ids are made of lower-case letters, digits, '_' and '.'"),
            None,
        )
    elif fact.id in RESERVED:
        what = Text(f"'{fact.id}' 是表达式里的词，不能作编号", f"'{fact.id}' is a word of expressions, not an id")
        yield "id", what, None
    if fact.places is not None and not 0 <= fact.places <= MAX_FACT_PLACES:
        what = Text(f"小数位数应在 0 至 {MAX_FACT_PLACES} 之间", f"must be between 0 and {MAX_FACT_PLACES}")
        yield "places", what, None
    if fact.tolerance < 0:
        yield "tolerance", Text("容差不能为负", "a tolerance cannot be negative"), None
    if fact.type == "choice" and not fact.choices:
        yield "type", Text("choice 型事实要列出 choices", "a choice lists its 'choices'"), None
    if fact.type == "list" and not fact.fields:
        yield "type", Text("list 型事实要列出 fields", "a list declares its 'fields'"), None
    if fact.least is not None and fact.most is not None and fact.least > fact.most:
        yield "min", Text("min 大于 max", "'min' is more than 'max'"), None
    if not fact.is_numeric:
        for key, given in (
            ("min", fact.least),
            ("max", fact.most),
            ("places", fact.places),
            ("derivation", fact.derivation),
            ("better", fact.better),
        ):
            if given is not None:
                yield key, Text(f"{fact.type} 型事实不能有 {key}", f"a {fact.type} fact has no '{key}'"), None
        return
    if fact.derivation is None:
        return
    try:
        check_types(fact.derivation, "number", declared)
    except ExpressionError as error:
        yield "derivation", *at_column(error)
        return
    if fact.id in circular:
        yield "derivation", Text("推算式绕回了自己", "the derivation leads back to the fact itself"), None


def circular_facts(declared: Mapping[str, FactDeclaration]) -> frozenset[str]:
    """The facts of *declared* that derive from themselves, however far around."""
    inputs = {
        id: {ref.id for ref in facts_in(fact.derivation.root)} & declared.keys()
        for id, fact in declared.items()
        if fact.derivation is not None
    }
    left = _peeled({id: needed & inputs.keys() for id, needed in inputs.items()})
    dependents: dict[str, set[str]] = {id: set() for id in left}
    for id, needed in left.items():
        for each in needed & left.keys():
            dependents[each].add(id)
    between = _peeled(dependents)  # on a circle, or on a way from one to another
    return frozenset(id for id in between if _leads_to_itself(id, between))


def _peeled(needs: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """*needs* without what needs nothing, what needs only that, and so on."""
    waiting: dict[str, list[str]] = {}
    for id, needed in needs.items():
        for each in needed:
            waiting.setdefault(each, []).append(id)
    counts = {id: len(needed) for id, needed in needs.items()}
    free = [id for id, count in counts.items() if not count]
    while free:
        for id in waiting.get(free.pop(), ()):
            counts[id] -= 1
            if not counts[id]:
                free.append(id)
    return {id: needs[id] for id, count in counts.items() if count}


def _leads_to_itself(id: str, needs: Mapping[str, set[str]]) -> bool:
    pending, reached = [id], set[str]()
    while pending:
        for each in needs[pending.pop()] & needs.keys():
            if each == id:
                return True
            if each not in reached:
                reached.add(each)
                pending.append(each)
    return False


def reconciliation_faults(reconciliation: Reconciliation, declared: Mapping[str, FactDeclaration]) -> Iterator[Fault]:
    """Key, what is wrong and hint for each fault of a reconciliation."""
    try:
        check_types(reconciliation.relation, "bool", declared)
    except ExpressionError as error:
        yield "relation", *at_column(error)
        return
    root = reconciliation.relation.root
    if not isinstance(root, Binary) or root.operator not in COMPARISONS:
        what = Text("勾稽关系应当是一个比较，如 a + b = c", "a relation is one comparison, such as a + b = c")
        yield "relation", what, None
    if reconciliation.tolerance < 0:
        yield "tolerance", Text("容差不能为负", "a tolerance cannot be negative"), None
