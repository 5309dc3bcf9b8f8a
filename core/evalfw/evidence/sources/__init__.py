"""Sources: tables, databases and surveys from which ``evalfw evidence collect`` takes facts, as ``[[collect]]`` declares."""

from evalfw.evidence.sources.source import Given, Row, SourceKind, SourceRequest, SourceRows

__all__ = ["Given", "Row", "SourceKind", "SourceRequest", "SourceRows"]
