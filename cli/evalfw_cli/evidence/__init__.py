"""``evalfw evidence …``: gather, check, review and record evidence."""
