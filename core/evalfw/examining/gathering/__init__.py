"""Who supplies what, and what is still to come."""
