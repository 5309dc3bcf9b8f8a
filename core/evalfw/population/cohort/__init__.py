"""
What a batch says of a cohort: how units are spread at each indicator, and how well the indicators tell them apart.

Flow: the result of a batch is counted in Polars (``counting``, ``naming``, ``stability``); every figure is worked out from the counts
alone, exactly (``distribution``, ``figures``); ``public`` makes the edition that no unit can be made out in.
"""
