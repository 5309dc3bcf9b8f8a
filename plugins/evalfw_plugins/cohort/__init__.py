"""What a batch says of all its units (``evalfw cohort``): text, page, workbook, data."""
