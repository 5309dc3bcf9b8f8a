"""``evalfw rubric migrate``: carry an evidence folder to another edition, a preview first, nothing lost."""
