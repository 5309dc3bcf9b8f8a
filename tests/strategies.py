"""Random rules of every kind over a few declared facts, for property tests."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

from evalfw import FactDeclaration, Indicator
from evalfw.foundation import Origin
from evalfw.language.algebra import Amount, Known, Range
from evalfw.language.algebra.interval import Interval
from evalfw.language.expressions import parse
from evalfw.language.facts import Field
from evalfw.language.rules import Rule
from evalfw.language.rules.all_or_nothing import AllOrNothing
from evalfw.language.rules.bands import Band, Bands
from evalfw.language.rules.base_and_steps import BaseAndSteps
from evalfw.language.rules.by_choice import ByChoice, Worth
from evalfw.language.rules.cases import Cases, Row
from evalfw.language.rules.checklist import Checklist, Item
from evalfw.language.rules.deduct_per_step import DeductPerStep
from evalfw.language.rules.discretion import Discretion
from evalfw.language.rules.formula import Formula
from evalfw.language.rules.interpolation import Interpolation, Level
from evalfw.language.rules.parts import Parts, RulePart
from evalfw.language.rules.proportional import Proportional
from evalfw.language.rules.rated import Rated
from evalfw.language.rules.tiers import Tiers
from evalfw.rubric.structures import Policy

WEIGHT = Fraction(5)

FACTS = {
    fact.id: fact
    for fact in (
        FactDeclaration(id="x", label="甲数", type="number", places=1, least=Decimal(-1), most=Decimal(2)),
        FactDeclaration(
            id="y", label="乙数", type="number", places=1, least=Decimal(-1), most=Decimal(2), better="lower"
        ),
        FactDeclaration(id="n", label="次数", type="count", most=Decimal(6), better="higher"),
        FactDeclaration(id="p", label="甲事", type="bool"),
        FactDeclaration(id="q", label="乙事", type="bool"),
        FactDeclaration(id="level", label="等次", type="choice", choices={"a": "好", "b": "中", "c": "差"}),
        FactDeclaration(
            id="ratings",
            label="评价",
            type="list",
            fields={
                "group": Field(label="评价人", choices={"staff": "职工", "head": "领导"}),
                "score": Field(label="分数", type="number"),
                "project": Field(label="项目"),
                "tier": Field(label="等次", choices={"high": "高", "low": "低"}),
            },
        ),
    )
}

points = st.integers(0, 10).map(lambda n: Decimal(n) / 2)
shares = st.integers(0, 4).map(lambda n: Decimal(n) / 4)
ends = st.integers(-6, 12).map(lambda n: Decimal(n) / 4)
numeric = st.sampled_from(["x", "y", "n"])

terms = st.recursive(
    st.sampled_from(["x", "x", "y", "n", "0", "1", "2", "0.5"]),
    lambda inner: st.one_of(
        st.builds(lambda sign, left, right: f"({left} {sign} {right})", st.sampled_from("+-*/"), inner, inner),
        st.builds(lambda name, left, right: f"{name}({left}, {right})", st.sampled_from(["min", "max"]), inner, inner),
        st.builds(lambda name, x: f"{name}({x})", st.sampled_from(["abs", "floor", "ceil"]), inner),
        st.builds(lambda left, right: f"if(p, {left}, {right})", inner, inner),
        st.builds(lambda left, right: f"lookup(level, 'a', {left}, 'b', 1, {right})", inner, inner),
    ),
    max_leaves=4,
)
conditions = st.recursive(
    st.one_of(
        st.sampled_from(["p", "q", "level = 'a'", "level in ['a', 'c']"]),
        st.builds(
            lambda sign, left, right: f"({left} {sign} {right})",
            st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
            terms,
            terms,
        ),
    ),
    lambda inner: st.one_of(
        st.builds(lambda sign, left, right: f"({left} {sign} {right})", st.sampled_from(["and", "or"]), inner, inner),
        st.builds(lambda x: f"(not {x})", inner),
    ),
    max_leaves=3,
)
intervals = st.one_of(
    st.builds(lambda e: Interval(equal=e), ends),
    st.builds(lambda e: Interval(above=e), ends),
    st.builds(lambda e: Interval(from_=e), ends),
    st.builds(lambda e: Interval(below=e), ends),
    st.builds(lambda e: Interval(to=e), ends),
    st.builds(lambda a, b: Interval(above=a, to=b), ends, ends),
    st.builds(lambda a, b: Interval(from_=a, below=b), ends, ends),
).filter(lambda interval: interval.problem() is None)


def _band(interval: Interval, worth: Decimal, by_share: bool) -> Band:
    return Band(
        above=interval.above,
        from_=interval.from_,
        below=interval.below,
        to=interval.to,
        equal=interval.equal,
        points=None if by_share else worth,
        share=worth / 5 if by_share else None,
    )


bands = st.builds(
    Bands,
    numeric,
    st.lists(st.builds(_band, intervals, points, st.booleans()), min_size=1, max_size=4).map(tuple),
    st.one_of(st.none(), ends),
)
targets = st.one_of(ends, st.just("y"))
steps = st.sampled_from(["whole", "started", "exact"])
step = st.sampled_from([Decimal("0.2"), Decimal("0.3"), Decimal(1), Decimal(5)])
worths = st.one_of(
    st.builds(lambda p: Worth(points=p), points),
    st.builds(lambda s: Worth(share=s), shares),
    st.builds(lambda a, b: Worth(judge=(min(a, b), max(a, b))), points, points),
    st.builds(lambda a, b, c: Worth(judge_share=(min(a, b), max(a, b)), below=c), shares, shares, st.booleans()),
)
rows = st.one_of(
    st.builds(lambda when, p: Row(when=parse(when), points=p), conditions, points),
    st.builds(lambda when, a, b: Row(when=parse(when), judge=(min(a, b), max(a, b))), conditions, points, points),
)
about_numbers = (
    bands,
    st.builds(
        lambda fact, target, base, step, up, down, cap, steps: BaseAndSteps(
            fact=fact, target=target, base=base, step=step, up=up, down=down, cap=cap, steps=steps
        ),
        numeric,
        targets,
        points,
        step,
        st.sampled_from([Decimal("0.3"), Decimal(-1), Decimal(0)]),
        st.sampled_from([Decimal("-0.3"), Decimal(1)]),
        st.one_of(st.none(), points),
        steps,
    ),
    st.builds(
        lambda fact, target, side, step, each, steps, floor: DeductPerStep(
            fact=fact, target=target, side=side, step=step, points_each=each, steps=steps, floor=floor
        ),
        numeric,
        targets,
        st.sampled_from(["above", "below"]),
        step,
        st.sampled_from([Decimal("0.5"), Decimal(2)]),
        steps,
        st.sampled_from([Decimal(0), Decimal(1)]),
    ),
    st.builds(
        lambda fact, target, kind, least, zero, beyond: Proportional(
            fact=fact,
            target=target,
            side=kind[0],
            form=kind[1],
            least_share=least,
            zero_target=zero if isinstance(target, str) else "error",
            judge_beyond=beyond if kind[0] == "at_least" else None,
        ),
        numeric,
        st.one_of(st.sampled_from([Decimal("0.5"), Decimal(2), Decimal("0.7")]), st.just("y")),
        st.sampled_from([("at_least", "ratio"), ("at_most", "ratio"), ("at_most", "linear")]),
        st.sampled_from([None, Decimal("0.6")]),
        st.sampled_from(["error", "compare", "full", "none"]),
        st.sampled_from([None, Decimal("1.3")]),
    ),
    st.builds(
        lambda fact, at, each, below: Interpolation(
            fact=fact,
            levels=tuple(Level(at=a, points=p) for a, p in zip(sorted(at), each, strict=False)),
            below=below,
        ),
        numeric,
        st.lists(ends, min_size=3, max_size=3, unique=True),
        st.lists(points, min_size=3, max_size=3),
        st.one_of(st.none(), points),
    ),
)
about_answers = (
    conditions.map(lambda text: AllOrNothing(parse(text))),
    st.builds(
        lambda text, least: Discretion(parse(text), least), conditions, st.sampled_from([Decimal(0), Decimal(1)])
    ),
    st.builds(
        lambda share, none, floor: Formula(
            share=parse(share), zero_when=None if none is None else parse(none), floor=floor
        ),
        terms,
        st.one_of(st.none(), conditions),
        st.sampled_from([Decimal(0), Decimal(1)]),
    ),
    st.builds(lambda by: Formula(points_by=parse(by)), terms),
    st.lists(rows, min_size=1, max_size=3).map(lambda rows: Cases(tuple(rows))),
    st.builds(
        lambda texts, mode, each: Checklist(
            items=tuple(Item(when=parse(text), points=None if mode == "share" else each) for text in texts), mode=mode
        ),
        st.lists(conditions, min_size=1, max_size=3),
        st.sampled_from(["add", "deduct", "share"]),
        st.sampled_from([Decimal(1), Decimal("1.5")]),
    ),
    st.dictionaries(st.sampled_from("abc"), worths, min_size=1).map(lambda choices: ByChoice("level", choices)),
)
about_lists = (
    st.builds(
        lambda head, within, scale: Rated(
            fact="ratings",
            group="group",
            rating="score",
            shares={"head": head, "staff": 1 - head},
            within=within,
            scale=scale,
        ),
        st.sampled_from([Decimal("0.2"), Decimal("0.5")]),
        st.sampled_from(["mean", "median", "least", "most"]),
        st.sampled_from([Decimal(100), Decimal(10)]),
    ),
    st.builds(lambda high, low: Tiers("ratings", "tier", "project", {"high": high, "low": low}), points, points),
)


several = st.builds(
    lambda rules, most, mode, none, floor, cap: Parts(
        parts=tuple(RulePart(rule=rule, most=worth) for rule, worth in zip(rules, most, strict=False)),
        mode=mode,
        zero_when=None if none is None else parse(none),
        floor=floor,
        cap=cap,
    ),
    st.lists(st.one_of(*about_numbers, *about_answers), min_size=1, max_size=3),
    st.lists(st.sampled_from([None, Decimal(2), Decimal(4)]), min_size=3, max_size=3),
    st.sampled_from(["deduct", "add"]),
    st.one_of(st.none(), conditions),
    st.sampled_from([Decimal(0), Decimal(1)]),
    st.one_of(st.none(), st.just(Decimal(3))),
)
"""Several rules in one."""


def fits(rule: Rule) -> bool:
    """Whether a rubric with *rule* could be loaded."""
    return not list(rule.misfits(WEIGHT, FACTS))


def is_small(rule: Rule) -> bool:
    """Whether all values of the facts that *rule* reads can be looked at."""
    combinations = 1
    for fact in rule.reads():
        combinations *= len(values_of(fact))
    return combinations <= 2500


rules: st.SearchStrategy[Rule] = st.one_of(*about_numbers, *about_answers).filter(fits)
"""Rules that read no list."""

all_rules: st.SearchStrategy[Rule] = st.one_of(*about_numbers, *about_answers, *about_lists, several).filter(fits)

pairs: st.SearchStrategy[tuple[Rule, Rule]] = st.sampled_from(
    (*about_numbers, *about_answers, *about_lists, several)
).flatmap(lambda family: st.tuples(family.filter(fits), family.filter(fits)))
"""Two rules of one kind."""

items = st.lists(
    st.fixed_dictionaries(
        {
            "group": st.sampled_from(["staff", "head"]),
            "score": st.integers(-10, 110).map(str),
            "project": st.sampled_from("甲乙"),
            "tier": st.sampled_from(["high", "low"]),
        }
    ),
    max_size=5,
).map(tuple)


def values_of(fact: str) -> tuple[Amount, ...]:
    """Every value that *fact*, which is no list, may have."""
    declared = FACTS[fact]
    if declared.is_numeric:
        unit = Fraction(1, 10**declared.scale)
        assert declared.domain.least is not None and declared.domain.most is not None
        count = int((declared.domain.most - declared.domain.least) / unit)
        return tuple(declared.domain.least + unit * each for each in range(count + 1))
    return (True, False) if declared.type == "bool" else tuple(declared.choices)


def any_value(fact: str) -> st.SearchStrategy[Amount]:
    """Some value of *fact*."""
    return items if FACTS[fact].type == "list" else st.sampled_from(values_of(fact))


def all_values(rule: Rule) -> list[Mapping[str, Known]]:
    """Every combination of values of the facts that *rule* reads, none of which is a list."""
    reads = rule.reads()
    return [
        {fact: Known(value) for fact, value in zip(reads, each, strict=True)}
        for each in product(*(values_of(fact) for fact in reads))
    ]


def leaf(id: str, rule: Rule, policy: Policy, applies: bool, extra: bool = False) -> Indicator:
    """An indicator with *rule*, that applies where ``p`` holds if *applies*."""
    return Indicator(
        id=id,
        title=id,
        description="",
        criterion="…",
        weight=Fraction(0) if extra else WEIGHT,
        limits=Range(None, None) if extra else Range(Fraction(0), WEIGHT),
        extra=extra,
        rule=rule,
        note="",
        aggregate=None,
        share=WEIGHT,
        risk="",
        policy=policy,
        applies_when=parse("p") if applies else None,
        explain_when=None,
        explain_lost=False,
        scale="",
        places=2,
        is_supplied=False,
        origins={"id": Origin("random")},
    )
