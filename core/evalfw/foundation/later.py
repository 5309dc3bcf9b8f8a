"""Public names of ``evalfw`` that a run does not need, by the module that they are imported from when they are first asked for."""

from __future__ import annotations

from importlib import import_module

BY_MODULE = {
    "evalfw.evidence.attachments.digests": "digest_of, digest_of_rows",
    "evalfw.population.batch.compiled": "compile_rubric as compile, CompiledRubric",
    "evalfw.maintaining.cases.case_file": "Case, read_cases",
    "evalfw.maintaining.cases.running": "CaseResult, prepare as prepare_case, run_case",
    "evalfw.evidence.history_entry": "Entry as HistoryEntry",
    "evalfw.rubric.layout": "Annex as LayoutAnnex, Column as LayoutColumn, Layout, Money as LayoutMoney, Page as LayoutPage, ScoresSection",
    "evalfw.reporting.narrating": "fill, node_values, percent, points_of, rate_of, report_values, resolved, titles_above",
    "evalfw.foundation.paper": "page_breaks, PAPER, row_height",
    "evalfw.extending.processes.descriptors": "process_collector, process_rule_kind",
    "evalfw.extending.processes.entry": "ProcessEntry",
    "evalfw.foundation.reading.archives": "check_archive",
    "evalfw.language.rules.opaque": "Award, OpaqueRule",
    "evalfw.reporting.saving.reading": "read_report",
    "evalfw.reporting.saving.writing": "report_data",
    "evalfw.foundation.text": "folded",
    "evalfw.scoring.trying": "what_if, WhatIf",
}


def later(name: str) -> object:
    """The public *name*. Raises AttributeError: there is none."""
    for module, listed in BY_MODULE.items():
        for each in listed.split(", "):
            own, _, public = each.partition(" as ")
            if name == (public or own):
                return getattr(import_module(module), own)
    raise AttributeError(f"module 'evalfw' has no attribute {name!r}")
