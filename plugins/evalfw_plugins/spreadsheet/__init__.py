"""The report as a workbook: the table that is handed in, and what a reviewer looks up."""
