"""Rubric + evidence → report. Pure: no input or output, no clock, no float."""

from evalfw.scoring.score import score

__all__ = ["score"]
