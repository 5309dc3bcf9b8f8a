"""What a comparison of two rubrics finds."""

from __future__ import annotations

from typing import Literal, NamedTuple

from evalfw.foundation import NOTHING, Text
from evalfw.language import FactDeclaration
from evalfw.maintaining.comparing.behaviour import Behaviour
from evalfw.rubric import Indicator, Rubric

Level = Literal["none", "patch", "minor", "major"]
"""
How much a change matters: ``patch``: no score changes anywhere · ``minor``: something optional is new · ``major``: some score changes,
or evidence no longer fits.
"""

LEVELS: tuple[Level, ...] = ("none", "patch", "minor", "major")

IndicatorWay = Literal[
    "added", "removed", "renamed", "moved", "reordered", "retitled", "reweighted", "reworded", "rule", "settings"
]


class IndicatorChange(NamedTuple):
    """
    An indicator that is not what it was.

    Attributes:
        old, new: The two editions; None if there is none.
        ways: What changed: ``renamed`` has another id under the same node, ``moved`` stands under another node, ``reworded`` has another
            sentence, description or note, ``rule`` another rule, ``settings`` other conditions, limits, decimals, policy, scale or
            way of being put together.
        level: How much it matters.
        behaviour: Of leaves: for which facts they differ; None where that is not the question.
        asks: Facts that the rule did not read before.
        says: What changed in settings, for people.
    """

    old: Indicator | None
    new: Indicator | None
    ways: tuple[IndicatorWay, ...]
    level: Level
    behaviour: Behaviour | None = None
    asks: tuple[str, ...] = ()
    says: tuple[Text, ...] = ()

    @property
    def id(self) -> str:
        """The newest id."""
        node = self.new or self.old
        assert node is not None  # a change is of something
        return node.id


class FactChange(NamedTuple):
    """
    A fact that is not what it was.

    Attributes:
        old, new: The declarations; None if there is none.
        keys: Keys of the declaration that changed.
        level: How much it matters.
    """

    old: FactDeclaration | None
    new: FactDeclaration | None
    keys: tuple[str, ...]
    level: Level


class OtherChange(NamedTuple):
    """
    Something else of the rubric: its head, policy, grades, gates, models, scales, conversions, reconciliations.

    Attributes:
        sort: Key of the rubric file.
        id: Of an entry; empty otherwise.
        level: How much it matters.
        old, new: In words; empty where there is nothing.
    """

    sort: str
    id: str
    level: Level
    old: Text = NOTHING
    new: Text = NOTHING


class RubricDiff(NamedTuple):
    """
    Everything in which *new* differs from *old*.

    Attributes:
        old, new: The rubrics.
        indicators: In the order of the new rubric, removed ones last.
        facts: Likewise.
        others: In order of the rubric file.
        astray: Ids whose ``was`` leads to nothing that the old rubric has.
        compared: How many pairs of leaves were compared.
        unchanged: How many of these are the same data or proved to give the same.
    """

    old: Rubric
    new: Rubric
    indicators: tuple[IndicatorChange, ...]
    facts: tuple[FactChange, ...]
    others: tuple[OtherChange, ...]
    astray: tuple[str, ...]
    compared: int
    unchanged: int

    @property
    def level(self) -> Level:
        """The most that any change matters."""
        found = [each.level for each in self.indicators]
        found += [each.level for each in self.facts] + [each.level for each in self.others]
        return max(found, key=LEVELS.index, default="none")

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return self.level == "none"
