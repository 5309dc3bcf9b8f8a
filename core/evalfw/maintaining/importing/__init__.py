"""From an official table to a draft rubric: rows to a tree, sentences to rules, printed subtotals to checks."""
