"""Rubric + evidence → report. Pure: no input or output, no clock, no float."""

from evalfw.scoring.whole import score

__all__ = ["score"]
