"""Functions of plugins as expressions call them: through the guard of their plugin, and only numbers as results."""

from __future__ import annotations

from collections.abc import Sequence

from evalfw.foundation import ZERO, Guard, refused
from evalfw.language.algebra import Algebra, B, N, O
from evalfw.language.expressions.functions import Function


def guarded_function(function: Function, guard: Guard) -> Function:
    """*function*, called through *guard*."""

    def apply(a: Algebra[N, B, O], operands: Sequence[N], /) -> N:
        what = f"function {function.id}"
        result = guard.reading(what, function.apply, a, operands)
        wanted = type(a.constant(ZERO))
        if not isinstance(result, wanted):
            raise refused(guard, what, result, wanted.__name__)
        return result

    return function._replace(apply=apply, by=guard.author)
