"""``evalfw rubric diff``: what changed between two rubrics, as text, JSON or a page."""
