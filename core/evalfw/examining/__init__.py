"""
Examine evidence: whether figures, periods, citations and the written report agree with one another.

Nothing here changes points: it says what somebody should look at before the report is handed in.
"""
