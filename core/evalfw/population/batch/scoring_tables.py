"""A table of units in, a table of figures out."""

from __future__ import annotations

from evalfw.foundation import SILENT, Progress
from evalfw.population.batch.request import BatchDone, BatchRequest, needs


def score_table(request: BatchRequest, progress: Progress = SILENT) -> BatchDone:
    """
    Score every unit of a table, each as it would be scored by itself.

    A batch that was cut short goes on where it was; a result that is there already, of the same table and rubric, stays.

    Args:
        request: What is scored, how, and where the result goes.
        progress: Told of parts, and of what a person may want to know.

    Raises:
        EvalfwError: What the engine needs is not installed, the table cannot be read or has no column for the unit, or there is another result.
    """
    needs(request.engine)
    from evalfw.population.batch.work import work  # with Polars, which a dictionary of columns does without

    return work(request, progress)
