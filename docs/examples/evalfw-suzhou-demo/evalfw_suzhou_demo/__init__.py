"""A yearly rubric, as an illustration: data and one hook."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from evalfw import RubricFolder, hookimpl

EVALFW_API = "2.0"


@hookimpl
def evalfw_rubrics() -> Iterable[RubricFolder]:
    """Every ``rubric.toml`` below this package; next year's stands beside this year's."""
    return [RubricFolder(Path(__file__).parent)]
