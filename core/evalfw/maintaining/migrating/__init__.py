"""Carry evidence to another edition of its rubric: what is kept, renamed, to be looked at, or no longer asked."""

from evalfw.maintaining.migrating.plan import Item, Plan, plan_migration

__all__ = ["Item", "Plan", "plan_migration"]
