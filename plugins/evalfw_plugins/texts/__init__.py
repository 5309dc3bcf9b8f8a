"""The text of documents, for quotes and for the written report."""
