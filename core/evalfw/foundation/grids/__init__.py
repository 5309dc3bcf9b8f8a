"""
Tables as people send them, text or workbook: read line by line, strictly, and what was found, passed over or guessed is told.

Every way in that takes a table reads it through here; what its columns mean is for whoever reads it to say.
"""
