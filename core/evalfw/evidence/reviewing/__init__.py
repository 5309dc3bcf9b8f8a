"""
Review (复核): several raters give points independently; what they agree on is settled by a rule, the rest by a person.

Ratings stay closed until all of them are in: nobody's points are shown to another before.
"""
