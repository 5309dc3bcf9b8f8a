"""
The *check* reading: what a rule does for every value that its facts may have, proved, not sampled.

A rule is read with symbols in place of facts. Wherever an answer depends on them the values are split in two, so that in the end
each *cell* takes one branch and awards one expression of the symbols. Cells are told apart by linear inequalities, which are
decided exactly (``linear.py``); products of facts are beyond them, and what rests on these is said to be *not proved*.
"""
