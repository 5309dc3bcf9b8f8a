"""The expression language: parsed by our own parser, typed, exact, bounded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, strategies as st

from evalfw.foundation.text import Text, verbatim
from evalfw.language.algebra import Algebra, B, ExactAlgebra, Known, N, O, UndefinedError
from evalfw.language.expressions import (
    CORE_FUNCTIONS,
    Binary,
    Call,
    Choose,
    Constant,
    ExpressionError,
    FactRef,
    Function,
    Node,
    Truth,
    Unary,
    ValueType,
    check_types,
    expression_words,
    number_of,
    parse,
    truth_of,
)

VALUES = {
    "a": Known(Fraction(2)),
    "b.c": Known(Fraction(1, 2)),
    "yes": Known(True),
    "no": Known(False),
    "grade": Known("good"),
    "free": Known("a b，c"),
    "done": Known(date(2021, 6, 28)),
    "list": Known(({"name": "甲", "score": "80"}, {"name": "乙", "score": "92.5"}, {"name": "丙", "score": "80"})),
    "none": Known(()),
}


@attrs.frozen
class DeclaredField:
    """A declared field of a list."""

    is_number: bool = False
    choices: dict[str, str] = attrs.field(factory=dict)


@attrs.frozen
class Declared:
    """A declared fact, as far as expressions look at it."""

    expression_type: ValueType
    choices: dict[str, str] = attrs.field(factory=dict)
    fields: dict[str, DeclaredField] = attrs.field(factory=dict)


FACTS = {
    "a": Declared("number"),
    "b.c": Declared("number"),
    "yes": Declared("bool"),
    "no": Declared("bool"),
    "list": Declared(
        "list",
        fields={
            "name": DeclaredField(),
            "score": DeclaredField(is_number=True),
            "tier": DeclaredField(choices={"x": "甲"}),
        },
    ),
    "done": Declared("date"),
    "grade": Declared("text", {"good": "良", "poor": "差"}),
    "free": Declared("text"),
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 3 - 2", 5),
        ("12 / 3 / 2", 2),
        ("-a * 3", -6),
        ("2 - -a", 4),
        ("1 / 3 * 3", 1),
        ("90% + 0.1", 1),
        ("a × 3 ÷ b.c", 12),
        ("（a + 1）", 3),
        ("min(a, 5, 1)", 1),
        ("max(a， b.c)", 2),
        ("abs(1 - 3) + abs(a)", 4),
        ("clamp(7, 0, 5) + clamp(-7, 0, 5) + clamp(a, 0, 5)", 7),
        ("floor(7 / a) + floor(-7 / a)", -1),
        ("ceil(7 / a) + ceil(-7 / a)", 1),
        ("if(yes, 1, 2) + if(no, 10, 20)", 21),
        ("if(a = 2, 1, 1 / 0)", 1),
        ("lookup(grade, 'poor', 1, 'good', 2, 3)", 2),
        ("lookup(a, 1, 10, 2, 20, 30)", 20),
        ("lookup(free, 'x', 1, 9)", 9),
        ("2021-06-30 - done", 2),
        ("if(done + 2 <= 2021-06-30, 1, 0)", 1),
        ("count(list) + count(none)", 3),
        ("count(list, 'name', '甲')", 1),
        ("sum(list, 'score') + sum(none, 'score')", Fraction("252.5")),
        ("mean(list, 'score') * 3", Fraction("252.5")),
        ("median(list, 'score')", 80),
        ("most(list, 'score') - least(list, 'score')", Fraction("12.5")),
        ("mean(list, 'score', 'name', '乙')", Fraction("92.5")),
        ("place(80, list, 'score')", 2),
        ("place_from_last(92.5, list, 'score')", 3),
        ("place(93, list, 'score')", 1),
    ],
)
def test_numbers(text: str, value: int | Fraction) -> None:
    assert number_of(parse(text).root, ExactAlgebra(VALUES)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a = 2 and b.c = 50%", True),
        ("a ≥ 2 and a ≤ 2 and a ≠ 3", True),
        ("not yes or yes", True),
        ("not (yes or no)", False),
        ("yes and no or yes", True),
        ("no and (no or yes)", False),
        ("not a > 2", True),
        ("a == 2", True),
        ("true and not false", True),
        ("grade = 'good' and 'poor' != grade", True),
        ("grade = 'poor' or free = 'a b，c'", True),
        ("grade in ['poor', 'good'] and not grade in ['poor']", True),
        ("a in [1, 2, 3] and b.c in [1]", False),
        ("done < 2021-06-30 and done = 2021-06-28", True),
        ("1 < 2 or 1 / 0 > 1", None),
    ],
)
def test_truths(text: str, value: bool | None) -> None:
    """Both sides are always read; what is undefined is never hidden by the other side."""
    if value is None:
        with pytest.raises(UndefinedError, match=r"^$"):
            truth_of(parse(text).root, ExactAlgebra(VALUES))
    else:
        assert truth_of(parse(text).root, ExactAlgebra(VALUES)) is value


@pytest.mark.parametrize(
    ("text", "column", "what"),
    [
        ("", 1, "incomplete: a number or a fact is missing at the end"),
        ("a +", 4, "incomplete: a number or a fact is missing at the end"),
        ("(a + 1", 1, "this bracket is never closed"),
        ("a + 1)", 6, "')' is not expected here"),
        ("a b", 3, "'b' is not expected here"),
        ("a + * 2", 5, "'*' is not expected here"),
        ("a and", 6, "incomplete: a number or a fact is missing at the end"),
        ("and yes", 1, "'and' is not expected here"),
        ("a.b.", 4, "unexpected character '.'"),
        ("a.__class__", 2, "unexpected character '.'"),
        ("abs(1", 4, "this bracket is never closed"),
        ("abs()", 5, "')' is not expected here"),
        ("abs(1,)", 7, "')' is not expected here"),
        ("mim(a, 1) > 0", 1, "no function 'mim'"),
        ("a + abs(1, 2)", 5, "'abs' takes 1 operands, 2 given"),
        ("min(a)", 1, "'min' takes 2+ operands, 1 given"),
        ("if(a, b)", 1, "'if' takes 3 operands, 2 given"),
        ("lookup(a, 1, 2)", 1, "'lookup' takes a fact, pairs of a value and a number, and the number for all else"),
        ("count(list, 'x')", 1, "items are picked by a condition such as score >= 5, or by a field and a value"),
        ("mean(list, 'x', 'y')", 1, "items are picked by a condition such as score >= 5, or by a field and a value"),
        ("mean(1, 'x')", 6, "expected a list fact"),
        ("mean(list, 1)", 12, "expected a field or value in quotes"),
        ("mean(list, '')", 12, "expected a field or value in quotes"),
        ("a + 1 in [3]", 3, "'in' compares a fact"),
        ("lookup(a + 1, 1, 2, 3)", 10, "'lookup' begins with a fact"),
        ("a in 3", 6, "'in' is followed by a list such as ['a', 'b']"),
        ("a in [1", 6, "this bracket is never closed"),
        ("a in [1] = 2", 10, "comparisons cannot be chained: join them with 'and'"),
        ("done < 2021-02-30", 8, "there is no such date"),
        ("in [1]", 1, "'in' is not expected here"),
        ("[1]", 1, "'[' is not expected here"),
        ("a = 1 = 1", 7, "comparisons cannot be chained: join them with 'and'"),
        ("a & b", 3, "unexpected character '&'"),
        ("A", 1, "unexpected character 'A'"),
        ("1e9", 2, "'e9' is not expected here"),
        ("9" * 40, 1, "number too long"),
        ("1+" * 300 + "1", 401, "expression too long: at most 400 words"),
        ("(" * 60 + "1" + ")" * 60, 42, "nested too deep: at most 40 levels"),
        ("1 " * 1500, 2001, "expression too long: at most 2000 characters"),
    ],
)
def test_what_is_no_expression_is_told_with_its_column(text: str, column: int, what: str) -> None:
    with pytest.raises(ExpressionError) as raised:
        parse(text)
    assert (raised.value.column, raised.value.what.en) == (column, what)


@pytest.mark.parametrize(
    ("text", "wanted", "column", "what"),
    [
        ("a", "bool", 1, "expected yes or no, this is a number"),
        ("yes", "number", 1, "expected a number, this is yes or no"),
        ("yes + 1 > 0", "bool", 1, "expected a number, this is yes or no"),
        ("a > 1 and a", "bool", 11, "expected yes or no, this is a number"),
        ("not a", "bool", 5, "expected yes or no, this is a number"),
        ("x > 1", "bool", 1, "no fact 'x' is declared"),
        ("list > 1", "bool", 1, "expected a number, this is a list"),
        ("mean(a, 'score')", "number", 6, "expected a list, this is a number"),
        ("mean(list, 'sore')", "number", 1, "items of 'list' have no field 'sore'"),
        ("mean(list, 'name')", "number", 1, "field 'name' does not hold numbers"),
        ("count(list, 'tier', 'y')", "number", 13, "field 'tier' has no choice 'y'"),
        ("place(yes, list, 'score')", "number", 7, "expected a number, this is yes or no"),
        ("if(a, 1, 2)", "number", 4, "expected yes or no, this is a number"),
        ("if(yes, yes, 2)", "number", 9, "expected a number, this is yes or no"),
        ("done", "number", 1, "expected a number, this is a date"),
        ("done + done", "number", 6, "dates can be compared, subtracted, and moved by days"),
        ("2 * done", "number", 3, "dates can be compared, subtracted, and moved by days"),
        ("1 - done", "number", 3, "dates can be compared, subtracted, and moved by days"),
        ("done < 3", "bool", 8, "expected a date, this is a number"),
        ("done - 1 + 2021-01-01", "number", 10, "dates can be compared, subtracted, and moved by days"),
        ("grade = 'god'", "bool", 9, "fact 'grade' has no choice 'god'"),
        ("grade = free", "bool", 7, "a text is compared with a text in single quotes"),
        ("grade = 1", "bool", 9, "expected a text, this is a number"),
        ("grade > 'good'", "bool", 1, "expected a number, this is a text"),
        ("a + 'x'", "number", 5, "expected a number, this is a text"),
        ("'good'", "bool", 1, "expected yes or no, this is a text"),
        ("yes = no", "bool", 1, "expected a number, this is yes or no"),
        ("max(1, yes)", "number", 8, "expected a number, this is yes or no"),
    ],
)
def test_types_are_checked(text: str, wanted: ValueType, column: int, what: str) -> None:
    with pytest.raises(ExpressionError) as raised:
        check_types(parse(text), wanted, FACTS)
    assert (raised.value.column, raised.value.what.en) == (column, what)


CALLED = {function.id: function for function in CORE_FUNCTIONS}


def trees(wanted: ValueType, depth: int = 4) -> st.SearchStrategy[Node]:
    """Well-typed syntax trees."""
    if wanted == "number":
        leaf: st.SearchStrategy[Node] = st.one_of(
            st.integers(0, 99).map(lambda n: Constant(Fraction(n), str(n), 1)),
            st.sampled_from(["a", "b.c"]).map(lambda id: FactRef(id, 1)),
        )
    else:
        leaf = st.one_of(
            st.booleans().map(lambda b: Truth(b, 1)), st.sampled_from(["yes", "no"]).map(lambda id: FactRef(id, 1))
        )
    if depth == 0:
        return leaf
    numbers = st.deferred(lambda: trees("number", depth - 1))
    if wanted == "number":
        return st.one_of(
            leaf,
            st.builds(lambda sign, left, right: Binary(sign, left, right, 1), st.sampled_from("+-*"), numbers, numbers),
            st.builds(lambda x: Unary("-", x, 1), numbers),
            st.builds(lambda f, x, y: Call(CALLED[f], (x, y), 1), st.sampled_from(["min", "max"]), numbers, numbers),
            st.builds(lambda x: Call(CALLED["abs"], (x,), 1), numbers),
            st.builds(
                lambda c, x, y: Choose(c, x, y, 1), st.deferred(lambda: trees("bool", depth - 1)), numbers, numbers
            ),
        )
    bools = st.deferred(lambda: trees("bool", depth - 1))
    return st.one_of(
        leaf,
        st.builds(lambda sign, left, right: Binary(sign, left, right, 1), st.sampled_from(["and", "or"]), bools, bools),
        st.builds(
            lambda sign, left, right: Binary(sign, left, right, 1),
            st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
            numbers,
            numbers,
        ),
        st.builds(lambda x: Unary("not", x, 1), bools),
    )


def written(node: Node) -> str:
    """A tree with every operation in brackets."""
    match node:
        case Constant():
            return node.written
        case Truth():
            return "true" if node.value else "false"
        case FactRef():
            return node.id
        case Unary():
            return f"({node.operator} {written(node.operand)})"
        case Binary():
            return f"({written(node.left)} {node.operator} {written(node.right)})"
        case Call():
            return f"{node.function.id}({', '.join(map(written, node.operands))})"
        case Choose():
            return f"if({written(node.condition)}, {written(node.held)}, {written(node.failed)})"
        case _:
            raise AssertionError(node)


@given(trees("bool"))
def test_a_written_tree_is_read_as_it_was(node: Node) -> None:
    expression = parse(written(node))
    assert expression.root == node
    check_types(expression, "bool", FACTS)


@given(trees("bool"))
def test_values_agree_with_python(node: Node) -> None:
    """Our reading of a tree is Python's own of the same arithmetic over fractions."""
    names = {"a": Fraction(2), "b_c": Fraction(1, 2), "yes": True, "no": False, "Fraction": Fraction}
    source = _python(node)
    assert truth_of(node, ExactAlgebra(VALUES)) == eval(
        source, {"__builtins__": {"min": min, "max": max, "abs": abs}}, names
    )


def _python(node: Node) -> str:
    match node:
        case Constant():
            return f"Fraction({node.value.numerator}, {node.value.denominator})"
        case Truth():
            return str(node.value)
        case FactRef():
            return node.id.replace(".", "_")
        case Unary():
            return f"({node.operator} {_python(node.operand)})"
        case Binary():
            operator = "==" if node.operator == "=" else node.operator
            return f"({_python(node.left)} {operator} {_python(node.right)})"
        case Call():
            return f"{node.function.id}({', '.join(map(_python, node.operands))})"
        case Choose():
            return f"({_python(node.held)} if {_python(node.condition)} else {_python(node.failed)})"
        case _:
            raise AssertionError(node)


@given(st.text(st.sampled_from("ab.() +-*/<>=!0129%andortuenl×≥（中\n\"'"), max_size=40))
def test_any_text_is_an_expression_or_an_expression_error(text: str) -> None:
    try:
        parse(text)
    except ExpressionError as error:
        assert 1 <= error.column <= len(text) + 1


class Labels:
    """Facts are called by their ids, choices by a capital letter."""

    def name(self, fact: str) -> Text:
        return verbatim(fact)

    def choice(self, fact: str, value: str) -> str:
        return value.upper()

    def field(self, fact: str, field: str, value: str) -> tuple[str, str]:
        return field.upper(), value.upper()


def test_words_call_choices_by_their_labels() -> None:
    assert (
        expression_words(parse("grade = 'good' and 'poor' != grade").root, Labels()).zh
        == "grade为“GOOD”且grade不为“POOR”"
    )


def test_words_keep_the_brackets_that_matter() -> None:
    words = expression_words(parse("(a + 1) * 2 >= b.c and not (yes or no)").root, Labels())
    assert words.zh == "（a + 1） × 2 ≥ b.c且非（yes或no）"
    assert words.en == "(a + 1) × 2 ≥ b.c and not (yes or no)"


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("done <= 2021-06-30", "done ≤ 2021年6月30日", "done ≤ 2021-06-30"),
        ("mean(list, 'score')", "list的SCORE的平均值", "the mean of SCORE in list"),
        ("sum(list, 'score', 'tier', 'x')", "list中TIER为“X”的SCORE的合计", "the sum of SCORE in list with TIER “X”"),
        ("count(list)", "list的条数", "the number of items of list"),
        ("count(list, 'tier', 'x')", "list中TIER为“X”的条数", "the number of items of list with TIER “X”"),
        ("place(a, list, 'score')", "a在list的SCORE中的名次", "the place of a by SCORE among list"),
        (
            "place_from_last(a, list, 'score')",
            "a在list的SCORE中的倒数名次",
            "the place from last of a by SCORE among list",
        ),
        ("if(yes, a, 2)", "（yes时取 a，否则取 2）", "(a if yes, else 2)"),
    ],
)
def test_words_of_every_form(text: str, zh: str, en: str) -> None:
    assert expression_words(parse(text).root, Labels()) == Text(zh, en)


def test_functions_of_plugins_are_called_like_our_own() -> None:
    def double(a: Algebra[N, B, O], operands: Sequence[N], /) -> N:
        return a.add(operands[0], operands[0])

    functions = {"double": Function("double", 1, 1, Text("两倍", "twice"), double)}
    assert number_of(parse("double(a) + 1", functions).root, ExactAlgebra(VALUES)) == 5


def test_a_long_chain_is_checked_in_one_pass() -> None:
    """Each operand is looked at once: two hundred of them in a row take no longer than two hundred."""
    check_types(parse(" - ".join(["a"] * 199)), "number", FACTS)
    check_types(parse("-(" * 19 + "a" + ")" * 19), "number", FACTS)
