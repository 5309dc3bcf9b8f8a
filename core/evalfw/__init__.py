"""
evalfw scores an organisation against a versioned rubric.

The public names. Everything else may change without notice. Those that a run does not need, such as for tests of rubrics, are imported when
first asked for: its start is measured.
"""

from typing import TYPE_CHECKING

from evalfw.evidence.checking.evidence import check_evidence
from evalfw.evidence.citing import Page, TextReader
from evalfw.evidence.collecting import Collected, Collector, collect
from evalfw.evidence.completing import complete_rubric
from evalfw.evidence.evidence_file import part_of, structure_part
from evalfw.evidence.model import (
    Adjudication,
    Claim,
    Evidence,
    EvidencePart,
    Exemption,
    Explanation,
    Override,
    Remark,
    Section,
    Source,
    Statement,
    Subject,
)
from evalfw.evidence.provenance import Taken
from evalfw.evidence.sources import Given, Row, SourceKind, SourceRequest, SourceRows
from evalfw.extending.command import Command
from evalfw.extending.hookspecs import hookimpl
from evalfw.extending.plugins import Plugin, PluginHost, PluginSettings, load_plugins
from evalfw.extending.project import Project, project_around, read_project
from evalfw.foundation.display import clipped, padded, right, visible, width_of, wrapped
from evalfw.foundation.errors import (
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
from evalfw.foundation.exact import NUMERAL, numeral, plain, round_half_up, shown, shown_span
from evalfw.foundation.guarding import PluginFaultError
from evalfw.foundation.later import later
from evalfw.foundation.misfit import Misfit, MisfitError
from evalfw.foundation.reading.document import Document, Origin
from evalfw.foundation.reading.files import MAX_TABLE_BYTES, is_there, read_text
from evalfw.foundation.reading.json import read_json
from evalfw.foundation.reading.structuring import structure
from evalfw.foundation.reading.tables import Cell, Table, TableReader
from evalfw.foundation.reading.toml import read_toml
from evalfw.foundation.text import Language, Text, join, listing, verbatim, well_formed
from evalfw.foundation.version import VERSION as __version__
from evalfw.language.aggregates import Aggregator, AggregatorKind, Combined, Part, Whole
from evalfw.language.algebra import (
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
from evalfw.language.expressions import (
    Expression,
    ExpressionError,
    Function,
    expression_words,
    number_of,
    parse,
    truth_of,
)
from evalfw.language.facts import FactDeclaration, FactView, show_amount
from evalfw.language.rules import Rule, RuleKind
from evalfw.reporting.rendering import Renderer, RenderOptions
from evalfw.rubric.arrangement import Option
from evalfw.rubric.lint import Lint
from evalfw.rubric.lint_check import LintCheck
from evalfw.rubric.loading.catalogue import Catalogue, RubricFolder, RubricSource
from evalfw.rubric.loading.chain import Overlay
from evalfw.rubric.loading.rubric import load_rubric
from evalfw.rubric.loading.rubric_file import Vocabulary
from evalfw.rubric.model import Indicator, Rubric
from evalfw.scoring.contribution import Contribution
from evalfw.scoring.figures import ModelResult, Total
from evalfw.scoring.gate_result import GateResult
from evalfw.scoring.report import FactUse, Finding, IndicatorResult, Report
from evalfw.scoring.whole import score

if TYPE_CHECKING:
    from evalfw.evidence.attachments.digests import digest_of, digest_of_rows
    from evalfw.evidence.history_entry import Entry as HistoryEntry
    from evalfw.extending.processes.descriptors import process_collector, process_rule_kind
    from evalfw.extending.processes.entry import ProcessEntry
    from evalfw.foundation.paper import PAPER, page_breaks, row_height
    from evalfw.foundation.reading.archives import check_archive
    from evalfw.foundation.text import folded
    from evalfw.language.rules.opaque import Award, OpaqueRule
    from evalfw.maintaining.cases.case_file import Case, read_cases
    from evalfw.maintaining.cases.running import CaseResult, run_case
    from evalfw.maintaining.cases.running import prepare as prepare_case
    from evalfw.population.batch.compiled import CompiledRubric
    from evalfw.population.batch.compiled import compile_rubric as compile
    from evalfw.reporting.narrating import (
        fill,
        node_values,
        percent,
        points_of,
        rate_of,
        report_values,
        resolved,
        titles_above,
    )
    from evalfw.reporting.saving import read_report, report_data
    from evalfw.rubric.layout import Annex as LayoutAnnex
    from evalfw.rubric.layout import Column as LayoutColumn
    from evalfw.rubric.layout import Layout, ScoresSection
    from evalfw.rubric.layout import Money as LayoutMoney
    from evalfw.rubric.layout import Page as LayoutPage
    from evalfw.scoring.trying import WhatIf
    from evalfw.scoring.trying_out import what_if


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
