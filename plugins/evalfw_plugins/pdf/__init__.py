"""The written report as PDF: set with typst, or by the user's LibreOffice."""
