"""Citations: a quote is looked for in the file that it is said to come from."""

from evalfw.evidence.citing.reader import Page, TextReader

__all__ = ["Page", "TextReader"]
