"""``evalfw batch`` and what comes after it: many units at once, their sentences, views of the whole."""
