"""Checks of fact declarations and reconciliations, in rubrics and in evidence alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
    for fact, place in facts.values():
        for key, what, hint in fact_faults(fact, declared):
            yield place.problem(key, what, hint)
    for reconciliation, place in reconciliations.values():
        for key, what, hint in reconciliation_faults(reconciliation, declared):
            yield place.problem(key, what, hint)


Fault = tuple[str, Text, Text | None]


def fact_faults(fact: FactDeclaration, declared: Mapping[str, FactDeclaration]) -> Iterator[Fault]:
    """Key, what is wrong and hint for each fault of a declaration."""
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
    if _derives_from_itself(fact, declared):
        yield "derivation", Text("推算式绕回了自己", "the derivation leads back to the fact itself"), None


def _derives_from_itself(fact: FactDeclaration, declared: Mapping[str, FactDeclaration]) -> bool:
    pending = [fact.id]
    reached: set[str] = set()
    while pending:
        derivation = declared[pending.pop()].derivation
        for ref in facts_in(derivation.root) if derivation is not None else ():
            if ref.id == fact.id:
                return True
            if ref.id in declared and ref.id not in reached:
                reached.add(ref.id)
                pending.append(ref.id)
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
