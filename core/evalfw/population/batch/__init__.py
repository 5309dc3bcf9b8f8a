"""
Tables of units: many organisations scored at once under one rubric, bit for bit as each would be by itself.

``layout`` says which column holds what, ``reading`` and ``settling`` make canonical columns of what files hold, ``evalfw.population.columns`` scores them.
"""
