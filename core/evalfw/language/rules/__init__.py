"""The rule kinds that come with evalfw, one a file, each imported when a rubric first uses it."""

from evalfw.language.rules.kind import RuleKind
from evalfw.language.rules.rule import Rule

CORE_KINDS = tuple(
    RuleKind(kind, f"evalfw.language.rules.{kind}:{name}")
    for kind, name in (
        ("all_or_nothing", "AllOrNothing"),
        ("bands", "Bands"),
        ("base_and_steps", "BaseAndSteps"),
        ("by_choice", "ByChoice"),
        ("cases", "Cases"),
        ("checklist", "Checklist"),
        ("deduct_per_step", "DeductPerStep"),
        ("discretion", "Discretion"),
        ("formula", "Formula"),
        ("interpolation", "Interpolation"),
        ("parts", "Parts"),
        ("proportional", "Proportional"),
        ("rated", "Rated"),
        ("tiers", "Tiers"),
        ("todo", "Todo"),
    )
)
"""Registered before any plugin's."""

__all__ = ["CORE_KINDS", "Rule", "RuleKind"]
