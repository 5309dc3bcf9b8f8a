"""
What rule kinds, aggregators and functions of expressions are made with, by plugins and by evalfw itself.

    from evalfw.authoring import Rule, RuleKind, Targeted
"""

from typing import TYPE_CHECKING

from evalfw.foundation import face_of

if TYPE_CHECKING:
    from evalfw.language import (
        Aggregator as Aggregator,
        AggregatorKind as AggregatorKind,
        Algebra as Algebra,
        Award as Award,
        B as B,
        Combined as Combined,
        Conversion as Conversion,
        Expression as Expression,
        Interval as Interval,
        N as N,
        O as O,
        OpaqueRule as OpaqueRule,
        Part as Part,
        Quantity as Quantity,
        Range as Range,
        Rule as Rule,
        RuleKind as RuleKind,
        Steps as Steps,
        Targeted as Targeted,
        Whole as Whole,
        amount as amount,
        bonus_of as bonus_of,
        bounds_of as bounds_of,
        check_types as check_types,
        count_steps as count_steps,
        expression_words as expression_words,
        facts_in as facts_in,
        number_of as number_of,
        steps_words as steps_words,
        truth_of as truth_of,
    )
else:
    __getattr__, __dir__ = face_of(
        __name__,
        """
        language: Aggregator AggregatorKind Algebra Award B Combined Conversion Expression Interval N O OpaqueRule Part Quantity Range Rule RuleKind Steps Targeted Whole amount bonus_of bounds_of check_types count_steps expression_words facts_in number_of steps_words truth_of
        """,
        below="evalfw",
    )
