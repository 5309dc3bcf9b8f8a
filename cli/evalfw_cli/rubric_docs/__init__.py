"""``evalfw rubric docs``: pages about a rubric, for those who fill in evidence and those who review it."""
