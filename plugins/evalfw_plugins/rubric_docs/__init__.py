"""Pages about a rubric (``evalfw rubric docs``): Markdown, HTML."""
