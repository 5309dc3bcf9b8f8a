"""
evalfw scores an organisation against a versioned rubric.

The public names. Everything else may change without notice. Those that a run does not need, such as for tests of rubrics, are imported when
first asked for: its start is measured.
"""

from typing import TYPE_CHECKING

from evalfw.aggregates import Aggregator, AggregatorKind, Combined, Part, Whole
from evalfw.algebra import (
    Algebra,
    Amount,
    B,
    BoundsAlgebra,
    ExactAlgebra,
    Interval,
    Known,
    N,
    O,
    Outcome,
    Range,
    Unknown,
    Values,
)
from evalfw.citing import Page, TextReader
from evalfw.collecting import Collected, Collector, collect
from evalfw.command import Command
from evalfw.display import clipped, padded, right, visible, width_of, wrapped
from evalfw.errors import (
    EvalfwError,
    EvidenceError,
    InputError,
    OutputError,
    PluginError,
    Problem,
    ReportError,
    RequestError,
    RubricError,
)
from evalfw.exact import NUMERAL, numeral, plain, round_half_up, shown, shown_span
from evalfw.expressions import Expression, ExpressionError, Function, expression_words, number_of, parse, truth_of
from evalfw.facts import FactDeclaration, FactView, show_amount
from evalfw.guarding import PluginFaultError
from evalfw.hookspecs import hookimpl
from evalfw.importing.tables import Cell, Table, TableReader
from evalfw.later import later
from evalfw.lint_check import LintCheck
from evalfw.loading.catalogue import Catalogue, RubricFolder, RubricSource
from evalfw.loading.chain import Overlay
from evalfw.loading.evidence import check_evidence
from evalfw.loading.evidence_file import part_of, structure_part
from evalfw.loading.overlay import complete_rubric
from evalfw.loading.rubric import load_rubric
from evalfw.loading.rubric_file import Vocabulary
from evalfw.model import (
    Adjudication,
    Claim,
    Contribution,
    Evidence,
    EvidencePart,
    Exemption,
    Explanation,
    FactUse,
    Finding,
    GateResult,
    Indicator,
    IndicatorResult,
    ModelResult,
    Override,
    Remark,
    Report,
    Rubric,
    Section,
    Source,
    Statement,
    Subject,
    Total,
)
from evalfw.model.arrangement import Option
from evalfw.model.lint import Lint
from evalfw.model.provenance import Taken
from evalfw.plugins import Plugin, PluginHost, PluginSettings, load_plugins
from evalfw.project import Project, project_around, read_project
from evalfw.reading.document import Document, Origin
from evalfw.reading.files import MAX_TABLE_BYTES, is_there, read_text
from evalfw.reading.json import read_json
from evalfw.reading.structuring import Misfit, MisfitError, structure
from evalfw.reading.toml import read_toml
from evalfw.rendering import Renderer, RenderOptions
from evalfw.rules import Rule, RuleKind
from evalfw.scoring import score
from evalfw.sources import Given, Row, SourceKind, SourceRequest, SourceRows
from evalfw.text import Language, Text, join, listing, verbatim, well_formed
from evalfw.version import VERSION as __version__

if TYPE_CHECKING:
    from evalfw.attachments.digests import digest_of, digest_of_rows
    from evalfw.cases.case_file import Case, read_cases
    from evalfw.cases.running import CaseResult, run_case
    from evalfw.cases.running import prepare as prepare_case
    from evalfw.columns.compiled import CompiledRubric
    from evalfw.columns.compiled import compile_rubric as compile
    from evalfw.history.entry import Entry as HistoryEntry
    from evalfw.model.layout import Annex as LayoutAnnex
    from evalfw.model.layout import Column as LayoutColumn
    from evalfw.model.layout import Layout, ScoresSection
    from evalfw.model.layout import Money as LayoutMoney
    from evalfw.model.layout import Page as LayoutPage
    from evalfw.narrating import fill, node_values, percent, points_of, rate_of, report_values, resolved, titles_above
    from evalfw.paper import PAPER, page_breaks, row_height
    from evalfw.processes.descriptors import process_collector, process_rule_kind
    from evalfw.processes.entry import ProcessEntry
    from evalfw.reading.archives import check_archive
    from evalfw.rules.opaque import Award, OpaqueRule
    from evalfw.saving import read_report, report_data
    from evalfw.text import folded
    from evalfw.trying import WhatIf, what_if


def __getattr__(name: str) -> object:
    """A public name that is imported when it is first asked for."""
    return later(name)


__all__ = [
    "MAX_TABLE_BYTES",
    "NUMERAL",
    "PAPER",
    "Adjudication",
    "Aggregator",
    "AggregatorKind",
    "Algebra",
    "Amount",
    "Award",
    "B",
    "BoundsAlgebra",
    "Case",
    "CaseResult",
    "Catalogue",
    "Cell",
    "Claim",
    "Collected",
    "Collector",
    "Combined",
    "Command",
    "CompiledRubric",
    "Contribution",
    "Document",
    "EvalfwError",
    "Evidence",
    "EvidenceError",
    "EvidencePart",
    "ExactAlgebra",
    "Exemption",
    "Explanation",
    "Expression",
    "ExpressionError",
    "FactDeclaration",
    "FactUse",
    "FactView",
    "Finding",
    "Function",
    "GateResult",
    "Given",
    "HistoryEntry",
    "Indicator",
    "IndicatorResult",
    "InputError",
    "Interval",
    "Known",
    "Language",
    "Layout",
    "LayoutAnnex",
    "LayoutColumn",
    "LayoutMoney",
    "LayoutPage",
    "Lint",
    "LintCheck",
    "Misfit",
    "MisfitError",
    "ModelResult",
    "N",
    "O",
    "OpaqueRule",
    "Option",
    "Origin",
    "Outcome",
    "OutputError",
    "Overlay",
    "Override",
    "Page",
    "Part",
    "Plugin",
    "PluginError",
    "PluginFaultError",
    "PluginHost",
    "PluginSettings",
    "Problem",
    "ProcessEntry",
    "Project",
    "Range",
    "Remark",
    "RenderOptions",
    "Renderer",
    "Report",
    "ReportError",
    "RequestError",
    "Row",
    "Rubric",
    "RubricError",
    "RubricFolder",
    "RubricSource",
    "Rule",
    "RuleKind",
    "ScoresSection",
    "Section",
    "Source",
    "SourceKind",
    "SourceRequest",
    "SourceRows",
    "Statement",
    "Subject",
    "Table",
    "TableReader",
    "Taken",
    "Text",
    "TextReader",
    "Total",
    "Unknown",
    "Values",
    "Vocabulary",
    "WhatIf",
    "Whole",
    "__version__",
    "check_archive",
    "check_evidence",
    "clipped",
    "collect",
    "compile",
    "complete_rubric",
    "digest_of",
    "digest_of_rows",
    "expression_words",
    "fill",
    "folded",
    "hookimpl",
    "is_there",
    "join",
    "listing",
    "load_plugins",
    "load_rubric",
    "node_values",
    "number_of",
    "numeral",
    "padded",
    "page_breaks",
    "parse",
    "part_of",
    "percent",
    "plain",
    "points_of",
    "prepare_case",
    "process_collector",
    "process_rule_kind",
    "project_around",
    "rate_of",
    "read_cases",
    "read_json",
    "read_project",
    "read_report",
    "read_text",
    "read_toml",
    "report_data",
    "report_values",
    "resolved",
    "right",
    "round_half_up",
    "row_height",
    "run_case",
    "score",
    "show_amount",
    "shown",
    "shown_span",
    "structure",
    "structure_part",
    "titles_above",
    "truth_of",
    "verbatim",
    "visible",
    "well_formed",
    "what_if",
    "width_of",
    "wrapped",
]
