"""Collected evidence checked against its rubric, and put together."""
