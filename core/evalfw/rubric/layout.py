"""How a report is laid out: data of the rubric, of an overlay or of ``evalfw.toml``, since every province has its own form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import attrs

Show = Literal[
    "level",
    "id",
    "title",
    "description",
    "criterion",
    "rule",
    "note",
    "target",
    "value",
    "weight",
    "points",
    "lost",
    "claim",
    "state",
    "because",
    "explanation",
    "source",
]
"""
What a column of the table shows. ``level``: the node of one level, its cells merged · ``rule``: the executable rule in words ·
``target``: 年度指标值 · ``value``: 实际完成值 · ``lost``: points lost · ``explanation``: 偏差原因.
"""

Part = Literal["narrative", "scores", "lost", "findings", "signature", "annex"]
"""
A part of the written report. ``narrative``: what people wrote · ``scores``: the section written from the scores, unless the narrative
has it · ``lost``, ``findings``: as in any report · ``annex``: the table, on a new page.
"""

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PLACEHOLDERS = ("title", "subject", "year", "rubric", "version", "points", "weight", "grade", "date")
"""What patterns about the whole report may name, in braces; ``date`` is the day of judgement."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Column:
    """
    A column of the table.

    Attributes:
        show: What it shows.
        title: Its heading.
        width: Its share of the width of the page.
        level: For ``level``: which; 0 for the leaf itself.
        text: For ``level``: what is written of a node, with ``{title}``, ``{weight}``, ``{points}``.
        extra: The same for nodes outside the full mark (加减分项).
    """

    show: Show
    title: str
    width: int = 10
    level: int = 0
    text: str = "{title}"
    extra: str = "{title}"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class HeadLine:
    """A line above the table: what it is called, and what stands there, with placeholders; empty to be filled in by hand."""

    label: str
    text: str = ""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class MoneyLine:
    """A line of the money block: what it is called, and the facts whose values stand in its cells; an empty id for an empty cell."""

    label: str
    facts: tuple[str, ...]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Money:
    """
    The money block (项目资金) of the national form.

    Attributes:
        title: What it is called.
        columns: Headings of the cells of its lines.
        lines: Its lines; weight, rate and points stand in the first.
        indicator: The indicator that is shown here, and not among the others.
        rate: The fact that is its rate (执行率).
        headings: Headings of three more cells: weight, rate and points of *indicator*.
    """

    title: str
    columns: tuple[str, ...]
    lines: tuple[MoneyLine, ...]
    indicator: str
    rate: str
    headings: tuple[str, ...] = ("分值", "执行率", "得分")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Annex:
    """
    The table that is handed in (附件1).

    Attributes:
        label: What stands above its title; empty for nothing.
        title: Its title.
        landscape: Whether its pages lie on their side.
        columns: Its columns; the usual ones if empty.
        total: What the last line is called; empty for a cell without words.
        head: Lines above the table.
        money: The money block, if there is one.
        signature: What stands below it.
        imprint: Whether a small line below says by which rubric, with which hash, and where the history of the evidence stood.
    """

    label: str = "附件1"
    title: str = "{title}"
    landscape: bool = True
    columns: tuple[Column, ...] = ()
    total: str = "合计"
    head: tuple[HeadLine, ...] = ()
    money: Money | None = None
    signature: tuple[str, ...] = ()
    imprint: bool = True


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ScoresSection:
    """
    The section that is written from the scores.

    Attributes:
        heading: Its heading, numbered as the others: 二、评价结论. A section of the narrative with this heading takes its place.
        lead: Its first paragraph.
        node: The heading of each node of level 1, behind its number.
        extra: The same for nodes outside the full mark.
        suffix: What ``{{ id:scores }}`` in the narrative stands for.
    """

    heading: str = "评价结论"
    lead: str = "总分{weight}分，得分{points}分，具体情况如下："
    node: str = "{title}（总分{weight}分，得分{points}分）"
    extra: str = "{title}（{points}分）"
    suffix: str = "（总分{weight}分，得分{points}分）"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Page:
    """
    The page of the written report, in millimetres and points: the values of GB/T 9704.

    Attributes:
        top, bottom, left, right: Margins in mm.
        line: Line spacing in pt, exact.
        size: Size of the text in pt (三号).
    """

    top: int = 37
    bottom: int = 35
    left: int = 28
    right: int = 26
    line: int = 29
    size: int = 16


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Layout:
    """
    How a report is laid out. It does not touch scores, and is not part of the hash of a rubric.

    Attributes:
        title: The title of the written report, each line on its own.
        parts: The parts of the written report, in order; with a narrative, ``scores`` stands where its number says.
        scores: The section that is written from the scores.
        annex: The table.
        signature: Lines at the end of the text, set to the right.
        page: The page.
    """

    title: str = "{subject}\n{title}"
    parts: tuple[Part, ...] = ("narrative", "scores", "signature", "annex")
    scores: ScoresSection = attrs.field(factory=ScoresSection)
    annex: Annex = attrs.field(factory=Annex)
    signature: tuple[str, ...] = ()
    page: Page = attrs.field(factory=Page)

    def patterns(self) -> Iterator[tuple[tuple[str | int, ...], str, tuple[str, ...]]]:
        """Every pattern: its path, itself, and the placeholders that it may name."""
        node = ("title", "weight", "points", "lost")
        yield ("title",), self.title, PLACEHOLDERS
        for number, line in enumerate(self.signature):
            yield ("signature", number), line, PLACEHOLDERS
        for key in ("heading", "lead"):
            yield ("scores", key), getattr(self.scores, key), PLACEHOLDERS
        for key in ("node", "extra", "suffix"):
            yield ("scores", key), getattr(self.scores, key), node
        yield ("annex", "title"), self.annex.title, PLACEHOLDERS
        for number, line in enumerate(self.annex.signature):
            yield ("annex", "signature", number), line, PLACEHOLDERS
        for number, head in enumerate(self.annex.head):
            yield ("annex", "head", number, "text"), head.text, PLACEHOLDERS
        for number, column in enumerate(self.annex.columns):
            yield ("annex", "columns", number, "text"), column.text, node
            yield ("annex", "columns", number, "extra"), column.extra, node
