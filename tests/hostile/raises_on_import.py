"""Raises while it is imported."""

raise RuntimeError("no licence on this machine")
