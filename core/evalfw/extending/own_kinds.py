"""The rule kinds, aggregators and functions that come with evalfw, registered as any plugin registers its own."""

from __future__ import annotations

from collections.abc import Iterable

from evalfw.extending.hookspecs import hookimpl
from evalfw.language import CORE_AGGREGATORS, CORE_FUNCTIONS, CORE_KINDS, AggregatorKind, Function, RuleKind

EVALFW_API = "2.0"


@hookimpl
def evalfw_rule_kinds() -> Iterable[RuleKind]:
    """One file each, in ``language/rules``."""
    return CORE_KINDS


@hookimpl
def evalfw_aggregators() -> Iterable[AggregatorKind]:
    """One idea a file, in ``language/aggregates``."""
    return CORE_AGGREGATORS


@hookimpl
def evalfw_functions() -> Iterable[Function]:
    """Those of numbers."""
    return CORE_FUNCTIONS
