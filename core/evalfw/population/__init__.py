"""
Many units at once: a rubric as terms over columns, tables scored part by part, one unit explained, and what all have in common.

It gives no other points than scoring would give each unit by itself.
"""

from typing import TYPE_CHECKING

from evalfw.foundation import face_of

if TYPE_CHECKING:
    from evalfw.population.batch.compiled import CompiledRubric as CompiledRubric, compile_rubric
    from evalfw.population.batch.folder_units import (
        FolderUnit as FolderUnit,
        plain_cells as plain_cells,
        said_of as said_of,
        write_folders as write_folders,
    )
    from evalfw.population.batch.layout import NAME_NAMES as NAME_NAMES, UNIT_NAMES as UNIT_NAMES
    from evalfw.population.batch.mapping_file import mapping_in as mapping_in
    from evalfw.population.batch.mixed_table import MixedRequest as MixedRequest, score_mixed as score_mixed
    from evalfw.population.batch.on_unit import report_on_unit as report_on_unit
    from evalfw.population.batch.request import (
        BatchDone as BatchDone,
        BatchRequest as BatchRequest,
        Engine as Engine,
        Explain as Explain,
        needs as needs,
        rubric_for_tables as rubric_for_tables,
    )
    from evalfw.population.batch.scoring_tables import score_table as score_table
    from evalfw.population.cohort.cells import (
        FULL as FULL,
        NEGATIVE as NEGATIVE,
        NOTHING as NOTHING,
        OPEN as OPEN,
        POSITIVE as POSITIVE,
        UNCOUNTED as UNCOUNTED,
        ZERO as ZERO,
        Cell as Cell,
        rates_of as rates_of,
    )
    from evalfw.population.cohort.distribution import Distribution as Distribution
    from evalfw.population.cohort.model import (
        CEILING as CEILING,
        ENOUGH as ENOUGH,
        Agreement as Agreement,
        Band as Band,
        Cohort as Cohort,
        GradeCount as GradeCount,
        NodeFigures as NodeFigures,
        Stability as Stability,
    )
    from evalfw.population.cohort.of_result import cohort_of_result as cohort_of_result
    from evalfw.population.cohort.public import USUAL_K as USUAL_K, public as public
    from evalfw.population.columns.asking import NOT_SAID as NOT_SAID
    from evalfw.population.columns.leaves import Decisions as Decisions
    from evalfw.population.columns.plan import make_plan as make_plan, unit_of as unit_of
    from evalfw.population.columns.states import STATES as STATES

    compile = compile_rubric
else:
    __getattr__, __dir__ = face_of(
        __name__,
        """
        batch.compiled: CompiledRubric compile=compile_rubric
        batch.folder_units: FolderUnit plain_cells said_of write_folders
        batch.layout: NAME_NAMES UNIT_NAMES
        batch.mapping_file: mapping_in
        batch.mixed_table: MixedRequest score_mixed
        batch.on_unit: report_on_unit
        batch.request: BatchDone BatchRequest Engine Explain needs rubric_for_tables
        batch.scoring_tables: score_table
        cohort.cells: Cell FULL NEGATIVE NOTHING OPEN POSITIVE UNCOUNTED ZERO rates_of
        cohort.distribution: Distribution
        cohort.model: Agreement Band CEILING Cohort ENOUGH GradeCount NodeFigures Stability
        cohort.of_result: cohort_of_result
        cohort.public: USUAL_K public
        columns.asking: NOT_SAID
        columns.leaves: Decisions
        columns.plan: make_plan unit_of
        columns.states: STATES
        """,
    )
