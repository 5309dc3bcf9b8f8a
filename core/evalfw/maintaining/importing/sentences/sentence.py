"""A sentence as the recognisers see it, and what they make of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from evalfw.foundation import narrow

NUMBER = r"[0-9]+(?:\.[0-9]+)?"


class NeededFact(NamedTuple):
    """
    A fact that a rule needs.

    Attributes:
        suffix: Last part of its id; the indicator's id comes before it.
        label: What people call it, in the words of the sentence.
        declared: Further keys of its declaration: ``type``, and what goes with it.
    """

    suffix: str
    label: str
    declared: Mapping[str, object]


class Found(NamedTuple):
    """
    A sentence that was understood.

    Attributes:
        kind: The rule kind.
        parameters: Its parameters as a rubric file has them; a fact is named ``{suffix}``.
        facts: The facts it needs.
        note: The reading chosen where the sentence leaves one open; empty if it does not.
    """

    kind: str
    parameters: dict[str, object]
    facts: tuple[NeededFact, ...]
    note: str = ""


class Sentence(NamedTuple):
    """
    An official sentence and where it stands.

    Attributes:
        text: The sentence, full-width signs as plain ones, without white space and without the full stop.
        title: Title of the indicator.
        weight: Its points; zero for 加减分项.
        floor: Fewest points of 加减分项; None if not known.
        target: 年度指标值, where the table has such a column; empty otherwise.
    """

    text: str
    title: str
    weight: Decimal
    floor: Decimal | None
    target: str = ""

    @property
    def clauses(self) -> tuple[str, ...]:
        """The sentence, divided at commas, semicolons and full stops."""
        return tuple(part for part in re.split(r"[,;。，；]", self.text) if part)


def sentence_of(text: str, title: str, weight: Decimal, floor: Decimal | None, target: str = "") -> Sentence:
    """*text* as recognisers see it."""
    plain = re.sub(r"\s+", "", narrow(text.replace("\n", ";").replace("。", ";"))).replace("－", "-").rstrip(".;；")
    return Sentence(plain, title, weight, floor, re.sub(r"\s+", "", narrow(target)))


def share_or_number(written: str) -> tuple[Decimal, bool]:
    """``90%`` as 0.9, ``90`` as 90; with whether it is a share."""
    if written.endswith("%"):
        return Decimal(written[:-1]).scaleb(-2).normalize() + 0, True
    return Decimal(written), False


def cleaned(words: str) -> str:
    """A condition as a label: without the signs and particles that tie it to what follows."""
    words = re.sub(r"^[①-⑳]|^[(（]?[0-9一二三四五六七八九十][)）.、]", "", words.strip("，,；;。：:、 "))
    words = words.removesuffix("的").removesuffix("者").strip("，,；;。：:、 ")
    return words.translate(_CHINESE_SIGNS) if re.search(r"[\u4e00-\u9fff]", words) else words


_CHINESE_SIGNS = str.maketrans(",;:()", "，；：（）")
"""Signs as Chinese text has them; for recognising they were made plain."""
