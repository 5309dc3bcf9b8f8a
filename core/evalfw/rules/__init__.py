"""The rule kinds that come with evalfw, one a file."""

from evalfw.rules.all_or_nothing import AllOrNothing
from evalfw.rules.bands import Bands
from evalfw.rules.discretion import Discretion
from evalfw.rules.rule import Rule, RuleKind
from evalfw.rules.tiers import Tiers

CORE_KINDS = tuple(RuleKind(rule.kind, rule) for rule in (AllOrNothing, Bands, Discretion, Tiers))
"""Registered before any plugin's."""

__all__ = ["CORE_KINDS", "AllOrNothing", "Bands", "Discretion", "Rule", "RuleKind", "Tiers"]
