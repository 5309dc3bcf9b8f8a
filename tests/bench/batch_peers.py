"""
Other engines for rules, on the points of the same 41 indicators and their total: one unit at a time, as they work.

They get more than a batch does: every fact is known, lists are numbers already, and numbers are floats.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
from batch_measures import the_rubric

Facts = dict[str, Any]


def peer(name: str, path: Path, units: int) -> float:
    """Seconds that *name* takes for the first *units* of the canonical table at *path*."""
    rubric = the_rubric()
    leaves = list(rubric.leaves)
    rows = facts_of(rubric, path, units)
    expressions = [_expression(leaf, name) for leaf in leaves]
    score = {"generated python": _python, "cel": _cel, "zen": _zen}[name](expressions)
    began = time.perf_counter()
    totals = [score(row) for row in rows]
    seconds = time.perf_counter() - began
    assert len(totals) == units
    return seconds


def facts_of(rubric: Any, path: Path, units: int) -> list[Facts]:
    """The facts of the units, without nulls, under names without dots."""
    table = pl.read_parquet(path, n_rows=units)
    rows = []
    for row in table.iter_rows(named=True):
        facts: Facts = {}
        for fact in rubric.facts.values():
            value = row.get(fact.id)
            if fact.type == "bool":
                facts[_name(fact.id)] = bool(value)
            elif fact.type == "list":
                facts[_name(fact.id)] = float(len(row[f"{fact.id}#items"] or []))
            else:
                facts[_name(fact.id)] = float(value or 0) / 10**fact.scale
        rows.append(facts)
    return rows


def _name(fact: str) -> str:
    return fact.replace(".", "_")


def _expression(leaf: Any, language: str) -> str:
    """The points of *leaf* in the language of the engine."""
    python = language == "generated python"
    both, either, no = (
        ("and", "or", "not ") if python else ("and", "or", "not ") if language == "zen" else ("&&", "||", "!")
    )

    def choose(condition: str, held: str, failed: str) -> str:
        return f"({held} if {condition} else {failed})" if python else f"({condition} ? {held} : {failed})"

    rule = leaf.rule
    if rule.kind == "tiers":
        return f"{_name(rule.fact)} * 1.0"
    if rule.kind == "bands":
        made = "0.0"
        for band in reversed(rule.bands):
            sign, end = (">", band.above) if band.above is not None else ("<", band.below)
            made = choose(f"{_name(rule.fact)} {sign} {float(end)}", f"{float(band.points)}", made)
        return made
    text = (rule.when if rule.kind == "all_or_nothing" else rule.full_when).text
    words = []
    for word in text.replace("(", " ( ").replace(")", " ) ").split():
        if word in ("and", "or", "not"):
            words.append({"and": both, "or": either, "not": no}[word])
        elif word == "=":
            words.append("==")
        elif word[0].isdigit():
            words.append(f"{float(word)}")
        else:
            words.append(_name(word))
    least = float(getattr(rule, "least", 0))
    return choose(" ".join(words), f"{float(leaf.weight)}", f"{least}")


def _python(expressions: list[str]) -> Callable[[Facts], float]:
    lines = ["def score(facts):", "    points = ["]
    for each in expressions:
        lines.append(f"        {_with_facts(each)},")
    lines += ["    ]", "    return sum(points)"]
    space: dict[str, Any] = {}
    exec("\n".join(lines), space)
    made: Callable[[Facts], float] = space["score"]
    return made


def _with_facts(expression: str) -> str:
    import re

    words = {"if", "else", "and", "or", "not"}
    return re.sub(
        r"[a-z_][a-z_0-9]*", lambda found: found[0] if found[0] in words else f"facts[{found[0]!r}]", expression
    )


def _cel(expressions: list[str]) -> Callable[[Facts], float]:
    import cel

    programs = [cel.compile(each) for each in expressions]
    return lambda facts: sum(program.execute(facts) for program in programs)


def _zen(expressions: list[str]) -> Callable[[Facts], float]:
    import zen

    programs = [zen.compile_expression(each) for each in expressions]
    return lambda facts: sum(program.evaluate(facts) for program in programs)
