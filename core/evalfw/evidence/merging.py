"""
What a workbook says, put beside what the evidence folder says already.

Three things are compared for each answer: what stood in the workbook when it was sent out, what stands in it now, and what the folder
says. What nobody has changed since is left as it is; what the division has changed takes the place of what it said before; what
contradicts somebody else, or an earlier workbook, is a conflict: both stay, and both places are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import attrs

from evalfw.evidence.model import ENTRIES, Claim, EvidencePart, Explanation, Override, Source, Statement
from evalfw.evidence.workbooks.answers import Answer, Entry, Key, content_of, key_of
from evalfw.evidence.workbooks.lines import Filled
from evalfw.foundation import Text, plain, verbatim
from evalfw.language import FactDeclaration, Range, read_stated, show_amount, show_range
from evalfw.rubric import Rubric

SUFFIX = ".workbook.toml"
EVERYBODY = "all"
"""Stands for the division of a workbook with everything."""


class Conflict(NamedTuple):
    """Two answers to one thing: what it is, and both places with what they say."""

    about: Text
    one: Text
    other: Text


@attrs.define
class Outcome:
    """
    What came of a workbook: how many answers were added, updated, found unchanged and cleared; names of what the division said before and
    this workbook leaves empty; what was sent out from a table kept by hand, and cleared; and what contradicts what.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    cleared: int = 0
    kept: list[str] = attrs.Factory(list)
    withdrawn: list[str] = attrs.Factory(list)
    conflicts: list[Conflict] = attrs.Factory(list)

    @property
    def changes(self) -> bool:
        """Whether anything of the workbook goes into the folder."""
        return bool(self.added or self.updated or self.cleared)


class Merging:
    """The answers of all divisions, as they are put together."""

    def __init__(self, rubric: Rubric, facts: Mapping[str, FactDeclaration], parts: Iterable[EvidencePart]) -> None:
        """
        Args:
            rubric: Names of indicators.
            facts: Declarations by id.
            parts: What the folder says now.
        """
        self.rubric = rubric
        self.facts = facts
        self.own: dict[str, dict[Key, list[Entry]]] = {}
        self.elsewhere: dict[Key, list[Entry]] = {}
        for part in parts:
            for name in ENTRIES:
                for entry in getattr(part, name):
                    self._keep(entry)

    def _keep(self, entry: Source) -> None:
        key = key_of(entry)
        if key is None or not isinstance(entry, Statement | Claim | Explanation | Override):
            return
        file = entry.origin.file.rpartition("/")[2]
        if file.endswith(SUFFIX):
            self.own.setdefault(file.removesuffix(SUFFIX), {}).setdefault(key, []).append(entry)
        else:
            self.elsewhere.setdefault(key, []).append(entry)

    def add(self, filled: Filled, replace: bool) -> Outcome:
        """
        Put in what *filled* says.

        Args:
            filled: The workbook.
            replace: Whether it takes the place of what the same division has said before.
        """
        outcome = Outcome()
        division = filled.division or EVERYBODY
        held = self.own.setdefault(division, {})
        for key, answer in filled.answers.items():
            self._add_one(held, division, answer, filled.before.get(key), replace, outcome)
        for key in [key for key in held if key not in filled.answers]:
            sent = filled.before.get(key)
            if replace or (sent is not None and any(self._same(sent, each) for each in held[key])):
                del held[key]
                outcome.cleared += 1
            else:
                outcome.kept.append(self._name(key).zh)
        for key, sent in filled.before.items():
            if key not in filled.answers and key not in held:
                places = dict.fromkeys(
                    str(each.origin) for each in self._others(division, key) if self._same(each, sent)
                )
                outcome.withdrawn += [f"{self._name(key).zh}（{place}）" for place in places]
        return outcome

    def _add_one(
        self,
        held: dict[Key, list[Entry]],
        division: str,
        answer: Answer,
        sent: Entry | None,
        replace: bool,
        outcome: Outcome,
    ) -> None:
        key, mine = answer.key, answer.entry
        own, others = held.get(key, []), self._others(division, key)
        is_as_sent = sent is not None and content_of(sent) == content_of(mine)
        differing = [each for each in own if not self._same(each, mine)]
        against = [] if is_as_sent else [each for each in others if not self._same(each, mine)]
        is_said = any(content_of(each) == content_of(mine) for each in own)
        if is_said and not (replace and differing):
            outcome.unchanged += 1
            outcome.conflicts += [self._conflict(key, each, mine) for each in (*differing, *against)]
            return
        if is_as_sent and (others if not own else not (replace and differing)):
            outcome.unchanged += 1
            return
        corrects = sent is not None and all(self._same(each, sent) for each in differing)
        if differing and not corrects and not replace:
            outcome.conflicts += [self._conflict(key, each, mine) for each in differing]
            if isinstance(mine, Statement):
                own.append(mine)
                outcome.added += 1
            return
        outcome.conflicts += [self._conflict(key, each, mine) for each in against]
        if others and not isinstance(mine, Statement):
            outcome.unchanged += not against  # said already; of these there can be only one
            return
        held[key] = [mine]
        if own:
            outcome.updated += 1
        else:
            outcome.added += 1

    def _others(self, division: str, key: Key) -> list[Entry]:
        """What everybody else says of *key*."""
        divisions = [held.get(key, []) for other, held in self.own.items() if other != division]
        return [*self.elsewhere.get(key, []), *(entry for entries in divisions for entry in entries)]

    def _same(self, one: Entry, other: Entry) -> bool:
        """Whether two entries about one thing say the same of it; where they are from does not matter."""
        if isinstance(one, Statement) and isinstance(other, Statement):
            return self._value(one) == self._value(other)
        if isinstance(one, Claim) and isinstance(other, Claim):
            return one.points == other.points
        if isinstance(one, Override) and isinstance(other, Override):
            return (one.points, one.author, one.reason, one.date) == (
                other.points,
                other.author,
                other.reason,
                other.date,
            )
        return content_of(one) == content_of(other)

    def _value(self, statement: Statement) -> object:
        fact = self.facts[statement.fact]
        value = read_stated(fact, statement.value, statement.low, statement.high)
        return tuple(tuple(sorted(item.items())) for item in value) if isinstance(value, tuple) else value

    def _conflict(self, key: Key, one: Entry, other: Entry) -> Conflict:
        return Conflict(self._name(key), self._shown(one), self._shown(other))

    def _name(self, key: Key) -> Text:
        """What *key* is called: 预算执行率, “制度”的自评分."""
        sort, id = key
        if sort == "fact":
            return self.facts[id].name
        name = self.rubric.by_id[id].name if id in self.rubric.by_id else verbatim(id)
        what = {
            "claim": Text("的自评分", ": self-score"),
            "override": Text("的认定分", ": points set"),
            "explanation": Text("的扣分原因", ": reason"),
        }
        return name + what[sort]

    def _shown(self, entry: Entry) -> Text:
        """``综合处.xlsx，事实!F12 填 83.04%``"""
        at = verbatim(str(entry.origin))
        if entry.taken is not None and entry.taken.collector == "workbook":
            at = entry.taken.words()
        said = self._said(entry)
        return Text(f"{at.zh} 填 {said.zh}", f"{at.en} says {said.en}")

    def _said(self, entry: Entry) -> Text:
        if isinstance(entry, Statement):
            fact = self.facts[entry.fact]
            said = read_stated(fact, entry.value, entry.low, entry.high)
            return show_range(fact, said) if isinstance(said, Range) else show_amount(fact, said)
        if isinstance(entry, Explanation):
            return verbatim(f"“{entry.text[:30]}”")
        return Text(f"{plain(entry.points)} 分", f"{plain(entry.points)} points")

    def entries_of(self, division: str) -> list[Entry]:
        """Everything that *division* has said, facts first, each sort in the order of the rubric."""
        sorts = ("fact", "claim", "explanation", "override")
        places = {id: number for number, id in enumerate([*self.facts, *self.rubric.by_id])}
        held = self.own.get(division, {})
        ordered = sorted(held, key=lambda key: (sorts.index(key[0]), places.get(key[1], len(places))))
        return [entry for key in ordered for entry in held[key]]
