"""What changed between two rubrics (``evalfw rubric diff``): text, page, data."""
