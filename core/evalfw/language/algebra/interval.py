"""An interval as rubrics write it, with each end open or closed in so many words."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import attrs

from evalfw.foundation import Text
from evalfw.language.algebra.protocol import Algebra, B, N, O
from evalfw.language.units.quantity import DayNumber, Quantity


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Interval:
    """
    The numbers between two ends; an end that is not given is not there. Nothing is assumed about closure.

    Attributes:
        above: Greater than (大于), end excluded.
        from_: At least (以上、含), end included; spelled ``from``.
        below: Less than (小于), end excluded.
        to: At most (以下、含), end included.
        equal: Exactly this value; excludes the other four.
    """

    above: Quantity | None = None
    from_: Quantity | None = attrs.field(default=None, metadata={"key": "from"})
    below: Quantity | None = None
    to: Quantity | None = None
    equal: Quantity | None = None

    def is_between(self, days: bool) -> bool:
        """Whether its ends are all days; all numbers, unless *days*."""
        ends = (self.above, self.from_, self.below, self.to, self.equal)
        return all(end is None or isinstance(end, DayNumber) == days for end in ends)

    def problem(self) -> Text | None:
        """What is wrong with the ends; None if nothing is."""
        ends = (self.above, self.from_, self.below, self.to)
        if self.equal is None and all(end is None for end in ends):
            return Text(
                "没有写区间（above、from、below、to 或 equal）", "no interval given (above, from, below, to or equal)"
            )
        if self.equal is not None and any(end is not None for end in ends):
            return Text("equal 不能与其他端点并用", "'equal' excludes the other ends")
        if self.above is not None and self.from_ is not None:
            return Text("above 与 from 只能写一个", "give either 'above' or 'from'")
        if self.below is not None and self.to is not None:
            return Text("below 与 to 只能写一个", "give either 'below' or 'to'")
        low, high = self.low, self.below if self.below is not None else self.to
        single = self.from_ is not None and self.to is not None and self.from_ == self.to
        if low is None or high is None or low < high or single:
            return None
        return Text("区间是空的：下端不小于上端", "empty: the lower end is not below the upper end")

    @property
    def low(self) -> Decimal | None:
        """Where the interval begins, whether or not that end is in it; None if it has no lower end."""
        return next((end for end in (self.equal, self.above, self.from_) if end is not None), None)

    def ends(self) -> tuple[Fraction, ...]:
        """The values at which membership may change."""
        given = (self.equal, self.above, self.from_, self.below, self.to)
        return tuple(Fraction(end) for end in given if end is not None)

    def contains(self, value: Fraction) -> bool:
        """Whether *value* lies in the interval."""
        return (
            (self.equal is None or value == self.equal)
            and (self.above is None or value > self.above)
            and (self.from_ is None or value >= self.from_)
            and (self.below is None or value < self.below)
            and (self.to is None or value <= self.to)
        )

    def holds(self, value: N, a: Algebra[N, B, O]) -> B:
        """Whether *value*, a number of *a*, lies in the interval, closed where it says so."""
        lies = a.truth(True)
        if self.equal is not None:
            lies = a.equal(value, a.constant(Fraction(self.equal)))
        if self.above is not None:
            lies = a.both(lies, a.less(a.constant(Fraction(self.above)), value))
        if self.from_ is not None:
            lies = a.both(lies, a.at_most(a.constant(Fraction(self.from_)), value))
        if self.below is not None:
            lies = a.both(lies, a.less(value, a.constant(Fraction(self.below))))
        if self.to is not None:
            lies = a.both(lies, a.at_most(value, a.constant(Fraction(self.to))))
        return lies

    def words(self, show: Callable[[Fraction], str]) -> Text:
        """``大于90%`` / ``above 90%``; *show* writes a number in the unit of the fact."""
        parts = [
            Text(zh + show(Fraction(end)), en + show(Fraction(end)))
            for end, zh, en in (
                (self.equal, "等于", "exactly "),
                (self.above, "大于", "above "),
                (self.from_, "不低于", "at least "),
                (self.below, "小于", "below "),
                (self.to, "不超过", "at most "),
            )
            if end is not None
        ]
        return Text.joined(parts, "且", " and ")
