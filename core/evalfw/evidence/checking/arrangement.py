"""Checks of what ``evidence.toml`` says about gathering: divisions, sources, changes, review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evalfw.evidence.evidence_file import EvidenceFile
from evalfw.foundation import Document, KeyPath, Problem, Text, nearest
from evalfw.language import FactDeclaration, rate_between, unlike
from evalfw.rubric import Change, Collect, CollectedFact, ReviewSettings, Rubric, id_used_twice, matches

MOST_LETTERS = 60
"""Longest id that becomes part of a file name."""


def is_file_name(id: str) -> bool:
    """Whether *id* can be part of a file name on any system: letters of any script, digits, ``_``, ``-`` and, not first, ``.``."""
    return 0 < len(id) <= MOST_LETTERS and id[0] != "." and all(each.isalnum() or each in "_-." for each in id)


Facts = Mapping[str, FactDeclaration]


def arrangement_problems(file: EvidenceFile, document: Document, facts: Facts) -> Iterator[Problem]:
    """
    Everything wrong with the form of the tables of *file* that say how evidence is gathered.

    That they name facts which this rubric does not ask for is told by ``unknown_names``: evidence may be scored under another edition.
    """
    named = [
        *(("division", number, each.id) for number, each in enumerate(file.division)),
        *(("collect", number, each.id) for number, each in enumerate(file.collect)),
        *(("change", number, each.id) for number, each in enumerate(file.change)),
    ]
    for at, (table, number, id) in enumerate(named):
        if (table, id) in [(other, name) for other, _, name in named[:at]]:
            yield document.problem((table, number, "id"), id_used_twice(id))
        if not is_file_name(id):
            what = Text(f"'{id}' 不能作编号：它要用作文件名", f"'{id}' cannot be an id: it names a file")
            yield document.problem((table, number, "id"), what)
    if file.jump <= 0:
        yield document.problem(("jump",), Text("应当大于 0", "must be above 0"))
    for number, change in enumerate(file.change):
        yield from _change(document, ("change", number), change, facts)
    for number, collect in enumerate(file.collect):
        yield from _collect(document, ("collect", number), collect)
    if file.review is not None:
        yield from _review(document, file.review)


def _change(document: Document, place: KeyPath, change: Change, facts: Facts) -> Iterator[Problem]:
    for key, fact in (("from", change.before), ("to", change.after)):
        if fact in facts and not facts[fact].is_numeric:
            yield document.problem((*place, key), Text("只有数值型事实可以比较", "only numeric facts can be compared"))
    one, other = facts.get(change.before), facts.get(change.after)
    if one is not None and other is not None and one.measure.rate(other.measure) is None:
        yield document.problem((*place, "to"), unlike(one.measure, other.measure))
    if change.within < 0:
        yield document.problem((*place, "within"), Text("不能为负", "cannot be negative"))


def _collect(document: Document, place: KeyPath, collect: Collect) -> Iterator[Problem]:
    scheme, colon, _ = collect.source.partition(":")
    if not colon or not scheme:
        what = Text("应当写成“类型:位置”", "must be of the form 'kind:place'")
        yield document.problem(
            (*place, "from"), what, Text('如 "csv:attachments/a.csv"', 'such as "csv:attachments/a.csv"')
        )
    if not collect.fact:
        yield document.problem(
            place, Text("没有写要取哪些事实（[[collect.fact]]）", "names no fact ([[collect.fact]])")
        )
    for number, fact in enumerate(collect.fact):
        yield from _collected_fact(document, (*place, "fact", number), fact)


def _collected_fact(document: Document, place: KeyPath, fact: CollectedFact) -> Iterator[Problem]:
    if fact.cell and (fact.column or fact.where or fact.take != "only"):
        what = Text("cell 不能与 column、where、take 并用", "'cell' excludes 'column', 'where' and 'take'")
        yield document.problem((*place, "cell"), what)
    elif not fact.cell and not fact.column and fact.take != "count":
        yield document.problem(place, Text("要写 column 或 cell", "needs 'column' or 'cell'"))
    if fact.to_unit and rate_between(fact.unit, fact.to_unit) is None:
        what = Text(
            f"{fact.unit or '（没有单位）'} 不能换算成 {fact.to_unit}",
            f"'{fact.unit}' cannot be converted to '{fact.to_unit}'",
        )
        yield document.problem((*place, "to_unit"), what)
    if fact.places is not None and not 0 <= fact.places <= 12:
        yield document.problem((*place, "places"), Text("应在 0 至 12 之间", "must be between 0 and 12"))


def _review(document: Document, review: ReviewSettings) -> Iterator[Problem]:
    if len(set(review.raters)) != len(review.raters) or not review.raters:
        yield document.problem(("review", "raters"), Text("要列出各不相同的评审人", "must list different raters"))
    for number, rater in enumerate(review.raters):
        if not is_file_name(rater):
            what = Text(f"'{rater}' 不能用作文件名", f"'{rater}' cannot name a file")
            yield document.problem(("review", "raters", number), what)
    if review.within < 0:
        yield document.problem(("review", "within"), Text("不能为负", "cannot be negative"))


def unknown_names(file: EvidenceFile, document: Document, rubric: Rubric, facts: Facts) -> Iterator[Problem]:
    """Facts and indicators that the tables of *file* name, and this rubric does not know."""
    for number, division in enumerate(file.division):
        for key, patterns, known in (
            ("facts", division.facts, facts),
            ("indicators", division.indicators, rubric.by_id),
        ):
            for pattern in patterns:
                if not any(matches(id, (pattern,)) for id in known):
                    what = Text(f"'{pattern}' 什么也没有指到", f"'{pattern}' matches nothing")
                    look = Text("编号见 evalfw rubric show", "for ids see: evalfw rubric show")
                    yield document.problem(("division", number, key), what, nearest(pattern, known) or look)
    for number, change in enumerate(file.change):
        for key, fact in (("from", change.before), ("to", change.after)):
            if fact not in facts:
                yield document.problem(("change", number, key), *_no_fact(fact, facts))
    for number, collect in enumerate(file.collect):
        for at, each in enumerate(collect.fact):
            if each.id not in facts:
                yield document.problem(("collect", number, "fact", at, "id"), *_no_fact(each.id, facts))


def _no_fact(fact: str, facts: Facts) -> tuple[Text, Text | None]:
    return Text(f"评分表没有要求事实 '{fact}'", f"the rubric asks for no fact '{fact}'"), nearest(fact, facts)
