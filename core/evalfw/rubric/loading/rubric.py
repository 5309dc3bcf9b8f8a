"""The resolved chain checked as a whole, and made into a ``Rubric``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from evalfw.foundation import (
    ZERO,
    Document,
    KeyPath as DocumentPath,
    Misfit,
    Problem,
    RubricError,
    Text,
    nearest,
    shown,
    told,
)
from evalfw.language import BoundsAlgebra, FactDeclaration, Rule, Sum, no_such_fact
from evalfw.rubric.across import across_misfits
from evalfw.rubric.identity import RubricIdentity
from evalfw.rubric.layout import Layout
from evalfw.rubric.loading.catalogue import Catalogue, RubricSource
from evalfw.rubric.loading.chain import Overlay, Place
from evalfw.rubric.loading.declarations import declaration_problems
from evalfw.rubric.loading.grades import grade_problems
from evalfw.rubric.loading.layout import form_problems, laid_over, money_problems, pattern_problems
from evalfw.rubric.loading.measuring import put_in_units
from evalfw.rubric.loading.resolved import Resolved
from evalfw.rubric.loading.resolving import resolve
from evalfw.rubric.loading.rubric_file import Vocabulary
from evalfw.rubric.loading.structures import conversions_of, structure_problems
from evalfw.rubric.loading.tree import MAX_PLACES, Tree, build_tree
from evalfw.rubric.model import Rubric


def load_rubric(
    source: RubricSource, catalogue: Catalogue, vocabulary: Vocabulary, overlays: Iterable[Overlay] = ()
) -> Rubric:
    """
    The rubric at *source*, extensions resolved, overlays laid over it, and everything checked.

    Args:
        source: From ``Catalogue.find``.
        catalogue: Where ``extends`` is looked up.
        vocabulary: The rule kinds, aggregators and functions that it may name.
        overlays: What is laid over it, in any order; their roles decide.

    Raises:
        RubricError: With every problem that could be found.
    """
    resolved = resolve(source, catalogue, vocabulary, overlays)
    problems = [*resolved.problems, *put_in_units(resolved, vocabulary.units)]
    facts = {id: fact for id, (fact, _) in resolved.facts.items()}
    problems += declaration_problems(resolved.facts, resolved.reconciliations)
    tree = build_tree(resolved, _places(resolved))
    problems += tree.problems
    full_mark = _full_mark(resolved, problems)
    if not problems:
        problems += _sum_problem(resolved, tree, full_mark)
        problems += structure_problems(resolved, tree, facts)
    problems += _decimal_problems(resolved, full_mark)
    problems += _rule_problems(resolved, tree, facts)
    for across, place in resolved.across.values():
        problems += [place.problem(each.path, each.what, each.hint) for each in across_misfits(across, facts)]
    problems += _head_problems(resolved, full_mark)
    problems += _layout_problems(resolved, facts)
    if problems:
        raise RubricError(sorted(problems, key=lambda problem: (problem.file, problem.line or 0)))
    rubric = _rubric(resolved, tree, facts, full_mark)
    idle = list(_idle_facts(resolved, rubric)) if len(resolved.layers) > 1 else []
    if idle:
        raise RubricError(sorted(idle, key=lambda problem: (problem.file, problem.line or 0)))
    return rubric


def _idle_facts(resolved: Resolved, rubric: Rubric) -> Iterator[Problem]:
    """Facts that an extension declares and that address nothing: they change none and nothing reads them."""
    from evalfw.rubric.uses import used_facts  # only where something extends

    used = used_facts(rubric)
    for id, (_, place) in resolved.facts.items():
        if place.layer.depth > 0 and id not in used and id not in resolved.inherited_facts:
            what = Text(
                f"没有可以修改的事实 '{id}'，也没有规则读它", f"there is no fact '{id}' to change, and nothing reads it"
            )
            yield place.problem("id", what, nearest(id, (each for each in resolved.facts if each != id)))


def _rubric(resolved: Resolved, tree: Tree, facts: dict[str, FactDeclaration], full_mark: Fraction) -> Rubric:
    top = resolved.top.file
    edition = next(layer for layer in reversed(resolved.layers) if layer.role in ("base", "extends")).file
    grades, _ = resolved.newest("grade")
    return Rubric(
        identity=RubricIdentity(top.id, top.version, tuple(layer.document.data for layer in resolved.layers)),
        status=edition.status,
        superseded_by=edition.superseded_by or "",
        valid_from=edition.valid_from,
        valid_to=edition.valid_to,
        layers=tuple(layer.info for layer in resolved.layers),
        lineage=tuple(layer.file.id for layer in reversed(resolved.layers[:-1])),
        title=resolved.newest("title")[0],
        issuer=top.issuer or "",
        period=top.period or "",
        source=top.source or "",
        full_mark=full_mark,
        places=_places(resolved),
        facts=MappingProxyType(facts),
        indicators=tree.indicators,
        reconciliations=tuple(entry for entry, _ in resolved.reconciliations.values()),
        aggregate=resolved.newest("aggregate")[0] or Sum(),
        models=tuple(model for model, _ in resolved.models.values()),
        gates=tuple(gate for gate, _ in resolved.gates.values()),
        scales=MappingProxyType({id: scale for id, (scale, _) in resolved.scales.items()}),
        conversions=MappingProxyType(dict(conversions_of(resolved))),
        units=resolved.known_units,
        across=tuple(across for across, _ in resolved.across.values()),
        grades=grades or (),
        grade_by=resolved.newest("grade_by")[0] or "points",
        note="\n".join(layer.file.note for layer in resolved.layers if layer.file.note),
        sample=_sample(resolved),
        layout=_layout(resolved),
        fact_origins=MappingProxyType({id: place.origin for id, (_, place) in resolved.facts.items()}),
    )


def _full_mark(resolved: Resolved, problems: list[Problem]) -> Fraction:
    full_mark, place = resolved.newest("full_mark")
    aggregate, _ = resolved.newest("aggregate")
    if full_mark is None and aggregate is not None and not aggregate.makes_figure:
        return ZERO
    if full_mark is None:
        problems.append(_missing_key("full_mark", place))
        return ZERO
    return Fraction(full_mark)


def _missing_key(key: str, place: Place) -> Problem:
    return place.layer.document.problem((), Text(f"缺少键 '{key}'", f"missing key '{key}'"))


def _places(resolved: Resolved) -> int:
    places, _ = resolved.newest("places")
    return 2 if places is None else int(places)


def _sum_problem(resolved: Resolved, tree: Tree, full_mark: Fraction) -> Iterator[Problem]:
    if any(node.is_supplied and node.rule is None and node.weight == 0 for node in tree.indicators):
        return  # an overlay still has to give weights
    aggregate = resolved.newest("aggregate")[0] or Sum()
    total = aggregate.full_mark([tree.parts[node.id] for node in tree.indicators if node.level == 1], full_mark)
    if total is not None and total != full_mark:
        _, place = resolved.newest("full_mark")
        if place.layer is not resolved.top:  # what an extension changed does not add up; the base did
            place = Place(resolved.top, ("extends",))
        summed, declared = shown(total), shown(full_mark)
        what = Text(
            f"一级指标分值合计 {summed}，与满分 {declared} 不符",
            f"the weights add up to {summed}, the full mark is {declared}",
        )
        if aggregate.kind != "sum":
            what = Text(
                f"按 {aggregate.kind} 汇总的满分是 {summed}，与满分 {declared} 不符",
                f"by '{aggregate.kind}' the full mark is {summed}, and {declared} is declared",
            )
        parts = "，".join(f"{node.title} {shown(node.weight)}" for node in tree.indicators if node.level == 1)
        yield place.problem((), what, Text(parts, parts.replace("，", ", ")))


def _decimal_problems(resolved: Resolved, full_mark: Fraction) -> Iterator[Problem]:
    """Weights and limits that points, rounded to ``places``, could not reach."""
    places = _places(resolved)
    if not 0 <= places <= MAX_PLACES:
        return
    what = Text(f"分数最多 {places} 位小数", f"points have at most {places} decimals")
    hint = Text("可用 places 增加位数", "'places' allows more")
    if (full_mark * 10**places).denominator != 1:
        yield resolved.newest("full_mark")[1].problem((), what, hint)
    for id, entry in resolved.indicators.items():
        given = {"weight": () if entry.weight is None else (entry.weight,), "limits": entry.limits or ()}
        for key, numbers in given.items():
            if any((Fraction(each) * 10**places).denominator != 1 for each in numbers):
                yield resolved.indicator_places[id][key].problem(key, what, hint)


def _rule_problems(resolved: Resolved, tree: Tree, facts: Mapping[str, FactDeclaration]) -> Iterator[Problem]:
    for node in tree.indicators:
        if node.rule is None or (resolved.indicators[node.id].weight is None and not node.extra):
            continue  # a missing weight is told by itself
        place = resolved.indicator_places[node.id]["rule"]
        try:
            found = _monitoring(node.rule, facts) if node.is_monitored else node.rule.misfits(node.weight, facts)
            misfits = list(found) or _unread(node.rule, facts)
        except Exception as error:  # a rule may come from a plugin
            misfits = [Misfit((), told(Text(f"规则 {node.rule.kind}", f"rule {node.rule.kind}"), error))]
        for misfit in misfits:
            yield place.problem(("rule", *misfit.path), misfit.what, misfit.hint)


def _monitoring(rule: Rule, facts: Mapping[str, FactDeclaration]) -> Iterator[Misfit]:
    """What does not fit about the rule of an indicator that earns nothing: points, and what never fits."""
    if not _gives_points(rule, facts):
        yield from rule.misfits(Fraction(1), facts)
        return
    what = Text("分值为 0 的指标只监测不计分，规则却给分", "an indicator of weight 0 is monitored, and earns no points")
    hint = Text(
        "用 all_or_nothing、proportional，或把 points 写成 0、改写 share",
        "use all_or_nothing or proportional, give shares, or points of 0",
    )
    yield Misfit((), what, hint)


def _gives_points(rule: Rule, facts: Mapping[str, FactDeclaration]) -> bool:
    """Whether *rule* gives points although its indicator has none; not where it is not in order in another way."""
    try:
        outcome = rule.points(BoundsAlgebra({fact: facts[fact].unknown for fact in rule.reads()}), ZERO)
    except Exception:  # told by its misfits
        return False
    return any(each.how != "unruled" and each.span.single != ZERO for each in outcome.possibilities)


def _unread(rule: Rule, facts: Mapping[str, FactDeclaration]) -> list[Misfit]:
    """Facts that *rule* reads, found fault with nothing in, and that are not declared all the same."""
    return [Misfit((), no_such_fact(fact), nearest(fact, facts)) for fact in rule.reads() if fact not in facts]


def _head_problems(resolved: Resolved, full_mark: Fraction) -> Iterator[Problem]:
    if resolved.newest("title")[0] is None:
        yield _missing_key("title", Place(resolved.top, ()))
    places, place = resolved.newest("places")
    if places is not None and not 0 <= places <= MAX_PLACES:
        yield place.problem((), Text(f"小数位数应在 0 至 {MAX_PLACES} 之间", f"must be between 0 and {MAX_PLACES}"))
    for layer in resolved.layers:
        first, last = layer.file.valid_from, layer.file.valid_to
        if first is not None and last is not None and first > last:
            yield layer.document.problem(("valid_to",), Text("早于 valid_from", "before 'valid_from'"))
    grades, place = resolved.newest("grade")
    yield from grade_problems(grades or (), place, full_mark)
    for layer in resolved.layers:
        if layer.file.sample is not None and not (layer.source.path.parent / layer.file.sample).is_dir():
            what = Text(
                f"样例文件夹 '{layer.file.sample}' 不存在", f"the sample folder '{layer.file.sample}' does not exist"
            )
            yield layer.document.problem(("sample",), what)


def _layout(resolved: Resolved) -> Layout:
    layout = Layout()
    for layer in resolved.layers:
        table = layer.document.data.get("layout")
        if layer.file.layout is not None and isinstance(table, dict):
            layout = laid_over(layout, layer.file.layout, table)
    return layout


def _layout_problems(resolved: Resolved, facts: Mapping[str, FactDeclaration]) -> Iterator[Problem]:
    for layer in resolved.layers:
        if layer.file.layout is None:
            continue

        def tell(path: DocumentPath, what: Text, hint: Text | None, document: Document = layer.document) -> Problem:
            return document.problem(("layout", *path), what, hint)

        yield from pattern_problems(layer.file.layout, tell)
        yield from form_problems(layer.file.layout, tell)
        yield from money_problems(layer.file.layout, facts, resolved.indicators, tell)


def _sample(resolved: Resolved) -> Path | None:
    for layer in reversed(resolved.layers):
        if layer.file.sample is not None:
            return layer.source.path.parent / layer.file.sample
    return None
