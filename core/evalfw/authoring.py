"""
What rule kinds, aggregators and functions of expressions are made with, by plugins and by evalfw itself.

    from evalfw.authoring import Rule, RuleKind, Target
"""

from typing import TYPE_CHECKING

from evalfw.foundation import face_of

if TYPE_CHECKING:
    from evalfw.language import (
        NUMERIC as NUMERIC,
        STEPS_WORDS as STEPS_WORDS,
        Aggregator as Aggregator,
        AggregatorKind as AggregatorKind,
        Algebra as Algebra,
        Amount as Amount,
        Award as Award,
        B as B,
        BoundsAlgebra as BoundsAlgebra,
        Combined as Combined,
        Conversion as Conversion,
        ExactAlgebra as ExactAlgebra,
        Expression as Expression,
        ExpressionError as ExpressionError,
        Interval as Interval,
        N as N,
        O as O,
        OpaqueRule as OpaqueRule,
        Outcome as Outcome,
        Part as Part,
        Range as Range,
        Rule as Rule,
        RuleKind as RuleKind,
        Steps as Steps,
        Target as Target,
        Unknown as Unknown,
        Values as Values,
        Whole as Whole,
        amount as amount,
        bonus_of as bonus_of,
        bounds_of as bounds_of,
        check_types as check_types,
        condition_misfits as condition_misfits,
        count_steps as count_steps,
        doubts_of as doubts_of,
        expression_words as expression_words,
        facts_in as facts_in,
        floor_misfits as floor_misfits,
        hull as hull,
        needs_weight as needs_weight,
        number_of as number_of,
        over_weight as over_weight,
        parse as parse,
        truth_of as truth_of,
        unknown_facts as unknown_facts,
        unknown_fields as unknown_fields,
        within as within,
        worth_words as worth_words,
    )
else:
    __getattr__, __dir__ = face_of(
        __name__,
        """
        language: Aggregator AggregatorKind Algebra Amount Award B BoundsAlgebra Combined Conversion ExactAlgebra Expression ExpressionError Interval N NUMERIC O OpaqueRule Outcome Part Range Rule RuleKind STEPS_WORDS Steps Target Unknown Values Whole amount bonus_of bounds_of check_types condition_misfits count_steps doubts_of expression_words facts_in floor_misfits hull needs_weight number_of over_weight parse truth_of unknown_facts unknown_fields within worth_words
        """,
        below="evalfw",
    )
