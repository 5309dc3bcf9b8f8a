"""The marks of pluggy for hooks of evalfw."""

from __future__ import annotations

import pluggy

PROJECT = "evalfw"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a function of a plugin as one of its hooks, which is called as its name says."""
