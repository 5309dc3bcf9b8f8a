"""A rubric compiled for tables, as Python programs use it."""

from __future__ import annotations

from typing import TypeVar, cast

from evalfw.model.rubric import Rubric

FrameT = TypeVar("FrameT")
"""A frame of Polars, pandas, PyArrow or another that narwhals knows."""


class CompiledRubric:
    """A rubric that scores frames: many units at once, bit for bit as each would be scored by itself."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric

    def score_frame(self, frame: FrameT, explain: str = "codes") -> FrameT:
        """
        The figures of every unit of *frame*, as ``evalfw batch`` writes them.

        Columns are found as there: ``unit``, and facts by id or label. Of a lazy frame of Polars nothing is worked out before it is collected;
        any other frame that narwhals knows is worked out by Polars and comes back as what it was.

        Args:
            frame: A frame of Polars, pandas, PyArrow or another that narwhals knows.
            explain: ``none`` or ``codes``.

        Returns:
            A frame of the same sort, rows in their order; what does not read plainly or is refused has ``status`` ``error``.

        Raises:
            RequestError: There is no column for the unit, or none of the facts.
        """
        import narwhals as nw
        import polars as pl

        from evalfw.batch.frames import scored

        if isinstance(frame, pl.LazyFrame):
            return cast(FrameT, scored(frame, self.rubric, explain))
        if isinstance(frame, pl.DataFrame):
            return cast(FrameT, scored(frame.lazy(), self.rubric, explain).collect())
        given = nw.from_native(frame)  # type: ignore[call-overload] # what it is, narwhals tells
        eager = given.collect() if isinstance(given, nw.LazyFrame) else given
        table = pl.DataFrame(eager.to_dict(as_series=False))
        made = scored(table.lazy(), self.rubric, explain).collect()
        back = nw.from_dict(made.to_dict(as_series=False), backend=eager.implementation)
        return cast(FrameT, back.to_native())


def compile_rubric(rubric: Rubric) -> CompiledRubric:
    """*rubric* for tables; it is compiled when the columns of a table are known. Needs the extra ``batch``."""
    return CompiledRubric(rubric)
