"""Intervals as sentences name them: 大于90%, 80%（含）-90%, 90%及以上."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from evalfw.maintaining.importing.sentences.sentence import NUMBER, share_or_number

_ENDS = (
    (r"不低于|不小于|不少于|大于等于|大于或等于|≥|>=|达到|达", "from"),
    (r"不高于|不超过|不大于|不多于|小于等于|小于或等于|≤|<=|控制在", "to"),
    (r"大于|超过|高于|多于|>", "above"),
    (r"小于|低于|不足|不满|少于|未达到|达不到|<", "below"),
    (r"等于|=|为", "equal"),
)
_VALUE = rf"(?P<value>{NUMBER}%?)"
_TAIL = r"(?P<tail>(?:\((?:含|不含)\))?(?:及|\(含\))?(?:以上|以下|以内)?(?:\((?:含|不含)\))?)"
_SPAN = re.compile(
    rf"(?P<low>{NUMBER}%?)(?P<low_in>\(含\))?(?:-|–|—|~|～|至|到)(?P<high>{NUMBER}%?)(?P<high_in>\(含\)|\(不含\))?(?:之间)?"
)

ABOVE_NOTE = "“以上”“以下”读作含本数（《民法典》第一千二百五十九条的用法），请核对"
SPAN_NOTE = "区间没有写哪一端含本数，读作含下端、不含上端，请核对"


class Bounded(NamedTuple):
    """
    An interval found in a clause.

    Attributes:
        ends: Keys of a band (``above``, ``from``, ``below``, ``to``, ``equal``) with their numbers.
        doubtful: Keys of ends of which the words do not say whether they are included.
        is_share: Whether the numbers were percentages.
        before: What stands before it: the name of the number.
        note: The reading chosen; empty if the words leave none open.
    """

    ends: dict[str, Decimal]
    is_share: bool
    before: str
    note: str
    doubtful: frozenset[str] = frozenset()

    @property
    def low(self) -> tuple[Decimal, bool] | None:
        """The lower end, and whether it is included; None if there is none."""
        return self._end("equal", "from", "above")

    @property
    def high(self) -> tuple[Decimal, bool] | None:
        """The upper end, and whether it is included."""
        return self._end("equal", "to", "below")

    def _end(self, *keys: str) -> tuple[Decimal, bool] | None:
        return next(((self.ends[key], key in ("equal", "from", "to")) for key in keys if key in self.ends), None)

    def moved(self, key: str) -> Bounded:
        """With the end *key* excluded instead of included, or the other way round; that is no longer doubtful."""
        other = {"from": "above", "above": "from", "to": "below", "below": "to"}[key]
        ends = {other if each == key else each: value for each, value in self.ends.items()}
        return self._replace(ends=ends, doubtful=self.doubtful - {key})


def find_interval(clause: str) -> Bounded | None:
    """
    The interval that *clause* as a whole names: a name, words of comparison, a number.

    None if it names none, several, or if anything is left over: a negation before the words, an "or", a second condition.
    """
    found = _find(clause)
    if found is None:
        return None
    bounded, rest = found
    if re.search(r"[-±]$|不等$", bounded.before) or "±" in clause:
        return None  # a negative number, or a distance either way
    name = re.sub(r"(?:19|20)[0-9]{2}年度?", "", bounded.before)
    if rest.strip("的,时") or _OPEN_NAME.search(name):
        return None
    return bounded


_OPEN_NAME = re.compile(r"[0-9]|[且或、,;]|并且|以及|同时|[不未没非无]$|不得$|没有$|不能$|除")
"""A name with something in it that a comparison alone does not say."""


def _find(clause: str) -> tuple[Bounded, str] | None:
    """An interval, and what stands behind it."""
    span = _SPAN.search(clause)
    if span is not None:
        bounded = _span(span, clause)
        return None if bounded is None else (bounded, clause[span.end() :])
    pair = _PAIR.search(clause)
    if pair is not None:
        bounded = _pair(pair, clause)
        return None if bounded is None else (bounded, clause[pair.end() :])
    for words, key in _ENDS:
        found = re.search(rf"(?:{words}){_VALUE}{_TAIL}", clause)
        if found is not None:
            value, is_share = share_or_number(found["value"])
            end, note = _widened(key, found["tail"]), _note(found["tail"])
            doubtful = frozenset({end} if note else ())
            return Bounded({end: value}, is_share, clause[: found.start()], note, doubtful), clause[found.end() :]
    found = re.search(rf"{_VALUE}(?P<tail>{_TAIL_WORDS})", clause)
    if found is None:
        return None
    value, is_share = share_or_number(found["value"])
    tail = found["tail"]
    key = _widened_bare(tail)
    note = _note(tail)
    doubtful = frozenset({key} if note else ())
    return Bounded({key: value}, is_share, clause[: found.start()], note, doubtful), clause[found.end() :]


_TAIL_WORDS = r"(?:\(含\))?及?(?:以上|以下|以内)(?:\((?:含|不含)\))?"


_PAIR = re.compile(rf"(?P<low>{NUMBER}%?)(?P<from>{_TAIL_WORDS})[,、]?(?P<high>{NUMBER}%?)(?P<to>{_TAIL_WORDS})")


def _pair(pair: re.Match[str], clause: str) -> Bounded | None:
    """80%及以上100%以下: two ends in so many words."""
    (low, low_share), (high, high_share) = share_or_number(pair["low"]), share_or_number(pair["high"])
    if low_share != high_share or low >= high or "以上" not in pair["from"] or "以上" in pair["to"]:
        return None
    keys = _widened_bare(pair["from"]), _widened_bare(pair["to"])
    notes = [_note(pair["from"]), _note(pair["to"])]
    doubtful = frozenset(key for key, note in zip(keys, notes, strict=True) if note)
    return Bounded(dict(zip(keys, (low, high), strict=True)), low_share, clause[: pair.start()], max(notes), doubtful)


def _widened_bare(tail: str) -> str:
    """80%以上 includes 80 %, unless it says that it does not."""
    above = "以上" in tail
    if "(不含)" in tail:
        return "above" if above else "below"
    return "from" if above else "to"


def _widened(key: str, tail: str) -> str:
    """达到80%以上 includes 80 %; 超过80%(含) too."""
    if "(含)" in tail or "及以" in tail:
        return {"above": "from", "below": "to"}.get(key, key)
    return key


def _note(tail: str) -> str:
    says = "(含)" in tail or "及以" in tail or "(不含)" in tail
    return "" if says or "以" not in tail else ABOVE_NOTE


def _span(span: re.Match[str], clause: str) -> Bounded | None:
    low, low_share = share_or_number(span["low"])
    high, high_share = share_or_number(span["high"])
    if high_share and not low_share:  # 80-90%
        low, low_share = low.scaleb(-2), True
    if low_share != high_share:
        return None
    swapped = low > high
    low_in, high_in = span["low_in"] is not None, span["high_in"] == "(含)"
    if swapped:
        low, high, low_in, high_in = high, low, high_in, low_in
    note = "" if low_in or high_in else SPAN_NOTE
    if note:
        low_in = True
    ends = {"from" if low_in else "above": low, "to" if high_in else "below": high}
    return Bounded(ends, low_share, clause[: span.start()], note, frozenset(ends if note else ()))


def settled(intervals: list[Bounded]) -> list[Bounded] | None:
    """
    *intervals* with doubtful ends settled by what the others say in so many words; None if two of them overlap all the same.

    ``≤5%得3分；5%-10%得2分；超过15%不得分``: 5 % belongs to the first, so that the second begins above it.
    """
    done = [_settled(each, [other for other in intervals if other is not each]) for each in intervals]
    pairs = ((one, other) for at, one in enumerate(done) for other in done[at + 1 :])
    return None if any(_overlap(*pair) for pair in pairs) else done


def _settled(interval: Bounded, others: list[Bounded]) -> Bounded:
    for key in sorted(interval.doubtful):
        said = {_says(other, interval.ends[key], key) for other in others}
        is_taken, is_left = True in said, False in said
        if (key in ("from", "to") and is_taken) or (key in ("above", "below") and is_left):
            interval = interval.moved(key)
    return interval


def _says(other: Bounded, value: Decimal, key: str) -> bool | None:
    """Whether *other* includes *value* at the end that faces *key*, in so many words; None if it does not say."""
    facing = ("to", "below", "equal") if key in ("from", "above") else ("from", "above", "equal")
    for end in facing:
        if other.ends.get(end) == value and end not in other.doubtful:
            return end in ("to", "from", "equal")
    return None


def _overlap(one: Bounded, other: Bounded) -> bool:
    return not (_before(one, other) or _before(other, one))


def _before(one: Bounded, other: Bounded) -> bool:
    """Whether all of *one* lies before *other*."""
    if one.high is None or other.low is None:
        return False
    (end, in_one), (start, in_other) = one.high, other.low
    return end < start or (end == start and not (in_one and in_other))
