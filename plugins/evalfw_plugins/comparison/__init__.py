"""Saved reports side by side (``evalfw compare``): text, page, workbook, data."""
