"""What pages about a rubric say: the rubric, with examples from its cases."""

from __future__ import annotations

from typing import NamedTuple

from evalfw.evidence import Means
from evalfw.foundation import RequestError, Text
from evalfw.maintaining.cases.running import CaseResult
from evalfw.maintaining.cases.testing import run_cases
from evalfw.rubric import Rubric


class RubricPages(NamedTuple):
    """A rubric, and its cases, which hold: they are the examples of its pages."""

    rubric: Rubric
    examples: tuple[CaseResult, ...]


def pages_of(ref: str, means: Means) -> RubricPages:
    """
    What pages about the rubric *ref* say.

    Raises:
        RubricError: The rubric or one of its cases is not in order.
        RequestError: A case fails: an example has to be true.
    """
    rubric = means.load(ref)
    try:
        run = run_cases(ref, means)
    except RequestError:
        return RubricPages(rubric, ())  # a rubric without cases has no examples
    failed = [result.prepared.case.name for result in run.failed]
    if failed:
        named = "、".join(failed)
        raise RequestError(
            Text(f"有用例不符，先让它们符合：{named}", f"some cases fail; they are the examples of the pages: {named}")
        )
    return RubricPages(rubric, run.results)
