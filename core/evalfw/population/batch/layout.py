"""Which column of a table holds what: the unit, its facts, and what people have decided or claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from evalfw.foundation import NOTHING, RequestError, Text, listing, narrow, nearest, verbatim
from evalfw.language import FactDeclaration
from evalfw.population.batch.mapping import TableMapping, across_problems
from evalfw.population.columns.leaves import Decisions
from evalfw.rubric import Across, Rubric

UNIT_NAMES = ("unit", "单位编号", "单位编码")
"""What the column with the id of the unit is called, where nobody says."""

NAME_NAMES = ("name", "单位名称", "单位")
"""What the column with its name is called."""

TOTAL = "total"
KINDS = ("@override", "@exemption", "@claim", "@reason", "@by")
MOST_NAMED = 8


@attrs.frozen
class TableLayout:
    """
    Columns of a table, by what they hold.

    Attributes:
        unit: Holds the id of the unit.
        name: Holds its name; empty if none does.
        facts: Fact → column.
        overrides, exemptions, claims: Indicator → column; claims of ``total`` among them.
        notes: ``<leaf>@reason``, ``<leaf>@by`` → column: why a person decided about a leaf, and who.
        across: Facts that are worked out across units; they are among *facts*, in columns that the table does not have itself.
        unused: Columns that hold nothing that is asked for.
    """

    unit: str
    name: str
    facts: Mapping[str, str]
    overrides: Mapping[str, str]
    exemptions: Mapping[str, str]
    claims: Mapping[str, str]
    notes: Mapping[str, str] = attrs.field(factory=dict)
    across: tuple[Across, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def decisions(self) -> Decisions:
        """For which leaves the table has decisions."""
        return Decisions(frozenset(self.overrides), frozenset(self.exemptions))

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that holds something, once."""
        named = [self.unit, *([self.name] if self.name else [])]
        for columns in (self.facts, self.overrides, self.exemptions, self.claims, self.notes):
            named += columns.values()
        return tuple(dict.fromkeys(named))

    @property
    def read(self) -> tuple[str, ...]:
        """Every column of the table itself that is read, once."""
        made = {each.column for each in self.across}
        groups = [each.by for each in self.across if each.by]
        return tuple(dict.fromkeys([*(column for column in self.columns if column not in made), *groups]))


def find_layout(
    rubric: Rubric, columns: Iterable[str], mapping: TableMapping, declared: Sequence[Across] = ()
) -> TableLayout:
    """
    What the *columns* of a table hold.

    A fact is found by its id or its label, decisions and claims as ``<indicator>@override``, ``@exemption``, ``@reason``, ``@by`` and ``@claim``. What *mapping*
    says comes first.

    Args:
        rubric: The rubric.
        columns: Names of the columns.
        mapping: Which column holds what, and which facts are worked out across units.
        declared: Facts that the rubric says are worked out across units; one that the table has a column for is taken as it is there.

    Raises:
        RequestError: There is no column for the unit, or the mapping does not fit; all that is wrong at once.
    """
    there = list(columns)
    labels = [fact.label for fact in rubric.facts.values()]
    meant = {fact.label: fact.id for fact in rubric.facts.values() if labels.count(fact.label) == 1}
    known = {"unit", "name", *rubric.facts, *decision_names(rubric)}
    problems = [*_mapping_problems(mapping.columns, known, there)]
    found = {what: column for what, column in mapping.columns.items() if what in known and column in there}
    taken = set(found.values())
    for names, what in ((UNIT_NAMES, "unit"), (NAME_NAMES, "name")):
        first = next((each for each in names if each in there and each not in taken), None)
        if first is not None and what not in found:
            found[what] = first
            taken.add(first)
    for column in there:
        what = column if column in known else meant.get(column, "")
        if what in rubric.facts and found.get(what, column) != column and what not in mapping.columns:
            problems.append(_two_columns(what, found[what], column, rubric))
        if what and what not in found and column not in taken:
            found[what] = column
    problems += _unknown_decisions(there, known, taken)
    if "unit" not in found:
        listed = listing(map(verbatim, UNIT_NAMES))
        problems.append(
            Text(
                f"表里没有单位编号列：列名应当是 {listed.zh}，或在 --mapping 里写 unit",
                f"the table has no column for the id of the unit: call it {listed.en}, or say it with --mapping",
            )
            + _columns_there(there)
        )
    if not any(fact in found for fact in rubric.facts):
        problems.append(
            Text(
                f"表里没有评分表 {rubric.identity.id} 要的事实；用 evalfw batch --describe 看要哪些列",
                f"the table has none of the facts that {rubric.identity.id} asks for; see evalfw batch --describe",
            )
            + _columns_there(there)
        )
    twice = {each.fact for each in mapping.across} & {each.fact for each in declared}
    problems += [
        Text(
            f"--mapping 的 [across.{fact}]：评分表已经规定了", f"--mapping, [across.{fact}]: the rubric says it already"
        )
        for fact in sorted(twice)
    ]
    of_rubric = [_in_columns(each, found) for each in declared if each.fact not in {*found, *twice}]
    mapped = Text("--mapping 的 ", "--mapping, ")
    problems += across_problems(mapping.across, rubric, found, there, mapped)
    problems += across_problems(of_rubric, rubric, found, there, NOTHING)
    across = (*mapping.across, *of_rubric)
    used = {*found.values(), *(each.by for each in across)}
    lacking = [
        fact for id, fact in rubric.facts.items() if id not in found and id not in {each.fact for each in across}
    ]
    problems += _nearly_known((column for column in there if column not in used), lacking)
    if problems:
        raise RequestError(Text("\n".join(each.zh for each in problems), "\n".join(each.en for each in problems)))
    found |= {each.fact: each.column for each in across}
    return TableLayout(
        unit=found["unit"],
        name=found.get("name", ""),
        facts={fact: found[fact] for fact in rubric.facts if fact in found},
        overrides=_decided(found, "override"),
        exemptions=_decided(found, "exemption"),
        claims=_decided(found, "claim"),
        notes={what: column for what, column in found.items() if what.endswith(("@reason", "@by"))},
        across=across,
        unused=tuple(column for column in there if column not in used),
    )


def _in_columns(across: Across, found: Mapping[str, str]) -> Across:
    """*across* of the rubric, with the column of the table that tells the groups."""
    return across._replace(by=found.get(across.by, across.by))


def _columns_there(there: Sequence[str]) -> Text:
    """The first columns of a table, for whoever looks for one."""
    named = listing(map(verbatim, there[:MOST_NAMED]))
    more = Text("……", "…") if len(there) > MOST_NAMED else Text("", "")
    return Text("；表里的列：", "; its columns: ") + named + more


def _two_columns(fact: str, one: str, other: str, rubric: Rubric) -> Text:
    label = rubric.facts[fact].label
    return Text(
        f"'{one}' 和 '{other}' 都是 {label}：只留一列，或在 --mapping 里写用哪一列",
        f"'{one}' and '{other}' both hold {fact}: keep one of them, or say with --mapping which it is",
    )


def _nearly_known(unused: Iterable[str], lacking: Sequence[FactDeclaration]) -> Iterator[Text]:
    """Columns that nobody has asked for, but that differ from facts that the table lacks by no more than signs and what stands in brackets."""
    by_words: dict[str, list[FactDeclaration]] = {}
    for fact in lacking:
        for words in {_words_of(fact.id), _words_of(fact.label)}:
            by_words.setdefault(words, []).append(fact)
    for column in unused:
        meant = by_words.get(_words_of(column), ())
        if len(meant) == 1:
            id, label = meant[0].id, meant[0].label
            yield Text(
                f"列 '{column}' 像是事实 {label}（{id}），但写法不同：改成 '{label}'，或在 --mapping 里写 \"{id}\" = \"{column}\"；不是的话，删去这一列",
                f'column \'{column}\' looks like {id}: call it that, or say with --mapping: "{id}" = "{column}"; take it out if it is something else',
            )
        elif meant:
            ids = listing(verbatim(fact.id) for fact in meant)
            yield Text(
                f"列 '{column}' 可以是几项事实：{ids.zh}；请用编号作列名",
                f"column '{column}' may be any of {ids.en}: call it by the id",
            )


def _words_of(heading: str) -> str:
    """*heading* without signs, blanks and what stands in brackets, such as a unit."""
    return re.sub(r"\(.*?\)|\[.*?\]|【.*?】|[\s:*?、,]", "", narrow(heading)).lower()


def _unknown_decisions(there: Iterable[str], known: set[str], taken: set[str]) -> Iterator[Text]:
    """Columns that look like decisions or claims, and are about no indicator that can have such."""
    for column in there:
        if column in known or column in taken or not column.endswith(KINDS):
            continue
        id, _, kind = column.rpartition("@")
        hint = nearest(column, {each for each in known if each.endswith(f"@{kind}")})
        said = Text(
            f"列 '{column}'：没有可以这样写的指标 '{id}'（要写末级指标的编号，@claim 也可写上级指标和 total）",
            f"column '{column}': no indicator '{id}' can have it (write the id of a leaf; @claim takes others, and total)",
        )
        yield said if hint is None else said + Text("；", "; ") + hint


def decision_names(rubric: Rubric) -> tuple[str, ...]:
    """Names of columns for what people decide about leaves and claim for indicators."""
    leaves = [f"{leaf.id}@{kind}" for leaf in rubric.leaves for kind in ("override", "exemption", "reason", "by")]
    return (*leaves, *(f"{node.id}@claim" for node in rubric.indicators), f"{TOTAL}@claim")


def _decided(found: Mapping[str, str], kind: str) -> dict[str, str]:
    return {what.removesuffix(f"@{kind}"): column for what, column in found.items() if what.endswith(f"@{kind}")}


def _mapping_problems(mapping: Mapping[str, str], known: set[str], there: list[str]) -> Iterable[Text]:
    for what, column in mapping.items():
        if what not in known:
            hint = nearest(what, known)
            said = Text(f"--mapping：没有事实或指标 '{what}'", f"--mapping: there is no fact or indicator '{what}'")
            yield said if hint is None else said + Text("；", "; ") + hint
        elif column not in there:
            hint = nearest(column, there)
            said = Text(f"--mapping：表里没有列 '{column}'", f"--mapping: the table has no column '{column}'")
            yield said if hint is None else said + Text("；", "; ") + hint
