"""What numbers count: units, their dimensions and scales, and the table of those that are known."""
