"""Public names of ``evalfw`` that a run does not need, by the module that they are imported from when they are first asked for."""

from __future__ import annotations

from importlib import import_module

BY_MODULE = {
    "evalfw.attachments.digests": "digest_of, digest_of_rows",
    "evalfw.columns.compiled": "compile_rubric as compile, CompiledRubric",
    "evalfw.cases.case_file": "Case, read_cases",
    "evalfw.cases.running": "CaseResult, prepare as prepare_case, run_case",
    "evalfw.history.entry": "Entry as HistoryEntry",
    "evalfw.model.layout": "Annex as LayoutAnnex, Column as LayoutColumn, Layout, Money as LayoutMoney, Page as LayoutPage, ScoresSection",
    "evalfw.narrating": "fill, node_values, percent, points_of, rate_of, report_values, resolved, titles_above",
    "evalfw.paper": "page_breaks, PAPER, row_height",
    "evalfw.processes.descriptors": "process_collector, process_rule_kind",
    "evalfw.processes.entry": "ProcessEntry",
    "evalfw.reading.archives": "check_archive",
    "evalfw.rules.opaque": "Award, OpaqueRule",
    "evalfw.saving.reading": "read_report",
    "evalfw.saving.writing": "report_data",
    "evalfw.text": "folded",
    "evalfw.trying": "what_if, WhatIf",
}


def later(name: str) -> object:
    """The public *name*. Raises AttributeError: there is none."""
    for module, listed in BY_MODULE.items():
        for each in listed.split(", "):
            own, _, public = each.partition(" as ")
            if name == (public or own):
                return getattr(import_module(module), own)
    raise AttributeError(f"module 'evalfw' has no attribute {name!r}")
