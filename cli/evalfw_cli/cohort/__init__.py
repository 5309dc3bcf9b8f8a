"""``evalfw cohort``: what a batch says of all its units together."""
