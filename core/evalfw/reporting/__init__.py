"""
A report kept, read back, laid side by side, and the contract of whatever renders it; editions, and the written report with its living numbers.

It changes no figure, and holds no format: those are plugins.
"""

from typing import TYPE_CHECKING

from evalfw.foundation import face_of

if TYPE_CHECKING:
    from evalfw.reporting.comparing import (
        Comparison as Comparison,
        Difference as Difference,
        Node as Node,
        Saved as Saved,
        change as change,
        compared as compared,
    )
    from evalfw.reporting.editions import edition as edition, leaks as leaks
    from evalfw.reporting.narrating.patterns import (
        fill as fill,
        node_values as node_values,
        percent as percent,
        points_of as points_of,
        rate_of as rate_of,
        report_values as report_values,
        titles_above as titles_above,
    )
    from evalfw.reporting.narrating.references import resolved as resolved
    from evalfw.reporting.placing import (
        STDOUT as STDOUT,
        names_a_folder as names_a_folder,
        places_named as places_named,
        plan_outputs as plan_outputs,
        write_documents as write_documents,
    )
    from evalfw.reporting.rendering import Renderer as Renderer, RenderOptions as RenderOptions, View as View
    from evalfw.reporting.saving.reading import read_report as read_report
    from evalfw.reporting.saving.writing import report_data as report_data
else:
    __getattr__, __dir__ = face_of(
        __name__,
        """
        comparing: Comparison Difference Node Saved change compared
        editions: edition leaks
        narrating.patterns: fill node_values percent points_of rate_of report_values titles_above
        narrating.references: resolved
        placing: STDOUT names_a_folder places_named plan_outputs write_documents
        rendering: RenderOptions Renderer View
        saving.reading: read_report
        saving.writing: report_data
        """,
    )
