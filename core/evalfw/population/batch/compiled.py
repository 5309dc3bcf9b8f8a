"""A rubric compiled for tables, as Python programs use it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from evalfw.foundation import RequestError, Text
from evalfw.rubric import Rubric
from evalfw.scoring import Report

if TYPE_CHECKING:
    from evalfw.population.batch.frames import FrameScoring

FrameT = TypeVar("FrameT")
"""A frame of Polars, Spark, pandas, PyArrow, DuckDB or another that narwhals knows."""


class CompiledRubric:
    """A rubric that scores frames: many units at once, bit for bit as each would be scored by itself."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self._scorings: dict[tuple[object, ...], FrameScoring] = {}

    def score_frame(self, frame: FrameT, explain: str = "codes", columns: Sequence[str] | None = None) -> FrameT:
        """
        The figures of every unit of *frame*, as ``evalfw batch`` writes them.

        Columns are found as there: ``unit``, and facts by id or label. Of a lazy frame of Polars and of a frame of Spark nothing is worked out
        before it is collected, but for what the rubric works out across all units, for which the frame is counted at once; any other frame that narwhals knows is worked out by Polars (pandas and DuckDB by way of pyarrow).

        Args:
            frame: A frame of Polars, Spark, pandas, PyArrow, DuckDB or another that narwhals knows.
            explain: ``none`` or ``codes``.
            columns: Columns of the result that are wanted, in this order; all if None.

        Returns:
            A frame of the same sort, rows in their order; what does not read plainly or is refused has ``status`` ``error``.

        Raises:
            RequestError: There is no column for the unit or none of the facts, or a column is wanted that the result does not have.
        """
        import narwhals as nw
        import polars as pl

        if isinstance(frame, pl.LazyFrame):
            return cast(
                FrameT, self._scoring(frame.collect_schema().names(), explain, columns).among(frame).lazily(frame)
            )
        if isinstance(frame, pl.DataFrame):
            scoring = self._scoring(frame.columns, explain, columns).among(frame.lazy())
            return cast(FrameT, scoring.part(frame))
        given = nw.from_native(frame)  # type: ignore[call-overload] # what it is, narwhals tells
        kind = given.implementation
        if kind.is_pyspark():
            from evalfw.population.batch.spark_frames import scored_on_spark  # none but Spark needs it

            return cast(FrameT, scored_on_spark(cast(Any, frame), self._scoring(given.columns, explain, columns)))
        is_lazy = isinstance(given, nw.LazyFrame)
        table = given.collect(backend="polars").to_native() if is_lazy else given.to_polars()
        made = self._scoring(table.columns, explain, columns).among(table.lazy()).part(table)
        if is_lazy:
            return cast(FrameT, nw.from_native(made).lazy(backend=kind).to_native())
        if kind.is_pyarrow():
            return cast(FrameT, made.to_arrow())
        return cast(FrameT, nw.from_dict(made.to_dict(as_series=False), backend=kind).to_native())

    def _scoring(self, names: Sequence[str], explain: str, columns: Sequence[str] | None) -> FrameScoring:
        """For columns of these *names*; made once."""
        from evalfw.population.batch.frames import scoring_of

        asked = (tuple(names), explain, None if columns is None else tuple(columns))
        if asked not in self._scorings:
            self._scorings[asked] = scoring_of(self.rubric, names, explain, columns)
        return self._scorings[asked]

    def report_of(self, result: object, unit: str) -> Report:
        """
        The report on one unit of a result: what a run for it alone gives.

        Args:
            result: What ``score_frame`` has made, with ``explain="codes"``.
            unit: Its id.

        Raises:
            RequestError: There is no such unit, it was refused, or the result holds no facts.
        """
        import narwhals as nw

        from evalfw.population.batch.explaining import plan_of_row, report_of_row
        from evalfw.population.batch.result import REFUSED, STATUS

        given = nw.from_native(result)  # type: ignore[call-overload] # what it is, narwhals tells
        rows = given.filter(nw.col("unit") == unit)
        found = (rows.collect() if isinstance(rows, nw.LazyFrame) else rows).rows(named=True)
        if not found:
            raise RequestError(Text(f"结果里没有单位 '{unit}'", f"there is no unit '{unit}' in it"))
        if found[0][STATUS] == REFUSED:
            raise RequestError(Text(f"单位 '{unit}' 出错，没有计分", f"unit '{unit}' is in error"))
        if not any(fact in found[0] for fact in self.rubric.facts):
            what = Text('结果里没有事实：计分时要用 explain="codes"', 'it holds no facts: make it with explain="codes"')
            raise RequestError(what)
        return report_of_row(found[0], plan_of_row(found[0], self.rubric))


def compile_rubric(rubric: Rubric) -> CompiledRubric:
    """*rubric* for tables; it is compiled when the columns of a table are known. Needs the extra ``batch``."""
    return CompiledRubric(rubric)
