"""Terms spelt as expressions of Polars."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from evalfw.population.columns.spelling import width_of
from evalfw.population.columns.term import Term


class PolarsSpelling:
    """Spells terms as expressions over the columns of a frame; *names* are columns that hold terms already."""

    def __init__(self, names: Mapping[int, str]) -> None:
        self._names = names
        self._types = {16: pl.Int16(), 32: pl.Int32(), 64: pl.Int64()}
        self._spelt: dict[int, pl.Expr] = {}

    def of(self, term: Term, is_new: bool = False) -> pl.Expr:
        """*term*; where *is_new*, worked out, although a column of its own will hold it."""
        if id(term) in self._names and not is_new:
            return pl.col(self._names[id(term)])
        if id(term) not in self._spelt or is_new:
            spelt = self._spell(term)
            if is_new:
                return spelt
            self._spelt[id(term)] = spelt
        return self._spelt[id(term)]

    def _spell(self, term: Term) -> pl.Expr:
        args = term.args
        match term.op:
            case "column":
                return pl.col(str(term.value))
            case "value":
                return self._value(term)
            case "+" | "-" | "*" | "//":
                return self._arithmetic(term)
            case "<" | "<=" | "=":
                return self._comparison(term)
            case "is":
                return self.of(args[0]) == str(term.value)
            case "and":
                return self.of(args[0]) & self.of(args[1])
            case "or":
                return self.of(args[0]) | self.of(args[1])
            case "not":
                return ~self.of(args[0])
            case "null?":
                return self.of(args[0]).is_null()
            case "number":
                return self.of(args[0]).cast(self._types[16])
            case "fill":
                return pl.coalesce(self._as(args[0], term), self._as(args[1], term))
            case "least":
                return pl.min_horizontal(*(self._as(arg, term) for arg in args))
            case "when":
                held, failed = self._as(args[1], term), self._as(args[2], term)
                return pl.when(self.of(args[0])).then(held).otherwise(failed)
        raise TypeError(f"no such operation: {term.op}")

    def _value(self, term: Term) -> pl.Expr:
        if term.sort == "int":
            return pl.lit(term.value, self._types[width_of(term)])
        return pl.lit(term.value, pl.Boolean if term.sort == "bool" else pl.String)

    def _as(self, term: Term, like: Term) -> pl.Expr:
        """*term* with integers as wide as *like*, which is made of it, has them."""
        return self.of(term) if like.sort != "int" else self._operand(term, self.held(like))

    def _cast(self, term: Term, width: int) -> pl.Expr:
        return self.of(term) if self.held(term) == width else self.of(term).cast(self._types[width])

    def held(self, term: Term) -> int:
        """Bits of the integers that the expression of *term* has: as wide as it, and whatever may become it, needs."""
        if term.op == "column":
            return 64
        if term.op == "number":
            return 16
        return max(width_of(term), *(width_of(arg) for arg in term.args if arg.sort == "int"), 16)

    def _arithmetic(self, term: Term) -> pl.Expr:
        width = self.held(term)
        left, right = (self._operand(arg, width) for arg in term.args)
        match term.op:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
        return left // right

    def _operand(self, term: Term, width: int) -> pl.Expr:
        if term.is_value:
            return pl.lit(term.value, self._types[width])
        return self._cast(term, width)

    def _comparison(self, term: Term) -> pl.Expr:
        first, second = term.args
        width = max(self.held(arg) for arg in term.args if not arg.is_value)
        left, right = (self._operand(arg, max(width, width_of(arg))) for arg in (first, second))
        if width_of(first) > width or width_of(second) > width:  # a constant beyond what the other side can be
            width = max(width_of(first), width_of(second), width)
            left, right = self._operand(first, width), self._operand(second, width)
        if term.op == "<":
            return left < right
        return left <= right if term.op == "<=" else left == right
