"""Rule kinds, aggregators and functions: pure, deterministic, bounded, monotone where claimed, without I/O."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from evalfw.algebra import Amount, BoundsAlgebra, ExactAlgebra, Known, Range, UndefinedError
from evalfw.comparing.samples import samples
from evalfw.conformance.check import Check, broken, kept, untried, verdict
from evalfw.conformance.trials import parse, rubric_of, rubric_of_rule
from evalfw.conformance.watching import Watch
from evalfw.exact import as_decimal, plain, shown
from evalfw.expressions import Function
from evalfw.guarding import said_of
from evalfw.model.report import Report
from evalfw.model.rubric import Rubric
from evalfw.plugins.host import PluginHost
from evalfw.proving.check import check_rule
from evalfw.rules.exactly import exact_outcome
from evalfw.rules.opaque import OpaqueRule
from evalfw.rules.rule import Rule
from evalfw.scoring import score
from evalfw.testing import Given, evidence_of
from evalfw.text import Text, verbatim

MOST = 200
"""Most combinations of facts that an example is tried with."""


class Trial(NamedTuple):
    """Facts, by id, and the report that they give."""

    facts: Mapping[str, Amount]
    report: Report


def check_rule_kind(id: str, examples: tuple[str, ...], host: PluginHost, watch: Watch) -> Iterator[Check]:
    """Every check of the rule kind *id*."""
    about = f"rule {id}"
    if not examples:
        yield _no_examples(about, "RuleKind")
    for example in examples:
        try:
            rubric = rubric_of_rule(example, host)
        except Exception as error:  # an example of a plugin
            yield broken("loads", about, Text("示例用不了：", "the example does not load: ") + said_of(error))
            continue
        yield kept("loads", about)
        yield from _scored(about, rubric, watch)
        (leaf,) = rubric.leaves
        if leaf.rule is not None:
            yield from _monotone(about, leaf.rule, rubric)


def check_aggregator(id: str, examples: tuple[str, ...], host: PluginHost, watch: Watch) -> Iterator[Check]:
    """Every check of the aggregator *id*."""
    about = f"aggregator {id}"
    if not examples:
        yield _no_examples(about, "AggregatorKind")
    for example in examples:
        try:
            rubric = rubric_of(parse(example), host)
        except Exception as error:
            yield broken("loads", about, Text("示例用不了：", "the example does not load: ") + said_of(error))
            continue
        yield kept("loads", about)
        yield from _scored(about, rubric, watch)


def check_function(function: Function, watch: Watch) -> Iterator[Check]:
    """Every check of *function*: the same result twice, and within its own bounds."""
    about = f"function {function.id}"
    numbers = tuple(Fraction(each) for each in ("0", "1", "-2", "0.5", "7", "100"))
    arity = function.least if function.most is None else function.most
    fault: Text | None = None
    unsafe: Text | None = None
    with watch.on(reads=True) as seen:
        for number in range(len(numbers)):
            given = [numbers[(number + place) % len(numbers)] for place in range(arity)]
            try:
                first, again = (function.apply(ExactAlgebra({}), given) for _ in range(2))
                spans = [Range(min(each, Fraction(0)), max(each, Fraction(0))) for each in given]
                span = function.apply(BoundsAlgebra({}), spans)
            except UndefinedError:
                continue
            except Exception as error:
                fault = fault or said_of(error)
                continue
            said = verbatim(f"{function.id}({', '.join(map(shown, given))})")
            if first != again:
                fault = said + Text("：两次结果不同", ": differs when called twice")
            if isinstance(span, Range) and not span.contains(first):
                unsafe = said + Text("：结果不在自己的界内", ": the result is outside its own bounds")
    yield verdict("deterministic", about, fault)
    yield verdict("safe_bounds", about, unsafe)
    yield _no_io(about, seen)


def _no_examples(about: str, sort: str) -> Check:
    return untried(
        "loads",
        about,
        Text(f"没有示例可试：请在 {sort} 里写 examples", f"there is nothing to try it with: give {sort} some examples"),
    )


def _scored(about: str, rubric: Rubric, watch: Watch) -> Iterator[Check]:
    read = tuple(dict.fromkeys(fact for node in rubric.indicators for fact in (node.rule.reads() if node.rule else ())))
    rules = [node.rule for node in rubric.leaves]
    chosen = list(samples(read, rubric.facts, rules, MOST * 20))
    step = max(len(chosen) // MOST, 1)
    facts = [values for values in chosen[::step] if _given(values) is not None]
    _report(rubric, {})  # imports what it imports
    with watch.on(reads=True) as seen:
        trials = [Trial(values, _report(rubric, values)) for values in facts]
        backwards = [Trial(values, _report(rubric, values)) for values in reversed(facts)][::-1]
    yield verdict("deterministic", about, _differing(trials, backwards))
    yield verdict("bounded", about, _outside(trials))
    yield verdict("safe_bounds", about, _unsafe(rubric, trials))
    if any(isinstance(rule, OpaqueRule) and hasattr(rule, "program") for rule in rules):
        yield untried("no_io", about, Text("它由程序计分", "a program scores it"))
    else:
        yield _no_io(about, seen)


def _no_io(about: str, seen: list[str]) -> Check:
    if not seen:
        return kept("no_io", about)
    return broken("no_io", about, Text(f"计分时读写了外界：{seen[0]}", f"reads or writes while scoring: {seen[0]}"))


def _given(values: Mapping[str, Amount]) -> Mapping[str, Given] | None:
    """*values* as evidence states them; None if one has no exact decimal."""
    given: dict[str, Given] = {}
    for fact, value in values.items():
        if isinstance(value, Fraction):
            decimal = as_decimal(value)
            if decimal is None:
                return None
            given[fact] = Decimal(plain(decimal))
        elif isinstance(value, tuple):
            given[fact] = [dict(item) for item in value]
        else:
            given[fact] = value
    return given


def _report(rubric: Rubric, values: Mapping[str, Amount]) -> Report:
    return score(rubric, evidence_of(rubric, _given(values) or {}))


def _differing(trials: list[Trial], again: list[Trial]) -> Text | None:
    for first, second in zip(trials, again, strict=True):
        if _told(first) != _told(second):
            return _facts(first) + Text("：两次结果不同", ": the result differs when asked twice")
    return None


def _told(trial: Trial) -> list[object]:
    return [
        (each.id, each.points, each.weight, each.bounds, each.state, each.branch, each.because, each.rule_words)
        for each in trial.report.indicators
    ]


def _outside(trials: list[Trial]) -> Text | None:
    for trial in trials:
        for result in trial.report.indicators:
            if result.state == "error":
                return _facts(trial) + Text("：", ": ") + result.because
    return None


def _unsafe(rubric: Rubric, trials: list[Trial]) -> Text | None:
    """A fact without which the bounds leave out what comes out when it is known."""
    for fact in rubric.facts:
        for trial in trials[:40]:
            if fact not in trial.facts:
                continue
            less = _report(rubric, {name: value for name, value in trial.facts.items() if name != fact})
            total = trial.report.total.points
            if trial.report.total.bounds.single is not None and not less.total.bounds.contains(total):
                without = Text(f"，缺 {fact} 时的界", f": without {fact} the bounds")
                reach = f"{_end(less.total.bounds.least)}～{_end(less.total.bounds.most)}"
                return (
                    _facts(trial)
                    + without
                    + Text(f"是 {reach}，不含 {shown(total)}", f" are {reach}, without {shown(total)}")
                )
    return None


def _end(end: Fraction | None) -> str:
    return "" if end is None else shown(end)


def _facts(trial: Trial) -> Text:
    return verbatim(", ".join(f"{fact} = {_value(value)}" for fact, value in trial.facts.items()))


def _value(value: Amount) -> str:
    return shown(value) if isinstance(value, Fraction) else str(value)


def _monotone(about: str, rule: Rule, rubric: Rubric) -> Iterator[Check]:
    (leaf,) = rubric.leaves
    if not any(rubric.facts[fact].better is not None for fact in rule.reads()):
        return
    verdicts = check_rule(rule, leaf.weight, (leaf.limits.least, leaf.limits.most), rubric.facts)
    for each in (each for each in verdicts if each.property == "monotone"):
        if each.status == "proved":
            yield kept("monotone", about)
        elif each.status == "violated":
            yield broken("monotone", about, each.message)
        else:
            yield _monotone_by_samples(about, rule, rubric)


def _monotone_by_samples(about: str, rule: Rule, rubric: Rubric) -> Check:
    """Where nothing is proved: better values, one after the other, with everything else as it was."""
    (leaf,) = rubric.leaves

    def award(values: Mapping[str, Amount]) -> Fraction | None:
        known = {fact: Known(value) for fact, value in values.items()}
        try:
            return exact_outcome(rule, leaf.weight, known).awarded
        except UndefinedError:
            return None

    chosen = list(samples(rule.reads(), rubric.facts, [rule], MOST))
    for fact in rule.reads():
        better = rubric.facts[fact].better
        if better is None:
            continue
        groups: dict[str, list[tuple[Fraction, Mapping[str, Amount]]]] = {}
        for values in chosen:
            value = values[fact]
            if isinstance(value, Fraction):
                rest = str({name: each for name, each in values.items() if name != fact})
                groups.setdefault(rest, []).append((value, values))
        for group in groups.values():
            ordered = sorted(group, key=lambda each: each[0], reverse=better == "lower")
            points = [award(values) for _, values in ordered]
            for (_, values), before, after in zip(ordered[1:], points, points[1:], strict=False):
                if before is not None and after is not None and after < before:
                    said = Text(f"{fact} 变好，得分反而少", f"a better {fact} earns less")
                    return broken("monotone", about, said + verbatim(f": {dict(values)}"))
    return kept("monotone", about)
