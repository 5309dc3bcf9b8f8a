"""Text → syntax tree: a lexer and a precedence-climbing parser, both total and bounded."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from evalfw.exact import why_unfit
from evalfw.expressions.syntax import (
    Binary,
    Call,
    Constant,
    Expression,
    ExpressionError,
    FactRef,
    Node,
    Quoted,
    Truth,
    Unary,
)
from evalfw.text import Text

MAX_LENGTH = 2000
MAX_DEPTH = 40
MAX_TOKENS = 400

_SYNONYMS = {"×": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "（": "(", "）": ")", "，": ",", "==": "="}
_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<text>'[^'\n]*')"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?%?)"
    r"|(?P<name>[a-z][a-z0-9_]*(?:\.[a-z0-9][a-z0-9_]*)*)"
    r"|(?P<sign><=|>=|!=|==|[-+*/()=<>,×÷≤≥≠（），])"
)

_PRECEDENCE = {"or": 1, "and": 2, "=": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6}
_NOT = 3
_MINUS = 7
_COMPARISONS = 4


class _Token(NamedTuple):
    kind: str  # number, text, name, sign or end
    text: str
    column: int


def parse(text: str) -> Expression:
    """
    The expression that *text* spells.

    Raises:
        ExpressionError: It spells none, or is longer than 2,000 characters or 400 words, or deeper than 40 levels.
    """
    if len(text) > MAX_LENGTH:
        what = Text(f"表达式太长：最多 {MAX_LENGTH} 个字符", f"expression too long: at most {MAX_LENGTH} characters")
        raise ExpressionError(MAX_LENGTH + 1, what)
    parser = _Parser(_tokens(text))
    root = parser.operand_and_more(0, 0)
    parser.expect_end()
    return Expression(text, root)


def _tokens(text: str) -> list[_Token]:
    tokens = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            what = Text(f"这里不能用“{text[at]}”", f"unexpected character '{text[at]}'")
            raise ExpressionError(at + 1, what)
        kind = found.lastgroup or ""
        if kind != "space":
            tokens.append(_Token(kind, _SYNONYMS.get(found.group(), found.group()), at + 1))
        at = found.end()
    if len(tokens) > MAX_TOKENS:
        what = Text(f"表达式太长：最多 {MAX_TOKENS} 个词", f"expression too long: at most {MAX_TOKENS} words")
        raise ExpressionError(tokens[MAX_TOKENS].column, what)
    tokens.append(_Token("end", "", len(text) + 1))
    return tokens


class _Parser:
    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
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
        while (precedence := _PRECEDENCE.get(self.here.text, 0)) > loosest and self.here.kind in ("sign", "name"):
            operator = self.take()
            right = self.operand_and_more(precedence, depth + 1)
            left = Binary(operator.text, left, right, operator.column)
            if precedence == _COMPARISONS and _PRECEDENCE.get(self.here.text) == _COMPARISONS:
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
            case "name", "not":
                return Unary("not", self.operand_and_more(_NOT, depth + 1), token.column)
            case "name", "and" | "or":
                raise self.unexpected(token)
            case "name", _ if self.here.text == "(":
                return Call(token.text, self.arguments(depth + 1), token.column)
            case "name", _:
                return FactRef(token.text, token.column)
            case "sign", "-":
                return Unary("-", self.operand_and_more(_MINUS, depth + 1), token.column)
            case "sign", "(":
                inner = self.operand_and_more(0, depth + 1)
                self.close(token)
                return inner
        raise self.unexpected(token)

    def arguments(self, depth: int) -> tuple[Node, ...]:
        """The operands of a function, in brackets and with commas between them."""
        opening = self.take()
        operands = [self.operand_and_more(0, depth)]
        while self.here.text == ",":
            self.take()
            operands.append(self.operand_and_more(0, depth))
        self.close(opening)
        return tuple(operands)

    def close(self, opening: _Token) -> None:
        if self.here.text != ")":
            raise ExpressionError(opening.column, Text("左括号没有对应的右括号", "this bracket is never closed"))
        self.take()

    def unexpected(self, token: _Token) -> ExpressionError:
        if token.kind == "end":
            what = Text("表达式不完整：末尾还缺一个数或事实", "incomplete: a number or a fact is missing at the end")
            return ExpressionError(token.column, what)
        return ExpressionError(token.column, Text(f"这里不该有“{token.text}”", f"'{token.text}' is not expected here"))


def _constant(token: _Token) -> Constant:
    written = token.text.removesuffix("%")
    number = Decimal(written)
    if why_unfit(number) is not None:
        raise ExpressionError(token.column, Text("数字太长", "number too long"))
    value = Fraction(number)
    return Constant(value / 100 if token.text.endswith("%") else value, token.text, token.column)
