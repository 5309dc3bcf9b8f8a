"""
What a rule can say and how it is read: the algebra, expressions, facts, rule kinds, aggregators, and the check reading that proves what a
rule does for all values.

It reads no file and knows no indicator: weights and facts are handed to it.
"""

from typing import TYPE_CHECKING

from evalfw.foundation import face_of

if TYPE_CHECKING:
    from evalfw.language.aggregates import CORE_AGGREGATORS as CORE_AGGREGATORS
    from evalfw.language.aggregates.aggregator import Aggregator as Aggregator
    from evalfw.language.aggregates.best_of import BestOf as BestOf
    from evalfw.language.aggregates.bounding import bounds_of as bounds_of
    from evalfw.language.aggregates.conversion_table import ConversionTable as ConversionTable
    from evalfw.language.aggregates.declared_one import DeclaredOne as DeclaredOne
    from evalfw.language.aggregates.kind import AggregatorKind as AggregatorKind
    from evalfw.language.aggregates.n_of_m import NOfM as NOfM
    from evalfw.language.aggregates.nothing import Nothing as Nothing
    from evalfw.language.aggregates.part import (
        Combined as Combined,
        Part as Part,
        Whole as Whole,
        bonus_of as bonus_of,
        doubts_of as doubts_of,
    )
    from evalfw.language.aggregates.risk_weighted_mean import RiskWeightedMean as RiskWeightedMean
    from evalfw.language.aggregates.scale import Conversion as Conversion, Scale as Scale, split as split
    from evalfw.language.aggregates.total import Sum as Sum
    from evalfw.language.aggregates.weakest_link import WeakestLink as WeakestLink
    from evalfw.language.aggregates.weighted_blocks import WeightedBlocks as WeightedBlocks
    from evalfw.language.aggregates.weighted_mean import WeightedMean as WeightedMean
    from evalfw.language.aggregates.xccdf import (
        XccdfAbsolute as XccdfAbsolute,
        XccdfDefault as XccdfDefault,
        XccdfFlat as XccdfFlat,
        XccdfFlatUnweighted as XccdfFlatUnweighted,
    )
    from evalfw.language.algebra.bounds import BoundsAlgebra as BoundsAlgebra
    from evalfw.language.algebra.exact import (
        ExactAlgebra as ExactAlgebra,
        NotDecidedError as NotDecidedError,
        TooLargeError as TooLargeError,
        UndefinedError as UndefinedError,
    )
    from evalfw.language.algebra.interval import Interval as Interval
    from evalfw.language.algebra.outcome import (
        NO_LIMITS as NO_LIMITS,
        How as How,
        Outcome as Outcome,
        Possibility as Possibility,
        Range as Range,
    )
    from evalfw.language.algebra.protocol import (
        COMPARED as COMPARED,
        Algebra as Algebra,
        B as B,
        Irrational as Irrational,
        N as N,
        O as O,
        OverItems as OverItems,
        Where as Where,
    )
    from evalfw.language.algebra.values import (
        Amount as Amount,
        Known as Known,
        Unknown as Unknown,
        Values as Values,
        is_given as is_given,
    )
    from evalfw.language.expressions.checking import check_types as check_types, type_of as type_of
    from evalfw.language.expressions.functions import CORE_FUNCTIONS as CORE_FUNCTIONS, Function as Function
    from evalfw.language.expressions.guarded import guarded_function as guarded_function
    from evalfw.language.expressions.measuring import in_units as in_units
    from evalfw.language.expressions.parsing import parse as parse
    from evalfw.language.expressions.reading import number_of as number_of, truth_of as truth_of
    from evalfw.language.expressions.syntax import (
        Binary as Binary,
        Call as Call,
        Choose as Choose,
        Condition as Condition,
        Constant as Constant,
        Converted as Converted,
        Expression as Expression,
        ExpressionError as ExpressionError,
        FactRef as FactRef,
        Given as Given,
        Node as Node,
        OfList as OfList,
        Place as Place,
        Rounded as Rounded,
        Unary as Unary,
        all_of as all_of,
        text_comparison as text_comparison,
    )
    from evalfw.language.expressions.walking import (
        asked_by as asked_by,
        expressions_of as expressions_of,
        facts_in as facts_in,
        functions_in as functions_in,
    )
    from evalfw.language.expressions.words import expression_words as expression_words
    from evalfw.language.facts.declaration import (
        NUMERIC as NUMERIC,
        Audience as Audience,
        FactDeclaration as FactDeclaration,
        FactType as FactType,
    )
    from evalfw.language.facts.reading import (
        ValueFaultError as ValueFaultError,
        read_amount as read_amount,
        read_end as read_end,
        read_number as read_number,
        read_stated as read_stated,
    )
    from evalfw.language.facts.showing import (
        machine_form as machine_form,
        show_amount as show_amount,
        show_range as show_range,
    )
    from evalfw.language.facts.view import FactView as FactView
    from evalfw.language.proving.applying import award_if as award_if
    from evalfw.language.proving.cell import divide as divide, explore as explore
    from evalfw.language.proving.check import check_rule as check_rule
    from evalfw.language.proving.exactly import exact_outcome as exact_outcome
    from evalfw.language.proving.gaps import Gap as Gap, gap_words as gap_words, rule_gaps as rule_gaps
    from evalfw.language.proving.possible import possible_outcome as possible_outcome
    from evalfw.language.proving.region import Region as Region
    from evalfw.language.proving.subject import Property as Property, Verdict as Verdict
    from evalfw.language.proving.symbolic import SymbolicAlgebra as SymbolicAlgebra
    from evalfw.language.proving.symbols import (
        SKIPPED as SKIPPED,
        Number as Number,
        SymbolicAward as SymbolicAward,
        product as product,
    )
    from evalfw.language.proving.variables import Items as Items, Variable as Variable, variable_of as variable_of
    from evalfw.language.rules import CORE_KINDS as CORE_KINDS
    from evalfw.language.rules.kind import RuleKind as RuleKind
    from evalfw.language.rules.misfits import Checks as Checks, at_column as at_column, no_such_fact as no_such_fact
    from evalfw.language.rules.opaque import Award as Award, OpaqueRule as OpaqueRule
    from evalfw.language.rules.rule import (
        Rule as Rule,
        amount as amount,
        share_words as share_words,
    )
    from evalfw.language.rules.steps import Steps as Steps, count_steps as count_steps, steps_words as steps_words
    from evalfw.language.rules.target import FactTarget as FactTarget, Target as Target, Targeted as Targeted
    from evalfw.language.units.quantity import (
        DayNumber as DayNumber,
        MonthNumber as MonthNumber,
        Quantity as Quantity,
        Stated as Stated,
        in_unit as in_unit,
        unlike as unlike,
    )
    from evalfw.language.units.standard import PREFIXES as PREFIXES, STANDARD as STANDARD
    from evalfw.language.units.table import (
        STANDARD_UNITS as STANDARD_UNITS,
        UnitDeclaration as UnitDeclaration,
        Units as Units,
        amount_and_unit as amount_and_unit,
        rate_between as rate_between,
        split_unit as split_unit,
    )
    from evalfw.language.units.unit import PLAIN as PLAIN, Unit as Unit
else:
    __getattr__, __dir__ = face_of(
        __name__,
        """
        aggregates: CORE_AGGREGATORS
        aggregates.aggregator: Aggregator
        aggregates.best_of: BestOf
        aggregates.bounding: bounds_of
        aggregates.conversion_table: ConversionTable
        aggregates.declared_one: DeclaredOne
        aggregates.kind: AggregatorKind
        aggregates.n_of_m: NOfM
        aggregates.nothing: Nothing
        aggregates.part: Combined Part Whole bonus_of doubts_of
        aggregates.risk_weighted_mean: RiskWeightedMean
        aggregates.scale: Conversion Scale split
        aggregates.total: Sum
        aggregates.weakest_link: WeakestLink
        aggregates.weighted_blocks: WeightedBlocks
        aggregates.weighted_mean: WeightedMean
        aggregates.xccdf: XccdfAbsolute XccdfDefault XccdfFlat XccdfFlatUnweighted
        algebra.bounds: BoundsAlgebra
        algebra.exact: ExactAlgebra NotDecidedError TooLargeError UndefinedError
        algebra.interval: Interval
        algebra.outcome: How NO_LIMITS Outcome Possibility Range
        algebra.protocol: Algebra B COMPARED Irrational N O OverItems Where
        algebra.values: Amount Known Unknown Values is_given
        expressions.checking: check_types type_of
        expressions.functions: CORE_FUNCTIONS Function
        expressions.guarded: guarded_function
        expressions.measuring: in_units
        expressions.parsing: parse
        expressions.reading: number_of truth_of
        expressions.syntax: Binary Call Choose Condition Constant Converted Expression ExpressionError FactRef Given Node OfList Place Rounded Unary all_of text_comparison
        expressions.walking: asked_by expressions_of facts_in functions_in
        expressions.words: expression_words
        facts.declaration: Audience FactDeclaration FactType NUMERIC
        facts.reading: ValueFaultError read_amount read_end read_number read_stated
        facts.showing: machine_form show_amount show_range
        facts.view: FactView
        proving.applying: award_if
        proving.cell: divide explore
        proving.check: check_rule
        proving.exactly: exact_outcome
        proving.gaps: Gap gap_words rule_gaps
        proving.possible: possible_outcome
        proving.region: Region
        proving.subject: Property Verdict
        proving.symbolic: SymbolicAlgebra
        proving.symbols: Number SKIPPED SymbolicAward product
        proving.variables: Items Variable variable_of
        rules: CORE_KINDS
        rules.kind: RuleKind
        rules.misfits: Checks at_column no_such_fact
        rules.opaque: Award OpaqueRule
        rules.rule: Rule amount share_words
        rules.steps: Steps count_steps steps_words
        rules.target: FactTarget Target Targeted
        units.quantity: DayNumber MonthNumber Quantity Stated in_unit unlike
        units.standard: PREFIXES STANDARD
        units.table: STANDARD_UNITS UnitDeclaration Units amount_and_unit rate_between split_unit
        units.unit: PLAIN Unit
        """,
    )
