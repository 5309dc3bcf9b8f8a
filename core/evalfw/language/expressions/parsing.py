"""
Text → syntax tree: a lexer and a precedence-climbing parser, both total and bounded.

``x in [a, b]`` is read as ``x = a or x = b``, and ``lookup(x, 'a', 1, 'b', 2, 0)`` as a chain of ``if``: readings know neither. Both begin
with a fact, for what is repeated must not grow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from evalfw.foundation import NUMERAL, Text, days_in, lost_of, narrow, nearest, why_unfit
from evalfw.language.expressions.forms import FORMS, expect_operands, form_of
from evalfw.language.expressions.functions import CORE_FUNCTIONS, Function
from evalfw.language.expressions.months import Month, compared, no_month
from evalfw.language.expressions.syntax import (
    BINDING,
    COMPARING,
    Binary,
    Call,
    Constant,
    Day,
    Expression,
    ExpressionError,
    FactRef,
    Node,
    Quoted,
    Truth,
    Unary,
)

MAX_LENGTH = 2000
MAX_DEPTH = 40
MAX_TOKENS = 400

_SYNONYMS = {"×": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "==": "="}
_WORD = r"[\u4e00-\u9fff\u33a0-\u33ff]+"
"""A unit as it may follow a number; those in Latin letters cannot be told from names."""

_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<text>'[^'\n]*')"
    r"|(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])|[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?)"
    rf"|(?P<number>[0-9]+(?:\.[0-9]+)?(?:[%‰‱]|{_WORD}(?:/{_WORD})*)?)"
    r"|(?P<name>[a-z][a-z0-9_]*(?:\.[a-z0-9][a-z0-9_]*)*)"
    r"|(?P<sign><=|>=|!=|==|[-+*/()\[\]=<>,×÷≤≥≠])"
)

_INFIX = {operator: binding for operator, binding in BINDING.items() if operator not in ("not", "minus")}
_RESERVED = frozenset({"and", "or", "in"})

_CORE = {function.id: function for function in CORE_FUNCTIONS}


class _Token(NamedTuple):
    kind: str  # number, date, text, name, sign or end
    text: str
    column: int


def parse(text: str, functions: Mapping[str, Function] = _CORE) -> Expression:
    """
    The expression that *text* spells.

    Args:
        text: The expression.
        functions: The functions it may call, by name.

    Raises:
        ExpressionError: It spells none, or is longer than 2,000 characters or 400 words, or deeper than 40 levels.
    """
    if len(text) > MAX_LENGTH:
        what = Text(f"表达式太长：最多 {MAX_LENGTH} 个字符", f"expression too long: at most {MAX_LENGTH} characters")
        raise ExpressionError(MAX_LENGTH + 1, what)
    parser = _Parser(_tokens(text), functions)
    root = no_month(parser.operand_and_more(0, 0))
    parser.expect_end()
    return Expression(text, root)


def _tokens(text: str) -> list[_Token]:
    tokens = []
    at, plain = 0, narrow(text)
    while at < len(text):
        found = _TOKEN.match(plain, at)
        if found is None:
            what = Text(f"这里不能用“{text[at]}”", f"unexpected character '{text[at]}'")
            raise ExpressionError(at + 1, what)
        kind = found.lastgroup or ""
        if kind != "space":
            said = text[at : found.end()] if kind == "text" else _SYNONYMS.get(found.group(), found.group())
            tokens.append(_Token(kind, said, at + 1))
        at = found.end()
    if len(tokens) > MAX_TOKENS:
        what = Text(f"表达式太长：最多 {MAX_TOKENS} 个词", f"expression too long: at most {MAX_TOKENS} words")
        raise ExpressionError(tokens[MAX_TOKENS].column, what)
    tokens.append(_Token("end", "", len(text) + 1))
    return tokens


class _Parser:
    def __init__(self, tokens: list[_Token], functions: Mapping[str, Function]) -> None:
        self.tokens = tokens
        self.functions = functions
        self.at = 0

    @property
    def here(self) -> _Token:
        return self.tokens[self.at]

    def take(self) -> _Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def expect_end(self) -> None:
        if self.here.kind != "end":
            raise self.unexpected(self.here)

    def operand_and_more(self, loosest: int, depth: int) -> Node:
        """An operand and every operator after it that binds tighter than *loosest*."""
        left = self.operand(depth)
        while (precedence := _INFIX.get(self.here.text, 0)) > loosest and self.here.kind in ("sign", "name"):
            operator = self.take()
            if operator.text == "in":
                left = self.membership(left, operator, depth + 1)
            else:
                right = self.operand_and_more(precedence, depth + 1)
                left = compared(operator.text, left, right, operator.column)
            if precedence == COMPARING and _INFIX.get(self.here.text) == COMPARING:
                what = Text("比较不能连写，请用 and 连接", "comparisons cannot be chained: join them with 'and'")
                raise ExpressionError(self.here.column, what)
        return left

    def operand(self, depth: int) -> Node:
        token = self.take()
        if depth > MAX_DEPTH:
            what = Text(f"表达式嵌套太深：最多 {MAX_DEPTH} 层", f"nested too deep: at most {MAX_DEPTH} levels")
            raise ExpressionError(token.column, what)
        match token.kind, token.text:
            case "number", _:
                return _constant(token)
            case "text", _:
                return Quoted(token.text[1:-1], token.column)
            case "name", "true" | "false":
                return Truth(token.text == "true", token.column)
            case "date", _:
                return _days(token)
            case "name", "not":
                return Unary("not", no_month(self.operand_and_more(BINDING["not"], depth + 1)), token.column)
            case "name", name if name in _RESERVED:
                raise self.unexpected(token)
            case "name", _ if self.here.text == "(":
                return self.call(token, depth + 1)
            case "name", _:
                return FactRef(token.text, token.column)
            case "sign", "-":
                return Unary("-", no_month(self.operand_and_more(BINDING["minus"], depth + 1)), token.column)
            case "sign", "(":
                inner = self.operand_and_more(0, depth + 1)
                self.close(token)
                return inner
        raise self.unexpected(token)

    def arguments(self, depth: int) -> tuple[Node, ...]:
        """Operands in brackets, with commas between them."""
        opening = self.take()
        operands = [self.operand_and_more(0, depth)]
        while self.here.text == ",":
            self.take()
            operands.append(self.operand_and_more(0, depth))
        self.close(opening)
        return tuple(operands)

    def membership(self, left: Node, operator: _Token, depth: int) -> Node:
        """``left in [a, b]`` as ``left = a or left = b``."""
        if not isinstance(left, FactRef):
            raise ExpressionError(left.column, Text("in 的左边要写一个事实", "'in' compares a fact"))
        if self.here.text != "[":
            what = Text("in 之后要有方括号，如 ['甲', '乙']", "'in' is followed by a list such as ['a', 'b']")
            raise ExpressionError(self.here.column, what)
        equals: list[Node] = [compared("=", left, item, operator.column) for item in self.arguments(depth)]
        joined = equals[0]
        for each in equals[1:]:
            joined = Binary("or", joined, each, operator.column)
        return joined

    def call(self, name: _Token, depth: int) -> Node:
        """What follows the name of a function."""
        operands = tuple(map(no_month, self.arguments(depth)))
        if name.text in FORMS:
            return form_of(name.text, operands, name.column)
        if name.text not in self.functions:
            what = Text(f"没有函数 '{name.text}'", f"no function '{name.text}'") + lost_of(self.functions)
            raise ExpressionError(name.column, what, nearest(name.text, (*self.functions, *FORMS)))
        function = self.functions[name.text]
        expect_operands(name.text, operands, function.least, function.most, name.column)
        return Call(function, operands, name.column)

    def close(self, opening: _Token) -> None:
        if self.here.text != (")" if opening.text == "(" else "]"):
            raise ExpressionError(opening.column, Text("左括号没有对应的右括号", "this bracket is never closed"))
        self.take()

    def unexpected(self, token: _Token) -> ExpressionError:
        if token.kind == "end":
            what = Text("表达式不完整：末尾还缺一个数或事实", "incomplete: a number or a fact is missing at the end")
            return ExpressionError(token.column, what)
        return ExpressionError(token.column, Text(f"这里不该有“{token.text}”", f"'{token.text}' is not expected here"))


def _constant(token: _Token) -> Constant:
    figure = NUMERAL.match(token.text)
    assert figure is not None
    number, unit = Decimal(figure.group()), token.text[figure.end() :]
    if why_unfit(number) is not None:
        raise ExpressionError(token.column, Text("数字太长", "number too long"))
    value = Fraction(number)
    return Constant(value / 100 if unit == "%" else value, token.text, token.column, unit)


def _days(token: _Token) -> Node:
    try:
        days = days_in(token.text)
    except ValueError:
        days = None
    if days is None:
        raise ExpressionError(token.column, Text("没有这个日期", "there is no such date"))
    first = Day(days.first, token.column)
    return Month(first.value, token.column, days.last) if days.is_month else first
