"""``evalfw compare``: saved reports side by side."""

from evalfw_cli.reports.compare.command import compare

__all__ = ["compare"]
