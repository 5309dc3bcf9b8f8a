"""What a maintainer has to know about a rubric: what its rules do, what its sentences leave open, where the two differ."""

from evalfw.linting.lint import Lint, lint_rubric

__all__ = ["Lint", "lint_rubric"]
