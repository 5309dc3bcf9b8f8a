"""What a maintainer has to know about a rubric: what its rules do, what its sentences leave open, where the two differ."""

from evalfw.examining.linting.lint import lint_rubric
from evalfw.rubric import Lint

__all__ = ["Lint", "lint_rubric"]
