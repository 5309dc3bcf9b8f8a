"""
A rubric through the years: drafted from an official table, begun from last year's, tested, compared, released; evidence carried along.

It knows no batch, and no plugin by name.
"""

from typing import TYPE_CHECKING

from evalfw.foundation import face_of

if TYPE_CHECKING:
    from evalfw.maintaining.cases.case_file import Case as Case, read_cases as read_cases
    from evalfw.maintaining.cases.coverage import Branch as Branch
    from evalfw.maintaining.cases.proposing import (
        Proposal as Proposal,
        propose as propose,
        propose_cases as propose_cases,
    )
    from evalfw.maintaining.cases.running import (
        CaseResult as CaseResult,
        prepare,
        problem_of as problem_of,
        result_values as result_values,
        run_case as run_case,
        total_values as total_values,
    )
    from evalfw.maintaining.cases.testing import (
        CasesRun as CasesRun,
        Tested as Tested,
        run_cases as run_cases,
        tested as tested,
    )
    from evalfw.maintaining.comparing.behaviour import Behaviour as Behaviour, Witness as Witness
    from evalfw.maintaining.comparing.bump import (
        LEVEL_WORDS as LEVEL_WORDS,
        bump_of as bump_of,
        claimed_bump as claimed_bump,
        is_too_little as is_too_little,
    )
    from evalfw.maintaining.comparing.changes import (
        FactChange as FactChange,
        IndicatorChange as IndicatorChange,
        Level as Level,
        OtherChange as OtherChange,
        RubricDiff as RubricDiff,
    )
    from evalfw.maintaining.comparing.compare import compare_rubrics as compare_rubrics
    from evalfw.maintaining.comparing.samples import samples as samples
    from evalfw.maintaining.importing.draft import Draft as Draft, patterns_of as patterns_of
    from evalfw.maintaining.importing.entries import Outline as Outline
    from evalfw.maintaining.importing.table import import_table as import_table
    from evalfw.maintaining.migrating.migrating import (
        Around as Around,
        plan_folder as plan_folder,
        write_migration as write_migration,
    )
    from evalfw.maintaining.migrating.plan import Item as Item, Plan as Plan
    from evalfw.maintaining.migrating.writing import NEWLY_ASKED as NEWLY_ASKED
    from evalfw.maintaining.new_edition import begin_edition as begin_edition
    from evalfw.maintaining.pages import RubricPages as RubricPages, pages_of as pages_of
    from evalfw.maintaining.releasing import release_rubric as release_rubric
    from evalfw.maintaining.schema.beside import schema_text as schema_text
    from evalfw.maintaining.schema.generate import SUBJECTS as SUBJECTS
    from evalfw.maintaining.starting import start_project as start_project

    prepare_case = prepare
else:
    __getattr__, __dir__ = face_of(
        __name__,
        """
        cases.case_file: Case read_cases
        cases.coverage: Branch
        cases.proposing: Proposal propose propose_cases
        cases.running: CaseResult prepare_case=prepare problem_of result_values run_case total_values
        cases.testing: CasesRun Tested run_cases tested
        comparing.behaviour: Behaviour Witness
        comparing.bump: LEVEL_WORDS bump_of claimed_bump is_too_little
        comparing.changes: FactChange IndicatorChange Level OtherChange RubricDiff
        comparing.compare: compare_rubrics
        comparing.samples: samples
        importing.draft: Draft patterns_of
        importing.entries: Outline
        importing.table: import_table
        migrating.migrating: Around plan_folder write_migration
        migrating.plan: Item Plan
        migrating.writing: NEWLY_ASKED
        new_edition: begin_edition
        pages: RubricPages pages_of
        releasing: release_rubric
        schema.beside: schema_text
        schema.generate: SUBJECTS
        starting: start_project
        """,
    )
