"""The written report against the facts, the rubric, and itself."""
